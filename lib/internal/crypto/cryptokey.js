'use strict';
// CryptoKey: a key of webcrypto.

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS },
} = require('internal/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');

let create;
let keyObjectOf;
let isCryptoKey;
let algorithmOf;
let usagesOf;
let isExtractable;

const kToken = Symbol('kToken');

class CryptoKey {
  #keyObject;
  #algorithm;
  #usages;
  #extractable;
  // What the getters give: the same object each time, which a program may
  // change without effect on the key.
  #algorithmSeen;
  #usagesSeen;

  constructor(token, keyObject, algorithm, usages, extractable) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#keyObject = keyObject;
    this.#algorithm = algorithm;
    this.#usages = usages;
    this.#extractable = extractable;
  }

  static #check(value) {
    if (!isCryptoKey(value)) throw new ERR_INVALID_THIS('CryptoKey');
  }

  get type() {
    CryptoKey.#check(this);
    return this.#keyObject.type;
  }

  get extractable() {
    CryptoKey.#check(this);
    return this.#extractable;
  }

  get algorithm() {
    CryptoKey.#check(this);
    return this.#algorithmSeen ??= copyAlgorithm(this.#algorithm);
  }

  get usages() {
    CryptoKey.#check(this);
    return this.#usagesSeen ??= [...this.#usages];
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `CryptoKey ${inspect({
      type: this.type,
      extractable: this.extractable,
      algorithm: this.algorithm,
      usages: this.usages,
    }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  static {
    create = (keyObject, algorithm, usages, extractable) =>
      new CryptoKey(kToken, keyObject, algorithm, usages, extractable);
    isCryptoKey = (value) => typeof value === 'object' && value !== null &&
      #keyObject in value;
    keyObjectOf = (key) => key.#keyObject;
    algorithmOf = (key) => key.#algorithm;
    usagesOf = (key) => key.#usages;
    isExtractable = (key) => key.#extractable;
  }
}

Object.defineProperties(CryptoKey.prototype, {
  type: kEnumerableProperty,
  extractable: kEnumerableProperty,
  algorithm: kEnumerableProperty,
  usages: kEnumerableProperty,
  [Symbol.toStringTag]: { configurable: true, value: 'CryptoKey' },
});

function copyAlgorithm(algorithm) {
  const copy = { ...algorithm };
  if (copy.hash !== undefined) copy.hash = { ...copy.hash };
  if (copy.publicExponent !== undefined) {
    copy.publicExponent = new Uint8Array(copy.publicExponent);
  }
  return copy;
}

const kUsageOrder = [
  'encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey',
  'unwrapKey', 'encapsulateKey', 'encapsulateBits', 'decapsulateKey',
  'decapsulateBits',
];

/**
 * @param {KeyObject} keyObject
 * @param {object} algorithm
 * @param {Iterable<string>} usages
 * @param {boolean} extractable
 * @returns {CryptoKey}
 */
function createCryptoKey(keyObject, algorithm, usages, extractable) {
  const given = new Set(usages);
  const ordered = kUsageOrder.filter((usage) => given.has(usage));
  return create(keyObject, algorithm, ordered, extractable);
}

module.exports = {
  CryptoKey,
  algorithmOf,
  createCryptoKey,
  isCryptoKey,
  isExtractable,
  keyObjectOf,
  usagesOf,
};
