'use strict';
// What the methods of crypto.subtle do.

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED,
  },
} = require('internal/errors');
const { hashName, isKnown, normalize } = require('internal/crypto/algorithms');
const { algorithmOf: cipherOf } = require('internal/crypto/cipher');
const { algorithmOf, isCryptoKey, keyObjectOf, usagesOf } =
  require('internal/crypto/cryptokey');
const { handleOf } = require('internal/crypto/keys');
const keys = require('internal/crypto/subtle_keys');
const { checkBytes, digestOf, isBytes, kByteTypes, kUsePromises } =
  require('internal/crypto/util');
const { DOMException } = require('internal/dom_exception');
const { cipher } = internalBinding('crypto_cipher_job');
const { derive } = internalBinding('crypto_dh');
const { hashJob } = internalBinding('crypto_hash');
const { hmacJob } = internalBinding('crypto_hmac');
const kdf = internalBinding('crypto_kdf');
const { rsa } = internalBinding('crypto_rsa');
const signing = internalBinding('crypto_sign');

const RSA_PKCS1_OAEP_PADDING = 4;
const RSA_PKCS1_PSS_PADDING = 6;
const RSA_PKCS1_PADDING = 1;
const kMaxHashBytes = 2 ** 28;
const kPublicEncrypt = 0;
const kPrivateDecrypt = 1;

// --- Shared -----------------------------------------------------------------------------

function failed(cause) {
  return new DOMException(
    'The operation failed for an operation-specific reason',
    { name: 'OperationError', cause });
}

/** The ArrayBuffer of a job's result; what OpenSSL says becomes the cause. */
async function result(job) {
  let buffer;
  try {
    buffer = await job;
  } catch (cause) {
    throw failed(cause);
  }
  return buffer.buffer;
}

function checkKey(key, name = 'key') {
  if (isCryptoKey(key)) return;
  throw new ERR_INVALID_ARG_TYPE(name, 'CryptoKey', key);
}

/** A copy: the program may change its bytes at once. */
function copyBytes(data, name) {
  checkBytes(data, name);
  if (data.byteLength === 0) return Buffer.alloc(0); // perhaps detached
  const view = ArrayBuffer.isView(data) ?
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength) :
    new Uint8Array(data);
  return Buffer.from(view);
}

function checkUse(algorithm, key, usage) {
  if (algorithmOf(key).name !== algorithm.name) {
    throw new DOMException('Key algorithm mismatch', 'InvalidAccessError');
  }
  if (!usagesOf(key).includes(usage)) {
    throw new DOMException(`Unable to use this key to ${usage}`,
                           'InvalidAccessError');
  }
}

function nativeKey(key) {
  return handleOf(keyObjectOf(key));
}

function digestNamed(hash) {
  return digestOf(hashName(hash.name));
}

function usagesFrom(usages) {
  if (usages === undefined || usages === null ||
      typeof usages[Symbol.iterator] !== 'function' ||
      typeof usages === 'string') {
    throw new ERR_INVALID_ARG_TYPE('keyUsages', 'Array', usages);
  }
  const list = [...new Set(usages)].map((usage) => `${usage}`);
  for (const usage of list) {
    if (!kAllUsages.includes(usage)) {
      throw new ERR_INVALID_ARG_VALUE('keyUsages', usage);
    }
  }
  return list;
}

const kAllUsages = [
  'encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey',
  'unwrapKey', 'encapsulateKey', 'encapsulateBits', 'decapsulateKey',
  'decapsulateBits',
];

// --- Digests ------------------------------------------------------------------------------

async function digest(algorithm, data) {
  const { name, outputLength } = normalize(algorithm, 'digest');
  checkBytes(data, 'data');
  const length = outputLength === undefined ? undefined :
    Math.ceil(outputLength / 8);
  if (length > kMaxHashBytes) throw failed();
  const bits = await result(
    hashJob(digestOf(hashName(name)), data, length, kUsePromises));
  return outputLength === undefined ? bits : firstBits(bits, outputLength);
}

// --- Encryption ---------------------------------------------------------------------------

function aesName(key, mode) {
  return `aes-${keyObjectOf(key).symmetricKeySize * 8}-${mode}`;
}

