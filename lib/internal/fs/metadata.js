'use strict';
// What the file system knows about files besides their content: stat, access,
// owners, modes and times. Synchronous and callback forms.

const binding = internalBinding('fs');
const {
  getCallback, getFd, getPath, getTime, validateId,
} = require('internal/fs/arguments');
const { makeStatFs, makeStats } = require('internal/fs/stats');
const { AbortError } = require('internal/errors');
const { parseFileMode, validateAbortSignal, validateInteger } =
  require('internal/validators');

const { F_OK } = binding.constants;
const kMostAccess = 7;

/** The mode of access(): some of R_OK, W_OK, X_OK; F_OK where none is given. */
function getAccessMode(mode) {
  if (mode === undefined || mode === null) return F_OK;
  validateInteger(mode, 'mode', F_OK, kMostAccess);
  return mode;
}

/**
 * Throws unless the process may access a file.
 * @param {string|Buffer|URL} path
 * @param {number} [mode] some of fs.constants.R_OK, W_OK, X_OK
 */
function accessSync(path, mode) {
  binding.access(getPath(path), getAccessMode(mode), undefined);
}

function access(path, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = F_OK;
  }
  path = getPath(path);
  binding.access(path, getAccessMode(mode), getCallback(callback));
}

/** @returns {boolean} false also for what is no path at all */
function existsSync(path) {
  try {
    path = getPath(path);
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE') warnOfNoPath();
    return false;
  }
  return binding.exists(path);
}

let hasWarnedOfNoPath = false;
function warnOfNoPath() {
  if (hasWarnedOfNoPath) return;
  hasWarnedOfNoPath = true;
  require('internal/process').emitWarning(
    'Passing invalid argument types to fs.existsSync is deprecated',
    'DeprecationWarning', 'DEP0187');
}

function exists(path, callback) {
  getCallback(callback);
  let valid;
  try {
    valid = getPath(path);
  } catch {
    require('internal/process').nextTick(callback, false);
    return;
  }
  binding.access(valid, F_OK, (error) => callback(!error));
}

// util.promisify(fs.exists): its callback has no error.
Object.defineProperty(exists, Symbol.for('nodejs.util.promisify.custom'), {
  value: (path) => new Promise((resolve) => exists(path, resolve)),
});

/** A callback that gets a Stats. */
function statsCallback(callback) {
  getCallback(callback);
  return (error, numbers) => {
    if (error) {
      callback(error);
    } else {
      callback(null, numbers === undefined ? undefined : makeStats(numbers));
    }
  };
}

/**
 * @param {string|Buffer|URL} path
 * @param {{bigint?: boolean, throwIfNoEntry?: boolean}} [options]
 * @returns {Stats|BigIntStats|undefined}
 */
function statSync(path, options) {
  const numbers = binding.stat(getPath(path), options?.bigint === true,
                               options?.throwIfNoEntry !== false, undefined);
  return numbers === undefined ? undefined : makeStats(numbers);
}

/** As statSync, of a link itself. */
function lstatSync(path, options) {
  const numbers = binding.lstat(getPath(path), options?.bigint === true,
                                options?.throwIfNoEntry !== false, undefined);
  return numbers === undefined ? undefined : makeStats(numbers);
}

/** As statSync, of an open file. */
function fstatSync(fd, options) {
  return makeStats(
    binding.fstat(getFd(fd), options?.bigint === true, true, undefined));
}

/** Calls back with an AbortError if the signal is aborted. */
function isAborted(signal, callback) {
  validateAbortSignal(signal, 'options.signal');
  if (!signal.aborted) return false;
  callback(new AbortError(undefined, { cause: signal.reason }));
  return true;
}

function stat(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = statsCallback(callback);
  if (options?.signal !== undefined && isAborted(options.signal, callback)) {
    return;
  }
  binding.stat(getPath(path), options?.bigint === true,
               options?.throwIfNoEntry !== false, callback);
}

