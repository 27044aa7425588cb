'use strict';
// publicEncrypt, privateDecrypt and their counterparts.

const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { asymmetricHandle } = require('internal/crypto/keys');
const { checkDigest, isBytes, toBytes } = require('internal/crypto/util');
const { validateInt32, validateString } = require('internal/validators');
const { rsa } = internalBinding('crypto_rsa');

// Numbers of src/bindings/crypto_rsa.c, and OpenSSL's of paddings.
const kPublicEncrypt = 0;
const kPrivateDecrypt = 1;
const kPrivateEncrypt = 2;
const kPublicDecrypt = 3;
const RSA_PKCS1_PADDING = 1;
const RSA_PKCS1_OAEP_PADDING = 4;

function isOptions(key) {
  return typeof key === 'object' && key !== null && !isBytes(key);
}

function checkLabel(label) {
  if (label !== undefined && !isBytes(label)) {
    throw new ERR_INVALID_ARG_TYPE('oaepLabel', [
      'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], label);
  }
  return label;
}

function method(operation, wanted, defaultPadding) {
  return function(key, buffer) {
    const options = isOptions(key) ? key : {};
    const handle = asymmetricHandle(key, wanted);
    const { padding = defaultPadding, oaepHash, encoding } = options;
    if (padding !== undefined) validateInt32(padding, 'key.padding');
    if (oaepHash !== undefined) validateString(oaepHash, 'key.oaepHash');
    const label = checkLabel(
      options.oaepLabel === undefined ? undefined :
        toLabel(options.oaepLabel, encoding));
    const data = toBytes(buffer, 'buffer', encoding);
    const digest = oaepHash === undefined ? undefined : oaepDigest(oaepHash);
    return rsa(operation, handle, data, padding, digest, label);
  };
}

function toLabel(label, encoding) {
  return typeof label === 'string' ? toBytes(label, 'key.oaepLabel', encoding) :
    label;
}

function oaepDigest(name) {
  return checkDigest(name);
}

/**
 * Each takes (key, buffer) and returns a Buffer; the key may be an object with
 * padding, oaepHash, oaepLabel and encoding.
 */
const publicEncrypt =
  method(kPublicEncrypt, 'public', RSA_PKCS1_OAEP_PADDING);
const publicDecrypt = method(kPublicDecrypt, 'public', RSA_PKCS1_PADDING);
const privateEncrypt = method(kPrivateEncrypt, 'private', RSA_PKCS1_PADDING);
const privateDecrypt =
  method(kPrivateDecrypt, 'private', RSA_PKCS1_OAEP_PADDING);

module.exports = {
  privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt,
};
