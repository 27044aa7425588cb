'use strict';

const net = require('net');
const EventEmitter = require('events');
const {
  codes: { ERR_OUT_OF_RANGE },
} = require('internal/errors');
const {
  validateBoolean,
  validateFunction,
  validateInteger,
  validateObject,
} = require('internal/validators');
const { VALIDATE_STRICT } = require('internal/http/headers');
const { parseUniqueHeaders, parseValidation } =
  require('internal/http/options');
const { IncomingMessage } = require('_http_incoming');
const { ServerResponse } = require('internal/http/server_response');
const { STATUS_CODES } = require('internal/http/status');
const {
  kConnections,
  kConnectionsCheckingInterval,
  kKeepAliveTimer,
  kOptions,
  startConnections,
  stopKeepAliveTimer,
  stopTimers,
} = require('internal/http/server_state');
const { onConnection, onResponseSent } = require('internal/http/connection');

const DEFAULT_REQUEST_TIMEOUT_MS = 300_000;
const DEFAULT_HEADERS_TIMEOUT_MS = 60_000;
const DEFAULT_KEEP_ALIVE_TIMEOUT_MS = 5_000;
const DEFAULT_KEEP_ALIVE_BUFFER_MS = 1_000;
const DEFAULT_CHECKING_INTERVAL_MS = 30_000;

ServerResponse.prototype._afterWritten = onResponseSent;

// ---- options ---------------------------------------------------------------------------

/** What applies if the program has chosen nothing: shared by such servers. */
class Options {
  IncomingMessage = IncomingMessage;
  ServerResponse = ServerResponse;
  insecureHTTPParser = undefined;
  validation = VALIDATE_STRICT;
  maxHeaderSize = 0;
  requireHostHeader = true;
  joinDuplicateHeaders = false;
  optimizeEmptyRequests = false;
  uniqueHeaders = null;
  checkingInterval = DEFAULT_CHECKING_INTERVAL_MS;
  // Options of OutgoingMessage.
  response = undefined;
}

function readBoolean(options, name, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  validateBoolean(value, `options.${name}`);
  return value;
}

function readInteger(options, name, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  validateInteger(value, name, 0);
  return value;
}

function readOptions(options) {
  const read = new Options();
  read.IncomingMessage = options.IncomingMessage || IncomingMessage;
  read.ServerResponse = options.ServerResponse || ServerResponse;
  Object.assign(read, parseValidation(options));
  read.maxHeaderSize = readInteger(options, 'maxHeaderSize', 0);
  read.requireHostHeader = readBoolean(options, 'requireHostHeader', true);
  read.joinDuplicateHeaders =
    readBoolean(options, 'joinDuplicateHeaders', false);
  read.optimizeEmptyRequests =
    readBoolean(options, 'optimizeEmptyRequests', false);
  read.uniqueHeaders = parseUniqueHeaders(options.uniqueHeaders);
  read.checkingInterval = readInteger(
    options, 'connectionsCheckingInterval', DEFAULT_CHECKING_INTERVAL_MS);
  const rejectNonStandardBodyWrites =
    readBoolean(options, 'rejectNonStandardBodyWrites', false);
  if (rejectNonStandardBodyWrites || options.highWaterMark !== undefined) {
    read.response = {
      rejectNonStandardBodyWrites,
      highWaterMark: options.highWaterMark,
    };
  }
  return read;
}

function readTimeouts(server, options) {
  server.requestTimeout =
    readInteger(options, 'requestTimeout', DEFAULT_REQUEST_TIMEOUT_MS);
  server.headersTimeout = readInteger(
    options, 'headersTimeout',
    server.requestTimeout > 0 ?
      Math.min(server.requestTimeout, DEFAULT_HEADERS_TIMEOUT_MS) :
      DEFAULT_HEADERS_TIMEOUT_MS);
  if (server.requestTimeout > 0 && server.headersTimeout > 0 &&
      server.headersTimeout > server.requestTimeout) {
    throw new ERR_OUT_OF_RANGE(
      'headersTimeout', '<= requestTimeout', options.headersTimeout);
  }
  server.keepAliveTimeout =
    readInteger(options, 'keepAliveTimeout', DEFAULT_KEEP_ALIVE_TIMEOUT_MS);
  server.keepAliveTimeoutBuffer = readInteger(
    options, 'keepAliveTimeoutBuffer', DEFAULT_KEEP_ALIVE_BUFFER_MS);
}

