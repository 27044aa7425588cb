'use strict';
// shareSync(): share() where nothing waits. A reader that is ahead of a slower
// one by the whole buffer gets an error, or with 'drop-newest' nothing more.

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_RETURN_VALUE },
} = require('internal/errors');
const { readLimits, takeOptions } = require('internal/streams/iter/arguments');
const { sizeOf } = require('internal/streams/iter/bytes');
const { SharedBuffer } = require('internal/streams/iter/fan_out');
const { fromSync, hasMethod, isObject } =
  require('internal/streams/iter/from');
const { errorOf, kConstruct, kDefaultBudget, overflow } =
  require('internal/streams/iter/share');
const { kTrustedSync, shareSyncProtocol } =
  require('internal/streams/iter/symbols');
const { transformedSync } = require('internal/streams/iter/transforms_sync');
const { kEmptyObject } = require('internal/util');
const { validateObject } = require('internal/validators');

const over = () => ({ value: undefined, done: true });

class SyncShareCore {
  buffer = new SharedBuffer();
  #source;
  #iterator = null;
  #budget;
  #policy;
  /** Set at the source's end, or when cancelled: {} or {error}. */
  outcome = null;

  constructor(source, { budget, policy }) {
    this.#source = source;
    this.#budget = budget;
    this.#policy = policy;
  }

  get #isFull() { return this.buffer.size >= this.#budget; }

  /**
   * Puts a batch into the buffer, or sets the outcome.
   * @returns {boolean} false: there is no room
   * @throws {RangeError} ERR_OUT_OF_RANGE where that is an error
   */
  read() {
    if (this.#isFull && !this.#makeRoom()) return false;
    try {
      this.#iterator ??= this.#source[Symbol.iterator]();
      const { value, done } = this.#iterator.next();
      if (done) this.outcome ??= {};
      else this.buffer.push(value, sizeOf(value));
    } catch (error) {
      this.outcome ??= { error: errorOf(error) };
    }
    return true;
  }

  #makeRoom() {
    if (this.#policy === 'drop-newest') return false;
    if (this.#policy !== 'drop-oldest') {
      throw overflow(this.buffer, this.#budget);
    }
    while (this.#isFull) this.buffer.evictFirst();
    return true;
  }

  cancel(reason) {
    this.outcome ??= reason === undefined ? {} : { error: reason };
    for (const reader of this.buffer.readers) reader.finish(this.outcome);
    this.buffer.clear();
    try {
      this.#iterator ??= this.#source[Symbol.iterator]();
      this.#iterator.return?.();
    } catch {
      // Nobody is there to hear of it.
    }
  }
}

class SyncReader {
  position = 0;
  #core;
  #signal;
  // Set when all is over: {error} or {}.
  #outcome = null;

  constructor(core, signal) {
    this.#core = core;
    this.#signal = signal;
    core.buffer.attach(this);
    this.#checkSignal();
  }

  next() {
    this.#checkSignal();
    const { buffer } = this.#core;
    if (this.#outcome === null && !buffer.hasFor(this)) this.#read();
    if (this.#outcome === null) {
      const value = buffer.peek(this);
      buffer.advance(this);
      return { value, done: false };
    }
    if ('error' in this.#outcome) throw this.#outcome.error;
    return over();
  }

  #checkSignal() {
    if (this.#signal?.aborted) this.finish({ error: this.#signal.reason });
  }

  /** Gets a batch, or an outcome. */
  #read() {
    const core = this.#core;
    try {
      if (core.outcome === null && !core.read()) this.finish({});
    } catch (error) {
      this.finish({ error });
    }
    if (core.outcome !== null) this.finish(core.outcome);
  }

  finish(outcome) {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    this.#core.buffer.detach(this);
  }

  return(value) {
    this.finish({});
    return { value, done: true };
  }

  throw() {
    this.finish({});
    return over();
  }

  [Symbol.iterator]() { return this; }
}
SyncReader.prototype[kTrustedSync] = true;

class SyncShare {
  #core;

  constructor(token, core) {
    if (token !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core;
  }

  /**
   * @param {*} input what fromSync() takes, or what has the protocol of shares
   * @param {object} [options] of shareSync()
   * @returns {SyncShare}
   */
  static fromSync(input, options = kEmptyObject) {
    if (!hasMethod(input, shareSyncProtocol)) return shareSync(input, options);
    const shared = input[shareSyncProtocol](options);
    if (isObject(shared)) return shared;
    throw new ERR_INVALID_RETURN_VALUE('an object', 'Stream.shareSyncProtocol',
                                       shared);
  }

  get consumerCount() { return this.#core.buffer.readerCount; }

  /** Batches that not all readers have had yet. */
  get bufferSize() { return this.#core.buffer.length; }

  /**
   * A new reader.
   * @param {...*} rest transforms, and the options {signal}
   * @returns {Iterable<Uint8Array[]>}
   */
  pull(...rest) {
    const { signal } = takeOptions(rest);
    return transformedSync(new SyncReader(this.#core, signal), rest);
  }

  /** Ends all readers; with a reason, by an error. */
  cancel(reason) { this.#core.cancel(reason); }

  [Symbol.dispose]() { this.cancel(); }
}

/**
 * @param {*} source what fromSync() takes
 * @param {{budget?: number, backpressure?: string}} [options]
 * @returns {SyncShare}
 */
function shareSync(source, options = kEmptyObject) {
  validateObject(options, 'options');
  const limits = readLimits(options, kDefaultBudget);
  return new SyncShare(
    kConstruct, new SyncShareCore(fromSync(source), limits));
}

module.exports = { SyncShare, shareSync };
