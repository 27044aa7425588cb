'use strict';
// events.on(): the events of an emitter as an async iterator.

const { AbortError, codes } = require('internal/errors');
const {
  validateAbortSignal,
  validateInteger,
  validateObject,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { addAbortListener } = require('events');
const { Queue } = require('internal/events/queue');

const kFirstEventParam = Symbol('nodejs.kFirstEventParam');
const kWatermarkData = Symbol.for('nodejs.watermarkData');

const AsyncIteratorPrototype =
  Object.getPrototypeOf(Object.getPrototypeOf(async function*() {}).prototype);

/** Registered listeners, to be removed together. */
class Registrations {
  #all = [];

  add(emitter, type, listener) {
    if (typeof emitter.on === 'function') {
      emitter.on(type, listener);
    } else if (typeof emitter.addEventListener === 'function') {
      emitter.addEventListener(type, listener);
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
    }
    this.#all.push([emitter, type, listener]);
  }

  removeAll() {
    for (const [emitter, type, listener] of this.#all.splice(0)) {
      if (typeof emitter.removeListener === 'function') {
        emitter.removeListener(type, listener);
      } else {
        emitter.removeEventListener(type, listener);
      }
    }
  }
}

class EventIterator {
  #emitter;
  #registrations = new Registrations();
  #abortListener;
  #events = new Queue(); // came before anybody asked
  #requests = new Queue(); // asked for, not come yet
  #error = null;
  #isPaused = false;
  #isFinished = false;
  #high;
  #low;

  constructor(emitter, type, options) {
    this.#emitter = emitter;
    this.#high = options.high;
    this.#low = options.low;
    const onEvent = options.firstOnly ?
      (value) => this.#push(value) :
      (...args) => this.#push(args);
    this.#registrations.add(emitter, type, onEvent);
    if (type !== 'error' && typeof emitter.on === 'function') {
      this.#registrations.add(emitter, 'error', (err) => this.#fail(err));
    }
    for (const closeEvent of options.close ?? []) {
      this.#registrations.add(emitter, closeEvent, () => this.#close());
    }
    const { signal } = options;
    if (signal === undefined) return;
    this.#abortListener = addAbortListener(signal, () => {
      this.#fail(new AbortError(undefined, { cause: signal.reason }));
    });
  }

  next() {
    if (this.#events.length > 0) return Promise.resolve(result(this.#shift()));
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      return Promise.reject(error);
    }
    if (this.#isFinished) return this.#close();
    const request = Promise.withResolvers();
    this.#requests.push(request);
    return request.promise;
  }

  return() {
    return this.#close();
  }

  throw(error) {
    if (!(error instanceof Error)) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'EventEmitter.AsyncIterator', 'Error', error);
    }
    this.#fail(error);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** What other internal code may ask about the buffer. */
  get [kWatermarkData]() {
    const iterator = this;
    return {
      get size() { return iterator.#events.length; },
      get low() { return iterator.#low; },
      get high() { return iterator.#high; },
      get isPaused() { return iterator.#isPaused; },
    };
  }

  #push(value) {
    const request = this.#requests.shift();
    if (request !== undefined) {
      request.resolve(result(value));
      return;
    }
    this.#events.push(value);
    if (!this.#isPaused && this.#events.length > this.#high) {
      this.#isPaused = true;
      this.#emitter.pause();
    }
  }

  #shift() {
    const value = this.#events.shift();
    if (this.#isPaused && this.#events.length < this.#low) {
      this.#emitter.resume();
      this.#isPaused = false;
    }
    return value;
  }

  #fail(error) {
    const request = this.#requests.shift();
    if (request === undefined) this.#error = error;
    else request.reject(error);
    this.#close();
  }

  #close() {
    this.#abortListener?.[Symbol.dispose]();
    this.#registrations.removeAll();
    this.#isFinished = true;
    const done = { value: undefined, done: true };
    while (this.#requests.length > 0) this.#requests.shift().resolve(done);
    return Promise.resolve(done);
  }
}

Object.setPrototypeOf(EventIterator.prototype, AsyncIteratorPrototype);

function result(value) {
  return { value, done: false };
}

function readOptions(options) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) {
    throw new AbortError(undefined, { cause: signal.reason });
  }
  // The second spelling is what readline used before it was documented.
  const high = options.highWaterMark ?? options.highWatermark ??
    Number.MAX_SAFE_INTEGER;
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(high, 'options.highWaterMark', 1);
  validateInteger(low, 'options.lowWaterMark', 1);
  return {
    signal,
    high,
    low,
    close: options.close,
    firstOnly: options[kFirstEventParam] === true,
  };
}

/**
 * @param {EventEmitter|EventTarget} emitter
 * @param {string|symbol} type
 * @param {{signal?: AbortSignal, close?: string[], highWaterMark?: number,
 *   lowWaterMark?: number}} [options] With water marks, the emitter is paused
 *   while more than highWaterMark events wait.
 * @returns {AsyncIterator<any[]>}
 */
function on(emitter, type, options = kEmptyObject) {
  return new EventIterator(emitter, type, readOptions(options));
}

module.exports = { on, kFirstEventParam, kWatermarkData };
