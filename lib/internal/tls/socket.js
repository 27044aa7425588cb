'use strict';
// TLSSocket: a socket whose bytes are encrypted in C, between its handle and the
// network (bindings/tls.h).

const process = require('internal/process');
const net = require('net');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_TLS_ALPN_CALLBACK_INVALID_RESULT,
    ERR_TLS_HANDSHAKE_TIMEOUT,
    ERR_TLS_INVALID_CONTEXT,
    ERR_TLS_INVALID_STATE,
    ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED,
    ERR_TLS_RENEGOTIATION_DISABLED,
    ERR_TLS_SESSION_ATTACK,
    ERR_TLS_SNI_FROM_SERVER,
  },
  errnoException,
  genericNodeError,
} = require('internal/errors');
const { setImmediate, setTimeout, clearTimeout } = require('timers');
const {
  validateBuffer,
  validateFunction,
  validateInt32,
  validateObject,
  validateString,
  validateUint32,
} = require('internal/validators');
const { isArrayBufferView } = require('internal/util/types');
const { kCloseHandle, kConnected, kTakeHandle } =
  require('internal/net/symbols');
const { createSecureContext, SecureContext } = require('internal/tls/context');
const { convertALPNProtocols } = require('internal/tls/alpn');
const {
  kErrorEmitted,
  kIsVerified,
  kPendingSession,
  kPskCallback,
  kSocket,
} = require('internal/tls/symbols');
const { onEvent } = require('internal/tls/events');
const limits = require('internal/tls/limits');
const { getOptionValue } = require('internal/options');
const { TLSConnection, setCallback } = internalBinding('tls');
const { TCP } = internalBinding('tcp');
const { Pipe } = internalBinding('pipe');

const { Socket } = net;

setCallback(onEvent);

const kWrapped = Symbol('kWrapped'); // the socket underneath, or null
const kWrappedIsClosed = Symbol('kWrappedIsClosed');
const kIsStarted = Symbol('kIsStarted');
const kRenegotiations = Symbol('kRenegotiations'); // {count, timer} or null
const kRenegotiationIsDisabled = Symbol('kRenegotiationIsDisabled');
const kHandshakeTimer = Symbol('kHandshakeTimer');

/**
 * @param {net.Socket|stream.Duplex} [socket] what is to carry the bytes
 * @param {object} [options] see tls.md
 */
function TLSSocket(socket, options) {
  const tlsOptions = { ...options };
  if (tlsOptions.ALPNProtocols) {
    convertALPNProtocols(tlsOptions.ALPNProtocols, tlsOptions);
  }
  this._tlsOptions = tlsOptions;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this.ssl = null;
  this[kWrapped] = null;
  this[kWrappedIsClosed] = false;
  this[kIsStarted] = false;
  this[kIsVerified] = false;
  this[kPendingSession] = null;
  this[kErrorEmitted] = false;
  this[kRenegotiations] = null;
  this[kRenegotiationIsDisabled] = false;
  this[kHandshakeTimer] = null;
  this[kPskCallback] = undefined;

  Socket.call(this, {
    allowHalfOpen: socket ? socket.allowHalfOpen : tlsOptions.allowHalfOpen,
    highWaterMark: tlsOptions.highWaterMark,
    onread: socket ? null : tlsOptions.onread,
    signal: tlsOptions.signal,
    noDelay: tlsOptions.noDelay,
    keepAlive: tlsOptions.keepAlive,
    keepAliveInitialDelay: tlsOptions.keepAliveInitialDelay,
  });
  this.on('newListener', enableOnDemand);
  this.on('error', this._tlsError);
  makeConnection(this, tlsOptions);
  if (socket) wrap(this, socket);
}
Object.setPrototypeOf(TLSSocket.prototype, Socket.prototype);
Object.setPrototypeOf(TLSSocket, Socket);

// Sessions and keys are only told to those who ask: it costs.
function enableOnDemand(name) {
  if (name === 'keylog') this.ssl?.enableKeylogCallback();
  else if (name === 'session' && !this._tlsOptions.isServer) {
    this.ssl?.enableSessionCallback();
  }
}

// ---- the connection's settings --------------------------------------------------------

function nativeContext(options) {
  const context = options.secureContext || createSecureContext(options);
  if (!(context instanceof SecureContext) && !context.context) {
    throw new ERR_TLS_INVALID_CONTEXT('context');
  }
  return context.context;
}

