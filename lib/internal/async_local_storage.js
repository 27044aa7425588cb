'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString } =
  require('internal/validators');
const { SymbolDispose, kEmptyObject } = require('internal/util');
const context = require('internal/async_context');

const { apply } = Reflect;

/** A store entered until it is disposed: what withScope() returns. */
class RunScope {
  #key;
  #outer;
  #entered;
  #isDisposed = false;

  constructor(key, store) {
    this.#key = key;
    this.#outer = context.get();
    this.#entered = context.enter(key, store);
  }

  /** Ends the scope; only the first call counts. */
  dispose() {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    context.restore(this.#key, this.#entered, this.#outer);
  }

  [SymbolDispose]() {
    this.dispose();
  }
}

/** A value that follows the asynchronous calls made while it is set. */
class AsyncLocalStorage {
  // What contexts know us by. disable() takes a new one: then no context that
  // exists has a store for us.
  #key = {};
  #defaultValue;
  #name = '';

  /** @param {{defaultValue?: any, name?: string}} [options] */
  constructor(options = kEmptyObject) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) {
      validateString(options.name, 'options.name');
      this.#name = options.name;
    }
  }

  get name() {
    return this.#name;
  }

  /** A function that calls `fn` under the context of now. */
  static bind(fn) {
    validateFunction(fn, 'fn');
    const captured = context.get();
    const bound = function(...args) {
      return context.runUnder(captured, fn, this, args);
    };
    Object.defineProperty(bound, 'length', {
      configurable: true, enumerable: false, value: fn.length, writable: false,
    });
    return bound;
  }

  /** A function that calls the function it is given under the context of now. */
  static snapshot() {
    const captured = context.get();
    return (fn, ...args) => {
      if (typeof fn !== 'function') {
        throw new codes.ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
      }
      return context.runUnder(captured, fn, undefined, args);
    };
  }

  /** Leaves all contexts: getStore() gives undefined until run() is called. */
  disable() {
    this.#key = {};
    this.#defaultValue = undefined;
  }

  /** Sets the store for the rest of this synchronous execution. */
  enterWith(store) {
    context.enter(this.#key, store);
  }

  /**
   * Calls a function with the store set.
   * @param {any} store
   * @param {Function} fn
   * @param {...any} args
   */
  run(store, fn, ...args) {
    const key = this.#key;
    const outer = context.get();
    if (Object.is(this.#storeIn(outer), store)) return apply(fn, null, args);
    const entered = context.enter(key, store, outer);
    try {
      return apply(fn, null, args);
    } finally {
      context.restore(key, entered, outer);
    }
  }

  /** Calls a function without a store. */
  exit(fn, ...args) {
    return this.run(undefined, fn, ...args);
  }

  #storeIn(frame) {
    const key = this.#key;
    while (frame !== undefined) {
      if (frame.key === key) return frame.value;
      frame = frame.next;
    }
    return this.#defaultValue;
  }

  /** The store, or the default value where there is none. */
  getStore() {
    return this.#storeIn(context.get());
  }

  /**
   * Sets the store until the result is disposed.
   * @returns {RunScope}
   */
  withScope(store) {
    return new RunScope(this.#key, store);
  }
}

module.exports = { AsyncLocalStorage, RunScope };
