'use strict';
// t.assert: the functions of node:assert, those that programs register, and the
// snapshots. They count for the test's plan.

const assert = require('assert');
const { validateFunction, validateString } = require('internal/validators');

const notAssertions = new Set([
  'AssertionError', 'CallTracker', 'strict', 'Assert', 'options',
]);

/** name -> function(...); its `this` is the test's context. */
let assertions;

function readAssertions() {
  const { snapshot, fileSnapshot } = require('internal/test_runner/snapshot');
  const map = new Map();
  for (const name of Object.keys(assert)) {
    if (!notAssertions.has(name)) map.set(name, assert[name]);
  }
  map.set('snapshot', snapshot);
  map.set('fileSnapshot', fileSnapshot);
  return map;
}

/** node:test's `assert`. */
const registry = {
  __proto__: null,
  /**
   * Adds an assertion to `t.assert`, in place of one of that name.
   * @param {string} name
   * @param {Function} fn its `this` is the TestContext
   */
  register(name, fn) {
    validateString(name, 'name');
    validateFunction(fn, 'fn');
    assertions ??= readAssertions();
    assertions.set(name, fn);
  },
};

/** assert.ok() whose message shows the caller's expression, not ours. */
function bindOk(test) {
  return function ok(...args) {
    test.plan?.count();
    if (args[0] || args.length !== 1) {
      assert.ok(...args);
      return;
    }
    const { callExpression } = require('internal/assert/expression');
    const text = callExpression(ok);
    try {
      assert.ok(args[0], text === undefined ?
        'The expression evaluated to a falsy value' :
        `The expression evaluated to a falsy value:\n\n  ${text}\n`);
    } catch (error) {
      error.generatedMessage = true;
      Error.captureStackTrace(error, ok);
      throw error;
    }
  };
}

/**
 * @param {TestContext} context
 * @param {Test} test
 * @returns {object} the functions, bound to the test
 */
function bindAssertions(context, test) {
  assertions ??= readAssertions();
  const bound = { __proto__: null };
  for (const [name, fn] of assertions) {
    bound[name] = fn === assert.ok ? bindOk(test) : (...args) => {
      test.plan?.count();
      return Reflect.apply(fn, context, args);
    };
  }
  return bound;
}

module.exports = { bindAssertions, registry };
