'use strict';

// ClientRequest: a request to a server.

const process = require('internal/process');
const net = require('net');
const { Buffer } = require('buffer');
const { channel } = require('diagnostics_channel');
const {
  codes: {
    ERR_HTTP_HEADERS_SENT,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_HTTP_TOKEN,
    ERR_INVALID_PROTOCOL,
    ERR_UNESCAPED_CHARACTERS,
  },
} = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');
const { getTimerDuration } = require('internal/timers');
const { addAbortSignal } = require('stream');
const { once } = require('internal/util');
const asyncContext = require('internal/async_context');
const { kOutHeaders, kUniqueHeaders } = require('internal/http');
const { isToken } = require('internal/http/headers');
const { OutgoingMessage, kErrored } = require('_http_outgoing');
const { observers } = require('internal/perf/observer');
const { startSpan } = require('internal/perf/span');
const agentModule = require('_http_agent');
const {
  absolutePath,
  authorityOf,
  hasOwnForm,
  proxiedList,
  proxiedObject,
  proxyHeaders,
  proxyOf,
} = require('internal/http/proxy');
const { parseUniqueHeaders, parseValidation } =
  require('internal/http/options');
const {
  onRequestSent,
  onSocketGiven,
  watchErrors,
  watchTimeout,
} = require('internal/http/client_connection');

const requestCreated = channel('http.client.request.created');
const requestStart = channel('http.client.request.start');

const INVALID_PATH = /[^\u0021-\u00ff]/;
// Requests of these rarely have a body: none is announced unless one is written.
const WITHOUT_BODY =
  new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

const kPath = Symbol('kPath');
// The async context of the program that made the request.
const kContext = Symbol('kContext');

// ---- arguments ------------------------------------------------------------------------

// (url[, options][, callback]) or (options[, callback]).
function readArguments(input, options, callback) {
  let fromUrl = null;
  if (typeof input === 'string') {
    const { URL, urlToHttpOptions } = require('url');
    fromUrl = urlToHttpOptions(new URL(input));
  } else if (isUrl(input)) {
    const { urlToHttpOptions } = require('url');
    fromUrl = urlToHttpOptions(input);
  } else {
    callback = options;
    options = input;
  }
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  return {
    options: Object.assign(fromUrl ?? { __proto__: null }, options),
    callback,
  };
}

function isUrl(input) {
  // Also those of other realms and libraries; a parsed url has `auth`.
  return Boolean(input?.href && input.protocol && input.auth === undefined &&
                 input.path === undefined);
}

