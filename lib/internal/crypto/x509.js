'use strict';
// X509Certificate.

const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { handleOf, isKeyObject, keyObjectFrom, typeOf } =
  require('internal/crypto/keys');
const { checkBytes, digestOf, isBytes } = require('internal/crypto/util');
const { customInspectSymbol, kEmptyObject } = require('internal/util');
const { validateBoolean, validateObject, validateString } =
  require('internal/validators');
const { X509 } = internalBinding('crypto_x509');
const parts = internalBinding('crypto_key_parts');

// OpenSSL's X509_CHECK_FLAG_*.
const kAlwaysSubject = 1;
const kNoWildcards = 2;
const kNoPartialWildcards = 4;
const kMultiLabelWildcards = 8;
const kSingleLabelSubdomains = 16;
const kNeverSubject = 32;

const kBooleanFlags = [
  ['wildcards', true, kNoWildcards],
  ['partialWildcards', true, kNoPartialWildcards],
  ['multiLabelWildcards', false, kMultiLabelWildcards],
  ['singleLabelSubdomains', false, kSingleLabelSubdomains],
];

function subjectFlag(subject) {
  if (subject === undefined || subject === 'default') return 0;
  validateString(subject, 'options.subject');
  if (subject === 'always') return kAlwaysSubject;
  if (subject === 'never') return kNeverSubject;
  throw new ERR_INVALID_ARG_VALUE('options.subject', subject);
}

function checkFlags(options) {
  validateObject(options, 'options');
  let flags = 0;
  for (const [name, isOnByDefault, flag] of kBooleanFlags) {
    const value = options[name] === undefined ? isOnByDefault : options[name];
    validateBoolean(value, `options.${name}`);
    if (value !== isOnByDefault) flags |= flag;
  }
  return flags | subjectFlag(options.subject);
}

function checkName(name, argument) {
  validateString(name, argument);
  if (name.includes('\0')) throw new ERR_INVALID_ARG_VALUE(argument, name);
}

/** {key: value}; a key that comes more than once has an array. */
function nameObject(list) {
  const object = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) {
    const [key, value] = [list[i], list[i + 1]];
    if (!(key in object)) object[key] = value;
    else if (Array.isArray(object[key])) object[key].push(value);
    else object[key] = [object[key], value];
  }
  return object;
}

/** As `infoAccess` of tls's getPeerCertificate(). */
function infoObject(text) {
  if (text === undefined) return undefined;
  const object = { __proto__: null };
  for (const line of text.split('\n')) {
    const index = line.indexOf(':');
    const key = line.slice(0, index);
    const value = line.slice(index + 1);
    (object[key] ??= []).push(value[0] === '"' ? JSON.parse(value) : value);
  }
  return object;
}

const kNistCurves = {
  __proto__: null, prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521',
  secp224r1: 'P-224', prime192v1: 'P-192',
};

function rsaFields(handle) {
  const [n, e] = parts.rsaNumbers(handle);
  return {
    modulus: n.toString('hex').toUpperCase(),
    bits: BigInt(`0x${n.toString('hex')}`).toString(2).length,
    exponent: `0x${BigInt(`0x${e.toString('hex')}`).toString(16)}`,
    pubkey: keyObjectFrom('public', handle)
      .export({ format: 'der', type: 'spki' }),
  };
}

function ecFields(handle) {
  const curve = parts.curveName(handle);
  return {
    bits: curveBits(handle),
    pubkey: parts.ecPoint(handle, false),
    asn1Curve: curve,
    nistCurve: kNistCurves[curve],
  };
}

function curveBits(handle) {
  const size = (parts.ecPoint(handle, false).length - 1) / 2;
  return size === 66 ? 521 : size * 8;
}

function keyFields(handle) {
  const type = parts.keyType(handle);
  if (type === 'rsa' || type === 'rsa-pss') return rsaFields(handle);
  return type === 'ec' ? ecFields(handle) : {};
}

let isX509Certificate;

class X509Certificate {
  #handle;
  #publicKey;

