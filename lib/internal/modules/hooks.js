'use strict';
// module.registerHooks: functions of the program that take part in resolving
// and loading, each of which may call the one registered before it, and at last
// the loader's own step.

const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const chains = require('internal/modules/hook_chains');

class ModuleHooks {
  #resolve;
  #load;

  constructor({ resolve, load }) {
    this.#resolve = resolve;
    this.#load = load;
    if (resolve !== undefined) chains.resolvers.push(resolve);
    if (load !== undefined) chains.loaders.push(load);
  }

  /** Takes the hooks out of the chains. */
  deregister() {
    remove(chains.resolvers, this.#resolve);
    remove(chains.loaders, this.#load);
  }
}

function remove(list, hook) {
  const index = list.lastIndexOf(hook);
  if (index !== -1) list.splice(index, 1);
}

/**
 * @param {{resolve: Function, load: Function}} hooks
 * @returns {ModuleHooks}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function registerHooks(hooks) {
  validateObject(hooks, 'hooks');
  const { resolve, load } = hooks;
  if (resolve !== undefined) validateFunction(resolve, 'hooks.resolve');
  if (load !== undefined) validateFunction(load, 'hooks.load');
  return new ModuleHooks({ resolve, load });
}

/**
 * Runs a chain, the latest hook first.
 * @param {Function[]} list
 * @param {string} name 'resolve' or 'load'
 * @param {string} subject specifier or URL
 * @param {object} context
 * @param {Function} last the loader's own (subject, context)
 * @param {Function} check throws if a result is not as it must be
 */
function runChain(list, name, subject, context, last, check) {
  const hooks = [...list];
  function call(index, givenSubject, givenContext) {
    if (index < 0) return last(givenSubject, givenContext);
    let hasContinued = false;
    const next = (nextSubject = givenSubject, nextContext = undefined) => {
      hasContinued = true;
      return call(index - 1, nextSubject, { ...givenContext, ...nextContext });
    };
    const result = hooks[index](givenSubject, givenContext, next);
    check(result, hasContinued);
    return result;
  }
  return call(hooks.length - 1, subject, context);
}

function checkObject(name, result, hasContinued) {
  if (result === null || typeof result !== 'object') {
    throw new codes.ERR_INVALID_RETURN_VALUE('an object', `${name} hook`,
                                             result);
  }
  if (!hasContinued && result.shortCircuit !== true) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'true', name, 'shortCircuit', result.shortCircuit);
  }
}

function checkResolved(result, hasContinued) {
  checkObject('resolve', result, hasContinued);
  if (typeof result.url !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
      'a URL string', 'resolve', 'url', result.url);
  }
}

const formatsWithoutSource = new Set(['addon', 'builtin', 'commonjs',
  'commonjs-typescript']);

function checkLoaded(result, hasContinued) {
  checkObject('load', result, hasContinued);
  const { source, format } = result;
  if (typeof source === 'string' || ArrayBuffer.isView(source) ||
      require('internal/util/types').isAnyArrayBuffer(source)) {
    return;
  }
  if (source == null && formatsWithoutSource.has(format)) return;
  throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE(
    'a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
}

/**
 * @param {string} specifier
 * @param {object} context {conditions, importAttributes, parentURL}
 * @param {Function} last
 * @returns {{url: string, format: string, importAttributes: object}}
 */
function resolveByHooks(specifier, context, last) {
  return runChain(chains.resolvers, 'resolve', specifier, context, last,
                  checkResolved);
}

/**
 * @param {string} url
 * @param {object} context {conditions, format, importAttributes}
 * @param {Function} last
 * @returns {{format: string, source: string}}
 */
function loadByHooks(url, context, last) {
  const result = runChain(chains.loaders, 'load', url, context, last,
                          checkLoaded);
  const { format, source } = result;
  return { format, source: format === 'wasm' ? source : textOf(source) };
}

function textOf(source) {
  if (source == null || typeof source === 'string') return source ?? undefined;
  const { TextDecoder } = require('internal/encoding');
  return new TextDecoder().decode(source);
}

/** The conditions of a context as a set; undefined: the usual ones. */
function conditionsOf(context, usual) {
  const { conditions } = context;
  if (conditions === undefined || conditions === usual) return undefined;
  if (!Array.isArray(conditions)) {
    throw new codes.ERR_INVALID_ARG_VALUE('conditions', conditions,
                                          'expected an array');
  }
  return new Set(conditions);
}

module.exports = {
  conditionsOf, loadByHooks, registerHooks, resolveByHooks,
};
