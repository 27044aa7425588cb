'use strict';
// generateKey, generateKeyPair.

const {
  codes: {
    ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS,
    ERR_CRYPTO_UNKNOWN_DH_GROUP,
    ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_INVALID_ARG_VALUE,
    ERR_MISSING_OPTION,
  },
} = require('internal/errors');
const { Buffer } = require('buffer');
const { readOutput } = require('internal/crypto/key_encoding');
const { exportJwk, exportRaw } = require('internal/crypto/key_parts');
const { SecretKeyObject, handleOf, keyObjectFrom } =
  require('internal/crypto/keys');
const { checkDigest } = require('internal/crypto/util');
const { kCustomPromisifyArgsSymbol } = require('internal/util');
const {
  validateBuffer, validateFunction, validateInt32, validateInteger,
  validateObject, validateOneOf, validateString, validateUint32,
} = require('internal/validators');
const process = require('internal/process');
const binding = internalBinding('crypto_keygen');
const { KeyHandle } = internalBinding('crypto_keys');
const { fill } = internalBinding('crypto_random');

// --- Forms of the results -----------------------------------------------------------

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

const rawFormats = ['raw-public', 'raw-private', 'raw-seed'];

/**
 * How one half is wanted. JWK and raw forms are made of the KeyObject
 * afterwards.
 */
function readForm(options, name, keyType, isPublic) {
  const encoding = options[name];
  if (encoding === undefined || encoding === null) return { output: undefined };
  if (!isObject(encoding)) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, encoding);
  }
  if (encoding.format === 'jwk' || rawFormats.includes(encoding.format)) {
    checkLater(encoding, name, isPublic);
    return { output: undefined, later: encoding };
  }
  return {
    output: readOutput(encoding, keyType, isPublic, `options.${name}`),
  };
}

