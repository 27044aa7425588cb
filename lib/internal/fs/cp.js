'use strict';
// cp: copies a file, or a folder with all that is in it.

const binding = internalBinding('fs');
const { codes } = require('internal/errors');
const { getCallback, getPath } = require('internal/fs/arguments');
const { getCopyMode } = require('internal/fs/entries');
const { makeStats } = require('internal/fs/stats');
const { runAsync, runSync } = require('internal/fs/steps');
const {
  dirname, isAbsolute, join, parse, resolve, sep,
} = require('path');
const {
  validateBoolean, validateFunction, validateObject,
} = require('internal/validators');

const { errno } = require('os').constants;
const kUtf8 = 1;
const kOwnerMayWrite = 0o200;

const defaults = {
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
};

function cpOptions(options) {
  if (options === undefined) return { ...defaults, mode: 0 };
  validateObject(options, 'options');
  options = { ...defaults, ...options };
  for (const name of ['dereference', 'errorOnExist', 'force',
                      'preserveTimestamps', 'recursive', 'verbatimSymlinks']) {
    validateBoolean(options[name], `options.${name}`);
  }
  options.mode = getCopyMode(options.mode);
  if (options.dereference && options.verbatimSymlinks) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('dereference',
                                                 'verbatimSymlinks');
  }
  if (options.filter !== undefined) {
    validateFunction(options.filter, 'options.filter');
  }
  return options;
}

/** One of ERR_FS_CP_*. */
function cpError(name, message, path, code) {
  return new codes[name]({
    message, path, syscall: 'cp', errno: errno[code], code,
  });
}

// --- Checks --------------------------------------------------------------------------

function* statOf(path, options, mayBeMissing) {
  const native = options.dereference ? binding.stat : binding.lstat;
  const numbers = yield [native, path, true, !mayBeMissing];
  return numbers === undefined ? undefined : makeStats(numbers);
}

function isSameFile(a, b) {
  return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
}

/** Whether a path is another one or lies below it. */
function isBelow(parent, path) {
  parent = resolve(parent);
  path = resolve(path);
  return path === parent ||
    path.startsWith(parent.endsWith(sep) ? parent : parent + sep);
}

function checkKinds(source, destination, from, to) {
  if (isSameFile(from, to)) {
    throw cpError('ERR_FS_CP_EINVAL', 'src and dest cannot be the same',
                  destination, 'EINVAL');
  }
  if (from.isDirectory() && !to.isDirectory()) {
    throw cpError('ERR_FS_CP_DIR_TO_NON_DIR',
                  `cannot overwrite non-directory ${destination} with ` +
                  `directory ${source}`, destination, 'EISDIR');
  }
  if (!from.isDirectory() && to.isDirectory()) {
    throw cpError('ERR_FS_CP_NON_DIR_TO_DIR',
                  `cannot overwrite directory ${destination} with ` +
                  `non-directory ${source}`, destination, 'ENOTDIR');
  }
}

/** What both are now; throws where one cannot become the other. */
function* check(source, destination, options) {
  const from = yield* statOf(source, options, false);
  const to = yield* statOf(destination, options, true);
  if (to !== undefined) checkKinds(source, destination, from, to);
  if (from.isDirectory() && isBelow(source, destination)) {
    throw intoItself(source, destination);
  }
  return { from, to };
}

function intoItself(source, destination) {
  return cpError('ERR_FS_CP_EINVAL',
                 `cannot copy ${source} to a subdirectory of self ` +
                 destination, destination, 'EINVAL');
}

/** Links may lead the destination into the source. */
function* checkParents(source, from, destination) {
  const end = resolve(dirname(source));
  let parent = resolve(dirname(destination));
  while (parent !== end && parent !== parse(parent).root) {
    const numbers = yield [binding.stat, parent, true, false];
    if (numbers !== undefined && isSameFile(from, makeStats(numbers))) {
      throw intoItself(source, destination);
    }
    parent = dirname(parent);
  }
}

// --- Copying -------------------------------------------------------------------------

function* copyTop(source, destination, options) {
  if (!(yield* isWanted(source, destination, options))) return;
  const { from, to } = yield* check(source, destination, options);
  yield* checkParents(source, from, destination);
  if (to === undefined) {
    yield [binding.mkdirp, dirname(resolve(destination)), 0o777];
  }
  yield* copy(source, destination, from, to, options);
}

function* isWanted(source, destination, { filter, isSync }) {
  if (filter === undefined) return true;
  // The function that is called gets `how` as well, as natives do.
  const wanted = yield [(a, b) => filter(a, b), source, destination];
  if (isSync && typeof wanted?.then === 'function') {
    throw new codes.ERR_INVALID_RETURN_VALUE('boolean', 'filter', wanted);
  }
  return wanted;
}

