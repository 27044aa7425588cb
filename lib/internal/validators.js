'use strict';
// Checks of arguments. Each throws the error that Node throws, or returns.

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
    ERR_OUT_OF_RANGE,
    ERR_SOCKET_BAD_PORT,
    ERR_UNKNOWN_SIGNAL,
  },
} = require('internal/errors');

let utilModule;
function lazyUtil() {
  return utilModule ??= require('internal/util');
}

/** Whether a value is a Number that is an int32. */
function isInt32(value) {
  return value === (value | 0);
}

/** Whether a value is a Number that is a uint32. */
function isUint32(value) {
  return value === (value >>> 0);
}

// --- Primitives ---------------------------------------------------------------

/** @throws {ERR_INVALID_ARG_TYPE} */
function validateString(value, name) {
  if (typeof value !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(name, 'string', value);
  }
}

/** @throws {ERR_INVALID_ARG_TYPE} */
function validateBoolean(value, name) {
  if (typeof value !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE(name, 'boolean', value);
  }
}

/** @throws {ERR_INVALID_ARG_TYPE} */
function validateFunction(value, name) {
  if (typeof value !== 'function') {
    throw new ERR_INVALID_ARG_TYPE(name, 'Function', value);
  }
}

/** A function that is not async. @throws {ERR_INVALID_ARG_TYPE} */
function validatePlainFunction(value, name) {
  if (typeof value !== 'function' ||
      require('internal/util/types').isAsyncFunction(value)) {
    throw new ERR_INVALID_ARG_TYPE(name, 'Function', value);
  }
}

/** @throws {ERR_INVALID_ARG_TYPE} */
function validateUndefined(value, name) {
  if (value !== undefined) {
    throw new ERR_INVALID_ARG_TYPE(name, 'undefined', value);
  }
}

// --- Numbers --------------------------------------------------------------------

function describeRange(min, max) {
  const parts = [];
  if (min != null) parts.push(`>= ${min}`);
  if (max != null) parts.push(`<= ${max}`);
  return parts.join(' && ');
}

/** A number, NaN only where there is no limit. */
function validateNumber(value, name, min = undefined, max) {
  if (typeof value !== 'number') {
    throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  }
  const hasLimit = min != null || max != null;
  if ((min != null && value < min) || (max != null && value > max) ||
      (hasLimit && Number.isNaN(value))) {
    throw new ERR_OUT_OF_RANGE(name, describeRange(min, max), value);
  }
}

/** A whole number within [min, max]. */
function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER,
                         max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') {
    throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  }
  if (!Number.isInteger(value)) {
    throw new ERR_OUT_OF_RANGE(name, 'an integer', value);
  }
  if (value < min || value > max) {
    throw new ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
  }
}

/** An int32 within [min, max]. */
function validateInt32(value, name, min = -2147483648, max = 2147483647) {
  validateInteger(value, name, min, max);
}

/** A uint32, not zero if `positive`. */
function validateUint32(value, name, positive = false) {
  validateInteger(value, name, positive ? 1 : 0, 4294967295);
}

/**
 * Whether `value` is given: false for undefined and NaN.
 * @throws {ERR_INVALID_ARG_TYPE} if it is no number
 * @throws {ERR_OUT_OF_RANGE} if it is infinite
 */
function validateFiniteNumber(value, name) {
  if (value === undefined) return false;
  if (Number.isFinite(value)) return true;
  if (Number.isNaN(value)) return false;
  if (typeof value !== 'number') {
    throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  }
  throw new ERR_OUT_OF_RANGE(name, 'a finite number', value);
}

/** The number if it is given and within [lower, upper], else the default. */
function checkRangesOrGetDefault(value, name, lower, upper, defaultValue) {
  if (!validateFiniteNumber(value, name)) return defaultValue;
  if (value < lower || value > upper) {
    throw new ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, value);
  }
  return value;
}

const octalPattern = /^[0-7]+$/;

/** A file mode: a uint32, or its octal digits; `defaultMode` if undefined. */
function parseFileMode(value, name, defaultMode) {
  value ??= defaultMode;
  if (typeof value === 'string') {
    if (!octalPattern.test(value)) {
      throw new ERR_INVALID_ARG_VALUE(
        name, value, 'must be a 32-bit unsigned integer or an octal string');
    }
    value = Number.parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

/**
 * The port as a number.
 * @param {number|string} port decimal, or 0x.., 0o.., 0b..
 * @throws {ERR_SOCKET_BAD_PORT}
 */
function validatePort(port, name = 'Port', allowZero = true) {
  const isGiven = typeof port === 'number' ||
    (typeof port === 'string' && port.trim().length > 0);
  const number = +(isGiven ? port : -1);
  if (number !== (number >>> 0) || number > 0xFFFF ||
      (number === 0 && !allowZero)) {
    throw new ERR_SOCKET_BAD_PORT(name, port, allowZero);
  }
  return number | 0;
}

// --- Objects and arrays ----------------------------------------------------------

const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1;
const kValidateObjectAllowArray = 2;
const kValidateObjectAllowFunction = 4;
const kValidateObjectAllowObjects =
  kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull =
  kValidateObjectAllowObjects | kValidateObjectAllowNullable;

function objectFlags(options) {
  return (options.nullable ? kValidateObjectAllowNullable : 0) |
         (options.allowArray ? kValidateObjectAllowArray : 0) |
         (options.allowFunction ? kValidateObjectAllowFunction : 0);
}

function isAllowedObject(value, flags) {
  if (value === null) return (flags & kValidateObjectAllowNullable) !== 0;
  if (Array.isArray(value)) return (flags & kValidateObjectAllowArray) !== 0;
  return typeof value === 'object' ||
    (typeof value === 'function' &&
     (flags & kValidateObjectAllowFunction) !== 0);
}

/**
 * @param {number|{nullable?: boolean, allowArray?: boolean,
 *   allowFunction?: boolean}} [options] kValidateObject... flags, or by name
 */
function validateObject(value, name, options = kValidateObjectNone) {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return;
  }
  const flags = typeof options === 'number' ? options : objectFlags(options);
  if (!isAllowedObject(value, flags)) {
    throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
  }
}

/** A dictionary of Web IDL: any object, function, null or undefined. */
function validateDictionary(value, name) {
  if (value != null && typeof value !== 'object' &&
      typeof value !== 'function') {
    throw new ERR_INVALID_ARG_TYPE(name, 'a dictionary', value);
  }
}

/** An array of at least `minLength` elements. */
function validateArray(value, name, minLength = 0) {
  if (!Array.isArray(value)) {
    throw new ERR_INVALID_ARG_TYPE(name, 'Array', value);
  }
  if (value.length < minLength) {
    throw new ERR_INVALID_ARG_VALUE(
      name, value, `must be longer than or equal to at least ${minLength}`);
  }
}

function validateArrayOf(value, name, validateElement) {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) {
    validateElement(value[i], `${name}[${i}]`);
  }
}