function checkSize(bytes, name, size) {
  if (bytes.byteLength !== size) {
    throw new DOMException(`${name} must contain exactly ${size} bytes`,
                           'OperationError');
  }
}

function ctr(isEncrypting, { counter, length }, key, data) {
  checkSize(counter, 'algorithm.counter', 16);
  if (length === 0 || length > 128) {
    throw new DOMException('AES-CTR algorithm.length must be between 1 and 128',
                           'OperationError');
  }
  return cipher(isEncrypting, cipherOf(aesName(key, 'ctr')), nativeKey(key),
                counter, data, undefined, 0, length, kUsePromises);
}

function cbc(isEncrypting, { iv }, key, data) {
  checkSize(iv, 'algorithm.iv', 16);
  return cipher(isEncrypting, cipherOf(aesName(key, 'cbc')), nativeKey(key),
                iv, data, undefined, 0, 0, kUsePromises);
}

const kTagLengths = {
  '__proto__': null,
  'AES-GCM': [32, 64, 96, 104, 112, 120, 128],
  'AES-OCB': [64, 96, 128],
  'ChaCha20-Poly1305': [128],
};

function checkTagLength(name, tagLength) {
  if (!kTagLengths[name].includes(tagLength)) {
    throw new DOMException(`${tagLength} is not a valid ${name} tag length`,
                           'OperationError');
  }
}

function aead(isEncrypting, algorithm, key, data) {
  const { name, iv, additionalData, tagLength = 128 } = algorithm;
  checkTagLength(name, tagLength);
  if (name === 'ChaCha20-Poly1305') checkSize(iv, 'algorithm.iv', 12);
  if (name === 'AES-OCB' && (iv.byteLength === 0 || iv.byteLength > 15)) {
    throw new DOMException('AES-OCB algorithm.iv must be no more than 15 bytes',
                           'OperationError');
  }
  if (!isEncrypting && data.byteLength < tagLength / 8) {
    throw new DOMException('The provided data is too small.', 'OperationError');
  }
  const native = name === 'ChaCha20-Poly1305' ? 'chacha20-poly1305' :
    aesName(key, name.slice(4).toLowerCase());
  return cipher(isEncrypting, cipherOf(native), nativeKey(key), iv, data,
                additionalData, tagLength / 8, 0, kUsePromises);
}

function oaep(isEncrypting, { label }, key, data) {
  const wanted = isEncrypting ? 'public' : 'private';
  if (keyObjectOf(key).type !== wanted) {
    throw new DOMException('The requested operation is not valid for the ' +
      'provided key', 'InvalidAccessError');
  }
  return rsa(isEncrypting ? kPublicEncrypt : kPrivateDecrypt, nativeKey(key),
             data, RSA_PKCS1_OAEP_PADDING, digestNamed(algorithmOf(key).hash),
             label, kUsePromises);
}

/** Key wrapping (RFC 3394). */
function wrap(isEncrypting, algorithm, key, data) {
  const bits = keyObjectOf(key).symmetricKeySize * 8;
  return cipher(isEncrypting, cipherOf(`id-aes${bits}-wrap`), nativeKey(key),
                undefined, data, undefined, 0, 0, kUsePromises);
}

const ciphers = {
  '__proto__': null, 'AES-CTR': ctr, 'AES-CBC': cbc, 'AES-GCM': aead,
  'AES-OCB': aead, 'AES-KW': wrap, 'ChaCha20-Poly1305': aead,
  'RSA-OAEP': oaep,
};

function crypt(isEncrypting, algorithm, key, data) {
  return result(ciphers[algorithm.name](isEncrypting, algorithm, key, data));
}

async function encrypt(algorithm, key, data) {
  algorithm = normalize(algorithm, 'encrypt');
  checkKey(key);
  data = copyBytes(data, 'data');
  checkUse(algorithm, key, 'encrypt');
  return crypt(true, algorithm, key, data);
}

async function decrypt(algorithm, key, data) {
  algorithm = normalize(algorithm, 'decrypt');
  checkKey(key);
  data = copyBytes(data, 'data');
  checkUse(algorithm, key, 'decrypt');
  return crypt(false, algorithm, key, data);
}

