'use strict';
// What push() and broadcast() have in common: a writer, a buffer of so many
// bytes, and what waits for room in it.
//
// OPEN -> ENDING (no more is written, what was is being read) -> ENDED
//      -> FAILED, also from ENDING

const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const { signalOf } = require('internal/streams/iter/arguments');
const { chunkOf, chunksOf, sizeOf } = require('internal/streams/iter/bytes');
const { drainableProtocol } = require('internal/streams/iter/symbols');
const { Waiters } = require('internal/streams/iter/waiters');

const OPEN = 0;
const ENDING = 1;
const ENDED = 2;
const FAILED = 3;

/**
 * A subclass has the buffer: store(batch, size), evictOldest() returning the
 * size of what it dropped, isRead() (nobody has anything left to read),
 * onEnding(), onFailed().
 */
class Channel {
  state = OPEN;
  error = undefined;
  /** Bytes in the buffer; at least `budget`: it is full. */
  size = 0;
  /** Bytes accepted so far. */
  written = 0;
  #budget;
  #policy;
  #signal;
  #onAbort;
  // What the reader has left with: {error} or {}.
  #left = null;
  // write() with {batch, size}, which waits for room.
  writes = new Waiters();
  #ends = new Waiters();
  #drains = new Waiters();

  /** @param {{budget: number, policy: string}} limits */
  constructor({ budget, policy }) {
    this.#budget = budget;
    this.#policy = policy;
    this.writes.onAborted = () => this.checkEnd();
  }

  /** The signal makes it fail. */
  follow(signal) {
    if (signal === undefined) return;
    this.#signal = signal;
    this.#onAbort = () => this.fail(signal.reason);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get isFull() { return this.size >= this.#budget; }

  /** null: nothing can be written any more. */
  get canWrite() { return this.state === OPEN ? !this.isFull : null; }

  // --- Writing ---

  /** @returns {boolean} whether it is accepted */
  writeNow(batch, size) {
    if (this.state !== OPEN) return false;
    if (size === 0) return true;
    if (this.isFull && !this.#makeRoom()) {
      if (this.#policy !== 'drop-newest') return false;
      this.written += size;
      return true;
    }
    this.#accept(batch, size);
    return true;
  }

  #makeRoom() {
    if (this.#policy !== 'drop-oldest') return false;
    while (this.isFull) this.size -= this.evictOldest();
    return true;
  }

  #accept(batch, size) {
    this.size += size;
    this.written += size;
    this.store(batch, size);
  }

  write(batch, size, signal) {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.state !== OPEN) return Promise.reject(this.#closedError());
    if (this.writeNow(batch, size)) return Promise.resolve();
    if (this.#policy === 'strict' && this.writes.length > 0) {
      return Promise.reject(new ERR_INVALID_STATE.RangeError(
        'Backpressure violation: too many pending writes. Await each write() ' +
        'call to respect backpressure.'));
    }
    return this.writes.add(signal, { batch, size });
  }

  #closedError() {
    if (this.state === FAILED) return this.error;
    if (this.#left === null) {
      return new ERR_INVALID_STATE.TypeError('Writer is closed');
    }
    return 'error' in this.#left ? this.#left.error :
      new ERR_INVALID_STATE.TypeError(this.leftText);
  }

  /** Bytes have left the buffer. */
  onRead(size) {
    this.size -= size;
    while (this.writes.length > 0 && !this.isFull) {
      const { data, resolve } = this.writes.shift();
      this.#accept(data.batch, data.size);
      resolve();
    }
    if (!this.isFull) this.#drains.resolveAll(true);
    this.checkEnd();
  }

  /** @returns {Promise<boolean>|null} see ondrain() */
  drained() {
    if (this.state !== OPEN) return null;
    return this.isFull ? this.#drains.add() : Promise.resolve(true);
  }

  // --- Ending ---

  end(signal) {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.state === OPEN) this.#beginEnd();
    if (this.state === FAILED) return Promise.reject(this.error);
    return this.state === ENDED ? Promise.resolve(this.written) :
      this.#ends.add(signal);
  }

  /** @returns {number} -1: not yet */
  endNow() {
    if (this.state === OPEN) this.#beginEnd();
    return this.state === ENDED ? this.written : -1;
  }

  #beginEnd() {
    this.state = ENDING;
    this.#drains.resolveAll(false);
    this.onEnding();
    this.checkEnd();
  }

  checkEnd() {
    if (this.state !== ENDING || this.writes.length > 0 || !this.isRead()) {
      return;
    }
    this.#close();
  }

  #close() {
    this.state = ENDED;
    this.unfollow();
    this.#ends.resolveAll(this.written);
  }

  unfollow() {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  /** Nobody reads any more: {error}, or {} if nothing is wrong. */
  leave(reason) {
    if (this.state >= ENDED) return;
    this.#left = reason;
    if (this.writes.length > 0) this.writes.rejectAll(this.#closedError());
    if ('error' in reason) this.#drains.rejectAll(reason.error);
    else this.#drains.resolveAll(false);
    this.#close();
  }

  fail(error) {
    if (this.state >= ENDED) return;
    this.state = FAILED;
    this.error = error;
    this.unfollow();
    this.writes.rejectAll(error);
    this.#ends.rejectAll(error);
    this.#drains.rejectAll(error);
    this.onFailed();
  }
}

/** What a writer is told when the reader has left without an error. */
Channel.prototype.leftText = 'Stream closed by consumer';

/** The writing side of a channel, as programs see it. */
class ChannelWriter {
  #channel;

  constructor(channel) { this.#channel = channel; }

  /** @returns {boolean|null} whether the next write is likely to be accepted */
  get canWrite() { return this.#channel.canWrite; }

  /**
   * @param {string|Uint8Array} chunk
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise} fulfilled when there was room
   */
  write(chunk, options) {
    const signal = signalOf(options);
    const bytes = chunkOf(chunk);
    return this.#channel.write([bytes], bytes.byteLength, signal);
  }

  /** @returns {boolean} false: there is no room */
  writeSync(chunk) {
    const bytes = chunkOf(chunk);
    return this.#channel.writeNow([bytes], bytes.byteLength);
  }

  /** As write(), of many chunks at once. */
  writev(chunks, options) {
    const signal = signalOf(options);
    const batch = chunksOf(chunks);
    return this.#channel.write(batch, sizeOf(batch), signal);
  }

  /** As writeSync(), of many chunks at once. */
  writevSync(chunks) {
    const batch = chunksOf(chunks);
    return this.#channel.writeNow(batch, sizeOf(batch));
  }

  /** @returns {Promise<number>} the bytes written, when all are read */
  end(options) { return this.#channel.end(signalOf(options)); }

  /** @returns {number} the bytes written; -1: not all are read yet */
  endSync() { return this.#channel.endNow(); }

  /** The readers get an error, at once. */
  fail(reason) {
    this.#channel.fail(
      reason === undefined ? new ERR_INVALID_STATE.TypeError('Failed') : reason);
  }

  [drainableProtocol]() { return this.#channel.drained(); }

  [Symbol.dispose]() { this.fail(); }

  async [Symbol.asyncDispose]() { this.fail(); }
}

/**
 * When a writer has room again.
 * @param {*} drainable
 * @returns {Promise<boolean>|null} null: it knows no such thing, or is closed
 */
function ondrain(drainable) {
  return typeof drainable?.[drainableProtocol] === 'function' ?
    drainable[drainableProtocol]() : null;
}

module.exports = {
  Channel, ChannelWriter, ENDED, ENDING, FAILED, OPEN, ondrain,
};
