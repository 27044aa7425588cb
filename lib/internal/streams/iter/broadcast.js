'use strict';
// broadcast(): a writer, and any number of readers of what it writes.

const { AbortController } = require('internal/abort_controller');
const { DOMException } = require('internal/dom_exception');
const { codes: { ERR_INVALID_RETURN_VALUE } } = require('internal/errors');
const { abortable, ignore } = require('internal/streams/iter/abortable');
const { readLimits, takeOptions } = require('internal/streams/iter/arguments');
const { Channel, ChannelWriter, ENDED, ENDING, FAILED } =
  require('internal/streams/iter/channel');
const { Reader, SharedBuffer } = require('internal/streams/iter/fan_out');
const { from, hasMethod, isObject } = require('internal/streams/iter/from');
const { pipeTo } = require('internal/streams/iter/pipe');
const { broadcastProtocol } = require('internal/streams/iter/symbols');
const { transformed } = require('internal/streams/iter/transforms');
const { kEmptyObject } = require('internal/util');
const { validateObject } = require('internal/validators');

const kDefaultBudget = 65536;

class BroadcastCore extends Channel {
  buffer = new SharedBuffer();
  // Set when it was cancelled: what new readers get.
  #cancelled = null;
  /** Called when there is no use in writing any more. */
  onOver = null;

  // --- What a channel needs ---

  store(batch, size) {
    this.buffer.push(batch, size);
    this.#wakeReaders();
  }

  #wakeReaders() {
    for (const reader of this.buffer.readers) {
      if (reader.isWaiting) reader.wake();
    }
  }

  evictOldest() { return this.buffer.evictFirst(); }

  isRead() { return this.buffer.readerCount === 0; }

  onEnding() {}

  checkEnd() {
    if (this.state === ENDING) this.#wakeReaders();
    super.checkEnd();
  }

  onFailed() { this.#finishReaders({ error: this.error }); }

  #finishReaders(outcome) {
    for (const reader of this.buffer.readers) reader.finish(outcome);
    this.buffer.clear();
    this.size = 0;
    this.onOver?.();
  }

  // --- What readers need ---

  outcomeFor() {
    if (this.#cancelled !== null) return this.#cancelled;
    if (this.state === FAILED) return { error: this.error };
    const isOver = this.state === ENDED ||
      (this.state === ENDING && this.writes.length === 0);
    return isOver ? {} : null;
  }

  onWaiting() {}

  onLeft() { this.checkEnd(); }

  // --- What programs ask for ---

  addReader(signal) {
    const reader = new Reader(this, signal);
    // Where there is nothing for it, it does not count as a reader.
    if (this.#cancelled !== null || this.state === FAILED) {
      reader.finish(this.outcomeFor());
    }
    return reader;
  }

  cancel(reason) {
    if (this.#cancelled !== null) return;
    this.#cancelled = reason === undefined ? {} : { error: reason };
    this.writes.rejectAll(
      new DOMException('Broadcast cancelled', 'AbortError'));
    this.leave({});
    this.#finishReaders(this.#cancelled);
  }
}

BroadcastCore.prototype.leftText = 'Writer is closed';

/** The reading side, as programs see it. */
class BroadcastReaders {
  #core;

  constructor(core) { this.#core = core; }

  get consumerCount() { return this.#core.buffer.readerCount; }

  /**
   * A new reader, of all that is written from now on, and of what is still in
   * the buffer.
   * @param {...*} rest transforms, and the options {signal}
   * @returns {AsyncIterable<Uint8Array[]>}
   */
  push(...rest) {
    const { signal } = takeOptions(rest);
    const reader = this.#core.addReader(signal);
    return rest.length === 0 ? reader :
      abortable(transformed(reader, rest), signal);
  }

  /** Ends all readers; with a reason, by an error. */
  cancel(reason) { this.#core.cancel(reason); }

  [Symbol.dispose]() { this.cancel(); }
}

function makeCore(options) {
  validateObject(options, 'options');
  const core = new BroadcastCore(readLimits(options, kDefaultBudget));
  core.follow(options.signal);
  return core;
}

/**
 * @param {{budget?: number, backpressure?: string, signal?: AbortSignal}}
 *   [options]
 * @returns {{writer: object, broadcast: object}}
 */
function broadcast(options = kEmptyObject) {
  const core = makeCore(options);
  return {
    writer: new ChannelWriter(core), broadcast: new BroadcastReaders(core),
  };
}

function fromProtocol(input, options) {
  const readers = input[broadcastProtocol](options);
  if (isObject(readers)) return { writer: {}, broadcast: readers };
  throw new ERR_INVALID_RETURN_VALUE('an object', 'Stream.broadcastProtocol',
                                     readers);
}

/** broadcast(), by another name. */
function Broadcast(options) {
  return broadcast(options);
}

/**
 * A broadcast of all that a source gives.
 * @param {*} input what from() takes, or what has the protocol of broadcasts
 * @param {object} [options] of broadcast()
 * @returns {{writer: object, broadcast: object}}
 */
Broadcast.from = function(input, options = kEmptyObject) {
  if (hasMethod(input, broadcastProtocol)) return fromProtocol(input, options);
  const source = from(input);
  const core = makeCore(options);
  const writer = new ChannelWriter(core);
  const controller = new AbortController();
  core.onOver = () => controller.abort();
  // Errors are the readers'.
  pipeTo(source, writer, { signal: controller.signal }).catch(ignore);
  return { writer, broadcast: new BroadcastReaders(core) };
};

module.exports = { Broadcast, broadcast };
