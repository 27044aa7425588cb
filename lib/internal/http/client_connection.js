'use strict';

// What happens between a ClientRequest and the socket it was given: the response
// is parsed from the socket's 'data', and each way the socket can end becomes
// the events that http.md promises.

const process = require('internal/process');
const { channel } = require('diagnostics_channel');
const { debuglog } = require('internal/util/debuglog');
const { connResetException } = require('internal/errors');
const { finished } = require('stream');
const { finishSpan } = require('internal/perf/span');
const { kNeedDrain } = require('internal/http');
const { IncomingMessage, kBlock } = require('_http_incoming');
const { kErrored, kHighWaterMark } = require('_http_outgoing');
const {
  LENIENT_ALL,
  LENIENT_NONE,
  feedParser,
  fillMessage,
  freeParser,
  headerLimit,
  isLenient,
  kKeepAlive,
  kUpgrade,
  parsers,
} = require('internal/http/parser');

const requestError = channel('http.client.request.error');
const responseFinish = channel('http.client.response.finish');

const debug = debuglog('http');

const DEFAULT_MAX_FIELDS = 2000;

function emitError(request, error) {
  if (requestError.hasSubscribers) requestError.publish({ request, error });
  request.emit('error', error);
}

function emitClose(request) {
  request._closed = true;
  request.emit('close');
}

/** The request ends without a response. */
function failRequest(request, error) {
  request.destroyed = true;
  if (!request.aborted && !error) error = connResetException('socket hang up');
  if (error) emitError(request, error);
  emitClose(request);
}

// ---- the socket comes ------------------------------------------------------------------

/** A socket was found: what it fails with from now on is the request's. */
function watchErrors(request, socket) {
  socket._httpMessage = request;
  socket.on('error', onSocketError);
}

/** In the tick after a socket, or the failure to make one, was found. */
function onSocketGiven(request, socket, error) {
  debug('CLIENT socket for', request.method, request.path);
  if (!request.destroyed && !error) {
    attach(request, socket);
    request._flush();
    return;
  }
  const reason = request[kErrored] || error;
  if (socket) socket.removeListener('error', onSocketError);
  if (!socket) {
    failRequest(request, reason);
  } else if (!error && request.agent && !socket.destroyed) {
    // Another request may want it.
    failRequest(request, reason);
    socket.emit('free');
  } else {
    finished(socket.destroy(reason), (err) => {
      if (err?.code === 'ERR_STREAM_PREMATURE_CLOSE') err = null;
      failRequest(request, err || reason);
    });
  }
}

function attach(request, socket) {
  const parser = parsers.alloc();
  const isInsecure = request.insecureHTTPParser ?? isLenient();
  const { maxHeadersCount } = request;
  parser.initialize(
    true, headerLimit(request.maxHeaderSize),
    typeof maxHeadersCount === 'number' ? maxHeadersCount : DEFAULT_MAX_FIELDS,
    isInsecure ? LENIENT_ALL : LENIENT_NONE);
  parser.socket = socket;
  parser.request = request;
  parser.joinDuplicateHeaders = request.joinDuplicateHeaders;
  parser.onMessage = onResponseHead;
  request.socket = socket;
  request.parser = parser;
  socket.parser = parser;
  // A socket of the agent's may have been made for another request.
  if (request._hasHighWaterMark && socket._writableState) {
    socket._writableState.highWaterMark = request[kHighWaterMark];
  }

  socket.on('data', onSocketData);
  socket.on('end', onSocketEnd);
  socket.on('close', onSocketClose);
  socket.on('drain', onSocketDrain);
  if (request.timeout !== undefined || request.agent?.options?.timeout) {
    watchTimeout(request);
  }
  request.emit('socket', socket);
}

function detachListeners(socket) {
  socket.removeListener('timeout', emitResponseTimeout);
  socket.removeListener('data', onSocketData);
  socket.removeListener('end', onSocketEnd);
  socket.removeListener('drain', onSocketDrain);
}

// ---- timeouts -------------------------------------------------------------------------------

/** Tells the request when its socket has been idle for too long. */
function watchTimeout(request) {
  if (request.timeoutCb) return;
  request.timeoutCb = emitTimeout;
  if (request.socket) {
    request.socket.once('timeout', emitTimeout);
  } else {
    request.on('socket', (socket) => socket.once('timeout', emitTimeout));
  }
}

function emitTimeout() {
  this._httpMessage?.emit('timeout');
}

function emitResponseTimeout() {
  this._httpMessage?.res?.emit('timeout');
}

function stopTimeout(request, socket) {
  if (!request.timeoutCb) return;
  socket.setTimeout(0, request.timeoutCb);
  request.timeoutCb = null;
}

// ---- the response ----------------------------------------------------------------------------

function isInterim(status) {
  return status < 200 && status >= 100 && status !== 101;
}

function makeResponse(parser, flags, status, reason, block) {
  const res = new IncomingMessage(parser.socket);
  fillMessage(res, flags);
  res.statusCode = status;
  res.statusMessage = reason;
  res[kBlock] = block;
  res.joinDuplicateHeaders = parser.joinDuplicateHeaders;
  res.upgrade = (flags & kUpgrade) !== 0;
  return res;
}

