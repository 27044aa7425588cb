'use strict';
// Keys of crypto.subtle: making, importing, exporting.

const { Buffer } = require('buffer');
const { createCryptoKey, algorithmOf, isExtractable, keyObjectOf, usagesOf } =
  require('internal/crypto/cryptokey');
const { generateKeyPair } = require('internal/crypto/keygen');
const {
  createPrivateKey, createPublicKey, createSecretKey,
} = require('internal/crypto/keys');
const { DOMException } = require('internal/dom_exception');
const { fill } = internalBinding('crypto_random');

function error(message, name) {
  return new DOMException(message, name);
}

// --- Usages -------------------------------------------------------------------------

/** Usages of public, private and secret keys by algorithm. */
const kUsages = {
  '__proto__': null,
  'RSASSA-PKCS1-v1_5': { public: ['verify'], private: ['sign'] },
  'RSA-PSS': { public: ['verify'], private: ['sign'] },
  'ECDSA': { public: ['verify'], private: ['sign'] },
  'Ed25519': { public: ['verify'], private: ['sign'] },
  'Ed448': { public: ['verify'], private: ['sign'] },
  'RSA-OAEP': {
    public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'],
  },
  'ECDH': { public: [], private: ['deriveKey', 'deriveBits'] },
  'X25519': { public: [], private: ['deriveKey', 'deriveBits'] },
  'X448': { public: [], private: ['deriveKey', 'deriveBits'] },
  'HMAC': { secret: ['sign', 'verify'] },
  'AES-KW': { secret: ['wrapKey', 'unwrapKey'] },
  'HKDF': { secret: ['deriveKey', 'deriveBits'] },
  'PBKDF2': { secret: ['deriveKey', 'deriveBits'] },
};
for (const name of ['AES-CTR', 'AES-CBC', 'AES-GCM', 'AES-OCB',
                    'ChaCha20-Poly1305']) {
  kUsages[name] = { secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] };
}

function checkUsages(usages, allowed) {
  for (const usage of usages) {
    if (!allowed.includes(usage)) {
      throw error(
        'Unsupported key usage for this algorithm', 'SyntaxError');
    }
  }
}

function usagesAmong(usages, allowed) {
  return usages.filter((usage) => allowed.includes(usage));
}

// --- Making ---------------------------------------------------------------------------

const kCurves = ['P-256', 'P-384', 'P-521'];

function checkCurve(name) {
  if (!kCurves.includes(name)) {
    throw error('Unrecognized namedCurve', 'NotSupportedError');
  }
}

/** An exponent of a key, as a number that OpenSSL's generator takes. */
function exponentOf(bytes) {
  let exponent = 0;
  for (const byte of bytes) exponent = exponent * 256 + byte;
  if (exponent < 3 || exponent % 2 === 0 || exponent > 2 ** 32 - 1) {
    throw error('The RSA publicExponent is not supported', 'OperationError');
  }
  return exponent;
}

function pairOptions(algorithm) {
  const { name } = algorithm;
  if (name.startsWith('RSA')) {
    return ['rsa', {
      modulusLength: algorithm.modulusLength,
      publicExponent: exponentOf(algorithm.publicExponent),
    }];
  }
  if (name === 'ECDSA' || name === 'ECDH') {
    checkCurve(algorithm.namedCurve);
    return ['ec', { namedCurve: algorithm.namedCurve }];
  }
  return [name.toLowerCase(), {}];
}

function makePair(type, options) {
  return new Promise((resolve, reject) => {
    generateKeyPair(type, options, (cause, publicKey, privateKey) => {
      if (cause) {
        reject(new DOMException(
          'The operation failed for an operation-specific reason',
          { name: 'OperationError', cause }));
      } else {
        resolve({ publicKey, privateKey });
      }
    });
  });
}

async function generatePair(algorithm, extractable, usages) {
  const allowed = kUsages[algorithm.name];
  checkUsages(usages, [...allowed.public, ...allowed.private]);
  const [type, options] = pairOptions(algorithm);
  const privateUsages = usagesAmong(usages, allowed.private);
  if (privateUsages.length === 0) {
    throw error('Usages cannot be empty when creating a key.', 'SyntaxError');
  }
  const pair = await makePair(type, options);
  const keyAlgorithm = toKeyAlgorithm(algorithm);
  return {
    publicKey: createCryptoKey(pair.publicKey, keyAlgorithm,
                               usagesAmong(usages, allowed.public), true),
    privateKey: createCryptoKey(pair.privateKey, keyAlgorithm, privateUsages,
                                extractable),
  };
}

