'use strict';

// IncomingMessage: a request that a server has received, or a response that a
// client has.
//
// Most requests have no body, and most programs never treat them as streams. So
// the stream inside is made only when something first looks at it: the field
// `_readableState`, which all of Readable goes through, is an accessor here. The
// headers, too, stay the one string that the parser gave until they are read.

const process = require('internal/process');
const { Readable, finished } = require('stream');
const {
  addToDistinct,
  addToHeaders,
  splitBlock,
} = require('internal/http/headers');

const kState = Symbol('kState');
const kStage = Symbol('kStage');
const kBlock = Symbol('kBlock');
const kRawHeaders = Symbol('kRawHeaders');
const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kTrailerBlock = Symbol('kTrailerBlock');
const kRawTrailers = Symbol('kRawTrailers');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const kAbortController = Symbol('kAbortController');

// What a stream that is made now has already been through.
const RECEIVING = 0;
const COMPLETE = 1; // it has no body: 'end' is to come
const CLOSED = 2; // nobody looked at it while it lived

/** Lets the connection bring more. */
function readStart(socket) {
  if (!socket || socket._paused) return;
  if (!socket.parser?.isConsuming) {
    if (socket.readable) socket.resume();
    return;
  }
  const handle = socket._handle;
  if (handle === null || handle.reading) return;
  handle.reading = true;
  handle.readStart();
  socket.resume();
}

/** Keeps the connection from bringing more, for now. */
function readStop(socket) {
  if (!socket) return;
  socket.pause();
  if (!socket.parser?.isConsuming) return;
  const handle = socket._handle;
  if (handle === null || !handle.reading) return;
  handle.reading = false;
  handle.readStop();
}

/**
 * @param {net.Socket|Duplex} socket the connection it came over
 */
function IncomingMessage(socket) {
  this._events = undefined;
  this._eventsCount = 0;
  this._maxListeners = undefined;
  this[kState] = null;
  this[kStage] = RECEIVING;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kBlock] = '';
  this[kRawHeaders] = null;
  this[kHeaders] = null;
  this[kTrailerBlock] = '';
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  // Of a request.
  this.url = '';
  this.method = null;
  // Of a response.
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  // Whether it is being read, or was given up (_dump).
  this._consuming = false;
  this._consumed = false;
  this._dumped = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

// The options of the stream: only the socket's high-water mark matters.
function streamOptions(socket) {
  const highWaterMark = socket?.readableHighWaterMark;
  return highWaterMark === undefined ? undefined : { highWaterMark };
}

function makeStream(message) {
  Readable.call(message, streamOptions(message.socket));
  const state = message[kState];
  // Do not ask for more than was asked of us: see _read.
  state.readingMore = true;
  if (message[kStage] === COMPLETE) {
    message.push(null);
  } else if (message[kStage] === CLOSED) {
    state.ended = state.endEmitted = true;
    state.destroyed = state.closed = state.closeEmitted = true;
  }
  return state;
}

function defineAccessor(name, get, set) {
  Object.defineProperty(IncomingMessage.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get,
    set,
  });
}

defineAccessor(
  '_readableState',
  function() { return this[kState] ?? makeStream(this); },
  function(state) { this[kState] = state; });

defineAccessor(
  'connection',
  function() { return this.socket; },
  function(socket) { this.socket = socket; });

// ---- headers and trailers -----------------------------------------------------

function headersFrom(raw, joinDuplicates) {
  const headers = {};
  for (let i = 0; i < raw.length; i += 2) {
    addToHeaders(headers, raw[i], raw[i + 1], joinDuplicates);
  }
  return headers;
}

function distinctFrom(raw) {
  const headers = { __proto__: null };
  for (let i = 0; i < raw.length; i += 2) {
    addToDistinct(headers, raw[i], raw[i + 1]);
  }
  return headers;
}

defineAccessor(
  'rawHeaders',
  function() { return this[kRawHeaders] ??= splitBlock(this[kBlock]); },
  function(raw) { this[kRawHeaders] = raw; });

defineAccessor(
  'headers',
  function() {
    return this[kHeaders] ??=
      headersFrom(this.rawHeaders, this.joinDuplicateHeaders);
  },
  function(headers) { this[kHeaders] = headers; });

defineAccessor(
  'headersDistinct',
  function() { return this[kHeadersDistinct] ??= distinctFrom(this.rawHeaders); },
  function(headers) { this[kHeadersDistinct] = headers; });

defineAccessor(
  'rawTrailers',
  function() { return this[kRawTrailers] ??= splitBlock(this[kTrailerBlock]); },
  function(raw) { this[kRawTrailers] = raw; });

