'use strict';
// require('fs/promises'). Wrong arguments reject too.

const binding = internalBinding('fs');
const {
  encodingNumber, getFlags, getOptions, getPath, getTime, validateId,
  validateRmOptions,
} = require('internal/fs/arguments');
const {
  getCopyMode, isFolderSync, mkdirOptions, mkdtempTemplate, rmdirOptions,
  validateLinkType,
} = require('internal/fs/entries');
const { FileHandle } = require('internal/fs/file_handle');
const { getAccessMode } = require('internal/fs/metadata');
const { readdirAsync } = require('internal/fs/read_dir');
const { makeStatFs, makeStats } = require('internal/fs/stats');
const { retraced, traced } = require('internal/fs/steps');
const { appendFile, readFile, writeFile } =
  require('internal/fs/whole_files_async');
const { codes } = require('internal/errors');
const { parseFileMode } = require('internal/validators');

const { kUsePromises } = binding;
const kUtf8 = 1;

async function access(path, mode) {
  const asking = binding.access(getPath(path), getAccessMode(mode),
                                kUsePromises);
  try {
    await asking;
  } catch (error) {
    throw retraced(error);
  }
}

async function copyFile(source, destination, mode) {
  source = getPath(source, 'src');
  destination = getPath(destination, 'dest');
  await traced(binding.copyFile(source, destination, getCopyMode(mode), kUsePromises));
}

async function cp(source, destination, options) {
  await require('internal/fs/cp').cpAsync(source, destination, options);
}

/** @returns {AsyncIterator<string|Dirent>} */
function glob(pattern, options) {
  return require('internal/fs/glob').globAsync(pattern, options);
}

/** @returns {Promise<FileHandle>} */
async function open(path, flags, mode) {
  path = getPath(path);
  flags = getFlags(flags);
  mode = parseFileMode(mode, 'mode', 0o666);
  const opening = binding.open(path, flags, mode, kUsePromises);
  try {
    return new FileHandle(await opening);
  } catch (error) {
    throw retraced(error);
  }
}

async function opendir(path, options) {
  return require('internal/fs/dir').opendirAsync(path, options);
}

async function rename(oldPath, newPath) {
  oldPath = getPath(oldPath, 'oldPath');
  await traced(binding.rename(oldPath, getPath(newPath, 'newPath'), kUsePromises));
}

async function truncate(path, length = 0) {
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(length);
  } finally {
    await handle.close();
  }
}

async function rm(path, options) {
  path = getPath(path);
  await require('internal/fs/rm').rm(path, validateRmOptions(options));
}

async function rmdir(path, options) {
  path = getPath(path);
  const recursive = rmdirOptions(options);
  if (recursive !== null && isFolderSync(path)) {
    await require('internal/fs/rm').rm(path, recursive);
    return;
  }
  await traced(binding.rmdir(path, kUsePromises));
}

async function mkdir(path, options) {
  path = getPath(path);
  const { mode, recursive } = mkdirOptions(options);
  return traced(recursive ? binding.mkdirp(path, mode, kUsePromises) :
    binding.mkdir(path, mode, kUsePromises));
}

async function readdir(path, options) {
  return readdirAsync(path, options);
}

async function readlink(path, options) {
  options = getOptions(options);
  return traced(binding.readlink(getPath(path),
                          encodingNumber(options.encoding, kUtf8),
                          kUsePromises));
}

async function symlink(target, path, type) {
  validateLinkType(type);
  target = getPath(target, 'target');
  await traced(binding.symlink(target, getPath(path), 0, kUsePromises));
}

async function stat(path, options) {
  const asking = binding.stat(getPath(path), options?.bigint === true,
                              options?.throwIfNoEntry !== false, kUsePromises);
  let numbers;
  try {
    numbers = await asking;
  } catch (error) {
    throw retraced(error);
  }
  return numbers === undefined ? undefined : makeStats(numbers);
}

async function lstat(path, options) {
  return makeStats(await traced(binding.lstat(getPath(path), options?.bigint === true,
                                       true, kUsePromises)));
}

async function statfs(path, options) {
  return makeStatFs(
    await traced(binding.statfs(getPath(path), options?.bigint === true,
                         kUsePromises)));
}

async function link(existingPath, newPath) {
  existingPath = getPath(existingPath, 'existingPath');
  await traced(binding.link(existingPath, getPath(newPath, 'newPath'), kUsePromises));
}

async function unlink(path) {
  await traced(binding.unlink(getPath(path), kUsePromises));
}

async function chmod(path, mode) {
  path = getPath(path);
  await traced(binding.chmod(path, parseFileMode(mode, 'mode'), kUsePromises));
}

/** Systems other than macOS have no modes of links. */
async function lchmod() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
}

async function chown(path, uid, gid) {
  path = getPath(path);
  await traced(binding.chown(path, validateId(uid, 'uid'), validateId(gid, 'gid'),
                      kUsePromises));
}

async function lchown(path, uid, gid) {
  path = getPath(path);
  await traced(binding.lchown(path, validateId(uid, 'uid'), validateId(gid, 'gid'),
                       kUsePromises));
}

async function utimes(path, atime, mtime) {
  path = getPath(path);
  await traced(binding.utimes(path, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                       kUsePromises));
}

async function lutimes(path, atime, mtime) {
  path = getPath(path);
  await traced(binding.lutimes(path, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                        kUsePromises));
}

async function realpath(path, options) {
  options = getOptions(options);
  return traced(binding.realpath(getPath(path),
                          encodingNumber(options.encoding, kUtf8),
                          kUsePromises));
}

async function mkdtemp(prefix, options) {
  options = getOptions(options);
  return traced(binding.mkdtemp(mkdtempTemplate(prefix),
                         encodingNumber(options.encoding, kUtf8),
                         kUsePromises));
}

/** A folder that is removed when it is disposed of: `await using`. */
async function mkdtempDisposable(prefix, options) {
  const path = await mkdtemp(prefix, options);
  // The working directory may be another one by then.
  const full = typeof path === 'string' ? require('path').resolve(path) : path;
  const remove = () => rm(full, {
    maxRetries: 0, recursive: true, force: true, retryDelay: 0,
  });
  return { __proto__: null, path, remove, [Symbol.asyncDispose]: remove };
}

/** @returns {AsyncIterator<{eventType: string, filename: string|Buffer}>} */
function watch(filename, options) {
  return require('internal/fs/watch_async').watch(filename, options);
}

module.exports = {
  access, copyFile, cp, glob, open, opendir, rename, truncate, rm, rmdir, mkdir,
  readdir, readlink, symlink, lstat, stat, statfs, link, unlink, chmod, lchmod,
  lchown, chown, utimes, lutimes, realpath, mkdtemp, mkdtempDisposable,
  writeFile, appendFile, readFile, watch,
};
Object.defineProperty(module.exports, 'constants', {
  enumerable: true, value: require('fs').constants,
});
