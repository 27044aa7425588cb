'use strict';
// MIMEType and MIMEParams: https://mimesniff.spec.whatwg.org/

const { codes: { ERR_INVALID_MIME_SYNTAX } } = require('internal/errors');

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const leadingSpaces = /^[\r\n\t ]*/;
const trailingSpaces = /[\r\n\t ]*$/;
// eslint-disable-next-line no-control-regex
const notQuotable = /[^\t\u0020-\u007E\u0080-\u00FF]/;

/** Only A-Z: other letters are no part of a valid name. */
function toAsciiLower(text) {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A valid HTTP token, in lower case. @throws {ERR_INVALID_MIME_SYNTAX} */
function readToken(production, token, source) {
  const invalid = token.search(notToken);
  if (token === '' || invalid !== -1) {
    throw new ERR_INVALID_MIME_SYNTAX(production, source, invalid);
  }
  return toAsciiLower(token);
}

/** Splits 'type/subtype;params' into [type, subtype, params]. */
function parseTypeAndSubtype(text) {
  const start = leadingSpaces.exec(text)[0].length;
  const slash = text.indexOf('/', start);
  const type = readToken(
    'type', slash === -1 ? text.slice(start) : text.slice(start, slash), text);
  if (slash === -1) throw new ERR_INVALID_MIME_SYNTAX('type', text, -1);
  const semicolon = text.indexOf(';', slash);
  const end = semicolon === -1 ? text.length : semicolon;
  const subtype = readToken(
    'subtype', text.slice(slash + 1, end).replace(trailingSpaces, ''), text);
  return [type, subtype, text.slice(end + 1)];
}

/** A quoted value that begins after its quote: [value, where it ends]. */
function readQuotedValue(text, at) {
  let value = '';
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at];
  }
  return [value, at];
}

function endOfParameter(text, at) {
  const end = text.indexOf(';', at);
  return end === -1 ? text.length : end;
}

/** Reads one parameter at `at`: [name, value or undefined, end]. */
function readParameter(text, at) {
  at += leadingSpaces.exec(text.slice(at))[0].length;
  let end = endOfParameter(text, at);
  const equals = text.indexOf('=', at);
  if (equals === -1 || equals > end) return ['', undefined, end];
  const name = toAsciiLower(text.slice(at, equals));
  if (text[equals + 1] === '"') {
    const [value, quoteEnd] = readQuotedValue(text, equals + 2);
    return [name, value, endOfParameter(text, quoteEnd)];
  }
  end = endOfParameter(text, equals);
  const value = text.slice(equals + 1, end).replace(trailingSpaces, '');
  return [name, value === '' ? undefined : value, end];
}

/** A value as it is written: quoted if it is no token. */
function encodeValue(value) {
  if (value === '') return '""';
  return notToken.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}

/** Fills the parameters of a MIMEType from their text; set by MIMEParams. */
let parseParams;

/** The parameters of a MIME type. Names are case-insensitive. */
class MIMEParams {
  #data = new Map();

  static {
    parseParams = (params, text) => params.#parse(text);
  }

  #parse(text) {
    for (let at = 0; at < text.length; at++) {
      const [name, value, end] = readParameter(text, at);
      at = end;
      if (name === '' || value === undefined || notToken.test(name) ||
          notQuotable.test(value) || this.#data.has(name)) {
        continue;
      }
      this.#data.set(name, value);
    }
  }

  delete(name) {
    this.#data.delete(toAsciiLower(`${name}`));
  }

  get(name) {
    return this.#data.get(toAsciiLower(`${name}`)) ?? null;
  }

  has(name) {
    return this.#data.has(toAsciiLower(`${name}`));
  }

  /** @throws {ERR_INVALID_MIME_SYNTAX} */
  set(name, value) {
    const key = readToken('parameter name', `${name}`, `${name}`);
    const text = `${value}`;
    const invalid = text.search(notQuotable);
    if (invalid !== -1) {
      throw new ERR_INVALID_MIME_SYNTAX('parameter value', text, invalid);
    }
    this.#data.set(key, text);
  }

  *entries() {
    yield* this.#data.entries();
  }

  *keys() {
    yield* this.#data.keys();
  }

  *values() {
    yield* this.#data.values();
  }

  toString() {
    return Array.from(
      this.#data, ([name, value]) => `${name}=${encodeValue(value)}`).join(';');
  }
}

for (const [key, method] of [
  [Symbol.iterator, MIMEParams.prototype.entries],
  ['toJSON', MIMEParams.prototype.toString],
]) {
  Object.defineProperty(MIMEParams.prototype, key, {
    value: method, writable: true, enumerable: false, configurable: true,
  });
}

/** A MIME type: type, subtype and parameters. */
class MIMEType {
  #type;
  #subtype;
  #params = new MIMEParams();

  /**
   * @param {string} input
   * @throws {ERR_INVALID_MIME_SYNTAX}
   */
  constructor(input) {
    const [type, subtype, params] = parseTypeAndSubtype(`${input}`);
    this.#type = type;
    this.#subtype = subtype;
    parseParams(this.#params, params);
  }

  /** The MIME type of a text; null if it is none. */
  static parse(input) {
    try {
      return new MIMEType(input);
    } catch {
      return null;
    }
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    this.#type = readToken('type', `${value}`, `${value}`);
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    this.#subtype = readToken('subtype', `${value}`, `${value}`);
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const params = this.#params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }
}

Object.defineProperty(MIMEType.prototype, 'toJSON', {
  value: MIMEType.prototype.toString,
  writable: true,
  enumerable: false,
  configurable: true,
});

module.exports = { MIMEParams, MIMEType };
