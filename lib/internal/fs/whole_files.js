'use strict';
// readFile, writeFile and appendFile: a whole file at once, in one job of the
// thread pool or, synchronously, in as few calls as there can be.

const binding = internalBinding('fs');
const {
  encodingNumber, getCallback, getFlags, getOptions, getPath, isFd,
} = require('internal/fs/arguments');
const { AbortError, codes } = require('internal/errors');
const {
  parseFileMode, validateBoolean, validateEncoding,
} = require('internal/validators');

const { kBuffer } = binding;
const kUtf8 = 1;
const isView = ArrayBuffer.isView;

/** A path in the native form; descriptors stay numbers. */
function getFile(file) {
  return isFd(file) ? file : getPath(file);
}

// --- Reading ---------------------------------------------------------------------

/** With all that is read of options: what Object.prototype has is no default. */
const readDefaults = { encoding: undefined, flag: 'r', signal: undefined };

function tooLarge(size) {
  return new codes.ERR_FS_FILE_TOO_LARGE(size);
}

/**
 * @param {string|Buffer|URL|number} path or descriptor, read from where it stands
 * @param {string|{encoding?: string, flag?: string}} [options]
 * @returns {string|Buffer}
 */
function readFileSync(path, options) {
  options = getOptions(options, readDefaults);
  const file = getFile(path);
  const result = binding.readFile(file, getFlags(options.flag),
                                  encodingNumber(options.encoding, kBuffer),
                                  undefined);
  // A number is the size of a file that is too large.
  if (typeof result === 'number') throw tooLarge(result);
  return result;
}

function readFile(path, options, callback) {
  callback ||= options;
  getCallback(callback);
  options = getOptions(options, readDefaults);
  const { signal } = options;
  if (signal?.aborted) {
    callback(new AbortError(undefined, { cause: signal.reason }));
    return;
  }
  const file = getFile(path);
  const flags = getFlags(options.flag);
  if (signal !== undefined) {
    const { callBack, readAbortable } =
      require('internal/fs/whole_files_abortable');
    callBack(readAbortable(file, flags, options.encoding, signal), callback);
    return;
  }
  binding.readFile(
    file, flags, encodingNumber(options.encoding, kBuffer), (error, result) => {
      if (error) {
        callback(error);
      } else if (typeof result === 'number') {
        callback(tooLarge(result));
      } else {
        callback(null, result);
      }
    });
}

// --- Writing ------------------------------------------------------------------------

const writeDefaults = {
  encoding: 'utf8', mode: 0o666, flag: 'w', flush: false, signal: undefined,
};
const appendDefaults = { ...writeDefaults, flag: 'a' };

function validateData(data) {
  if (typeof data === 'string' || isView(data)) return;
  throw new codes.ERR_INVALID_ARG_TYPE(
    'data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

/** The options, checked, in the native form. */
function writeOptions(options, defaults) {
  options = getOptions(options, defaults);
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  return {
    encoding: encodingNumber(options.encoding, kUtf8),
    flags: getFlags(options.flag || defaults.flag),
    flush,
    mode: parseFileMode(options.mode, 'mode', 0o666),
    signal: options.signal,
    encodingName: options.encoding,
  };
}

function writeWholeSync(path, data, options, defaults) {
  const { encoding, flags, flush, mode, encodingName } =
    writeOptions(options, defaults);
  validateData(data);
  if (typeof data === 'string') validateEncoding(data, encodingName);
  const file = getFile(path);
  if (flush) {
    writeFlushedSync(file, data, encoding, flags, mode);
  } else {
    binding.writeFile(file, data, encoding, flags, mode, false, undefined);
  }
}

/** By fs.fsyncSync(), which programs replace to see, or to spare, the flush. */
function writeFlushedSync(file, data, encoding, flags, mode) {
  const isOpen = typeof file === 'number';
  const fd = isOpen ? file : binding.open(file, flags, mode, undefined);
  try {
    binding.writeFile(fd, data, encoding, flags, mode, false, undefined);
    require('fs').fsyncSync(fd);
  } finally {
    if (!isOpen) binding.close(fd, undefined);
  }
}

/**
 * @param {string|Buffer|URL|number} path or descriptor, written where it stands
 * @param {string|Buffer|TypedArray|DataView} data
 * @param {string|{encoding?: string, mode?: number, flag?: string,
 *   flush?: boolean}} [options]
 */
function writeFileSync(path, data, options) {
  writeWholeSync(path, data, options, writeDefaults);
}

function appendFileSync(path, data, options) {
  writeWholeSync(path, data, options, appendDefaults);
}

function writeWhole(path, data, options, callback, defaults) {
  callback ||= options;
  getCallback(callback);
  const native = writeOptions(options, defaults);
  const { encoding, flags, flush, mode, signal } = native;
  validateData(data);
  const file = getFile(path);
  if (signal?.aborted) {
    require('internal/process').nextTick(
      callback, new AbortError(undefined, { cause: signal.reason }));
  } else if (signal !== undefined) {
    const { callBack, writeAbortable } =
      require('internal/fs/whole_files_abortable');
    callBack(writeAbortable(file, data, native, signal),
             (error) => callback(error));
  } else if (flush) {
    writeFlushed(file, data, native, callback);
  } else {
    binding.writeFile(file, data, encoding, flags, mode, false, callback);
  }
}

function writeFlushed(file, data, native, callback) {
  const { flags, mode } = native;
  if (typeof file === 'number') {
    writeAndFlush(file, data, native, callback);
    return;
  }
  binding.open(file, flags, mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    writeAndFlush(fd, data, native, (error) => {
      binding.close(fd, (failure) => callback(error ?? failure));
    });
  });
}

/** See writeFlushedSync. */
function writeAndFlush(fd, data, { encoding, flags, mode }, callback) {
  binding.writeFile(fd, data, encoding, flags, mode, false, (error) => {
    if (error) {
      callback(error);
    } else {
      require('fs').fsync(fd, callback);
    }
  });
}

function writeFile(path, data, options, callback) {
  writeWhole(path, data, options, callback, writeDefaults);
}

function appendFile(path, data, options, callback) {
  writeWhole(path, data, options, callback, appendDefaults);
}

module.exports = {
  appendDefaults, appendFile, appendFileSync, getFile, readDefaults, readFile,
  readFileSync, tooLarge, validateData, writeDefaults, writeFile,
  writeFileSync, writeOptions,
};
