'use strict';
// rm: a file or, recursively, a folder with all that is in it.

const binding = internalBinding('fs');
const { join } = require('internal/fs/read_dir');

const { UV_DIRENT_DIR, UV_DIRENT_UNKNOWN, S_IFMT, S_IFDIR } =
  binding.constants;
const { kBuffer, kUsePromises } = binding;
const kUtf8 = 1;
const kModeIndex = 1;
/** Errors that all retries have not helped. */
const hopeless = new WeakSet();
const kRetried = new Set(['EBUSY', 'EMFILE', 'ENFILE', 'ENOTEMPTY', 'EPERM']);

/** Whether a stat's numbers are a folder's. */
function isFolder(numbers) {
  return (numbers[kModeIndex] & S_IFMT) === S_IFDIR;
}

function isFolderError(path) {
  const { codes } = require('internal/errors');
  return new codes.ERR_FS_EISDIR({
    code: 'EISDIR',
    message: 'is a directory',
    path,
    syscall: 'rm',
    errno: require('os').constants.errno.EISDIR,
  });
}

/** Whether to try again; not what has been tried often enough further below. */
function isRetried(error, tries, { maxRetries }) {
  if (!kRetried.has(error.code) || hopeless.has(error)) return false;
  if (tries <= maxRetries) return true;
  hopeless.add(error);
  return false;
}

// --- Synchronous -------------------------------------------------------------------

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Calls a function, again after a while if the file is busy. What is missing is
 * undefined.
 */
function retrySync(operation, path, options) {
  for (let tries = 1; ; tries++) {
    try {
      return operation(path, options);
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      if (!isRetried(error, tries, options)) throw error;
      sleep(tries * options.retryDelay);
    }
  }
}

const unlinkSync = (path) => binding.unlink(path, undefined);

/** Names that are not UTF-8 cannot be strings. */
function areWhole(names) {
  for (let i = 0; i < names.length; i++) {
    if (names[i].includes('\ufffd')) return false;
  }
  return true;
}

/** Reads the folder anew each time: it may have been filled meanwhile. */
function removeFolderSync(path, options) {
  let [names, types] = binding.readdir(path, kUtf8, true, undefined);
  if (!areWhole(names)) {
    [names, types] = binding.readdir(path, kBuffer, true, undefined);
  }
  for (let i = 0; i < names.length; i++) {
    const child = join(path, names[i]);
    if (types[i] === UV_DIRENT_DIR) {
      retrySync(removeFolderSync, child, options);
    } else if (types[i] === UV_DIRENT_UNKNOWN) {
      rmSync(child, { ...options, force: true });
    } else {
      retrySync(unlinkSync, child, options);
    }
  }
  binding.rmdir(path, undefined);
}

/** @param options as validateRmOptions gives */
function rmSync(path, options) {
  let numbers;
  try {
    numbers = binding.lstat(path, false, true, undefined);
  } catch (error) {
    if (options.force && error.code === 'ENOENT') return;
    throw error;
  }
  if (!isFolder(numbers)) {
    retrySync(unlinkSync, path, options);
  } else if (options.recursive) {
    retrySync(removeFolderSync, path, options);
  } else {
    throw isFolderError(path);
  }
}

// --- Asynchronous -------------------------------------------------------------------

async function retry(operation, path, options) {
  for (let tries = 1; ; tries++) {
    try {
      return await operation(path, options);
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      if (!isRetried(error, tries, options)) throw error;
      await require('timers/promises').setTimeout(tries * options.retryDelay);
    }
  }
}

const unlink = (path) => binding.unlink(path, kUsePromises);

async function removeFolder(path, options) {
  let [names, types] = await binding.readdir(path, kUtf8, true, kUsePromises);
  if (!areWhole(names)) {
    [names, types] = await binding.readdir(path, kBuffer, true, kUsePromises);
  }
  for (let i = 0; i < names.length; i++) {
    const child = join(path, names[i]);
    if (types[i] === UV_DIRENT_DIR) {
      await retry(removeFolder, child, options);
    } else if (types[i] === UV_DIRENT_UNKNOWN) {
      await rm(child, { ...options, force: true });
    } else {
      await retry(unlink, child, options);
    }
  }
  await binding.rmdir(path, kUsePromises);
}

async function rm(path, options) {
  let numbers;
  try {
    numbers = await binding.lstat(path, false, true, kUsePromises);
  } catch (error) {
    if (options.force && error.code === 'ENOENT') return;
    throw error;
  }
  if (!isFolder(numbers)) {
    await retry(unlink, path, options);
  } else if (options.recursive) {
    await retry(removeFolder, path, options);
  } else {
    throw isFolderError(path);
  }
}

module.exports = { rm, rmSync };