/** The algorithm of a key: its parameters in the order of the standard. */
function toKeyAlgorithm(algorithm) {
  if (algorithm.publicExponent === undefined) return algorithm;
  const { name, modulusLength, publicExponent, hash } = algorithm;
  return {
    name, modulusLength, publicExponent: new Uint8Array(publicExponent), hash,
  };
}

const kHashBlocks = {
  '__proto__': null, 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024,
  'SHA-512': 1024, 'SHA3-256': 1088, 'SHA3-384': 832, 'SHA3-512': 576,
};

/** In bits, of a key that is made or derived; null: of any length. */
function keyLength(algorithm) {
  const { name, length, hash } = algorithm;
  if (name === 'HKDF' || name === 'PBKDF2') return null;
  if (name === 'ChaCha20-Poly1305') return 256;
  if (name === 'HMAC') {
    if (length === 0) throw error('Zero-length key is not supported', 'OperationError');
    return length ?? kHashBlocks[hash.name];
  }
  if (length !== 128 && length !== 192 && length !== 256) {
    throw error('Invalid key length', 'OperationError');
  }
  return length;
}

function fillLater(bytes) {
  return fill(bytes, 0, bytes.byteLength, 1);
}

async function generateSecret(algorithm, extractable, usages) {
  checkUsages(usages, kUsages[algorithm.name].secret);
  const length = keyLength(algorithm);
  if (usages.length === 0) {
    throw error('Usages cannot be empty when creating a key.', 'SyntaxError');
  }
  const bytes = Buffer.alloc(Math.ceil(length / 8));
  await fillLater(bytes);
  if (length % 8 !== 0) bytes[bytes.length - 1] &= 0xff << (8 - length % 8);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  const { name, hash } = algorithm;
  const keyAlgorithm = secretAlgorithm(name, hash, length);
  return createCryptoKey(key, keyAlgorithm, usages, extractable);
}

function secretAlgorithm(name, hash, length) {
  if (name === 'HKDF' || name === 'PBKDF2' || name === 'ChaCha20-Poly1305') {
    return { name };
  }
  return hash === undefined ? { name, length } : { name, hash, length };
}

/** @returns {Promise<CryptoKey|{publicKey, privateKey}>} */
async function generate(algorithm, extractable, usages) {
  return kUsages[algorithm.name].secret === undefined ?
    generatePair(algorithm, extractable, usages) :
    generateSecret(algorithm, extractable, usages);
}

// --- Importing -------------------------------------------------------------------------

const kJwkHashes = { '__proto__': null, 'SHA-1': '1', 'SHA-256': '256',
                     'SHA-384': '384', 'SHA-512': '512' };

/** What "alg" of a JWK must be, undefined where nothing is said. */
function jwkAlgorithm({ name, hash, length }) {
  const bits = kJwkHashes[hash?.name];
  switch (name) {
    case 'RSASSA-PKCS1-v1_5': return bits && `RS${bits}`;
    case 'RSA-PSS': return bits && `PS${bits}`;
    case 'RSA-OAEP': return bits === '1' ? 'RSA-OAEP' : bits && `RSA-OAEP-${bits}`;
    case 'HMAC': return bits && `HS${bits}`;
    case 'Ed25519': case 'Ed448': return name;
    case 'ChaCha20-Poly1305': return 'C20P';
    default:
      return name.startsWith('AES-') ? `A${length}${name.slice(4)}` : undefined;
  }
}

function checkJwkAlgorithm(jwk, algorithm) {
  const expected = jwkAlgorithm(algorithm);
  if (jwk.alg === undefined || expected === undefined || jwk.alg === expected) {
    return;
  }
  if (algorithm.name.startsWith('Ed') && jwk.alg === 'EdDSA') return;
  throw error('JWK "alg" does not match the requested algorithm', 'DataError');
}

function kindOf(name) {
  if (name.startsWith('RSA')) return 'RSA';
  if (name === 'ECDSA' || name === 'ECDH') return 'EC';
  return kUsages[name].secret === undefined ? 'OKP' : 'oct';
}

function useOf(name) {
  if (name === 'RSASSA-PKCS1-v1_5' || name === 'RSA-PSS' || name === 'ECDSA' ||
      name === 'HMAC' || name.startsWith('Ed')) return 'sig';
  return 'enc';
}

/** What holds for every JWK. */
function checkJwk(jwk, algorithm, extractable, usages) {
  if (typeof jwk !== 'object' || jwk === null) {
    throw error('Invalid keyData', 'DataError');
  }
  if (jwk.kty !== kindOf(algorithm.name)) {
    throw error('Invalid JWK "kty" Parameter', 'DataError');
  }
  if (usages.length > 0 && jwk.use !== undefined &&
      jwk.use !== useOf(algorithm.name)) {
    throw error('Invalid JWK "use" Parameter', 'DataError');
  }
  if (jwk.ext === false && extractable) {
    throw error('JWK "ext" Parameter and extractable mismatch', 'DataError');
  }
  checkKeyOps(jwk.key_ops, usages);
}