function lstat(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = statsCallback(callback);
  binding.lstat(getPath(path), options?.bigint === true,
                options?.throwIfNoEntry !== false, callback);
}

function fstat(fd, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  fd = getFd(fd);
  binding.fstat(fd, options?.bigint === true, true, statsCallback(callback));
}

function statfsSync(path, options) {
  return makeStatFs(
    binding.statfs(getPath(path), options?.bigint === true, undefined));
}

function statfs(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  binding.statfs(getPath(path), options?.bigint === true, (error, numbers) => {
    if (error) {
      callback(error);
    } else {
      callback(null, makeStatFs(numbers));
    }
  });
}

// --- Changing them -------------------------------------------------------------

function chmodSync(path, mode) {
  path = getPath(path);
  binding.chmod(path, parseFileMode(mode, 'mode'), undefined);
}

function chmod(path, mode, callback) {
  path = getPath(path);
  mode = parseFileMode(mode, 'mode');
  binding.chmod(path, mode, getCallback(callback));
}

function fchmodSync(fd, mode) {
  fd = getFd(fd);
  binding.fchmod(fd, parseFileMode(mode, 'mode'), undefined);
}

function fchmod(fd, mode, callback) {
  fd = getFd(fd);
  mode = parseFileMode(mode, 'mode');
  binding.fchmod(fd, mode, getCallback(callback));
}

function chownSync(path, uid, gid) {
  path = getPath(path);
  binding.chown(path, validateId(uid, 'uid'), validateId(gid, 'gid'),
                undefined);
}

function chown(path, uid, gid, callback) {
  getCallback(callback);
  path = getPath(path);
  binding.chown(path, validateId(uid, 'uid'), validateId(gid, 'gid'), callback);
}

function lchownSync(path, uid, gid) {
  path = getPath(path);
  binding.lchown(path, validateId(uid, 'uid'), validateId(gid, 'gid'),
                 undefined);
}

function lchown(path, uid, gid, callback) {
  getCallback(callback);
  path = getPath(path);
  binding.lchown(path, validateId(uid, 'uid'), validateId(gid, 'gid'),
                 callback);
}

function fchownSync(fd, uid, gid) {
  fd = getFd(fd);
  binding.fchown(fd, validateId(uid, 'uid'), validateId(gid, 'gid'), undefined);
}

function fchown(fd, uid, gid, callback) {
  fd = getFd(fd);
  validateId(uid, 'uid');
  validateId(gid, 'gid');
  binding.fchown(fd, uid, gid, getCallback(callback));
}

/** Times: seconds since the epoch, or Dates. */
function utimesSync(path, atime, mtime) {
  path = getPath(path);
  binding.utimes(path, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                 undefined);
}

function utimes(path, atime, mtime, callback) {
  getCallback(callback);
  path = getPath(path);
  binding.utimes(path, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                 callback);
}

function futimesSync(fd, atime, mtime) {
  fd = getFd(fd);
  binding.futimes(fd, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                  undefined);
}

function futimes(fd, atime, mtime, callback) {
  fd = getFd(fd);
  atime = getTime(atime, 'atime');
  mtime = getTime(mtime, 'mtime');
  binding.futimes(fd, atime, mtime, getCallback(callback));
}

function lutimesSync(path, atime, mtime) {
  path = getPath(path);
  binding.lutimes(path, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                  undefined);
}

function lutimes(path, atime, mtime, callback) {
  getCallback(callback);
  path = getPath(path);
  binding.lutimes(path, getTime(atime, 'atime'), getTime(mtime, 'mtime'),
                  callback);
}

module.exports = {
  access, accessSync, chmod, chmodSync, chown, chownSync, exists, existsSync,
  fchmod, fchmodSync, fchown, fchownSync, fstat, fstatSync, futimes,
  futimesSync, getAccessMode, lchown, lchownSync, lstat, lstatSync, lutimes,
  lutimesSync, stat, statSync, statfs, statfsSync, utimes, utimesSync,
};
