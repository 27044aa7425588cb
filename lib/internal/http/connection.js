'use strict';

// One connection of a server, from its first byte to its last.
//
// A net.Socket's stream is read in C: its parser calls back with whole requests
// and hands responses to the kernel itself. Any other Duplex, and a socket whose
// bytes the program wants to see itself, goes through 'data' and write(). The
// state of a connection lives on its parser, see parser.js.

const {
  codes: { ERR_HTTP_SOCKET_ENCODING },
  connResetException,
} = require('internal/errors');
const { Buffer } = require('buffer');
const { channel } = require('diagnostics_channel');
const { debuglog } = require('internal/util/debuglog');
const { observers } = require('internal/perf/observer');
const { finishSpan, startSpan } = require('internal/perf/span');
const { kNeedDrain, kUniqueHeaders } = require('internal/http');
const {
  abortSignalOf,
  dismiss,
  kBlock,
  markComplete,
  readStart,
  readStop,
} = require('_http_incoming');
const {
  closeResponse,
  closeResponseSoon,
  onResponseClose,
} = require('internal/http/server_response');
const {
  LENIENT_ALL,
  LENIENT_NONE,
  feedParser,
  fillMessage,
  freeParser,
  headerLimit,
  isLenient,
  kHasExpect,
  kHasHost,
  kHasLength,
  kKeepAlive,
  kNoBody,
  kUpgrade,
  methodsByNumber,
  parsers,
} = require('internal/http/parser');
const { leaveSink } = require('internal/http/sink');
const { kOptions, kConnections, watchKeepAlive } =
  require('internal/http/server_state');

const { ConnectionsList } = internalBinding('http');

const debug = debuglog('http');

const requestStart = channel('http.server.request.start');
const responseCreated = channel('http.server.response.created');
const responseFinish = channel('http.server.response.finish');

const SAYS_CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

const kQueueAfterUpgrade = Symbol('kQueueAfterUpgrade');

const DEFAULT_MAX_FIELDS = 2000;

function nop() {}

// ---- a connection begins ------------------------------------------------------------

/** Listener of a server's 'connection'. */
function onConnection(socket) {
  const server = this;
  debug('SERVER new http connection');
  socket.server = server;
  if (server.timeout && typeof socket.setTimeout === 'function') {
    socket.setTimeout(server.timeout);
  }
  const parser = startParser(server, socket);
  socket.on('timeout', onSocketTimeout);
  socket.on('error', onSocketError);
  socket.on('close', onSocketClose);
  socket.on('close', onResponseClose);
  socket.on('end', onSocketEnd);
  socket.on('drain', onSocketDrain);
  socket._paused = false;
  // Also for a socket that is read in C: the program may take over.
  socket.on('data', onSocketData);
  consume(parser, socket);
  guardSocket(socket);
}

function maxFieldsOf(server) {
  const { maxHeadersCount } = server;
  return typeof maxHeadersCount === 'number' ?
    maxHeadersCount : DEFAULT_MAX_FIELDS;
}

function startParser(server, socket) {
  server[kConnections] ??= new ConnectionsList();
  const parser = parsers.alloc();
  const options = server[kOptions];
  const isInsecure = options.insecureHTTPParser ?? isLenient();
  parser.initialize(false, headerLimit(options.maxHeaderSize),
                    maxFieldsOf(server),
                    isInsecure ? LENIENT_ALL : LENIENT_NONE,
                    server[kConnections]);
  parser.socket = socket;
  parser.server = server;
  parser.joinDuplicateHeaders = options.joinDuplicateHeaders;
  parser.onMessage = onRequestHead;
  parser.onUpgrade = onUpgraded;
  parser.onError = onConnectionError;
  parser.requests = [];
  parser.queue = [];
  socket.parser = parser;
  watchKeepAlive(server);
  return parser;
}

/** Reads the socket's stream in C, if it has one. */
function consume(parser, socket) {
  const handle = socket._handle;
  if (!handle || typeof handle.readStart !== 'function' ||
      socket.readableLength > 0 || !parser.consume(handle)) {
    return;
  }
  parser.isConsuming = true;
  if (parser.server.timeout) parser.watchActivity(true);
}

// ---- the program takes over the socket's bytes ---------------------------------------

