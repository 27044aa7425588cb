'use strict';
// Hash, Hmac and the one-shot hash().

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_HASH_FINALIZED,
    ERR_CRYPTO_HASH_UPDATE_FAILED,
    ERR_CRYPTO_INVALID_DIGEST,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const {
  cachedList,
  digestOf,
  findDigest,
  inputEncoding,
  kByteTypes,
  outputEncoding,
  uniqueNames,
} = require('internal/crypto/util');
const LazyTransform = require('internal/streams/lazy_transform');
const {
  deprecate, encodingsMap, isPendingDeprecation, normalizeEncoding,
} = require('internal/util');
const { isArrayBufferView } = require('internal/util/types');
const {
  validateEncoding, validateString, validateUint32,
} = require('internal/validators');
const { Hash: HashHandle, getHashes: hashNames } =
  internalBinding('crypto_hash');
const { Hmac: HmacHandle } = internalBinding('crypto_hmac');

const kHandle = Symbol('kHandle');
const kDigest = Symbol('kDigest');
const kFinalized = Symbol('kFinalized');
const kResult = Symbol('kResult');

const kDataTypes = ['string', ...kByteTypes.slice(1)];

let hasWarnedOfLength = false;

/** SHAKE's default lengths give less security than the name promises. */
function warnOfDefaultLength(algorithm) {
  if (hasWarnedOfLength || !isPendingDeprecation() ||
      !/^shake-?(128|256)$/i.test(algorithm)) return;
  hasWarnedOfLength = true;
  require('internal/process').emitWarning(
    'Creating SHAKE128/256 digests without an explicit options.outputLength ' +
    'is deprecated.', 'DeprecationWarning', 'DEP0198');
}

function outputLengthOf(options) {
  if (typeof options !== 'object' || options === null) return undefined;
  const { outputLength } = options;
  if (outputLength !== undefined) {
    validateUint32(outputLength, 'options.outputLength');
  }
  return outputLength === undefined ? undefined : outputLength + 0;
}

/**
 * @param {string|Hash} algorithm a name, or a Hash to go on from
 * @param {object} [options] of the stream, and `outputLength` in bytes
 */
function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  const isCopy = algorithm instanceof Hash;
  if (!isCopy) validateString(algorithm, 'algorithm');
  const length = outputLengthOf(options);
  if (isCopy) {
    this[kDigest] = algorithm[kDigest];
    this[kHandle] = new HashHandle(algorithm[kHandle], length);
  } else {
    if (length === undefined) warnOfDefaultLength(algorithm);
    this[kDigest] = digestOf(algorithm);
    this[kHandle] = new HashHandle(this[kDigest], length);
  }
  this[kFinalized] = false;
  this[kResult] = undefined;
  this._options = options;
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);

/**
 * @param {object} [options]
 * @returns {Hash} one that goes on from here
 */
Hash.prototype.copy = function copy(options) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

Hash.prototype._transform = function(chunk, encoding, callback) {
  const isDone = this[kHandle].update(chunk, inputEncoding(encoding));
  callback(isDone ? null : new ERR_CRYPTO_HASH_UPDATE_FAILED());
};

Hash.prototype._flush = function(callback) {
  this[kResult] = this[kHandle].digest(undefined, this[kDigest]);
  this.push(this[kResult]);
  callback();
};

function checkData(data, encoding) {
  if (typeof data === 'string') {
    validateEncoding(data, encoding);
  } else if (!isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', kDataTypes, data);
  }
}

/**
 * @param {string|ArrayBufferView} data
 * @param {string} [encoding]
 * @returns {Hash} this
 */
Hash.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  checkData(data, encoding);
  if (!this[kHandle].update(data, inputEncoding(encoding))) {
    throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  }
  return this;
};

/**
 * Ends the hash.
 * @param {string} [encoding] of the result; without it, it is a Buffer
 * @returns {string|Buffer}
 */
Hash.prototype.digest = function digest(encoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  const number = outputEncoding(encoding);
  this[kFinalized] = true;
  if (this[kResult] !== undefined) return encoded(this[kResult], encoding);
  return this[kHandle].digest(number, this[kDigest]);
};