function checkKeyOps(operations, usages) {
  if (operations === undefined) return;
  if (!Array.isArray(operations) ||
      new Set(operations).size !== operations.length) {
    throw error('Invalid JWK "key_ops" Parameter', 'DataError');
  }
  if (!usages.every((usage) => operations.includes(usage))) {
    throw error('JWK "key_ops" and usages mismatch', 'DataError');
  }
}

function invalid(cause) {
  return new DOMException('Invalid keyData', { name: 'DataError', cause });
}

function attempt(make) {
  try {
    return make();
  } catch (cause) {
    throw invalid(cause);
  }
}

function secretFromJwk(jwk) {
  if (typeof jwk.k !== 'string' || !/^[A-Za-z0-9_-]*$/.test(jwk.k)) {
    throw error('Invalid keyData', 'DataError');
  }
  return createSecretKey(Buffer.from(jwk.k, 'base64url'));
}

function unsupportedFormat(name, format) {
  return error(`Unable to import ${name} using ${format} format`,
               'NotSupportedError');
}

function importedLength(algorithm, key) {
  const bits = key.symmetricKeySize * 8;
  const { name, length } = algorithm;
  if (name === 'HMAC') {
    if (bits === 0) throw error('Zero-length key is not supported', 'DataError');
    if (length === undefined) return bits;
    if (length > bits || length <= bits - 8) {
      throw error('Invalid key length', 'DataError');
    }
    return length;
  }
  const isFit = name === 'ChaCha20-Poly1305' ? bits === 256 :
    bits === 128 || bits === 192 || bits === 256;
  if (!isFit && name !== 'HKDF' && name !== 'PBKDF2') {
    throw error('Invalid key length', 'DataError');
  }
  return bits;
}

function importSecret(format, data, algorithm, extractable, usages) {
  const { name, hash } = algorithm;
  const isDerivation = name === 'HKDF' || name === 'PBKDF2';
  if (isDerivation && extractable) {
    throw error(`${name} keys are not extractable`, 'SyntaxError');
  }
  checkUsages(usages, kUsages[name].secret);
  let key;
  if (format === 'KeyObject') {
    key = data;
  } else if (format === 'raw' || format === 'raw-secret') {
    key = createSecretKey(data);
  } else if (format === 'jwk' && !isDerivation) {
    checkJwk(data, algorithm, extractable, usages);
    key = secretFromJwk(data);
  } else {
    throw unsupportedFormat(name, format);
  }
  const length = importedLength(algorithm, key);
  if (format === 'jwk') checkJwkAlgorithm(data, { name, hash, length });
  if (usages.length === 0) {
    throw error('Usages cannot be empty when importing a secret key.',
                'SyntaxError');
  }
  return createCryptoKey(key, secretAlgorithm(name, hash, length), usages,
                         extractable);
}

function keyFromJwk(jwk, algorithm, extractable, usages) {
  checkJwk(jwk, algorithm, extractable, usages);
  const curve = algorithm.namedCurve ??
    (jwk.kty === 'OKP' ? algorithm.name : undefined);
  if (curve !== undefined && jwk.crv !== curve) {
    throw error('JWK "crv" does not match the requested algorithm', 'DataError');
  }
  checkJwkAlgorithm(jwk, algorithm);
  const input = { key: jwk, format: 'jwk' };
  return attempt(() => (typeof jwk.d === 'string' ? createPrivateKey(input) :
    createPublicKey(input)));
}

function keyFromRaw(data, algorithm) {
  const { name, namedCurve } = algorithm;
  const input = namedCurve === undefined ?
    { asymmetricKeyType: name.toLowerCase() } :
    { asymmetricKeyType: 'ec', namedCurve };
  return attempt(() => createPublicKey({
    ...input, key: data, format: 'raw-public',
  }));
}

function readKey(format, data, algorithm, extractable, usages) {
  switch (format) {
    case 'KeyObject':
      return data;
    case 'spki':
      return attempt(() => createPublicKey(
        { key: data, format: 'der', type: 'spki' }));
    case 'pkcs8':
      return attempt(() => createPrivateKey(
        { key: data, format: 'der', type: 'pkcs8' }));
    case 'jwk':
      return keyFromJwk(data, algorithm, extractable, usages);
    case 'raw':
    case 'raw-public':
      if (!algorithm.name.startsWith('RSA')) return keyFromRaw(data, algorithm);
      // Falls through.
    default:
      throw unsupportedFormat(algorithm.name, format);
  }
}

