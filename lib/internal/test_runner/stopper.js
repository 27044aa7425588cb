'use strict';
// What ends a test or hook before its function is done: its time is over, its
// signal aborts, its parent ends, or an exception that nobody catches.

const { setTimeout, clearTimeout } = require('timers');
const { failures, testFailure } = require('internal/test_runner/failure');

class Stopper {
  #timeoutMs;
  #timer;
  #signal;
  #onAbort;
  #error; // set: stopped
  #reject;

  constructor(timeoutMs, signal) {
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    if (signal?.aborted) this.#abort();
    else this.#listen();
  }

  get error() {
    return this.#error;
  }

  #abort() {
    this.stop(testFailure(this.#signal.reason, failures.kAborted));
  }

  throwIfStopped() {
    if (this.#error !== undefined) throw this.#error;
    if (this.#signal?.aborted) {
      this.#abort();
      throw this.#error;
    }
  }

  /** Ends the race, if one is on. */
  stop(error) {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.clear();
    this.#reject?.(error);
  }

  #listen() {
    if (this.#timeoutMs !== Infinity) {
      this.#timer = setTimeout(() => this.stop(testFailure(
        `test timed out after ${this.#timeoutMs}ms`, failures.kTimeout)),
                               this.#timeoutMs);
      this.#timer.unref();
    }
    if (this.#signal !== undefined) {
      this.#onAbort = () => this.#abort();
      this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  /** What a promise gives, unless it is stopped first. */
  race(promise) {
    return new Promise((resolve, reject) => {
      if (this.#error !== undefined) {
        reject(this.#error);
        promise.then(undefined, () => {});
        return;
      }
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  clear() {
    clearTimeout(this.#timer);
    if (this.#onAbort !== undefined) {
      this.#signal.removeEventListener('abort', this.#onAbort);
      this.#onAbort = undefined;
    }
  }
}

module.exports = { Stopper };
