'use strict';

// OutgoingMessage: a request of a client or a response of a server, as it is
// being sent. It is a Stream that looks like a Writable but keeps no buffer of
// its own once it has a socket: bytes go to the socket, or past it (sink.js).

const { Buffer } = require('buffer');
const process = require('internal/process');
const { Stream } = require('stream');
const EventEmitter = require('events');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const {
  codes: {
    ERR_HTTP_BODY_NOT_ALLOWED,
    ERR_HTTP_CONTENT_LENGTH_MISMATCH,
    ERR_HTTP_HEADERS_SENT,
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_STREAM_ALREADY_FINISHED,
    ERR_STREAM_CANNOT_PIPE,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { validateString } = require('internal/validators');
const { isUint8Array } = require('internal/util/types');
const { kNeedDrain, kOutHeaders, kUniqueHeaders } = require('internal/http');
const {
  CONNECTION,
  CONTENT_LENGTH,
  DATE,
  TRANSFER_ENCODING,
  VALIDATE_STRICT,
  lookUpName,
  validateHeaderName,
  validateHeaderValue,
} = require('internal/http/headers');
const { renderTrailers, storeHead } = require('internal/http/head');
const { sinkEnd, sinkOf, sinkWrite, yieldSink } = require('internal/http/sink');

const kCorked = Symbol('corked');
const kChunks = Symbol('kChunks');
const kChunksLength = Symbol('kChunksLength');
const kErrored = Symbol('errored');
const kHighWaterMark = Symbol('kHighWaterMark');
const kBytesWritten = Symbol('kBytesWritten');
const kRejectBody = Symbol('kRejectNonStandardBodyWrites');
const kWriteError = Symbol('kWriteError');
const kEndCallbacks = Symbol('kEndCallbacks');
const kSocket = Symbol('kSocket');

const CRLF = Buffer.from('\r\n');

function nop() {}

/**
 * @param {{highWaterMark?: number, rejectNonStandardBodyWrites?: boolean}}
 *   [options]
 */
function OutgoingMessage(options) {
  this._events = undefined;
  this._eventsCount = 0;
  this._maxListeners = undefined;

  // Parts that wait for a socket: {data, encoding, callback}.
  this.outputData = [];
  this.outputSize = 0;

  this.writable = true;
  this.destroyed = false;

  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;

  this.strictContentLength = false;
  this[kBytesWritten] = 0;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this[kNeedDrain] = false;

  this.finished = false;
  this._headerSent = false;
  this._sentBySink = false; // its end, that is
  this._isHandedOver = false;
  this[kCorked] = 0;
  this[kChunks] = null;
  this[kChunksLength] = 0;
  this._closed = false;

  this[kSocket] = null;
  this._header = null;
  this[kOutHeaders] = null;
  this[kUniqueHeaders] = null;
  this._httpValidation = VALIDATE_STRICT;

  this._keepAliveTimeout = 0;
  this._maxRequestsPerSocket = 0;
  this._onPendingData = nop;

  this._wroteAll = false;
  this[kErrored] = null;
  this[kWriteError] = null;
  this[kEndCallbacks] = null;
  this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark();
  this[kRejectBody] = options?.rejectNonStandardBodyWrites ?? false;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

function defineAccessor(name, get, set) {
  Object.defineProperty(OutgoingMessage.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get,
    set,
  });
}

defineAccessor('errored', function() { return this[kErrored]; });
defineAccessor('closed', function() { return this._closed; });
defineAccessor('writableFinished', function() { return this._wroteAll; });
defineAccessor('writableObjectMode', () => false);
defineAccessor('writableLength', function() {
  const socket = this[kSocket];
  const held = socket?._httpMessage === this ?
    socket.parser?.heldLength ?? 0 : 0;
  return this.outputSize + this[kChunksLength] + held +
    (socket ? socket.writableLength : 0);
});
defineAccessor('writableHighWaterMark', function() {
  return this[kSocket]?.writableHighWaterMark ?? this[kHighWaterMark];
});
defineAccessor('writableCorked', function() { return this[kCorked]; });
defineAccessor('writableEnded', function() { return this.finished; });
defineAccessor('writableNeedDrain', function() {
  return !this.destroyed && !this.finished && this[kNeedDrain];
});
defineAccessor('headersSent', function() { return !!this._header; });
defineAccessor(
  'socket',
  function() { return this[kSocket]; },
  function(socket) {
    for (let n = 0; n < this[kCorked]; n++) {
      socket?.cork();
      this[kSocket]?.uncork();
    }
    this[kSocket] = socket;
  });
defineAccessor(
  'connection',
  function() { return this[kSocket]; },
  function(socket) { this.socket = socket; });

// ---- life ---------------------------------------------------------------------------

/** Holds back what is written until as many `uncork()`s. */
OutgoingMessage.prototype.cork = function cork() {
  this[kCorked]++;
  yieldSink(this[kSocket]);
  this[kSocket]?.cork();
};

OutgoingMessage.prototype.uncork = function uncork() {
  if (this[kCorked] > 0) this[kCorked]--;
  this[kSocket]?.uncork();
  if (this[kCorked] > 0 || this[kChunks] === null) return;
  if (sendChunks(this) && this[kNeedDrain]) {
    process.nextTick(emitDrain, this);
  }
};

function emitDrain(message) {
  if (!message[kNeedDrain] || message.finished || message.destroyed) return;
  message[kNeedDrain] = false;
  message.emit('drain');
}

// The chunks written while corked, as one chunk.
function sendChunks(message) {
  const chunks = message[kChunks];
  const length = message[kChunksLength];
  message[kChunks] = null;
  message[kChunksLength] = 0;
  const callbacks = [];
  message._send(length.toString(16), 'latin1', null);
  message._send(CRLF, null, null);
  for (const { data, encoding, callback } of chunks) {
    message._send(data, encoding, null);
    if (callback) callbacks.push(callback);
  }
  return message._send(CRLF, null, callbacks.length === 0 ? null : (err) => {
    for (const callback of callbacks) callback(err);
  });
}

/**
 * @param {number} msecs
 * @param {Function} [callback] a listener for 'timeout'
 */
OutgoingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  if (this[kSocket]) {
    this[kSocket].setTimeout(msecs);
  } else {
    this.once('socket', function socketSetTimeoutOnConnect(socket) {
      socket.setTimeout(msecs);
    });
  }
  return this;
};

/** Destroys the message, and the socket it is being sent on. */
OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  if (this[kSocket]) {
    this[kSocket].destroy(error);
  } else {
    this.once('socket', function socketDestroyOnConnect(socket) {
      socket.destroy(error);
    });
    // It may never see one: a response in a pipeline's queue, or a message of
    // the program's own.
    process.nextTick(emitClose, this);
  }
  return this;
};

