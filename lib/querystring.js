'use strict';

const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_URI },
} = require('internal/errors');

const kDefaultMaxKeys = 1000;

// --- Decoding ---

// The value of a hex digit, or -1.
function hexDigit(unit) {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/**
 * Decodes percent escapes, leaving invalid ones as they are.
 * @param {string} string
 * @param {boolean} [decodeSpaces] whether '+' means a space
 * @returns {Buffer}
 */
function unescapeBuffer(string, decodeSpaces) {
  const out = Buffer.allocUnsafe(string.length);
  let length = 0;
  for (let i = 0; i < string.length; i++) {
    let unit = string.charCodeAt(i);
    if (unit === 0x2b && decodeSpaces) {
      unit = 0x20;
    } else if (unit === 0x25) {
      const high = hexDigit(string.charCodeAt(i + 1));
      const low = hexDigit(string.charCodeAt(i + 2));
      if (high >= 0 && low >= 0) {
        unit = high << 4 | low;
        i += 2;
      }
    }
    out[length++] = unit;
  }
  return length === out.length ? out : out.subarray(0, length);
}

/** Decodes percent escapes; invalid ones do not throw. */
function unescape(string, decodeSpaces) {
  try {
    return decodeURIComponent(string);
  } catch {
    return module.exports.unescapeBuffer(string, decodeSpaces).toString();
  }
}

const anEscape = /%[0-9a-f]{2}/i;

// What a piece of the query contains, and so needs done.
const kHasPlus = 1;
const kHasPercent = 2;

// A key or a value with the built-in decoder.
function decode(piece, flags) {
  if ((flags & kHasPlus) !== 0) piece = piece.replaceAll('+', ' ');
  if ((flags & kHasPercent) === 0 || !anEscape.test(piece)) return piece;
  return unescape(piece);
}

function decodeWith(piece, flags, decoder) {
  if (decoder === unescape) return flags === 0 ? piece : decode(piece, flags);
  if ((flags & kHasPlus) !== 0) piece = piece.replaceAll('+', '%20');
  try {
    return decoder(piece);
  } catch {
    return module.exports.unescape(piece, true);
  }
}

function flagsOf(piece) {
  return (piece.includes('+') ? kHasPlus : 0) |
         (piece.includes('%') ? kHasPercent : 0);
}

function addPair(query, key, value) {
  const before = query[key];
  if (before === undefined) query[key] = value;
  else if (typeof before === 'string') query[key] = [before, value];
  else before.push(value);
}

// The limit of a query's pieces; 0: none.
function maxKeysOf(options) {
  if (!options || typeof options.maxKeys !== 'number') return kDefaultMaxKeys;
  return options.maxKeys > 0 ? options.maxKeys : 0;
}

/**
 * Parses a query string into an object without prototype; a key that comes
 * more than once has an array of values.
 * @param {string} string
 * @param {string} [sep] between pairs; default '&'
 * @param {string} [eq] between key and value; default '='
 * @param {{ maxKeys?: number, decodeURIComponent?: Function }} [options]
 */
function parse(string, sep, eq, options) {
  const query = { __proto__: null };
  if (typeof string !== 'string' || string.length === 0) return query;
  sep = sep ? `${sep}` : '&';
  eq = eq ? `${eq}` : '=';
  let decoder = module.exports.unescape;
  if (typeof options?.decodeURIComponent === 'function')
    decoder = options.decodeURIComponent;
  const maxKeys = maxKeysOf(options) || Infinity;
  if (sep.length === 1 && eq.length === 1)
    parseByUnit(query, string, sep, eq, decoder, maxKeys);
  else
    parseBySearch(query, string, sep, eq, decoder, maxKeys);
  return query;
}

// One pass over the string: for separators of one unit, which is nearly always.
function parseByUnit(query, string, sep, eq, decoder, maxKeys) {
  const { length } = string;
  const sepUnit = sep.charCodeAt(0);
  const eqUnit = eq.charCodeAt(0);
  let start = 0;
  let eqAt = -1;
  let keyFlags = 0;
  let flags = 0;
  for (let i = 0; i <= length; i++) {
    const unit = i < length ? string.charCodeAt(i) : sepUnit;
    if (unit === sepUnit) {
      if (eqAt >= 0) {
        const key = decodeWith(string.slice(start, eqAt), keyFlags, decoder);
        addPair(query, key,
                decodeWith(string.slice(eqAt + 1, i), flags, decoder));
      } else if (i > start) {
        const key = decodeWith(string.slice(start, i), flags, decoder);
        addPair(query, key, decodeWith('', 0, decoder));
      }
      if (--maxKeys <= 0) return;
      start = i + 1;
      eqAt = -1;
      flags = 0;
    } else if (unit === eqUnit && eqAt < 0) {
      eqAt = i;
      keyFlags = flags;
      flags = 0;
    } else if (unit === 0x2b) {
      flags |= kHasPlus;
    } else if (unit === 0x25) {
      flags |= kHasPercent;
    }
  }
}

// Each search begins where the last one ended, so the time is linear.
function parseBySearch(query, string, sep, eq, decoder, maxKeys) {
  const { length } = string;
  let eqAt = string.indexOf(eq);
  for (let start = 0; start < length && maxKeys > 0; maxKeys--) {
    let end = sep === '' ? -1 : string.indexOf(sep, start);
    if (end < 0) end = length;
    if (end > start) {
      if (eqAt >= 0 && eqAt < start) eqAt = string.indexOf(eq, start);
      const hasValue = eqAt >= 0 && eqAt + eq.length <= end;
      const key = string.slice(start, hasValue ? eqAt : end);
      const value = hasValue ? string.slice(eqAt + eq.length, end) : '';
      addPair(query, decodeWith(key, flagsOf(key), decoder),
              decodeWith(value, flagsOf(value), decoder));
    }
    start = end + sep.length;
  }
}

// --- Encoding ---

// The ASCII that stands for itself.
const isPlain = new Uint8Array(128);
for (const unit of Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*\'()'))
  isPlain[unit] = 1;