function makeConnection(socket, options) {
  const ssl =
    new TLSConnection(nativeContext(options), Boolean(options.isServer));
  ssl[kSocket] = socket;
  socket.ssl = ssl;
  socket._requestCert = Boolean(options.requestCert) || !options.isServer;
  socket._rejectUnauthorized = options.rejectUnauthorized !== false;
  ssl.setVerifyMode(socket._requestCert, socket._rejectUnauthorized);
  if (options.enableTrace) ssl.enableTrace();
  if (getOptionValue('--tls-keylog')) ssl.enableKeylogCallback();
  if (options.isServer) setUpServer(socket, ssl, options);
  else setUpClient(ssl, options);
  setUpAlpn(ssl, options);
  setUpPsk(socket, ssl, options);
}

function setUpClient(ssl, options) {
  if (options.session) ssl.setSession(sessionBytes(options.session));
  if (options.requestOCSP) ssl.requestOCSP();
}

function setUpServer(socket, ssl, options) {
  const { server } = options;
  let asksCert = false;
  if (options.SNICallback) {
    validateFunction(options.SNICallback, 'options.SNICallback');
    if (isOwnSNI(options)) {
      socket._SNICallback = options.SNICallback;
      asksCert = true;
    }
  }
  if (server) {
    if (server.listenerCount('resumeSession') > 0) ssl.enableHelloCallback();
    if (server.listenerCount('newSession') > 0) ssl.enableSessionCallback();
    if (server.listenerCount('OCSPRequest') > 0) asksCert = true;
    if (server.listenerCount('keylog') > 0) ssl.enableKeylogCallback();
  }
  if (asksCert) ssl.enableCertCallback();
}

// The server's own way to choose asks JavaScript for nothing if there is nothing
// to choose from.
function isOwnSNI({ server, SNICallback }) {
  return !server || SNICallback !== server._defaultSNICallback ||
    server._contexts.length > 0;
}

function setUpAlpn(ssl, options) {
  if (options.ALPNCallback) {
    validateFunction(options.ALPNCallback, 'options.ALPNCallback');
    if (options.isServer) ssl.enableALPNCallback();
  }
  if (options.ALPNProtocols) ssl.setALPN(options.ALPNProtocols);
}

function setUpPsk(socket, ssl, options) {
  const { pskCallback, pskIdentityHint } = options;
  if (!pskCallback) return;
  validateFunction(pskCallback, 'pskCallback');
  socket[kPskCallback] = pskCallback;
  ssl.enablePskCallback();
  if (!options.isServer || pskIdentityHint == null) return;
  validateString(pskIdentityHint, 'options.pskIdentityHint');
  if (!ssl.setPskIdentityHint(pskIdentityHint)) {
    const error = new ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED();
    process.nextTick(() => socket.destroy(error));
  }
}

function sessionBytes(session) {
  if (typeof session === 'string') {
    return require('buffer').Buffer.from(session, 'latin1');
  }
  validateBuffer(session, 'session');
  return session;
}

// ---- what carries the bytes -------------------------------------------------------------

function attach(socket, handle) {
  const status = socket.ssl.attach(handle);
  if (status !== 0) socket.destroy(errnoException(status, 'attach'));
}

/** The connection stands: the handshake can begin. */
TLSSocket.prototype[kConnected] = function() {
  attach(this, this._handle);
  Socket.prototype[kConnected].call(this);
  this._start();
};

function isPlainSocket(socket) {
  return socket instanceof Socket && !(socket instanceof TLSSocket);
}

function wrap(socket, wrapped) {
  socket[kWrapped] = wrapped;
  socket._parent = wrapped instanceof Socket ? wrapped : null;
  wrapped.on('close', () => {
    socket[kWrappedIsClosed] = true;
    socket.destroy();
  });
  wrapped.on('error', (error) => onWrappedError(socket, error));
  if (wrapped.destroyed) return;
  if (isPlainSocket(wrapped)) wrapSocket(socket, wrapped);
  else wrapDuplex(socket, wrapped);
}

function onWrappedError(socket, error) {
  if (socket._tlsOptions.isServer && !socket._controlReleased) {
    socket._tlsError(error);
  }
  socket.destroy(socket._tlsOptions.isServer ? undefined : error);
}

function wrapSocket(socket, wrapped) {
  const handle = wrapped._handle;
  if (handle !== null && !wrapped.connecting) {
    takeOver(socket, wrapped);
    process.nextTick(startUnlessStarted, socket);
    return;
  }
  socket.connecting = true;
  wrapped.once('connect', () => {
    if (socket.destroyed) return;
    socket.connecting = false;
    takeOver(socket, wrapped);
    socket.emit('connect');
    startUnlessStarted(socket);
  });
}

