'use strict';
// What is done with open files: open, close, read, write, truncate, sync.

const binding = internalBinding('fs');
const {
  getCallback, getFd, getFlags, getPath, getPosition, encodingNumber,
  validateBufferArray, validateRange,
} = require('internal/fs/arguments');
const { codes } = require('internal/errors');
const { customPromisifyArgs } = require('internal/util');
const {
  parseFileMode, validateBuffer, validateEncoding, validateInteger,
  validateObject,
} = require('internal/validators');

const isView = ArrayBuffer.isView;
const kUtf8 = 1;
const kMostPosition = 2n ** 63n - 1n;

function noop(error) {
  if (error) throw error;
}

// --- Opening and closing ---------------------------------------------------------

/**
 * @param {string|Buffer|URL} path
 * @param {string|number} [flags] default 'r'
 * @param {string|number} [mode] of a file that is made; default 0o666
 * @returns {number} the descriptor
 */
function openSync(path, flags, mode) {
  return binding.open(getPath(path), getFlags(flags),
                      parseFileMode(mode, 'mode', 0o666), undefined);
}

function open(path, flags, mode, callback) {
  path = getPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = 0o666;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = 0o666;
  } else {
    mode = parseFileMode(mode, 'mode', 0o666);
  }
  flags = getFlags(flags);
  binding.open(path, flags, mode, getCallback(callback));
}

function closeSync(fd) {
  binding.close(getFd(fd), undefined);
}

function close(fd, callback = noop) {
  fd = getFd(fd);
  if (callback !== noop) getCallback(callback);
  binding.close(fd, callback);
}

// --- Reading ---------------------------------------------------------------------

/**
 * The arguments of read(): (buffer, offset, length, position) or (buffer,
 * options), made into one shape.
 */
function readArguments(buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (offset === null || typeof offset === 'object') {
    if (offset !== null) validateObject(offset, 'options', 1);
    ({
      offset = 0,
      length = buffer?.byteLength - offset,
      position = null,
    } = offset ?? {});
  }
  return { buffer, offset, length, position };
}

/** Checks what is read into; returns whether there is anything to read. */
function checkRead(buffer, offset, length) {
  if (length === 0) return false;
  if (buffer.byteLength === 0) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      'buffer', buffer, 'is empty and cannot be written');
  }
  validateRange(offset, length, buffer.byteLength);
  return true;
}

/** A position from which so many bytes can be counted in 64 bits. */
function getReadPosition(position, length) {
  position = getPosition(position);
  if (typeof position === 'bigint' &&
      position > kMostPosition - BigInt(length)) {
    throw new codes.ERR_OUT_OF_RANGE(
      'position', `>= -1 && <= ${kMostPosition - BigInt(length)}`, position);
  }
  return position;
}

function getOffset(offset) {
  if (offset === undefined || offset === null) return 0;
  validateInteger(offset, 'offset', 0);
  return offset;
}

/**
 * @param {number} fd
 * @param {Buffer|TypedArray|DataView} buffer
 * @param {number|object} [offset] or {offset, length, position}
 * @param {number} [length] bytes
 * @param {number|bigint|null} [position] in the file; null: where it stands
 * @returns {number} bytes read; 0 at the end
 */
function readSync(fd, buffer, offset, length, position) {
  fd = getFd(fd);
  validateBuffer(buffer);
  if (arguments.length <= 3 ||
      (offset !== null && typeof offset === 'object')) {
    if (offset !== undefined && offset !== null) {
      validateObject(offset, 'options');
    }
    ({ offset, length, position } = readArguments(buffer, offset ?? null));
  }
  offset = getOffset(offset);
  length |= 0;
  position = getReadPosition(position, length);
  if (!checkRead(buffer, offset, length)) return 0;
  return binding.read(fd, buffer, offset, length, position, undefined);
}

