'use strict';
// Scripts in contexts of their own.

const binding = internalBinding('script');
const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateInt32, validateObject, validateOneOf,
  validateString, validateStringArray, validateUint32,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { constants, contexts, importSymbol, setImportCallback } =
  require('internal/vm');

/**
 * @param {*} object
 * @returns {boolean} whether vm.createContext has been applied to it
 */
function isContext(object) {
  validateObject(object, 'object', { allowArray: true, allowFunction: true });
  return contexts.has(object);
}

function validateContext(object) {
  if (!isContext(object)) {
    throw new codes.ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context',
                                         object);
  }
}

let contextCount = 0;

/** The codeGeneration option as bits of the binding's. */
function readCodeGeneration({ codeGeneration }) {
  if (codeGeneration === undefined) return 0;
  validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration;
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  return (strings ? 0 : binding.NO_EVAL) | (wasm ? 0 : binding.NO_WASM);
}

/**
 * @param {object|symbol} [contextObject] becomes what the context's global
 *   reads and writes; vm.constants.DONT_CONTEXTIFY: a plain global
 * @param {object} [options] name, origin, codeGeneration, microtaskMode,
 *   importModuleDynamically
 * @returns {object} the same object, or the global
 */
function createContext(contextObject = {}, options = kEmptyObject) {
  const isPlain = contextObject === constants.DONT_CONTEXTIFY;
  if (!isPlain && isContext(contextObject)) return contextObject;
  validateObject(options, 'options');
  const {
    name = `VM Context ${++contextCount}`, origin, microtaskMode,
    importModuleDynamically,
  } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  let bits = readCodeGeneration(options);
  validateOneOf(microtaskMode, 'options.microtaskMode',
                ['afterEvaluate', undefined]);
  if (microtaskMode !== undefined) bits |= binding.OWN_MICROTASKS;
  const symbol = importSymbol(importModuleDynamically,
                              'options.importModuleDynamically', name);
  const context = new binding.Context(isPlain ? undefined : contextObject,
                                      bits, symbol);
  const key = isPlain ? context.global() : contextObject;
  if (typeof importModuleDynamically === 'function') {
    setImportCallback(symbol, key, importModuleDynamically);
  }
  contexts.set(key, context);
  return key;
}

/** Runs a script as its options say. */
function runScript(run, script, context, options) {
  if (options === undefined) {
    return Reflect.apply(run, script, [context, -1, true, false]);
  }
  validateObject(options, 'options');
  const { timeout, breakOnSigint = false, displayErrors = true } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  const args = [context, timeout ?? -1, displayErrors, breakOnSigint];
  return breakOnSigint ? withoutListeners(run, script, args) :
    Reflect.apply(run, script, args);
}

