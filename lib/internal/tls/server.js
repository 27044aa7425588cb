'use strict';
// tls.Server: a handshake on each connection of a net.Server.

const EventEmitter = require('events');
const process = require('internal/process');
const net = require('net');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS,
    ERR_TLS_REQUIRED_SERVER_NAME,
  },
  connResetException,
} = require('internal/errors');
const {
  validateBuffer,
  validateFunction,
  validateNumber,
  validateObject,
  validateString,
} = require('internal/validators');
const {
  SecureContext,
  createSecureContext,
} = require('internal/tls/context');
const { convertALPNProtocols } = require('internal/tls/alpn');
const { TLSSocket } = require('internal/tls/socket');
const { kErrorEmitted } = require('internal/tls/symbols');

const kSNICallback = Symbol('snicallback');
const kHandshakeTimeout = Symbol('handshake-timeout');

const HANDSHAKE_TIMEOUT_MS = 120_000;

// What of the options is a secure context's.
const kContextOptions = [
  'allowPartialTrustChain', 'ca', 'cert', 'ciphers', 'clientCertEngine', 'crl',
  'dhparam', 'ecdhCurve', 'key', 'maxVersion', 'minVersion', 'passphrase',
  'pfx', 'privateKeyEngine', 'privateKeyIdentifier', 'secureOptions',
  'secureProtocol', 'sigalgs', 'sessionTimeout', 'ticketKeys',
];