function* copy(source, destination, from, to, options) {
  if (from.isDirectory()) {
    if (!options.recursive) {
      throw cpError('ERR_FS_EISDIR', 'Recursive option not enabled, cannot ' +
                    `copy a directory: ${source}`, source, 'EISDIR');
    }
    yield* copyFolder(source, destination, from, to, options);
  } else if (from.isFile() || from.isCharacterDevice() ||
             from.isBlockDevice()) {
    yield* copyFile(source, destination, from, to, options);
  } else if (from.isSymbolicLink()) {
    yield* copyLink(source, destination, to, options);
  } else {
    throw notCopied(from, destination);
  }
}

function notCopied(from, destination) {
  if (from.isSocket()) {
    return cpError('ERR_FS_CP_SOCKET',
                   `cannot copy a socket file: ${destination}`, destination,
                   'EINVAL');
  }
  if (from.isFIFO()) {
    return cpError('ERR_FS_CP_FIFO_PIPE',
                   `cannot copy a FIFO pipe: ${destination}`, destination,
                   'EINVAL');
  }
  return cpError('ERR_FS_CP_UNKNOWN',
                 `cannot copy an unknown file type: ${destination}`,
                 destination, 'EINVAL');
}

function exists(destination) {
  return cpError('ERR_FS_CP_EEXIST', `${destination} already exists`,
                 destination, 'EEXIST');
}

function* copyFile(source, destination, from, to, options) {
  if (to !== undefined) {
    if (!options.force) {
      if (options.errorOnExist) throw exists(destination);
      return;
    }
    yield [binding.unlink, destination];
  }
  yield [binding.copyFile, source, destination, options.mode];
  if (options.preserveTimestamps) {
    yield* copyTimes(source, destination, Number(from.mode));
  }
}

function* copyTimes(source, destination, mode) {
  const isReadOnly = (mode & kOwnerMayWrite) === 0;
  if (isReadOnly) yield [binding.chmod, destination, mode | kOwnerMayWrite];
  // Reading has changed the source's access time: it is asked for again.
  const { atimeMs, mtimeMs } =
    makeStats(yield [binding.stat, source, false, true]);
  yield [binding.utimes, destination, atimeMs / 1000, mtimeMs / 1000];
  if (isReadOnly) yield [binding.chmod, destination, mode];
}

function* copyFolder(source, destination, from, to, options) {
  if (to === undefined) {
    yield [binding.mkdir, destination, 0o777];
  } else if (options.errorOnExist && !options.force) {
    throw exists(destination);
  }
  const names = yield [binding.readdir, source, kUtf8, false];
  for (const name of names) {
    const below = join(source, name);
    const target = join(destination, name);
    if (!(yield* isWanted(below, target, options))) continue;
    const kinds = yield* check(below, target, options);
    yield* copy(below, target, kinds.from, kinds.to, options);
  }
  if (to === undefined) {
    yield [binding.chmod, destination, Number(from.mode) & 0o7777];
  }
}

/** Where a link leads, absolute; undefined for what is no link. */
function* targetOf(path, options) {
  let target;
  try {
    target = yield [binding.readlink, path, kUtf8];
  } catch (error) {
    if (error.code === 'EINVAL' || error.code === 'UNKNOWN') return undefined;
    throw error;
  }
  return options.verbatimSymlinks || isAbsolute(target) ? target :
    resolve(dirname(path), target);
}

function* copyLink(source, destination, to, options) {
  const target = yield* targetOf(source, options);
  const old = to === undefined ? undefined :
    yield* targetOf(destination, options);
  if (old !== undefined) {
    yield* checkLink(source, target, old);
    yield [binding.unlink, destination];
  }
  yield [binding.symlink, target, destination, 0];
}

function* checkLink(source, target, old) {
  const numbers = yield [binding.stat, source, true, false];
  if (numbers === undefined || !makeStats(numbers).isDirectory()) return;
  if (isBelow(target, old)) throw intoItself(target, old);
  // What is there leads above: to replace it would lose what is copied.
  if (isBelow(old, target)) {
    throw cpError('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY',
                  `cannot overwrite ${old} with ${target}`, old, 'EINVAL');
  }
}

// --- The three forms --------------------------------------------------------------------

function makeSteps(source, destination, options, isSync) {
  options = { ...cpOptions(options), isSync };
  source = getPath(source, 'src').toString();
  destination = getPath(destination, 'dest').toString();
  return copyTop(source, destination, options);
}

function cpSync(source, destination, options) {
  runSync(makeSteps(source, destination, options, true));
}

async function cpAsync(source, destination, options) {
  await runAsync(makeSteps(source, destination, options, false));
}

function cp(source, destination, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  const steps = makeSteps(source, destination, options, false);
  const { nextTick } = require('internal/process');
  runAsync(steps).then(() => nextTick(callback, null),
                       (error) => nextTick(callback, error));
}

module.exports = { cp, cpAsync, cpSync };