function read(fd, buffer, offset, length, position, callback) {
  fd = getFd(fd);
  if (arguments.length <= 4) {
    // (fd, callback), (fd, options, callback), (fd, buffer, options?, callback)
    const last = arguments[arguments.length - 1];
    let options = null;
    if (arguments.length === 4) {
      options = offset ?? null;
      if (options !== null) validateObject(options, 'options');
    } else if (arguments.length === 3) {
      if (!isView(buffer)) {
        options = buffer;
        if (options !== undefined && options !== null) {
          validateObject(options, 'options');
        }
        buffer = options?.buffer === undefined ? makeReadBuffer() :
          options.buffer;
      }
    } else {
      buffer = makeReadBuffer();
    }
    callback = last;
    validateBuffer(buffer);
    ({ offset, length, position } = readArguments(buffer, options ?? null));
  }
  validateBuffer(buffer);
  getCallback(callback);
  offset = getOffset(offset);
  length |= 0;
  position = getReadPosition(position, length);
  if (!checkRead(buffer, offset, length)) {
    require('internal/process').nextTick(callback, null, 0, buffer);
    return;
  }
  binding.read(fd, buffer, offset, length, position, (error, bytesRead) => {
    callback(error, bytesRead || 0, buffer);
  });
}

function makeReadBuffer() {
  return require('buffer').Buffer.alloc(16384);
}

Object.defineProperty(read, customPromisifyArgs, {
  value: ['bytesRead', 'buffer'],
});

/** What readv and writev do, with the one native or the other. */
function vectorSync(native, fd, buffers, position) {
  fd = getFd(fd);
  validateBufferArray(buffers);
  if (buffers.length === 0) return 0;
  return native(fd, buffers, vectorPosition(position), undefined);
}

function vector(native, fd, buffers, position, callback) {
  fd = getFd(fd);
  validateBufferArray(buffers);
  callback = getCallback(callback || position);
  if (buffers.length === 0) {
    require('internal/process').nextTick(callback, null, 0, buffers);
    return;
  }
  native(fd, buffers, vectorPosition(position), (error, bytes) => {
    callback(error, bytes || 0, buffers);
  });
}

/** @returns {number} bytes read into the buffers, one after the other */
function readvSync(fd, buffers, position) {
  return vectorSync(binding.readv, fd, buffers, position);
}

function readv(fd, buffers, position, callback) {
  vector(binding.readv, fd, buffers, position, callback);
}

/** readv and writev take anything that is no number as "where it stands". */
function vectorPosition(position) {
  return typeof position === 'number' ? position : -1;
}

Object.defineProperty(readv, customPromisifyArgs, {
  value: ['bytesRead', 'buffers'],
});

// --- Writing -----------------------------------------------------------------------

/** (offset, length, position) or ({offset, length, position}), checked. */
function writeRange(buffer, offset, length, position) {
  if (offset !== null && typeof offset === 'object') {
    ({
      offset = 0,
      length = buffer.byteLength - offset,
      position = null,
    } = offset);
  }
  offset = getOffset(offset);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLength(offset, length, buffer.byteLength);
  return {
    offset, length, position: typeof position === 'number' ? position :
      typeof position === 'bigint' ? position : -1,
  };
}

function validateOffsetLength(offset, length, byteLength) {
  if (offset > byteLength) {
    throw new codes.ERR_OUT_OF_RANGE('offset', `<= ${byteLength}`, offset);
  }
  if (length > byteLength - offset) {
    throw new codes.ERR_OUT_OF_RANGE(
      'length', `<= ${byteLength - offset}`, length);
  }
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
  require('internal/validators').validateInt32(length, 'length', 0);
}

function validateText(value) {
  if (typeof value !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], value);
  }
}

/**
 * Writes bytes (fd, buffer, offset, length, position) or (fd, buffer, options),
 * or text (fd, string, position, encoding).
 * @returns {number} bytes written, perhaps fewer than asked for
 */