function encoded(buffer, encoding) {
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

// --- Hmac -----------------------------------------------------------------------

function hmacDigest(name) {
  const digest = findDigest(name);
  if (digest === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(name);
  return digest;
}

/**
 * @param {string} hmac name of the digest
 * @param {string|ArrayBuffer|ArrayBufferView|KeyObject|CryptoKey} key
 * @param {object} [options] of the stream; `encoding` of a key that is a string
 */
function Hmac(hmac, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  const { secretKeyOf } = require('internal/crypto/keys');
  const secret = secretKeyOf(key, options?.encoding);
  this[kHandle] = new HmacHandle(hmacDigest(hmac), secret);
  this[kFinalized] = false;
  this._options = options;
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

/**
 * @param {string|ArrayBufferView} data
 * @param {string} [encoding]
 * @returns {Hmac} this
 */
Hmac.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  checkData(data, encoding);
  if (!this[kHandle].update(data, inputEncoding(encoding))) {
    throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  }
  return this;
};

/**
 * Ends it. A second call gives nothing.
 * @param {string} [encoding]
 * @returns {string|Buffer}
 */
Hmac.prototype.digest = function digest(encoding) {
  if (this[kFinalized]) return encoded(Buffer.alloc(0), encoding);
  const number = outputEncoding(encoding);
  this[kFinalized] = true;
  return this[kHandle].digest(number);
};

Hmac.prototype._transform = Hash.prototype._transform;

Hmac.prototype._flush = function(callback) {
  this.push(this[kHandle].digest());
  callback();
};

// --- Functions ------------------------------------------------------------------

function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}

function createHmac(hmac, key, options) {
  return new Hmac(hmac, key, options);
}

function oneShotEncoding(name) {
  validateString(name, 'outputEncoding');
  if (name === 'hex') return encodingsMap.hex;
  if (name === 'buffer') return undefined;
  const normalized = normalizeEncoding(name);
  // Not every unknown name is refused by the normalisation.
  if (normalized === undefined && name.toLowerCase() !== 'buffer') {
    throw new ERR_INVALID_ARG_VALUE('outputEncoding', name);
  }
  return encodingsMap[normalized];
}

function oneShotLength(digest, algorithm, length) {
  if (length === undefined) return undefined;
  validateUint32(length, 'options.outputLength');
  if (length !== digest.size() && !digest.isXof()) {
    throw new Error(`Output length ${length} is invalid for ${algorithm}, ` +
      'which does not support XOF');
  }
  return length + 0;
}

/**
 * A digest of data at hand, faster than createHash().
 * @param {string} algorithm
 * @param {string|ArrayBufferView} input
 * @param {string|{outputEncoding: string, outputLength: number}} [options]
 * @returns {string|Buffer}
 */
function hash(algorithm, input, options = 'hex') {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !isArrayBufferView(input)) {
    throw new ERR_INVALID_ARG_TYPE(
      'input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  if (typeof options === 'string') {
    const encoding = oneShotEncoding(options);
    warnOfShake(algorithm);
    return digestOf(algorithm).hash(input, encoding);
  }
  return hashWith(algorithm, input, options);
}

function warnOfShake(algorithm) {
  if (algorithm.charCodeAt(2) === 0x61) warnOfDefaultLength(algorithm);
}

function hashWith(algorithm, input, options) {
  if (typeof options !== 'object' || options === null) {
    validateString(options, 'outputEncoding');
  }
  const { outputEncoding: encoding = 'hex', outputLength } = options;
  const number = oneShotEncoding(encoding);
  const digest = digestOf(algorithm);
  const length = oneShotLength(digest, algorithm, outputLength);
  return digest.hash(input, number, length);
}

const getHashes = cachedList(() => uniqueNames(hashNames()));

module.exports = {
  Hash: deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'),
  Hmac: deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'),
  createHash,
  createHmac,
  getHashes,
  hash,
};
