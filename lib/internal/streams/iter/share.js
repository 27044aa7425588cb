'use strict';
// share(): one source, read when any of many readers wants more.

const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_RETURN_VALUE, ERR_OPERATION_FAILED,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { abortable } = require('internal/streams/iter/abortable');
const { readLimits, takeOptions } = require('internal/streams/iter/arguments');
const { sizeOf } = require('internal/streams/iter/bytes');
const { Reader, SharedBuffer } = require('internal/streams/iter/fan_out');
const { from, hasMethod, isObject } = require('internal/streams/iter/from');
const { shareProtocol } = require('internal/streams/iter/symbols');
const { transformed } = require('internal/streams/iter/transforms');
const { isError, kEmptyObject } = require('internal/util');
const { validateObject } = require('internal/validators');

const kDefaultBudget = 65536;
const kConstruct = Symbol('kConstruct');

/** What readers get for what a source has thrown. */
function errorOf(thrown) {
  return isError(thrown) ? thrown : new ERR_OPERATION_FAILED(String(thrown));
}

/** Of a reader that is ahead of a slower one by the whole buffer. */
function overflow(buffer, budget) {
  return new ERR_OUT_OF_RANGE('buffered bytes', `< ${budget}`, buffer.size);
}

class ShareCore {
  buffer = new SharedBuffer();
  #source;
  #iterator = null;
  #budget;
  #policy;
  #signal;
  #onAbort;
  #isReading = false;
  // With 'drop-newest': a batch was dropped since somebody has read.
  #hasDropped = false;
  // Set at the source's end, or when cancelled: {} or {error}.
  #outcome = null;

  constructor(source, { budget, policy }, signal) {
    this.#source = source;
    this.#budget = budget;
    this.#policy = policy;
    if (signal === undefined) return;
    this.#signal = signal;
    this.#onAbort = () => this.cancel(signal.reason);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  addReader(signal) {
    const reader = new Reader(this, signal);
    if (this.#outcome !== null && this.buffer.length === 0) {
      reader.finish(this.#outcome);
    }
    return reader;
  }

  // --- What readers need ---

  outcomeFor() { return this.#outcome; }

  onLeft() {
    if (this.#outcome !== null && this.buffer.readerCount === 0) {
      this.#unfollow();
    }
  }

  onRead() {
    this.#hasDropped = false;
    for (const reader of this.buffer.readers) {
      if (reader.isWaiting) return this.onWaiting(reader);
    }
  }

  /** Reads on, if there is room for what comes. */
  onWaiting(reader) {
    if (this.#isReading || this.#outcome !== null) return;
    if (!this.#isFull || this.#makeRoom(reader)) this.#read();
  }

  get #isFull() { return this.buffer.size >= this.#budget; }

  /** @returns {boolean} whether to read, though the buffer is full */
  #makeRoom(reader) {
    switch (this.#policy) {
      case 'drop-oldest':
        while (this.#isFull) this.buffer.evictFirst();
        return true;
      case 'drop-newest':
        return !this.#hasDropped;
      case 'strict':
        reader.finish({ error: overflow(this.buffer, this.#budget) });
        return false;
      default:
        return false; // until a slower reader has read: onRead()
    }
  }

  async #read() {
    this.#isReading = true;
    try {
      this.#iterator ??= this.#source[Symbol.asyncIterator]();
      const { value, done } = await this.#iterator.next();
      if (done) this.#outcome ??= {};
      else if (this.#outcome === null) this.#add(value);
    } catch (error) {
      this.#outcome ??= { error: errorOf(error) };
    }
    this.#isReading = false;
    this.#wakeReaders();
  }

  #add(batch) {
    if (this.#isFull) this.#hasDropped = true;
    else this.buffer.push(batch, sizeOf(batch));
  }

  #unfollow() {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  #wakeReaders() {
    for (const reader of this.buffer.readers) {
      if (!reader.isWaiting) continue;
      reader.wake();
      if (reader.isWaiting) this.onWaiting(reader);
    }
  }

  cancel(reason) {
    this.#unfollow();
    this.#outcome = reason === undefined ? {} : { error: reason };
    for (const reader of this.buffer.readers) reader.finish(this.#outcome);
    this.buffer.clear();
    this.#stop();
  }

  async #stop() {
    try {
      this.#iterator ??= this.#source[Symbol.asyncIterator]();
      await this.#iterator.return?.();
    } catch {
      // Nobody is there to hear of it.
    }
  }
}

class Share {
  #core;

  constructor(token, core) {
    if (token !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core;
  }

  /**
   * @param {*} input what from() takes, or what has the protocol of shares
   * @param {object} [options] of share()
   * @returns {Share}
   */
  static from(input, options = kEmptyObject) {
    if (!hasMethod(input, shareProtocol)) return share(input, options);
    const shared = input[shareProtocol](options);
    if (isObject(shared)) return shared;
    throw new ERR_INVALID_RETURN_VALUE('an object', 'Stream.shareProtocol',
                                       shared);
  }

  get consumerCount() { return this.#core.buffer.readerCount; }

  /**
   * A new reader.
   * @param {...*} rest transforms, and the options {signal}
   * @returns {AsyncIterable<Uint8Array[]>}
   */
  pull(...rest) {
    const { signal } = takeOptions(rest);
    const reader = this.#core.addReader(signal);
    return rest.length === 0 ? reader :
      abortable(transformed(reader, rest), signal);
  }

  /** Ends all readers; with a reason, by an error. */
  cancel(reason) { this.#core.cancel(reason); }

  [Symbol.dispose]() { this.cancel(); }
}

/**
 * @param {*} source what from() takes
 * @param {{budget?: number, backpressure?: string, signal?: AbortSignal}}
 *   [options]
 * @returns {Share}
 */
function share(source, options = kEmptyObject) {
  validateObject(options, 'options');
  const limits = readLimits(options, kDefaultBudget);
  return new Share(
    kConstruct, new ShareCore(from(source), limits, options.signal));
}

module.exports = { Share, errorOf, kConstruct, kDefaultBudget, overflow, share };