function writeSync(fd, buffer, offset, length, position) {
  fd = getFd(fd);
  if (isView(buffer)) {
    if (offset === undefined || offset === null) {
      return binding.write(fd, buffer, 0,
                           typeof length === 'number' ?
                             writeRange(buffer, 0, length).length :
                             buffer.byteLength,
                           typeof position === 'number' ||
                             typeof position === 'bigint' ? position : -1,
                           undefined);
    }
    const range = writeRange(buffer, offset, length, position);
    return binding.write(fd, buffer, range.offset, range.length,
                         range.position, undefined);
  }
  validateText(buffer);
  validateEncoding(buffer, length);
  return binding.writeString(fd, buffer, encodingNumber(length, kUtf8),
                             typeof offset === 'number' ? offset : -1,
                             undefined);
}

function write(fd, buffer, offset, length, position, callback) {
  fd = getFd(fd);
  if (!isView(buffer)) {
    writeText(fd, buffer, offset, length, position);
    return;
  }
  callback ||= position || length || offset;
  getCallback(callback);
  if (typeof offset === 'function') offset = undefined;
  if (typeof length === 'function') length = undefined;
  const range = writeRange(buffer, offset, length, position);
  binding.write(fd, buffer, range.offset, range.length, range.position,
                (error, written) => callback(error, written || 0, buffer));
}

/** write(fd, text[, position[, encoding]], callback) */
function writeText(fd, text, position, encoding, callback) {
  validateText(text);
  if (typeof position === 'function') {
    callback = position;
    position = -1;
    encoding = undefined;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = undefined;
  }
  validateEncoding(text, encoding);
  getCallback(callback);
  binding.writeString(fd, text, encodingNumber(encoding, kUtf8),
                      typeof position === 'number' ? position : -1,
                      (error, written) => callback(error, written || 0, text));
}

Object.defineProperty(write, customPromisifyArgs, {
  value: ['bytesWritten', 'buffer'],
});

/** @returns {number} bytes written of the buffers, one after the other */
function writevSync(fd, buffers, position) {
  return vectorSync(binding.writev, fd, buffers, position);
}

function writev(fd, buffers, position, callback) {
  vector(binding.writev, fd, buffers, position, callback);
}

Object.defineProperty(writev, customPromisifyArgs, {
  value: ['bytesWritten', 'buffers'],
});

// --- Length, and what is on the disk -------------------------------------------------

/** @param {number} [length] bytes; a negative one is 0 */
function getLength(length) {
  validateInteger(length, 'len');
  return length < 0 ? 0 : length;
}

function ftruncateSync(fd, length = 0) {
  fd = getFd(fd);
  binding.ftruncate(fd, getLength(length), undefined);
}

function ftruncate(fd, length = 0, callback) {
  if (typeof length === 'function') {
    callback = length;
    length = 0;
  }
  fd = getFd(fd);
  length = getLength(length);
  binding.ftruncate(fd, length, getCallback(callback));
}

function truncateSync(path, length) {
  if (length === undefined) length = 0;
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, length);
  } finally {
    closeSync(fd);
  }
}

function truncate(path, length, callback) {
  if (typeof length === 'function') {
    callback = length;
    length = 0;
  } else if (length === undefined) {
    length = 0;
  }
  validateInteger(length, 'len');
  getCallback(callback);
  open(path, 'r+', (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    binding.ftruncate(fd, getLength(length), (failure) => {
      binding.close(fd, (error) => callback(failure ?? error ?? null));
    });
  });
}

function fsyncSync(fd) {
  binding.fsync(getFd(fd), undefined);
}

function fsync(fd, callback) {
  fd = getFd(fd);
  binding.fsync(fd, getCallback(callback));
}

function fdatasyncSync(fd) {
  binding.fdatasync(getFd(fd), undefined);
}

function fdatasync(fd, callback) {
  fd = getFd(fd);
  binding.fdatasync(fd, getCallback(callback));
}

module.exports = {
  checkRead, getReadPosition, close, closeSync, fdatasync, fdatasyncSync, fsync, fsyncSync,
  ftruncate, ftruncateSync, getOffset, open, openSync, read, readArguments,
  readSync, readv, readvSync, truncate, truncateSync, write, writeRange,
  writeSync, writev, writevSync,
};
