'use strict';

// The head of a message that is sent: its start line and header lines, those the
// program has set and those that HTTP requires.

const {
  codes: { ERR_HTTP_TRAILER_INVALID, ERR_INVALID_CHAR },
} = require('internal/errors');
const { getDateLine, kOutHeaders, kUniqueHeaders } = require('internal/http');
const {
  CONNECTION,
  CONTENT_LENGTH,
  COOKIE,
  DATE,
  EXPECT,
  KEEP_ALIVE,
  OTHER,
  TRAILER,
  TRANSFER_ENCODING,
  isInvalidValue,
  lookUpName,
  validateHeaderName,
  validateHeaderValue,
} = require('internal/http/headers');

const SAYS_CLOSE = /(?:^|\W)close(?:$|\W)/i;
const SAYS_CHUNKED = /(?:^|\W)chunked(?:$|\W)/i;

/** A head while it is being put together. */
class Head {
  constructor(startLine) {
    this.text = startLine;
    // Bit n: a header of kind n (headers.js) was added.
    this.seen = 0;
  }

  has(kind) {
    return (this.seen & (1 << kind)) !== 0;
  }
}

// ---- the program's headers ------------------------------------------------------

// What a header says about the message.
function noteKind(message, head, kind, value) {
  head.seen |= 1 << kind;
  switch (kind) {
    case CONNECTION:
      message._removedConnection = false;
      if (SAYS_CLOSE.test(value)) message._last = true;
      else message.shouldKeepAlive = true;
      break;
    case TRANSFER_ENCODING:
      message._removedTE = false;
      if (SAYS_CHUNKED.test(value)) message.chunkedEncoding = true;
      break;
    case CONTENT_LENGTH:
      message._contentLength = +value;
      message._removedContLen = false;
      break;
    case KEEP_ALIVE:
      message._defaultKeepAlive = false;
      break;
  }
}

function addLine(message, head, name, kind, value, mustValidate) {
  if (mustValidate) {
    validateHeaderValue(name, value, message._httpValidation);
  }
  head.text += `${name}: ${value}\r\n`;
  if (kind !== OTHER) noteKind(message, head, kind, value);
}

function addArray(message, head, name, entry, values, mustValidate) {
  const { lower, kind } = entry;
  // Cookies of a request go into one line (RFC 6265, 5.4).
  const isJoined = message[kUniqueHeaders]?.has(lower) ||
    (kind === COOKIE && values.length > 1);
  if (isJoined) {
    addLine(message, head, name, kind, values.join('; '), mustValidate);
    return;
  }
  for (const value of values) {
    addLine(message, head, name, kind, value, mustValidate);
  }
}

function addField(message, head, name, value, mustValidate) {
  const entry = lookUpName(name);
  if (mustValidate && !entry.isToken) validateHeaderName(name);
  if (Array.isArray(value)) {
    addArray(message, head, name, entry, value, mustValidate);
  } else {
    addLine(message, head, name, entry.kind, value, mustValidate);
  }
}

function addList(message, head, list) {
  if (list.length > 0 && Array.isArray(list[0])) {
    for (const { 0: name, 1: value } of list) {
      addField(message, head, name, value, true);
    }
    return;
  }
  for (let i = 0; i < list.length; i += 2) {
    addField(message, head, list[i], list[i + 1], true);
  }
}

function addHeaders(message, head, headers) {
  if (!headers) return;
  if (headers === message[kOutHeaders]) {
    // They were validated when they were set.
    for (const key in headers) {
      const field = headers[key];
      addField(message, head, field[0], field[1], false);
    }
  } else if (Array.isArray(headers)) {
    addList(message, head, headers);
  } else {
    for (const name in headers) {
      if (Object.hasOwn(headers, name)) {
        addField(message, head, name, headers[name], true);
      }
    }
  }
}

// ---- what HTTP adds ----------------------------------------------------------------

const keepAliveLines = new Map();

function keepAliveLine(milliseconds, maxRequests) {
  const seconds = Math.floor(milliseconds / 1000);
  if (maxRequests > 0) {
    return 'Connection: keep-alive\r\n' +
      `Keep-Alive: timeout=${seconds}, max=${maxRequests}\r\n`;
  }
  let line = keepAliveLines.get(seconds);
  if (line === undefined) {
    if (keepAliveLines.size > 100) keepAliveLines.clear();
    line = `Connection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n`;
    keepAliveLines.set(seconds, line);
  }
  return line;
}

