'use strict';

// The short way out: a response on a socket whose parser is attached in C is
// framed and written there, past the socket's Writable. One native call sends
// head, body and end together.
//
// It may be taken while the Writable is idle and the program has put nothing of
// its own in the way; whoever goes the long way calls `yieldSink` first, so that
// the order of bytes is kept.
//
// The fields of the parser object that belong here:
//   heldLength      bytes given to send() that are not known to be written
//   isQueued        the kernel did not take all: onDrain will come
//   isFlushScheduled, callbacks (of write()), finishing (messages that have
//   ended and wait for their bytes to be written)

const { Buffer } = require('buffer');
const process = require('internal/process');
const { errnoException } = require('internal/errors');
const { kNeedDrain } = require('internal/http');
const { readStart } = require('_http_incoming');
const {
  kSendChunked,
  kSendHold,
  kSendLast,
  kSendLatin1,
} = internalBinding('http');

// Room for the size of a chunk and the ends of its lines.
const CHUNK_FRAMING = 4;

let socketWrite;

/**
 * The parser through which a message may be sent now, or null.
 *
 * @param {OutgoingMessage} message
 */
function sinkOf(message) {
  const { socket } = message;
  if (socket === null || message.outputSize !== 0) return null;
  const { parser } = socket;
  if (!parser || !parser.isConsuming || socket._httpMessage !== message ||
      socket.destroyed || socket.writableLength !== 0 ||
      socket.writableCorked !== 0 || socket.writableEnded) {
    return null;
  }
  socketWrite ??= require('net').Socket.prototype.write;
  return socket.write === socketWrite ? parser : null;
}

function stringFlags(encoding) {
  switch (encoding) {
    case undefined:
    case null:
    case 'utf8':
    case 'utf-8':
      return 0;
    case 'latin1':
    case 'binary':
      return kSendLatin1;
    default:
      return -1;
  }
}

// Takes the head that has to go before, if it has not.
function takeHead(message) {
  if (message._headerSent) return undefined;
  message._headerSent = true;
  return message._header;
}

function send(parser, message, chunk, encoding, flags) {
  if (message.chunkedEncoding && message._hasBody) flags |= kSendChunked;
  const { socket } = parser;
  if (socket.timeout) socket._unrefTimer();
  if (typeof chunk === 'string') {
    const how = stringFlags(encoding);
    if (how < 0) chunk = Buffer.from(chunk, encoding);
    else flags |= how;
  }
  return parser.send(takeHead(message), chunk, flags);
}

function fail(parser, status) {
  parser.socket?.destroy(errnoException(status, 'write'));
}

/**
 * Sends a piece of a message's body; what goes out in the same tick is written
 * together.
 *
 * @param {number} length of the chunk in bytes
 * @returns {boolean} whether the program may go on writing
 */
function sinkWrite(parser, message, chunk, encoding, length, callback) {
  const headLength = message._headerSent ? 0 : message._header.length;
  const status = send(parser, message, chunk, encoding, kSendHold);
  if (status < 0) {
    fail(parser, status);
    return false;
  }
  if (status > 0) parser.isQueued = true;
  parser.heldLength += headLength + length;
  if (message.chunkedEncoding && length > 0) {
    parser.heldLength += CHUNK_FRAMING + length.toString(16).length;
  }
  if (callback) (parser.callbacks ??= []).push(callback);
  scheduleFlush(parser);
  return parser.heldLength < parser.socket.writableHighWaterMark;
}

/**
 * Sends the end of a message, and at once. `finish(message)` is called when its
 * last byte is written, never before the next tick.
 */
function sinkEnd(parser, message, chunk, encoding) {
  const status = send(parser, message, chunk, encoding, kSendLast);
  message._sentBySink = true;
  if (status < 0) {
    fail(parser, status);
    return;
  }
  if (status > 0) parser.isQueued = true;
  process.nextTick(finishWhenWritten, parser, message);
}

function finishWhenWritten(parser, message) {
  if (parser.isQueued) (parser.finishing ??= []).push(message);
  else if (parser.heldLength !== 0) flushSink(parser, message);
  else message._onWritten();
}

function scheduleFlush(parser) {
  if (parser.isFlushScheduled) return;
  parser.isFlushScheduled = true;
  process.nextTick(flushSink, parser);
}

function flushSink(parser, message) {
  if (message !== undefined) (parser.finishing ??= []).push(message);
  parser.isFlushScheduled = false;
  const status = parser.flush();
  if (status < 0) fail(parser, status);
  else if (status > 0) parser.isQueued = true;
  else settle(parser);
}

// All that was sent is written.
function settle(parser) {
  const { callbacks, finishing, socket } = parser;
  parser.isQueued = false;
  parser.heldLength = 0;
  parser.callbacks = null;
  parser.finishing = null;
  if (callbacks) {
    for (const callback of callbacks) callback();
  }
  const message = socket?._httpMessage;
  if (message?.[kNeedDrain] && !message.finished) {
    message[kNeedDrain] = false;
    message.emit('drain');
  }
  if (finishing) {
    for (const ended of finishing) ended._onWritten();
  }
  if (socket?._paused && socket.parser === parser) readOn(parser, socket);
}

// More requests may come: no more of them were read while so much was to be sent.
function readOn(parser, socket) {
  if (parser.queuedBytes >= socket.writableHighWaterMark) return;
  socket._paused = false;
  readStart(socket);
}

/** From C: what was gathered could not all be written. */
function onQueued(status) {
  if (status < 0) fail(this, status);
  else this.isQueued = true;
}

/** From C: what was queued is written, or has failed. */
function onDrain(status) {
  if (status < 0) fail(this, status);
  else settle(this);
}

/** What was sent must be on its way before bytes go through the socket. */
function yieldSink(socket) {
  const parser = socket?.parser;
  if (!parser?.isConsuming || parser.heldLength === 0) return;
  const status = parser.flush();
  if (status < 0) fail(parser, status);
  else if (status > 0) parser.isQueued = true;
}

/** The socket's stream takes over: it writes behind what is queued. */
function leaveSink(parser, socket) {
  yieldSink(socket);
  if (!parser.isQueued) return;
  // C no longer tells when that is written, but nothing is written before it.
  socket.write('', () => { if (socket.parser === parser) settle(parser); });
}

module.exports = {
  leaveSink,
  onDrain,
  onQueued,
  settle,
  sinkEnd,
  sinkOf,
  sinkWrite,
  yieldSink,
};
