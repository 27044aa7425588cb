'use strict';
// Arguments that many functions of stream/iter have.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { bytesOf } = require('internal/streams/iter/bytes');
const { hasMethod, isObject } = require('internal/streams/iter/from');
const { toAsyncStreamable, toStreamable } =
  require('internal/streams/iter/symbols');
const { kEmptyObject } = require('internal/util');
const {
  validateAbortSignal, validateInteger, validateObject, validateOneOf,
} = require('internal/validators');

const kLeastBudget = 16384;
const kPolicies = ['strict', 'unbounded', 'drop-oldest', 'drop-newest'];

function isTransform(value) {
  return typeof value === 'function' ||
    (isObject(value) && typeof value.transform === 'function');
}

function validateTransforms(transforms) {
  for (let i = 0; i < transforms.length; i++) {
    if (isTransform(transforms[i])) continue;
    throw new ERR_INVALID_ARG_TYPE(
      `transforms[${i}]`, ['Function', 'Object with a transform method'],
      transforms[i]);
  }
}

/**
 * Splits (...transforms, options).
 * @param {Array} rest is left without the options
 * @returns {object} the options
 */
function takeOptions(rest) {
  const last = rest.at(-1);
  const isOptions = isObject(last) && !isTransform(last);
  const options = isOptions ? rest.pop() : kEmptyObject;
  validateTransforms(rest);
  validateAbortSignal(options.signal, 'options.signal');
  return options;
}

/** Whether something can be read as a source; else it may be options. */
function isSource(value) {
  return bytesOf(value) !== null || hasMethod(value, toAsyncStreamable) ||
    hasMethod(value, toStreamable) || hasMethod(value, Symbol.asyncIterator) ||
    hasMethod(value, Symbol.iterator);
}

/** Splits (...sources, options), as takeOptions. */
function takeSourceOptions(rest) {
  const last = rest.at(-1);
  const isOptions = isObject(last) && !isSource(last);
  const options = isOptions ? rest.pop() : kEmptyObject;
  validateAbortSignal(options.signal, 'options.signal');
  return options;
}

/** @returns {AbortSignal|undefined} of the options of a writer's method */
function signalOf(options) {
  if (options === undefined) return undefined;
  validateObject(options, 'options');
  validateAbortSignal(options.signal, 'options.signal');
  return options.signal;
}

/**
 * How much a stream holds, and what becomes of the rest.
 * @returns {{budget: number, policy: string}}
 */
function readLimits(options, defaultBudget) {
  const { budget = defaultBudget, backpressure: policy = 'strict' } = options;
  validateInteger(budget, 'options.budget', kLeastBudget);
  validateOneOf(policy, 'options.backpressure', kPolicies);
  validateAbortSignal(options.signal, 'options.signal');
  return { budget, policy };
}

module.exports = {
  readLimits, signalOf, takeOptions, takeSourceOptions, validateTransforms,
};