function emitClose(message) {
  if (message._closed) return;
  message._closed = true;
  message.emit('close');
}

OutgoingMessage.prototype[EventEmitter.captureRejectionSymbol] = function(err) {
  this.destroy(err);
};

OutgoingMessage.prototype.pipe = function pipe() {
  // It cannot be read from.
  this.emit('error', new ERR_STREAM_CANNOT_PIPE());
};

// ---- headers --------------------------------------------------------------------------

function throwIfHeadersSent(message, verb) {
  if (message._header) throw new ERR_HTTP_HEADERS_SENT(verb);
}

OutgoingMessage.prototype._renderHeaders = function _renderHeaders() {
  throwIfHeadersSent(this, 'render');
  const headers = this[kOutHeaders];
  const rendered = {};
  for (const key in headers) rendered[headers[key][0]] = headers[key][1];
  return rendered;
};

OutgoingMessage.prototype._storeHeader =
  function _storeHeader(firstLine, headers) {
    // A request that expects to be told to continue sends its head at once.
    if (storeHead(this, firstLine, headers)) this._send('');
  };

/**
 * @param {string} name
 * @param {number|string|string[]} value
 * @returns {this}
 */
OutgoingMessage.prototype.setHeader = function setHeader(name, value) {
  throwIfHeadersSent(this, 'set');
  validateHeaderName(name);
  validateHeaderValue(name, value, this._httpValidation);
  const { lower } = lookUpName(name);
  (this[kOutHeaders] ??= { __proto__: null })[lower] = [name, value];
  return this;
};

/**
 * @param {Headers|Map} headers
 * @returns {this}
 */
