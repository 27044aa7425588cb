'use strict';

const process = require('internal/process');
const { getOptionValue } = require('internal/options');
const { validateInteger, validateObject } = require('internal/validators');
const agentModule = require('_http_agent');
const { ClientRequest } = require('_http_client');
const { IncomingMessage } = require('_http_incoming');
const { OutgoingMessage } = require('_http_outgoing');
const {
  STATUS_CODES,
  Server,
  ServerResponse,
  _connectionListener,
} = require('_http_server');
const { methods, parsers } = require('internal/http/parser');
const { parseProxyEnv } = require('internal/http/proxy');
const {
  validateHeaderName,
  validateHeaderValue,
} = require('internal/http/headers');

/**
 * Makes a server; see http.md for the options.
 *
 * @param {object} [options]
 * @param {Function} [requestListener] a listener for 'request'
 * @returns {Server}
 */
function createServer(options, requestListener) {
  return new Server(options, requestListener);
}

/**
 * Starts a request. The program ends it with `end()`.
 *
 * @param {string|URL|object} url
 * @param {object} [options]
 * @param {Function} [callback] a listener for 'response'
 * @returns {ClientRequest}
 */
function request(url, options, callback) {
  return new ClientRequest(url, options, callback);
}

/** As request(), for a request without a body. */
function get(url, options, callback) {
  const req = request(url, options, callback);
  req.end();
  return req;
}

/**
 * From now on requests go through the proxies that variables of the environment
 * name, unless they have an agent of their own.
 *
 * @param {object} [proxyEnv] the variables
 * @returns {Function} undoes it
 * @throws {ERR_PROXY_INVALID_CONFIG}
 */
function setGlobalProxyFromEnv(proxyEnv = process.env) {
  validateObject(proxyEnv, 'proxyEnv');
  const hasProxy = parseProxyEnv(proxyEnv, 'http:') !== null;
  const hasSecureProxy = parseProxyEnv(proxyEnv, 'https:') !== null;
  if (!hasProxy && !hasSecureProxy) return () => {};
  const https = hasSecureProxy ? require('https') : undefined;
  const { globalAgent } = agentModule;
  const secureAgent = https?.globalAgent;
  const options = { keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv };
  agentModule.globalAgent = new agentModule.Agent(options);
  if (https) https.globalAgent = new https.Agent(options);
  const undoForFetch = require('internal/globals').hasUndici() ?
    require('internal/fetch/client').setProxyFromEnv(proxyEnv) : undefined;
  return () => {
    undoForFetch?.();
    agentModule.globalAgent = globalAgent;
    if (https) https.globalAgent = secureAgent;
  };
}

let maxHeaderSize;

module.exports = {
  _connectionListener,
  METHODS: methods.toSorted(),
  STATUS_CODES,
  Agent: agentModule.Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue: (name, value) => validateHeaderValue(name, value),
  get,
  request,
  setGlobalProxyFromEnv,
  /** @param {number} max how many parsers are kept for later connections */
  setMaxIdleHTTPParsers(max) {
    validateInteger(max, 'max', 1);
    parsers.max = max;
  },
};

Object.defineProperties(module.exports, {
  maxHeaderSize: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return maxHeaderSize ??= getOptionValue('--max-http-header-size');
    },
  },
  globalAgent: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return agentModule.globalAgent; },
    set(agent) { agentModule.globalAgent = agent; },
  },
});

for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return globalThis[name]; },
  });
}
