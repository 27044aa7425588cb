'use strict';
// The arguments of fs functions: checked, and in the form the natives take.

const { constants } = internalBinding('fs');
const { codes } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateInteger, validateObject,
} = require('internal/validators');
const { normalizeEncoding } = require('internal/util');

const {
  O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY,
} = constants;

/**
 * @param {string|Buffer|URL} value
 * @param {string} [name]
 * @returns {string|Uint8Array}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (NUL bytes)
 */
function getPath(value, name = 'path') {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw hasNul(name, value);
    return value;
  }
  if (value instanceof Uint8Array) {
    if (value.includes(0)) throw hasNul(name, value);
    return value;
  }
  const { isURL, fileURLToPath } = require('internal/url');
  if (value !== null && typeof value === 'object' && isURL(value)) {
    return getPath(fileURLToPath(value), name);
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
}

function hasNul(name, value) {
  return new codes.ERR_INVALID_ARG_VALUE(
    name, value, 'must be a string, Uint8Array, or URL without null bytes');
}

/** @throws {TypeError} ERR_INVALID_ARG_TYPE, {RangeError} ERR_OUT_OF_RANGE */
function getFd(fd) {
  if (typeof fd !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('fd', 'number', fd);
  }
  if (!Number.isInteger(fd)) {
    throw new codes.ERR_OUT_OF_RANGE('fd', 'an integer', fd);
  }
  if (fd < 0 || fd > 2147483647) {
    throw new codes.ERR_OUT_OF_RANGE('fd', '>= 0 && <= 2147483647', fd);
  }
  return fd;
}

/** Whether a file is given by its descriptor rather than by a path. */
function isFd(file) {
  return Number.isInteger(file) && file >= 0 && file <= 2147483647;
}

const flagNumbers = new Map([
  ['r', O_RDONLY], ['rs', O_RDONLY | O_SYNC], ['sr', O_RDONLY | O_SYNC],
  ['r+', O_RDWR], ['rs+', O_RDWR | O_SYNC], ['sr+', O_RDWR | O_SYNC],
  ['w', O_TRUNC | O_CREAT | O_WRONLY],
  ['wx', O_TRUNC | O_CREAT | O_WRONLY | O_EXCL],
  ['xw', O_TRUNC | O_CREAT | O_WRONLY | O_EXCL],
  ['w+', O_TRUNC | O_CREAT | O_RDWR],
  ['wx+', O_TRUNC | O_CREAT | O_RDWR | O_EXCL],
  ['xw+', O_TRUNC | O_CREAT | O_RDWR | O_EXCL],
  ['a', O_APPEND | O_CREAT | O_WRONLY],
  ['ax', O_APPEND | O_CREAT | O_WRONLY | O_EXCL],
  ['xa', O_APPEND | O_CREAT | O_WRONLY | O_EXCL],
  ['as', O_APPEND | O_CREAT | O_WRONLY | O_SYNC],
  ['sa', O_APPEND | O_CREAT | O_WRONLY | O_SYNC],
  ['a+', O_APPEND | O_CREAT | O_RDWR],
  ['ax+', O_APPEND | O_CREAT | O_RDWR | O_EXCL],
  ['xa+', O_APPEND | O_CREAT | O_RDWR | O_EXCL],
  ['as+', O_APPEND | O_CREAT | O_RDWR | O_SYNC],
  ['sa+', O_APPEND | O_CREAT | O_RDWR | O_SYNC],
]);

/** open(2)'s flags from 'r+' and the like. */
function getFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    require('internal/validators').validateInt32(flags, name);
    return flags;
  }
  if (flags === undefined || flags === null) return O_RDONLY;
  const number = flagNumbers.get(flags);
  if (number === undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, flags);
  }
  return number;
}

/** The numbers of src/runtime/encoding.h. */
const encodingNumbers = {
  __proto__: null,
  ascii: 0, utf8: 1, base64: 2, utf16le: 3, latin1: 4, hex: 5, buffer: 6,
  base64url: 7,
};

