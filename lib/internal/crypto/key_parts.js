'use strict';
// Keys as numbers: JWK (RFC 7517, RFC 8037), raw formats, details.

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS,
      ERR_CRYPTO_INVALID_CURVE,
    ERR_CRYPTO_INVALID_JWK,
    ERR_CRYPTO_JWK_UNSUPPORTED_CURVE,
    ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { bytesToBigInt, checkBytes } = require('internal/crypto/util');
const { validateOneOf, validateString } = require('internal/validators');
const parts = internalBinding('crypto_key_parts');

/** Names of curves: JWK's, OpenSSL's, and the bytes of a coordinate. */
const curves = [
  ['P-256', 'prime256v1', 32],
  ['P-384', 'secp384r1', 48],
  ['P-521', 'secp521r1', 66],
  ['secp256k1', 'secp256k1', 32],
];

const aliases = {
  '__proto__': null, 'P-256': 'prime256v1', 'P-384': 'secp384r1',
  'P-521': 'secp521r1', 'secp256r1': 'prime256v1',
};

/** OpenSSL's name of a curve. */
function curveName(name) {
  return aliases[name] ?? name;
}

/** JWK's names of the types that RFC 8037 defines. */
const okpNames = {
  __proto__: null, ed25519: 'Ed25519', ed448: 'Ed448', x25519: 'X25519',
  x448: 'X448',
};

// --- Out ------------------------------------------------------------------------

function base64url(bytes) {
  return bytes.base64urlSlice();
}

function rsaJwk(handle, isPrivate) {
  const [n, e, d, p, q, dp, dq, qi] = parts.rsaNumbers(handle).map(base64url);
  const jwk = { kty: 'RSA', n, e };
  return isPrivate ? { ...jwk, d, p, q, dp, dq, qi } : jwk;
}

function ecJwk(handle, isPrivate) {
  const name = parts.curveName(handle);
  const curve = curves.find(([, openssl]) => openssl === name);
  if (curve === undefined) throw new ERR_CRYPTO_JWK_UNSUPPORTED_CURVE(name);
  const [x, y, d] = parts.ecNumbers(handle).map(base64url);
  const jwk = { kty: 'EC', x, y, crv: curve[0] };
  return isPrivate ? { ...jwk, d } : jwk;
}

function okpJwk(handle, type, isPrivate) {
  const jwk = {
    crv: okpNames[type], x: base64url(parts.raw(handle, false)), kty: 'OKP',
  };
  if (isPrivate) jwk.d = base64url(parts.raw(handle, true));
  return jwk;
}

/** @returns {object} the JWK of an asymmetric key */
function exportJwk(handle, type, isPrivate) {
  if (type === 'rsa') return rsaJwk(handle, isPrivate);
  if (type === 'ec') return ecJwk(handle, isPrivate);
  if (type in okpNames) return okpJwk(handle, type, isPrivate);
  throw new ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
}

function unsupportedRaw(format, type) {
  return new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(
    format, `is not supported for ${type} keys`);
}

function exportRawPublic(handle, type, options) {
  if (type === 'ec') {
    const form = options.type ?? 'uncompressed';
    validateOneOf(form, 'options.type', ['compressed', 'uncompressed']);
    return parts.ecPoint(handle, form === 'compressed');
  }
  if (type in okpNames) return parts.raw(handle, false);
  throw unsupportedRaw('raw-public', type);
}

function exportRawPrivate(handle, type) {
  if (type === 'ec') return parts.ecPrivate(handle);
  if (type in okpNames) return parts.raw(handle, true);
  throw unsupportedRaw('raw-private', type);
}

/** @returns {Buffer} the raw form of a KeyObject */
function exportRaw(key, handle, options) {
  const { format } = options;
  const type = key.asymmetricKeyType;
  const isPublic = key.type === 'public';
  if (format === 'raw-public' && isPublic) {
    return exportRawPublic(handle, type, options);
  }
  if (format === 'raw-private' && !isPublic) {
    return exportRawPrivate(handle, type);
  }
  if (format === 'raw-seed' && !isPublic) throw unsupportedRaw(format, type);
  throw new ERR_INVALID_ARG_VALUE('options.format', format);
}

// --- In -------------------------------------------------------------------------

function checkHandle(handle) {
  if (handle === undefined) throw new ERR_CRYPTO_INVALID_JWK();
  return handle;
}

/** The bytes of a JWK's fields; each must be there. */
function fieldsOf(jwk, names) {
  return names.map((name) => {
    validateString(jwk[name], `key.${name}`);
    return Buffer.from(jwk[name], 'base64url');
  });
}

function requireFields(jwk, names) {
  for (const name of names) {
    if (typeof jwk[name] !== 'string') throw new ERR_CRYPTO_INVALID_JWK();
  }
}

function rsaFromJwk(jwk, isPublic) {
  const names = ['n', 'e'];
  if (!isPublic) names.push('d', 'p', 'q', 'dp', 'dq', 'qi');
  requireFields(jwk, names);
  return checkHandle(parts.rsaFrom(fieldsOf(jwk, names)));
}