OutgoingMessage.prototype.setHeaders = function setHeaders(headers) {
  throwIfHeadersSent(this, 'set');
  if (!headers || Array.isArray(headers) ||
      typeof headers.keys !== 'function' ||
      typeof headers.get !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  // Headers give each cookie on its own: together they are the header's value.
  const cookies = [];
  for (const { 0: name, 1: value } of headers) {
    if (name !== 'set-cookie') this.setHeader(name, value);
    else if (Array.isArray(value)) cookies.push(...value);
    else cookies.push(value);
  }
  if (cookies.length > 0) this.setHeader('set-cookie', cookies);
  return this;
};

/**
 * Adds to what a header already holds.
 *
 * @param {string} name
 * @param {string|string[]} value
 * @returns {this}
 */
OutgoingMessage.prototype.appendHeader = function appendHeader(name, value) {
  throwIfHeadersSent(this, 'append');
  validateHeaderName(name);
  validateHeaderValue(name, value, this._httpValidation);
  const { lower } = lookUpName(name);
  const headers = this[kOutHeaders] ??= { __proto__: null };
  const existing = headers[lower];
  if (existing === undefined) {
    headers[lower] = [name, value];
    return this;
  }
  const values = Array.isArray(existing[1]) ? [...existing[1]] : [existing[1]];
  if (Array.isArray(value)) values.push(...value);
  else values.push(value);
  existing[1] = values;
  return this;
};

/**
 * @param {string} name
 * @returns {number|string|string[]|undefined}
 */
OutgoingMessage.prototype.getHeader = function getHeader(name) {
  validateString(name, 'name');
  const headers = this[kOutHeaders];
  return headers === null ? undefined : headers[lookUpName(name).lower]?.[1];
};

OutgoingMessage.prototype.getHeaderNames = function getHeaderNames() {
  return this[kOutHeaders] === null ? [] : Object.keys(this[kOutHeaders]);
};

/** The names as they were given to setHeader. */
OutgoingMessage.prototype.getRawHeaderNames = function getRawHeaderNames() {
  if (this[kOutHeaders] === null) return [];
  return Object.values(this[kOutHeaders]).map((field) => field[0]);
};

OutgoingMessage.prototype.getHeaders = function getHeaders() {
  const headers = this[kOutHeaders];
  const copy = { __proto__: null };
  for (const key in headers) copy[key] = headers[key][1];
  return copy;
};

OutgoingMessage.prototype.hasHeader = function hasHeader(name) {
  validateString(name, 'name');
  return this[kOutHeaders] !== null &&
    this[kOutHeaders][lookUpName(name).lower] !== undefined;
};

/** Removes a header, also one that would be sent of itself. */
OutgoingMessage.prototype.removeHeader = function removeHeader(name) {
  validateString(name, 'name');
  throwIfHeadersSent(this, 'remove');
  const { lower, kind } = lookUpName(name);
  switch (kind) {
    case CONNECTION: this._removedConnection = true; break;
    case CONTENT_LENGTH: this._removedContLen = true; break;
    case TRANSFER_ENCODING: this._removedTE = true; break;
    case DATE: this.sendDate = false; break;
  }
  if (this[kOutHeaders] !== null) delete this[kOutHeaders][lower];
};

/** Sends the head now. */
OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

OutgoingMessage.prototype._implicitHeader = function _implicitHeader() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
};

/**
 * @param {object|Array} headers sent after the last chunk of a chunked body
 */
OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
  this._trailer = renderTrailers(this, headers);
};

// ---- bytes, the long way ---------------------------------------------------------------

// Sends a part, and before it the head if that has not been sent.
OutgoingMessage.prototype._send = function _send(data, encoding, callback) {
  const header = this._header;
  if (this._headerSent || header === null) {
    return this._writeRaw(data, encoding, callback);
  }
  this._headerSent = true;
  // One string, if the encodings allow it: a head is Latin-1.
  if (typeof data === 'string' &&
      (encoding === 'latin1' || ((encoding === 'utf8' || !encoding) &&
                                 isAscii(header)))) {
    return this._writeRaw(header + data, encoding, callback);
  }
  this._writeRaw(header, 'latin1', null);
  return this._writeRaw(data, encoding, callback);
};

function isAscii(text) {
  // eslint-disable-next-line no-control-regex
  return !/[^\0-\x7f]/.test(text);
}

OutgoingMessage.prototype._writeRaw =
  function _writeRaw(data, encoding, callback) {
    const socket = this[kSocket];
    if (socket?.destroyed) return false;
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = null;
    }
    if (socket && socket._httpMessage === this && socket.writable) {
      yieldSink(socket);
      return socket.write(data, encoding, callback);
    }
    this.outputData.push({ data, encoding, callback });
    this.outputSize += data.length;
    this._onPendingData(data.length);
    return this.outputSize < this[kHighWaterMark];
  };

/** Sends what has waited for the socket. */
OutgoingMessage.prototype._flushOutput = function _flushOutput(socket) {
  const { outputData, outputSize } = this;
  if (outputData.length === 0) return undefined;
  this.outputData = [];
  this.outputSize = 0;
  let result;
  yieldSink(socket);
  socket.cork();
  for (const { data, encoding, callback } of outputData) {
    result = socket.write(data, encoding, callback);
  }
  socket.uncork();
  this._onPendingData(-outputSize);
  return result;
};

