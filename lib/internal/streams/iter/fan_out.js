'use strict';
// One buffer for many readers: what broadcast(), share() and shareSync() have in
// common. A batch stays until every reader has had it.

const { Waiters } = require('internal/streams/iter/waiters');
const { kTrusted } = require('internal/streams/iter/symbols');

// Entries at the front that are read by all are dropped from the array only
// when there are this many.
const kCompactAt = 256;

/**
 * The batches, numbered from 0 on since the beginning. A reader is any object
 * with `position`, the number of the batch that it reads next; the buffer sets
 * it.
 */
class SharedBuffer {
  #entries = [];
  // The index in #entries of the first batch, and its number.
  #head = 0;
  #first = 0;
  #readers = new Set();
  // Readers whose next batch is the first one.
  #readersAtFirst = 0;
  /** Bytes. */
  size = 0;

  get readerCount() { return this.#readers.size; }
  get length() { return this.#entries.length - this.#head; }
  get readers() { return this.#readers; }

  push(batch, size) {
    this.#entries.push({ batch, size });
    this.size += size;
  }

  /** @returns {number} the size of what is dropped */
  dropFirst() {
    const { size } = this.#entries[this.#head];
    this.#entries[this.#head++] = undefined;
    this.#first++;
    this.size -= size;
    if (this.#head === this.#entries.length) this.#setEmpty();
    else if (this.#head === kCompactAt) this.#compact();
    return size;
  }

  #setEmpty() {
    // pop() keeps the array's memory for the next batch, unlike `length = 0`.
    if (this.#head === 1) this.#entries.pop();
    else this.#entries.length = 0;
    this.#head = 0;
  }

  #compact() {
    this.#entries.splice(0, this.#head);
    this.#head = 0;
  }

  /** Without readers. @returns {number} the bytes that were there */
  clear() {
    const before = this.size;
    this.#readersAtFirst = 0;
    while (this.length > 0) this.dropFirst();
    return before;
  }

  /** As dropFirst, where readers have not had it: they never will. */
  evictFirst() {
    const size = this.dropFirst();
    for (const reader of this.#readers) {
      reader.position = Math.max(reader.position, this.#first);
    }
    this.#countAtFirst();
    return size;
  }

  /** A new reader begins with the oldest batch that is still there. */
  attach(reader) {
    reader.position = this.#first;
    this.#readers.add(reader);
    this.#readersAtFirst++;
  }

  /** @returns {number} bytes that nobody else waits for and are dropped */
  detach(reader) {
    if (!this.#readers.delete(reader)) return 0;
    return this.#readers.size === 0 ? this.clear() :
      this.#onLeft(reader.position);
  }

  hasFor(reader) {
    return reader.position - this.#first < this.length;
  }

  /** The reader's next batch. There is one. */
  peek(reader) {
    return this.#entries[this.#head + reader.position - this.#first].batch;
  }

  /** The reader has had it. @returns {number} as detach() */
  advance(reader) {
    return this.#onLeft(reader.position++);
  }

  #onLeft(position) {
    if (position !== this.#first || --this.#readersAtFirst > 0) return 0;
    return this.#trim();
  }

  #trim() {
    const before = this.size;
    let first = Infinity;
    for (const { position } of this.#readers) {
      if (position < first) first = position;
    }
    while (this.#first < first) this.dropFirst();
    this.#countAtFirst();
    return before - this.size;
  }

  #countAtFirst() {
    this.#readersAtFirst = 0;
    for (const { position } of this.#readers) {
      if (position === this.#first) this.#readersAtFirst++;
    }
  }
}

// A program may compare it with an object without prototype.
const over = () => ({ __proto__: null, value: undefined, done: true });

/**
 * A reader of a broadcast or a share. Its owner has `buffer`, `onRead(size)`
 * (bytes were dropped), `outcomeFor(reader)` (null: there may be more, or
 * {error} and {} when there is not), `onWaiting(reader)`, `onLeft(reader)`.
 */
class Reader {
  position = 0;
  #owner;
  #waiting = new Waiters();
  // Set when all is over: {error} or {}.
  #outcome = null;
  #signal;
  #onAbort;

  constructor(owner, signal) {
    this.#owner = owner;
    this.#signal = signal;
    if (signal?.aborted) {
      this.#outcome = { error: signal.reason };
      return;
    }
    owner.buffer.attach(this);
    if (signal === undefined) return;
    this.#onAbort = () => this.finish({ error: signal.reason });
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get isWaiting() { return this.#waiting.length > 0; }

  next() {
    if (this.#waiting.length > 0) return this.#wait();
    if (this.#outcome === null && this.#owner.buffer.hasFor(this)) {
      return Promise.resolve(this.#take());
    }
    this.#checkEnd();
    return this.#outcome === null ? this.#wait() : this.#last();
  }

  #take() {
    const { buffer } = this.#owner;
    const value = buffer.peek(this);
    const size = buffer.advance(this);
    if (size > 0) this.#owner.onRead(size);
    return { value, done: false };
  }

  #checkEnd() {
    if (this.#outcome !== null) return;
    const outcome = this.#owner.outcomeFor(this);
    if (outcome !== null) this.finish(outcome);
  }

  #last() {
    return 'error' in this.#outcome ? Promise.reject(this.#outcome.error) :
      Promise.resolve(over());
  }

  #wait() {
    const promise = this.#waiting.add();
    this.#owner.onWaiting(this);
    return promise;
  }

  /** There is more to read, or it is over. */
  wake() {
    while (this.#waiting.length > 0 && this.#outcome === null &&
           this.#owner.buffer.hasFor(this)) {
      const { resolve } = this.#waiting.shift();
      resolve(this.#take());
    }
    if (this.#waiting.length > 0) this.#checkEnd();
  }

  /** Nothing more is read; calls that wait are answered so. */
  finish(outcome) {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    if ('error' in outcome) this.#waiting.rejectAll(outcome.error);
    else this.#waiting.resolveAll(over());
    const size = this.#owner.buffer.detach(this);
    if (size > 0) this.#owner.onRead(size);
    this.#owner.onLeft(this);
  }

  return(value) {
    this.finish({});
    return Promise.resolve({ value, done: true });
  }

  throw() {
    this.finish({});
    return Promise.resolve(over());
  }

  [Symbol.asyncIterator]() { return this; }
}
Reader.prototype[kTrusted] = true;

module.exports = { Reader, SharedBuffer };