/**
 * @param {object} [options] see tls.createServer()
 * @param {Function} [listener] of 'secureConnection'
 */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options == null || typeof options === 'object') {
    options ??= {};
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  this.ALPNCallback = options.ALPNCallback;
  if (this.ALPNCallback && options.ALPNProtocols) {
    throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  if (options.sessionTimeout) this.sessionTimeout = options.sessionTimeout;
  if (options.ticketKeys) this.ticketKeys = options.ticketKeys;
  if (options.ALPNProtocols) {
    convertALPNProtocols(options.ALPNProtocols, this);
  }
  this.setSecureContext(options);
  this[kHandshakeTimeout] = options.handshakeTimeout || HANDSHAKE_TIMEOUT_MS;
  this[kSNICallback] = options.SNICallback;
  validateNumber(this[kHandshakeTimeout], 'options.handshakeTimeout');
  if (this[kSNICallback]) {
    validateFunction(this[kSNICallback], 'options.SNICallback');
  }
  setUpPsk(this, options);
  net.Server.call(this, options, onConnection);
  if (listener) this.on('secureConnection', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

function setUpPsk(server, { pskCallback, pskIdentityHint, enableTrace }) {
  server._pskCallback = pskCallback;
  server._pskIdentityHint = pskIdentityHint;
  server._enableTrace = enableTrace;
  if (pskCallback) validateFunction(pskCallback, 'options.pskCallback');
  if (pskIdentityHint) {
    validateString(pskIdentityHint, 'options.pskIdentityHint');
  }
}

// ---- a connection --------------------------------------------------------------------

function onConnection(rawSocket) {
  const server = this;
  const socket = new TLSSocket(rawSocket, {
    secureContext: server._sharedCreds,
    isServer: true,
    server,
    requestCert: server.requestCert,
    rejectUnauthorized: server.rejectUnauthorized,
    ALPNProtocols: server.ALPNProtocols,
    ALPNCallback: server.ALPNCallback,
    SNICallback: server[kSNICallback] || server._defaultSNICallback,
    enableTrace: server._enableTrace,
    pauseOnConnect: server.pauseOnConnect,
    pskCallback: server._pskCallback,
    pskIdentityHint: server._pskIdentityHint,
    highWaterMark: server.highWaterMark,
  });
  socket.server = server;
  socket.on('secure', onSocketSecure);
  socket.on('close', onSocketClose);
  socket.on('_tlsError', onSocketError);
  socket._setHandshakeTimeout(server[kHandshakeTimeout]);
}

function onSocketSecure() {
  if (this._controlReleased) return; // the end of a renegotiation
  if (this._requestCert) {
    const error = this.ssl.verifyError();
    if (error) {
      this.authorizationError = error.code;
      if (this._rejectUnauthorized) this.destroy();
    } else {
      this.authorized = true;
    }
  }
  if (this.destroyed || !this._releaseControl()) return;
  this.secureConnecting = false;
  if (this._tlsOptions.pauseOnConnect) this.pause();
  this._tlsOptions.server.emit('secureConnection', this);
}

// It is gone before it was secure.
function onSocketClose(hadError) {
  if (hadError || this._controlReleased || this[kErrorEmitted]) return;
  this[kErrorEmitted] = true;
  const error = connResetException('socket hang up');
  this._tlsOptions.server.emit('tlsClientError', error, this);
}

function onSocketError(error) {
  if (this._controlReleased || this[kErrorEmitted]) return;
  this[kErrorEmitted] = true;
  this._tlsOptions.server.emit('tlsClientError', error, this);
}

Server.prototype[EventEmitter.captureRejectionSymbol] =
  function(error, event, socket) {
    if (event === 'secureConnection') {
      socket.destroy(error);
    } else {
      net.Server.prototype[EventEmitter.captureRejectionSymbol]
        .call(this, error, event, socket);
    }
  };

// ---- contexts --------------------------------------------------------------------------

/** What keeps the sessions of one program apart from another's. */
function defaultSessionIdContext() {
  const { createHash } = require('crypto');
  return createHash('sha1').update(process.argv.join(' ')).digest('hex')
    .slice(0, 32);
}

/**
 * Other keys and certificates, for connections from now on.
 *
 * @param {object} options see tls.createSecureContext()
 */
Server.prototype.setSecureContext = function(options) {
  validateObject(options, 'options');
  const chosen = {};
  for (const name of kContextOptions) {
    chosen[name] = options[name] || undefined;
    if (name in options && options[name] !== undefined) {
      chosen[name] = options[name];
    }
  }
  chosen.ticketKeys ??= this.ticketKeys;
  chosen.sessionTimeout ??= this.sessionTimeout;
  chosen.honorCipherOrder = options.honorCipherOrder !== undefined ?
    Boolean(options.honorCipherOrder) : true;
  chosen.sessionIdContext = options.sessionIdContext ||
    this.sessionIdContext || defaultSessionIdContext();
  if (chosen.sessionTimeout !== undefined) {
    validateNumber(chosen.sessionTimeout, 'options.sessionTimeout');
  }
  this.sessionIdContext = chosen.sessionIdContext;
  for (const name of ['pfx', 'key', 'cert', 'ca', 'passphrase']) {
    this[name] = options[name] || undefined;
  }
  this._sharedCreds = createSecureContext(chosen);
};

/** @deprecated of old, for setSecureContext() */
Server.prototype._getServerData = function() {
  return { ticketKeys: this.getTicketKeys().toString('hex') };
};

/** @returns {Buffer} 48 bytes */
Server.prototype.getTicketKeys = function() {
  return this._sharedCreds.context.getTicketKeys();
};

/** @param {ArrayBufferView} keys 48 bytes */
Server.prototype.setTicketKeys = function(keys) {
  validateBuffer(keys);
  if (keys.byteLength !== 48) {
    require('assert')(false, 'Session ticket keys must be a 48-byte buffer');
  }
  this._sharedCreds.context.setTicketKeys(keys);
};

/**
 * A context for clients that ask for a name; the latest that fits is taken.
 *
 * @param {string} servername may have `*` for a label
 * @param {object|SecureContext} context
 */
Server.prototype.addContext = function(servername, context) {
  if (!servername) throw new ERR_TLS_REQUIRED_SERVER_NAME();
  const pattern = servername.replace(/([.^$+?\-\\[\]{}()|/])/g, '\\$1')
    .replaceAll('*', '[^.]*');
  const secureContext = context instanceof SecureContext ?
    context : createSecureContext(context);
  this._contexts.push([new RegExp(`^${pattern}$`, 'i'), secureContext.context]);
};

Server.prototype._defaultSNICallback = function(servername, callback) {
  const found =
    this._contexts.findLast(({ 0: pattern }) => pattern.test(servername));
  callback(null, found?.[1]);
};

/** Makes a server; see tls.md. */
function createServer(options, listener) {
  return new Server(options, listener);
}

module.exports = { Server, createServer };