function needsEscape(string) {
  for (let i = 0; i < string.length; i++) {
    // Outside the table there is nothing plain.
    if (isPlain[string.charCodeAt(i)] !== 1) return true;
  }
  return false;
}

// Pairs every surrogate with what follows it, right or wrong, as escape()
// always has; a last one has nothing to follow.
function pairSurrogates(string) {
  return string.replace(/[\ud800-\udfff]([^])?/g, (pair, next) => {
    if (next === undefined) throw new ERR_INVALID_URI();
    const high = pair.charCodeAt(0) & 0x3ff;
    const low = next.charCodeAt(0) & 0x3ff;
    return String.fromCodePoint(0x10000 + (high << 10 | low));
  });
}

/** Percent-encodes a key or a value. */
function escape(string) {
  if (typeof string !== 'string') {
    if (typeof string === 'object') string = String(string);
    else string += '';
  }
  if (!needsEscape(string)) return string;
  return encodeURIComponent(
    string.isWellFormed() ? string : pairSurrogates(string));
}

// What a query can hold, as a string; anything else is empty.
function toText(value) {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean':
      return `${value}`;
    default:
      return '';
  }
}

function encodeValue(value, encoder) {
  return encoder(toText(value));
}

/**
 * Makes a query string of an object's own properties.
 * @param {object} object
 * @param {string} [sep] default '&'
 * @param {string} [eq] default '='
 * @param {{ encodeURIComponent?: Function }} [options]
 */
function stringify(object, sep, eq, options) {
  if (object === null || typeof object !== 'object') return '';
  sep ||= '&';
  eq ||= '=';
  let encoder = module.exports.escape;
  if (typeof options?.encodeURIComponent === 'function')
    encoder = options.encodeURIComponent;

  let query = '';
  for (const key of Object.keys(object)) {
    const value = object[key];
    const start = encodeValue(key, encoder) + eq;
    if (!Array.isArray(value)) {
      if (query) query += sep;
      query += start + encodeValue(value, encoder);
      continue;
    }
    for (let i = 0; i < value.length; i++) {
      if (query) query += sep;
      query += start + encodeValue(value[i], encoder);
    }
  }
  return query;
}

module.exports = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