/** From C. 0: go on, 1: it has no body, 2: the rest is not HTTP. */
function onResponseHead(parser, flags, status, reason, block) {
  const { request, socket } = parser;
  const res = makeResponse(parser, flags, status, reason, block);
  parser.incoming = res;
  if (request.res) {
    // A second response to one request.
    socket.destroy();
    return 0;
  }
  if (res.upgrade || request.method === 'CONNECT') {
    res.upgrade = true;
    request.res = res;
    return 2;
  }
  if (isInterim(status)) {
    emitInterim(request, res);
    return 1;
  }
  if (responseFinish.hasSubscribers) {
    responseFinish.publish({ request, response: res });
  }
  if (request._span !== null) finishRequestSpan(request, res);
  if ((flags & kKeepAlive) === 0) request.shouldKeepAlive = false;
  request.res = res;
  res.req = request;
  // Before the program's own listeners: the socket is free when 'end' comes.
  res.on('end', onResponseEnd);
  socket.on('timeout', emitResponseTimeout);
  if (request.aborted || !request.emit('response', res)) res._dump();
  if (request.method === 'HEAD') return 1;
  if (status === 304) {
    res.complete = true;
    return 1;
  }
  return 0;
}

function finishRequestSpan(request, res) {
  const { statusCode, statusMessage, headers } = res;
  finishSpan(request._span, { res: { statusCode, statusMessage, headers } });
  request._span = null;
}

function emitInterim(request, res) {
  if (res.statusCode === 100) request.emit('continue');
  request.emit('information', {
    statusCode: res.statusCode,
    statusMessage: res.statusMessage,
    httpVersion: res.httpVersion,
    httpVersionMajor: res.httpVersionMajor,
    httpVersionMinor: res.httpVersionMinor,
    headers: res.headers,
    rawHeaders: res.rawHeaders,
  });
}

function onResponseEnd() {
  const { req: request } = this;
  const { socket } = request;
  if (socket && request.timeoutCb) {
    socket.removeListener('timeout', emitTimeout);
  }
  request._ended = true;
  if (!request.shouldKeepAlive) {
    if (!socket?.writable) return;
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (request._wroteAll && !this.aborted) {
    releaseSocket(request);
  }
}

/** `_afterWritten` of ClientRequest: all of it has been sent. */
function onRequestSent() {
  if (this.shouldKeepAlive && this._ended) releaseSocket(this);
}

// Request and response are over: the socket goes back to the agent.
function releaseSocket(request) {
  const { socket } = request;
  if (request._isReleased) return;
  request._isReleased = true;
  stopTimeout(request, socket);
  socket.removeListener('close', onSocketClose);
  socket.removeListener('error', onSocketError);
  detachListeners(socket);
  // The program may destroy what it has received without harm to the socket.
  if (request.res) request.res.socket = null;
  request.destroyed = true;
  process.nextTick(emitFree, request);
}

function emitFree(request) {
  emitClose(request);
  request.socket?.emit('free');
}

// ---- the socket's events ------------------------------------------------------------------------

function onSocketDrain() {
  const request = this._httpMessage;
  if (!request || request.finished || !request[kNeedDrain]) return;
  request[kNeedDrain] = false;
  request.emit('drain');
}

function onSocketData(chunk) {
  feedParser(this, chunk, onParsed);
}

function onParsed(socket, parser, parsed, chunk, request) {
  if (typeof parsed !== 'number') {
    onParseError(socket, parser, request, parsed, chunk);
  } else if (parser.incoming?.upgrade) {
    onUpgrade(socket, parser, request, chunk.subarray(parsed));
  } else if (parser.incoming?.complete &&
             !isInterim(parser.incoming.statusCode)) {
    detachListeners(socket);
    freeParser(parser, request, socket);
  }
}

function onParseError(socket, parser, request, error, chunk) {
  error.rawPacket = chunk;
  freeParser(parser, request, socket);
  detachListeners(socket);
  socket.destroy();
  request._hasFailed = true;
  emitError(request, error);
}

function onUpgrade(socket, parser, request, rest) {
  const res = parser.incoming;
  request.res = res;
  res.req = request;
  // Before it is freed, `complete` is what the program may want to know.
  res.complete = true;
  detachListeners(socket);
  freeParser(parser, request, socket);
  const name = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (request.listenerCount(name) === 0) {
    socket.destroy();
    return;
  }
  request.upgradeOrConnect = true;
  socket.emit('agentRemove');
  socket.removeListener('close', onSocketClose);
  socket.removeListener('error', onSocketError);
  stopTimeout(request, socket);
  socket._httpMessage = null;
  socket.readableFlowing = null;
  request.emit(name, res, socket, rest);
  request.destroyed = true;
  emitClose(request);
}

function finishParser(parser, request, socket) {
  if (!parser) return;
  parser.finish();
  freeParser(parser, request, socket);
}

function onSocketEnd() {
  const { parser, _httpMessage: request } = this;
  if (!request.res && !request._hasFailed) {
    request._hasFailed = true;
    emitError(request, connResetException('socket hang up'));
  }
  finishParser(parser, request, this);
  this.end();
}

function onSocketError(error) {
  const { parser, _httpMessage: request } = this;
  if (request) {
    // The request hears of one error.
    request._hasFailed = true;
    emitError(request, error);
  }
  finishParser(parser, request, this);
  detachListeners(this);
  this.destroy();
}

function onSocketClose() {
  const { parser, _httpMessage: request } = this;
  // What is still buffered goes through the parser.
  this.read();
  request.destroyed = true;
  const { res } = request;
  if (res) {
    if (!res.complete) res.destroy(connResetException('aborted'));
    emitClose(request);
    if (!res.aborted && res.readable) res.push(null);
  } else {
    if (!request._hasFailed) {
      request._hasFailed = true;
      emitError(request, connResetException('socket hang up'));
    }
    emitClose(request);
  }
  request.outputData.length = 0;
  if (this.parser === parser) finishParser(parser, request, this);
}

module.exports = {
  onRequestSent,
  onSocketGiven,
  watchErrors,
  watchTimeout,
};
