'use strict';
// KeyObject, and what the functions of crypto accept as a key.

const {
  codes: {
    ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS,
    ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
  },
} = require('internal/errors');
const {
  asymmetricDetails, exportJwk, exportRaw, importJwk, importRaw,
} = require('internal/crypto/key_parts');
const { parseInput, readOutput } = require('internal/crypto/key_encoding');
const {
  isBytes, kByteOrStringTypes, toBytes,
} = require('internal/crypto/util');
const { validateObject, validateOneOf } = require('internal/validators');
const { KeyHandle } = internalBinding('crypto_keys');
const { parsePrivate, parsePublic } = internalBinding('crypto_key_parse');
const { write } = internalBinding('crypto_key_write');
const { keyType } = internalBinding('crypto_key_parts');

const kKeyTypes = [...kByteOrStringTypes, 'KeyObject', 'CryptoKey'];

let handleOf;
let typeOf;
let isKeyObject;

/** A key of any kind. Made by createSecretKey() and the like. */
class KeyObject {
  #handle;
  #type;

  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') {
      throw new ERR_INVALID_ARG_VALUE('type', type);
    }
    if (typeof handle !== 'object' || !(handle instanceof KeyHandle)) {
      throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    }
    this.#handle = handle;
    this.#type = type;
  }

  /** 'secret', 'public' or 'private' */
  get type() { return typeOf(this); }

  /** The KeyObject of a CryptoKey. */
  static from(key) {
    const { isCryptoKey, keyObjectOf } = require('internal/crypto/cryptokey');
    if (!isCryptoKey(key)) {
      throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    }
    return keyObjectOf(key);
  }

  /** Whether type, value and parameters are the same. */
  equals(other) {
    if (!isKeyObject(other)) {
      throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    }
    return other.#type === this.#type && this.#handle.equals(other.#handle);
  }

  static {
    handleOf = (key) => {
      if (!isKeyObject(key)) throw new ERR_INVALID_THIS('KeyObject');
      return key.#handle;
    };
    typeOf = (key) => {
      if (!isKeyObject(key)) throw new ERR_INVALID_THIS('KeyObject');
      return key.#type;
    };
    isKeyObject = (value) =>
      typeof value === 'object' && value !== null && #handle in value;
    Object.defineProperty(this.prototype, Symbol.toStringTag, {
      configurable: true, value: 'KeyObject',
    });
  }
}

class SecretKeyObject extends KeyObject {
  constructor(handle) { super('secret', handle); }

  /** In bytes. */
  get symmetricKeySize() {
    if (typeOf(this) !== 'secret') throw new ERR_INVALID_THIS('SecretKeyObject');
    return handleOf(this).secretSize();
  }

  /**
   * @param {{format: 'buffer'|'jwk'}} [options]
   * @returns {Buffer|object}
   */
  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format',
                    [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') {
        const k = handleOf(this).exportSecret().base64urlSlice();
        return { kty: 'oct', k };
      }
    }
    return handleOf(this).exportSecret();
  }

  toCryptoKey(algorithm, extractable, usages) {
    return require('internal/crypto/webcrypto')
      .toCryptoKey(this, algorithm, extractable, usages);
  }
}

function checkAsymmetric(key) {
  if (typeOf(key) === 'secret') {
    throw new ERR_INVALID_THIS('AsymmetricKeyObject');
  }
}

/** What public and private keys share. */
class AsymmetricKeyObject extends KeyObject {
  #type;
  #details;

  /** 'rsa', 'ec', 'ed25519'... */
  get asymmetricKeyType() {
    checkAsymmetric(this);
    return this.#type ??= keyType(handleOf(this));
  }

