'use strict';

// ServerResponse: what a server answers to one request.

const process = require('internal/process');
const {
  codes: {
    ERR_HTTP_HEADERS_SENT,
    ERR_HTTP_INVALID_STATUS_CODE,
    ERR_HTTP_SOCKET_ASSIGNED,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_CHAR,
  },
} = require('internal/errors');
const {
  validateInteger,
  validateLinkHeaderValue,
  validateObject,
} = require('internal/validators');
const { kOutHeaders } = require('internal/http');
const {
  hasInvalidChar,
  validateHeaderName,
  validateHeaderValue,
} = require('internal/http/headers');
const { STATUS_CODES, statusLine } = require('internal/http/status');
const { OutgoingMessage } = require('_http_outgoing');

const SAYS_CHUNKED = /(?:^|\W)chunked(?:$|\W)/i;

/**
 * @param {IncomingMessage} req
 * @param {object} [options] see OutgoingMessage
 */
function ServerResponse(req, options) {
  OutgoingMessage.call(this, options);
  this.req = req;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  this._span = null; // while a PerformanceObserver looks
  if (req.method === 'HEAD') this._hasBody = false;
  if (req.httpVersionMajor < 1 || req.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = SAYS_CHUNKED.test(req.headers.te);
    this.shouldKeepAlive = false;
  }
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

// ---- its socket ---------------------------------------------------------------------

/** Of the socket, from its start or, if no server has it, from assignSocket. */
function onResponseClose() {
  if (this._httpMessage) closeResponse(this._httpMessage);
}

/** The connection is gone, or the response is done. */
function closeResponse(response) {
  if (response._closed) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}

/** The same, for a response that has been sent: cheap if nobody listens. */
function closeResponseSoon(response) {
  if (response._eventsCount > 0) {
    process.nextTick(closeResponse, response);
  } else if (!response._closed) {
    response.destroyed = true;
    response._closed = true;
  }
}

/** The response is the next to be sent on the socket. */
ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
  socket._httpMessage = this;
  if (!socket.server) socket.on('close', onResponseClose);
  this.socket = socket;
  if (this._eventsCount > 0) this.emit('socket', socket);
  this._flush();
};

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  if (!socket.server) socket.removeListener('close', onResponseClose);
  socket._httpMessage = null;
  this.socket = null;
};

// ---- the head ------------------------------------------------------------------------

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

// The program has set headers one by one: those of writeHead override them.
function mergeHeaders(response, headers) {
  if (Array.isArray(headers)) {
    if (headers.length % 2 !== 0) {
      throw new ERR_INVALID_ARG_VALUE('headers', headers);
    }
    for (let i = 0; i < headers.length; i += 2) {
      response.removeHeader(headers[i]);
    }
    for (let i = 0; i < headers.length; i += 2) {
      response.appendHeader(headers[i], headers[i + 1]);
    }
  } else if (headers) {
    for (const name of Object.keys(headers)) {
      if (name) response.setHeader(name, headers[name]);
    }
  }
  return response[kOutHeaders];
}

function validateList(headers) {
  if (Array.isArray(headers) && headers.length % 2 !== 0 &&
      !Array.isArray(headers[0])) {
    throw new ERR_INVALID_ARG_VALUE('headers', headers);
  }
}

function setStatus(response, statusCode, reason) {
  const code = statusCode | 0;
  if (code < 100 || code > 999) {
    throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);
  }
  if (typeof reason === 'string') response.statusMessage = reason;
  else response.statusMessage ||= STATUS_CODES[code] || 'unknown';
  response.statusCode = code;
  return code;
}

/**
 * Sends (with the first part of the body) the status and the headers.
 *
 * @param {number} statusCode
 * @param {string} [reason]
 * @param {object|Array} [headers]
 * @returns {this}
 */
ServerResponse.prototype.writeHead =
  function writeHead(statusCode, reason, headers) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
    const code = setStatus(this, statusCode, reason);
    if (typeof reason !== 'string') headers ??= reason;
    if (this[kOutHeaders] !== null) headers = mergeHeaders(this, headers);
    else validateList(headers);

    const message = this.statusMessage;
    if (message !== STATUS_CODES[code] && hasInvalidChar(message)) {
      throw new ERR_INVALID_CHAR('statusMessage');
    }
    if (code === 204 || code === 304 || code < 200) this._hasBody = false;
    // The client may or may not send the body that it announced: what follows
    // on the connection cannot be told.
    if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
    this._storeHeader(statusLine(code, message), headers);
    return this;
  };

ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

// ---- interim responses ----------------------------------------------------------------

function addInterimLine(response, lines, name, value) {
  validateHeaderName(name);
  validateHeaderValue(name, value, response._httpValidation);
  lines.push(`${name}: ${value}`);
}

function interimHeaders(response, headers) {
  const lines = [];
  if (Array.isArray(headers)) {
    const pairs = Array.isArray(headers[0]) ? headers : pairsOf(headers);
    for (const { 0: name, 1: value } of pairs) {
      addInterimLine(response, lines, name, value);
    }
  } else if (headers) {
    for (const name of Object.keys(headers)) {
      for (const value of [headers[name]].flat()) {
        addInterimLine(response, lines, name, value);
      }
    }
  }
  return lines;
}

function pairsOf(list) {
  if (list.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', list);
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  return pairs;
}

function sendInterim(response, code, lines, callback) {
  const head = [`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? 'unknown'}`, ...lines];
  response._writeRaw(`${head.join('\r\n')}\r\n\r\n`, 'latin1', callback);
}

ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  sendInterim(this, 100, [], callback);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  sendInterim(this, 102, [], callback);
};

/**
 * @param {{link: string|string[]}} hints headers of the 103 response
 * @param {Function} [callback]
 */
ServerResponse.prototype.writeEarlyHints =
  function writeEarlyHints(hints, callback) {
    validateObject(hints, 'hints');
    if (hints.link === null || hints.link === undefined) return;
    const link = validateLinkHeaderValue(hints.link);
    if (link.length === 0) return;
    if (hasInvalidChar(link)) throw new ERR_INVALID_ARG_VALUE('hints', link);
    const { link: ignored, ...others } = hints;
    const lines = interimHeaders(this, others);
    sendInterim(this, 103, [`Link: ${link}`, ...lines], callback);
  };

/**
 * @param {number} statusCode 1xx, but not 101
 * @param {object|Array} [headers]
 * @param {Function} [callback]
 */
ServerResponse.prototype.writeInformation =
  function writeInformation(statusCode, headers, callback) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
    validateInteger(statusCode, 'statusCode', 100, 199);
    if (statusCode === 101) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);
    if (typeof headers === 'function') {
      callback = headers;
      headers = undefined;
    }
    sendInterim(this, statusCode, interimHeaders(this, headers), callback);
    if (statusCode === 100) this._sent100 = true;
  };

module.exports = {
  ServerResponse, closeResponse, closeResponseSoon, onResponseClose,
};