function validateHost(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(
      `options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}

function chooseAgent(options, defaultAgent) {
  const { agent } = options;
  if (agent === false) return new defaultAgent.constructor();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ?
      agent : defaultAgent;
  }
  if (typeof agent.addRequest !== 'function') {
    throw new ERR_INVALID_ARG_TYPE(
      'options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

function checkPath(path) {
  const text = String(path);
  if (INVALID_PATH.test(text)) {
    throw new ERR_UNESCAPED_CHARACTERS('Request path');
  }
  return text;
}

function chooseMethod(method) {
  if (method !== null && method !== undefined && typeof method !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  }
  if (!method) return 'GET';
  if (!isToken(method)) throw new ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

// ---- ClientRequest ------------------------------------------------------------------------

/**
 * @param {string|URL|object} input
 * @param {object|Function} [options]
 * @param {Function} [callback] a listener for 'response'
 */
function ClientRequest(input, options, callback) {
  ({ options, callback } = readArguments(input, options, callback));
  OutgoingMessage.call(this, { highWaterMark: options.highWaterMark });
  this._hasHighWaterMark = options.highWaterMark !== undefined;

  const defaultAgent = options._defaultAgent || agentModule.globalAgent;
  this.agent = chooseAgent(options, defaultAgent);
  const protocol = options.protocol || defaultAgent.protocol;
  const expected = this.agent?.protocol || defaultAgent.protocol;
  const path = options.path ? checkPath(options.path) : '/';
  if (protocol !== expected) throw new ERR_INVALID_PROTOCOL(protocol, expected);

  const defaultPort = options.defaultPort || this.agent?.defaultPort;
  options.port ||= defaultPort || 80;
  options.host = validateHost(options.hostname, 'hostname') ||
    validateHost(options.host, 'host') || 'localhost';
  const hasDefaults = options.setDefaultHeaders !== false;
  this._removedConnection = !hasDefaults;
  this._removedContLen = !hasDefaults;
  this._removedTE = !hasDefaults;

  this.socketPath = options.socketPath;
  if (options.timeout !== undefined) {
    this.timeout = getTimerDuration(options.timeout, 'timeout');
  }
  if (options.signal) addAbortSignal(options.signal, this);
  this.method = chooseMethod(options.method);
  readParserOptions(this, options);

  this[kPath] = path;
  this[kContext] = asyncContext.state.isUsed ? asyncContext.get() : undefined;
  if (callback) this.once('response', callback);
  this.useChunkedEncodingByDefault = !WITHOUT_BODY.has(this.method);
  this._ended = false;
  this._isReleased = false;
  this._hasFailed = false; // it has emitted 'error'
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this._span = null; // while a PerformanceObserver looks
  this.host = options.host;
  this.protocol = protocol;

  decideKeepAlive(this);
  this[kUniqueHeaders] = parseUniqueHeaders(options.uniqueHeaders);
  const proxy = protocol === 'http:' ? proxyOf(this.agent, options) : null;
  if (proxy !== null) goThroughProxy(this, options, proxy);
  setHeaders(this, options, defaultPort);
  connect(this, options);
  if (requestCreated.hasSubscribers) requestCreated.publish({ request: this });
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

Object.defineProperty(ClientRequest.prototype, 'path', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return this[kPath]; },
  // Also later: it stands in the first line of the request.
  set(path) { this[kPath] = checkPath(path); },
});

ClientRequest.prototype._afterWritten = onRequestSent;

function readParserOptions(request, options) {
  const { maxHeaderSize, joinDuplicateHeaders } = options;
  if (maxHeaderSize !== undefined) {
    validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  }
  request.maxHeaderSize = maxHeaderSize;
  const { validation, insecureHTTPParser } = parseValidation(options);
  request.insecureHTTPParser = insecureHTTPParser;
  request._httpValidation = validation;
  if (joinDuplicateHeaders !== undefined) {
    validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  }
  request.joinDuplicateHeaders = joinDuplicateHeaders ?? false;
}

// An agent that would never use the connection again need not be told to keep
// it, nor the server.
function decideKeepAlive(request) {
  const { agent } = request;
  if (!agent) return;
  const isKept = agent.keepAlive || Number.isFinite(agent.maxSockets);
  request._last = !isKept;
  request.shouldKeepAlive = Boolean(isKept);
}

function hostHeader(options, defaultPort) {
  let { host } = options;
  // An IPv6 address: more than one colon, and no brackets yet.
  if (host.indexOf(':') !== host.lastIndexOf(':') && host[0] !== '[') {
    host = `[${host}]`;
  }
  const { port } = options;
  return port && +port !== defaultPort ? `${host}:${port}` : host;
}

// The request for a proxy: it is told the whole URL, and who asks.
function goThroughProxy(request, options, proxy) {
  const extra = proxyHeaders(proxy, request.shouldKeepAlive);
  const { headers = {} } = options;
  let authority;
  if (!hasOwnForm(request.method, request.path)) {
    authority = authorityOf(options);
    request[kPath] = absolutePath(request.path, authority);
  }
  options.headers = Array.isArray(headers) ?
    proxiedList(headers, authority, extra) :
    proxiedObject(headers, authority, extra, wantsHost(options));
}

function wantsHost({ setHost, setDefaultHeaders }) {
  return setHost === undefined ? setDefaultHeaders !== false : Boolean(setHost);
}

function setHeaders(request, options, defaultPort) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    request._storeHeader(startLine(request), headers);
    return;
  }
  if (headers) {
    for (const name of Object.keys(headers)) {
      request.setHeader(name, headers[name]);
    }
  }
  if (wantsHost(options) && !request.getHeader('host')) {
    request.setHeader('Host', hostHeader(options, defaultPort));
  }
  if (options.auth && !request.getHeader('Authorization')) {
    const credentials = Buffer.from(options.auth).toString('base64');
    request.setHeader('Authorization', `Basic ${credentials}`);
  }
  // The server decides before the body is sent.
  if (request.getHeader('expect')) {
    request._storeHeader(startLine(request), request[kOutHeaders]);
  }
}

function startLine(request) {
  return `${request.method} ${request.path} HTTP/1.1\r\n`;
}

// ---- connecting --------------------------------------------------------------------------------

function connect(request, options) {
  if (request.agent) {
    request.agent.addRequest(request, options);
    return;
  }
  request._last = true;
  request.shouldKeepAlive = false;
  // The signal is the request's: see addAbortSignal above.
  const { signal, ...others } = options;
  // Of a socket it is a Unix domain socket's.
  others.path = options.socketPath;
  if (typeof options.createConnection === 'function') {
    connectByProgram(request, options.createConnection, others);
  } else {
    request.onSocket(net.createConnection(others));
  }
}

function connectByProgram(request, createConnection, options) {
  const onCreated = once((error, socket) => {
    if (error) {
      process.nextTick(() => request.emit('error', error));
    } else {
      request.onSocket(socket);
    }
  });
  try {
    const socket = createConnection(options, onCreated);
    if (socket) onCreated(null, socket);
  } catch (error) {
    onCreated(error);
  }
}

/** Called by the agent with the request's socket, or why there is none. */
ClientRequest.prototype.onSocket = function onSocket(socket, error) {
  if (socket) watchErrors(this, socket);
  if (asyncContext.state.isUsed) {
    asyncContext.runUnder(this[kContext], takeSocket, this, [socket, error]);
  } else {
    process.nextTick(onSocketGiven, this, socket, error);
  }
};

// What happens on the socket is the request's now: it may have been made, or
// become free, for another one.
function takeSocket(socket, error) {
  socket?._handle?.adoptContext?.();
  process.nextTick(onSocketGiven, this, socket, error);
}

// ---- sending and ending ----------------------------------------------------------------------------

ClientRequest.prototype._implicitHeader = function _implicitHeader() {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
  this._storeHeader(startLine(this), this[kOutHeaders]);
};

ClientRequest.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  if (observers.has('http')) this._span = startRequestSpan(this);
  if (requestStart.hasSubscribers) requestStart.publish({ request: this });
};

function startRequestSpan(request) {
  const { method, path, protocol } = request;
  const host = request.getHeader('host') ?? request.host;
  const req = {
    method,
    // A proxy is sent the whole URL.
    url: path.startsWith('/') ? `${protocol}//${host}${path}` : path,
    headers: request.getHeaders(),
  };
  return startSpan('http', 'HttpClient', { req });
}

