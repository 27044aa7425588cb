'use strict';
// What a test's or suite's function is given.

const { setTimeout, clearTimeout } = require('timers');
const { validateFunction, validateNumber, validateObject } =
  require('internal/validators');
const { kEmptyObject } = require('internal/util');

/** What both kinds have. */
class Context {
  /** The test; friends of the class read it through testOf(). */
  #test;

  constructor(test) {
    this.#test = test;
  }

  static testOf(context) {
    return context.#test;
  }
}

const { testOf } = Context;

function defineShared(target) {
  const getters = {
    signal: (test) => test.signal,
    name: (test) => test.name,
    filePath: (test) => test.entryFile,
    fullName: (test) => test.fullName,
    passed: (test) => test.passed,
    attempt: (test) => test.attempt,
  };
  for (const [name, read] of Object.entries(getters)) {
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: false,
      get() { return read(testOf(this)); },
    });
  }
}

/** An instance is given to suites. */
class SuiteContext extends Context {
  /** Reports a message after the suite's result. */
  diagnostic(message) {
    testOf(this).diagnostic(message);
  }

  /** Reports a message at once. */
  log(message, data) {
    testOf(this).log(message, data);
  }
}
defineShared(SuiteContext.prototype);

/** An instance is given to tests. */
class TestContext extends Context {
  #assert;

  /** What was thrown, or null. */
  get error() {
    return testOf(this).thrown;
  }

  get tags() {
    return testOf(this).tags;
  }

  /** The number of the process among those that run in parallel. */
  get workerId() {
    const id = require('internal/process').env.NODE_TEST_WORKER_ID;
    return id === undefined ? undefined : Number(id);
  }

  /** Reports a message after the test's result. */
  diagnostic(message) {
    testOf(this).diagnostic(message);
  }

  /** Reports a message at once. */
  log(message, data) {
    testOf(this).log(message, data);
  }

  /**
   * Says how many assertions (of `t.assert`) and subtests are to run.
   * @param {number} count
   * @param {{wait?: boolean|number}} [options] how long to wait for them
   */
  plan(count, options = kEmptyObject) {
    testOf(this).setPlan(count, options);
  }

  /** The assertions, counted by the plan. */
  get assert() {
    this.#assert ??= require('internal/test_runner/assertions')
      .bindAssertions(this, testOf(this));
    return this.#assert;
  }

  /** Mocks that are restored when the test is done. */
  get mock() {
    return testOf(this).mock;
  }

  /** Whether only subtests with the option `only` run from now on. */
  runOnly(value) {
    testOf(this).runOnly(Boolean(value));
  }

  /** Reports the test as skipped. */
  skip(message) {
    testOf(this).skip(message);
  }

  /** Reports the test as one to do: it may fail. */
  todo(message) {
    testOf(this).todo(message);
  }

  /**
   * Runs a subtest: as test().
   * @returns {Promise<void>} fulfilled when it is done
   */
  test(name, options, fn) {
    const test = testOf(this);
    test.plan?.count();
    return test.createTest(name, options, fn).start();
  }

  /** Runs a function before the first subtest. */
  before(fn, options) {
    testOf(this).addHook('before', fn, options);
  }

  /** Runs a function when the test is done. */
  after(fn, options) {
    testOf(this).addHook('after', fn, options);
  }

  /** Runs a function before each subtest. */
  beforeEach(fn, options) {
    testOf(this).addHook('beforeEach', fn, options);
  }

  /** Runs a function after each subtest. */
  afterEach(fn, options) {
    testOf(this).addHook('afterEach', fn, options);
  }

  /**
   * Calls a function again and again until it neither throws nor rejects.
   * @param {Function} condition
   * @param {{interval?: number, timeout?: number}} [options] milliseconds
   * @returns {Promise<any>} what it returned
   */
  waitFor(condition, options = kEmptyObject) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options;
    validateNumber(interval, 'options.interval');
    validateNumber(timeout, 'options.timeout');
    return poll(condition, interval, timeout);
  }
}
defineShared(TestContext.prototype);

function poll(condition, interval, timeout) {
  const { promise, resolve, reject } = Promise.withResolvers();
  let lastError;
  let hasFailed = false;
  let timer;
  let isOver = false;
  const deadline = setTimeout(() => {
    isOver = true;
    clearTimeout(timer);
    reject(new Error('waitFor() timed out',
                     hasFailed ? { cause: lastError } : undefined));
  }, timeout);
  const attempt = async () => {
    try {
      const value = await condition();
      clearTimeout(deadline);
      resolve(value);
    } catch (error) {
      lastError = error;
      hasFailed = true;
      if (!isOver) timer = setTimeout(attempt, interval);
    }
  };
  attempt();
  return promise;
}

module.exports = { SuiteContext, TestContext, testOf };
