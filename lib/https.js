'use strict';

const tls = require('tls');
const agentModule = require('_http_agent');
const { ClientRequest } = require('_http_client');
const {
  Server: HttpServer,
  onConnection,
  setUpServer,
  startConnections,
} = require('_http_server');
const { validateObject } = require('internal/validators');
const { Agent } = require('internal/tls/https_agent');

/**
 * @param {object} [options] of http.createServer() and tls.createServer()
 * @param {Function} [requestListener]
 */
function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  setUpServer(this, options);
  const secure = { noDelay: true, ...options };
  // Not told which, clients may guess HTTP/2.
  if (!secure.ALPNProtocols && !secure.ALPNCallback) {
    secure.ALPNProtocols = ['http/1.1'];
  }
  tls.Server.call(this, secure, onConnection);
  if (requestListener) this.on('request', requestListener);
  this.on('tlsClientError', onTlsClientError);
  this.on('listening', onListening);
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);

function onTlsClientError(error, socket) {
  if (!this.emit('clientError', error, socket)) socket.destroy(error);
}

function onListening() {
  startConnections(this);
}

for (const name of [
  'close', 'closeAllConnections', 'closeIdleConnections', 'setTimeout',
  Symbol.asyncDispose,
]) {
  Object.defineProperty(Server.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: typeof name === 'string',
    value: HttpServer.prototype[name],
    writable: true,
  });
}

/**
 * Makes a server.
 *
 * @param {object} [options] of http.createServer() and tls.createServer()
 * @param {Function} [requestListener] a listener for 'request'
 * @returns {Server}
 */
function createServer(options, requestListener) {
  return new Server(options, requestListener);
}

/**
 * Starts a request, as http.request().
 *
 * @returns {ClientRequest}
 */
function request(input, options, callback) {
  if (typeof input !== 'string' && !isUrl(input)) {
    callback = options;
    options = input;
    return new ClientRequest(withAgent(options), callback);
  }
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  return new ClientRequest(input, withAgent(options), callback);
}

function isUrl(input) {
  return Boolean(input?.href && input.protocol && input.auth === undefined &&
                 input.path === undefined);
}

function withAgent(options) {
  return { ...options, _defaultAgent: module.exports.globalAgent };
}

/** As request(), for a request without a body. */
function get(input, options, callback) {
  const req = request(input, options, callback);
  req.end();
  return req;
}

let globalAgent;

module.exports = {
  Agent,
  Server,
  createServer,
  get,
  request,
};

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return globalAgent ??= agentModule.makeGlobalAgent(Agent); },
  set(agent) { globalAgent = agent; },
});
