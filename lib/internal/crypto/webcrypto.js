'use strict';
// globalThis.crypto: its interfaces. What they do is in
// internal/crypto/subtle.

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal/errors');
const { CryptoKey } = require('internal/crypto/cryptokey');
const { DOMException } = require('internal/dom_exception');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { isTypedArray } = require('internal/util/types');

const kToken = Symbol('kToken');
const kMaxRandomBytes = 65536;

function missingArguments(method, required, given) {
  const error = new ERR_MISSING_ARGS('arguments');
  const plural = required === 1 ? '' : 's';
  error.message = `Failed to execute '${method}' on 'SubtleCrypto': ` +
    `${required} argument${plural} required, but only ${given} present.`;
  return error;
}

/**
 * Runs a method of internal/crypto/subtle. What is wrong with `this` and the
 * arguments rejects the promise, it is never thrown.
 */
function run(isSubtle, method, required, args) {
  if (!isSubtle) return Promise.reject(new ERR_INVALID_THIS('SubtleCrypto'));
  if (args.length < required) {
    return Promise.reject(missingArguments(method, required, args.length));
  }
  return require('internal/crypto/subtle')[method](...args);
}

/** Operations with keys. All return promises. */
class SubtleCrypto {
  #isSubtle;

  constructor(token) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#isSubtle = true;
  }

  static #is(value) {
    return typeof value === 'object' && value !== null && #isSubtle in value;
  }

  /** Whether an operation can be done with an algorithm. */
  static supports(operation, algorithm, lengthOrAlgorithm = null) {
    if (this !== SubtleCrypto) throw new ERR_INVALID_THIS('SubtleCrypto');
    if (arguments.length < 2) {
      throw missingArguments('supports', 2, arguments.length);
    }
    return require('internal/crypto/subtle')
      .supports(operation, algorithm, lengthOrAlgorithm);
  }

  /* eslint-disable no-unused-vars */
  encrypt(algorithm, key, data) {
    return run(SubtleCrypto.#is(this), 'encrypt', 3, arguments);
  }

  decrypt(algorithm, key, data) {
    return run(SubtleCrypto.#is(this), 'decrypt', 3, arguments);
  }

  sign(algorithm, key, data) {
    return run(SubtleCrypto.#is(this), 'sign', 3, arguments);
  }

  verify(algorithm, key, signature, data) {
    return run(SubtleCrypto.#is(this), 'verify', 4, arguments);
  }

  digest(algorithm, data) {
    return run(SubtleCrypto.#is(this), 'digest', 2, arguments);
  }

  generateKey(algorithm, extractable, keyUsages) {
    return run(SubtleCrypto.#is(this), 'generateKey', 3, arguments);
  }

  deriveBits(algorithm, baseKey, length = null) {
    return run(SubtleCrypto.#is(this), 'deriveBits', 2, arguments);
  }

  deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    return run(SubtleCrypto.#is(this), 'deriveKey', 5, arguments);
  }

  importKey(format, keyData, algorithm, extractable, keyUsages) {
    return run(SubtleCrypto.#is(this), 'importKey', 4, arguments);
  }

  exportKey(format, key) {
    return run(SubtleCrypto.#is(this), 'exportKey', 2, arguments);
  }

  wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    return run(SubtleCrypto.#is(this), 'wrapKey', 4, arguments);
  }

  unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm,
            unwrappedKeyAlgorithm, extractable, keyUsages) {
    return run(SubtleCrypto.#is(this), 'unwrapKey', 6, arguments);
  }

  getPublicKey(key, keyUsages) {
    return run(SubtleCrypto.#is(this), 'getPublicKey', 2, arguments);
  }

  encapsulateBits(encapsulationAlgorithm, encapsulationKey) {
    return run(SubtleCrypto.#is(this), 'encapsulateBits', 2, arguments);
  }

  encapsulateKey(encapsulationAlgorithm, encapsulationKey, sharedKeyAlgorithm,
                 extractable, usages) {
    return run(SubtleCrypto.#is(this), 'encapsulateKey', 5, arguments);
  }

  decapsulateBits(decapsulationAlgorithm, decapsulationKey, ciphertext) {
    return run(SubtleCrypto.#is(this), 'decapsulateBits', 3, arguments);
  }

  decapsulateKey(decapsulationAlgorithm, decapsulationKey, ciphertext,
                 sharedKeyAlgorithm, extractable, usages) {
    return run(SubtleCrypto.#is(this), 'decapsulateKey', 6, arguments);
  }
  /* eslint-enable no-unused-vars */
}

const kIntegerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array',
  'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array',
]);

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

function checkRandomTarget(array) {
  if (!isTypedArray(array) ||
      !kIntegerArrays.has(Reflect.apply(typedArrayTag, array, []))) {
    throw new DOMException(
      'The data argument must be an integer-type TypedArray',
      'TypeMismatchError');
  }
  if (array.byteLength > kMaxRandomBytes) {
    throw new DOMException(
      `The requested length exceeds ${kMaxRandomBytes} bytes`,
      'QuotaExceededError');
  }
}

/** The interface of globalThis.crypto. */
class Crypto {
  #subtle;

  constructor(token) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#subtle = new SubtleCrypto(kToken);
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#subtle in value)) {
      throw new ERR_INVALID_THIS('Crypto');
    }
  }

  get subtle() {
    Crypto.#check(this);
    return this.#subtle;
  }

  /** Fills an array of integers, at most 65,536 bytes. */
  getRandomValues(array) {
    Crypto.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('typedArray');
    checkRandomTarget(array);
    return require('internal/crypto/random').fillWhole(array);
  }

  /** @returns {string} a version 4 UUID */
  randomUUID() {
    Crypto.#check(this);
    return require('internal/crypto/random').randomUUID();
  }
}

for (const Class of [SubtleCrypto, Crypto]) {
  for (const name of Object.getOwnPropertyNames(Class.prototype)) {
    if (name !== 'constructor') {
      Object.defineProperty(Class.prototype, name, kEnumerableProperty);
    }
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, {
    configurable: true, value: Class.name,
  });
  Object.defineProperty(Class.prototype, customInspectSymbol, {
    configurable: true,
    value: { [customInspectSymbol]() {
      return `${Class.name} {}`;
    } }[customInspectSymbol],
  });
}
Object.defineProperty(SubtleCrypto, 'supports', kEnumerableProperty);

const crypto = new Crypto(kToken);

/** The CryptoKey of KeyObject.prototype.toCryptoKey(). */
function toCryptoKey(keyObject, algorithm, extractable, usages) {
  return require('internal/crypto/subtle')
    .toCryptoKey(keyObject, algorithm, extractable, usages);
}

module.exports = { Crypto, CryptoKey, SubtleCrypto, crypto, toCryptoKey };
