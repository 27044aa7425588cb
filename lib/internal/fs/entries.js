'use strict';
// Names in folders: making, removing, renaming, linking and listing them.
// Synchronous and callback forms.

const binding = internalBinding('fs');
const {
  encodingNumber, getCallback, getOptions, getPath, validateRmOptions,
} = require('internal/fs/arguments');
const {
  parseFileMode, validateBoolean, validateInteger, validateOneOf,
} = require('internal/validators');

const {
  COPYFILE_FICLONE_FORCE, COPYFILE_EXCL, COPYFILE_FICLONE,
} = binding.constants;
const kUtf8 = 1;
const kMostCopyMode = COPYFILE_EXCL | COPYFILE_FICLONE | COPYFILE_FICLONE_FORCE;

// --- Removing and renaming ---------------------------------------------------------

function unlinkSync(path) {
  binding.unlink(getPath(path), undefined);
}

function unlink(path, callback) {
  getCallback(callback);
  binding.unlink(getPath(path), callback);
}

function renameSync(oldPath, newPath) {
  oldPath = getPath(oldPath, 'oldPath');
  binding.rename(oldPath, getPath(newPath, 'newPath'), undefined);
}

function rename(oldPath, newPath, callback) {
  getCallback(callback);
  oldPath = getPath(oldPath, 'oldPath');
  binding.rename(oldPath, getPath(newPath, 'newPath'), callback);
}

let hasWarnedOfRmdir = false;

/** The options of rm, if rmdir() is to do its work: that is deprecated. */
function rmdirOptions(options) {
  if (options?.recursive !== true) {
    if (options !== undefined) validateRmOptions(options);
    return null;
  }
  options = validateRmOptions(options);
  if (!hasWarnedOfRmdir) {
    hasWarnedOfRmdir = true;
    require('internal/process').emitWarning(
      'In future versions of Node.js, fs.rmdir(path, { recursive: true }) ' +
      'will be removed. Use fs.rm(path, { recursive: true }) instead',
      'DeprecationWarning', 'DEP0147');
  }
  return options;
}

function isFolderSync(path) {
  const { makeStats } = require('internal/fs/stats');
  const numbers = binding.lstat(path, false, false, undefined);
  return numbers !== undefined && makeStats(numbers).isDirectory();
}

function rmdirSync(path, options) {
  path = getPath(path);
  const recursive = rmdirOptions(options);
  // What is no folder fails as it always does.
  if (recursive !== null && isFolderSync(path)) {
    require('internal/fs/rm').rmSync(path, recursive);
  } else {
    binding.rmdir(path, undefined);
  }
}

function rmdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  path = getPath(path);
  const recursive = rmdirOptions(options);
  if (recursive !== null && isFolderSync(path)) {
    rm(path, recursive, callback);
  } else {
    binding.rmdir(path, callback);
  }
}

/**
 * Removes a file or, with `recursive`, a folder with all in it.
 * @param {{force?: boolean, maxRetries?: number, recursive?: boolean,
 *   retryDelay?: number}} [options] retryDelay in milliseconds
 */
function rmSync(path, options) {
  path = getPath(path);
  require('internal/fs/rm').rmSync(path, validateRmOptions(options));
}

function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  path = getPath(path);
  options = validateRmOptions(options);
  getCallback(callback);
  require('internal/fs/rm').rm(path, options)
    .then(() => callLater(callback, null),
          (error) => callLater(callback, error));
}

/** Leaves the promise: what a callback throws is an uncaught exception. */
function callLater(callback, error) {
  require('internal/process').nextTick(callback, error);
}

// --- Making ----------------------------------------------------------------------

function mkdirOptions(options) {
  let mode = 0o777;
  let recursive = false;
  if (typeof options === 'number' || typeof options === 'string') {
    mode = parseFileMode(options, 'mode');
  } else if (options) {
    if (options.recursive !== undefined) {
      recursive = options.recursive;
      validateBoolean(recursive, 'options.recursive');
    }
    if (options.mode !== undefined) {
      mode = parseFileMode(options.mode, 'options.mode');
    }
  }
  return { mode, recursive };
}

/**
 * @param {number|string|{mode?: number|string, recursive?: boolean}} [options]
 * @returns {string|undefined} with `recursive`: the first folder made, if any
 */
function mkdirSync(path, options) {
  path = getPath(path);
  const { mode, recursive } = mkdirOptions(options);
  if (!recursive) {
    binding.mkdir(path, mode, undefined);
    return undefined;
  }
  return binding.mkdirp(path, mode, undefined);
}

function mkdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  path = getPath(path);
  const { mode, recursive } = mkdirOptions(options);
  if (recursive) {
    binding.mkdirp(path, mode, callback);
  } else {
    binding.mkdir(path, mode, callback);
  }
}

let hasWarnedOfX = false;
function warnOfX() {
  if (hasWarnedOfX) return;
  hasWarnedOfX = true;
  require('internal/process').emitWarning(
    'mkdtemp() templates ending with X are not portable. ' +
    'For details see: https://nodejs.org/api/fs.html');
}

/** The template of mkdtemp: the prefix and six characters to be chosen. */
function mkdtempTemplate(prefix) {
  prefix = getPath(prefix, 'prefix');
  if (prefix.at(-1) === 'X' || prefix.at(-1) === 88) warnOfX();
  if (typeof prefix === 'string') return `${prefix}XXXXXX`;
  const { Buffer } = require('buffer');
  return Buffer.concat([prefix, Buffer.from('XXXXXX')]);
}

function mkdtempSync(prefix, options) {
  options = getOptions(options);
  return binding.mkdtemp(mkdtempTemplate(prefix),
                         encodingNumber(options.encoding, kUtf8), undefined);
}

function mkdtemp(prefix, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  options = getOptions(options);
  binding.mkdtemp(mkdtempTemplate(prefix),
                  encodingNumber(options.encoding, kUtf8), callback);
}

/** A folder that is removed when it is disposed of: `using`. */
function mkdtempDisposableSync(prefix, options) {
  options = getOptions(options);
  const path = mkdtempSync(prefix, options);
  // The working directory may be another one by then.
  const full = typeof path === 'string' ?
    require('path').resolve(path) : path;
  const remove = () => {
    rmSync(full, { maxRetries: 0, recursive: true, force: true,
                   retryDelay: 0 });
  };
  return {
    path,
    remove,
    [Symbol.dispose]() { remove(); },
  };
}

// --- Links -------------------------------------------------------------------------

function linkSync(existingPath, newPath) {
  existingPath = getPath(existingPath, 'existingPath');
  binding.link(existingPath, getPath(newPath, 'newPath'), undefined);
}

function link(existingPath, newPath, callback) {
  getCallback(callback);
  existingPath = getPath(existingPath, 'existingPath');
  binding.link(existingPath, getPath(newPath, 'newPath'), callback);
}

/** The type matters on Windows only, but is checked everywhere. */
function validateLinkType(type) {
  if (type !== undefined && type !== null) {
    validateOneOf(type, 'type', ['dir', 'file', 'junction']);
  }
}

function symlinkSync(target, path, type) {
  validateLinkType(type);
  target = getPath(target, 'target');
  binding.symlink(target, getPath(path), 0, undefined);
}

function symlink(target, path, type, callback) {
  if (callback === undefined) {
    callback = getCallback(type);
    type = undefined;
  } else {
    validateLinkType(type);
    getCallback(callback);
  }
  target = getPath(target, 'target');
  binding.symlink(target, getPath(path), 0, callback);
}

function readlinkSync(path, options) {
  options = getOptions(options);
  return binding.readlink(getPath(path),
                          encodingNumber(options.encoding, kUtf8), undefined);
}

function readlink(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  options = getOptions(options);
  binding.readlink(getPath(path), encodingNumber(options.encoding, kUtf8),
                   callback);
}

// --- Copying -----------------------------------------------------------------------

/** Some of COPYFILE_EXCL, COPYFILE_FICLONE, COPYFILE_FICLONE_FORCE. */
function getCopyMode(mode) {
  if (mode === undefined || mode === null) return 0;
  validateInteger(mode, 'mode', 0, kMostCopyMode);
  return mode;
}

function copyFileSync(source, destination, mode) {
  source = getPath(source, 'src');
  destination = getPath(destination, 'dest');
  binding.copyFile(source, destination, getCopyMode(mode), undefined);
}

function copyFile(source, destination, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  source = getPath(source, 'src');
  destination = getPath(destination, 'dest');
  mode = getCopyMode(mode);
  binding.copyFile(source, destination, mode, getCallback(callback));
}

module.exports = {
  copyFile, copyFileSync, getCopyMode, link, linkSync, mkdir, mkdirOptions,
  mkdirSync, mkdtemp, mkdtempDisposableSync, mkdtempSync, mkdtempTemplate,
  readlink, readlinkSync, rename, renameSync, rm, rmSync, rmdir, rmdirSync,
  isFolderSync, rmdirOptions, symlink, symlinkSync, unlink, unlinkSync,
  validateLinkType,
};
