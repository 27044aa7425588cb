'use strict';
// assert.CallTracker (deprecated): counts calls of functions.

const { codes } = require('internal/errors');
const { validateUint32 } = require('internal/validators');
const AssertionError = require('internal/assert/assertion_error');

const noop = () => {};

/** How often one function was and should be called. */
class TrackedCalls {
  #actual = 0;
  #expected;
  #name;
  #error;
  #calls = [];

  constructor(expected, name) {
    this.#expected = expected;
    this.#name = name || 'calls';
    this.#error = new Error();
  }

  add(thisArg, args) {
    this.#actual++;
    this.#calls.push(Object.freeze({ thisArg, arguments: args }));
  }

  get calls() {
    return Object.freeze(this.#calls.slice());
  }

  reset() {
    this.#actual = 0;
    this.#calls = [];
  }

  /** What is wrong, or undefined. */
  report() {
    if (this.#actual === this.#expected) return undefined;
    return {
      message: `Expected the ${this.#name} function to be executed ` +
        `${this.#expected} time(s) but was executed ${this.#actual} time(s).`,
      actual: this.#actual,
      expected: this.#expected,
      operator: this.#name,
      stack: this.#error,
    };
  }
}

class CallTracker {
  #tracked = new Map(); // function that is called -> TrackedCalls

  #find(fn) {
    const tracked = this.#tracked.get(fn);
    if (tracked !== undefined) return tracked;
    throw new codes.ERR_INVALID_ARG_VALUE(
      'fn', fn, 'is not a tracked function');
  }

  /** Forgets the calls of one function, or of all. */
  reset(fn) {
    if (fn === undefined) this.#tracked.forEach((one) => one.reset());
    else this.#find(fn).reset();
  }

  getCalls(fn) {
    return this.#find(fn).calls;
  }

  /**
   * A function that calls `fn` and is expected to be called `expected` times.
   */
  calls(fn, expected = 1) {
    if (require('internal/process')._exiting) {
      throw new codes.ERR_UNAVAILABLE_DURING_EXIT();
    }
    if (typeof fn === 'number') {
      expected = fn;
      fn = noop;
    } else if (fn === undefined) {
      fn = noop;
    }
    validateUint32(expected, 'expected', true);
    const tracked = new TrackedCalls(expected, fn.name);
    const proxy = new Proxy(fn, {
      __proto__: null, // or Object.prototype.get would be a trap
      apply(target, thisArg, args) {
        tracked.add(thisArg, Object.freeze(args.slice()));
        return Reflect.apply(target, thisArg, args);
      },
    });
    this.#tracked.set(proxy, tracked);
    return proxy;
  }

  report() {
    const reports = [];
    for (const tracked of this.#tracked.values()) {
      const report = tracked.report();
      if (report !== undefined) reports.push(report);
    }
    return reports;
  }

  /** Throws if a function was not called as often as it should have been. */
  verify() {
    const details = this.report();
    if (details.length === 0) return;
    throw new AssertionError({
      message: details.length === 1 ? details[0].message :
        'Functions were not called the expected number of times',
      details,
    });
  }
}

module.exports = CallTracker;
