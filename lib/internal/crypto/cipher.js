'use strict';
// Cipheriv and Decipheriv.

const {
  codes: {
    ERR_CRYPTO_INVALID_STATE,
    ERR_CRYPTO_UNKNOWN_CIPHER,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const {
  cachedList, inputEncoding, kByteTypes, toBytes, uniqueNames,
} = require('internal/crypto/util');
const { secretKeyOf } = require('internal/crypto/keys');
const LazyTransform = require('internal/streams/lazy_transform');
const { normalizeEncoding } = require('internal/util');
const { isArrayBufferView } = require('internal/util/types');
const {
  validateEncoding, validateInt32, validateObject, validateString,
} = require('internal/validators');
const { StringDecoder } = require('string_decoder');
const { Cipher, CipherAlgorithm, getCiphers: cipherNames, nameOfNid } =
  internalBinding('crypto_cipher');

const kHandle = Symbol('kHandle');
const kDecoder = Symbol('kDecoder');
const kOptions = Symbol('kOptions');

const kDataTypes = ['string', ...kByteTypes.slice(1)];

/** The algorithms looked up so far. */
const algorithms = new Map();

/**
 * @param {string} name
 * @returns {CipherAlgorithm}
 * @throws {Error} ERR_CRYPTO_UNKNOWN_CIPHER
 */
function algorithmOf(name) {
  let algorithm = algorithms.get(name);
  if (algorithm === undefined) {
    // The native's error says so too, but from another stack.
    try {
      algorithm = new CipherAlgorithm(name);
    } catch {
      throw new ERR_CRYPTO_UNKNOWN_CIPHER();
    }
    algorithms.set(name, algorithm);
  }
  return algorithm;
}

/** A number among the options, or undefined. */
function uint32Option(options, name) {
  const value = options?.[name];
  if (value === undefined || value === null) return undefined;
  if (value >>> 0 !== value) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  return value;
}

function start(cipher, isEncrypting, name, key, iv, options) {
  validateString(name, 'cipher');
  const secret = secretKeyOf(key, options?.encoding);
  const ivBytes = iv === null ? null : toBytes(iv, 'iv');
  const tagLength = uint32Option(options, 'authTagLength');
  cipher[kHandle] = new Cipher(
    isEncrypting, algorithmOf(name), name, secret, ivBytes, tagLength);
  cipher[kDecoder] = null;
  cipher[kOptions] = { name, tagLength };
  cipher._options = options;
}

/**
 * A string of output bytes; characters may lie across chunks.
 */
function decode(cipher, buffer, encoding, isLast) {
  const decoder = cipher[kDecoder] ??= new StringDecoder(encoding);
  const normalized = normalizeEncoding(encoding);
  if (normalized === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  if (decoder.encoding !== normalized) {
    throw new ERR_INVALID_ARG_VALUE(
      'outputEncoding', encoding,
      `cannot be changed from '${decoder.encoding}'`);
  }
  return isLast ? decoder.end(buffer) : decoder.write(buffer);
}

function update(data, inputEnc, outputEnc) {
  if (typeof data === 'string') {
    validateEncoding(data, inputEnc);
  } else if (!isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', kDataTypes, data);
  }
  const result = this[kHandle].update(data, inputEncoding(inputEnc));
  if (outputEnc && outputEnc !== 'buffer') {
    return decode(this, result, outputEnc, false);
  }
  return result;
}

function final(outputEnc) {
  const result = this[kHandle].final();
  if (result === undefined) throw new ERR_CRYPTO_INVALID_STATE('final');
  if (outputEnc && outputEnc !== 'buffer') {
    return decode(this, result, outputEnc, true);
  }
  return result;
}

function setAutoPadding(isOn) {
  if (!this[kHandle].setAutoPadding(isOn === undefined ? true : !!isOn)) {
    throw new ERR_CRYPTO_INVALID_STATE('setAutoPadding');
  }
  return this;
}

function setAAD(data, options) {
  const encoding = options?.encoding;
  const bytes = toBytes(data, 'aadbuf', encoding);
  const length = uint32Option(options, 'plaintextLength');
  if (!this[kHandle].setAAD(bytes, length)) {
    throw new ERR_CRYPTO_INVALID_STATE('setAAD');
  }
  return this;
}

function transform(chunk, encoding, callback) {
  this.push(this[kHandle].update(chunk, inputEncoding(encoding)));
  callback();
}

function flush(callback) {
  try {
    this.push(this.final());
  } catch (error) {
    callback(error);
    return;
  }
  callback();
}

/** Use createCipheriv(). */
function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  start(this, true, cipher, key, iv, options);
}

/** Use createDecipheriv(). */
function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) {
    return new Decipheriv(cipher, key, iv, options);
  }
  start(this, false, cipher, key, iv, options);
}