function validateStringArray(value, name) {
  validateArrayOf(value, name, validateString);
}

function validateBooleanArray(value, name) {
  validateArrayOf(value, name, validateBoolean);
}

/** One of a list, compared with ===. */
function validateOneOf(value, name, oneOf) {
  if (oneOf.includes(value)) return;
  const allowed = oneOf
    .map((item) => (typeof item === 'string' ? `'${item}'` : String(item)))
    .join(', ');
  throw new ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`);
}

/** As validateOneOf, for a value whose message names the types 'a|b'. */
function validateUnion(value, name, union) {
  if (union.includes(value)) return;
  throw new ERR_INVALID_ARG_TYPE(name, `('${union.join('|')}')`, value);
}

/** A Buffer, TypedArray or DataView. */
function validateBuffer(value, name = 'buffer') {
  if (!ArrayBuffer.isView(value)) {
    throw new ERR_INVALID_ARG_TYPE(
      name, ['Buffer', 'TypedArray', 'DataView'], value);
  }
}

/** Hex must come in pairs of digits. */
function validateEncoding(data, encoding) {
  const normalized = lazyUtil().normalizeEncoding(encoding);
  const { length } = data;
  if (normalized === 'hex' && length % 2 !== 0) {
    throw new ERR_INVALID_ARG_VALUE(
      'encoding', encoding, `is invalid for data of length ${length}`);
  }
}

// --- Signals, brands, headers -------------------------------------------------------

function isAbortSignal(value) {
  return value !== null && typeof value === 'object' && 'aborted' in value;
}

/** An AbortSignal or undefined. */
function validateAbortSignal(signal, name) {
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw new ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  }
}

function validateAbortSignalArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) {
    const signal = value[i];
    if (signal == null) {
      throw new ERR_INVALID_ARG_TYPE(`${name}[${i}]`, 'AbortSignal', signal);
    }
    validateAbortSignal(signal, `${name}[${i}]`);
  }
}

let signalNumbers;
function lazySignals() {
  return signalNumbers ??= require('os').constants.signals;
}

/** 'SIGTERM' and the like, in capitals. @throws {ERR_UNKNOWN_SIGNAL} */
function validateSignalName(signal, name = 'signal') {
  validateString(signal, name);
  if (lazySignals()[signal] !== undefined) return;
  if (lazySignals()[signal.toUpperCase()] !== undefined) {
    throw new ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`);
  }
  throw new ERR_UNKNOWN_SIGNAL(signal);
}

/** `this` of a method must have the own field that its constructor made. */
function validateInternalField(object, field, className) {
  if (typeof object !== 'object' || object === null ||
      !Object.hasOwn(object, field)) {
    throw new ERR_INVALID_ARG_TYPE('this', className, object);
  }
}

/** As validateInternalField, with ERR_INVALID_THIS. */
function validateThisInternalField(object, field, className) {
  if (typeof object !== 'object' || object === null ||
      !Object.hasOwn(object, field)) {
    throw new ERR_INVALID_THIS(className);
  }
}

// <uri>; param; param="value" (RFC 8288).
const linkPattern =
  /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;

function validateLinkHeaderFormat(value, name) {
  if (typeof value === 'undefined' || !linkPattern.test(value)) {
    throw new ERR_INVALID_ARG_VALUE(
      name, value,
      'must be an array or string of format "</styles.css>; rel=preload; as=style"');
  }
}

/** The text of a `Link` header from one link or an array of links. */
function validateLinkHeaderValue(hints) {
  if (typeof hints === 'string') {
    validateLinkHeaderFormat(hints, 'hints');
    return hints;
  }
  if (Array.isArray(hints)) {
    for (const link of hints) validateLinkHeaderFormat(link, 'hints');
    return hints.join(', ');
  }
  throw new ERR_INVALID_ARG_VALUE(
    'hints', hints,
    'must be an array or string of format "</styles.css>; rel=preload; as=style"');
}

module.exports = {
  checkRangesOrGetDefault,
  isInt32,
  isUint32,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowNullable,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  kValidateObjectNone,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray,
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFiniteNumber,
  validateFunction,
  validateInt32,
  validateInteger,
  validateInternalField,
  validateLinkHeaderValue,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray,
  validateThisInternalField,
  validateUint32,
  validateUndefined,
  validateUnion,
};
