'use strict';
// The options of zlib's classes and functions, checked, as the codecs take them.

const { Buffer, kMaxLength } = require('buffer');
const {
  codes: {
    ERR_BROTLI_INVALID_PARAM,
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
    ERR_ZSTD_INVALID_PARAM,
  },
} = require('internal/errors');
const {
  checkRangesOrGetDefault, validateBoolean, validateFiniteNumber,
  validateObject,
} = require('internal/validators');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { constants, hasBrotliDictionaries } = internalBinding('zlib');

const {
  DEFLATERAW, GUNZIP, GZIP, INFLATE, UNZIP,
  BROTLI_DECODE, BROTLI_ENCODE, ZSTD_COMPRESS, ZSTD_DECOMPRESS,
  Z_BLOCK, Z_FINISH, Z_FULL_FLUSH, Z_NO_FLUSH,
  BROTLI_OPERATION_EMIT_METADATA, BROTLI_OPERATION_FINISH,
  BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_PROCESS,
  ZSTD_e_continue, ZSTD_e_end, ZSTD_e_flush,
} = constants;

// What a library's operations are called; they are numbered from 0.
const zlibFamily = {
  noFlush: Z_NO_FLUSH, fullFlush: Z_FULL_FLUSH, finish: Z_FINISH,
  maxFlush: Z_BLOCK, InvalidParam: null,
  // Keys of params are at most this.
  maxParam: 0,
};
const brotliFamily = {
  noFlush: BROTLI_OPERATION_PROCESS, fullFlush: BROTLI_OPERATION_FLUSH,
  finish: BROTLI_OPERATION_FINISH, maxFlush: BROTLI_OPERATION_EMIT_METADATA,
  InvalidParam: ERR_BROTLI_INVALID_PARAM,
  maxParam: constants.BROTLI_PARAM_NDIRECT,
};
const zstdFamily = {
  noFlush: ZSTD_e_continue, fullFlush: ZSTD_e_flush, finish: ZSTD_e_end,
  maxFlush: ZSTD_e_end, InvalidParam: ERR_ZSTD_INVALID_PARAM,
  maxParam: constants.ZSTD_c_overlapLog,
};

// Room for one chunk of output may not be more than a codec takes at once.
const largestChunk = 2 ** 30;

/** The operations of a mode's library. */
function familyOf(mode) {
  switch (mode) {
    case BROTLI_DECODE: case BROTLI_ENCODE: return brotliFamily;
    case ZSTD_COMPRESS: case ZSTD_DECOMPRESS: return zstdFamily;
    default: return zlibFamily;
  }
}

function maxParamOf(mode) {
  return mode === ZSTD_DECOMPRESS ?
    constants.ZSTD_d_windowLogMax : familyOf(mode).maxParam;
}

/** What is said once for a codec, in the order of the native's arguments. */
class Settings {
  constructor(mode) {
    const family = familyOf(mode);
    this.mode = mode;
    this.windowBits = defaultWindowBits(mode);
    this.level = constants.Z_DEFAULT_LEVEL;
    this.memLevel = constants.Z_DEFAULT_MEMLEVEL;
    this.strategy = constants.Z_DEFAULT_STRATEGY;
    this.dictionary = undefined;
    this.params = undefined;
    this.pledgedSize = -1;
    this.rejectsRest = false;
    // Not the codec's:
    this.flush = family.noFlush;
    this.finishFlush = family.finish;
    this.fullFlush = family.fullFlush;
    this.chunkSize = constants.Z_DEFAULT_CHUNK;
    this.maxOutputLength = kMaxLength;
    this.info = undefined;
  }
}

/** Readers that can take the window's size from the stream do so. */
function readsWindowBits(mode) {
  return mode === INFLATE || mode === GUNZIP || mode === UNZIP;
}

function defaultWindowBits(mode) {
  return readsWindowBits(mode) ? 0 : constants.Z_DEFAULT_WINDOWBITS;
}

/** Those of every class. */
function readCommon(settings, options) {
  const { mode } = settings;
  const { noFlush, finish, maxFlush } = familyOf(mode);
  settings.chunkSize = Math.min(readChunkSize(options), largestChunk);
  settings.flush = checkRangesOrGetDefault(
    options.flush, 'options.flush', noFlush, maxFlush, noFlush);
  settings.finishFlush = checkRangesOrGetDefault(
    options.finishFlush, 'options.finishFlush', noFlush, maxFlush, finish);
  settings.maxOutputLength = checkRangesOrGetDefault(
    options.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength,
    kMaxLength);
  settings.info = options.info;
  if (options.rejectGarbageAfterEnd !== undefined) {
    validateBoolean(options.rejectGarbageAfterEnd,
                    'options.rejectGarbageAfterEnd');
    settings.rejectsRest = options.rejectGarbageAfterEnd;
  }
}

function readChunkSize({ chunkSize }) {
  if (!validateFiniteNumber(chunkSize, 'options.chunkSize')) {
    return constants.Z_DEFAULT_CHUNK;
  }
  if (chunkSize < constants.Z_MIN_CHUNK) {
    throw new ERR_OUT_OF_RANGE(
      'options.chunkSize', `>= ${constants.Z_MIN_CHUNK}`, chunkSize);
  }
  return Math.trunc(chunkSize);
}

