'use strict';
// DiffieHellman, DiffieHellmanGroup, ECDH, and diffieHellman().

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_ECDH_INVALID_FORMAT,
    ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY,
    ERR_CRYPTO_INCOMPATIBLE_KEY,
    ERR_CRYPTO_INVALID_STATE,
    ERR_CRYPTO_UNKNOWN_DH_GROUP,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { asymmetricHandle } = require('internal/crypto/keys');
const {
  cachedList, isBytes, kByteOrStringTypes, toBytes,
} = require('internal/crypto/util');
const {
  validateFunction, validateInt32, validateObject, validateString,
} = require('internal/validators');
const { DiffieHellman: DhHandle, derive, groupPrime } =
  internalBinding('crypto_dh');
const { ECDH: EcdhHandle, convertKey: convertPoint, getCurves: curveNames } =
  internalBinding('crypto_ecdh');
const { keyType } = internalBinding('crypto_key_parts');

const kHandle = Symbol('kHandle');
const kDefaultGenerator = 2;

// What crypto.constants calls POINT_CONVERSION_*.
const kCompressed = 2;
const kUncompressed = 4;
const kHybrid = 6;

function encode(buffer, encoding) {
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

// --- DiffieHellman ------------------------------------------------------------------

function checkGenerator(generator, encoding) {
  if (!generator) return kDefaultGenerator;
  if (typeof generator === 'number') {
    validateInt32(generator, 'generator');
    return generator;
  }
  if (typeof generator === 'string' || isBytes(generator)) {
    return toBytes(generator, 'generator', encoding);
  }
  throw new ERR_INVALID_ARG_TYPE(
    'generator', ['number', ...kByteOrStringTypes], generator);
}

/**
 * DiffieHellman(sizeOrKey[, keyEncoding][, generator[, genEncoding]])
 */
function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) {
    return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  }
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' &&
      !isBytes(sizeOrKey)) {
    throw new ERR_INVALID_ARG_TYPE(
      'sizeOrKey', ['number', ...kByteOrStringTypes], sizeOrKey);
  }
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) &&
      keyEncoding !== 'buffer') {
    genEncoding = generator;
    generator = keyEncoding;
    keyEncoding = false;
  }
  const prime = typeof sizeOrKey === 'number' ? sizeOrKey :
    toBytes(sizeOrKey, 'sizeOrKey', keyEncoding || 'buffer');
  this[kHandle] = new DhHandle(
    prime, checkGenerator(generator, genEncoding || 'buffer'));
}

function prototypeOf(Class) {
  return {
    computeSecret: Class.prototype.computeSecret,
    generateKeys: Class.prototype.generateKeys,
    getGenerator: Class.prototype.getGenerator,
    getPrime: Class.prototype.getPrime,
    getPrivateKey: Class.prototype.getPrivateKey,
    getPublicKey: Class.prototype.getPublicKey,
  };
}

DiffieHellman.prototype.generateKeys = function generateKeys(encoding) {
  return encode(this[kHandle].generateKeys(), encoding);
};

DiffieHellman.prototype.computeSecret =
  function computeSecret(key, inEncoding, outEncoding) {
    const bytes = toBytes(key, 'otherPublicKey', inEncoding);
    return encode(this[kHandle].computeSecret(bytes), outEncoding);
  };

DiffieHellman.prototype.getPrime = function getPrime(encoding) {
  return encode(this[kHandle].getPrime(), encoding);
};

DiffieHellman.prototype.getGenerator = function getGenerator(encoding) {
  return encode(this[kHandle].getGenerator(), encoding);
};

function keyOrThrow(key, name) {
  if (key !== undefined) return key;
  const error = new ERR_CRYPTO_INVALID_STATE(name);
  error.message = `No ${name} - did you forget to generate one?`;
  throw error;
}

DiffieHellman.prototype.getPublicKey = function getPublicKey(encoding) {
  const key = this[kHandle].getPublicKey();
  return encode(keyOrThrow(key, 'public key'), encoding);
};

DiffieHellman.prototype.getPrivateKey = function getPrivateKey(encoding) {
  const key = this[kHandle].getPrivateKey();
  return encode(keyOrThrow(key, 'private key'), encoding);
};

DiffieHellman.prototype.setPublicKey = function setPublicKey(key, encoding) {
  this[kHandle].setPublicKey(toBytes(key, 'key', encoding));
  return this;
};

