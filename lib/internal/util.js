'use strict';
// Small things that many modules of lib/ share.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL },
} = require('internal/errors');

/** Options that were not given: nothing is found on it, nobody can add to it. */
const kEmptyObject = Object.freeze({ __proto__: null });
const kEnumerableProperty = Object.freeze({ __proto__: null, enumerable: true });

const customInspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const kCustomPromisifiedSymbol = Symbol.for('nodejs.util.promisify.custom');
const customPromisifyArgs = Symbol('customPromisifyArgs');

let processModule;
function lazyProcess() {
  return processModule ??= require('internal/process');
}

// --- Functions ------------------------------------------------------------------

/** A function that runs `fn` at its first call only, and then returns nothing. */
function once(fn) {
  let isCalled = false;
  return function(...args) {
    if (isCalled) return undefined;
    isCalled = true;
    return Reflect.apply(fn, this, args);
  };
}

/** A function that computes its value at the first call. */
function getLazy(compute) {
  let value;
  let isReady = false;
  return () => {
    if (!isReady) {
      value = compute();
      isReady = true;
    }
    return value;
  };
}

/** Names a function, as a method of that name (or symbol) would be. */
function assignFunctionName(name, fn, descriptor = kEmptyObject) {
  const text = typeof name === 'string' ? name : `[${name.description ?? ''}]`;
  return Object.defineProperty(fn, 'name', {
    configurable: true, ...descriptor, value: text,
  });
}

/**
 * Getters that load a module when one of its names is first used.
 * @param {object} target
 * @param {string} id
 * @param {string[]} keys
 */
function defineLazyProperties(target, id, keys, enumerable = true) {
  for (const key of keys) {
    const replace = (value) => Object.defineProperty(target, key, {
      value, writable: true, enumerable, configurable: true,
    });
    Object.defineProperty(target, key, {
      enumerable,
      configurable: true,
      get: assignFunctionName(key, () => {
        const value = require(id)[key];
        replace(value);
        return value;
      }),
      set: assignFunctionName(key, replace),
    });
  }
}

/** A getter of `require(id)[key]` for a property table. */
function defineReplaceableLazyAttribute(target, id, keys, writable = true) {
  defineLazyProperties(target, id, keys);
  if (writable) return;
  for (const key of keys) {
    const { get } = Object.getOwnPropertyDescriptor(target, key);
    Object.defineProperty(target, key, { get, set: undefined });
  }
}

// --- Promises --------------------------------------------------------------------

/** {promise, resolve, reject} */
function createDeferredPromise() {
  return Promise.withResolvers();
}

const { isPromise } = internalBinding('types');

function warnIfPromise(returned) {
  if (returned && isPromise(returned)) {
    lazyProcess().emitWarning(
      'Calling promisify on a function that returns a Promise is likely a ' +
      'mistake.', 'DeprecationWarning', 'DEP0174');
  }
}

/** The promisified form that a function brings along, or undefined. */
function customPromisified(original) {
  const custom = original[kCustomPromisifiedSymbol];
  if (!custom) return undefined;
  if (typeof custom !== 'function') {
    throw new ERR_INVALID_ARG_TYPE(
      'util.promisify.custom', 'Function', custom);
  }
  return Object.defineProperty(custom, kCustomPromisifiedSymbol, {
    value: custom, configurable: true,
  });
}

function nameResults(names, values) {
  const object = {};
  for (let i = 0; i < names.length; i++) object[names[i]] = values[i];
  return object;
}

/**
 * A function that returns a promise, of one that takes a callback(err, value).
 * @param {Function} original
 */
function promisify(original) {
  if (typeof original !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('original', 'Function', original);
  }
  const custom = customPromisified(original);
  if (custom !== undefined) return custom;

  const names = original[customPromisifyArgs];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      args.push(names === undefined ?
        (error, value) => {
          if (error) reject(error);
          else resolve(value);
        } :
        (error, ...values) => {
          if (error) reject(error);
          else resolve(values.length > 1 ? nameResults(names, values) : values[0]);
        });
      warnIfPromise(Reflect.apply(original, this, args));
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  Object.defineProperties(fn, Object.getOwnPropertyDescriptors(original));
  return Object.defineProperty(fn, kCustomPromisifiedSymbol, {
    value: fn, configurable: true,
  });
}
promisify.custom = kCustomPromisifiedSymbol;

