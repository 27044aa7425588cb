'use strict';
// Mock functions: proxies that note each call and may call something else.

const { validateFunction, validateInteger } = require('internal/validators');

/** What `mock` of a mock function is: its calls, and what it does. */
class MockFunctionContext {
  #calls = [];
  #implementation;
  #original;
  #once = new Map(); // number of the call -> function
  #times; // after how many calls the original is back
  #restore; // { object, name, descriptor } of a method

  constructor(implementation, original, times, restore) {
    this.#implementation = implementation;
    this.#original = original;
    this.#times = times;
    this.#restore = restore;
  }

  /** A copy of the calls so far. */
  get calls() {
    return this.#calls.slice();
  }

  callCount() {
    return this.#calls.length;
  }

  /** Calls another function from now on. */
  mockImplementation(implementation) {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }

  /**
   * Calls another function once.
   * @param {Function} implementation
   * @param {integer} [onCall] the number of the call; default: the next one
   */
  mockImplementationOnce(implementation, onCall) {
    validateFunction(implementation, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, 'onCall', next);
    this.#once.set(call, implementation);
  }

  /** Does what the original does again. */
  restore() {
    this.#implementation = this.#original;
    this.#times = Infinity;
    const place = this.#restore;
    if (place === undefined) return;
    const { object, name, descriptor } = place;
    Object.defineProperty(object, name, descriptor);
  }

  resetCalls() {
    this.#calls = [];
  }

  /** What the next call is to call. */
  static take(context) {
    const number = context.#calls.length;
    const once = context.#once.get(number);
    if (once === undefined) return context.#implementation;
    context.#once.delete(number);
    return once;
  }

  static note(context, call) {
    context.#calls.push(call);
    if (context.#calls.length === context.#times) context.restore();
  }
}

const { take, note } = MockFunctionContext;

/** One call; the error tells where from. */
class Call {
  constructor(args, error, result, target, self) {
    this.arguments = args;
    this.error = error;
    this.result = result;
    this.stack = new Error();
    this.target = target;
    this.this = self;
  }
}

function record(context, args, target, self, run) {
  let result;
  let error;
  try {
    result = run(take(context));
    return result;
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    note(context, new Call(args, error, result, target,
                           target === undefined ? self : result));
  }
}

function makeHandler(context) {
  return {
    __proto__: null,
    apply(target, self, args) {
      return record(context, args, undefined, self,
                    (fn) => Reflect.apply(fn, self, args));
    },
    construct(target, args, newTarget) {
      return record(context, args, target, undefined,
                    (fn) => Reflect.construct(fn, args, newTarget));
    },
    get(target, name, receiver) {
      return name === 'mock' ? context : Reflect.get(target, name, receiver);
    },
  };
}

/**
 * @param {Function} original
 * @param {Function} implementation
 * @param {number} times
 * @param {object} [restore] where the mock stands, for methods
 * @returns {{proxy: Proxy, context: MockFunctionContext}}
 */
function makeMock(original, implementation, times, restore) {
  const context =
    new MockFunctionContext(implementation, original, times, restore);
  const handler = makeHandler(context);
  const proxy = new Proxy(original, handler);
  return { proxy, context };
}

module.exports = { MockFunctionContext, makeMock };
