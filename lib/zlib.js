'use strict';
// zlib: compression with deflate and gzip (zlib), Brotli and Zstandard.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { deprecateInstantiation } = require('internal/util');
const { isArrayBufferView } = require('internal/util/types');
const { validateUint32 } = require('internal/validators');
const { makeAsync, makeSync } = require('internal/zlib/once');
const { Zlib, ZlibBase } = require('internal/zlib/stream');
const binding = internalBinding('zlib');

const constants = Object.freeze(
  Object.setPrototypeOf({ ...binding.constants }, null));

// --- Classes ------------------------------------------------------------------

/** A class of zlib's own, which may also be called without `new`. */
function makeZlibClass(name, mode) {
  const Class = { [name]: function(opts) {
    if (!(this instanceof Class)) {
      return deprecateInstantiation(Class, 'DEP0184', opts);
    }
    Zlib.call(this, opts, mode);
  } }[name];
  return derive(Class, Zlib);
}

function makeBrotliClass(name, mode) {
  const Class = { [name]: function(opts) {
    if (!(this instanceof Class)) {
      return deprecateInstantiation(Class, 'DEP0184', opts);
    }
    ZlibBase.call(this, opts, mode);
  } }[name];
  return derive(Class, ZlibBase);
}

function derive(Class, Base) {
  Object.setPrototypeOf(Class.prototype, Base.prototype);
  Object.setPrototypeOf(Class, Base);
  return Class;
}

class ZstdCompress extends ZlibBase {
  constructor(opts) {
    super(opts, constants.ZSTD_COMPRESS);
  }
}

class ZstdDecompress extends ZlibBase {
  constructor(opts) {
    super(opts, constants.ZSTD_DECOMPRESS);
  }
}

const Deflate = makeZlibClass('Deflate', constants.DEFLATE);
const Inflate = makeZlibClass('Inflate', constants.INFLATE);
const Gzip = makeZlibClass('Gzip', constants.GZIP);
const Gunzip = makeZlibClass('Gunzip', constants.GUNZIP);
const DeflateRaw = makeZlibClass('DeflateRaw', constants.DEFLATERAW);
const InflateRaw = makeZlibClass('InflateRaw', constants.INFLATERAW);
const Unzip = makeZlibClass('Unzip', constants.UNZIP);
const BrotliCompress =
  makeBrotliClass('BrotliCompress', constants.BROTLI_ENCODE);
const BrotliDecompress =
  makeBrotliClass('BrotliDecompress', constants.BROTLI_DECODE);

// --- Checksums ------------------------------------------------------------------

/**
 * The CRC-32 of data.
 * @param {string|ArrayBufferView} data a string counts as UTF-8
 * @param {number} [value] the checksum of what came before
 * @returns {number} an unsigned integer of 32 bits
 */
function crc32(data, value = 0) {
  if (typeof data !== 'string' && !isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE(
      'data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return binding.crc32(data, value);
}

// --- Exports --------------------------------------------------------------------

module.exports = {
  crc32,
  Deflate,
  Inflate,
  Gzip,
  Gunzip,
  DeflateRaw,
  InflateRaw,
  Unzip,
  BrotliCompress,
  BrotliDecompress,
  ZstdCompress,
  ZstdDecompress,
};

/** deflate(), deflateSync() of Deflate. */
function exportFunctions(name, Class, mode) {
  module.exports[name] = makeAsync(Class, mode, name);
  module.exports[`${name}Sync`] = makeSync(Class, mode, `${name}Sync`);
}

/** createDeflate() of Deflate. */
function exportFactory(Class) {
  const name = `create${Class.name}`;
  Object.defineProperty(module.exports, name, {
    configurable: true,
    enumerable: true,
    value: { [name]: function(options) { return new Class(options); } }[name],
  });
}

exportFunctions('deflate', Deflate, constants.DEFLATE);
exportFunctions('gzip', Gzip, constants.GZIP);
exportFunctions('deflateRaw', DeflateRaw, constants.DEFLATERAW);
exportFunctions('unzip', Unzip, constants.UNZIP);
exportFunctions('inflate', Inflate, constants.INFLATE);
exportFunctions('gunzip', Gunzip, constants.GUNZIP);
exportFunctions('inflateRaw', InflateRaw, constants.INFLATERAW);
exportFunctions('brotliCompress', BrotliCompress, constants.BROTLI_ENCODE);
exportFunctions('brotliDecompress', BrotliDecompress, constants.BROTLI_DECODE);
exportFunctions('zstdCompress', ZstdCompress, constants.ZSTD_COMPRESS);
exportFunctions('zstdDecompress', ZstdDecompress, constants.ZSTD_DECOMPRESS);

for (const Class of [
  Deflate, Inflate, DeflateRaw, InflateRaw, Gzip, Gunzip, Unzip,
  BrotliCompress, BrotliDecompress, ZstdCompress, ZstdDecompress,
]) exportFactory(Class);

/** The names of zlib's results by number, and the numbers by name. */
function makeCodes() {
  const codes = {};
  for (const name of [
    'Z_OK', 'Z_STREAM_END', 'Z_NEED_DICT', 'Z_ERRNO', 'Z_STREAM_ERROR',
    'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR', 'Z_VERSION_ERROR',
  ]) {
    codes[name] = constants[name];
    codes[constants[name]] = name;
  }
  return Object.freeze(codes);
}

Object.defineProperties(module.exports, {
  constants: { enumerable: true, value: constants },
  codes: { enumerable: true, value: makeCodes() },
});

// Deprecated: zlib.Z_OK instead of zlib.constants.Z_OK.
for (const name of Object.keys(constants)) {
  if (name.startsWith('BROTLI')) continue;
  Object.defineProperty(module.exports, name, { value: constants[name] });
}