// --- Warnings ---------------------------------------------------------------------

const warnedCodes = new Set();

function warnOnce(message, code, warning) {
  if (warning.isDone) return;
  warning.isDone = true;
  if (code !== undefined) {
    if (warnedCodes.has(code)) return;
    warnedCodes.add(code);
  }
  lazyProcess().emitWarning(message, 'DeprecationWarning', code, warning.fn);
}

/** The wrapper's `name`, `length` and, if wanted, identity as a constructor. */
function disguise(wrapper, fn, modifyPrototype) {
  if (modifyPrototype) {
    Object.setPrototypeOf(wrapper, fn);
    if (fn.prototype) wrapper.prototype = fn.prototype;
  }
  return Object.defineProperty(wrapper, 'length', {
    ...Object.getOwnPropertyDescriptor(fn, 'length'),
  });
}

/**
 * `fn`, with a DeprecationWarning at its first call.
 * @param {Function} fn
 * @param {string} message
 * @param {string} [code] warned of once per process, whatever the function
 */
function deprecate(fn, message, code, useEmitSync, modifyPrototype = true) {
  if (code !== undefined && typeof code !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('code', 'string', code);
  }
  const warning = { isDone: false, fn: undefined };
  function deprecated(...args) {
    if (!warning.isDone && !lazyProcess().noDeprecation) {
      warnOnce(message, code, warning);
    }
    if (new.target) {
      return Reflect.construct(
        fn, args, new.target === deprecated ? fn : new.target);
    }
    return Reflect.apply(fn, this, args);
  }
  warning.fn = deprecated;
  return disguise(deprecated, fn, modifyPrototype);
}

/** As deprecate, warning only under --pending-deprecation. */
function pendingDeprecate(fn, message, code) {
  const warning = { isDone: false, fn: undefined };
  function deprecated(...args) {
    if (!warning.isDone) {
      if (isPendingDeprecation()) warnOnce(message, code, warning);
      else warning.isDone = true;
    }
    return new.target ? Reflect.construct(fn, args, new.target) :
      Reflect.apply(fn, this, args);
  }
  warning.fn = deprecated;
  return disguise(deprecated, fn, true);
}

/** Whether the program asked to be told of pending deprecations. */
function isPendingDeprecation() {
  const process = lazyProcess();
  return process.execArgv.includes('--pending-deprecation') ||
         process.env.NODE_PENDING_DEPRECATION === '1' ||
         (process.env.NODE_OPTIONS ?? '').includes('--pending-deprecation');
}

const warnedFeatures = new Set();

/** Warns once that a feature is experimental. */
function emitExperimentalWarning(feature, prefix = '', code, ctor) {
  if (warnedFeatures.has(feature)) return;
  warnedFeatures.add(feature);
  const message =
    `${prefix}${feature} is an experimental feature and might change at any time`;
  lazyProcess().emitWarning(message, 'ExperimentalWarning', code, ctor);
}

/** For a constructor that was called without `new`. */
function deprecateInstantiation(Constructor, code, ...args) {
  if (!warnedCodes.has(code)) {
    warnedCodes.add(code);
    lazyProcess().emitWarning(
      `Instantiating ${Constructor.name} without the 'new' keyword has been ` +
      'deprecated.', 'DeprecationWarning', code);
  }
  return new Constructor(...args);
}

// --- Encodings ---------------------------------------------------------------------

/** Numbers of the encodings, as natives take them. */
const encodingsMap = Object.freeze({
  __proto__: null,
  ascii: 0,
  utf8: 1,
  base64: 2,
  utf16le: 3,
  latin1: 4,
  hex: 5,
  buffer: 6,
  base64url: 7,
});

const encodingNames = Object.freeze({
  '__proto__': null,
  'utf8': 'utf8',
  'utf-8': 'utf8',
  'ucs2': 'utf16le',
  'ucs-2': 'utf16le',
  'utf16le': 'utf16le',
  'utf-16le': 'utf16le',
  'latin1': 'latin1',
  'binary': 'latin1',
  'base64': 'base64',
  'base64url': 'base64url',
  'hex': 'hex',
  'ascii': 'ascii',
});

