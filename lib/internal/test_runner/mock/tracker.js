'use strict';
// t.mock and the module's `mock`: they know their mocks and restore them.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const {
  validateBoolean, validateFunction, validateInteger, validateObject,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { getOptionValue } = require('internal/options');
const { makeMock } = require('internal/test_runner/mock/function');

const isFunction = (value) => typeof value === 'function';
const isOptions = (value) => typeof value === 'object' && value !== null;

function readTimes(times) {
  if (times === undefined || times === Infinity) return Infinity;
  validateInteger(times, 'options.times', 1);
  return times;
}

/** The property of an object or of one it inherits from. */
function findDescriptor(object, name) {
  for (let at = object; at !== null && at !== undefined;
       at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

class MockTracker {
  #mocks = [];
  #timers;

  /** The mocked timers. */
  get timers() {
    if (this.#timers === undefined) {
      const { MockTimers } = require('internal/test_runner/mock/timers');
      this.#timers = new MockTimers();
    }
    return this.#timers;
  }

  /**
   * Makes a mock function.
   * @param {Function} [original]
   * @param {Function} [implementation] called in its place
   * @param {{times?: integer}} [options] for how many calls
   * @returns {Proxy}
   */
  fn(original = function() {}, implementation = original,
     options = kEmptyObject) {
    if (isOptions(original)) {
      options = original;
      original = function() {};
      implementation = original;
    } else if (isOptions(implementation)) {
      options = implementation;
      implementation = original;
    }
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    validateObject(options, 'options');
    const { times } = options;
    return this.#add(makeMock(original, implementation, readTimes(times)));
  }

  #add({ proxy, context }) {
    this.#mocks.push(context);
    return proxy;
  }

  /**
   * Puts a mock function in the place of a method.
   * @param {object} object
   * @param {string|symbol} methodName
   * @param {Function} [implementation] default: the method's own
   * @param {{getter?: boolean, setter?: boolean, times?: integer}} [options]
   * @returns {Proxy}
   */
  method(object, methodName, implementation, options = kEmptyObject) {
    checkPlace(object, methodName, 'methodName');
    if (isOptions(implementation)) {
      options = implementation;
      implementation = undefined;
    }
    const { kind, times } = readMethodOptions(options);
    const descriptor = findDescriptor(object, methodName);
    const original = descriptor?.[kind];
    if (!isFunction(original)) {
      throw new ERR_INVALID_ARG_VALUE(
        'methodName', original, 'must be a method');
    }
    if (implementation === undefined) implementation = original;
    validateFunction(implementation, 'implementation');
    const mock = makeMock(original, implementation, times, {
      object, name: methodName, descriptor,
    });
    placeMock(object, methodName, descriptor, kind, mock.proxy);
    return this.#add(mock);
  }

  /** method() for a getter. */
  getter(object, methodName, implementation, options = kEmptyObject) {
    if (isOptions(implementation)) {
      options = implementation;
      implementation = undefined;
    }
    if (options.getter === false) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.getter', options.getter, 'cannot be false');
    }
    return this.method(object, methodName, implementation,
                       { ...options, getter: true });
  }

  /** method() for a setter. */
  setter(object, methodName, implementation, options = kEmptyObject) {
    if (isOptions(implementation)) {
      options = implementation;
      implementation = undefined;
    }
    if (options.setter === false) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.setter', options.setter, 'cannot be false');
    }
    return this.method(object, methodName, implementation,
                       { ...options, setter: true });
  }

  /**
   * Notes how a property is read and written.
   * @returns {Proxy} the object, with a property `mock`
   */
  property(object, propertyName, value) {
    checkPlace(object, propertyName, 'propertyName');
    const { makePropertyMock } =
      require('internal/test_runner/mock/property');
    return this.#add(makePropertyMock(object, propertyName,
                                      arguments.length > 2, value));
  }

  /** mock.module() is only there if it was asked for. */
  static addModule(tracker) {
    tracker.module = function module(specifier, options = kEmptyObject) {
      const { callerLocation } = require('internal/test_runner/location');
      const { mockModule } = require('internal/test_runner/mock/module');
      const context = mockModule(specifier, options, callerLocation().file);
      tracker.#mocks.push(context);
      return context;
    };
  }

  /** Restores all mocks, and forgets them. */
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  /** Restores all mocks. */
  restoreAll() {
    for (const context of this.#mocks) context.restore();
  }
}

function checkPlace(object, name, what) {
  if (!isFunction(object)) validateObject(object, 'object');
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE(what, ['string', 'symbol'], name);
  }
}

function readMethodOptions(options) {
  validateObject(options, 'options');
  const { getter = false, setter = false, times } = options;
  validateBoolean(getter, 'options.getter');
  validateBoolean(setter, 'options.setter');
  if (getter && setter) {
    throw new ERR_INVALID_ARG_VALUE(
      'options.setter', setter, "cannot be used with 'options.getter'");
  }
  return {
    kind: getter ? 'get' : setter ? 'set' : 'value',
    times: readTimes(times),
  };
}

function placeMock(object, name, { configurable, enumerable, ...rest }, kind,
                   proxy) {
  const place = kind === 'value' ?
    { writable: rest.writable, value: proxy } :
    { get: rest.get, set: rest.set, [kind]: proxy };
  Object.defineProperty(object, name, { configurable, enumerable, ...place });
}

/** @returns {MockTracker} */
function makeTracker() {
  const tracker = new MockTracker();
  if (getOptionValue('--experimental-test-module-mocks')) {
    MockTracker.addModule(tracker);
  }
  return tracker;
}

module.exports = { MockTracker, makeTracker };
