'use strict';
// Mocked properties: accessors that note each reading and writing.

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateInteger } = require('internal/validators');

/** What `mock` of a mocked property is. */
class MockPropertyContext {
  #object;
  #name;
  #descriptor; // of the property, before
  #value;
  #accesses = [];
  #once = new Map(); // number of the access -> value

  constructor(object, name, hasValue, value) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor === undefined) {
      throw new ERR_INVALID_ARG_VALUE(
        'propertyName', name, 'is not a property of the object');
    }
    this.#object = object;
    this.#name = name;
    this.#descriptor = descriptor;
    this.#value = hasValue ? value : object[name];
    Object.defineProperty(object, name, {
      configurable: descriptor.configurable,
      enumerable: descriptor.enumerable,
      get: () => this.#read(),
      set: (next) => this.#write(next),
    });
  }

  /** A copy of the accesses so far. */
  get accesses() {
    return this.#accesses.slice();
  }

  accessCount() {
    return this.#accesses.length;
  }

  /** Sets the value that is read from now on. */
  mockImplementation(value) {
    this.#write(value);
  }

  /**
   * Sets the value of one access.
   * @param {any} value
   * @param {integer} [onAccess] its number; default: the next one
   */
  mockImplementationOnce(value, onAccess) {
    const next = this.#accesses.length;
    const access = onAccess ?? next;
    validateInteger(access, 'onAccess', next);
    this.#once.set(access, value);
  }

  resetAccesses() {
    this.#accesses = [];
  }

  /** Gives the object its property back. */
  restore() {
    Object.defineProperty(this.#object, this.#name, this.#descriptor);
  }

  #read() {
    const value = this.#take(this.#value);
    this.#note('get', value);
    return value;
  }

  #write(next) {
    const { writable, set } = this.#descriptor;
    if (writable === false && set === undefined) {
      throw new ERR_INVALID_ARG_VALUE(
        'propertyName', this.#name, 'cannot be set');
    }
    const value = this.#take(next);
    this.#note('set', value);
    this.#value = value;
  }

  #take(value) {
    const number = this.#accesses.length;
    if (!this.#once.has(number)) return value;
    const once = this.#once.get(number);
    this.#once.delete(number);
    return once;
  }

  #note(type, value) {
    this.#accesses.push({ type, value, stack: new Error() });
  }
}

/**
 * @returns {{proxy: Proxy, context: MockPropertyContext}} the object with a
 *   property `mock`
 */
function makePropertyMock(object, name, hasValue, value) {
  const context = new MockPropertyContext(object, name, hasValue, value);
  const proxy = new Proxy(object, {
    __proto__: null,
    get(target, key, receiver) {
      return key === 'mock' ? context : Reflect.get(target, key, receiver);
    },
  });
  return { proxy, context };
}

module.exports = { MockPropertyContext, makePropertyMock };
