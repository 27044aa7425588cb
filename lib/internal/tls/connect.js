'use strict';
// tls.connect(): a client's connection, and whether its server is the right one.

const process = require('internal/process');
const net = require('net');
const {
  codes: { ERR_TLS_DH_PARAM_SIZE },
  connResetException,
} = require('internal/errors');
const { isArrayBufferView } = require('internal/util/types');
const { validateFunction, validateNumber } = require('internal/validators');
const { clientContext } = require('internal/tls/context');
const { TLSSocket } = require('internal/tls/socket');
const { kConnectOptions, kIsVerified, kPendingSession } =
  require('internal/tls/symbols');

const warned = { isInsecure: false, isAddress: false };

/** (options[, callback]), (path | port[, host][, options][, callback]) */
function readArguments(args) {
  const [options, callback] = net._normalizeArgs(args);
  for (const index of [1, 2]) {
    if (typeof args[index] === 'object' && args[index] !== null) {
      Object.assign(options, args[index]);
      break;
    }
  }
  return { options, callback };
}

function allowsAnybody() {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return false;
  if (!warned.isInsecure) {
    warned.isInsecure = true;
    process.emitWarning(
      'Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to ' +
      "'0' makes TLS connections and HTTPS requests insecure by disabling " +
      'certificate verification.');
  }
  return true;
}

function withDefaults(given) {
  const options = {
    rejectUnauthorized: !allowsAnybody(),
    // The program may have changed it.
    checkServerIdentity: require('tls').checkServerIdentity,
    minDHSize: 1024,
    ...given,
  };
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  validateNumber(options.minDHSize, 'options.minDHSize', 1);
  return options;
}

/**
 * Connects, and begins a handshake. See tls.md for the forms and options.
 *
 * @returns {TLSSocket}
 */
function connect(...args) {
  const { options: given, callback } = readArguments(args);
  const options = withDefaults(given);
  const socket = new TLSSocket(options.socket, {
    allowHalfOpen: options.socket ?
      options.socket.allowHalfOpen : options.allowHalfOpen,
    secureContext: options.secureContext || clientContext(options),
    isServer: false,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session,
    ALPNProtocols: options.ALPNProtocols,
    requestOCSP: options.requestOCSP,
    enableTrace: options.enableTrace,
    pskCallback: options.pskCallback,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
    noDelay: options.noDelay,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
  });
  socket[kConnectOptions] = options;
  if (callback) socket.once('secureConnect', callback);
  socket._releaseControl();
  socket.on('secure', onConnectSecure);
  socket.prependListener('end', onConnectEnd);
  if (!options.socket && !socket.destroyed) {
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.connect(options);
  }
  if (options.servername) {
    warnOfAddress(options.servername);
    socket.setServername(options.servername);
  }
  if (options.socket) socket._start();
  return socket;
}

function warnOfAddress(name) {
  if (warned.isAddress || net.isIP(name) === 0) return;
  warned.isAddress = true;
  process.emitWarning(
    'Setting the TLS ServerName to an IP address is not permitted by ' +
    'RFC 6066. This will be ignored in a future version.',
    'DeprecationWarning', 'DEP0123');
}

// ---- who is there ------------------------------------------------------------------

function identityError(socket, options) {
  // A session that is resumed was checked when it was made, for that host.
  const hostname = options.servername || options.host ||
    options.socket?._host || 'localhost';
  if (socket.isSessionReused() &&
      (socket.ssl.sessionServername() ?? hostname) === hostname) {
    return undefined;
  }
  return options.checkServerIdentity(hostname, socket.getPeerCertificate(true));
}

function dhError(socket, { minDHSize }) {
  const info = socket.getEphemeralKeyInfo();
  return info?.type === 'DH' && info.size < minDHSize ?
    new ERR_TLS_DH_PARAM_SIZE(info.size) : undefined;
}

/** The handshake has ended; nothing was sent yet. */
function onConnectSecure() {
  const options = this[kConnectOptions];
  const weak = dhError(this, options);
  if (weak) {
    this.destroy(weak);
    return;
  }
  const error = this.ssl.verifyError() || identityError(this, options);
  if (error) {
    this.authorized = false;
    this.authorizationError = error.code || error.message;
    // After a renegotiation too.
    if (options.rejectUnauthorized !== false) {
      this.destroy(error);
      return;
    }
  } else {
    this.authorized = true;
  }
  this.secureConnecting = false;
  this.emit('secureConnect');
  this[kIsVerified] = true;
  const session = this[kPendingSession];
  this[kPendingSession] = null;
  if (isArrayBufferView(session)) this.emit('session', session);
  this.removeListener('end', onConnectEnd);
}

/** The server has ended the connection before it was secure. */
function onConnectEnd() {
  if (this._hadError) return;
  const { path, host, port, localAddress } = this[kConnectOptions];
  this._hadError = true;
  const error = connResetException(
    'Client network socket disconnected before secure TLS connection was ' +
    'established');
  this.destroy(Object.assign(error, { path, host, port, localAddress }));
}

module.exports = { connect };
