'use strict';
// SecureContext: keys, certificates and rules that connections share.

const {
  codes: {
    ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_TLS_INVALID_PROTOCOL_METHOD,
    ERR_TLS_INVALID_PROTOCOL_VERSION,
    ERR_TLS_PROTOCOL_VERSION_CONFLICT,
  },
} = require('internal/errors');
const { Buffer } = require('buffer');
const process = require('internal/process');
const { isArrayBufferView } = require('internal/util/types');
const {
  validateBuffer,
  validateInt32,
  validateNumber,
  validateObject,
  validateString,
} = require('internal/validators');
const { SecureContext: NativeSecureContext } = internalBinding('tls');
const { addDefaultCAs } = require('internal/tls/ca');
const defaults = require('internal/tls/defaults');

const kTLS1 = 0x301;
const kTLS12 = 0x303;
const kTLS13 = 0x304;
const kServerPreference = 0x400000; // SSL_OP_CIPHER_SERVER_PREFERENCE

const kVersions = {
  '__proto__': null,
  'TLSv1': kTLS1,
  'TLSv1.1': 0x302,
  'TLSv1.2': kTLS12,
  'TLSv1.3': kTLS13,
};

// The names of OpenSSL's methods of old, which stand for ranges of versions.
const kMethods = {
  __proto__: null,
  TLS: [0, kTLS13], TLSv1: [kTLS1, kTLS1], TLSv1_1: [0x302, 0x302],
  TLSv1_2: [kTLS12, kTLS12], SSLv23: [0, kTLS12],
};

function versionNumber(name, which, fallback) {
  const version = kVersions[name || fallback];
  if (version === undefined) {
    throw new ERR_TLS_INVALID_PROTOCOL_VERSION(name, which);
  }
  return version;
}