function checkLater(encoding, name, isPublic) {
  const { format, cipher, passphrase } = encoding;
  if (format !== 'jwk' && isPublic !== (format === 'raw-public')) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}.format`, format);
  }
  if (!isPublic && (cipher !== undefined || passphrase !== undefined)) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(
      format, 'does not support encryption');
  }
}

function convert(value, { output, later }, type) {
  if (output !== undefined) return value;
  const key = keyObjectFrom(type, value);
  if (later === undefined) return key;
  if (later.format === 'jwk') {
    return exportJwk(value, key.asymmetricKeyType, type === 'private');
  }
  return exportRaw(key, handleOf(key), later);
}

// --- The options of each type -------------------------------------------------------

/** A value that is a number at most 2 ** 32 - 1. */
function requiredUint32(options, name) {
  validateUint32(options[name], `options.${name}`);
  return options[name];
}

function rsaArguments(options) {
  const bits = requiredUint32(options, 'modulusLength');
  const { publicExponent = 0x10001 } = options;
  validateUint32(publicExponent, 'options.publicExponent');
  return [bits, publicExponent];
}

function rename(options, oldName, newName, code) {
  const old = options[oldName];
  const value = options[newName];
  if (old === undefined) return value;
  validateString(old, `options.${oldName}`);
  process.emitWarning(
    `"options.${oldName}" is deprecated, use "options.${newName}" instead.`,
    'DeprecationWarning', code);
  if (value !== undefined && value !== old) {
    throw new ERR_INVALID_ARG_VALUE(`options.${oldName}`, old);
  }
  return value ?? old;
}

function pssArguments(options) {
  const [bits, exponent] = rsaArguments(options);
  const { saltLength, hashAlgorithm, mgf1HashAlgorithm } = options;
  if (saltLength !== undefined) {
    validateInt32(saltLength, 'options.saltLength', 0);
  }
  if (hashAlgorithm !== undefined) {
    validateString(hashAlgorithm, 'options.hashAlgorithm');
  }
  if (mgf1HashAlgorithm !== undefined) {
    validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
  }
  const hash = rename(options, 'hash', 'hashAlgorithm', 'DEP0154');
  const mgf1 = rename(options, 'mgf1Hash', 'mgf1HashAlgorithm', 'DEP0154');
  return [
    bits, exponent,
    hash === undefined ? undefined : checkDigest(hash),
    mgf1 === undefined ? undefined : checkDigest(mgf1, 'MGF1'),
    saltLength,
  ];
}

function dsaArguments(options) {
  const bits = requiredUint32(options, 'modulusLength');
  const { divisorLength } = options;
  if (divisorLength !== undefined && divisorLength !== null) {
    validateInt32(divisorLength, 'options.divisorLength', 0);
  }
  return [bits, divisorLength];
}

function ecArguments(options) {
  const { namedCurve, paramEncoding } = options;
  validateString(namedCurve, 'options.namedCurve');
  if (paramEncoding !== undefined && paramEncoding !== null &&
      paramEncoding !== 'named' && paramEncoding !== 'explicit') {
    throw new ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
  }
  return [namedCurve, paramEncoding === 'explicit'];
}

function refuseBoth(options, name, others) {
  for (const other of others) {
    if (options[other] !== undefined && options[other] !== null) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR(name, other);
    }
  }
}

function dhGroupArguments(options) {
  const { group } = options;
  refuseBoth(options, 'group', ['prime']);
  refuseBoth(options, 'group', ['primeLength']);
  refuseBoth(options, 'group', ['generator']);
  validateString(group, 'options.group');
  const { groupPrime } = internalBinding('crypto_dh');
  const prime = groupPrime(group);
  if (prime === undefined) throw new ERR_CRYPTO_UNKNOWN_DH_GROUP();
  return [prime, 2];
}

function dhArguments(options) {
  const { group, prime, primeLength, generator } = options;
  if (group !== undefined && group !== null) return dhGroupArguments(options);
  const hasPrime = prime !== undefined && prime !== null;
  const hasLength = primeLength !== undefined && primeLength !== null;
  if (!hasPrime && !hasLength) {
    throw new ERR_MISSING_OPTION(
      'At least one of the group, prime, or primeLength options');
  }
  if (hasPrime) {
    refuseBoth(options, 'prime', ['primeLength']);
    validateBuffer(prime, 'options.prime');
  } else {
    validateInt32(primeLength, 'options.primeLength', 0);
  }
  if (generator !== undefined && generator !== null) {
    validateInt32(generator, 'options.generator', 0);
  }
  return [hasPrime ? prime : primeLength, generator ?? 2];
}

/** By type: OpenSSL's name, the native, and what makes its arguments. */
const kinds = {
  '__proto__': null,
  'rsa': ['RSA', binding.rsaPair, (options) => [
    ...rsaArguments(options), undefined, undefined, undefined]],
  'rsa-pss': ['RSA-PSS', binding.rsaPair, pssArguments],
  'dsa': ['DSA', binding.dsaPair, dsaArguments],
  'ec': ['EC', binding.ecPair, ecArguments],
  'dh': ['DH', binding.dhPair, dhArguments],
  'ed25519': ['ED25519', binding.plainPair, () => []],
  'ed448': ['ED448', binding.plainPair, () => []],
  'x25519': ['X25519', binding.plainPair, () => []],
  'x448': ['X448', binding.plainPair, () => []],
};

function prepare(type, options) {
  validateString(type, 'type');
  const kind = kinds[type];
  if (kind === undefined) {
    throw new ERR_INVALID_ARG_VALUE(
      'type', type, 'must be a supported key type');
  }
  const [name, native, makeArguments] = kind;
  const isOptional = native === binding.plainPair;
  if (!isOptional || options !== undefined) validateObject(options, 'options');
  const given = options ?? {};
  const publicForm = readForm(given, 'publicKeyEncoding', type, true);
  const privateForm = readForm(given, 'privateKeyEncoding', type, false);
  const args = [name, ...makeArguments(given), publicForm.output,
                privateForm.output];
  return { native, args, publicForm, privateForm };
}

function finish([publicKey, privateKey], { publicForm, privateForm }) {
  return {
    publicKey: convert(publicKey, publicForm, 'public'),
    privateKey: convert(privateKey, privateForm, 'private'),
  };
}

/**
 * @param {string} type 'rsa', 'rsa-pss', 'dsa', 'ec', 'ed25519', 'ed448',
 *   'x25519', 'x448' or 'dh'
 * @param {object} options by type, see crypto.md
 * @param {function(Error|null, publicKey, privateKey)} callback
 */
function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunctionUnlessOptions(type, options, callback);
  const job = prepare(type, options);
  validateFunction(callback, 'callback');
  job.native(...job.args, (error, pair) => {
    if (error) {
      callback(error);
      return;
    }
    let keys;
    try {
      keys = finish(pair, job);
    } catch (conversionError) {
      callback(conversionError);
      return;
    }
    callback(null, keys.publicKey, keys.privateKey);
  });
}

/** What is wrong with the options is told before a missing callback. */
function validateFunctionUnlessOptions(type, options, callback) {
  if (callback === undefined && options === undefined) {
    validateString(type, 'type');
    validateFunction(callback, 'callback');
  }
}

Object.defineProperty(generateKeyPair, kCustomPromisifyArgsSymbol, {
  value: ['publicKey', 'privateKey'], enumerable: false,
});

/**
 * @returns {{publicKey, privateKey}}
 */
function generateKeyPairSync(type, options) {
  const job = prepare(type, options);
  return finish(job.native(...job.args), job);
}

// --- Secret keys ----------------------------------------------------------------------

function secretSize(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  if (type === 'hmac') {
    validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
    return length >> 3;
  }
  if (type === 'aes') {
    validateOneOf(length, 'options.length', [128, 192, 256]);
    return length >> 3;
  }
  throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
}

function secretOf(bytes) {
  const key = new SecretKeyObject(new KeyHandle(bytes));
  bytes.fill(0);
  return key;
}

/**
 * @param {'hmac'|'aes'} type
 * @param {{length: number}} options in bits
 * @param {function(Error|null, KeyObject)} callback
 */
function generateKey(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const size = secretSize(type, options);
  validateFunction(callback, 'callback');
  const bytes = Buffer.allocUnsafeSlow(size);
  fill(bytes, 0, size, (error) => {
    if (error) callback(error);
    else callback(null, secretOf(bytes));
  });
}

/** As generateKey(), at once. */
function generateKeySync(type, options) {
  const size = secretSize(type, options);
  const bytes = Buffer.allocUnsafeSlow(size);
  fill(bytes, 0, size);
  return secretOf(bytes);
}

module.exports = {
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
};
