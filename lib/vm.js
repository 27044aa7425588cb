'use strict';
// Scripts in contexts of their own.

const binding = internalBinding('script');
const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateBuffer, validateInt32, validateObject,
  validateOneOf, validateString, validateStringArray, validateUint32,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');

/** Contextified object -> its native Context. */
const contexts = new WeakMap();

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

function validateCodeGeneration(options) {
  const { codeGeneration } = options;
  if (codeGeneration === undefined) return { strings: true, wasm: true };
  validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration;
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  return { strings, wasm };
}

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});

/**
 * @param {object} [object] becomes what the context's global reads and writes
 * @param {object} [options] name, origin, codeGeneration, microtaskMode
 * @returns {object} the same object
 */
function createContext(object = {}, options = kEmptyObject) {
  const vanilla = object === constants.DONT_CONTEXTIFY;
  if (!vanilla && isContext(object)) return object;
  validateObject(options, 'options');
  const { name = `VM Context ${++contextCount}`, origin, microtaskMode } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  validateOneOf(microtaskMode, 'options.microtaskMode',
                ['afterEvaluate', undefined]);
  if (microtaskMode !== undefined) {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED("vm's microtaskMode");
  }
  const { strings, wasm } = validateCodeGeneration(options);
  const context = new binding.Context(vanilla ? undefined : object, strings,
                                      wasm);
  const key = vanilla ? context.global() : object;
  contexts.set(key, context);
  return key;
}

function readRunOptions(options) {
  if (options === undefined) return { timeout: -1 };
  validateObject(options, 'options');
  const { timeout, breakOnSigint = false, displayErrors = true } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  if (breakOnSigint) {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED("vm's breakOnSigint");
  }
  return { timeout: timeout ?? -1 };
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
    super(`${code}`, o.filename, o.lineOffset, o.columnOffset, o.cachedData);
    if (!o.produceCachedData) return;
    this.cachedDataProduced = true;
    this.cachedData = this.createCachedData();
  }

  /** @returns {*} the value of the last statement */
  runInThisContext(options) {
    const { timeout } = readRunOptions(options);
    return super.run(undefined, timeout);
  }

  /** @param {object} contextifiedObject @param {object} [options] timeout */
  runInContext(contextifiedObject, options) {
    validateContext(contextifiedObject);
    const { timeout } = readRunOptions(options);
    return super.run(contexts.get(contextifiedObject), timeout);
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

/**
 * @param {string} code a function's body
 * @param {string[]} [params] its parameters' names
 * @param {object} [options]
 * @returns {Function}
 */
function compileFunction(code, params, options = kEmptyObject) {
  validateString(code, 'code');
  if (params !== undefined) validateStringArray(params, 'params');
  const {
    filename = '', columnOffset = 0, lineOffset = 0, cachedData,
    produceCachedData = false, parsingContext, contextExtensions = [],
  } = options;
  validateString(filename, 'options.filename');
  validateInt32(columnOffset, 'options.columnOffset');
  validateInt32(lineOffset, 'options.lineOffset');
  if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  if (parsingContext !== undefined) {
    validateContext(parsingContext);
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED("vm's parsingContext");
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, i) => validateObject(
    extension, `options.contextExtensions[${i}]`, { nullable: true }));
  const made = binding.compileFunction(
    code, filename, lineOffset, columnOffset, params ?? [], contextExtensions,
    cachedData);
  if (cachedData === undefined) {
    if (produceCachedData) {
      made.cachedDataProduced = true;
      made.cachedData = binding.functionCache(made);
    }
    return made;
  }
  const [compiled, rejected] = made;
  compiled.cachedDataRejected = rejected;
  return compiled;
}

function measureMemory() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('vm.measureMemory()');
}

module.exports = {
  Script, compileFunction, constants, createContext, createScript, isContext,
  measureMemory, runInContext, runInNewContext, runInThisContext,
};