function readWindowBits(mode, windowBits) {
  if ((windowBits ?? 0) === 0 && readsWindowBits(mode)) return 0;
  // A gzip header cannot say 8 bits; zlib makes them 9 elsewhere.
  const least = constants.Z_MIN_WINDOWBITS + (mode === GZIP ? 1 : 0);
  return checkRangesOrGetDefault(
    windowBits, 'options.windowBits', least, constants.Z_MAX_WINDOWBITS,
    constants.Z_DEFAULT_WINDOWBITS);
}

/** @param {number} level @param {string} name of the argument */
function readLevel(level, name, defaultLevel = constants.Z_DEFAULT_LEVEL) {
  return checkRangesOrGetDefault(
    level, name, constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL, defaultLevel);
}

function readStrategy(strategy, name,
                      defaultStrategy = constants.Z_DEFAULT_STRATEGY) {
  return checkRangesOrGetDefault(
    strategy, name, constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED,
    defaultStrategy);
}

function readDictionary(dictionary) {
  if (dictionary === undefined || isArrayBufferView(dictionary) ||
      isAnyArrayBuffer(dictionary)) {
    return dictionary;
  }
  throw new ERR_INVALID_ARG_TYPE(
    'options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'],
    dictionary);
}

function readZlib(settings, options) {
  settings.windowBits = readWindowBits(settings.mode, options.windowBits);
  settings.level = readLevel(options.level, 'options.level');
  settings.memLevel = checkRangesOrGetDefault(
    options.memLevel, 'options.memLevel', constants.Z_MIN_MEMLEVEL,
    constants.Z_MAX_MEMLEVEL, constants.Z_DEFAULT_MEMLEVEL);
  settings.strategy = readStrategy(options.strategy, 'options.strategy');
  settings.dictionary = readDictionary(options.dictionary);
}

/** The pairs of params, flat: [key, value, key, value ...] as int32. */
function readParams(mode, params) {
  if (params === undefined) return undefined;
  const { InvalidParam } = familyOf(mode);
  const largest = maxParamOf(mode);
  const pairs = [];
  const seen = new Set();
  for (const name of Object.keys(params)) {
    const key = +name;
    if (!(key >= 0 && key <= largest) || seen.has(key)) {
      throw new InvalidParam(name);
    }
    seen.add(key);
    const value = params[name];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    pairs.push(key, +value);
  }
  return Int32Array.from(pairs, (value) => value | 0);
}

function readBrotli(settings, options) {
  settings.params = readParams(settings.mode, options.params);
  settings.dictionary = readDictionary(options.dictionary);
  if (settings.dictionary !== undefined && !hasBrotliDictionaries) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('dictionary of Brotli');
  }
}

function readZstd(settings, options) {
  settings.params = readParams(settings.mode, options.params);
  settings.dictionary = readDictionary(options.dictionary);
  if (settings.mode !== ZSTD_COMPRESS) return;
  const { pledgedSrcSize } = options;
  if (pledgedSrcSize === undefined) return;
  if (typeof pledgedSrcSize !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('options.pledgedSrcSize', 'number',
                                   pledgedSrcSize);
  }
  if (!Number.isSafeInteger(pledgedSrcSize) || pledgedSrcSize < 0) {
    throw new ERR_OUT_OF_RANGE(
      'options.pledgedSrcSize', `>= 0 and <= ${Number.MAX_SAFE_INTEGER}`,
      pledgedSrcSize);
  }
  settings.pledgedSize = pledgedSrcSize;
}

// What no options give, made when first needed.
const defaults = new Map();

function defaultsOf(mode) {
  let settings = defaults.get(mode);
  if (settings === undefined) {
    settings = new Settings(mode);
    defaults.set(mode, settings);
  }
  return settings;
}

/**
 * Checks a program's options.
 * @param {number} mode
 * @param {object} [options]
 * @returns {Settings} not to be changed
 */
function readSettings(mode, options) {
  if (!options) return defaultsOf(mode);
  const settings = new Settings(mode);
  readCommon(settings, options);
  const family = familyOf(mode);
  if (family === brotliFamily) readBrotli(settings, options);
  else if (family === zstdFamily) readZstd(settings, options);
  else readZlib(settings, options);
  return settings;
}

/**
 * A program's data as bytes.
 * @param {string|ArrayBuffer|ArrayBufferView} data
 * @returns {ArrayBufferView}
 */
function toBytes(data) {
  if (typeof data === 'string') return Buffer.from(data);
  if (isArrayBufferView(data)) return stable(data);
  if (isAnyArrayBuffer(data)) return stable(Buffer.from(data));
  throw new ERR_INVALID_ARG_TYPE(
    'buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'],
    data);
}

/** Memory that may shrink must not be read on another thread. */
function stable(view) {
  if (!view.buffer.resizable) return view;
  return Buffer.copyBytesFrom(
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

module.exports = {
  familyOf, readLevel, readSettings, readStrategy, stable, toBytes,
};
