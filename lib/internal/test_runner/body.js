'use strict';
// Calls a test's or a hook's function.

const { failures, testFailure } = require('internal/test_runner/failure');

/**
 * Functions of two parameters take a callback; others may return a promise.
 * @param {Function} fn
 * @param {object} context its `this` and first argument
 * @returns {Promise|undefined} undefined: it is done
 */
function callBody(fn, context) {
  if (fn.length > 1) return callWithCallback(fn, context);
  const result = Reflect.apply(fn, context, [context]);
  return isThenable(result) ? adopt(result) : undefined;
}

const isPromise = (value) => value instanceof Promise;

function isThenable(value) {
  if (value === null || typeof value !== 'object') return false;
  // A thenable's `then` may be read once only: adopt() does.
  return isPromise(value) || 'then' in value;
}

function adopt(value) {
  if (isPromise(value)) return value;
  return new Promise((resolve) => resolve(value));
}

function callWithCallback(fn, context) {
  const { promise, resolve, reject } = Promise.withResolvers();
  let calls = 0;
  let isInside = true;
  let firstError;
  const settle = () => (firstError ? reject(firstError) : resolve());
  const done = (error) => {
    if (++calls === 1) {
      firstError = error;
      if (!isInside) settle();
      return;
    }
    const failure = testFailure('callback invoked multiple times',
                                failures.kMultipleCallbacks);
    // Only within the call that began it can it still fail the test.
    if (!isInside) throw failure;
    firstError = failure;
  };
  const result = Reflect.apply(fn, context, [context, done]);
  isInside = false;
  if (isThenable(result)) {
    adopt(result).then(undefined, () => {});
    throw testFailure('passed a callback but also returned a Promise',
                      failures.kCallbackAndPromise);
  }
  if (calls > 0) settle();
  return promise;
}

/** A suite's, which takes no callback. */
function callSuite(fn, context) {
  const result = Reflect.apply(fn, context, [context]);
  return isThenable(result) ? adopt(result) : undefined;
}

module.exports = { callBody, callSuite };