const kCurveNames = { '__proto__': null, 'P-256': 'prime256v1',
                      'P-384': 'secp384r1', 'P-521': 'secp521r1' };

/** That a key is of the kind its algorithm needs; its algorithm. */
function matchKey(key, algorithm) {
  const { name, hash, namedCurve } = algorithm;
  const type = key.asymmetricKeyType;
  if (name.startsWith('RSA')) {
    if (type !== 'rsa') throw error('Invalid key type', 'DataError');
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails;
    const hex = publicExponent.toString(16);
    return {
      name, modulusLength, hash,
      publicExponent: new Uint8Array(
        Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')),
    };
  }
  if (namedCurve !== undefined) {
    if (type !== 'ec') throw error('Invalid key type', 'DataError');
    if (key.asymmetricKeyDetails.namedCurve !== kCurveNames[namedCurve]) {
      throw error('Named curve mismatch', 'DataError');
    }
    return { name, namedCurve };
  }
  if (type !== name.toLowerCase()) throw error('Invalid key type', 'DataError');
  return { name };
}

function importAsymmetric(format, data, algorithm, extractable, usages) {
  const allowed = kUsages[algorithm.name];
  if (algorithm.namedCurve !== undefined) checkCurve(algorithm.namedCurve);
  const isPrivate = format === 'pkcs8' || (format === 'jwk' &&
    data?.d !== undefined) || (format === 'KeyObject' && data.type === 'private');
  checkUsages(usages, isPrivate ? allowed.private : allowed.public);
  const key = readKey(format, data, algorithm, extractable, usages);
  if (isPrivate && usages.length === 0) {
    throw error('Usages cannot be empty when importing a private key.',
                'SyntaxError');
  }
  return createCryptoKey(key, matchKey(key, algorithm), usages, extractable);
}

/**
 * @param {string} format 'raw', 'pkcs8', 'spki', 'jwk', or 'KeyObject'
 * @returns {CryptoKey}
 */
function importKey(format, data, algorithm, extractable, usages) {
  return kUsages[algorithm.name].secret === undefined ?
    importAsymmetric(format, data, algorithm, extractable, usages) :
    importSecret(format, data, algorithm, extractable, usages);
}

// --- Exporting ---------------------------------------------------------------------------

function exportJwk(key) {
  const algorithm = algorithmOf(key);
  const jwk = keyObjectOf(key).export({ format: 'jwk' });
  jwk.key_ops = [...usagesOf(key)];
  jwk.ext = isExtractable(key);
  const alg = jwkAlgorithm(algorithm);
  if (alg !== undefined) jwk.alg = alg;
  return jwk;
}

function toArrayBuffer(buffer) {
  return buffer.buffer.slice(buffer.byteOffset,
                             buffer.byteOffset + buffer.byteLength);
}

function exportRaw(object, name) {
  if (object.type === 'secret') return object.export();
  if (object.type === 'public' && !name.startsWith('RSA')) {
    return object.export({ format: 'raw-public' });
  }
  return undefined;
}

function exportBytes(format, object, name) {
  if (format === 'spki' && object.type === 'public') {
    return object.export({ format: 'der', type: 'spki' });
  }
  if (format === 'pkcs8' && object.type === 'private') {
    return object.export({ format: 'der', type: 'pkcs8' });
  }
  const isRaw = format === 'raw' ||
    (format === 'raw-public' && object.type === 'public') ||
    (format === 'raw-secret' && object.type === 'secret');
  return isRaw ? exportRaw(object, name) : undefined;
}

/** @returns {ArrayBuffer|object} */
function exportKey(format, key) {
  if (!isExtractable(key)) {
    throw error('key is not extractable', 'InvalidAccessError');
  }
  if (format === 'jwk') return exportJwk(key);
  const { name } = algorithmOf(key);
  const object = keyObjectOf(key);
  const bytes = exportBytes(format, object, name);
  if (bytes !== undefined) return toArrayBuffer(bytes);
  throw error(`Unable to export ${name} ${object.type} key using ${format} ` +
    'format', 'NotSupportedError');
}

/** The public half of a private CryptoKey. */
function publicKeyOf(key, usages) {
  const object = keyObjectOf(key);
  if (object.type !== 'private') {
    throw error('key must be a private key',
                object.type === 'secret' ? 'NotSupportedError' :
                  'InvalidAccessError');
  }
  const algorithm = algorithmOf(key);
  checkUsages(usages, kUsages[algorithm.name].public);
  return createCryptoKey(createPublicKey(object), algorithm, usages, true);
}

module.exports = {
  exportKey, generate, importKey, keyLength, publicKeyOf,
};