/** Deprecated: use destroy(). */
ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(emitAbort, this);
  this.destroy();
};

function emitAbort(request) {
  request.emit('abort');
}

/**
 * Gives the request up.
 *
 * @param {Error} [error] emitted as 'error'
 */
ClientRequest.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  // Nobody wants the rest of the response.
  this.res?._dump();
  this[kErrored] = error;
  this.socket?.destroy(error);
  return this;
};

// ---- the socket's settings ---------------------------------------------------------------------------

/**
 * @param {number} msecs of inactivity until 'timeout'
 * @param {Function} [callback] a listener for it
 */
ClientRequest.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended) return this;
  watchTimeout(this);
  msecs = getTimerDuration(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  if (this.socket) {
    setSocketTimeout(this.socket, msecs);
  } else {
    this.once('socket', (socket) => setSocketTimeout(socket, msecs));
  }
  return this;
};

function setSocketTimeout(socket, msecs) {
  if (socket.connecting) {
    socket.once('connect', function() { this.setTimeout(msecs); });
  } else {
    socket.setTimeout(msecs);
  }
}

ClientRequest.prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

// Calls a method of the socket as soon as it is connected.
function whenConnected(request, method, args) {
  const onSocket = () => {
    if (request.socket.writable) request.socket[method](...args);
    else request.socket.once('connect', () => request.socket[method](...args));
  };
  if (request.socket) onSocket();
  else request.once('socket', onSocket);
}

ClientRequest.prototype.setNoDelay = function setNoDelay(noDelay) {
  whenConnected(this, 'setNoDelay', [noDelay]);
};

ClientRequest.prototype.setSocketKeepAlive =
  function setSocketKeepAlive(enable, initialDelay) {
    whenConnected(this, 'setKeepAlive', [enable, initialDelay]);
  };

module.exports = { ClientRequest };
