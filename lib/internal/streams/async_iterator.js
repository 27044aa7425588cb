'use strict';

// `for await (const chunk of readable)`. Behaves like an async generator, but
// is written out: a generator costs three promises and two resumptions a chunk,
// this one promise, and nothing else if a chunk is waiting.

const { aggregateTwoErrors } = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');

// Shared by all async generators: has [Symbol.asyncIterator] and
// [Symbol.asyncDispose], which programs check for.
const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}).prototype);

/** Of a stream that is not over. */
const OPEN = undefined;

class ReadableAsyncIterator {
  #stream;
  #destroyOnReturn;
  // OPEN | null: ended well | Error
  #outcome = OPEN;
  #started = false;
  #done = false;
  // Calls that came while another waits for data, in their order.
  #queue = [];
  #waiting = null;
  #onreadable = null;
  #stopWatching = null;

  constructor(stream, options) {
    this.stream = stream;
    this.#stream = stream;
    this.#destroyOnReturn = options?.destroyOnReturn !== false;
  }

  next() {
    if (this.#waiting !== null) return this.#enqueue('next');
    if (this.#done) return Promise.resolve({ value: undefined, done: true });
    if (!this.#started) this.#start();
    return this.#readOrWait();
  }

  return(value) {
    if (this.#waiting !== null) return this.#enqueue('return', value);
    this.#finish();
    return Promise.resolve({ value, done: true });
  }

  throw(error) {
    if (this.#waiting !== null) return this.#enqueue('throw', error);
    if (this.#started && !this.#done) {
      this.#outcome = aggregateTwoErrors(this.#outcome, error);
    }
    this.#finish();
    return Promise.reject(error);
  }

  #start() {
    // A stream of Node's first versions; not before somebody listens to the
    // errors.
    if (typeof this.#stream.read !== 'function') {
      const Readable = require('internal/streams/readable');
      this.#stream = Readable.wrap(this.#stream, { objectMode: true });
    }
    const stream = this.#stream;
    this.#started = true;
    this.#onreadable = () => this.#wake();
    stream.on('readable', this.#onreadable);
    this.#stopWatching = eos(stream, { writable: false }, (error) => {
      this.#outcome = error ? aggregateTwoErrors(this.#outcome, error) : null;
      this.#wake();
    });
  }

  #readOrWait() {
    const chunk = this.#read();
    if (chunk !== null) return Promise.resolve({ value: chunk, done: false });
    if (this.#outcome === OPEN) return this.#wait();

    const error = this.#outcome;
    this.#finish();
    if (error) return Promise.reject(error);
    return Promise.resolve({ value: undefined, done: true });
  }

  #read() {
    const stream = this.#stream;
    if (stream.destroyed) return null;
    try {
      return stream.read();
    } catch (error) {
      this.#outcome = aggregateTwoErrors(this.#outcome, error);
      return null;
    }
  }

  #wait() {
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  // Something happened that the waiting call may get its result of.
  #wake() {
    const waiting = this.#waiting;
    if (waiting === null) return;

    this.#waiting = null;
    const result = this.#readOrWait();
    if (this.#waiting !== null) {
      // Still nothing: the same call goes on waiting.
      this.#waiting = waiting;
      return;
    }
    waiting.resolve(result);
    this.#runQueue();
  }

  #enqueue(method, value) {
    const { promise, resolve } = Promise.withResolvers();
    this.#queue.push({ method, value, resolve });
    return promise;
  }

  #runQueue() {
    while (this.#queue.length > 0 && this.#waiting === null) {
      const { method, value, resolve } = this.#queue.shift();
      resolve(this[method](value));
    }
  }

  #finish() {
    if (this.#done) return;
    this.#done = true;
    if (!this.#started) return;

    if (this.#shouldDestroy()) {
      destroyer(this.#stream, null);
    } else {
      this.#stream.off('readable', this.#onreadable);
      this.#stopWatching();
    }
  }

  #shouldDestroy() {
    // What has ended destroys itself, unless its writable side is still open.
    if (this.#outcome === null) return false;
    if (this.#outcome === OPEN) return this.#destroyOnReturn;
    return Boolean(this.#stream._readableState?.autoDestroy);
  }
}

Object.setPrototypeOf(ReadableAsyncIterator.prototype, AsyncIteratorPrototype);

module.exports = { ReadableAsyncIterator };