function mayKeepAlive(message, head) {
  return message.shouldKeepAlive &&
    (head.has(CONTENT_LENGTH) || message.useChunkedEncodingByDefault ||
     message.agent);
}

function addConnection(message, head) {
  if (message._removedConnection) {
    // Nothing is said: then the version of HTTP decides.
    message._last = !message.shouldKeepAlive;
  } else if (head.has(CONNECTION)) {
    return;
  } else if (message.maxRequestsOnConnectionReached) {
    // The other side had better go, but is not forced to (dropRequest).
    head.text += 'Connection: close\r\n';
  } else if (!mayKeepAlive(message, head)) {
    message._last = true;
    head.text += 'Connection: close\r\n';
  } else if (message._keepAliveTimeout && message._defaultKeepAlive) {
    head.text += keepAliveLine(message._keepAliveTimeout,
                               message._maxRequestsPerSocket);
  } else {
    head.text += 'Connection: keep-alive\r\n';
  }
}

// How the other side will know where the body ends.
function addFraming(message, head) {
  if (head.has(CONTENT_LENGTH) || head.has(TRANSFER_ENCODING)) return;
  if (!message._hasBody) {
    message.chunkedEncoding = false;
  } else if (!message.useChunkedEncodingByDefault) {
    message._last = true;
  } else if (!head.has(TRAILER) && !message._removedContLen &&
             typeof message._contentLength === 'number') {
    head.text += `Content-Length: ${message._contentLength}\r\n`;
  } else if (!message._removedTE) {
    head.text += 'Transfer-Encoding: chunked\r\n';
    message.chunkedEncoding = true;
  } else {
    message._last = true;
  }
}

/**
 * Renders a message's head into `_header`.
 *
 * @param {OutgoingMessage} message
 * @param {string} startLine with its CRLF
 * @param {object|Array|null} headers message[kOutHeaders], or an object, a flat
 *   list [name, value, ...] or a list of pairs
 * @returns {boolean} whether the message asks the other side to confirm first
 *   (`Expect`), so that the head must go at once
 */
function storeHead(message, startLine, headers) {
  const head = new Head(startLine);
  addHeaders(message, head, headers);
  if (message.sendDate && !head.has(DATE)) head.text += getDateLine();

  // A 204 or 304 has no body, not even an empty chunked one: to frame one would
  // confuse some clients (RFC 9112, 6.3).
  const { statusCode } = message;
  if (message.chunkedEncoding && (statusCode === 204 || statusCode === 304)) {
    message.chunkedEncoding = false;
    message.shouldKeepAlive = false;
  }
  addConnection(message, head);
  addFraming(message, head);
  if (head.has(TRAILER) && message.chunkedEncoding !== true) {
    throw new ERR_HTTP_TRAILER_INVALID();
  }
  message._header = `${head.text}\r\n`;
  message._headerSent = false;
  return head.has(EXPECT);
}

/**
 * Renders trailers, to be put between the last chunk and the end.
 *
 * @param {OutgoingMessage} message
 * @param {object|Array} headers
 * @returns {string}
 */
function renderTrailers(message, headers) {
  let text = '';
  const add = (name, value) => {
    validateHeaderName(name, 'Trailer name');
    for (const item of Array.isArray(value) ? trailerItems(message, name, value)
      : [value]) {
      if (isInvalidValue(item, message._httpValidation)) {
        throw new ERR_INVALID_CHAR('trailer content', name);
      }
      text += `${name}: ${item}\r\n`;
    }
  };
  if (Array.isArray(headers)) {
    for (const { 0: name, 1: value } of headers) add(name, value);
  } else {
    for (const name of Object.keys(headers)) add(name, headers[name]);
  }
  return text;
}

function trailerItems(message, name, values) {
  const isUnique = message[kUniqueHeaders]?.has(name.toLowerCase());
  return isUnique ? [values.join('; ')] : values;
}

module.exports = { renderTrailers, storeHead };