function takeOver(socket, wrapped) {
  const handle = wrapped._handle;
  if (!(handle instanceof TCP) && !(handle instanceof Pipe)) {
    wrapDuplex(socket, wrapped);
    return;
  }
  const { reading } = handle;
  socket[kTakeHandle](handle);
  attach(socket, handle);
  handle.reading = reading;
}

function wrapDuplex(socket, duplex) {
  const { DuplexWire } = require('internal/tls/duplex');
  const { handle } = new DuplexWire(duplex);
  socket[kTakeHandle](handle);
  attach(socket, handle);
  process.nextTick(startUnlessStarted, socket);
}

function startUnlessStarted(socket) {
  if (!socket.destroyed) socket._start();
}

/** Begins the handshake. */
TLSSocket.prototype._start = function() {
  if (this.connecting || this[kIsStarted] || this._handle === null ||
      this.ssl === null) {
    return;
  }
  this[kIsStarted] = true;
  this._handle.reading = true;
  if (this._tlsOptions.isServer) this._handle.handshakes = 1;
  const { ssl } = this;
  // What came before the encryption was agreed on (STARTTLS).
  const early = isPlainSocket(this[kWrapped]) ? this[kWrapped].read() : null;
  const status = ssl.start();
  if (status < 0) {
    this.destroy(errnoException(status, 'read'));
    return;
  }
  if (early !== null && isArrayBufferView(early)) ssl.receive(early);
  if (!this.destroyed) this.read(0);
};

// Programs that wait for the end of a response ask its socket then for session
// and certificate: with 'finish' in the same turn all that would be gone.
TLSSocket.prototype._final = function(callback) {
  Socket.prototype._final.call(this, (error) => setImmediate(callback, error));
};

TLSSocket.prototype._destroy = function(error, callback) {
  // What was to carry the bytes, but had not connected yet, goes too.
  if (this._handle === null) this[kWrapped]?.destroy();
  Socket.prototype._destroy.call(this, error, callback);
};

TLSSocket.prototype[kCloseHandle] = function(handle, onClosed) {
  const { ssl } = this;
  this.ssl = null;
  ssl?.destroy();
  clearTimeout(this[kHandshakeTimer]);
  clearTimeout(this[kRenegotiations]?.timer);
  const wrapped = this[kWrapped];
  if (isPlainSocket(wrapped) && wrapped._handle === handle) {
    if (this.resetAndClosing) wrapped.resetAndClosing = true;
    wrapped.once('close', onClosed);
    wrapped.destroy();
  } else if (this[kWrappedIsClosed] && isPlainSocket(wrapped)) {
    process.nextTick(onClosed);
  } else {
    wrapped?.destroy();
    Socket.prototype[kCloseHandle].call(this, handle, onClosed);
  }
};

TLSSocket.prototype._destroySSL = function() {
  this.ssl?.destroy();
  this.ssl = null;
};

// Errors that a root certificate of the system's could mend.
const kUnknownIssuer = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** @returns {Error|null} what is wrong with the certificate of the other side */
TLSConnection.prototype.verifyError = function() {
  const found = this.verifyErrorParts();
  if (found === null) return null;
  const [code, text] = found;
  const message = kUnknownIssuer.has(code) ?
    `${text}; if the root CA is installed locally, try running Node.js with ` +
    '--use-system-ca' : text;
  return genericNodeError(message, { code });
};

// ---- the handshake's events ----------------------------------------------------------------

TLSSocket.prototype._tlsError = function(error) {
  this.emit('_tlsError', error);
  return this._controlReleased ? error : null;
};

TLSSocket.prototype._emitTLSError = function(error) {
  const left = this._tlsError(error);
  if (left) this.destroy(left);
};

/** From now on the program hears of errors. */
TLSSocket.prototype._releaseControl = function() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener('error', this._tlsError);
  return true;
};

TLSSocket.prototype._finishInit = function() {
  if (this.destroyed || this.ssl === null) return;
  if (this._newSessionPending) {
    this._securePending = true;
    return;
  }
  this._securePending = false;
  clearTimeout(this[kHandshakeTimer]);
  this[kHandshakeTimer] = null;
  this.alpnProtocol = this.ssl.alpnProtocol();
  // A client has asked for a name; a server has been asked for it.
  if (this.servername === null) this.servername = this.ssl.servername();
  this._secureEstablished = true;
  this.emit('secure');
};