defineAccessor(
  'trailers',
  function() {
    return this[kTrailers] ??=
      headersFrom(this.rawTrailers, this.joinDuplicateHeaders);
  },
  function(trailers) { this[kTrailers] = trailers; });

defineAccessor(
  'trailersDistinct',
  function() {
    return this[kTrailersDistinct] ??= distinctFrom(this.rawTrailers);
  },
  function(trailers) { this[kTrailersDistinct] = trailers; });

/** Adds the first `n` elements of a raw list to what has been received. */
IncomingMessage.prototype._addHeaderLines = function(raw, n) {
  if (!raw?.length) return;
  if (this.complete) this.rawTrailers = raw;
  else this.rawHeaders = raw;
  const dest = this.complete ? this[kTrailers] : this[kHeaders];
  if (!dest) return;
  for (let i = 0; i < n; i += 2) this._addHeaderLine(raw[i], raw[i + 1], dest);
};

IncomingMessage.prototype._addHeaderLine = function(field, value, dest) {
  addToHeaders(dest, field, value, this.joinDuplicateHeaders);
};

IncomingMessage.prototype._addHeaderLineDistinct =
  function(field, value, dest) {
    addToDistinct(dest, field, value);
  };

// ---- the stream ----------------------------------------------------------------

/**
 * @param {number} msecs
 * @param {Function} [callback] a listener for 'timeout'
 */
IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

/** As of any Readable; of a body that comes whole nothing need be decoded here. */
IncomingMessage.prototype.setEncoding = function setEncoding(encoding) {
  Readable.prototype.setEncoding.call(this, encoding);
  const parser = this.socket?.parser;
  if (parser?.incoming === this && this._readableState.encoding === 'utf8') {
    parser.wantText();
  }
  return this;
};

IncomingMessage.prototype._read = function _read() {
  if (!this._consumed) {
    this._readableState.readingMore = false;
    this._consumed = true;
  }
  // What was read from the socket is pushed by the parser. Nothing to do here
  // but to let it read on.
  readStart(this.socket);
};

// An error is only told to those who listen: to throw it would end servers
// whose client went away.
function reportDestroyed(message, error, callback) {
  callback(message.listenerCount('error') > 0 ? error : undefined);
}

IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this[kAbortController]?.abort();
    this.emit('aborted');
  }
  const { socket } = this;
  if (!this.aborted || !socket || socket.destroyed) {
    process.nextTick(reportDestroyed, this, error, callback);
    return;
  }
  socket.destroy(error);
  const cleanup = finished(socket, (err) => {
    if (err?.code === 'ERR_STREAM_PREMATURE_CLOSE') err = null;
    cleanup();
    process.nextTick(reportDestroyed, this, err || error, callback);
  });
};

/** Reads to the end and throws it away: the program does not want it. */
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  // What is buffered must not reach the program after the response has ended.
  this.removeAllListeners('data');
  this.resume();
};

/** `optimizeEmptyRequests`: a request that ended before it was seen. */
IncomingMessage.prototype._dumpAndCloseReadable = function() {
  this._dumped = true;
  this.complete = true;
  this[kStage] = CLOSED;
};

/** An AbortSignal, aborted when the other side goes away too early. */
defineAccessor('signal', function() {
  this[kAbortController] ??= makeAbortController(this);
  return this[kAbortController].signal;
});

function makeAbortController(message) {
  const { AbortController } = require('internal/abort_controller');
  const controller = new AbortController();
  if (message.aborted || (message.socket?.destroyed && !message.complete)) {
    controller.abort();
  }
  return controller;
}

// ---- for the server and the client -------------------------------------------

/** Tells those who wait on `signal`: the connection is gone. */
function abortSignalOf(message) {
  message[kAbortController]?.abort();
}

/** The request has no body, and nothing of it is still to come. */
function markComplete(message) {
  message.complete = true;
  message[kStage] = COMPLETE;
}

/** The body has ended. */
function finishBody(message, trailerBlock) {
  message.complete = true;
  if (trailerBlock !== undefined) message[kTrailerBlock] = trailerBlock;
  message.push(null);
}

/**
 * The response to a request has been sent: what is left of the request is of no
 * use. If nobody has ever looked at it as a stream, there is nothing to do.
 */
function dismiss(message) {
  if (message[kState] === null && message[kStage] === COMPLETE &&
      message._eventsCount === 0) {
    message[kStage] = CLOSED;
  } else if (!message._consumed && !message.readableDidRead) {
    message._dump();
  }
}

module.exports = {
  IncomingMessage,
  kBlock,
  kTrailerBlock,
  abortSignalOf,
  dismiss,
  finishBody,
  markComplete,
  readStart,
  readStop,
};