  /** @param {string|ArrayBuffer|ArrayBufferView} buffer PEM or DER */
  constructor(buffer) {
    if (buffer instanceof X509) {
      this.#handle = buffer;
      return;
    }
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!isBytes(buffer)) {
      throw new ERR_INVALID_ARG_TYPE(
        'buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    this.#handle = new X509(checkBytes(buffer, 'buffer'));
  }

  get subject() { return this.#handle.subject(); }
  get subjectAltName() { return this.#handle.subjectAltName(); }
  get issuer() { return this.#handle.issuer(); }
  /** Of certificates that tls received; else undefined. */
  get issuerCertificate() { return undefined; }
  get infoAccess() { return this.#handle.infoAccess(); }
  get validFrom() { return this.#handle.time(false); }
  get validTo() { return this.#handle.time(true); }
  get validFromDate() { return new Date(this.#handle.epoch(false)); }
  get validToDate() { return new Date(this.#handle.epoch(true)); }
  get fingerprint() { return this.#handle.fingerprint(digestOf('sha1')); }
  get fingerprint256() { return this.#handle.fingerprint(digestOf('sha256')); }
  get fingerprint512() { return this.#handle.fingerprint(digestOf('sha512')); }
  get keyUsage() { return this.#handle.keyUsage(); }
  get serialNumber() { return this.#handle.serialNumber(); }
  get signatureAlgorithm() { return this.#handle.signatureAlgorithm(false); }
  get signatureAlgorithmOid() { return this.#handle.signatureAlgorithm(true); }
  get raw() { return this.#handle.raw(); }
  get ca() { return this.#handle.isCA(); }

  /** @returns {KeyObject} */
  get publicKey() {
    return this.#publicKey ??=
      keyObjectFrom('public', this.#handle.publicKey());
  }

  toString() { return this.#handle.pem(); }
  toJSON() { return this.toString(); }

  /**
   * @param {string} name
   * @param {object} [options] subject, wildcards, partialWildcards,
   *   multiLabelWildcards, singleLabelSubdomains
   * @returns {string|undefined} the name of the certificate that fits
   */
  checkHost(name, options = kEmptyObject) {
    checkName(name, 'name');
    return this.#handle.checkHost(name, checkFlags(options));
  }

  /** @returns {string|undefined} the address, if it fits */
  checkEmail(email, options = kEmptyObject) {
    checkName(email, 'email');
    return this.#handle.checkEmail(email, checkFlags(options)) ? email :
      undefined;
  }

  /** @returns {string|undefined} the address, if it fits */
  checkIP(ip) {
    checkName(ip, 'ip');
    const answer = this.#handle.checkIP(ip);
    if (answer === -2) throw new ERR_INVALID_ARG_VALUE('ip', ip);
    return answer === 1 ? ip : undefined;
  }

  /** Whether another certificate's key can have issued this one. */
  checkIssued(otherCert) {
    if (!isX509Certificate(otherCert)) {
      throw new ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    }
    return this.#handle.checkIssued(otherCert.#handle);
  }

  /** Whether a private key belongs to it. */
  checkPrivateKey(privateKey) {
    checkKeyObject(privateKey, 'pkey', 'private');
    return this.#handle.checkPrivateKey(handleOf(privateKey));
  }

  /** Whether it was signed by the private half of a key. */
  verify(publicKey) {
    checkKeyObject(publicKey, 'pkey', 'public');
    return this.#handle.verify(handleOf(publicKey));
  }

  /** What tls's getPeerCertificate() gives. */
  toLegacyObject() {
    const handle = this.#handle;
    const keyHandle = handle.publicKey();
    const object = {
      subject: nameObject(handle.nameParts(false)),
      issuer: nameObject(handle.nameParts(true)),
      subjectaltname: handle.subjectAltName(),
      infoAccess: infoObject(handle.infoAccess()),
      ca: handle.isCA(),
      ...keyFields(keyHandle),
      valid_from: this.validFrom,
      valid_to: this.validTo,
      fingerprint: this.fingerprint,
      fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512,
      ext_key_usage: this.keyUsage,
      serialNumber: this.serialNumber,
      raw: this.raw,
    };
    for (const key of Object.keys(object)) {
      if (object[key] === undefined) delete object[key];
    }
    return object;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const { subject, subjectAltName, issuer, infoAccess, validFrom, validTo,
            validFromDate, validToDate, fingerprint, fingerprint256,
            fingerprint512, keyUsage, serialNumber, signatureAlgorithm,
            signatureAlgorithmOid } = this;
    return `X509Certificate ${inspect({
      subject, subjectAltName, issuer, infoAccess, validFrom, validTo,
      validFromDate, validToDate, fingerprint, fingerprint256, fingerprint512,
      keyUsage, serialNumber, signatureAlgorithm, signatureAlgorithmOid,
    }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  static {
    isX509Certificate = (value) =>
      typeof value === 'object' && value !== null && #handle in value;
  }
}

function checkKeyObject(key, name, type) {
  if (!isKeyObject(key)) throw new ERR_INVALID_ARG_TYPE(name, 'KeyObject', key);
  if (typeOf(key) !== type) throw new ERR_INVALID_ARG_VALUE(name, key);
}

module.exports = { X509Certificate, isX509Certificate };
