'use strict';
// Random bytes, numbers, UUIDs and primes.

const { Buffer, kMaxLength } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const {
  bigIntToBytes, bytesToBigInt, isBytes,
} = require('internal/crypto/util');
const { kEmptyObject } = require('internal/util');
const {
  validateBoolean, validateFunction, validateInt32, validateNumber,
  validateObject,
} = require('internal/validators');
const binding = internalBinding('crypto_random');

const process = require('internal/process');

const kMaxInt32 = 2 ** 31 - 1;
const kMaxSize = Math.min(kMaxLength, kMaxInt32);

// --- Bytes ----------------------------------------------------------------------

function checkOffset(offset, elementSize, length) {
  validateNumber(offset, 'offset');
  offset *= elementSize;
  const max = Math.min(length, kMaxSize);
  if (Number.isNaN(offset) || offset > max || offset < 0) {
    throw new ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${max}`, offset);
  }
  return offset >>> 0;
}

function checkSize(size, elementSize, offset, length) {
  validateNumber(size, 'size');
  size *= elementSize;
  if (Number.isNaN(size) || size > kMaxSize || size < 0) {
    throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxSize}`, size);
  }
  if (size + offset > length) {
    throw new ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, size + offset);
  }
  return size >>> 0;
}

/**
 * @param {number} size in bytes
 * @param {function(Error|null, Buffer)} [callback]
 * @returns {Buffer|undefined}
 */
function randomBytes(size, callback) {
  size = checkSize(size, 1, 0, Infinity);
  if (callback === undefined) {
    const buffer = Buffer.allocUnsafeSlow(size);
    if (size > 0) binding.fill(buffer, 0, size);
    return buffer;
  }
  validateFunction(callback, 'callback');
  fillLater(Buffer.allocUnsafeSlow(size), 0, size, callback);
  return undefined;
}

function fillLater(buffer, offset, size, callback) {
  if (size === 0) {
    callback(null, buffer);
    return;
  }
  binding.fill(buffer, offset, size, (error) => {
    if (error) callback(error);
    else callback(null, buffer);
  });
}

function checkTarget(buffer) {
  if (isBytes(buffer)) return;
  throw new ERR_INVALID_ARG_TYPE(
    'buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
}

/**
 * Fills a buffer; offset and size count elements of a typed array.
 * @template {ArrayBuffer|ArrayBufferView} T
 * @param {T} buffer
 * @param {number} [offset]
 * @param {number} [size]
 * @returns {T}
 */
function randomFillSync(buffer, offset = 0, size) {
  checkTarget(buffer);
  const elementSize = buffer.BYTES_PER_ELEMENT || 1;
  offset = checkOffset(offset, elementSize, buffer.byteLength);
  size = size === undefined ? buffer.byteLength - offset :
    checkSize(size, elementSize, offset, buffer.byteLength);
  if (size > 0) binding.fill(buffer, offset, size);
  return buffer;
}

/** Fills all of a view that has been checked. */
function fillWhole(view) {
  if (view.byteLength > 0) binding.fill(view, 0, view.byteLength);
  return view;
}

/**
 * randomFill(buffer[, offset][, size], callback): as randomFillSync().
 */
function randomFill(buffer, offset, size, callback) {
  checkTarget(buffer);
  const elementSize = buffer.BYTES_PER_ELEMENT || 1;
  const { byteLength } = buffer;
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  }
  validateFunction(callback, 'callback');
  offset = checkOffset(offset, elementSize, byteLength);
  size = size === undefined ? byteLength - offset :
    checkSize(size, elementSize, offset, byteLength);
  fillLater(buffer, offset, size, callback);
}

// --- Integers -------------------------------------------------------------------

// 48 random bits are taken from a pool; those that would make some results
// likelier than others are thrown away.
const kRandomMax = 2 ** 48 - 1;
const kIntegerPoolSize = 6 * 1024;
let integers = null;
let integersOffset = kIntegerPoolSize;
let isRefilling = false;
const waiting = [];

function takeInteger(range) {
  const limit = kRandomMax - (kRandomMax % range);
  while (integersOffset < kIntegerPoolSize) {
    const number = integers.readUIntBE(integersOffset, 6);
    integers.fill(0, integersOffset, integersOffset + 6);
    integersOffset += 6;
    if (number < limit) return number % range;
  }
  return undefined;
}

function integerNow(range) {
  for (;;) {
    if (integersOffset >= kIntegerPoolSize) refillIntegers();
    const number = takeInteger(range);
    if (number !== undefined) return number;
  }
}

function refillIntegers() {
  integers ??= Buffer.allocUnsafeSlow(kIntegerPoolSize);
  binding.fill(integers, 0, kIntegerPoolSize);
  integersOffset = 0;
}

function integerLater(min, range, callback) {
  if (!isRefilling) {
    const number = takeInteger(range);
    if (number !== undefined) {
      process.nextTick(callback, undefined, min + number);
      return;
    }
  }
  waiting.push({ min, range, callback });
  if (!isRefilling) refillLater();
}

