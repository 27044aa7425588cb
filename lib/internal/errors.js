'use strict';
// The errors that lib/ throws.
//
// `codes.ERR_X` is a constructor: `throw new codes.ERR_X(...)`. What it makes
// is a plain Error, TypeError... with `code`, whose toString() and stack say
// 'TypeError [ERR_X]: message' while its `name` stays 'TypeError'.

const {
  addNumericSeparators,
  determineSpecificType,
  formatList,
  inspectShallow,
  invalidArgType,
} = require('internal/errors/grammar');
const { decorateSystemError, systemErrorMessage } =
  require('internal/errors/system_error');
const details = require('internal/errors/details');
const systemCalls = require('internal/errors/system_calls');
const sourceMaps = require('internal/source_map/support');

const kIsNodeError = Symbol('kIsNodeError');

// Captured: a program that changes it does not change our stacks.
const errorToString = Error.prototype.toString;

/** @this {Error} */
function nodeErrorToString() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

function defineHidden(object, key, value) {
  Object.defineProperty(object, key, {
    value, writable: true, enumerable: false, configurable: true,
  });
}

const prototypes = new Map();

/** The prototype that all our errors of one base share. */
function nodePrototypeOf(Base) {
  let prototype = prototypes.get(Base);
  if (prototype === undefined) {
    prototype = Object.create(Base.prototype);
    defineHidden(prototype, 'constructor', Base);
    defineHidden(prototype, 'toString', nodeErrorToString);
    Object.defineProperty(prototype, kIsNodeError, { value: true });
    prototypes.set(Base, prototype);
  }
  return prototype;
}

/** Makes the constructor of a code. */
function makeCodeClass(code, Base, message) {
  const addDetails = details[code];
  // V8 leaves the frames up to new.target out of the stack, so the stack
  // begins with the function that says `new codes.ERR_X()`.
  function NodeError(...args) {
    const text = typeof message === 'string' ? message : message(...args);
    const error = Reflect.construct(Base, [text], NodeError);
    error.code = code;
    if (addDetails !== undefined) addDetails(error, ...args);
    return error;
  }
  NodeError.prototype = nodePrototypeOf(Base);
  return NodeError;
}

/** Makes the constructor of a code whose errors tell of a system call. */
function makeSystemErrorClass(code, prefix) {
  function SystemError(context) {
    const text = systemErrorMessage(prefix, context);
    const error = Reflect.construct(Error, [text], SystemError);
    decorateSystemError(error, context);
    error.code = code;
    return error;
  }
  SystemError.prototype = nodePrototypeOf(Error);
  return SystemError;
}

const codes = { __proto__: null };

/**
 * Adds a code.
 * @param {string} code
 * @param {string|Function} message the text, or a function of the arguments
 * @param {Function|'System'} Base
 * @param {...Function} others also reachable as `codes.ERR_X.TypeError`
 */
function E(code, message, Base, ...others) {
  if (Base === 'System') {
    codes[code] = makeSystemErrorClass(code, message);
    return;
  }
  const constructor = makeCodeClass(code, Base, message);
  for (const Other of others) {
    constructor[Other.name] = makeCodeClass(code, Other, message);
  }
  codes[code] = constructor;
}

for (const table of [
  require('internal/errors/codes_core'),
  require('internal/errors/codes_http'),
  require('internal/errors/codes_crypto'),
  require('internal/errors/codes_modules'),
]) {
  for (const code of Object.keys(table)) {
    const [Base, message, ...others] = table[code];
    E(code, message, Base, ...others);
  }
}

/** What an aborted operation ends with. */
class AbortError extends Error {
  /**
   * @param {string} [message]
   * @param {{cause?: any}} [options]
   */
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/** Several errors of one operation, with the first one's code. */
function NodeAggregateError(errors, message) {
  const error =
    Reflect.construct(AggregateError, [errors, message], NodeAggregateError);
  error.code = errors[0]?.code;
  return error;
}
NodeAggregateError.prototype = nodePrototypeOf(AggregateError);

/**
 * One error out of one that happened while another was being handled.
 * @param {Error|null} inner the later one
 * @param {Error|null} outer the first one
 */
function aggregateTwoErrors(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const args = [[outer, inner], outer.message];
  const error = Reflect.construct(AggregateError, args, aggregateTwoErrors);
  error.code = outer.code;
  return error;
}
aggregateTwoErrors.prototype = AggregateError.prototype;

/** A plain Error with extra properties. */
function genericNodeError(message, properties) {
  const error = Reflect.construct(Error, [message], genericNodeError);
  Object.assign(error, properties);
  return error;
}
genericNodeError.prototype = Error.prototype;

/** Marks a function whose frames prepareStackTrace hides (see ours below). */
function hideStackFrames(fn) {
  return fn;
}

/** Whether a value looks like an error, from whatever context it comes. */
function isErrorLike(value) {
  return typeof value === 'object' && value !== null &&
         Object.hasOwn(value, 'stack');
}

/** Whether an error is V8's for a stack that is full. */
function isStackOverflowError(error) {
  return error?.name === 'RangeError' &&
         error.message === 'Maximum call stack size exceeded';
}

const hiddenScripts = new Set([
  'node:internal/errors', 'node:internal/validators',
]);

/** Leaves out the frames of the checks that threw the error for their caller. */
function hideCheckingFrames(trace) {
  let first = 0;
  while (first < trace.length &&
         hiddenScripts.has(trace[first].getFileName())) {
    first++;
  }
  return first === 0 ? trace : trace.slice(first);
}

/** 'Name: message', as it stands atop a stack. */
function describeForStack(error) {
  try {
    return error[kIsNodeError] ? nodeErrorToString.call(error) :
      errorToString.call(error);
  } catch {
    return '<error>';
  }
}

/**
 * Makes the text of an error's `stack`: V8 calls it when `stack` is first read.
 * Programs may replace it and call it from theirs.
 * @param {Error} error
 * @param {CallSite[]} trace
 */
function prepareStackTrace(error, trace) {
  const head = describeForStack(error);
  const frames = error?.[kIsNodeError] ? hideCheckingFrames(trace) : trace;
  if (frames.length === 0) return head;
  const lines = sourceMaps.enabled ?
    require('internal/source_map/stack').frameTexts(frames) : frames;
  return `${head}\n    at ${lines.join('\n    at ')}`;
}
defineHidden(Error, 'prepareStackTrace', prepareStackTrace);

/** `inspect` that also works for an object whose custom inspection throws. */
function inspectWithNoCustomRetry(value, options) {
  const { inspect } = require('internal/util/inspect');
  try {
    return inspect(value, options);
  } catch {
    return inspect(value, { ...options, customInspect: false });
  }
}

module.exports = {
  AbortError,
  E,
  NodeAggregateError,
  addNumericSeparators,
  aggregateTwoErrors,
  codes,
  determineSpecificType,
  formatList,
  genericNodeError,
  hideStackFrames,
  inspectShallow,
  inspectWithNoCustomRetry,
  invalidArgType,
  isErrorLike,
  isStackOverflowError,
  kIsNodeError,
  prepareStackTrace,
  ...systemCalls,
  connResetException: systemCalls.ConnResetException,
  dnsException: systemCalls.DNSException,
  errnoException: systemCalls.ErrnoException,
  exceptionWithHostPort: systemCalls.ExceptionWithHostPort,
  uvException: systemCalls.UVException,
  uvExceptionWithHostPort: systemCalls.UVExceptionWithHostPort,
};
