'use strict';
// structuredClone(). The engine writes a value out and reads it in again.
// https://html.spec.whatwg.org/multipage/structured-data.html

const { codes } = require('internal/errors');
const { clone } = internalBinding('messaging');
const { writeWith } = require('internal/messaging/transfer');

const kPrefix = "Failed to execute 'structuredClone'";

function conversionError(message) {
  const error = new TypeError(`${kPrefix}: ${message}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function readTransfer(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw conversionError('Options cannot be converted to a dictionary');
  }
  const { transfer } = options;
  if (transfer === undefined) return [];
  if (typeof transfer !== 'object' || transfer === null ||
      typeof transfer[Symbol.iterator] !== 'function') {
    throw conversionError(
      'transfer in Options cannot be converted to sequence.');
  }
  return [...transfer];
}

/**
 * @template T
 * @param {T} value
 * @param {{transfer?: Iterable<object>}} [options] What is moved instead of
 *   copied.
 * @returns {T} A deep copy.
 * @throws {DOMException} DataCloneError: the value has a part that cannot be
 *   cloned.
 */
function structuredClone(value, options) {
  if (arguments.length === 0) {
    throw new codes.ERR_MISSING_ARGS('value');
  }
  const transfer = readTransfer(options);
  const type = typeof value;
  if (transfer.length === 0 && (value === null || (
    type !== 'object' && type !== 'function' && type !== 'symbol'))) {
    return value;
  }
  return writeWith(clone, value, transfer);
}

module.exports = { structuredClone };