// --- Signatures ---------------------------------------------------------------------------

/** [Digest, options] for the natives */
function signingArguments(algorithm, key) {
  const keyAlgorithm = algorithmOf(key);
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return [digestNamed(keyAlgorithm.hash), [RSA_PKCS1_PADDING]];
    case 'RSA-PSS':
      return [digestNamed(keyAlgorithm.hash),
              [RSA_PKCS1_PSS_PADDING, algorithm.saltLength]];
    case 'ECDSA':
      return [digestNamed(algorithm.hash), [undefined, undefined, 1]];
    default:
      return [undefined, [undefined, undefined, 0, algorithm.context]];
  }
}

function checkSigningKey(key, wanted) {
  const { type } = keyObjectOf(key);
  if (type !== wanted && type !== 'secret') {
    throw new DOMException(`Key must be a ${wanted} key`, 'InvalidAccessError');
  }
}

async function sign(algorithm, key, data) {
  algorithm = normalize(algorithm, 'sign');
  checkKey(key);
  data = copyBytes(data, 'data');
  checkUse(algorithm, key, 'sign');
  checkSigningKey(key, 'private');
  if (algorithm.name === 'HMAC') {
    const { hash } = algorithmOf(key);
    return result(hmacJob(digestNamed(hash), nativeKey(key), data,
                          kUsePromises));
  }
  const [digest, options] = signingArguments(algorithm, key);
  return result(signing.sign(nativeKey(key), digest, data, options, false,
                             kUsePromises));
}

async function verifyHmac(key, signature, data) {
  const { timingSafeEqual } = internalBinding('crypto');
  const { hash } = algorithmOf(key);
  const expected = await hmacJob(digestNamed(hash), nativeKey(key), data,
                                 kUsePromises);
  return expected.byteLength === signature.byteLength &&
    timingSafeEqual(expected, signature);
}

async function verify(algorithm, key, signature, data) {
  algorithm = normalize(algorithm, 'verify');
  checkKey(key);
  signature = copyBytes(signature, 'signature');
  data = copyBytes(data, 'data');
  checkUse(algorithm, key, 'verify');
  checkSigningKey(key, 'public');
  if (algorithm.name === 'HMAC') return verifyHmac(key, signature, data);
  const [digest, options] = signingArguments(algorithm, key);
  try {
    return await signing.verify(nativeKey(key), digest, data, options, false,
                                signature, kUsePromises);
  } catch (cause) {
    throw failed(cause);
  }
}

// --- Derivation ---------------------------------------------------------------------------

function checkAgreement(algorithm, key) {
  const other = algorithm.public;
  if (keyObjectOf(key).type !== 'private') {
    throw new DOMException('baseKey must be a private key',
                           'InvalidAccessError');
  }
  if (keyObjectOf(other).type !== 'public') {
    throw new DOMException('algorithm.public must be a public key',
                           'InvalidAccessError');
  }
  if (algorithmOf(other).name !== algorithm.name) {
    throw new DOMException('key algorithm mismatch', 'InvalidAccessError');
  }
  if (algorithmOf(other).namedCurve !== algorithmOf(key).namedCurve) {
    throw new DOMException('Named curve mismatch', 'InvalidAccessError');
  }
}

/** The first bits of what two keys agree on; of a last byte the highest. */
function firstBits(bits, length) {
  if (length === null) return bits;
  if (bits.byteLength * 8 < length) {
    throw new DOMException('derived bit length is too small', 'OperationError');
  }
  const cut = bits.slice(0, Math.ceil(length / 8));
  if (length % 8 !== 0) {
    const view = new Uint8Array(cut);
    view[view.length - 1] &= 0xff << (8 - length % 8);
  }
  return cut;
}

async function agreedBits(algorithm, key, length) {
  checkAgreement(algorithm, key);
  const bits = await result(
    derive(nativeKey(key), nativeKey(algorithm.public), kUsePromises));
  return firstBits(bits, length);
}

function checkDerivedLength(length) {
  if (length === null) {
    throw new DOMException('length cannot be null', 'OperationError');
  }
  if (length % 8 !== 0) {
    throw new DOMException('length must be a multiple of 8', 'OperationError');
  }
}