DiffieHellman.prototype.setPrivateKey = function setPrivateKey(key, encoding) {
  this[kHandle].setPrivateKey(toBytes(key, 'key', encoding));
  return this;
};

/** A group of RFC 2409 or RFC 3526; it has no setters. */
function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) {
    return new DiffieHellmanGroup(name);
  }
  const prime = groupPrime(`${name}`);
  if (prime === undefined) throw new ERR_CRYPTO_UNKNOWN_DH_GROUP();
  this[kHandle] = new DhHandle(prime, kDefaultGenerator);
}
Object.assign(DiffieHellmanGroup.prototype, prototypeOf(DiffieHellman));

// Testing that a prime is one takes long: only for those who ask.
for (const Class of [DiffieHellman, DiffieHellmanGroup]) {
  Object.defineProperty(Class.prototype, 'verifyError', {
    configurable: true,
    enumerable: true,
    get() {
      const value = this[kHandle].verifyError();
      Object.defineProperty(this, 'verifyError', {
        enumerable: true, value, writable: false,
      });
      return value;
    },
  });
}

function createDiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
}

function getDiffieHellman(name) {
  return new DiffieHellmanGroup(name);
}

// --- ECDH --------------------------------------------------------------------------

function formOf(format) {
  if (!format) return kUncompressed;
  if (format === 'compressed') return kCompressed;
  if (format === 'hybrid') return kHybrid;
  if (format === 'uncompressed') return kUncompressed;
  throw new ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
}

/** Use createECDH(). */
function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  this[kHandle] = new EcdhHandle(curve);
}

ECDH.prototype.computeSecret =
  function computeSecret(key, inEncoding, outEncoding) {
    const bytes = toBytes(key, 'otherPublicKey', inEncoding);
    const secret = this[kHandle].computeSecret(bytes);
    if (secret === undefined) throw new ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
    return encode(secret, outEncoding);
  };

ECDH.prototype.setPrivateKey = DiffieHellman.prototype.setPrivateKey;
ECDH.prototype.setPublicKey = DiffieHellman.prototype.setPublicKey;

ECDH.prototype.getPrivateKey = function getPrivateKey(encoding) {
  return encode(this[kHandle].getPrivateKey(), encoding);
};

ECDH.prototype.generateKeys = function generateKeys(encoding, format) {
  this[kHandle].generateKeys();
  return this.getPublicKey(encoding, format);
};

ECDH.prototype.getPublicKey = function getPublicKey(encoding, format) {
  return encode(this[kHandle].getPublicKey(formOf(format)), encoding);
};

/**
 * A public key in another form.
 * @returns {string|Buffer}
 */
ECDH.convertKey = function convertKey(key, curve, inEncoding, outEncoding,
                                      format) {
  const bytes = toBytes(key, 'key', inEncoding);
  validateString(curve, 'curve');
  return encode(convertPoint(bytes, curve, formOf(format)), outEncoding);
};

function createECDH(curve) {
  return new ECDH(curve);
}

const getCurves = cachedList(() => curveNames().sort());

// --- Two keys at hand ----------------------------------------------------------------

function requireOption(options, name) {
  const value = options[name];
  if (value === undefined || value === null) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  return value;
}

const kDhTypes = ['dh', 'ec', 'x25519', 'x448'];

/**
 * The secret that a private key shares with another's public key.
 * @param {{privateKey, publicKey}} options
 * @param {function(Error|null, Buffer)} [callback]
 * @returns {Buffer|undefined}
 */
function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  requireOption(options, 'publicKey');
  requireOption(options, 'privateKey');
  const publicKey = asymmetricHandle(options.publicKey, 'public', false,
                                     'options.publicKey');
  const privateKey = asymmetricHandle(options.privateKey, 'private', false,
                                      'options.privateKey');
  const privateType = keyType(privateKey);
  const publicType = keyType(publicKey);
  if (privateType !== publicType || !kDhTypes.includes(privateType)) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY(
      'key types for Diffie-Hellman', `${privateType} and ${publicType}`);
  }
  return derive(privateKey, publicKey, callback);
}

module.exports = {
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  createDiffieHellman,
  createDiffieHellmanGroup: getDiffieHellman,
  createECDH,
  diffieHellman,
  getCurves,
  getDiffieHellman,
};
