'use strict';
// The options of one test, checked and with defaults from its parent.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } =
  require('internal/errors');
const {
  validateAbortSignal, validateArray, validateNumber, validateString,
  validateUint32,
} = require('internal/validators');
const { isRegExp } = require('internal/util/types');
const { kEmptyObject } = require('internal/util');

const maxTimeout = 2 ** 31 - 1;
const noTags = Object.freeze([]);

function noop() {}

/**
 * The ways to call test(): ([name][, options][, fn]).
 * @returns {{name: string, options: object, fn: Function}}
 */
function readArguments(name, options, fn, overrides) {
  if (typeof name === 'function') {
    fn = name;
    name = options = undefined;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  } else if (typeof options === 'function') {
    fn = options;
    options = undefined;
  }
  if (options === null || typeof options !== 'object') options = kEmptyObject;
  if (overrides !== undefined) options = { ...options, ...overrides };
  fn = typeof options.fn === 'function' ? options.fn : fn;
  if (typeof fn !== 'function') fn = noop;
  name = typeof options.name === 'string' ? options.name : name;
  if (typeof name !== 'string' || name === '') name = fn.name || '<anonymous>';
  return { name, options, fn };
}

/** Milliseconds, or Infinity. */
function readTimeout(timeout, inherited) {
  if (timeout === undefined || timeout === null) return inherited;
  if (timeout !== Infinity) {
    validateNumber(timeout, 'options.timeout', 0, maxTimeout);
  }
  return timeout;
}

function readConcurrency(concurrency, parent) {
  switch (typeof concurrency) {
    case 'number':
      validateUint32(concurrency, 'options.concurrency', true);
      return concurrency;
    case 'boolean':
      return concurrency ? Infinity : 1;
    default:
      if (concurrency === undefined || concurrency === null) {
        return parent.concurrency;
      }
      throw new ERR_INVALID_ARG_TYPE(
        'options.concurrency', ['boolean', 'number'], concurrency);
  }
}

function readSignal(signal) {
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return signal;
}

/** Lower case, each once, after those of the tests around. */
function readTags(tags, inherited) {
  if (tags === undefined) return inherited;
  validateArray(tags, 'options.tags');
  const all = new Set(inherited);
  for (let i = 0; i < tags.length; i++) {
    validateString(tags[i], `options.tags[${i}]`);
    if (tags[i] === '') {
      throw new ERR_INVALID_ARG_VALUE(
        `options.tags[${i}]`, tags[i], 'must be a non-empty string');
    }
    all.add(tags[i].toLowerCase());
  }
  if (tags.length > 0) warnOfTags();
  return Object.freeze([...all]);
}

let hasWarned = false;

function warnOfTags() {
  if (hasWarned) return;
  hasWarned = true;
  require('internal/process').emitWarning(
    'Test tags is an experimental feature and might change at any time',
    'ExperimentalWarning');
}

/**
 * @returns {{label: string|undefined, match: any}|undefined} undefined: the
 *   test is expected to pass
 */
function readExpectFailure(value, inherited) {
  if (value === undefined) return inherited;
  if (typeof value === 'string') return { label: value, match: undefined };
  if (typeof value === 'function' || isRegExp(value)) {
    return { label: undefined, match: value };
  }
  if (value === null || typeof value !== 'object') {
    return value ? { label: undefined, match: undefined } : undefined;
  }
  const keys = Object.keys(value);
  if (keys.length === 0 && !(value instanceof Error)) {
    throw new ERR_INVALID_ARG_VALUE(
      'options.expectFailure', value, 'must not be an empty object');
  }
  const isConfig = keys.length > 0 &&
    keys.every((key) => key === 'label' || key === 'match');
  return isConfig ? { label: value.label, match: value.match } :
    { label: undefined, match: value };
}

module.exports = {
  maxTimeout, noTags, noop, readArguments, readConcurrency, readExpectFailure,
  readSignal, readTags, readTimeout,
};
