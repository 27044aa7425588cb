'use strict';

// Parsers: the native object that reads one side of a connection, kept in a pool
// between connections, and where its calls from C arrive.

const { getOptionValue } = require('internal/options');
const {
  HTTPParser,
  kHasExpect,
  kHasHost,
  kHasLength,
  kKeepAlive,
  kNoBody,
  kUpgrade,
  methods: methodsByNumber,
  setCallbacks,
} = internalBinding('http');
const { onDrain, onQueued, settle } = require('internal/http/sink');
const { finishBody, readStart, readStop } = require('_http_incoming');

const REQUEST = 1;
const RESPONSE = 2;

// The leniency of llhttp: each bit accepts something that HTTP forbids.
const LENIENT_NONE = 0;
const LENIENT_ALL = 0x3ff;

const VERSIONS = { __proto__: null, 17: '1.1', 1: '1.0' };

function nop() {}

/**
 * The state of a connection that lib/ keeps on its parser. All fields exist from
 * the start, so that all parsers have one shape.
 */
function resetParser(parser) {
  parser.socket = null;
  parser.server = null; // of a server's connection
  parser.request = null; // ClientRequest, of a client's connection
  parser.incoming = null; // the message being received
  parser.isConsuming = false; // the socket's stream is read in C
  parser.joinDuplicateHeaders = false;
  // Of execute(): it is running; data that came meanwhile, or null.
  parser.isBusy = false;
  parser.waiting = null;
  parser.onMessage = nop;
  parser.onUpgrade = nop; // of a consumed stream
  parser.onError = nop;
  // Of a server: requests whose responses have not ended, in order, and those
  // of their responses that wait for the socket.
  parser.requests = null;
  parser.queue = null;
  parser.queuedBytes = 0;
  parser.requestsCount = 0;
  parser.hasOwnTimeout = false;
  // See sink.js.
  parser.heldLength = 0;
  parser.isQueued = false;
  parser.isFlushScheduled = false;
  parser.callbacks = null;
  parser.finishing = null;
}

// Programs replace it, to be told.
HTTPParser.prototype.free = nop;

/** Idle parsers. `max` is what http.setMaxIdleHTTPParsers sets. */
const parsers = {
  name: 'parsers',
  max: 1000,
  list: [],
  alloc() {
    const parser = this.list.pop();
    if (parser !== undefined) return parser;
    const made = new HTTPParser();
    resetParser(made);
    return made;
  },
  free(parser) {
    if (this.list.length >= this.max) return false;
    this.list.push(parser);
    return true;
  },
};

/**
 * Ends the use of a parser: nothing is heard of it any more.
 *
 * @param {HTTPParser} parser
 * @param {IncomingMessage|ClientRequest|null} message that had it
 * @param {net.Socket|null} socket that had it
 */
function freeParser(parser, message, socket) {
  if (parser) {
    if (parser.heldLength !== 0 && !parser.socket?.destroyed) {
      parser.flush();
      settle(parser);
    }
    parser.free();
    const isExecuting = parser.close();
    resetParser(parser);
    if (!isExecuting) parsers.free(parser);
  }
  if (message) message.parser = null;
  if (socket) socket.parser = null;
}

/** Whether --insecure-http-parser is in force. */
function isLenient() {
  return getOptionValue('--insecure-http-parser') === true;
}

/** The most bytes of headers, if the program has chosen `size`, or 0. */
function headerLimit(size) {
  return size || getOptionValue('--max-http-header-size');
}

// ---- calls from C -------------------------------------------------------------------

function fillMessage(message, flags) {
  const major = (flags >> 8) & 15;
  const minor = (flags >> 12) & 15;
  message.httpVersionMajor = major;
  message.httpVersionMinor = minor;
  message.httpVersion =
    VERSIONS[major | (minor << 4)] ?? `${major}.${minor}`;
}

function onRequest(flags, url, block) {
  return this.onMessage(this, flags, url, block);
}

function onResponse(flags, status, reason, block) {
  return this.onMessage(this, flags, status, reason, block);
}

function onBody(buffer, isLast, trailerBlock) {
  const message = this.incoming;
  if (this.socket?.timeout && this.isConsuming) this.socket._unrefTimer();
  if (message === null) return;
  if (!message._dumped && !message.push(buffer)) readStop(this.socket);
  if (isLast) onComplete.call(this, trailerBlock);
}

function onComplete(trailerBlock) {
  const message = this.incoming;
  if (message === null) return;
  finishBody(message, trailerBlock);
  // Let the next message come.
  readStart(this.socket);
}

// Of a consumed stream; execute() tells its caller instead.
function onUpgrade(rest) {
  this.isConsuming = false;
  this.onUpgrade(this, rest);
}

function onError(error, packet) {
  error.rawPacket = packet;
  this.onError(this, error);
}

// Of a consumed stream that asked for it: what was read says nothing yet.
function onActivity() {
  if (this.socket?.timeout) this.socket._unrefTimer();
}

setCallbacks(onRequest, onResponse, onBody, onComplete, onUpgrade, onError,
             onActivity, onQueued, onDrain);

/**
 * Parses what a socket has brought; later, if the program makes it arrive while
 * it is told of other data.
 * @param {function(Duplex, HTTPParser, number|Error, Buffer, ?object)} onParsed
 *   is told what execute() has returned, and the message that the socket was for
 */
function feedParser(socket, chunk, onParsed) {
  const { parser, _httpMessage: message } = socket;
  if (!parser) return;
  if (parser.isBusy) {
    (parser.waiting ??= []).push(chunk);
    return;
  }
  parser.isBusy = true;
  const parsed = parser.execute(chunk);
  parser.isBusy = false;
  onParsed(socket, parser, parsed, chunk, message);
  if (parser.waiting) feedWaiting(socket, parser, onParsed);
}

function feedWaiting(socket, parser, onParsed) {
  const { waiting } = parser;
  parser.waiting = null;
  for (const chunk of waiting) feedParser(socket, chunk, onParsed);
}

const methods = methodsByNumber.filter((name) => typeof name === 'string');

module.exports = {
  LENIENT_ALL,
  LENIENT_NONE,
  REQUEST,
  RESPONSE,
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
  methods,
  methodsByNumber,
  parsers,
};
