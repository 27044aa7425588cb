'use strict';
// Buffer's indexOf, lastIndexOf and includes.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_ENCODING },
} = require('internal/errors');
const { isUint8Array } = require('internal/util/types');
const { findEncoding, utf8 } = require('internal/buffer');
const binding = internalBinding('buffer');

const { isView } = ArrayBuffer;

function toInteger(value, fallback) {
  const number = +value;
  return Number.isNaN(number) ? fallback : Math.trunc(number);
}

// Where a search begins, or -1 if it cannot succeed.
function searchStart(offset, length, isForward) {
  if (Number.isNaN(offset)) return isForward ? 0 : length;
  if (offset >= 0) return Math.min(offset, length);
  if (offset + length >= 0) return offset + length;
  return isForward ? 0 : -1;
}

function search(buffer, value, byteOffset, end, encoding, isForward) {
  if (!isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE(
      'buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (typeof end === 'string') {
    encoding = end;
    end = undefined;
  }
  const length = buffer.byteLength;
  const offset = byteOffset === undefined ? NaN : Math.trunc(+byteOffset);
  const start = searchStart(offset, length, isForward);
  if (start < 0) return -1;
  const last = end === undefined ? length :
    Math.min(Math.max(toInteger(end, 0), 0), length);
  if (typeof value === 'number')
    return binding.indexOfByte(buffer, value & 0xff, start, last, isForward);
  return searchSequence(buffer, value, start, last, encoding, isForward);
}

function searchSequence(buffer, value, start, end, name, isForward) {
  const encoding = name === undefined ? utf8 : findEncoding(name);
  if (typeof value === 'string') {
    if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(name);
    return binding.indexOfString(buffer, value, start, end, encoding.id,
                                 isForward);
  }
  if (isUint8Array(value)) {
    const { id } = encoding ?? utf8;
    return binding.indexOfBytes(buffer, value, start, end, id, isForward);
  }
  throw new ERR_INVALID_ARG_TYPE(
    'value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

/**
 * The first place of a value at or after byteOffset and before end, or -1:
 * indexOf(value[, byteOffset[, end]][, encoding]).
 */
function indexOf(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, true);
}

/** The last place of a value at or before byteOffset, or -1. */
function lastIndexOf(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, false);
}

/** Whether the value is in the buffer. */
function includes(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, true) !== -1;
}

module.exports = { includes, indexOf, lastIndexOf };
