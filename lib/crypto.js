'use strict';
// require('crypto'). The parts are loaded when they are first used: most
// programs need a hash or a few random bytes.

const {
  codes: { ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { defineLazyProperties, deprecate } = require('internal/util');
const binding = internalBinding('crypto');

/** Names by the file of internal/crypto/ that has them. */
const parts = {
  certificate: ['Certificate'],
  cipher: [
    'Cipheriv', 'Decipheriv', 'createCipheriv', 'createDecipheriv',
    'getCipherInfo', 'getCiphers',
  ],
  diffiehellman: [
    'DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'createDiffieHellman',
    'createDiffieHellmanGroup', 'createECDH', 'diffieHellman', 'getCurves',
    'getDiffieHellman',
  ],
  hash: ['Hash', 'Hmac', 'createHash', 'createHmac', 'getHashes', 'hash'],
  kdf: [
    'argon2', 'argon2Sync', 'hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync',
    'scrypt', 'scryptSync',
  ],
  keys: ['KeyObject', 'createPrivateKey', 'createPublicKey', 'createSecretKey'],
  keygen: [
    'generateKey', 'generateKeyPair', 'generateKeyPairSync', 'generateKeySync',
  ],
  random: [
    'checkPrime', 'checkPrimeSync', 'generatePrime', 'generatePrimeSync',
    'randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID',
    'randomUUIDv7',
  ],
  rsa: ['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt'],
  sign: ['Sign', 'Verify', 'createSign', 'createVerify', 'sign', 'verify'],
  x509: ['X509Certificate'],
};
for (const [file, names] of Object.entries(parts)) {
  defineLazyProperties(exports, `internal/crypto/${file}`, names);
}

exports.timingSafeEqual = timingSafeEqual;
exports.secureHeapUsed = secureHeapUsed;
exports.getFips = getFips;
exports.setFips = setFips;
exports.setEngine = setEngine;
defineDeprecatedRandom('pseudoRandomBytes');
defineDeprecatedRandom('prng');
defineDeprecatedRandom('rng');
defineGetter('webcrypto', () => webcrypto().crypto);
defineGetter('subtle', () => webcrypto().crypto.subtle);
defineGetter('constants',
             () => require('internal/crypto/constants').constants);
Object.defineProperty(exports, 'getRandomValues', {
  configurable: false,
  enumerable: true,
  get: () => getRandomValues,
  set: undefined,
});
Object.defineProperty(exports, 'fips', {
  configurable: false,
  enumerable: true,
  get: deprecate(getFips, 'The crypto.fips is deprecated. Please use ' +
    'crypto.setFips() and crypto.getFips()', 'DEP0093'),
  set: deprecate(setFips, 'The crypto.fips is deprecated. Please use ' +
    'crypto.setFips() and crypto.getFips()', 'DEP0093'),
});

function webcrypto() {
  return require('internal/crypto/webcrypto');
}

function defineGetter(name, get) {
  Object.defineProperty(exports, name, {
    configurable: false, enumerable: true, get, set: undefined,
  });
}

/** Old names of randomBytes(). */
function defineDeprecatedRandom(name) {
  Object.defineProperty(exports, name, {
    configurable: true,
    enumerable: false,
    get() {
      const { isPendingDeprecation } = require('internal/util');
      const value = isPendingDeprecation() ?
        deprecate(exports.randomBytes, `crypto.${name} is deprecated.`,
                  'DEP0115') :
        exports.randomBytes;
      set(value);
      return value;
    },
    set,
  });
  function set(value) {
    Object.defineProperty(exports, name, {
      configurable: true, enumerable: false, writable: true, value,
    });
  }
}

/** As crypto.webcrypto.getRandomValues(), without a `this`. */
function getRandomValues(array) {
  return webcrypto().crypto.getRandomValues(array);
}

function checkBuffer(value, name) {
  const { isBytes } = require('internal/crypto/util');
  if (isBytes(value)) return;
  const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
  throw new ERR_INVALID_ARG_TYPE(
    name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
}

/**
 * Compares without telling by its duration where they differ.
 * @param {ArrayBuffer|ArrayBufferView} buf1
 * @param {ArrayBuffer|ArrayBufferView} buf2 of the same length
 * @returns {boolean}
 */
function timingSafeEqual(buf1, buf2) {
  checkBuffer(buf1, 'buf1');
  checkBuffer(buf2, 'buf2');
  return binding.timingSafeEqual(buf1, buf2);
}

/** @returns {object|undefined} undefined where there is no secure heap */
function secureHeapUsed() {
  const [isOn, used] = binding.secureHeapUsed();
  if (!isOn) return { total: 0, used: 0, utilization: 0, min: 2 };
  return { total: used, used, utilization: 1, min: 2 };
}

/** @returns {number} 1 if OpenSSL's FIPS provider is used, else 0 */
function getFips() {
  return binding.getFips();
}

/** Uses OpenSSL's FIPS provider, or no longer. */
function setFips(value) {
  binding.setFips(!!value);
}

/** Engines need shared libraries, which this executable does not load. */
function setEngine() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('crypto.setEngine');
}