function assertEncoding(encoding) {
  if (encoding && encoding !== 'buffer' &&
      normalizeEncoding(encoding) === undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      'encoding', encoding, 'is invalid encoding');
  }
}

/** The number of an encoding; `otherwise` where none is given. */
function encodingNumber(encoding, otherwise) {
  if (!encoding) return otherwise;
  if (encoding === 'buffer') return encodingNumbers.buffer;
  return encodingNumbers[normalizeEncoding(encoding)];
}

/** Options that may be given as just an encoding. */
function getOptions(options, defaults = {}) {
  if (options === null || options === undefined ||
      typeof options === 'function') {
    return defaults;
  }
  if (typeof options === 'string') {
    options = { ...defaults, encoding: options };
  } else if (typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', ['string', 'Object'],
                                         options);
  }
  if (options.encoding !== 'buffer') assertEncoding(options.encoding);
  if (options.signal !== undefined) {
    require('internal/validators').validateAbortSignal(options.signal,
                                                       'options.signal');
  }
  return options;
}

/** @throws {TypeError} ERR_INVALID_ARG_TYPE unless it is a function */
function getCallback(callback) {
  validateFunction(callback, 'cb');
  return callback;
}

/** Seconds since the epoch from a number, numeric string or Date. */
function getTime(time, name = 'time') {
  if (typeof time === 'string' && +time === Number(time)) time = Number(time);
  if (typeof time === 'number' && Number.isFinite(time)) {
    return time < 0 ? Date.now() / 1000 : time;
  }
  if (time instanceof Date) return time.getTime() / 1000;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

function validateId(id, name) {
  validateInteger(id, name, -1, 4294967295);
  return id;
}

/** Checks [offset, offset + length) against a buffer. */
function validateRange(offset, length, byteLength) {
  if (offset > byteLength) {
    throw new codes.ERR_OUT_OF_RANGE('offset', `<= ${byteLength}`, offset);
  }
  if (length > byteLength - offset) {
    throw new codes.ERR_OUT_OF_RANGE(
      'length', `<= ${byteLength - offset}`, length);
  }
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
}

/** A position of read and write: -1 for the file's own. */
function getPosition(position, name = 'position') {
  if (position === undefined || position === null) return -1;
  if (typeof position === 'bigint') {
    if (position < -1n || position > 2n ** 63n - 1n) {
      throw new codes.ERR_OUT_OF_RANGE(
        name, `>= -1 && <= ${2n ** 63n - 1n}`, position);
    }
    return position;
  }
  if (typeof position !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ['integer', 'bigint'], position);
  }
  validateInteger(position, name, -1);
  return position;
}

const rmDefaults = {
  recursive: false, force: false, retryDelay: 100, maxRetries: 0,
};

function validateRmOptions(options) {
  if (options === undefined) return rmDefaults;
  validateObject(options, 'options');
  const made = { ...rmDefaults, ...options };
  validateBoolean(made.force, 'options.force');
  validateBoolean(made.recursive, 'options.recursive');
  require('internal/validators').validateInt32(
    made.retryDelay, 'options.retryDelay', 0);
  require('internal/validators').validateUint32(
    made.maxRetries, 'options.maxRetries');
  return made;
}

/** @throws {TypeError} ERR_INVALID_ARG_TYPE unless it holds views only */
function validateBufferArray(buffers, name = 'buffers') {
  const valid = Array.isArray(buffers) && buffers.every(ArrayBuffer.isView);
  if (!valid) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'ArrayBufferView[]', buffers);
  }
}

module.exports = {
  assertEncoding, encodingNumber, encodingNumbers, getCallback, getFd, getFlags,
  getOptions, getPath, getPosition, getTime, isFd, validateBufferArray, validateId,
  validateRange,
  validateRmOptions,
};
