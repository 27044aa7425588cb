'use strict';
// push(): a writer, and one reader of what it writes; duplex(): two of them.

const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const {
  Channel, ChannelWriter, ENDED, ENDING, FAILED,
} = require('internal/streams/iter/channel');
const { readLimits, takeOptions } = require('internal/streams/iter/arguments');
const { kTrusted } = require('internal/streams/iter/symbols');
const { transformed } = require('internal/streams/iter/transforms');
const { Waiters } = require('internal/streams/iter/waiters');
const { kEmptyObject } = require('internal/util');
const { validateObject } = require('internal/validators');

const kDefaultBudget = 16384;

const over = () => ({ value: undefined, done: true });

/** Its reader gets everything that was written at once, as one batch. */
class PushChannel extends Channel {
  // Batches of one write each.
  #batches = [];
  #sizes = [];
  #reads = new Waiters();

  store(batch, size) {
    if (this.#reads.length > 0) {
      this.#reads.shift().resolve({ value: batch, done: false });
      this.size -= size;
    } else {
      this.#batches.push(batch);
      this.#sizes.push(size);
    }
  }

  evictOldest() {
    this.#batches.shift();
    return this.#sizes.shift();
  }

  isRead() { return this.#batches.length === 0; }

  onEnding() {
    this.unfollow();
    if (this.writes.length > 0) {
      this.writes.rejectAll(
        new ERR_INVALID_STATE.TypeError('Writer closed'));
    }
    this.#reads.resolveAll(over());
  }

  // What was written before can still be read.
  onFailed() { this.#reads.rejectAll(this.error); }

  #clear() {
    this.#batches = [];
    this.#sizes = [];
    this.size = 0;
  }

  next() {
    if (this.#batches.length > 0) {
      const value = this.#takeAll();
      this.onRead(this.size);
      return Promise.resolve({ value, done: false });
    }
    if (this.state === FAILED) return Promise.reject(this.error);
    if (this.state === ENDING || this.state === ENDED) {
      return Promise.resolve(over());
    }
    return this.#reads.add();
  }

  #takeAll() {
    const batches = this.#batches;
    this.#batches = [];
    this.#sizes = [];
    return batches.length === 1 ? batches[0] : batches.flat();
  }

  return(value) {
    this.#clear();
    this.leave({});
    this.#reads.resolveAll(over());
    return Promise.resolve({ value, done: true });
  }

  throw(error) {
    this.#clear();
    this.leave({ error });
    this.#reads.rejectAll(error);
    return Promise.reject(error);
  }
}

/** The reading side, as programs see it. */
class PushReadable {
  #channel;

  constructor(channel) { this.#channel = channel; }

  [Symbol.asyncIterator]() { return new PushIterator(this.#channel); }
}
PushReadable.prototype[kTrusted] = true;

class PushIterator {
  #channel;

  constructor(channel) { this.#channel = channel; }

  next() { return this.#channel.next(); }
  return(value) { return this.#channel.return(value); }
  throw(error) { return this.#channel.throw(error); }
  [Symbol.asyncIterator]() { return this; }
}

/**
 * @param {...*} rest transforms for the reading side, and the options
 *   {budget, backpressure, signal}
 * @returns {{writer: object, readable: AsyncIterable<Uint8Array[]>}}
 */
function push(...rest) {
  const options = takeOptions(rest);
  const channel = new PushChannel(readLimits(options, kDefaultBudget));
  channel.follow(options.signal);
  return {
    writer: new ChannelWriter(channel),
    readable: transformed(new PushReadable(channel), rest),
  };
}

/** One end of a duplex. */
function makeEnd(writer, readable) {
  // Ends what this end writes; what the other one writes can still be read.
  const close = async () => { writer.endSync(); };
  return { writer, readable, close, [Symbol.asyncDispose]: close };
}

/**
 * @param {object} [options] of push(), for both directions; those of `a` are
 *   for what the first end writes, those of `b` for the second
 * @returns {object[]} a pair of {writer, readable, close}
 */
function duplex(options = kEmptyObject) {
  validateObject(options, 'options');
  const { a = kEmptyObject, b = kEmptyObject, ...shared } = options;
  validateObject(a, 'options.a');
  validateObject(b, 'options.b');
  const { signal } = options;
  const there = push({ ...shared, ...a, signal });
  const back = push({ ...shared, ...b, signal });
  return [
    makeEnd(there.writer, back.readable),
    makeEnd(back.writer, there.readable),
  ];
}

module.exports = { duplex, push };
