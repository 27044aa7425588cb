'use strict';
// rm: a file or, recursively, a folder with all that is in it.

const binding = internalBinding('fs');
const { join } = require('internal/fs/read_dir');

const { UV_DIRENT_DIR, UV_DIRENT_UNKNOWN, S_IFMT, S_IFDIR } =
  binding.constants;
const { kBuffer, kUsePromises } = binding;
const kUtf8 = 1;
const kModeIndex = 1;
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

// --- Synchronous -------------------------------------------------------------------

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Calls a native, again after a while if the file is busy. */
function retrySync(operation, path, { maxRetries, retryDelay }) {
  for (let tries = 1; ; tries++) {
    try {
      operation(path, undefined);
      return;
    } catch (error) {
      if (error.code === 'ENOENT') return;
      if (!kRetried.has(error.code) || tries > maxRetries) throw error;
      sleep(tries * retryDelay);
    }
  }
}

/** Names that are not UTF-8 cannot be strings. */
function areWhole(names) {
  for (let i = 0; i < names.length; i++) {
    if (names[i].includes('\ufffd')) return false;
  }
  return true;
}

function removeFolderSync(path, options) {
  let [names, types] = binding.readdir(path, kUtf8, true, undefined);
  if (!areWhole(names)) {
    [names, types] = binding.readdir(path, kBuffer, true, undefined);
  }
  for (let i = 0; i < names.length; i++) {
    const child = join(path, names[i]);
    if (types[i] === UV_DIRENT_DIR) {
      removeFolderSync(child, options);
    } else if (types[i] === UV_DIRENT_UNKNOWN) {
      rmSync(child, { ...options, force: true });
    } else {
      retrySync(binding.unlink, child, options);
    }
  }
  retrySync(binding.rmdir, path, options);
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
    retrySync(binding.unlink, path, options);
  } else if (options.recursive) {
    removeFolderSync(path, options);
  } else {
    throw isFolderError(path);
  }
}

// --- Asynchronous -------------------------------------------------------------------

async function retry(operation, path, { maxRetries, retryDelay }) {
  for (let tries = 1; ; tries++) {
    try {
      await operation(path, kUsePromises);
      return;
    } catch (error) {
      if (error.code === 'ENOENT') return;
      if (!kRetried.has(error.code) || tries > maxRetries) throw error;
      await require('timers/promises').setTimeout(tries * retryDelay);
    }
  }
}

async function removeFolder(path, options) {
  let [names, types] = await binding.readdir(path, kUtf8, true, kUsePromises);
  if (!areWhole(names)) {
    [names, types] = await binding.readdir(path, kBuffer, true, kUsePromises);
  }
  for (let i = 0; i < names.length; i++) {
    const child = join(path, names[i]);
    if (types[i] === UV_DIRENT_DIR) {
      await removeFolder(child, options);
    } else if (types[i] === UV_DIRENT_UNKNOWN) {
      await rm(child, { ...options, force: true });
    } else {
      await retry(binding.unlink, child, options);
    }
  }
  await retry(binding.rmdir, path, options);
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
    await retry(binding.unlink, path, options);
  } else if (options.recursive) {
    await removeFolder(path, options);
  } else {
    throw isFolderError(path);
  }
}

module.exports = { rm, rmSync };