for (const Class of [Cipheriv, Decipheriv]) {
  Object.setPrototypeOf(Class.prototype, LazyTransform.prototype);
  Object.setPrototypeOf(Class, LazyTransform);
  Object.assign(Class.prototype, {
    _flush: flush, _transform: transform, final, setAAD, setAutoPadding,
    update,
  });
}

/** @returns {Buffer} the tag, once final() has been called */
Cipheriv.prototype.getAuthTag = function getAuthTag() {
  const tag = this[kHandle].getAuthTag();
  if (tag === undefined) throw new ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return tag;
};

let hasWarnedOfShortTag = false;

function warnOfShortTag({ name, tagLength }, length) {
  if (length >= 16 || tagLength !== undefined || hasWarnedOfShortTag ||
      !/gcm$/i.test(name)) return;
  hasWarnedOfShortTag = true;
  require('internal/process').emitWarning(
    'Using AES-GCM authentication tags of less than 128 bits without ' +
    'specifying the authTagLength option when initializing decryption is ' +
    'deprecated.', 'DeprecationWarning', 'DEP0182');
}

/**
 * @param {string|ArrayBuffer|ArrayBufferView} tag
 * @param {string} [encoding] of a string
 * @returns {Decipheriv} this
 */
Decipheriv.prototype.setAuthTag = function setAuthTag(tag, encoding) {
  const bytes = toBytes(tag, 'buffer', encoding);
  if (!this[kHandle].setAuthTag(bytes)) {
    throw new ERR_CRYPTO_INVALID_STATE('setAuthTag');
  }
  warnOfShortTag(this[kOptions], bytes.byteLength);
  return this;
};

function createCipheriv(cipher, key, iv, options) {
  return new Cipheriv(cipher, key, iv, options);
}

function createDecipheriv(cipher, key, iv, options) {
  return new Decipheriv(cipher, key, iv, options);
}

// --- What there is ----------------------------------------------------------------

function findAlgorithm(nameOrNid) {
  const name = typeof nameOrNid === 'number' ? nameOfNid(nameOrNid) : nameOrNid;
  try {
    return name === undefined ? undefined : algorithmOf(name);
  } catch {
    return undefined;
  }
}

function toCipherInfo([mode, name, nid, blockSize, keyLength, ivLength]) {
  const info = { mode, name, nid };
  if (mode !== 'stream') info.blockSize = blockSize;
  if (ivLength !== 0) info.ivLength = ivLength;
  info.keyLength = keyLength;
  return info;
}

/**
 * @param {string|number} nameOrNid
 * @param {{keyLength: number, ivLength: number}} [options] lengths to be tested
 * @returns {object|undefined}
 */
function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new ERR_INVALID_ARG_TYPE(
      'nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  if (options !== undefined) validateObject(options, 'options');
  const { keyLength, ivLength } = options ?? {};
  if (keyLength !== undefined) validateInt32(keyLength, 'options.keyLength');
  if (ivLength !== undefined) validateInt32(ivLength, 'options.ivLength');
  const info = findAlgorithm(nameOrNid)?.info(keyLength, ivLength);
  return info && toCipherInfo(info);
}

const getCiphers = cachedList(() => uniqueNames(cipherNames()));

module.exports = {
  Cipheriv,
  Decipheriv,
  algorithmOf,
  createCipheriv,
  createDecipheriv,
  getCipherInfo,
  getCiphers,
};
