'use strict';

// `Readable.from()`: the values of an iterable, pulled when they are wanted.

const { Buffer } = require('buffer');
const process = require('internal/process');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES },
} = require('internal/errors');

/**
 * @param {Function} Readable the class to make
 * @param {Iterable|AsyncIterable|string|Buffer} iterable
 * @param {object} [options] of the stream
 */
function from(Readable, iterable, options) {
  // Of these, iterating would give characters and numbers.
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return fromSingle(Readable, iterable, options);
  }

  const isAsync = typeof iterable?.[Symbol.asyncIterator] === 'function';
  if (!isAsync && typeof iterable?.[Symbol.iterator] !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  }
  const iterator =
    iterable[isAsync ? Symbol.asyncIterator : Symbol.iterator]();

  const readable = new Readable({
    objectMode: true,
    highWaterMark: 1,
    ...options,
  });
  // Set after construction: a class of its own may define both.
  const pull = new Pull(readable, iterator, isAsync);
  const destroy = readable._destroy;
  readable._read = () => pull.start();
  readable._destroy = (error, callback) => {
    destroy.call(readable, error, (e) => pull.close(e || error, callback));
  };
  return readable;
}

function fromSingle(Readable, value, options) {
  return new Readable({
    objectMode: true,
    ...options,
    read() {
      this.push(value);
      this.push(null);
    },
  });
}

/** An iterator that is read from. */
class Pull {
  constructor(readable, iterator, isAsync) {
    this.readable = readable;
    this.iterator = iterator;
    this.isAsync = isAsync;
    this.running = false;
  }

  start() {
    if (this.running) return;
    this.running = true;
    if (this.isAsync) this.runAsync();
    else this.runSync();
  }

  runSync() {
    try {
      for (;;) {
        const { value, done } = this.iterator.next();
        if (done) {
          this.readable.push(null);
          return;
        }
        if (typeof value?.then === 'function') {
          this.runAfter(value);
          return;
        }
        if (!this.give(value)) return;
      }
    } catch (error) {
      this.readable.destroy(error);
    }
  }

  // An iterable of promises: their values come out.
  async runAfter(promise) {
    let more;
    try {
      more = this.give(await promise);
    } catch (error) {
      this.readable.destroy(error);
      return;
    }
    if (more) this.runSync();
  }

  async runAsync() {
    try {
      for (;;) {
        const { value, done } = await this.iterator.next();
        if (done) {
          this.readable.push(null);
          return;
        }
        const chunk = typeof value?.then === 'function' ? await value : value;
        if (!this.give(chunk)) return;
      }
    } catch (error) {
      this.readable.destroy(error);
    }
  }

  /** Whether more is wanted at once. */
  give(value) {
    if (value === null) {
      this.running = false;
      throw new ERR_STREAM_NULL_VALUES();
    }
    if (this.readable.push(value)) return true;
    this.running = false;
    return false;
  }

  /** Tells the iterator that it is not wanted any more. */
  close(error, callback) {
    this.closeIterator(error).then(
      () => process.nextTick(callback, error),
      (e) => process.nextTick(callback, e ?? error));
  }

  async closeIterator(error) {
    const { iterator } = this;
    const failed = error !== undefined && error !== null;
    if (failed && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }
}

module.exports = from;
