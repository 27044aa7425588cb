'use strict';
// The algorithms of webcrypto, by operation, and normalising what a program
// gives for one (https://w3c.github.io/webcrypto/, section 18.4).

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_OPTION },
} = require('internal/errors');
const { isCryptoKey } = require('internal/crypto/cryptokey');
const { isBytes, kByteTypes } = require('internal/crypto/util');
const { Buffer } = require('buffer');
const { DOMException } = require('internal/dom_exception');

const kHashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256',
                 'SHA3-384', 'SHA3-512'];
const kRsa = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const kEc = ['ECDSA', 'ECDH'];
const kAes = ['AES-CTR', 'AES-CBC', 'AES-GCM', 'AES-KW'];
const kEdwards = ['Ed25519', 'Ed448', 'X25519', 'X448'];

// What a member's value becomes. Bytes are copied: a program may change its
// own while the work is done.

function bytes(value, name) {
  if (!isBytes(value)) throw new ERR_INVALID_ARG_TYPE(name, kByteTypes, value);
  const view = ArrayBuffer.isView(value) ?
    new Uint8Array(value.buffer, value.byteOffset, value.byteLength) :
    new Uint8Array(value);
  return Buffer.from(view);
}

function integer(max) {
  return (value, name) => {
    const number = Math.trunc(Number(value));
    if (!(number >= 0 && number <= max)) {
      throw new ERR_INVALID_ARG_VALUE(
        name, value, `must be an integer from 0 to ${max}`);
    }
    return number + 0;
  };
}

function string(value) {
  return `${value}`;
}

function hash(value) {
  return { name: normalize(value, 'digest').name };
}

function cryptoKey(value, name) {
  if (isCryptoKey(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, 'CryptoKey', value);
}

const uint8 = integer(255);
const uint16 = integer(65535);
const uint32 = integer(2 ** 32 - 1);

/** The members of each algorithm's parameters; those with '?' are optional. */
const kParams = {
  rsaKeyGen: { modulusLength: uint32, publicExponent: bytes, hash },
  hashed: { hash },
  ec: { namedCurve: string },
  aesKey: { length: uint16 },
  hmacKey: { hash, 'length?': uint32 },
  ctr: { counter: bytes, length: uint8 },
  cbc: { iv: bytes },
  aead: { 'iv': bytes, 'additionalData?': bytes, 'tagLength?': uint8 },
  oaep: { 'label?': bytes },
  pss: { saltLength: uint32 },
  context: { 'context?': bytes },
  public: { public: cryptoKey },
  hkdf: { hash, salt: bytes, info: bytes },
  pbkdf2: { hash, salt: bytes, iterations: uint32 },
  shake: { outputLength: uint32 },
  none: {},
};

/** Operation: [names, parameters] ... */
const kOperations = {
  'digest': [[kHashes, 'none'], [['cSHAKE128', 'cSHAKE256'], 'shake']],
  'generateKey': [
    [kRsa, 'rsaKeyGen'], [kEc, 'ec'], [[...kAes, 'AES-OCB'], 'aesKey'],
    [['HMAC'], 'hmacKey'], [[...kEdwards, 'ChaCha20-Poly1305'], 'none'],
  ],
  'importKey': [
    [kRsa, 'hashed'], [kEc, 'ec'], [['HMAC'], 'hmacKey'],
    [[...kAes, 'AES-OCB', ...kEdwards, 'ChaCha20-Poly1305', 'HKDF', 'PBKDF2'],
     'none'],
  ],
  'exportKey': [
    [[...kRsa, ...kEc, 'HMAC', ...kAes, 'AES-OCB', ...kEdwards,
      'ChaCha20-Poly1305'], 'none'],
  ],
  'encrypt': [
    [['RSA-OAEP'], 'oaep'], [['AES-CTR'], 'ctr'], [['AES-CBC'], 'cbc'],
    [['AES-GCM', 'AES-OCB', 'ChaCha20-Poly1305'], 'aead'],
  ],
  'sign': [
    [['RSASSA-PKCS1-v1_5', 'HMAC', 'Ed25519'], 'none'], [['RSA-PSS'], 'pss'],
    [['ECDSA'], 'hashed'], [['Ed448'], 'context'],
  ],
  'deriveBits': [
    [['ECDH', 'X25519', 'X448'], 'public'], [['HKDF'], 'hkdf'],
    [['PBKDF2'], 'pbkdf2'],
  ],
  'wrapKey': [[['AES-KW'], 'none']],
  'get key length': [
    [[...kAes, 'AES-OCB'], 'aesKey'], [['HMAC'], 'hmacKey'],
    [['HKDF', 'PBKDF2', 'ChaCha20-Poly1305'], 'none'],
  ],
};
kOperations.decrypt = kOperations.encrypt;
kOperations.verify = kOperations.sign;
kOperations.unwrapKey = kOperations.wrapKey;

const registries = new Map();

/** Name in small letters: [name, members] */
function registryOf(operation) {
  let registry = registries.get(operation);
  if (registry !== undefined) return registry;
  registry = new Map();
  for (const [names, params] of kOperations[operation] ?? []) {
    for (const name of names) {
      registry.set(name.toLowerCase(), [name, Object.entries(kParams[params])]);
    }
  }
  registries.set(operation, registry);
  return registry;
}

function unrecognized() {
  return new DOMException('Unrecognized algorithm name', 'NotSupportedError');
}

function memberOf(given, key, convert, result) {
  const isOptional = key.endsWith('?');
  const name = isOptional ? key.slice(0, -1) : key;
  const value = given[name];
  if (value !== undefined) {
    result[name] = convert(value, `algorithm.${name}`);
  } else if (!isOptional) {
    throw new ERR_MISSING_OPTION(`algorithm.${name}`);
  }
}

/**
 * @param {string|object} algorithm
 * @param {string} operation
 * @returns {{name: string}} with the parameters that the operation knows
 * @throws {DOMException} NotSupportedError for an unknown name
 */
function normalize(algorithm, operation) {
  const isObject = (typeof algorithm === 'object' && algorithm !== null) ||
    typeof algorithm === 'function';
  const given = isObject ? algorithm : { __proto__: null, name: algorithm };
  if (isObject && given.name === undefined) {
    throw new ERR_MISSING_OPTION('algorithm.name');
  }
  const found = registryOf(operation).get(`${given.name}`.toLowerCase());
  if (found === undefined) throw unrecognized();
  const [name, members] = found;
  const result = { name };
  for (const [key, convert] of members) memberOf(given, key, convert, result);
  return result;
}

/** Whether an operation knows an algorithm. */
function isKnown(algorithm, operation) {
  try {
    normalize(algorithm, operation);
    return true;
  } catch {
    return false;
  }
}

/** OpenSSL's name of a hash. */
function hashName(name) {
  if (name.startsWith('SHA3-')) return name.toLowerCase();
  if (name.startsWith('cSHAKE')) return name.slice(1).toLowerCase();
  return name.replace('-', '').toLowerCase();
}

module.exports = { hashName, isKnown, normalize };
