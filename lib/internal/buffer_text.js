'use strict';
// The functions of the buffer module that look at text: transcode, isUtf8,
// isAscii, btoa and atob.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS },
} = require('internal/errors');
const { isAnyArrayBuffer, isUint8Array } = require('internal/util/types');
const {
  FastBuffer,
  ascii,
  bufferFromString,
  findEncoding,
  latin1,
  utf16le,
  utf8,
} = require('internal/buffer');
const binding = internalBinding('buffer');

function transcodeError() {
  const { genericNodeError } = require('internal/errors');
  return genericNodeError(
    'Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]',
    { code: 'U_ILLEGAL_ARGUMENT_ERROR', errno: 1 });
}

const transcodable = new Set([ascii, latin1, utf8, utf16le]);

/**
 * Re-encodes a buffer between ascii, latin1, utf8 and utf16le; what the target
 * cannot hold becomes '?'.
 */
function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) {
    throw new ERR_INVALID_ARG_TYPE(
      'source', ['Buffer', 'Uint8Array'], source);
  }
  if (source.length === 0) return new FastBuffer();
  const from = findEncoding(fromEncoding);
  const to = findEncoding(toEncoding);
  if (!transcodable.has(from) || !transcodable.has(to)) throw transcodeError();
  let text = (from === ascii ? latin1 : from)
    .slice.call(source, 0, source.length);
  if (from === ascii) text = text.replace(/[\x80-\xff]/g, '\ufffd');
  if (to === latin1) text = text.replace(/[^\0-\xff]/gu, '?');
  else if (to === ascii) text = text.replace(/[^\0-\x7f]/gu, '?');
  return bufferFromString(text, to);
}

function checkValidated(input) {
  if (!ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) {
    throw new ERR_INVALID_ARG_TYPE(
      'input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
}

/** Whether the bytes are valid UTF-8. */
function isUtf8(input) {
  checkValidated(input);
  return binding.isUtf8(input);
}

/** Whether the bytes are all below 128. */
function isAscii(input) {
  checkValidated(input);
  return binding.isAscii(input);
}

function invalidCharacter(message) {
  const { DOMException } = require('internal/dom_exception');
  return new DOMException(message, 'InvalidCharacterError');
}

/** Base64 of a string of Latin-1 characters. */
function btoa(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const result = binding.btoa(`${input}`);
  if (result === undefined) throw invalidCharacter('Invalid character');
  return result;
}

/** The string that btoa was given. */
function atob(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const result = binding.atob(`${input}`);
  if (result !== undefined) return result;
  throw invalidCharacter('The string to be decoded is not correctly encoded.');
}

module.exports = { atob, btoa, isAscii, isUtf8, transcode };