/** Of a server: the handshake must end within so many milliseconds. */
TLSSocket.prototype._setHandshakeTimeout = function(msecs) {
  if (msecs > 0) {
    this[kHandshakeTimer] = setTimeout(onHandshakeTimeout, msecs, this);
  }
};

function onHandshakeTimeout(socket) {
  socket._emitTLSError(new ERR_TLS_HANDSHAKE_TIMEOUT());
  socket.destroy();
}

TLSSocket.prototype._onSecure = function() {
  if (this._secureEstablished) {
    // The end of a renegotiation.
    this.emit('secure');
    return;
  }
  this._finishInit();
};

TLSSocket.prototype._onSSLError = function(error) {
  if (this._hadError || this.destroyed) return;
  const { isServer } = this._tlsOptions;
  if (this._secureEstablished && isServer && this._rejectUnauthorized &&
      /peer did not return a certificate/.test(error.message)) {
    this.destroy();
  } else {
    this.destroy(error);
  }
};

/** Of a server: its certificate is to be chosen. */
TLSSocket.prototype._onCertCallback = function(servername, wantsOCSP) {
  loadSNI(this, servername, (context) => {
    requestOCSP(this, context, wantsOCSP);
  });
};

function loadSNI(socket, servername, callback) {
  if (servername === undefined || socket._SNICallback === null) {
    callback(undefined);
    return;
  }
  let isDone = false;
  const onChosen = (error, context) => {
    if (isDone) {
      const { codes: { ERR_MULTIPLE_CALLBACK } } = require('internal/errors');
      socket.destroy(new ERR_MULTIPLE_CALLBACK());
      return;
    }
    isDone = true;
    if (socket.ssl === null) return;
    if (error) {
      socket.destroy(error);
      return;
    }
    const native = context ? context.context || context : undefined;
    if (native !== undefined && !isNativeContext(native)) {
      socket.destroy(new Error('Invalid SNI context'));
      return;
    }
    callback(native);
  };
  try {
    socket._SNICallback.call(socket._tlsOptions.server ?? socket, servername,
                             onChosen);
  } catch (error) {
    socket.destroy(error);
  }
}

function isNativeContext(value) {
  return value instanceof internalBinding('tls').SecureContext;
}

function requestOCSP(socket, context, wantsOCSP) {
  const { server } = socket._tlsOptions;
  if (!wantsOCSP || !server || server.listenerCount('OCSPRequest') === 0) {
    socket.ssl.certDone(context, undefined);
    return;
  }
  const native = context ?? server._sharedCreds.context;
  const certificate = native.certificate()?.raw() ?? null;
  const issuer = native.issuer()?.raw() ?? null;
  server.emit('OCSPRequest', certificate, issuer, (error, response) => {
    if (socket.ssl === null) return;
    if (error) socket.destroy(error);
    else socket.ssl.certDone(context, response ?? undefined);
  });
}

/** Of a server: a client would resume a session. */
TLSSocket.prototype._onClientHello = function(sessionId) {
  const { server } = this._tlsOptions;
  server.emit('resumeSession', sessionId, (error, session) => {
    if (this.ssl === null) return;
    if (error) this.destroy(error);
    else this.ssl.helloDone(session ?? undefined);
  });
};

TLSSocket.prototype._onSession = function(sessionId, session) {
  const { isServer, server } = this._tlsOptions;
  if (!isServer) {
    if (this[kIsVerified]) this.emit('session', session);
    else this[kPendingSession] = session;
    return;
  }
  if (!server) return;
  if (!this._secureEstablished) this._newSessionPending = true;
  server.emit('newSession', sessionId, session, () => {
    this._newSessionPending = false;
    if (this._securePending) this._finishInit();
  });
};

TLSSocket.prototype._onKeylog = function(line) {
  const file = getOptionValue('--tls-keylog');
  if (file) require('fs').appendFileSync(file, line, { mode: 0o600 });
  this.emit('keylog', line);
  this._tlsOptions.server?.emit('keylog', line, this);
};

TLSSocket.prototype._onALPN = function(protocols) {
  const { ALPNCallback } = this._tlsOptions;
  const servername = this.ssl.servername() || '';
  try {
    const chosen = ALPNCallback.call(this, { servername, protocols });
    if (chosen === undefined || protocols.includes(chosen)) return chosen;
    throw new ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, protocols);
  } catch (error) {
    this.destroy(error);
    return undefined;
  }
};