/** A SIGINT that stops the script is not told to the program. */
function withoutListeners(run, script, args) {
  const process = require('internal/process');
  const listeners = process.rawListeners('SIGINT');
  process.removeAllListeners('SIGINT');
  try {
    return Reflect.apply(run, script, args);
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}

function validateScriptOptions(options) {
  validateObject(options, 'options');
  const {
    filename = 'evalmachine.<anonymous>', lineOffset = 0, columnOffset = 0,
    cachedData, produceCachedData = false,
  } = options;
  validateString(filename, 'options.filename');
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  if (cachedData !== undefined) validateView(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  return { filename, lineOffset, columnOffset, cachedData, produceCachedData };
}

function validateView(value, name) {
  if (ArrayBuffer.isView(value)) return;
  throw new codes.ERR_INVALID_ARG_TYPE(
    name, ['Buffer', 'TypedArray', 'DataView'], value);
}

/** A compiled script that can be run many times, in any context. */
class Script extends binding.Script {
  /**
   * @param {string} code
   * @param {object|string} [options] or the file name
   */
  constructor(code, options = kEmptyObject) {
    if (typeof options === 'string') options = { filename: options };
    const o = validateScriptOptions(options);
    const { importModuleDynamically: callback } = options;
    const symbol = importSymbol(callback, 'options.importModuleDynamically',
                                o.filename);
    super(`${code}`, o.filename, o.lineOffset, o.columnOffset, o.cachedData,
          symbol);
    if (typeof callback === 'function') {
      setImportCallback(symbol, this, callback);
    }
    if (!o.produceCachedData) return;
    this.cachedDataProduced = true;
    this.cachedData = this.createCachedData();
  }

  /**
   * @param {object} [options] timeout, displayErrors, breakOnSigint
   * @returns {*} the value of the last statement
   */
  runInThisContext(options) {
    return runScript(super.run, this, undefined, options);
  }

  /** @param {object} contextifiedObject @param {object} [options] */
  runInContext(contextifiedObject, options) {
    validateContext(contextifiedObject);
    return runScript(super.run, this, contexts.get(contextifiedObject),
                     options);
  }

  /** In a context made for it. */
  runInNewContext(contextObject, options = kEmptyObject) {
    const context = createContext(contextObject, contextOptions(options));
    return this.runInContext(context, options);
  }
}

function contextOptions(options) {
  validateObject(options, 'options');
  const { contextName: name, contextOrigin: origin } = options;
  if (name !== undefined) validateString(name, 'options.contextName');
  if (origin !== undefined) validateString(origin, 'options.contextOrigin');
  const {
    contextCodeGeneration: codeGeneration, microtaskMode,
  } = options;
  return { name, origin, codeGeneration, microtaskMode };
}

function asOptions(options) {
  return typeof options === 'string' ? { filename: options } : options;
}

function runInThisContext(code, options) {
  return new Script(code, asOptions(options))
    .runInThisContext(asOptions(options));
}

function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  return new Script(code, asOptions(options))
    .runInContext(contextifiedObject, asOptions(options));
}

function runInNewContext(code, contextObject, options) {
  return new Script(code, asOptions(options))
    .runInNewContext(contextObject, asOptions(options));
}

function createScript(code, options) {
  return new Script(code, options);
}

function validateFunctionOptions(options) {
  validateObject(options, 'options');
  const {
    filename = '', columnOffset = 0, lineOffset = 0, cachedData,
    produceCachedData = false, parsingContext, contextExtensions = [],
  } = options;
  validateString(filename, 'options.filename');
  validateInt32(columnOffset, 'options.columnOffset');
  validateInt32(lineOffset, 'options.lineOffset');
  if (cachedData !== undefined) validateView(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  if (parsingContext !== undefined && !contexts.has(parsingContext)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context',
                                         parsingContext);
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, i) => validateObject(
    extension, `options.contextExtensions[${i}]`, { nullable: true }));
  return {
    filename, columnOffset, lineOffset, cachedData, produceCachedData,
    parsingContext, contextExtensions,
  };
}

/**
 * @param {string} code a function's body
 * @param {string[]} [params] its parameters' names
 * @param {object} [options] filename, lineOffset, columnOffset, cachedData,
 *   produceCachedData, parsingContext, contextExtensions,
 *   importModuleDynamically
 * @returns {Function}
 */
function compileFunction(code, params, options = kEmptyObject) {
  validateString(code, 'code');
  if (params !== undefined) validateStringArray(params, 'params');
  const o = validateFunctionOptions(options);
  const { importModuleDynamically: callback } = options;
  const symbol = importSymbol(callback, 'options.importModuleDynamically',
                              o.filename);
  const [made, isRejected, sourceMapURL] = binding.compileFunction(
    code, o.filename, o.lineOffset, o.columnOffset, params ?? [],
    o.contextExtensions, o.cachedData, symbol, contexts.get(o.parsingContext));
  if (typeof callback === 'function') setImportCallback(symbol, made, callback);
  if (isRejected !== undefined) made.cachedDataRejected = isRejected;
  if (sourceMapURL !== undefined) made.sourceMapURL = sourceMapURL;
  if (o.produceCachedData) {
    made.cachedDataProduced = true;
    made.cachedData = binding.functionCache(made);
  }
  return made;
}

/**
 * How much memory contexts use, as V8 estimates it.
 * @param {{mode?: 'summary'|'detailed', execution?: 'default'|'eager'}} [options]
 * @returns {Promise<object>}
 */
function measureMemory(options = kEmptyObject) {
  const { emitExperimentalWarning } = require('internal/util');
  emitExperimentalWarning('vm.measureMemory');
  validateObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  validateOneOf(mode, 'options.mode', ['summary', 'detailed']);
  validateOneOf(execution, 'options.execution', ['default', 'eager']);
  return binding.measureMemory(mode === 'detailed', execution === 'eager');
}

module.exports = {
  Script, compileFunction, constants, createContext, createScript, isContext,
  measureMemory, runInContext, runInNewContext, runInThisContext,
};

// Only with their flag.
if (require('internal/options').getOptionValue('--experimental-vm-modules')) {
  const modules = require('internal/vm/module');
  module.exports.Module = modules.Module;
  module.exports.SourceTextModule = modules.SourceTextModule;
  module.exports.SyntheticModule = modules.SyntheticModule;
}
