'use strict';
// node:test

const harness = require('internal/test_runner/harness');

/** The shorthands of test() and suite(), as test.skip(). */
const shorthands = ['expectFailure', 'skip', 'todo', 'only'];

function addShorthands(target, run) {
  for (const name of shorthands) {
    const overrides = { [name]: true };
    target[name] = (title, options, fn) => run(title, options, fn, overrides);
    Object.defineProperty(target[name], 'name', { value: name });
  }
  return target;
}

/**
 * Declares a test, which runs after those declared before it.
 * @param {string} [name] default: the function's
 * @param {object} [options] concurrency, expectFailure, only, plan, signal,
 *   skip, tags, timeout (ms), todo
 * @param {Function} [fn] called with a TestContext; fails if it throws or
 *   rejects
 * @returns {Promise<void>} fulfilled when the test is done; within a suite at
 *   once
 */
function test(name, options, fn) {
  return harness.runTest(name, options, fn);
}

/**
 * Declares a suite: its function, which is called at once, declares the tests.
 * @param {string} [name]
 * @param {object} [options] as test()
 * @param {Function} [fn] called with a SuiteContext
 * @returns {Promise<void>} fulfilled
 */
function suite(name, options, fn) {
  return harness.runSuite(name, options, fn);
}

function hook(kind) {
  return { [kind](fn, options) { harness.addHook(kind, fn, options); } }[kind];
}

addShorthands(test, harness.runTest);
addShorthands(suite, harness.runSuite);

module.exports = Object.assign(test, {
  after: hook('after'),
  afterEach: hook('afterEach'),
  before: hook('before'),
  beforeEach: hook('beforeEach'),
  describe: suite,
  getTestContext: harness.getTestContext,
  it: test,
  run,
  suite,
  test,
});

/**
 * Runs test files, each in a process of its own.
 * @param {object} [options]
 * @returns {TestsStream} what happens to the tests
 */
function run(options) {
  return require('internal/test_runner/run').run(options);
}

function defineLazily(name, load) {
  let value;
  Object.defineProperty(module.exports, name, {
    configurable: true,
    enumerable: true,
    get() {
      value ??= load();
      return value;
    },
  });
}

/** Mocks that live until they are reset. */
defineLazily('mock', () => {
  const { makeTracker } = require('internal/test_runner/mock/tracker');
  return makeTracker();
});
/** How snapshots are made and where they are kept. */
defineLazily('snapshot', () =>
  require('internal/test_runner/snapshot').settings);
/** assert.register() */
defineLazily('assert', () =>
  require('internal/test_runner/assertions').registry);