/** Coordinates of a point, each in as many bytes as the field has. */
function pointOf(x, y, size) {
  if (x.length > size || y.length > size) throw new ERR_CRYPTO_INVALID_JWK();
  const point = Buffer.alloc(1 + 2 * size);
  point[0] = 4;
  point.set(x, 1 + size - x.length);
  point.set(y, 1 + 2 * size - y.length);
  return point;
}

function ecFromJwk(jwk, isPublic) {
  if (typeof jwk.crv !== 'string') throw new ERR_CRYPTO_INVALID_JWK();
  const curve = curves.find(([name]) => name === jwk.crv);
  if (curve === undefined) throw new ERR_CRYPTO_INVALID_CURVE();
  requireFields(jwk, isPublic ? ['x', 'y'] : ['x', 'y', 'd']);
  const [x, y] = fieldsOf(jwk, ['x', 'y']);
  const point = pointOf(x, y, curve[2]);
  const number = isPublic ? undefined : fieldsOf(jwk, ['d'])[0];
  return checkHandle(parts.ecFrom(curve[1], point, number));
}

function okpFromJwk(jwk, isPublic) {
  const type = Object.keys(okpNames).find((key) => okpNames[key] === jwk.crv);
  if (type === undefined) throw new ERR_CRYPTO_INVALID_JWK();
  requireFields(jwk, isPublic ? ['x'] : ['x', 'd']);
  const [x, d] = fieldsOf(jwk, isPublic ? ['x'] : ['x', 'd']);
  const handle =
    checkHandle(parts.rawFrom(type, !isPublic, isPublic ? x : d));
  if (!isPublic && !parts.raw(handle, false).equals(x)) {
    throw new ERR_CRYPTO_INVALID_JWK();
  }
  return handle;
}

/** @returns {KeyHandle} of a JWK */
function importJwk(jwk, isPublic) {
  validateOneOf(jwk.kty, 'key.kty', ['RSA', 'EC', 'OKP']);
  if (jwk.kty === 'RSA') return rsaFromJwk(jwk, isPublic);
  return jwk.kty === 'EC' ? ecFromJwk(jwk, isPublic) :
    okpFromJwk(jwk, isPublic);
}

function rawHandle(type, bytes, isPublic, options, name) {
  if (type === 'ec') {
    validateString(options.namedCurve, `${name}.namedCurve`);
    const curve = curveName(options.namedCurve);
    return isPublic ? parts.ecFrom(curve, bytes) :
      parts.ecFrom(curve, undefined, bytes);
  }
  if (type in okpNames) return parts.rawFrom(type, !isPublic, bytes);
  throw unsupportedRaw(options.format, type);
}

/** @returns {KeyHandle} of {key, format: 'raw-...', asymmetricKeyType} */
function importRaw(options, isPublic, name) {
  const { format, asymmetricKeyType: type } = options;
  if (isPublic && format === 'raw-private') {
    return importRaw(options, false, name).toPublic();
  }
  const allowed = isPublic ? ['raw-public'] : ['raw-private', 'raw-seed'];
  if (!allowed.includes(format)) {
    throw new ERR_INVALID_ARG_VALUE(`${name}.format`, format);
  }
  const bytes = checkBytes(options.key, `${name}.key`);
  validateString(type, `${name}.asymmetricKeyType`);
  if (format === 'raw-seed') throw unsupportedRaw(format, type);
  const handle = rawHandle(type, bytes, isPublic, options, name);
  if (handle !== undefined) return handle;
  throw new ERR_INVALID_ARG_VALUE(`${name}.key`, options.key);
}

// --- Details ----------------------------------------------------------------------

function rsaDetails(handle) {
  const [n, e] = parts.rsaNumbers(handle);
  return {
    modulusLength: bytesToBigInt(n).toString(2).length,
    publicExponent: bytesToBigInt(e),
  };
}

function pssDetails(handle) {
  const details = rsaDetails(handle);
  const restrictions = parts.pssDetails(handle);
  if (restrictions === undefined) return details;
  const [hashAlgorithm, mgf1HashAlgorithm, saltLength] = restrictions;
  return { ...details, hashAlgorithm, mgf1HashAlgorithm, saltLength };
}

/** @returns {object} what asymmetricKeyDetails gives */
function asymmetricDetails(handle, type) {
  switch (type) {
    case 'rsa':
      return rsaDetails(handle);
    case 'rsa-pss':
      return pssDetails(handle);
    case 'ec': {
      const namedCurve = parts.curveName(handle);
      return namedCurve === undefined ? {} : { namedCurve };
    }
    case 'dsa': {
      const [modulusLength, divisorLength] = parts.dsaBits(handle);
      return { modulusLength, divisorLength };
    }
    default:
      return {};
  }
}

module.exports = {
  asymmetricDetails,
  curveName,
  exportJwk,
  exportRaw,
  importJwk,
  importRaw,
};