/** The canonical name of an encoding; undefined if there is none such. */
function normalizeEncoding(encoding) {
  if (encoding === undefined || encoding === null || encoding === 'utf8' ||
      encoding === '') {
    return 'utf8';
  }
  return encodingNames[encoding] ??
         encodingNames[`${encoding}`.toLowerCase()];
}

/** A string whose lone surrogates have become U+FFFD. */
function toUSVString(value) {
  return `${value}`.toWellFormed();
}

// --- Values ------------------------------------------------------------------------

/** Whether a value is an Error of any context, or inherits from one. */
function isError(value) {
  return Error.isError?.(value) ||
         require('internal/util/types').isNativeError(value) ||
         value instanceof Error;
}

/** Removes one element; faster than splice. */
function spliceOne(list, index) {
  for (; index + 1 < list.length; index++) list[index] = list[index + 1];
  list.pop();
}

/** The constructor of an object, looked for on its prototypes; undefined if none. */
function getConstructorOf(object) {
  while (object) {
    const descriptor = Object.getOwnPropertyDescriptor(object, 'constructor');
    if (typeof descriptor?.value === 'function' &&
        descriptor.value.name !== '') {
      return descriptor.value;
    }
    object = Object.getPrototypeOf(object);
  }
  return undefined;
}

/** Defines an own data property whatever the prototypes have. */
function setOwnProperty(target, property, value) {
  return Object.defineProperty(target, property, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
}

/** A copy with those own properties only. */
function filterOwnProperties(source, keys) {
  const filtered = { __proto__: null };
  for (const key of keys) {
    if (Object.hasOwn(source, key)) filtered[key] = source[key];
  }
  return filtered;
}

// --- The system ----------------------------------------------------------------------

/** What an fd is: 'FILE', 'PIPE', 'TCP', 'TTY', 'UDP', 'INVALID' or 'UNKNOWN'. */
function guessHandleType(fd) {
  return internalBinding('util').guessHandleType(fd);
}

/** The number of a signal given by name or number. @throws {ERR_UNKNOWN_SIGNAL} */
function convertToValidSignal(signal) {
  const { signals } = require('os').constants;
  if (typeof signal === 'number' && Object.values(signals).includes(signal)) {
    return signal;
  }
  if (typeof signal === 'string') {
    const number = signals[signal.toUpperCase()];
    if (number) return number;
  }
  throw new ERR_UNKNOWN_SIGNAL(signal);
}

/** 'ENOENT' of -2. */
function getSystemErrorName(errno) {
  return require('internal/errors').uvErrorMap().get(errno)?.[0] ??
         `Unknown system error ${errno}`;
}

/** 'no such file or directory' of -2. */
function getSystemErrorMessage(errno) {
  return internalBinding('uv').getErrorMessage(errno);
}

const nodeModulesPattern = /[/\\]node_modules[/\\]/i;

/** Whether the innermost frame of the program lies below a node_modules. */
function isInsideNodeModules(frameLimit = 100) {
  for (const { scriptName } of internalBinding('util').getCallSites(frameLimit)) {
    if (!scriptName || scriptName.startsWith('node:')) continue;
    return nodeModulesPattern.test(scriptName);
  }
  return false;
}

/** Blocks the thread. */
function sleep(milliseconds) {
  require('internal/validators').validateUint32(milliseconds, 'msec');
  internalBinding('util').sleep(milliseconds);
}

module.exports = {
  SymbolAsyncDispose: Symbol.asyncDispose,
  SymbolDispose: Symbol.dispose,
  assignFunctionName,
  convertToValidSignal,
  createDeferredPromise,
  customInspectSymbol,
  customPromisifyArgs,
  defineLazyProperties,
  defineReplaceableLazyAttribute,
  deprecate,
  deprecateInstantiation,
  emitExperimentalWarning,
  encodingsMap,
  filterOwnProperties,
  getConstructorOf,
  getLazy,
  getSystemErrorMessage,
  getSystemErrorName,
  guessHandleType,
  isError,
  isInsideNodeModules,
  isPendingDeprecation,
  kCustomPromisifyArgsSymbol: customPromisifyArgs,
  kEmptyObject,
  kEnumerableProperty,
  normalizeEncoding,
  once,
  pendingDeprecate,
  promisify,
  setOwnProperty,
  sleep,
  spliceOne,
  toUSVString,
};
