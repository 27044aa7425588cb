'use strict';
// What the files of crypto share: bytes of arguments, encodings, digests.

const { Buffer } = require('buffer');
const {
  codes: { ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { encodingsMap, normalizeEncoding } = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView } =
  require('internal/util/types');
const { Digest } = internalBinding('crypto_hash');

/** The third kind of a native's last argument: it returns a promise. */
const kUsePromises = 1;

const kByteTypes = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];
const kByteOrStringTypes = ['string', ...kByteTypes];

/** Whether the natives take a value as bytes. */
function isBytes(value) {
  return isArrayBufferView(value) || isAnyArrayBuffer(value);
}

/**
 * Bytes of an argument that may be a string.
 * @param {string|ArrayBuffer|ArrayBufferView} value
 * @param {string} name of the argument, for the error
 * @param {string} [encoding] of a string
 * @returns {ArrayBuffer|ArrayBufferView}
 */
function toBytes(value, name, encoding) {
  if (typeof value === 'string') {
    return Buffer.from(value, encoding === 'buffer' ? 'utf8' : encoding);
  }
  if (isBytes(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, kByteOrStringTypes, value);
}

/** As toBytes(), for arguments that may not be strings. */
function checkBytes(value, name) {
  if (isBytes(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, kByteTypes, value);
}

/**
 * The natives' number of an output encoding; undefined stands for a Buffer.
 * @param {*} encoding
 * @returns {number|undefined}
 */
function outputEncoding(encoding) {
  if (encoding === 'hex') return encodingsMap.hex;
  if (!encoding || encoding === 'buffer') return undefined;
  return encodingsMap[normalizeEncoding(`${encoding}`)];
}

/** The natives' number of a string's encoding; undefined stands for UTF-8. */
function inputEncoding(encoding) {
  if (typeof encoding !== 'string' || encoding === 'utf8') return undefined;
  return encodingsMap[normalizeEncoding(encoding)];
}

/** The algorithms looked up so far, which costs more than a short hash. */
const digests = new Map();

/**
 * @param {string} name
 * @returns {Digest}
 * @throws {Error} Digest method not supported
 */
function digestOf(name) {
  let digest = digests.get(name);
  if (digest === undefined) {
    digest = new Digest(name);
    digests.set(name, digest);
  }
  return digest;
}

/** As digestOf(), but undefined for an unknown name. */
function findDigest(name) {
  try {
    return digestOf(name);
  } catch {
    return undefined;
  }
}

/** As digestOf(), with the error of most functions: ERR_CRYPTO_INVALID_DIGEST.
 */
function checkDigest(name, prefix) {
  const digest = findDigest(name);
  if (digest !== undefined) return digest;
  throw new ERR_CRYPTO_INVALID_DIGEST(name, prefix);
}

/**
 * Names without those that differ from another in case only, sorted.
 * @param {string[]} names
 * @returns {string[]}
 */
function uniqueNames(names) {
  const found = new Map();
  for (const name of names) {
    const key = name.toLowerCase();
    if (!found.has(key) || name === key) found.set(key, name);
  }
  return [...found.values()].sort();
}

/** A function's result, made once; each call gets a copy. */
function cachedList(compute) {
  let list;
  return () => (list ??= compute()).slice();
}

/** A BigInt of big-endian bytes. */
function bytesToBigInt(bytes) {
  const hex = bytes.hexSlice();
  return hex === '' ? 0n : BigInt(`0x${hex}`);
}

/** Big-endian bytes of a BigInt that is not negative. */
function bigIntToBytes(value) {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

module.exports = {
  bigIntToBytes,
  bytesToBigInt,
  cachedList,
  checkBytes,
  checkDigest,
  digestOf,
  findDigest,
  inputEncoding,
  isBytes,
  kByteOrStringTypes,
  kByteTypes,
  kUsePromises,
  outputEncoding,
  toBytes,
  uniqueNames,
};