// A listener for what is read means that JavaScript has to read it.
function unconsume(socket) {
  const { parser } = socket;
  if (!parser?.isConsuming) return;
  leaveSink(parser, socket);
  parser.isConsuming = false;
  parser.unconsume();
  // Was it paused, the stream would wait for a read that nobody has under way.
  if (!socket._handle?.reading) socket._readableState.reading = false;
}

function unguardSocket(socket) {
  delete socket.on;
  delete socket.addListener;
  delete socket.prependListener;
  delete socket.setEncoding;
}

function socketOn(name, listener) {
  return addListener(this, 'on', name, listener);
}

function socketAddListener(name, listener) {
  return addListener(this, 'addListener', name, listener);
}

function socketPrependListener(name, listener) {
  return addListener(this, 'prependListener', name, listener);
}

function addListener(socket, how, name, listener) {
  if (name === 'data' || name === 'readable') unconsume(socket);
  return Object.getPrototypeOf(socket)[how].call(socket, name, listener);
}

function socketSetEncoding() {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

function guardSocket(socket) {
  socket.on = socketOn;
  socket.addListener = socketAddListener;
  socket.prependListener = socketPrependListener;
  socket.setEncoding = socketSetEncoding;
}

// ---- a request -------------------------------------------------------------------------

function makeRequest(parser, flags, url, block) {
  const { server, socket } = parser;
  const { IncomingMessage } = server[kOptions];
  const req = new IncomingMessage(socket);
  fillMessage(req, flags);
  req.method = methodsByNumber[flags & 0xff];
  req.url = url;
  req[kBlock] = block;
  req.joinDuplicateHeaders = parser.joinDuplicateHeaders;
  req.upgrade = false;
  if ((flags & kNoBody) !== 0) markComplete(req);
  else parser.incoming = req;
  return req;
}

/** From C, for each request. 2: the rest is not HTTP. */
function onRequestHead(parser, flags, url, block) {
  const { server, socket } = parser;
  if (socket.timeout) renewTimeout(parser);
  const req = makeRequest(parser, flags, url, block);
  if ((flags & kUpgrade) !== 0 && isUpgrade(server, req)) {
    req.upgrade = true;
    parser.incoming = req;
    return 2;
  }
  if (socket._httpMessage) handOver(parser, socket._httpMessage);
  parser.requests.push(req);
  pauseIfFull(parser, socket);
  const res = makeResponse(parser, req, flags);
  if (observers.active.size > 0) res._span = startSpan('http', 'HttpRequest');
  if (socket._httpMessage) parser.queue.push(res);
  else res.assignSocket(socket);
  if (requestStart.hasSubscribers) {
    requestStart.publish({ request: req, response: res, socket, server });
  }
  dispatch(parser, req, res, flags);
  return 0;
}

function isUpgrade(server, req) {
  return req.method === 'CONNECT' || server.shouldUpgradeCallback(req);
}

function makeResponse(parser, req, flags) {
  const { server } = parser;
  const options = server[kOptions];
  const res = new options.ServerResponse(req, options.response);
  res._keepAliveTimeout = server.keepAliveTimeout;
  res._maxRequestsPerSocket = server.maxRequestsPerSocket;
  res._onPendingData = countPending;
  res._httpValidation = options.validation;
  res.shouldKeepAlive = (flags & kKeepAlive) !== 0;
  res[kUniqueHeaders] = options.uniqueHeaders;
  if (responseCreated.hasSubscribers) {
    responseCreated.publish({ request: req, response: res });
  }
  return res;
}

// Requests come faster than responses can be sent: read no more of them.
function pauseIfFull(parser, socket) {
  if (socket._paused) return;
  if (parser.queuedBytes + parser.heldLength < socket.writableHighWaterMark &&
      !socket.writableNeedDrain) {
    return;
  }
  readStop(socket);
  socket._paused = true;
}

// `_onPendingData` of responses that wait for the socket.
function countPending(delta) {
  const socket = this.req.socket;
  const parser = socket?.parser;
  if (!parser) return;
  parser.queuedBytes += delta;
  if (socket._paused && parser.queuedBytes < socket.writableHighWaterMark) {
    onSocketDrain.call(socket);
  }
}

// ---- who answers it ---------------------------------------------------------------------

function dispatch(parser, req, res, flags) {
  const { server, socket } = parser;
  const isModern = req.httpVersionMajor === 1 && req.httpVersionMinor >= 1;
  if (isModern) {
    if ((flags & kHasHost) === 0 && server[kOptions].requireHostHeader) {
      res.writeHead(400, ['Connection', 'close']);
      res.end();
      return;
    }
    if (isOverLimit(parser, server, res)) {
      server.emit('dropRequest', req, socket);
      res.writeHead(503);
      res.end();
      return;
    }
    if ((flags & kHasExpect) !== 0 && req.headers.expect !== undefined) {
      dispatchExpecting(server, req, res);
      return;
    }
  }
  if ((flags & kHasLength) === 0 && server[kOptions].optimizeEmptyRequests) {
    req._dumpAndCloseReadable();
  }
  server.emit('request', req, res);
}

function isOverLimit(parser, server, res) {
  const limit = server.maxRequestsPerSocket;
  if (typeof limit !== 'number' || limit <= 0) return false;
  const count = ++parser.requestsCount;
  res.maxRequestsOnConnectionReached = limit <= count;
  return limit < count;
}

function dispatchExpecting(server, req, res) {
  if (SAYS_CONTINUE.test(req.headers.expect)) {
    res._expect_continue = true;
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', req, res);
    } else {
      res.writeContinue();
      server.emit('request', req, res);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', req, res);
  } else {
    res.writeHead(417);
    res.end();
  }
}

// ---- a response has been sent ---------------------------------------------------------------

/** `_afterWritten` of ServerResponse: the connection goes on, or ends. */
function onResponseSent() {
  const socket = this.socket;
  const parser = socket?.parser;
  if (!parser || parser.server === null) {
    if (socket) detach(this, socket);
    return;
  }
  const { requests } = parser;
  // It is the first, and mostly the only one: shift() would call into C.
  const req = (requests.length === 1 ? requests.pop() : requests.shift()) ??
    this.req;
  if (responseFinish.hasSubscribers) {
    const { server } = parser;
    responseFinish.publish({ request: req, response: this, socket, server });
  }
  if (this._span !== null) finishResponseSpan(this, req);
  dismiss(req);
  if (parser.incoming === req) forgetRequest(parser, req);
  this.detachSocket(socket);
  closeResponseSoon(this);
  if (!this._sentBySink) parser.done();
  if (this._last) {
    endSocket(socket);
  } else if (parser.queue.length === 0) {
    if (socket.timeout) suspendTimeout(parser, socket);
  } else {
    parser.queue.shift().assignSocket(socket);
  }
}

function finishResponseSpan(res, req) {
  const { method, url, headers } = req;
  const { statusCode, statusMessage } = res;
  finishSpan(res._span, {
    req: { method, url, headers },
    res: { statusCode, statusMessage, headers: res.getHeaders() },
  });
}

// Its body may still be coming.
function forgetRequest(parser, req) {
  if (req.readableEnded || req.upgrade) parser.incoming = null;
  else req.on('end', onRequestEnd);
}

function onRequestEnd() {
  const parser = this.socket?.parser;
  if (parser?.incoming === this) parser.incoming = null;
}

// A response without a server: the program has given it a stream, or the
// connection was upgraded while responses to earlier requests were to come.
function detach(res, socket) {
  res.detachSocket(socket);
  closeResponseSoon(res);
  const queue = socket[kQueueAfterUpgrade];
  if (queue === undefined) return;
  if (res._last) endSocket(socket);
  else if (queue.length > 0) queue.shift().assignSocket(socket);
}

function endSocket(socket) {
  if (typeof socket.destroySoon === 'function') socket.destroySoon();
  else socket.end();
}

// While a connection waits for its next request, keepAliveTimeout counts, and not
// what the program has set with setTimeout().
function suspendTimeout(parser, socket) {
  if (!parser.server.keepAliveTimeout) return;
  parser.hasOwnTimeout = true;
  socket.setTimeout(0);
}

function renewTimeout(parser) {
  parser.socket._unrefTimer?.();
}

// Of pipelined requests, the one before has been answered in full, but not yet
// told of it: that waits for the next tick. Its successor need not wait.
function handOver(parser, response) {
  if (!response._sentBySink || parser.isQueued || parser.heldLength !== 0) {
    return;
  }
  response._isHandedOver = true;
  onResponseSent.call(response);
}

// ---- upgrades ----------------------------------------------------------------------------------

/** From C: the head of an upgrade is read; `rest` is what came after it. */
function onUpgraded(parser, rest) {
  const { server, socket } = parser;
  const req = parser.incoming;
  upgrade(server, socket, parser, req, rest);
}

function upgrade(server, socket, parser, req, rest) {
  releaseSocket(socket);
  if (socket._httpMessage) socket[kQueueAfterUpgrade] = parser.queue;
  freeParser(parser, null, null);
  req.complete = true;
  const name = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (server.listenerCount(name) === 0) {
    socket.destroy();
    return;
  }
  socket.readableFlowing = null;
  server.emit(name, req, socket, rest);
}

// The socket is the program's now.
function releaseSocket(socket) {
  unguardSocket(socket);
  socket.removeListener('data', onSocketData);
  socket.removeListener('end', onSocketEnd);
  socket.removeListener('close', onSocketClose);
  socket.removeListener('close', onResponseClose);
  socket.removeListener('drain', onSocketDrain);
  socket.removeListener('error', onSocketError);
  socket.removeListener('timeout', onSocketTimeout);
  socket.parser = null;
}

// ---- the socket's events ----------------------------------------------------------------------

// Of a stream that is not read in C.
function onSocketData(chunk) {
  feedParser(this, chunk, onParsed);
}

function onParsed(socket, parser, parsed, chunk) {
  if (typeof parsed !== 'number') {
    parsed.rawPacket = chunk;
    onSocketError.call(socket, parsed);
  } else if (parser.incoming?.upgrade && socket.parser === parser) {
    const rest = chunk.subarray(parsed);
    upgrade(socket.server, socket, parser, parser.incoming, rest);
  }
}

function onSocketEnd() {
  const { parser, server } = this;
  if (!parser) return;
  const error = parser.finish();
  if (error instanceof Error) {
    error.rawPacket = Buffer.alloc(0);
    onSocketError.call(this, error);
  } else if (!server.httpAllowHalfOpen) {
    this.end(); // what is left of the requests is aborted when it has closed
  } else if (parser.queue.length > 0) {
    parser.queue.at(-1)._last = true;
  } else if (this._httpMessage) {
    this._httpMessage._last = true;
  } else {
    this.end();
  }
}

function onSocketClose() {
  const { parser } = this;
  if (!parser) return;
  const { requests, queue } = parser;
  freeParser(parser, null, this);
  abortAll(requests);
  for (const res of queue) closeResponse(res);
}

function abortAll(requests) {
  while (requests.length > 0) {
    const req = requests.shift();
    abortSignalOf(req);
    req.destroy(connResetException('aborted'));
  }
}

function onSocketDrain() {
  const { parser } = this;
  if (!parser) return;
  const needsPause = parser.queuedBytes >= this.writableHighWaterMark;
  if (this._paused && !needsPause) {
    this._paused = false;
    readStart(this);
  }
  const res = this._httpMessage;
  if (res) emitDrain(res);
}

function emitDrain(res) {
  if (res.finished || !res[kNeedDrain] || res.destroyed) return;
  if (res.writableLength > 0) return;
  res[kNeedDrain] = false;
  res.emit('drain');
}

function onSocketTimeout() {
  const { parser, server } = this;
  const req = parser?.incoming;
  const res = this._httpMessage;
  const isReqTold = req && !req.complete && req.emit('timeout', this);
  const isResTold = res && res.emit('timeout', this);
  const isServerTold = server.emit('timeout', this);
  if (!isReqTold && !isResTold && !isServerTold) this.destroy();
}

/** What the other side sends is not HTTP, or takes too long. */
function onConnectionError(parser, error) {
  const { socket } = parser;
  if (socket !== null) onSocketError.call(socket, error);
}

const ERROR_RESPONSES = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function onSocketError(error) {
  // What else goes wrong with this connection is of no interest.
  this.removeListener('error', onSocketError);
  if (this.listenerCount('error') === 0) this.on('error', nop);

  if (this.server.emit('clientError', error, this)) return;
  // A response that has begun must not be mixed with ours.
  if (this.writable && !this._httpMessage?._headerSent) {
    const status = ERROR_RESPONSES[error.code] ?? '400 Bad Request';
    this.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, 'latin1');
  }
  this.destroy(error);
}

module.exports = {
  onConnection,
  onResponseSent,
  onSocketError,
  onSocketTimeout,
};
