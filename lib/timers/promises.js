'use strict';
// timers/promises: timers as promises and async iterators.

const { AbortError, codes } = require('internal/errors');
const {
  validateAbortSignal,
  validateBoolean,
  validateNumber,
  validateObject,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const {
  Timeout,
  Immediate,
  insert,
  clearTimer,
  clearImmediate,
} = require('internal/timers');
const { kResistStopPropagation } = require('internal/event_target');

const kListenOnce = { __proto__: null, once: true,
                      [kResistStopPropagation]: true };

function checkOptions(options) {
  validateObject(options, 'options');
  if (options.signal !== undefined) {
    validateAbortSignal(options.signal, 'options.signal');
  }
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

function abortError(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

// Rejects, and cancels, when the signal aborts before the promise settles.
function withSignal(signal, { promise, reject }, cancel) {
  if (signal === undefined) return promise;
  const onAbort = () => {
    cancel();
    reject(abortError(signal));
  };
  signal.addEventListener('abort', onAbort, kListenOnce);
  return promise.finally(
    () => signal.removeEventListener('abort', onAbort));
}

/**
 * @template T
 * @param {number} [delay] Milliseconds.
 * @param {T} [value] What the promise is fulfilled with.
 * @param {{ref?: boolean, signal?: AbortSignal}} [options]
 * @returns {Promise<T>}
 */
function setTimeout(delay, value, options = kEmptyObject) {
  try {
    if (delay !== undefined) validateNumber(delay, 'delay');
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  const deferred = Promise.withResolvers();
  const timer = new Timeout(deferred.resolve, delay, [value], false, ref);
  insert(timer, timer._idleTimeout);
  return withSignal(signal, deferred, () => clearTimer(timer));
}

/** See setTimeout(). */
function setImmediate(value, options = kEmptyObject) {
  try {
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  const deferred = Promise.withResolvers();
  const immediate = new Immediate(deferred.resolve, [value]);
  if (!ref) immediate.unref();
  return withSignal(signal, deferred, () => clearImmediate(immediate));
}

/** Counts the ticks of an interval that nobody has taken yet. */
class Ticker {
  #waiting = 0;
  #wake = null;
  #timer;
  #signal;
  #onAbort;

  constructor(after, ref, signal) {
    this.#signal = signal;
    this.#timer = new Timeout(() => this.#tick(), after, undefined, true, ref);
    insert(this.#timer, this.#timer._idleTimeout);
    if (signal === undefined) return;
    this.#onAbort = () => {
      clearTimer(this.#timer);
      this.#wake?.reject(abortError(signal));
      this.#wake = null;
    };
    signal.addEventListener('abort', this.#onAbort, kListenOnce);
  }

  #tick() {
    this.#waiting++;
    this.#wake?.resolve();
    this.#wake = null;
  }

  /** Takes all the ticks since the last time, waiting for one at least. */
  async take() {
    if (this.#signal?.aborted && this.#waiting === 0) {
      throw abortError(this.#signal);
    }
    if (this.#waiting === 0) {
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
    const ticks = this.#waiting;
    this.#waiting = 0;
    return ticks;
  }

  stop() {
    clearTimer(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

/**
 * An async iterator that yields `value` every `after` milliseconds.
 */
async function* setInterval(after, value, options = kEmptyObject) {
  if (after !== undefined) validateNumber(after, 'delay');
  checkOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw abortError(signal);
  const ticker = new Ticker(after, ref, signal);
  try {
    for (;;) {
      for (let ticks = await ticker.take(); ticks > 0; ticks--) yield value;
    }
  } finally {
    ticker.stop();
  }
}

const kScheduler = Symbol('kScheduler');

/** https://github.com/WICG/scheduling-apis */
class Scheduler {
  #isScheduler = true;

  constructor(token = undefined) {
    if (token !== kScheduler) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null ||
        !(#isScheduler in value)) {
      throw new codes.ERR_INVALID_THIS('Scheduler');
    }
  }

  /** Lets other events go first. */
  yield() {
    Scheduler.#check(this);
    return setImmediate();
  }

  wait(delay, options) {
    Scheduler.#check(this);
    return setTimeout(delay, undefined, options);
  }
}

module.exports = {
  setTimeout,
  setImmediate,
  setInterval,
  scheduler: new Scheduler(kScheduler),
};