function refillLater() {
  isRefilling = true;
  const pool = Buffer.allocUnsafeSlow(kIntegerPoolSize);
  binding.fill(pool, 0, kIntegerPoolSize, (error) => {
    isRefilling = false;
    if (!error) {
      integers = pool;
      integersOffset = 0;
    }
    for (const { min, range, callback } of waiting.splice(0)) {
      if (error) process.nextTick(callback, error);
      else integerLater(min, range, callback);
    }
  });
}

/**
 * randomInt([min, ]max[, callback]): min <= result < max, each as likely.
 */
function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) {
    throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  }
  if (!Number.isSafeInteger(max)) {
    throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  }
  if (max <= min) {
    throw new ERR_OUT_OF_RANGE(
      'max', `greater than the value of "min" (${min})`, max);
  }
  const range = max - min;
  if (range > kRandomMax) {
    throw new ERR_OUT_OF_RANGE(
      max === range ? 'max' : 'max - min', `<= ${kRandomMax}`, range);
  }
  if (callback === undefined) return min + integerNow(range);
  integerLater(min, range, callback);
  return undefined;
}

// --- UUIDs ----------------------------------------------------------------------

const kUuidPoolSize = 16 * 256;
let uuids = null;
let uuidsOffset = kUuidPoolSize;

/** Where in the pool 16 random bytes are. */
function takeUuid() {
  if (uuidsOffset === kUuidPoolSize) {
    uuids ??= new Uint8Array(kUuidPoolSize);
    binding.fill(uuids, 0, kUuidPoolSize);
    uuidsOffset = 0;
  }
  const offset = uuidsOffset;
  uuidsOffset = offset + 16;
  return offset;
}

function usesPool(options) {
  validateObject(options, 'options');
  const { disableEntropyCache = false } = options;
  validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  return !disableEntropyCache;
}

/**
 * @param {{disableEntropyCache: boolean}} [options]
 * @returns {string} a version 4 UUID (RFC 9562)
 */
function randomUUID(options) {
  if (options === undefined || usesPool(options)) {
    const offset = takeUuid();
    return binding.uuid(uuids, offset);
  }
  return binding.uuid(randomFillSync(new Uint8Array(16)), 0);
}

/**
 * @param {{disableEntropyCache: boolean}} [options]
 * @returns {string} a version 7 UUID: 48 bits of time in ms, then random ones
 */
function randomUUIDv7(options) {
  const random = randomUUID(options);
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

// --- Primes ---------------------------------------------------------------------

function numberBytes(value, name) {
  if (typeof value === 'bigint') {
    if (value < 0n) throw new ERR_OUT_OF_RANGE(name, '>= 0', value);
    return bigIntToBytes(value);
  }
  if (value !== undefined && !isBytes(value)) {
    throw new ERR_INVALID_ARG_TYPE(
      name, ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'],
      value);
  }
  return value;
}

function primeArguments(size, options) {
  validateInt32(size, 'size', 1);
  validateObject(options, 'options');
  const { safe = false, bigint = false } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  const add = numberBytes(options.add, 'options.add');
  const rem = numberBytes(options.rem, 'options.rem');
  return { safe, bigint, add, rem };
}

function primeResult(buffer, bigint) {
  return bigint ? bytesToBigInt(buffer) : buffer.buffer;
}

/**
 * @param {number} size in bits
 * @param {object} [options] add, rem, safe, bigint
 * @param {function(Error|null, ArrayBuffer|bigint)} callback
 */
function generatePrime(size, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  }
  validateFunction(callback, 'callback');
  const { safe, bigint, add, rem } = primeArguments(size, options);
  binding.generatePrime(size, safe, add, rem, (error, buffer) => {
    if (error) callback(error);
    else callback(null, primeResult(buffer, bigint));
  });
}

/** As generatePrime(), at once. */
function generatePrimeSync(size, options = kEmptyObject) {
  const { safe, bigint, add, rem } = primeArguments(size, options);
  return primeResult(binding.generatePrime(size, safe, add, rem), bigint);
}

function checkArguments(candidate, options) {
  const bytes = numberBytes(candidate, 'candidate');
  if (bytes === undefined) {
    throw new ERR_INVALID_ARG_TYPE('candidate', [
      'ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint',
    ], candidate);
  }
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  return { bytes, checks };
}

/**
 * @param {ArrayBuffer|ArrayBufferView|bigint} candidate
 * @param {{checks: number}} [options]
 * @param {function(Error|null, boolean)} callback
 */
function checkPrime(candidate, options = kEmptyObject, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  }
  numberBytes(candidate, 'candidate');
  validateFunction(callback, 'callback');
  const { bytes, checks } = checkArguments(candidate, options);
  binding.checkPrime(bytes, checks, callback);
}

/** As checkPrime(), at once. */
function checkPrimeSync(candidate, options = kEmptyObject) {
  const { bytes, checks } = checkArguments(candidate, options);
  return binding.checkPrime(bytes, checks);
}

module.exports = {
  checkPrime,
  checkPrimeSync,
  fillWhole,
  generatePrime,
  generatePrimeSync,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
};
