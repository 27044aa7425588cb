'use strict';
// What an AbortSignal does to an iteration: the calls of next() that wait are
// rejected at once, and the source is told to stop, which may take its time.

const { kTrusted } = require('internal/streams/iter/symbols');

const ignore = () => {};

class AbortableIterator {
  #iterator;
  #signal;
  // Calls of next() that have no result yet: {promise, resolve, reject}.
  #waiting = [];
  #isOver = false;
  // Aborted, and no call of next() was rejected for that yet.
  #isUntold = false;
  #onAbort = null;

  constructor(iterator, signal) {
    this.#iterator = iterator;
    this.#signal = signal;
  }

  next() {
    if (!this.#isOver && this.#signal.aborted) this.#abort();
    if (this.#isUntold) {
      this.#isUntold = false;
      return Promise.reject(this.#signal.reason);
    }
    if (this.#isOver) return Promise.resolve({ value: undefined, done: true });
    if (this.#onAbort === null) this.#listen();
    const call = Promise.withResolvers();
    this.#waiting.push(call);
    this.#forward(call);
    return call.promise;
  }

  #listen() {
    this.#onAbort = () => this.#abort();
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  async #forward(call) {
    try {
      const result = await this.#iterator.next();
      if (result.done) this.#finish();
      call.resolve(result);
    } catch (error) {
      this.#finish();
      call.reject(error);
    }
    const index = this.#waiting.indexOf(call);
    if (index !== -1) this.#waiting.splice(index, 1);
  }

  #finish() {
    this.#isOver = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  #abort() {
    this.#finish();
    const { reason } = this.#signal;
    const calls = this.#waiting;
    this.#waiting = [];
    this.#isUntold = calls.length === 0;
    for (const { reject } of calls) reject(reason);
    stop(this.#iterator, reason);
  }

  async return(value) {
    if (!this.#isOver) {
      this.#finish();
      await this.#iterator.return?.(value);
    }
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}

/** Nobody waits for the end of what was aborted. */
function stop(iterator, reason) {
  try {
    const ended = iterator.abandon === undefined ?
      iterator.return?.() : iterator.abandon(reason);
    ended?.then(undefined, ignore);
  } catch {
    // As above.
  }
}

class AbortableSource {
  #source;
  #signal;

  constructor(source, signal) {
    this.#source = source;
    this.#signal = signal;
  }

  [Symbol.asyncIterator]() {
    return new AbortableIterator(
      this.#source[Symbol.asyncIterator](), this.#signal);
  }
}
AbortableSource.prototype[kTrusted] = true;

/**
 * @param {AsyncIterable<Uint8Array[]>} source
 * @param {AbortSignal|undefined} signal
 * @returns {AsyncIterable<Uint8Array[]>}
 */
function abortable(source, signal) {
  return signal === undefined ? source : new AbortableSource(source, signal);
}

module.exports = { abortable, ignore };