function derivedBits(algorithm, key, length) {
  checkDerivedLength(length);
  const { name, hash, salt, info, iterations } = algorithm;
  if (info !== undefined && info.byteLength > 1024) {
    throw new DOMException('algorithm.info must be at most 1024 bytes',
                           'OperationError');
  }
  const digest = digestNamed(hash);
  if (name === 'HKDF') {
    if (length / 8 > 255 * digest.size()) {
      throw new DOMException('length is too large', 'OperationError');
    }
    return result(kdf.hkdf(nativeKey(key), salt, info, length / 8, digest,
                           kUsePromises));
  }
  if (iterations === 0) {
    throw new DOMException('iterations cannot be zero', 'OperationError');
  }
  return result(kdf.pbkdf2(nativeKey(key), salt, iterations, length / 8, digest,
                           kUsePromises));
}

function bitsOf(algorithm, key, length) {
  return algorithm.public === undefined ? derivedBits(algorithm, key, length) :
    agreedBits(algorithm, key, length);
}

function checkDerivation(algorithm, key, usage) {
  if (!usagesOf(key).includes(usage)) {
    throw new DOMException(`baseKey does not have ${usage} usage`,
                           'InvalidAccessError');
  }
  if (algorithmOf(key).name !== algorithm.name) {
    throw new DOMException('Key algorithm mismatch', 'InvalidAccessError');
  }
}

async function deriveBits(algorithm, baseKey, length = null) {
  algorithm = normalize(algorithm, 'deriveBits');
  checkKey(baseKey, 'baseKey');
  checkDerivation(algorithm, baseKey, 'deriveBits');
  return bitsOf(algorithm, baseKey, length === null ? null : length >>> 0);
}

async function deriveKey(algorithm, baseKey, derivedAlgorithm, extractable,
                         keyUsages) {
  algorithm = normalize(algorithm, 'deriveBits');
  checkKey(baseKey, 'baseKey');
  const importAlgorithm = normalize(derivedAlgorithm, 'importKey');
  const lengthAlgorithm = normalize(derivedAlgorithm, 'get key length');
  const usages = usagesFrom(keyUsages);
  checkDerivation(algorithm, baseKey, 'deriveKey');
  const length = keys.keyLength(lengthAlgorithm);
  const bits = await bitsOf(algorithm, baseKey, length);
  return keys.importKey('raw-secret', bits, importAlgorithm, !!extractable,
                        usages);
}

// --- Keys ---------------------------------------------------------------------------------

async function generateKey(algorithm, extractable, keyUsages) {
  algorithm = normalize(algorithm, 'generateKey');
  return keys.generate(algorithm, !!extractable, usagesFrom(keyUsages));
}

const kFormats = ['raw', 'raw-public', 'raw-secret', 'raw-seed', 'raw-private',
                  'pkcs8', 'spki', 'jwk'];

function checkFormat(format) {
  const text = `${format}`;
  if (!kFormats.includes(text)) {
    throw new ERR_INVALID_ARG_VALUE('format', format);
  }
  return text;
}

function keyDataOf(format, data) {
  if (format !== 'jwk') {
    if (isBytes(data)) return copyBytes(data, 'keyData');
    throw new ERR_INVALID_ARG_TYPE('keyData', kByteTypes, data);
  }
  if (typeof data !== 'object' || data === null || isBytes(data)) {
    throw new ERR_INVALID_ARG_TYPE('keyData', 'Object', data);
  }
  return { ...data };
}

async function importKey(format, keyData, algorithm, extractable,
                         keyUsages = []) {
  format = checkFormat(format);
  keyData = keyDataOf(format, keyData);
  algorithm = normalize(algorithm, 'importKey');
  return keys.importKey(format, keyData, algorithm, !!extractable,
                        usagesFrom(keyUsages));
}

async function exportKey(format, key) {
  format = checkFormat(format);
  checkKey(key);
  normalize(algorithmOf(key).name, 'exportKey');
  return keys.exportKey(format, key);
}

/** For wrapping, what encrypts will do where nothing wraps. */
function wrappingAlgorithm(algorithm, operation, fallback) {
  return isKnown(algorithm, operation) ? normalize(algorithm, operation) :
    normalize(algorithm, fallback);
}