// A server is asked (identity, maxPskLength), a client (hint, maxPskLength,
// maxIdentityLength).
TLSSocket.prototype._onPsk = function(identity, maxLength, maxIdentityLength) {
  try {
    return askPsk(this, identity, maxLength, maxIdentityLength);
  } catch (error) {
    this.destroy(error);
    return undefined;
  }
};

function askPsk(socket, identity, maxLength, maxIdentityLength) {
  const isServer = Boolean(socket._tlsOptions.isServer);
  const answer = isServer ? socket[kPskCallback](socket, identity) :
    socket[kPskCallback](identity);
  if (answer == null) return undefined;
  const psk = isServer ? answer.psk ?? answer : answer.psk;
  if (!isServer) validateObject(answer, 'options.pskCallback()');
  if (!isArrayBufferView(psk)) {
    throw new ERR_INVALID_ARG_TYPE('psk', ['Buffer', 'TypedArray', 'DataView'],
                                   psk);
  }
  checkLength(psk.byteLength, 'psk', maxLength);
  if (isServer) return psk;
  validateString(answer.identity, 'identity');
  checkLength(require('buffer').Buffer.byteLength(answer.identity), 'identity',
              maxIdentityLength);
  return [psk, answer.identity];
}

function checkLength(length, name, max) {
  if (length <= max) return;
  const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
  throw new ERR_INVALID_ARG_VALUE(name, length,
                                  `exceeds ${max} bytes`);
}

// ---- renegotiation (TLS 1.2) ----------------------------------------------------------------

/** The other side begins another handshake: only so many in so much time. */
TLSSocket.prototype._onRenegotiation = function() {
  if (this[kRenegotiationIsDisabled]) {
    this.destroy(new ERR_TLS_RENEGOTIATION_DISABLED());
    return;
  }
  if (!this._tlsOptions.isServer) return;
  this._handle.handshakes++;
  const state = this[kRenegotiations] ??= { count: 0, timer: null };
  state.timer ??= setTimeout(forgetRenegotiations, limits.window() * 1000, state);
  state.timer.unref();
  state.count++;
  if (state.count > limits.limit()) {
    this._emitTLSError(new ERR_TLS_SESSION_ATTACK());
    this.destroy();
  }
};

function forgetRenegotiations(state) {
  state.count = 0;
  state.timer = null;
}

/**
 * Begins another handshake.
 *
 * @param {object} options rejectUnauthorized, requestCert
 * @param {Function} [callback] (error | null)
 * @returns {boolean} whether it could begin
 */
TLSSocket.prototype.renegotiate = function(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (this.destroyed || this.ssl === null) return undefined;
  let requestCert = Boolean(this._requestCert);
  let rejectUnauthorized = Boolean(this._rejectUnauthorized);
  if (options.requestCert !== undefined) {
    requestCert = Boolean(options.requestCert);
  }
  if (options.rejectUnauthorized !== undefined) {
    rejectUnauthorized = Boolean(options.rejectUnauthorized);
  }
  if (requestCert !== this._requestCert ||
      rejectUnauthorized !== this._rejectUnauthorized) {
    this.ssl.setVerifyMode(requestCert, rejectUnauthorized);
    this._requestCert = requestCert;
    this._rejectUnauthorized = rejectUnauthorized;
  }
  this.write('');
  try {
    this.ssl.renegotiate();
  } catch (cause) {
    if (callback) {
      process.nextTick(callback, cause);
    }
    return false;
  }
  if (callback) this.once('secure', () => callback(null));
  return true;
};

/** The other side may not begin another handshake. */
TLSSocket.prototype.disableRenegotiation = function() {
  this[kRenegotiationIsDisabled] = true;
};

// ---- what the program sets -----------------------------------------------------------------

/** @param {number} size @returns {boolean} */
TLSSocket.prototype.setMaxSendFragment = function(size) {
  validateInt32(size, 'size');
  return this.ssl !== null && this.ssl.setMaxSendFragment(size);
};

/** The name to ask the server for, before the handshake. */
TLSSocket.prototype.setServername = function(name) {
  validateString(name, 'name');
  if (this._tlsOptions.isServer) throw new ERR_TLS_SNI_FROM_SERVER();
  this.ssl?.setServername(name);
};

/** A session to be resumed. */
TLSSocket.prototype.setSession = function(session) {
  this.ssl?.setSession(sessionBytes(session));
};

