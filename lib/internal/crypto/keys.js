'use strict';
// KeyObject, and what the functions of crypto accept as a key.

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const {
  checkBytes, isBytes, kByteOrStringTypes, toBytes,
} = require('internal/crypto/util');
const { kEmptyObject } = require('internal/util');
const { validateObject, validateOneOf, validateString } =
  require('internal/validators');
const { KeyHandle } = internalBinding('crypto_keys');

const kKeyTypes = [...kByteOrStringTypes, 'KeyObject', 'CryptoKey'];

let handleOf;
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
  get type() { return this.#type; }

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
    handleOf = (key) => key.#handle;
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
  get symmetricKeySize() { return handleOf(this).secretSize(); }

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
      .importSecret(this, algorithm, extractable, usages);
  }
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
  checkType(object.type, 'secret');
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

module.exports = {
  KeyObject,
  SecretKeyObject,
  createSecretKey,
  handleOf,
  hkdfKeyOf,
  insideCryptoKey,
  isKeyObject,
  kKeyTypes,
  secretKeyOf,
};
