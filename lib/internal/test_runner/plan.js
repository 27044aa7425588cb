'use strict';
// t.plan(): how many assertions and subtests a test is to run.

const { setTimeout, clearTimeout } = require('timers');
const {
  validateNumber, validateObject, validateUint32,
} = require('internal/validators');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { maxTimeout } = require('internal/test_runner/test_options');
const { failures, testFailure } = require('internal/test_runner/failure');

function readWait(wait) {
  switch (typeof wait) {
    case 'undefined':
    case 'boolean':
      return wait ? Infinity : 0;
    case 'number':
      validateNumber(wait, 'options.wait', 0, maxTimeout);
      return wait;
    default:
      throw new ERR_INVALID_ARG_TYPE(
        'options.wait', ['boolean', 'number'], wait);
  }
}

class Plan {
  #expected;
  #actual = 0;
  #waitMs; // for what has not happened when the test's function is done
  #reached; // () => void: someone waits

  constructor(count, options) {
    validateUint32(count, 'count');
    if (options !== undefined) validateObject(options, 'options');
    this.#expected = count;
    this.#waitMs = readWait(options?.wait);
  }

  /** Something planned has happened. */
  count() {
    if (++this.#actual === this.#expected) this.#reached?.();
  }

  /**
   * Checks the plan, or waits for it to be fulfilled.
   * @returns {Promise|undefined}
   * @throws {Error} ERR_TEST_FAILURE
   */
  check() {
    if (this.#actual >= this.#expected || this.#waitMs === 0) {
      if (this.#actual === this.#expected) return undefined;
      throw testFailure(
        `plan expected ${this.#expected} assertions but received ` +
        `${this.#actual}`, failures.kTestCode);
    }
    return this.#wait();
  }

  async #wait() {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#reached = resolve;
    const timer = this.#waitMs === Infinity ? undefined :
      setTimeout(() => reject(this.#timeout()), this.#waitMs);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #timeout() {
    return testFailure(
      `plan timed out after ${this.#waitMs}ms with ${this.#actual} ` +
      `assertions when expecting ${this.#expected}`, failures.kTimeout);
  }
}

module.exports = { Plan };