function methodRange(method) {
  const [, name] = /^(.*?)(?:_(?:client|server))?_method$/.exec(method) ?? [];
  if (name === 'SSLv2' || name === 'SSLv3') {
    throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`${name} methods disabled`);
  }
  const range = name === undefined ? undefined : kMethods[name];
  if (range === undefined) {
    throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${method}`);
  }
  return range;
}

function versionRange(secureProtocol, minVersion, maxVersion) {
  if (secureProtocol) {
    for (const version of [minVersion, maxVersion]) {
      if (version == null) continue;
      throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(version, secureProtocol);
    }
    validateString(secureProtocol, 'secureProtocol');
    return methodRange(secureProtocol);
  }
  return [
    versionNumber(minVersion, 'minimum', defaults.minVersion()),
    versionNumber(maxVersion, 'maximum', defaults.maxVersion()),
  ];
}

/** What connections share. Programs make one by createSecureContext(). */
class SecureContext {
  constructor(secureProtocol, secureOptions, minVersion, maxVersion) {
    const [min, max] = versionRange(secureProtocol, minVersion, maxVersion);
    this.context = new NativeSecureContext(min, max);
    this.range = [min, max];
    if (secureOptions) {
      validateNumber(secureOptions, 'secureOptions');
      this.context.setOptions(secureOptions);
    }
  }
}

// ---- options -----------------------------------------------------------------------

const kTextTypes = ['string', 'Buffer', 'TypedArray', 'DataView'];

function toBytes(value, name) {
  if (typeof value === 'string') return Buffer.from(value);
  if (isArrayBufferView(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, kTextTypes, value);
}

function toList(value) {
  if (!value) return [];
  return Array.isArray(value) ? value : [value];
}

function passphraseBytes(passphrase, name) {
  if (passphrase === undefined || passphrase === null) return undefined;
  validateString(passphrase, name);
  return Buffer.from(passphrase);
}

function setKeys(native, { key, passphrase }) {
  const isArray = Array.isArray(key);
  for (const item of toList(key)) {
    const isObject = isArray && item?.pem !== undefined;
    const pem = toBytes(isObject ? item.pem : item, 'options.key');
    const own = (isObject ? item.passphrase : undefined) ?? passphrase;
    native.setKey(pem, passphraseBytes(own, 'options.passphrase'));
  }
}

function setCertificates(native, { cert }) {
  for (const item of toList(cert)) {
    native.setCert(toBytes(item, 'options.cert'));
  }
}

function setCAs(native, { ca }) {
  const list = toList(ca);
  for (const item of list) native.addCACert(toBytes(item, 'options.ca'));
  if (list.length === 0 && !Array.isArray(ca)) addDefaultCAs(native);
}

function setPfx(native, { pfx, passphrase }) {
  for (const item of toList(pfx)) {
    const bytes = toBytes(item.buf ?? item, 'pfx');
    const own = item.passphrase || passphrase;
    native.loadPKCS12(bytes, passphraseBytes(own, 'passphrase'));
  }
}

function setCRLs(native, { crl }) {
  for (const item of toList(crl)) native.addCRL(toBytes(item, 'options.crl'));
}

/** OpenSSL has one list for TLS 1.3, one for all before. */
function splitCiphers(text) {
  const suites = [];
  const ciphers = [];
  for (const name of text.split(':')) {
    if (name === '') continue;
    (name.startsWith('TLS_') || name.startsWith('!TLS_') ? suites : ciphers)
      .push(name);
  }
  return {
    suites: suites.filter((name) => name[0] !== '!').join(':'),
    ciphers: ciphers.join(':'),
  };
}

function setCiphers(secureContext, { ciphers }) {
  if (ciphers !== undefined && ciphers !== null) {
    validateString(ciphers, 'options.ciphers');
  }
  const native = secureContext.context;
  const lists = splitCiphers(ciphers || defaults.ciphers());
  if (lists.suites === '' && lists.ciphers === '') {
    throw new ERR_INVALID_ARG_VALUE('options.ciphers', ciphers);
  }
  native.setCipherSuites(lists.suites);
  native.setCiphers(lists.ciphers);
  const [min, max] = secureContext.range;
  // Without ciphers for a version, it must not be agreed on.
  if (lists.suites === '' && max > kTLS12 && min < kTLS13) {
    native.setVersions(min, kTLS12);
  } else if (lists.ciphers === '' && min < kTLS13 && max > kTLS12) {
    native.setVersions(kTLS13, max);
  }
}

function setGroups(native, { ecdhCurve = defaults.ecdhCurve() }) {
  validateString(ecdhCurve, 'options.ecdhCurve');
  if (ecdhCurve !== 'auto') native.setGroups(ecdhCurve);
}

function setDH(native, { dhparam }) {
  if (dhparam === undefined || dhparam === null) return;
  const isAuto = dhparam === 'auto';
  const bits = native.setDHParam(isAuto || toBytes(dhparam, 'options.dhparam'));
  if (bits === 0) return;
  if (bits < 1024) throw new Error('DH parameter is less than 1024 bits');
  process.emitWarning('DH parameter is less than 2048 bits', 'SecurityWarning');
}

function setSigalgs(native, { sigalgs }) {
  if (sigalgs === undefined || sigalgs === null) return;
  validateString(sigalgs, 'options.sigalgs');
  if (sigalgs === '') {
    throw new ERR_INVALID_ARG_VALUE('options.sigalgs', sigalgs);
  }
  native.setSigalgs(sigalgs);
}

function checkEngines(options) {
  const { clientCertEngine, privateKeyEngine, privateKeyIdentifier } = options;
  if (clientCertEngine != null) {
    validateEngine(clientCertEngine, 'options.clientCertEngine');
  }
  if (privateKeyIdentifier != null) {
    validateEngine(privateKeyIdentifier, 'options.privateKeyIdentifier');
  }
  if (privateKeyEngine != null) {
    validateEngine(privateKeyEngine, 'options.privateKeyEngine');
  }
  if (clientCertEngine || privateKeyEngine) {
    throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
}

function validateEngine(value, name) {
  if (typeof value === 'string') return;
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'null', 'undefined'], value);
}

function setSessions(native, options) {
  const { sessionIdContext, ticketKeys, sessionTimeout } = options;
  if (sessionIdContext !== undefined && sessionIdContext !== null) {
    validateString(sessionIdContext, 'options.sessionIdContext');
    native.setSessionIdContext(sessionIdContext);
  }
  if (ticketKeys !== undefined && ticketKeys !== null) {
    validateBuffer(ticketKeys, 'options.ticketKeys');
    checkTicketKeys(ticketKeys, 'options.ticketKeys');
    native.setTicketKeys(ticketKeys);
  }
  if (sessionTimeout !== undefined && sessionTimeout !== null) {
    validateInt32(sessionTimeout, 'options.sessionTimeout', 0);
    native.setSessionTimeout(sessionTimeout);
  }
}

function checkTicketKeys(keys, name) {
  if (keys.byteLength === 48) return;
  throw new ERR_INVALID_ARG_VALUE(name, keys.byteLength,
                                  'must be exactly 48 bytes');
}

function configure(secureContext, options) {
  const native = secureContext.context;
  if (options.allowPartialTrustChain) native.allowPartialTrustChain();
  // First: they say how weak keys may be.
  setCiphers(secureContext, options);
  setCAs(native, options);
  setCertificates(native, options);
  setKeys(native, options);
  setSigalgs(native, options);
  checkEngines(options);
  setGroups(native, options);
  setDH(native, options);
  setCRLs(native, options);
  setPfx(native, options);
  setSessions(native, options);
}

/**
 * Makes a context from options; see tls.md.
 *
 * @throws {ERR_INVALID_ARG_TYPE}
 * @throws {Error} OpenSSL's, of what it cannot read or use
 * @returns {SecureContext}
 */
function createSecureContext(options) {
  options ||= {};
  validateObject(options, 'options');
  let { secureOptions } = options;
  if (options.honorCipherOrder) secureOptions |= kServerPreference;
  const secureContext = new SecureContext(
    options.secureProtocol, secureOptions, options.minVersion,
    options.maxVersion);
  configure(secureContext, options);
  return secureContext;
}

// What of tls.connect()'s options says something about the context.
const kContextOptions = [
  'allowPartialTrustChain', 'ca', 'cert', 'ciphers', 'clientCertEngine', 'crl',
  'dhparam', 'ecdhCurve', 'honorCipherOrder', 'key', 'maxVersion',
  'minVersion', 'passphrase', 'pfx', 'privateKeyEngine',
  'privateKeyIdentifier', 'secureOptions', 'secureProtocol', 'sessionIdContext',
  'sessionTimeout', 'sigalgs', 'ticketKeys',
];

// Clients that ask for nothing special share one context: making one costs more
// than a handshake.
const shared = { context: null, key: '' };

function sharedKey() {
  return [defaults.minVersion(), defaults.maxVersion(), defaults.ciphers(),
          defaults.ecdhCurve()].join('|');
}

/** As createSecureContext(), for a client. */
function clientContext(options) {
  for (let i = 0; i < kContextOptions.length; i++) {
    const value = options[kContextOptions[i]];
    if (value !== undefined && value !== null) {
      return createSecureContext(options);
    }
  }
  const key = sharedKey();
  if (shared.context === null || shared.key !== key) {
    shared.context = createSecureContext();
    shared.key = key;
  }
  return shared.context;
}

/** The certificates that are trusted have changed. */
function forgetSharedContext() {
  shared.context = null;
}

module.exports = {
  SecureContext,
  checkTicketKeys,
  clientContext,
  createSecureContext,
  forgetSharedContext,
};
