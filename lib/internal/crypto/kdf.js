'use strict';
// Keys from passwords and secrets: pbkdf2, scrypt, hkdf.

const {
  codes: {
    ERR_CRYPTO_ARGON2_NOT_SUPPORTED, ERR_CRYPTO_INVALID_KEYLEN, ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { checkDigest, toBytes } = require('internal/crypto/util');
const {
  validateFunction, validateInt32, validateInteger, validateString,
  validateUint32,
} = require('internal/validators');
const binding = internalBinding('crypto_kdf');

// --- PBKDF2 ---------------------------------------------------------------------

function pbkdf2Arguments(password, salt, iterations, length, digest) {
  validateString(digest, 'digest');
  password = toBytes(password, 'password');
  salt = toBytes(salt, 'salt');
  validateInt32(iterations, 'iterations', 1);
  validateInt32(length, 'keylen', 0);
  return [
    password, salt, iterations, length + 0, checkDigest(digest), undefined,
  ];
}

/**
 * @param {string|ArrayBuffer|ArrayBufferView} password
 * @param {string|ArrayBuffer|ArrayBufferView} salt
 * @param {number} iterations
 * @param {number} keylen in bytes
 * @param {string} digest
 * @param {function(Error|null, Buffer)} callback
 */
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  args[5] = callback;
  binding.pbkdf2(...args);
}

/** As pbkdf2(), at once. */
function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return binding.pbkdf2(
    ...pbkdf2Arguments(password, salt, iterations, keylen, digest));
}

// --- scrypt ---------------------------------------------------------------------

const scryptDefaults = {
  N: 16384, r: 8, p: 1, maxmem: 32 << 20,
};
const scryptAliases = { N: 'cost', r: 'blockSize', p: 'parallelization' };

function scryptOption(options, name) {
  const alias = scryptAliases[name];
  let value = options[name];
  if (value !== undefined) validateUint32(value, name);
  if (options[alias] !== undefined) {
    if (value !== undefined) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR(name, alias);
    }
    value = options[alias];
    validateUint32(value, alias);
  }
  return value || scryptDefaults[name];
}

function scryptArguments(password, salt, length, options) {
  password = toBytes(password, 'password');
  salt = toBytes(salt, 'salt');
  validateInt32(length, 'keylen', 0);
  let { N, r, p, maxmem } = scryptDefaults;
  if (options) {
    N = scryptOption(options, 'N');
    r = scryptOption(options, 'r');
    p = scryptOption(options, 'p');
    if (options.maxmem !== undefined) {
      maxmem = options.maxmem;
      validateInteger(maxmem, 'maxmem', 0);
    }
  }
  return [password, salt, length + 0, N, r, p, maxmem, undefined];
}

/**
 * scrypt(password, salt, keylen[, options], callback)
 * @param {string|ArrayBuffer|ArrayBufferView} password
 * @param {string|ArrayBuffer|ArrayBufferView} salt
 * @param {number} keylen in bytes
 * @param {object} [options] N or cost, r or blockSize, p or parallelization,
 *   maxmem in bytes
 * @param {function(Error|null, Buffer)} callback
 */
function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const args = scryptArguments(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  args[7] = callback;
  binding.scrypt(...args);
}

/** As scrypt(), at once. */
function scryptSync(password, salt, keylen, options) {
  return binding.scrypt(...scryptArguments(password, salt, keylen, options));
}

// --- HKDF -----------------------------------------------------------------------

const kMaxInfoLength = 1024;

function hkdfArguments(digest, key, salt, info, length) {
  const { hkdfKeyOf } = require('internal/crypto/keys');
  validateString(digest, 'digest');
  key = hkdfKeyOf(key);
  salt = toBytes(salt, 'salt');
  info = toBytes(info, 'info');
  validateInteger(length, 'length', 0, 2 ** 31 - 1);
  if (info.byteLength > kMaxInfoLength) {
    throw new ERR_OUT_OF_RANGE(
      'info', 'must not contain more than 1024 bytes', info.byteLength);
  }
  const found = checkDigest(digest);
  if (length > found.size() * 255) throw new ERR_CRYPTO_INVALID_KEYLEN();
  return [key, salt, info, length + 0, found, undefined];
}

function toArrayBuffer(buffer) {
  return buffer.buffer;
}

/**
 * @param {string} digest
 * @param {string|ArrayBuffer|ArrayBufferView|KeyObject} ikm
 * @param {string|ArrayBuffer|ArrayBufferView} salt
 * @param {string|ArrayBuffer|ArrayBufferView} info
 * @param {number} keylen in bytes
 * @param {function(Error|null, ArrayBuffer)} callback
 */
function hkdf(digest, ikm, salt, info, keylen, callback) {
  const args = hkdfArguments(digest, ikm, salt, info, keylen);
  validateFunction(callback, 'callback');
  args[5] = (error, buffer) => {
    if (error) callback(error);
    else callback(null, toArrayBuffer(buffer));
  };
  binding.hkdf(...args);
}

/** As hkdf(), at once. */
function hkdfSync(digest, ikm, salt, info, keylen) {
  return toArrayBuffer(
    binding.hkdf(...hkdfArguments(digest, ikm, salt, info, keylen)));
}

// --- Argon2 ---------------------------------------------------------------------

/** Needs OpenSSL 3.2, and is not there yet. */
function argon2() {
  throw new ERR_CRYPTO_ARGON2_NOT_SUPPORTED();
}

function argon2Sync() {
  throw new ERR_CRYPTO_ARGON2_NOT_SUPPORTED();
}

module.exports = {
  argon2, argon2Sync, hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync,
};