async function wrapKey(format, key, wrappingKey, wrapAlgorithm) {
  format = checkFormat(format);
  checkKey(key);
  checkKey(wrappingKey, 'wrappingKey');
  const algorithm = wrappingAlgorithm(wrapAlgorithm, 'wrapKey', 'encrypt');
  checkUse(algorithm, wrappingKey, 'wrapKey');
  const exported = keys.exportKey(format, key);
  const bytes = format === 'jwk' ? paddedJwk(exported, algorithm) :
    Buffer.from(exported);
  return crypt(true, algorithm, wrappingKey, bytes);
}

/** AES-KW wraps whole groups of 8 bytes: spaces do not change JSON. */
function paddedJwk(jwk, algorithm) {
  const text = JSON.stringify(jwk);
  const bytes = Buffer.from(text);
  if (algorithm.name !== 'AES-KW') return bytes;
  const room = (8 - bytes.length % 8) % 8;
  return Buffer.from(text + ' '.repeat(room));
}

function parseJwk(bits) {
  try {
    return JSON.parse(Buffer.from(bits).toString());
  } catch (cause) {
    throw new DOMException('Invalid wrapped JWK key',
                           { name: 'DataError', cause });
  }
}

async function unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm,
                         keyAlgorithm, extractable, keyUsages) {
  format = checkFormat(format);
  checkKey(unwrappingKey, 'unwrappingKey');
  const algorithm = wrappingAlgorithm(unwrapAlgorithm, 'unwrapKey', 'decrypt');
  const bytes = copyBytes(wrappedKey, 'wrappedKey');
  const importAlgorithm = normalize(keyAlgorithm, 'importKey');
  const usages = usagesFrom(keyUsages);
  checkUse(algorithm, unwrappingKey, 'unwrapKey');
  const bits = await crypt(false, algorithm, unwrappingKey, bytes);
  const data = format === 'jwk' ? parseJwk(bits) : Buffer.from(bits);
  return keys.importKey(format, data, importAlgorithm, !!extractable, usages);
}

async function getPublicKey(key, keyUsages) {
  checkKey(key);
  return keys.publicKeyOf(key, usagesFrom(keyUsages));
}

/** KeyObject.prototype.toCryptoKey() */
function toCryptoKey(keyObject, algorithm, extractable, keyUsages) {
  return keys.importKey('KeyObject', keyObject, normalize(algorithm, 'importKey'),
                        !!extractable, usagesFrom(keyUsages));
}

// --- What can be done -----------------------------------------------------------------------

const kSupported = [
  'encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'deriveKey',
  'deriveBits', 'importKey', 'exportKey', 'getPublicKey', 'wrapKey',
  'unwrapKey',
];

function supports(operation, algorithm) {
  if (!kSupported.includes(operation)) return false;
  if (operation === 'deriveKey') return isKnown(algorithm, 'deriveBits');
  if (operation === 'wrapKey' || operation === 'unwrapKey') {
    return isKnown(algorithm, operation) ||
      isKnown(algorithm, operation === 'wrapKey' ? 'encrypt' : 'decrypt');
  }
  const name = typeof algorithm === 'object' ? algorithm?.name : algorithm;
  if (operation === 'exportKey') return isKnown(name, 'exportKey');
  if (operation === 'getPublicKey') {
    return /^(RSA|EC|Ed|X)/.test(name) && isKnown(name, 'exportKey');
  }
  return isKnown(algorithm, operation);
}

function missing(name) {
  return async () => {
    throw new ERR_METHOD_NOT_IMPLEMENTED(`crypto.subtle.${name}`);
  };
}

module.exports = {
  decapsulateBits: missing('decapsulateBits'),
  decapsulateKey: missing('decapsulateKey'),
  decrypt,
  deriveBits,
  deriveKey,
  digest,
  encapsulateBits: missing('encapsulateBits'),
  encapsulateKey: missing('encapsulateKey'),
  encrypt,
  exportKey,
  generateKey,
  getPublicKey,
  importKey,
  sign,
  supports,
  toCryptoKey,
  unwrapKey,
  verify,
  wrapKey,
};
