'use strict';
// The options that say how a key is written: format, type, cipher, passphrase.

const {
  codes: {
    ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { isBytes, toBytes } = require('internal/crypto/util');

// Numbers of src/bindings/crypto_keys.h.
const kDer = 0;
const kPem = 1;
const types = { __proto__: null, pkcs1: 0, pkcs8: 1, spki: 2, sec1: 3 };
const kPublicTypes = ['pkcs1', 'spki'];
const kPrivateTypes = ['pkcs1', 'pkcs8', 'sec1'];

function optionName(name, option) {
  return name === undefined ? `options.${option}` : `${name}.${option}`;
}

function formatOf(format, name, isRequired) {
  if (format === undefined && !isRequired) return kPem;
  if (format === 'pem') return kPem;
  if (format === 'der') return kDer;
  throw new ERR_INVALID_ARG_VALUE(name, format);
}

function passphraseOf(options, name) {
  const { passphrase, encoding } = options;
  if (passphrase === undefined || passphrase === null) return undefined;
  if (typeof passphrase !== 'string' && !isBytes(passphrase)) {
    throw new ERR_INVALID_ARG_VALUE(optionName(name, 'passphrase'), passphrase);
  }
  return toBytes(passphrase, 'passphrase', encoding);
}

/**
 * What the natives need to read a key.
 * @param {string|ArrayBuffer|ArrayBufferView} data
 * @param {object} [options] of a key that is an object
 * @param {boolean} isPublic
 * @param {string} name of the argument
 */
function parseInput(data, options, isPublic, name) {
  if (options === undefined) {
    return { bytes: toBytes(data, name), format: kPem };
  }
  const format = formatOf(options.format, optionName(name, 'format'), false);
  const passphrase = passphraseOf(options, name);
  const bytes = toBytes(data, name, options.encoding);
  const type = inputType(options.type, format, isPublic,
                         optionName(name, 'type'));
  return { bytes, format, type, passphrase };
}

/** A public key may also be taken out of a private one. */
function inputType(type, format, isPublic, name) {
  if (type === undefined || type === null) {
    if (format === kPem) return undefined;
    throw new ERR_INVALID_ARG_VALUE(name, type);
  }
  const isKnown = typeof type === 'string' && type in types;
  if (!isKnown || (!isPublic && type === 'spki')) {
    throw new ERR_INVALID_ARG_VALUE(name, type);
  }
  return types[type];
}

function outputType(options, keyType, isPublic, name) {
  const { type } = options;
  const allowed = isPublic ? kPublicTypes : kPrivateTypes;
  if (typeof type !== 'string' || !allowed.includes(type)) {
    throw new ERR_INVALID_ARG_VALUE(name, type);
  }
  if (type === 'pkcs1' && keyType !== undefined && keyType !== 'rsa') {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(
      'pkcs1', 'can only be used for RSA keys');
  }
  if (type === 'sec1' && keyType !== undefined && keyType !== 'ec') {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(
      'sec1', 'can only be used for EC keys');
  }
  return type;
}

/** [cipher name, passphrase bytes] */
function encryptionOf(options, format, type, name) {
  const { cipher, passphrase, encoding } = options;
  if (cipher === undefined || cipher === null) {
    if (passphrase !== undefined && passphrase !== null) {
      throw new ERR_INVALID_ARG_VALUE(optionName(name, 'cipher'), cipher);
    }
    return [undefined, undefined];
  }
  if (typeof cipher !== 'string') {
    throw new ERR_INVALID_ARG_VALUE(optionName(name, 'cipher'), cipher);
  }
  if (format === kDer && (type === 'pkcs1' || type === 'sec1')) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(
      type, 'does not support encryption');
  }
  if (typeof passphrase !== 'string' && !isBytes(passphrase)) {
    throw new ERR_INVALID_ARG_VALUE(
      optionName(name, 'passphrase'), passphrase);
  }
  return [cipher, toBytes(passphrase, 'passphrase', encoding)];
}

/**
 * What the natives need to write a key: [format, encoding, cipher,
 * passphrase].
 * @param {object} options
 * @param {string} keyType
 * @param {boolean} isPublic
 * @param {string} [name] under which the options were given
 */
function readOutput(options, keyType, isPublic, name) {
  const format = formatOf(options.format, optionName(name, 'format'), true);
  const type = outputType(options, keyType, isPublic,
                          optionName(name, 'type'));
  const [cipher, passphrase] = isPublic ? [] :
    encryptionOf(options, format, type, name);
  return [format, types[type], cipher, passphrase];
}

module.exports = { parseInput, readOutput };
