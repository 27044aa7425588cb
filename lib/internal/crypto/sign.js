'use strict';
// Sign, Verify, and the one-shot sign() and verify().

const {
  codes: {
    ERR_CRYPTO_SIGN_KEY_REQUIRED,
    ERR_CRYPTO_UNSUPPORTED_OPERATION,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { asymmetricHandle } = require('internal/crypto/keys');
const {
  checkBytes, checkDigest, inputEncoding, isBytes, kByteTypes, toBytes,
} = require('internal/crypto/util');
const { Writable } = require('stream');
const { isArrayBufferView } = require('internal/util/types');
const { validateEncoding, validateFunction, validateString } =
  require('internal/validators');
const { Hash } = internalBinding('crypto_hash');
const { keyType } = internalBinding('crypto_key_parts');
const binding = internalBinding('crypto_sign');

const kDigest = Symbol('kDigest');
const kHandle = Symbol('kHandle');
const kDataTypes = ['string', ...kByteTypes.slice(1)];

// --- Options ------------------------------------------------------------------------

function int32Option(options, name) {
  const value = options[name];
  if (value === undefined) return undefined;
  if (value >> 0 !== value) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  return value;
}

function dsaEncoding(options) {
  const { dsaEncoding: encoding } = options;
  if (encoding === undefined || encoding === 'der') return 0;
  if (encoding === 'ieee-p1363') return 1;
  throw new ERR_INVALID_ARG_VALUE('options.dsaEncoding', encoding);
}

function contextOf(options) {
  const { context } = options;
  if (context === undefined) return undefined;
  if (!isBytes(context)) {
    throw new ERR_INVALID_ARG_TYPE('context', kByteTypes, context);
  }
  if (context.byteLength > 255) {
    const error = new ERR_OUT_OF_RANGE('context', '<= 255', context.byteLength);
    error.message = 'context string must be at most 255 bytes';
    throw error;
  }
  return context;
}

/** [padding, salt length, DSA encoding, context], or undefined: the defaults */
function signOptions(key) {
  if (typeof key !== 'object' || key === null || isBytes(key)) return undefined;
  return [
    int32Option(key, 'padding'),
    int32Option(key, 'saltLength'),
    dsaEncoding(key),
    contextOf(key),
  ];
}

// --- The classes ----------------------------------------------------------------------

function start(object, algorithm, options) {
  validateString(algorithm, 'algorithm');
  object[kDigest] = checkDigest(algorithm);
  object[kHandle] = new Hash(object[kDigest]);
  Reflect.apply(Writable, object, [options]);
}

/** Use createSign(). */
function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  start(this, algorithm, options);
}
Object.setPrototypeOf(Sign.prototype, Writable.prototype);
Object.setPrototypeOf(Sign, Writable);

Sign.prototype._write = function _write(chunk, encoding, callback) {
  this.update(chunk, encoding);
  callback();
};

/**
 * @param {string|ArrayBufferView} data
 * @param {string} [encoding]
 * @returns {this}
 */
Sign.prototype.update = function update(data, encoding) {
  if (typeof data === 'string') {
    validateEncoding(data, encoding);
  } else if (!isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', kDataTypes, data);
  }
  this[kHandle].update(data, inputEncoding(encoding));
  return this;
};

/** Edwards keys sign the data, not a digest of it. */
function checkDigestKey(handle) {
  const type = keyType(handle);
  if (type === 'ed25519' || type === 'ed448') {
    throw new ERR_CRYPTO_UNSUPPORTED_OPERATION();
  }
}

/**
 * @param {*} privateKey
 * @param {string} [encoding] of the signature; without it, it is a Buffer
 * @returns {string|Buffer}
 */
Sign.prototype.sign = function sign(privateKey, encoding) {
  if (!privateKey) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const handle = asymmetricHandle(privateKey, 'private');
  const options = signOptions(privateKey);
  checkDigestKey(handle);
  const signature = binding.sign(
    handle, this[kDigest], this[kHandle].digest(), options, true);
  return encoding && encoding !== 'buffer' ? signature.toString(encoding) :
    signature;
};

/** Use createVerify(). */
function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  start(this, algorithm, options);
}
Object.setPrototypeOf(Verify.prototype, Writable.prototype);
Object.setPrototypeOf(Verify, Writable);
Verify.prototype._write = Sign.prototype._write;
Verify.prototype.update = Sign.prototype.update;

/** What cannot be a key is told before a bad signature is. */
function checkKeyType(key) {
  if (typeof key !== 'string' && (typeof key !== 'object' || key === null)) {
    asymmetricHandle(key, 'public');
  }
}

/**
 * @param {*} key public, or a private one's public half
 * @param {string|ArrayBuffer|ArrayBufferView} signature
 * @param {string} [encoding] of the signature
 * @returns {boolean}
 */
Verify.prototype.verify = function verify(key, signature, encoding) {
  const options = signOptions(key);
  checkKeyType(key);
  const bytes = toBytes(signature, 'signature', encoding);
  const handle = asymmetricHandle(key, 'public');
  checkDigestKey(handle);
  return binding.verify(handle, this[kDigest], this[kHandle].digest(), options,
                        true, bytes);
};

function createSign(algorithm, options) {
  return new Sign(algorithm, options);
}

function createVerify(algorithm, options) {
  return new Verify(algorithm, options);
}

// --- One-shot -------------------------------------------------------------------------

function digestOrNone(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  validateString(algorithm, 'algorithm');
  return checkDigest(algorithm);
}

/** Keys that know their digest themselves refuse another. */
function digestFor(handle, digest) {
  if (digest !== undefined) return digest;
  const type = keyType(handle);
  return type === 'rsa' || type === 'ec' || type === 'dsa' ?
    checkDigest('sha256') : undefined;
}

/**
 * @param {string|null|undefined} algorithm the digest; none for Edwards keys
 * @param {ArrayBuffer|ArrayBufferView} data
 * @param {*} key private
 * @param {function(Error|null, Buffer)} [callback]
 * @returns {Buffer|undefined}
 */
function sign(algorithm, data, key, callback) {
  const digest = digestOrNone(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = toBytes(data, 'data');
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const options = signOptions(key);
  const handle = asymmetricHandle(key, 'private');
  return binding.sign(handle, digestFor(handle, digest), data, options, false,
                      callback);
}

/**
 * @param {string|null|undefined} algorithm
 * @param {ArrayBuffer|ArrayBufferView} data
 * @param {*} key
 * @param {ArrayBuffer|ArrayBufferView} signature
 * @param {function(Error|null, boolean)} [callback]
 * @returns {boolean|undefined}
 */
function verify(algorithm, data, key, signature, callback) {
  const digest = digestOrNone(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = toBytes(data, 'data');
  const options = signOptions(key);
  signature = checkBytes(signature, 'signature');
  const handle = asymmetricHandle(key, 'public');
  return binding.verify(handle, digestFor(handle, digest), data, options,
                        false, signature, callback);
}

module.exports = { Sign, Verify, createSign, createVerify, sign, verify };
