'use strict';
// require('util').

const {
  codes: {
    ERR_FALSY_VALUE_REJECTION,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
  },
  ErrnoException,
  ExceptionWithHostPort,
  uvErrorMap,
} = require('internal/errors');
const {
  validateBoolean, validateFunction, validateInteger,
  validateNumber, validateObject,
} = require('internal/validators');
const {
  format, formatWithOptions, inspect, stripVTControlCharacters,
} = require('internal/util/inspect');
const internalUtil = require('internal/util');
const types = require('internal/util/types');
const process = require('internal/process');

const { defineLazyProperties, promisify, toUSVString } = internalUtil;

// --- callbackify ---------------------------------------------------------------

/** A callback's first argument says that there was an error: it is never falsy. */
function callbackifyRejected(reason, callback) {
  if (!reason) {
    reason = new ERR_FALSY_VALUE_REJECTION(reason);
    Error.captureStackTrace(reason, callbackifyRejected);
  }
  callback(reason);
}

function nameCallbackified(fn, original) {
  const descriptors = Object.getOwnPropertyDescriptors(original);
  // A callback comes on top of the arguments.
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') {
    descriptors.name.value += 'Callbackified';
  }
  for (const key of Reflect.ownKeys(descriptors)) {
    Object.defineProperty(fn, key, { __proto__: null, ...descriptors[key] });
  }
}

/**
 * A function that takes a callback(err, value), of one that returns a promise.
 * @param {Function} original
 */
function callbackify(original) {
  validateFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const bound = callback.bind(this);
    // On the next tick: what the callback throws must not become a rejection.
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(bound, null, value),
      (reason) => process.nextTick(callbackifyRejected, reason, bound));
  }
  nameCallbackified(callbackified, original);
  return callbackified;
}

// --- The rest of what is short -----------------------------------------------------

/** Copies own enumerable properties. Deprecated in favour of Object.assign. */
function _extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

/** Makes instances of one constructor inherit from another's prototype. */
function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) {
    throw new ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  }
  if (superCtor === undefined || superCtor === null) {
    throw new ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  }
  if (superCtor.prototype === undefined) {
    throw new ERR_INVALID_ARG_TYPE(
      'superCtor.prototype', 'Object', superCtor.prototype);
  }
  Object.defineProperty(ctor, 'super_', {
    value: superCtor, writable: true, configurable: true,
  });
  Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

/**
 * `fn`, with a DeprecationWarning at its first call.
 * @param {{modifyPrototype?: boolean}} [options]
 */
function deprecate(fn, message, code, options) {
  return internalUtil.deprecate(
    fn, message, code, undefined, options?.modifyPrototype ?? true);
}

function validateErrno(errno) {
  validateNumber(errno, 'err');
  if (errno >= 0 || !Number.isSafeInteger(errno)) {
    throw new ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
  }
}

/** 'ENOENT' of -2. */
function getSystemErrorName(errno) {
  validateErrno(errno);
  return internalUtil.getSystemErrorName(errno);
}

/** 'no such file or directory' of -2. */
function getSystemErrorMessage(errno) {
  validateErrno(errno);
  return internalUtil.getSystemErrorMessage(errno);
}

/** Map of error number -> [name, message]. */
function getSystemErrorMap() {
  return uvErrorMap();
}

/** 128 plus the signal's number, as shells report it. */
function convertProcessSignalToExitCode(signal) {
  const { signals } = require('os').constants;
  if (typeof signal !== 'string' || !Object.hasOwn(signals, signal)) {
    throw new ERR_INVALID_ARG_VALUE(
      'signal', signal, 'must be a valid signal name');
  }
  return 128 + signals[signal];
}

const maxCallSites = 200;

/**
 * Where the caller is, frame by frame.
 * @param {number} [frameCount]
 * @param {{sourceMap?: boolean}} [options]
 */
function getCallSites(frameCount = 10, options) {
  if (options === undefined && typeof frameCount === 'object') {
    options = frameCount;
    frameCount = 10;
  }
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.sourceMap !== undefined) {
      validateBoolean(options.sourceMap, 'options.sourceMap');
    }
  }
  validateInteger(frameCount, 'frameCount', 1, maxCallSites);
  // The first frame is this function's.
  const sites = internalBinding('util').getCallSites(frameCount + 1);
  sites.shift();
  for (const site of sites) site.column = site.columnNumber;
  const sourceMaps = require('internal/source_map/support');
  if (!(options?.sourceMap ?? sourceMaps.enabled)) return sites;
  return sites.map(require('internal/source_map/stack').mapCallSite);
}

/** Prints a stack at SIGINT. */
function setTraceSigInt(enable) {
  validateBoolean(enable, 'enable');
  throw new ERR_METHOD_NOT_IMPLEMENTED('util.setTraceSigInt()');
}

function isDeepStrictEqual(a, b, skipPrototype) {
  return require('internal/util/comparisons')
    .isDeepStrictEqual(a, b, skipPrototype === true);
}

/** The error of a system call, with a stack that begins at the caller. */
function _errnoException(...args) {
  const error = ErrnoException(...args);
  Error.captureStackTrace(error, module.exports._errnoException);
  return error;
}

/** As _errnoException, for a network address. */
function _exceptionWithHostPort(...args) {
  const error = ExceptionWithHostPort(...args);
  Error.captureStackTrace(error, module.exports._exceptionWithHostPort);
  return error;
}

module.exports = {
  _errnoException: internalUtil.deprecate(
    _errnoException, 'The `util._errnoException` API is deprecated.',
    'DEP0136'),
  _exceptionWithHostPort: internalUtil.deprecate(
    _exceptionWithHostPort,
    'The `util._exceptionWithHostPort` API is deprecated.', 'DEP0136'),
  _extend: internalUtil.deprecate(
    _extend,
    'The `util._extend` API is deprecated. Please use Object.assign() instead.',
    'DEP0060'),
  callbackify,
  convertProcessSignalToExitCode,
  deprecate,
  format,
  formatWithOptions,
  getCallSites,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
  inherits,
  inspect,
  isArray: internalUtil.deprecate(
    Array.isArray,
    'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.',
    'DEP0044'),
  isDeepStrictEqual,
  promisify,
  setTraceSigInt,
  stripVTControlCharacters,
  toUSVString,
  types,
};

for (const [id, names] of [
  ['internal/util/debuglog', ['debuglog']],
  ['internal/util/diff', ['diff']],
  ['internal/util/parse_args', ['parseArgs']],
  ['internal/util/parse_env', ['parseEnv']],
  ['internal/util/style_text', ['styleText']],
  ['internal/mime', ['MIMEParams', 'MIMEType']],
  ['internal/encoding', ['TextDecoder', 'TextEncoder']],
  ['internal/abort_controller', [
    'aborted', 'transferableAbortController', 'transferableAbortSignal',
  ]],
]) {
  defineLazyProperties(module.exports, id, names);
}

Object.defineProperty(module.exports, 'debug', {
  get() { return module.exports.debuglog; },
  enumerable: true,
  configurable: true,
});
