'use strict';
// zlib's functions over whole buffers. They make no stream: a codec runs over
// all of the input at once, here or on a thread of the pool.

const {
  codes: {
    ERR_BUFFER_TOO_LARGE, ERR_OUT_OF_RANGE, ERR_TRAILING_JUNK_AFTER_STREAM_END,
  },
} = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { readSettings, toBytes } = require('internal/zlib/settings');
const { transform } = internalBinding('zlib');

const getByteLength = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), 'byteLength').get;

/** An own `byteLength` that lies is a mistake that must not go unnoticed. */
function checkLength(bytes) {
  if (ArrayBuffer.isView(bytes) && Object.hasOwn(bytes, 'byteLength') &&
      bytes.byteLength > getByteLength.call(bytes)) {
    throw new ERR_OUT_OF_RANGE(
      'buffer.byteLength', `<= ${getByteLength.call(bytes)}`, bytes.byteLength);
  }
}

function run(settings, bytes, callback) {
  return transform(
    settings.mode, settings.windowBits, settings.level, settings.memLevel,
    settings.strategy, settings.dictionary, settings.params,
    settings.pledgedSize, settings.rejectsRest, bytes, settings.finishFlush,
    settings.maxOutputLength, settings.rejectsRest, callback);
}

/** The error that the native's answer stands for, or null. */
function errorOf(answer, settings) {
  if (answer === null) return new ERR_BUFFER_TOO_LARGE(settings.maxOutputLength);
  if (answer === false) return new ERR_TRAILING_JUNK_AFTER_STREAM_END();
  return null;
}

/**
 * The function `zlib.gzip()` of a class `Gzip`.
 * @param {Function} Class
 * @param {number} mode
 * @param {string} name
 */
function makeAsync(Class, mode, name) {
  return { [name](buffer, options, callback) {
    if (typeof options === 'function') {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    const bytes = toBytes(buffer);
    const settings = readSettings(mode, options);
    checkLength(bytes);
    const engine = settings.info ? new Class(options) : null;
    run(settings, bytes, (error, answer) => {
      error ??= errorOf(answer, settings);
      if (error !== null) callback(error);
      else callback(null, engine === null ? answer : { buffer: answer, engine });
    });
  } }[name];
}

/**
 * The function `zlib.gzipSync()` of a class `Gzip`.
 * @param {Function} Class
 * @param {number} mode
 * @param {string} name
 */
function makeSync(Class, mode, name) {
  return { [name](buffer, options) {
    const bytes = toBytes(buffer);
    const settings = readSettings(mode, options);
    checkLength(bytes);
    const engine = settings.info ? new Class(options) : null;
    const answer = run(settings, bytes);
    const error = errorOf(answer, settings);
    if (error !== null) throw error;
    return engine === null ? answer : { buffer: answer, engine };
  } }[name];
}

module.exports = { makeAsync, makeSync };
