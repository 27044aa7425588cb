'use strict';

const { SecureContext, createSecureContext } = require('internal/tls/context');
const { TLSSocket } = require('internal/tls/socket');
const { Server, createServer } = require('internal/tls/server');
const { connect } = require('internal/tls/connect');
const { checkServerIdentity } = require('internal/tls/identity');
const { convertALPNProtocols } = require('internal/tls/alpn');
const { defineDefault } = require('internal/tls/defaults');
const ca = require('internal/tls/ca');
const limits = require('internal/tls/limits');
const { ciphers } = internalBinding('tls');

let cipherNames;

/** The ciphers that OpenSSL knows, in lower case. @returns {string[]} */
function getCiphers() {
  cipherNames ??= [...new Set(ciphers().map((name) => name.toLowerCase()))]
    .sort();
  return [...cipherNames];
}

/** Of RFC 8879: OpenSSL before 3.2 has none. @returns {string[]} */
function getCertificateCompressionAlgorithms() {
  return [];
}

const tls = module.exports = {
  Server,
  TLSSocket,
  SecureContext,
  checkServerIdentity,
  connect,
  convertALPNProtocols,
  createSecureContext,
  createServer,
  getCACertificates: ca.getCACertificates,
  getCertificateCompressionAlgorithms,
  getCiphers,
  setDefaultCACertificates: ca.setDefaultCACertificates,
};

Object.defineProperties(tls, {
  rootCertificates: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    get: ca.rootCertificates,
  },
  CLIENT_RENEG_LIMIT: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: limits.limit,
    set: limits.setLimit,
  },
  CLIENT_RENEG_WINDOW: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: limits.window,
    set: limits.setWindow,
  },
});
defineDefault(tls, 'DEFAULT_CIPHERS', 'ciphers');
defineDefault(tls, 'DEFAULT_ECDH_CURVE', 'ecdhCurve');
defineDefault(tls, 'DEFAULT_MIN_VERSION', 'minVersion');
defineDefault(tls, 'DEFAULT_MAX_VERSION', 'maxVersion');
