'use strict';

const { codes } = require('internal/errors');
const { validateOneOf } = require('internal/validators');
const { deprecate, isError } = require('internal/util');
const { isRegExp } = require('internal/util/types');
const AssertionError = require('internal/assert/assertion_error');

const kDefaults = { diff: 'simple', skipPrototype: false };
const kOptions = Symbol('options');

// The options of an Assert whose method is called; a method taken off its
// object has the defaults.
function optionsOf(self) {
  return self?.[kOptions] ?? kDefaults;
}

function fail(self, details) {
  if (isError(details.message)) throw details.message;
  throw new AssertionError({ diff: optionsOf(self).diff, ...details });
}

function checkCount(args) {
  if (args.length < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
}

// Loaded by the first assertion that needs them.
let comparisons;
function lazyComparisons() {
  return comparisons ??= require('internal/util/comparisons');
}
let expect;
function lazyExpect() {
  return expect ??= require('internal/assert/expect');
}

function failOk(self, args, caller) {
  let [value, message] = args;
  let generatedMessage = false;
  if (args.length === 0) {
    generatedMessage = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message === undefined || message === null) {
    generatedMessage = true;
    const { callExpression } = require('internal/assert/expression');
    const text = callExpression(caller);
    message = text === undefined ? 'The expression evaluated to a falsy value' :
      `The expression evaluated to a falsy value:\n\n  ${text}\n`;
  } else if (isError(message)) {
    throw message;
  }
  const error = new AssertionError({
    actual: value,
    expected: true,
    message,
    operator: '==',
    stackStartFn: caller,
    diff: optionsOf(self).diff,
  });
  error.generatedMessage = generatedMessage;
  throw error;
}

let hasWarnedOfFail = false;
function warnOfFail() {
  if (hasWarnedOfFail) return;
  hasWarnedOfFail = true;
  require('internal/process').emitWarning(
    'assert.fail() with more than one argument is deprecated. Please use ' +
    'assert.strictEqual() instead or only pass a message.',
    'DeprecationWarning', 'DEP0094');
}

function checkMatch(self, string, regexp, message, caller) {
  if (!isRegExp(regexp)) {
    throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  }
  const isWanted = caller.name === 'match';
  const isString = typeof string === 'string';
  if (isString && lazyExpect().matches(regexp, string) === isWanted) return;
  if (isError(message)) throw message;
  const { inspect } = require('internal/util/inspect');
  const text = !isString ?
    'The "string" argument must be of type string. Received type ' +
      `${typeof string} (${inspect(string)})` :
    `${isWanted ? 'The input did not match the regular expression ' :
      'The input was expected to not match the regular expression '}` +
      `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
  const error = new AssertionError({
    actual: string,
    expected: regexp,
    message: message || text,
    operator: caller.name,
    stackStartFn: caller,
    diff: optionsOf(self).diff,
  });
  error.generatedMessage = !message;
  throw error;
}

const methods = {
  /**
   * Throws an AssertionError.
   * @param {string|Error} [message] An Error is thrown itself.
   */
  fail(actual, expected, message, operator, stackStartFn) {
    let isGenerated = false;
    if ((actual === undefined || actual === null) && arguments.length <= 1) {
      isGenerated = true;
      message = 'Failed';
    } else if (arguments.length === 1) {
      message = actual;
      actual = undefined;
    } else {
      warnOfFail();
      if (arguments.length === 2) operator = '!=';
    }
    if (isError(message)) throw message;
    const error = new AssertionError({
      actual,
      expected,
      operator: operator === undefined ? 'fail' : operator,
      stackStartFn: stackStartFn || methods.fail,
      message,
      diff: optionsOf(this).diff,
    });
    if (isGenerated) error.generatedMessage = true;
    throw error;
  },

  /** Is `value` truthy? */
  ok(...args) {
    if (!args[0]) failOk(this, args, methods.ok);
  },

  /** `actual == expected`, or both NaN. */
  equal(actual, expected, message) {
    checkCount(arguments);
    // eslint-disable-next-line eqeqeq
    if (actual == expected || (actual !== actual && expected !== expected)) {
      return;
    }
    fail(this, {
      actual, expected, message, operator: '==', stackStartFn: methods.equal,
    });
  },

  notEqual(actual, expected, message) {
    checkCount(arguments);
    // eslint-disable-next-line eqeqeq
    if (actual != expected && (actual === actual || expected === expected)) {
      return;
    }
    fail(this, {
      actual, expected, message, operator: '!=', stackStartFn: methods.notEqual,
    });
  },

  /** Loose deep equality: prefer deepStrictEqual(). */
  deepEqual(actual, expected, message) {
    checkCount(arguments);
    if (lazyComparisons().isDeepEqual(actual, expected)) return;
    fail(this, {
      actual,
      expected,
      message,
      operator: 'deepEqual',
      stackStartFn: methods.deepEqual,
    });
  },

  notDeepEqual(actual, expected, message) {
    checkCount(arguments);
    if (!lazyComparisons().isDeepEqual(actual, expected)) return;
    fail(this, {
      actual,
      expected,
      message,
      operator: 'notDeepEqual',
      stackStartFn: methods.notDeepEqual,
    });
  },

  deepStrictEqual(actual, expected, message) {
    checkCount(arguments);
    const { skipPrototype } = optionsOf(this);
    if (lazyComparisons().isDeepStrictEqual(actual, expected, skipPrototype)) {
      return;
    }
    fail(this, {
      actual,
      expected,
      message,
      operator: 'deepStrictEqual',
      stackStartFn: methods.deepStrictEqual,
    });
  },

  notDeepStrictEqual(actual, expected, message) {
    checkCount(arguments);
    const { skipPrototype } = optionsOf(this);
    if (!lazyComparisons().isDeepStrictEqual(actual, expected, skipPrototype)) {
      return;
    }
    fail(this, {
      actual,
      expected,
      message,
      operator: 'notDeepStrictEqual',
      stackStartFn: methods.notDeepStrictEqual,
    });
  },

  /** Object.is(actual, expected) */
  strictEqual(actual, expected, message) {
    checkCount(arguments);
    if (Object.is(actual, expected)) return;
    fail(this, {
      actual,
      expected,
      message,
      operator: 'strictEqual',
      stackStartFn: methods.strictEqual,
    });
  },

  notStrictEqual(actual, expected, message) {
    checkCount(arguments);
    if (!Object.is(actual, expected)) return;
    fail(this, {
      actual,
      expected,
      message,
      operator: 'notStrictEqual',
      stackStartFn: methods.notStrictEqual,
    });
  },

  /** Has `actual` all that `expected` has? */
  partialDeepStrictEqual(actual, expected, message) {
    checkCount(arguments);
    if (lazyComparisons().isPartialStrictEqual(actual, expected)) return;
    fail(this, {
      actual,
      expected,
      message,
      operator: 'partialDeepStrictEqual',
      stackStartFn: methods.partialDeepStrictEqual,
    });
  },

  /**
   * Does a function throw? throws(fn[, error][, message])
   * @param {RegExp|Function|object|Error} [error] What it must be like.
   */
  throws(fn, ...args) {
    const { catchThrown, expectError } = lazyExpect();
    expectError({ caller: methods.throws, diff: optionsOf(this).diff },
                catchThrown(fn), args);
  },

  /** Does a promise reject? See throws(). */
  async rejects(promiseFn, ...args) {
    const { catchRejected, expectError } = lazyExpect();
    expectError({ caller: methods.rejects, diff: optionsOf(this).diff },
                await catchRejected(promiseFn), args);
  },

  doesNotThrow(fn, ...args) {
    const { catchThrown, expectNoError } = lazyExpect();
    expectNoError({ caller: methods.doesNotThrow, diff: optionsOf(this).diff },
                  catchThrown(fn), args);
  },

  async doesNotReject(promiseFn, ...args) {
    const { catchRejected, expectNoError } = lazyExpect();
    expectNoError({ caller: methods.doesNotReject, diff: optionsOf(this).diff },
                  await catchRejected(promiseFn), args);
  },

  /** Throws if `err` is neither undefined nor null. */
  ifError(err) {
    if (err === undefined || err === null) return;
    throw ifErrorError(this, err);
  },

  match(string, regexp, message) {
    checkMatch(this, string, regexp, message, methods.match);
  },

  doesNotMatch(string, regexp, message) {
    checkMatch(this, string, regexp, message, methods.doesNotMatch);
  },
};

function ifErrorText(err) {
  if (typeof err === 'object' && typeof err.message === 'string') {
    return err.message.length === 0 && err.constructor ?
      err.constructor.name : err.message;
  }
  return require('internal/util/inspect').inspect(err);
}

function ifErrorError(self, err) {
  const error = new AssertionError({
    actual: err,
    expected: null,
    operator: 'ifError',
    message: `ifError got unwanted exception: ${ifErrorText(err)}`,
    stackStartFn: methods.ifError,
    diff: optionsOf(self).diff,
  });
  const at = typeof err.stack === 'string' ? err.stack.indexOf('\n    at') : -1;
  if (at !== -1) {
    error.stack = joinStacks(error.stack, err.stack.slice(at + 1));
  }
  return error;
}

// The frames of both, the common ones once.
function joinStacks(stack, originalFrames) {
  let frames = stack.split('\n');
  for (const frame of originalFrames.split('\n')) {
    const at = frames.indexOf(frame);
    if (at === -1) continue;
    frames = frames.slice(0, at);
    break;
  }
  return `${frames.join('\n')}\n${originalFrames}`;
}

const kStrictNames = {
  equal: 'strictEqual',
  deepEqual: 'deepStrictEqual',
  notEqual: 'notStrictEqual',
  notDeepEqual: 'notDeepStrictEqual',
};

function useStrict(target) {
  for (const name of Object.keys(kStrictNames)) {
    target[name] = methods[kStrictNames[name]];
  }
}

/** The assertions with options of one's own. */
function Assert(options) {
  if (new.target === undefined) {
    throw new codes.ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  }
  const { diff = 'simple', strict = true, skipPrototype = false } =
    options ?? {};
  validateOneOf(diff, 'options.diff', ['simple', 'full']);
  Object.defineProperty(this, kOptions, {
    __proto__: null,
    value: { diff, skipPrototype: !!skipPrototype },
  });
  this.AssertionError = AssertionError;
  if (strict) useStrict(this);
}
Object.assign(Assert.prototype, methods);

function makeAssert() {
  return function ok(...args) {
    if (!args[0]) failOk(undefined, args, ok);
  };
}

const assert = makeAssert();
Object.assign(assert, methods, { AssertionError });

Object.defineProperty(assert, 'CallTracker', {
  enumerable: true,
  configurable: true,
  get() {
    return lazyCallTracker();
  },
});

let callTracker;
function lazyCallTracker() {
  return callTracker ??= deprecate(
    require('internal/assert/call_tracker'),
    'assert.CallTracker is deprecated.', 'DEP0173');
}

assert.Assert = Assert;

const strict = makeAssert();
Object.defineProperties(strict, Object.getOwnPropertyDescriptors(assert));
Object.defineProperty(strict, 'name', { value: 'strict' });
useStrict(strict);
strict.strict = strict;
assert.strict = strict;

module.exports = assert;