/** The message has got its socket, or gets it back to itself. */
OutgoingMessage.prototype._flush = function _flush() {
  const socket = this[kSocket];
  if (!socket?.writable) return;
  const result = this._flushOutput(socket);
  if (this.finished) {
    this._finish();
  } else if (result && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
};

/** All of it has been given to the socket. */
OutgoingMessage.prototype._finish = function _finish() {
  if (this._eventsCount > 0) this.emit('prefinish');
};

/** Its last byte has been written. */
OutgoingMessage.prototype._onWritten = function _onWritten() {
  const error = this[kWriteError] ?? this[kErrored] ?? this[kSocket]?.errored;
  if (error) {
    this._onWriteFailed(error);
    return;
  }
  this._wroteAll = true;
  if (!this._isHandedOver) this._afterWritten();
  callEndCallbacks(this, null);
  if (this._eventsCount > 0) this.emit('finish');
};

/** A part of it could not be written: it will never be finished. */
OutgoingMessage.prototype._onWriteFailed = function _onWriteFailed(error) {
  this[kWriteError] ??= error;
  if (this.finished) callEndCallbacks(this, this[kWriteError]);
};

function callEndCallbacks(message, error) {
  const callbacks = message[kEndCallbacks];
  if (callbacks === null) return;
  message[kEndCallbacks] = null;
  for (const callback of callbacks) callback(error);
}

// What a response does to its connection before the program hears of it; done
// already if _isHandedOver.
OutgoingMessage.prototype._afterWritten = nop;

// ---- write() -----------------------------------------------------------------------------

function reportError(message, error, callback) {
  process.nextTick(emitError, message, error, callback);
}

function emitError(message, error, callback) {
  if (typeof callback === 'function') callback(error);
  if (typeof message.emit === 'function' && !message.destroyed) {
    message.emit('error', error);
  }
}

function validateChunk(chunk) {
  if (typeof chunk === 'string' || isUint8Array(chunk)) return;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  throw new ERR_INVALID_ARG_TYPE(
    'chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
}

function lengthOf(chunk, encoding) {
  return typeof chunk === 'string' ?
    Buffer.byteLength(chunk, encoding) : chunk.byteLength;
}

// Why nothing can be written any more, or null.
function whyClosed(message) {
  if (message.finished) return new ERR_STREAM_WRITE_AFTER_END();
  if (message.destroyed) return new ERR_STREAM_DESTROYED('write');
  return null;
}

function refuseWrite(message, error, callback) {
  if (message.destroyed) process.nextTick(callback ?? nop, error);
  else reportError(message, error, callback);
}

function mustMatchLength(message) {
  return message.strictContentLength && message._contentLength !== null &&
    message._hasBody && !message._removedContLen && !message.chunkedEncoding &&
    !message.hasHeader('transfer-encoding');
}

// Counts a part of the body against the Content-Length.
function countBody(message, length, isEnd) {
  if (!mustMatchLength(message)) {
    message[kBytesWritten] += length;
    return;
  }
  const total = message[kBytesWritten] + length;
  const expected = message._contentLength;
  if (isEnd ? total !== expected : total > expected) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(total, expected);
  }
  message[kBytesWritten] = total;
}

function uncorkSocket(socket) {
  socket.uncork();
}

// Bytes written in one tick belong together.
function corkForThisTick(socket) {
  if (!socket || socket.writableCorked) return;
  yieldSink(socket);
  socket.cork();
  process.nextTick(uncorkSocket, socket);
}

function writeChunk(message, chunk, encoding, length, callback) {
  if (message[kCorked] > 0 && message._headerSent) {
    (message[kChunks] ??= []).push({ data: chunk, encoding, callback });
    message[kChunksLength] += length;
    return message[kChunksLength] < message.writableHighWaterMark;
  }
  message._send(length.toString(16), 'latin1', null);
  message._send(CRLF, null, null);
  message._send(chunk, encoding, null);
  return message._send(CRLF, null, noteFailure(message, callback));
}

function writeLongWay(message, chunk, encoding, length, callback, isEnd) {
  if (!isEnd) corkForThisTick(message[kSocket]);
  return message.chunkedEncoding && length !== 0 ?
    writeChunk(message, chunk, encoding, length, callback) :
    message._send(chunk, encoding, noteFailure(message, callback));
}

// A write that fails makes the message fail, whenever it ends.
function noteFailure(message, callback) {
  return (error) => {
    if (error) message._onWriteFailed(error);
    if (callback) callback(error);
  };
}

// The message's body is not sent: HEAD, 204, 304.
function refuseBody(message, callback) {
  if (message[kRejectBody]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
  if (callback) process.nextTick(callback);
  return true;
}

/**
 * @param {string|Buffer|Uint8Array} chunk a part of the body
 * @param {string} [encoding] of a string
 * @param {Function} [callback] called when it is written
 * @returns {boolean} false: wait for 'drain'
 */
OutgoingMessage.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  validateChunk(chunk);
  const error = whyClosed(this);
  if (error !== null) {
    refuseWrite(this, error, callback);
    return false;
  }
  const length = lengthOf(chunk, encoding);
  if (!this._header) this._implicitHeader();
  if (!this._hasBody) return refuseBody(this, callback);
  countBody(this, length, false);
  const sink = sinkOf(this);
  const result = sink === null ?
    writeLongWay(this, chunk, encoding, length, callback, false) :
    sinkWrite(sink, this, chunk, encoding, length, callback);
  if (!result) this[kNeedDrain] = true;
  return result;
};

// ---- end() -------------------------------------------------------------------------------

function endAgain(message, chunk, callback) {
  if (chunk) {
    reportError(message, new ERR_STREAM_WRITE_AFTER_END(), callback);
  } else if (typeof callback === 'function') {
    if (message._wroteAll) {
      process.nextTick(callback, new ERR_STREAM_ALREADY_FINISHED('end'));
    } else if (message[kWriteError] !== null) {
      process.nextTick(callback, message[kWriteError]);
    } else {
      (message[kEndCallbacks] ??= []).push(callback);
    }
  }
}

function endLongWay(message, chunk, encoding, length) {
  const socket = message[kSocket];
  const finish = (err) => {
    if (err) message._onWriteFailed(err);
    else message._onWritten();
  };
  if (socket) {
    yieldSink(socket);
    socket.cork();
  }
  const isChunked = message._hasBody && message.chunkedEncoding;
  // The last write tells when all is written.
  const isLast = message._header !== null && !isChunked;
  if (length > 0) {
    writeLongWay(message, chunk, encoding, length, isLast ? finish : null, true);
  }
  if (message[kChunks] !== null) sendChunks(message);
  if (isChunked) {
    message._send(`0\r\n${message._trailer}\r\n`, 'latin1', finish);
  } else if (isLast && length > 0) {
    // It was the body.
  } else if (!message._headerSent || message.writableLength > 0 || length > 0) {
    message._send('', 'latin1', finish);
  } else {
    process.nextTick(finish);
  }
  if (!socket) return;
  // Corked by us once, and perhaps by the program.
  socket.uncork();
  while (message[kCorked] > 0) {
    message[kCorked]--;
    socket.uncork();
  }
}

// Whether the body has trailers, which C does not know of.
function hasTrailers(message) {
  return message._trailer !== '' && message.chunkedEncoding;
}

/**
 * Ends the message.
 *
 * @param {string|Buffer|Uint8Array} [chunk] the last part of the body
 * @param {string} [encoding] of a string
 * @param {Function} [callback] called when all is written
 * @returns {this}
 */
OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let length = 0;
  if (chunk !== undefined && chunk !== null) {
    if (this.finished) {
      reportError(this, new ERR_STREAM_WRITE_AFTER_END(), callback);
      return this;
    }
    validateChunk(chunk);
    // Its exact length matters only if it is announced, or checked.
    length = this._header && !this.strictContentLength ?
      chunk.length : lengthOf(chunk, encoding);
  } else if (this.finished) {
    endAgain(this, null, callback);
    return this;
  }
  if (!this._header) {
    this._contentLength = length;
    this._implicitHeader();
  }
  if (!this._hasBody && length > 0) {
    refuseBody(this);
    length = 0;
    chunk = undefined;
  }
  countBody(this, length, true);
  if (typeof callback === 'function') {
    (this[kEndCallbacks] ??= []).push(callback);
  }
  sendEnd(this, chunk, encoding, length);
  return this;
};

function sendEnd(message, chunk, encoding, length) {
  const sink = hasTrailers(message) ? null : sinkOf(message);
  if (sink === null || message[kCorked] > 0) {
    if (length > 0 && message.chunkedEncoding) {
      length = lengthOf(chunk, encoding);
    }
    endLongWay(message, chunk, encoding, length);
    message.finished = true;
  } else {
    message.finished = true;
    sinkEnd(sink, message, chunk ?? undefined, encoding);
  }
  const socket = message[kSocket];
  if (message.outputData.length === 0 && socket?._httpMessage === message) {
    message._finish();
  }
}

module.exports = {
  OutgoingMessage,
  kErrored,
  kHighWaterMark,
  kSocket,
  validateHeaderName,
  validateHeaderValue,
};