  /** Of RSA: modulusLength, publicExponent; of EC: namedCurve... */
  get asymmetricKeyDetails() {
    checkAsymmetric(this);
    this.#details ??=
      asymmetricDetails(handleOf(this), keyType(handleOf(this)));
    return { ...this.#details };
  }

  toCryptoKey(algorithm, extractable, usages) {
    return require('internal/crypto/webcrypto')
      .toCryptoKey(this, algorithm, extractable, usages);
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('public', handle); }

  /** @param {{format: string, type: string}} options */
  export(options) {
    validateObject(options, 'options');
    const { format } = options;
    if (format === 'jwk') {
      return exportJwk(handleOf(this), this.asymmetricKeyType, false);
    }
    if (isRaw(format)) return exportRaw(this, handleOf(this), options);
    return write(handleOf(this),
                 readOutput(options, this.asymmetricKeyType, true));
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('private', handle); }

  /** @param {object} options format, type, cipher, passphrase */
  export(options) {
    validateObject(options, 'options');
    const { format } = options;
    if (format === 'jwk' || isRaw(format)) {
      if (options.passphrase !== undefined || options.cipher !== undefined) {
        throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(
          format, 'does not support encryption');
      }
      return format === 'jwk' ?
        exportJwk(handleOf(this), this.asymmetricKeyType, true) :
        exportRaw(this, handleOf(this), options);
    }
    return write(handleOf(this),
                 readOutput(options, this.asymmetricKeyType, false));
  }
}

function isRaw(format) {
  return typeof format === 'string' && format.startsWith('raw-');
}

/** A KeyObject of what a native made. */
function keyObjectFrom(type, handle) {
  if (type === 'secret') return new SecretKeyObject(handle);
  return type === 'public' ? new PublicKeyObject(handle) :
    new PrivateKeyObject(handle);
}

/**
 * @param {string|ArrayBuffer|ArrayBufferView} key
 * @param {string} [encoding] of a string
 * @returns {KeyObject}
 */
function createSecretKey(key, encoding) {
  return new SecretKeyObject(new KeyHandle(toBytes(key, 'key', encoding)));
}

function checkType(actual, expected) {
  if (actual !== expected) {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(actual, expected);
  }
}

/** The KeyObject that a CryptoKey has inside, or undefined. */
function insideCryptoKey(key) {
  if (typeof key !== 'object' || key === null) return undefined;
  // Who has a CryptoKey has loaded what makes them.
  const { loaded } = require('internal/builtins');
  const module = loaded.get('internal/crypto/cryptokey');
  if (module === undefined || !module.exports.isCryptoKey(key)) {
    return undefined;
  }
  return module.exports.keyObjectOf(key);
}

/**
 * A secret as the natives take it: a KeyHandle, or bytes.
 * @param {string|ArrayBuffer|ArrayBufferView|KeyObject|CryptoKey} key
 * @param {string} [encoding] of a string
 */
function secretKeyOf(key, encoding) {
  if (typeof key === 'string' || isBytes(key)) {
    return toBytes(key, 'key', encoding);
  }
  const object = isKeyObject(key) ? key : insideCryptoKey(key);
  if (object === undefined) {
    throw new ERR_INVALID_ARG_TYPE('key', kKeyTypes, key);
  }
  checkType(typeOf(object), 'secret');
  return handleOf(object);
}

/** The same for hkdf(), whose argument has another name. */
function hkdfKeyOf(key) {
  if (isKeyObject(key)) return secretKeyOf(key);
  const object = insideCryptoKey(key);
  if (object !== undefined) return secretKeyOf(object);
  if (typeof key === 'string' || isBytes(key)) return toBytes(key, 'ikm');
  throw new ERR_INVALID_ARG_TYPE('ikm', [
    'string', 'SecretKeyObject', 'ArrayBuffer', 'TypedArray', 'DataView',
    'Buffer',
  ], key);
}

// --- Asymmetric keys as arguments --------------------------------------------------

const kPublic = 'public';
const kPrivate = 'private';

function toPublicHandle(object, isCreating) {
  const type = typeOf(object);
  if (type === 'private') return handleOf(object).toPublic();
  if (type !== 'public') {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(
      type, isCreating ? 'private' : 'private or public');
  }
  if (isCreating) {
    throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE('public', 'private');
  }
  return handleOf(object);
}

function objectHandle(object, wanted, isCreating) {
  if (wanted === kPublic) return toPublicHandle(object, isCreating);
  if (isCreating) throw wrongKey(object, 'key', true);
  checkType(typeOf(object), 'private');
  return handleOf(object);
}

function wrongKey(value, name, isCreating) {
  const types = isCreating ?
    ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'Object'] :
    [...kKeyTypes];
  return new ERR_INVALID_ARG_TYPE(name, types, value);
}

function parse(data, options, wanted, name) {
  const { format, type, passphrase, bytes } =
    parseInput(data, options, wanted === kPublic, name);
  return wanted === kPublic ? parsePublic(bytes, format, type, passphrase) :
    parsePrivate(bytes, format, type, passphrase);
}

function handleOfObject(options, wanted, isCreating, name) {
  const { key, format } = options;
  if (isKeyObject(key)) {
    return isCreating && wanted === kPrivate ?
      fail(wrongKey(key, `${name}.key`, true)) :
      objectHandle(key, wanted, false);
  }
  const inside = insideCryptoKey(key);
  if (inside !== undefined) {
    if (isCreating) throw wrongKey(key, `${name}.key`, true);
    return objectHandle(inside, wanted, false);
  }
  if (format === 'jwk') {
    validateObject(key, `${name}.key`);
    return importJwk(key, wanted === kPublic);
  }
  if (isRaw(format)) return importRaw(options, wanted === kPublic, name);
  if (typeof key !== 'string' && !isBytes(key)) {
    const types = [...kByteOrStringTypes];
    if (!isCreating) types.push('KeyObject', 'CryptoKey');
    throw new ERR_INVALID_ARG_TYPE(`${name}.key`, types, key);
  }
  return parse(key, options, wanted, name);
}

function fail(error) {
  throw error;
}

/**
 * The KeyHandle of what a program gives as an asymmetric key.
 * @param {*} key PEM text, a KeyObject, a CryptoKey, or {key, format, ...}
 * @param {'public'|'private'} wanted a private key gives its public half
 * @param {boolean} [isCreating] for createPublicKey() and createPrivateKey()
 * @param {string} [name] of the argument
 * @returns {KeyHandle}
 */
function asymmetricHandle(key, wanted, isCreating = false, name = 'key') {
  if (isKeyObject(key)) return objectHandle(key, wanted, isCreating);
  if (typeof key === 'string' || isBytes(key)) {
    return parse(key, undefined, wanted, name);
  }
  const inside = insideCryptoKey(key);
  if (inside !== undefined) {
    if (isCreating) throw wrongKey(key, name, true);
    return objectHandle(inside, wanted, false);
  }
  if (typeof key !== 'object' || key === null) {
    throw wrongKey(key, name, isCreating);
  }
  return handleOfObject(key, wanted, isCreating, name);
}

/** @returns {KeyObject} a public key, also of a private one */
function createPublicKey(key) {
  return new PublicKeyObject(asymmetricHandle(key, kPublic, true));
}

/** @returns {KeyObject} */
function createPrivateKey(key) {
  return new PrivateKeyObject(asymmetricHandle(key, kPrivate, true));
}

module.exports = {
  KeyObject,
  SecretKeyObject,
  asymmetricHandle,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  handleOf,
  hkdfKeyOf,
  insideCryptoKey,
  isKeyObject,
  kKeyTypes,
  keyObjectFrom,
  secretKeyOf,
  typeOf,
};