/**
 * Reads the options of http.createServer() into a server; https uses it too.
 */
function storeHTTPOptions(options) {
  this[kOptions] = readOptions(options);
  this.requireHostHeader = this[kOptions].requireHostHeader;
  readTimeouts(this, options);
  const upgrade = options.shouldUpgradeCallback;
  if (upgrade !== undefined) {
    validateFunction(upgrade, 'options.shouldUpgradeCallback');
    this.shouldUpgradeCallback = upgrade;
  } else {
    this.shouldUpgradeCallback = hasUpgradeListener;
  }
}

function hasUpgradeListener() {
  return this.listenerCount('upgrade') > 0;
}

// ---- Server -------------------------------------------------------------------------------

/**
 * @param {object} [options] see http.createServer()
 * @param {Function} [requestListener]
 */
function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  } else if (options === undefined || options === null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  setUpServer(this, options);
  net.Server.call(this, {
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  });
  if (requestListener) this.on('request', requestListener);
  this.on('connection', onConnection);
  this.on('listening', onListening);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

// What https.Server has in common.
function setUpServer(server, options) {
  storeHTTPOptions.call(server, options);
  server[kConnections] = null;
  server[kConnectionsCheckingInterval] = null;
  server[kKeepAliveTimer] = null;
  // The other side may end its half and still get its response.
  server.httpAllowHalfOpen = false;
  server.timeout = 0;
  server.maxHeadersCount = null;
  server.maxRequestsPerSocket = 0;
}

function onListening() {
  startConnections(this);
}

/**
 * Stops listening, and closes the connections that are idle.
 *
 * @param {Function} [callback] called when the last connection has ended
 */
Server.prototype.close = function close(callback) {
  stopTimers(this);
  net.Server.prototype.close.call(this, callback);
  this.closeIdleConnections();
  return this;
};

Server.prototype[Symbol.asyncDispose] = async function() {
  const { promise, resolve, reject } = Promise.withResolvers();
  this.close((error) => (error ? reject(error) : resolve()));
  await promise;
};

/** Closes all connections, busy or not. */
Server.prototype.closeAllConnections = function closeAllConnections() {
  if (!this[kConnections]) return;
  for (const parser of this[kConnections].all()) parser.socket?.destroy();
};

/** Closes the connections on which no request is being read or answered. */
Server.prototype.closeIdleConnections = function closeIdleConnections() {
  if (!this[kConnections]) return;
  for (const { socket } of this[kConnections].idle()) {
    if (!socket || (socket._httpMessage && !socket._httpMessage.finished)) {
      continue;
    }
    socket.destroy();
  }
};

/**
 * @param {number} msecs
 * @param {Function} [callback] a listener for 'timeout'
 */
Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

Server.prototype[EventEmitter.captureRejectionSymbol] =
  function(error, event, ...args) {
    switch (event) {
      case 'request':
      case 'checkContinue':
      case 'checkExpectation':
        answerWithError(error, args[1]);
        break;
      default:
        net.Server.prototype[EventEmitter.captureRejectionSymbol]
          .call(this, error, event, ...args);
    }
  };

// An asynchronous request listener has failed.
function answerWithError(error, res) {
  if (res.headersSent || res.writableEnded) {
    res.destroy();
    return;
  }
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.statusCode = 500;
  res.end(STATUS_CODES[500]);
}

module.exports = {
  STATUS_CODES,
  Server,
  ServerResponse,
  kConnectionsCheckingInterval,
  onConnection,
  _connectionListener: onConnection,
  setUpServer,
  startConnections,
  stopKeepAliveTimer,
  storeHTTPOptions,
};
