'use strict';
// What throws(), rejects() and their opposites compare.

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { inspect } = require('internal/util/inspect');
const { isError } = require('internal/util');
const { isPromise, isRegExp } = require('internal/util/types');
const { isDeepStrictEqual } = require('internal/util/comparisons');
const AssertionError = require('internal/assert/assertion_error');

const { apply } = Reflect;
const { exec } = RegExp.prototype;

/** Stands for "nothing was thrown". */
const kNone = Symbol('no exception');

/**
 * @typedef {object} Context What a failure is reported with.
 * @property {Function} caller Its name is the operator; the stack begins above
 *   it.
 * @property {'simple'|'full'} diff
 */

function fail(context, details) {
  if (isError(details.message)) throw details.message;
  throw new AssertionError({
    operator: context.caller.name,
    stackStartFn: context.caller,
    diff: context.diff,
    ...details,
  });
}

function matches(regexp, string) {
  return apply(exec, regexp, [string]) !== null;
}

// --- Running ---------------------------------------------------------------------

/** What a function throws, or kNone. */
function catchThrown(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return kNone;
}

// Thenables pass for promises if they can be caught too.
function isPromiseLike(value) {
  return isPromise(value) ||
    (typeof value === 'object' && value !== null &&
     typeof value.then === 'function' && typeof value.catch === 'function');
}

/** What a promise, or the one a function returns, rejects with, or kNone. */
async function catchRejected(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isPromiseLike(promise)) {
      throw new codes.ERR_INVALID_RETURN_VALUE(
        'instance of Promise', 'promiseFn', promise);
    }
  } else if (!isPromiseLike(promiseFn)) {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'promiseFn', ['Function', 'Promise'], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return kNone;
}

// --- An exception is expected -----------------------------------------------------

/** The properties of an error that are compared, for the message's sake. */
class Comparison {
  constructor(error, keys, actual) {
    for (const key of keys) {
      if (!(key in error)) continue;
      const isMatch = actual !== undefined &&
        typeof actual[key] === 'string' && isRegExp(error[key]) &&
        matches(error[key], actual[key]);
      this[key] = isMatch ? actual[key] : error[key];
    }
  }
}

function checkKey(context, actual, expected, key, message, keys) {
  if (key in actual && isDeepStrictEqual(actual[key], expected[key])) return;
  if (message) fail(context, { actual, expected, message });
  const error = new AssertionError({
    actual: new Comparison(actual, keys),
    expected: new Comparison(expected, keys, actual),
    operator: 'deepStrictEqual',
    stackStartFn: context.caller,
    diff: context.diff,
  });
  error.actual = actual;
  error.expected = expected;
  error.operator = context.caller.name;
  throw error;
}

function checkObject(context, actual, expected, message) {
  if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({
      actual,
      expected,
      message,
      operator: 'deepStrictEqual',
      stackStartFn: context.caller,
      diff: context.diff,
    });
    error.operator = context.caller.name;
    throw error;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) {
    keys.push('name', 'message');
  } else if (keys.length === 0) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      'error', expected, 'may not be an empty object');
  }
  for (const key of keys) {
    if (typeof actual[key] === 'string' && isRegExp(expected[key]) &&
        matches(expected[key], actual[key])) {
      continue;
    }
    checkKey(context, actual, expected, key, message, keys);
  }
}

function classMismatch(actual, expected) {
  const begin = 'The error is expected to be an instance of ' +
    `"${expected.name}". Received `;
  if (!isError(actual)) return `${begin}"${inspect(actual, { depth: -1 })}"`;
  const name = actual.constructor?.name || actual.name;
  const end = actual.message ? `\n\nError message:\n\n${actual.message}` : '';
  return name === expected.name ?
    `${begin}an error with identical name but a different prototype.${end}` :
    `${begin}"${name}"${end}`;
}

function validationMismatch(actual, expected, result) {
  const name = expected.name ? `"${expected.name}" ` : '';
  const end = isError(actual) ? `\n\nCaught error:\n\n${actual}` : '';
  return `The ${name}validation function is expected to return "true". ` +
    `Received ${inspect(result)}${end}`;
}

/** What is wrong with an exception, by a RegExp, class or function; or ''. */
function mismatch(actual, expected) {
  if (isRegExp(expected)) {
    const text = String(actual);
    if (matches(expected, text)) return '';
    return 'The input did not match the regular expression ' +
      `${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
  }
  if (expected.prototype !== undefined && actual instanceof expected) return '';
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    return classMismatch(actual, expected);
  }
  const result = apply(expected, {}, [actual]);
  return result === true ? '' : validationMismatch(actual, expected, result);
}

function checkException(context, actual, expected, message) {
  if (typeof expected !== 'function' && !isRegExp(expected)) {
    checkObject(context, actual, expected, message);
    return;
  }
  const text = mismatch(actual, expected);
  if (text === '') return;
  if (isError(message)) throw message;
  const error = new AssertionError({
    actual,
    expected,
    message: message || text,
    operator: context.caller.name,
    stackStartFn: context.caller,
    diff: context.diff,
  });
  error.generatedMessage = !message;
  throw error;
}

// A string in the error's place is the message, unless that is a mistake.
function checkAmbiguity(actual, text) {
  if (typeof actual === 'object' && actual !== null) {
    if (actual.message === text) {
      throw new codes.ERR_AMBIGUOUS_ARGUMENT(
        'error/message',
        `The error message "${actual.message}" is identical to the message.`);
    }
  } else if (actual === text) {
    throw new codes.ERR_AMBIGUOUS_ARGUMENT(
      'error/message', `The error "${actual}" is identical to the message.`);
  }
}

/**
 * @param {Context} context
 * @param {any} actual From catchThrown() or catchRejected().
 * @param {any[]} args The caller's: [error][, message]
 */
function expectError(context, actual, args) {
  let [error, message] = args;
  if (typeof error === 'string') {
    if (args.length > 1) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'error', ['Object', 'Error', 'Function', 'RegExp'], error);
    }
    checkAmbiguity(actual, error);
    message = error;
    error = undefined;
  } else if (error !== undefined && error !== null &&
             typeof error !== 'object' && typeof error !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'error', ['Object', 'Error', 'Function', 'RegExp'], error);
  }
  if (actual === kNone) {
    const what = context.caller.name === 'rejects' ? 'rejection' : 'exception';
    const name = error?.name ? ` (${error.name})` : '';
    fail(context, {
      actual: undefined,
      expected: error,
      message: `Missing expected ${what}${name}${message ? `: ${message}` : '.'}`,
    });
  }
  if (error) checkException(context, actual, error, message);
}

// --- No exception is expected -------------------------------------------------------

function isUnwanted(actual, expected) {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) return matches(expected, String(actual));
    throw new codes.ERR_INVALID_ARG_TYPE(
      'expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) {
    return true;
  }
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return apply(expected, {}, [actual]) === true;
}

/** As expectError(), for doesNotThrow() and doesNotReject(). */
function expectNoError(context, actual, [error, message]) {
  if (actual === kNone) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (error && !isUnwanted(actual, error)) throw actual;
  const what =
    context.caller.name === 'doesNotReject' ? 'rejection' : 'exception';
  fail(context, {
    actual,
    expected: error,
    message: `Got unwanted ${what}${message ? `: ${message}` : '.'}\n` +
      `Actual message: "${actual && actual.message}"`,
  });
}

module.exports = {
  catchThrown,
  catchRejected,
  expectError,
  expectNoError,
  matches,
};
