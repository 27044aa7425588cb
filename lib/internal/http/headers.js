'use strict';

// Header fields: what may stand in them, what is special about some names, and
// how the lines of a received head become objects.

const {
  codes: {
    ERR_HTTP_INVALID_HEADER_VALUE,
    ERR_INVALID_CHAR,
    ERR_INVALID_HTTP_TOKEN,
  },
  hideStackFrames,
} = require('internal/errors');

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const BAD_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
// What the Fetch standard allows as well: control characters.
const BAD_IN_RELAXED_VALUE = /[\0\r\n]|[^\0-\xff]/;

// How a field's value may be written: `httpValidation` of requests and servers.
const VALIDATE_STRICT = 0;
const VALIDATE_RELAXED = 1;
const VALIDATE_INSECURE = 2;

// Names that mean something to a message that is sent.
const OTHER = 0;
const CONNECTION = 1;
const CONTENT_LENGTH = 2;
const TRANSFER_ENCODING = 3;
const DATE = 4;
const EXPECT = 5;
const TRAILER = 6;
const KEEP_ALIVE = 7;
const COOKIE = 8;
const SET_COOKIE = 9;

const KINDS = new Map([
  ['connection', CONNECTION],
  ['content-length', CONTENT_LENGTH],
  ['transfer-encoding', TRANSFER_ENCODING],
  ['date', DATE],
  ['expect', EXPECT],
  ['trailer', TRAILER],
  ['keep-alive', KEEP_ALIVE],
  ['cookie', COOKIE],
  ['set-cookie', SET_COOKIE],
]);

// Of these, when received twice, the first counts (http.md, message.headers).
const SINGLE = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires',
  'from', 'host', 'if-modified-since', 'if-unmodified-since', 'last-modified',
  'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after',
  'server', 'user-agent',
]);

/** What there is to know about a name, found out once. */
class HeaderName {
  constructor(lower, isToken) {
    this.lower = lower;
    this.isToken = isToken;
    this.kind = KINDS.get(lower) ?? OTHER;
    this.isSingle = SINGLE.has(lower);
  }
}

const MAX_NAMES = 1024;
const MAX_NAME_LENGTH = 64;
const names = new Map();

// A copy that stands alone: a name cut out of a received head would keep all of
// the head alive. A property's key never does.
function detach(string) {
  return Object.keys({ [string]: 0 })[0];
}

function learnName(name) {
  const isToken = TOKEN.test(name);
  const entry = new HeaderName(name.toLowerCase(), isToken);
  if (!isToken || name.length > MAX_NAME_LENGTH) return entry;
  // Names are also what a peer sends: it must not be able to fill the memory.
  if (names.size >= MAX_NAMES) names.clear();
  const key = detach(name);
  entry.lower = detach(entry.lower);
  names.set(key, entry);
  return entry;
}

/**
 * @param {string} name as written
 * @returns {HeaderName}
 */
function lookUpName(name) {
  return names.get(name) ?? learnName(name);
}

/** Whether a string is a token in the sense of RFC 9110, 5.6.2. */
function isToken(value) {
  return TOKEN.test(value);
}

/** Whether a string contains what no field value may. */
function hasInvalidChar(value) {
  return BAD_IN_VALUE.test(value);
}

/**
 * @param {string} name
 * @param {string} [label] what it is, for the message
 * @throws {ERR_INVALID_HTTP_TOKEN}
 */
const validateHeaderName = hideStackFrames((name, label) => {
  if (typeof name !== 'string' || !name || !lookUpName(name).isToken) {
    throw new ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
  }
});

function isInvalidValue(value, validation) {
  if (validation === VALIDATE_STRICT) return BAD_IN_VALUE.test(value);
  if (validation === VALIDATE_RELAXED) return BAD_IN_RELAXED_VALUE.test(value);
  return false;
}

/**
 * @param {string} name
 * @param {*} value
 * @param {number} [validation] one of VALIDATE_*
 * @throws {ERR_HTTP_INVALID_HEADER_VALUE} if it is undefined
 * @throws {ERR_INVALID_CHAR}
 */
const validateHeaderValue = hideStackFrames((name, value, validation) => {
  if (value === undefined) {
    throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  }
  if (isInvalidValue(value, validation ?? VALIDATE_STRICT)) {
    throw new ERR_INVALID_CHAR('header content', name);
  }
});

// --- Received heads -----------------------------------------------------------

/**
 * Takes a received head apart.
 *
 * @param {string} block `name LF value LF ...`, as the parser gives it
 * @returns {string[]} [name, value, name, value, ...]
 */
function splitBlock(block) {
  if (block === '') return [];
  const fields = block.split('\n');
  fields.pop();
  return fields;
}

/**
 * Adds a field to an object of headers, by the rules of message.headers.
 *
 * @param {object} headers
 * @param {string} name
 * @param {string} value
 * @param {boolean} joinDuplicates instead of dropping them
 */
function addToHeaders(headers, name, value, joinDuplicates) {
  const { lower, kind, isSingle } = lookUpName(name);
  const existing = headers[lower];
  if (kind === SET_COOKIE) {
    if (existing === undefined) headers[lower] = [value];
    else existing.push(value);
  } else if (typeof existing !== 'string') {
    headers[lower] = value;
  } else if (kind === COOKIE) {
    headers[lower] = `${existing}; ${value}`;
  } else if (!isSingle || joinDuplicates) {
    headers[lower] = `${existing}, ${value}`;
  }
}

/**
 * Adds a field to an object of arrays (message.headersDistinct).
 */
function addToDistinct(headers, name, value) {
  const { lower } = lookUpName(name);
  const existing = headers[lower];
  if (existing === undefined) headers[lower] = [value];
  else existing.push(value);
}

module.exports = {
  VALIDATE_STRICT,
  VALIDATE_RELAXED,
  VALIDATE_INSECURE,
  OTHER,
  CONNECTION,
  CONTENT_LENGTH,
  TRANSFER_ENCODING,
  DATE,
  EXPECT,
  TRAILER,
  KEEP_ALIVE,
  COOKIE,
  SET_COOKIE,
  addToDistinct,
  addToHeaders,
  hasInvalidChar,
  isInvalidValue,
  isToken,
  lookUpName,
  splitBlock,
  validateHeaderName,
  validateHeaderValue,
};