/** Key and certificate of a context, from now on. */
TLSSocket.prototype.setKeyCert = function(context) {
  if (this.ssl === null) return;
  const { context: native } = context instanceof SecureContext ?
    context : createSecureContext(context);
  this.ssl.setKeyCert(native);
};

TLSSocket.prototype.enableTrace = function() {
  this.ssl?.enableTrace();
};

// ---- what the program asks -----------------------------------------------------------------

/**
 * @param {number} length
 * @param {string} label
 * @param {Buffer} [context]
 * @returns {Buffer}
 */
TLSSocket.prototype.exportKeyingMaterial = function(length, label, context) {
  validateUint32(length, 'length', true);
  validateString(label, 'label');
  if (context !== undefined) validateBuffer(context, 'context');
  if (!this._secureEstablished || this.ssl === null) {
    throw new ERR_TLS_INVALID_STATE();
  }
  return this.ssl.exportKeyingMaterial(length, label, context);
};

/**
 * The certificate of the other side.
 *
 * @param {boolean} [detailed] with those that lead to a root
 * @returns {object|null} empty without a certificate, null when closed
 */
TLSSocket.prototype.getPeerCertificate = function(detailed) {
  if (this.ssl === null) return null;
  const { chainObject } = require('internal/tls/certificate');
  const chain = this.ssl.peerCertificates(Boolean(detailed));
  return detailed ? chainObject(chain) : withoutIssuer(chainObject(chain));
};

function withoutIssuer(object) {
  delete object.issuerCertificate;
  return object;
}

/** Our own certificate. */
TLSSocket.prototype.getCertificate = function() {
  if (this.ssl === null) return null;
  const certificate = this.ssl.certificate();
  if (certificate === undefined) return {};
  const { chainObject } = require('internal/tls/certificate');
  return withoutIssuer(chainObject([certificate]));
};

function toX509(native) {
  if (native === undefined) return undefined;
  const { X509Certificate } = require('internal/crypto/x509');
  return new X509Certificate(native);
}

/** @returns {X509Certificate|undefined} */
TLSSocket.prototype.getPeerX509Certificate = function() {
  if (this.ssl === null) return undefined;
  const chain = this.ssl.peerCertificates(true).map(toX509);
  for (let i = 0; i < chain.length - 1; i++) {
    Object.defineProperty(chain[i], 'issuerCertificate', {
      __proto__: null, configurable: true, enumerable: false,
      value: chain[i + 1],
    });
  }
  return chain[0];
};

/** @returns {X509Certificate|undefined} */
TLSSocket.prototype.getX509Certificate = function() {
  return this.ssl === null ? undefined : toX509(this.ssl.certificate());
};

/** @returns {{name: string, standardName: string, version: string}} */
TLSSocket.prototype.getCipher = function() {
  if (this.ssl === null) return null;
  const parts = this.ssl.cipher();
  if (parts === undefined) return {};
  const [name, standardName, version] = parts;
  return { name, standardName, version };
};

TLSSocket.prototype.getEphemeralKeyInfo = function() {
  if (this.ssl === null) return null;
  if (this._tlsOptions.isServer) return null;
  const parts = this.ssl.ephemeralKey();
  if (parts === null) return {};
  const [type, name, size] = parts;
  return name === null ? { type, size } : { type, name, size };
};

TLSSocket.prototype.getFinished = function() {
  return this.ssl === null ? null : this.ssl.finished(false);
};

TLSSocket.prototype.getPeerFinished = function() {
  return this.ssl === null ? null : this.ssl.finished(true);
};

/** @returns {string|null} 'TLSv1.3'; 'unknown' before the handshake */
TLSSocket.prototype.getProtocol = function() {
  if (this.ssl === null) return null;
  return this.ssl.cipher() === undefined ? 'unknown' : this.ssl.protocol();
};

/** @returns {Buffer|undefined} what `session` of tls.connect() takes */
TLSSocket.prototype.getSession = function() {
  return this.ssl === null ? null : this.ssl.session();
};

TLSSocket.prototype.getTLSTicket = function() {
  return this.ssl === null ? null : this.ssl.ticket();
};

TLSSocket.prototype.isSessionReused = function() {
  return this.ssl === null ? null : this.ssl.isSessionReused();
};

TLSSocket.prototype.getSharedSigalgs = function() {
  return this.ssl === null ? null : this.ssl.sharedSigalgs();
};

Object.defineProperty(TLSSocket.prototype, 'encrypted', {
  __proto__: null, configurable: true, enumerable: true, value: true,
  writable: true,
});

module.exports = { TLSSocket };
