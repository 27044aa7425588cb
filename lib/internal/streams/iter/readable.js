'use strict';
// Readables and stream/iter: the batches of a Readable, and a Readable of
// batches.

const {
  aggregateTwoErrors,
  codes: {
    ERR_INVALID_ARG_TYPE, ERR_STREAM_ITER_MISSING_FLAG,
    ERR_STREAM_PREMATURE_CLOSE,
  },
} = require('internal/errors');
const { addAbortSignalNoValidate } =
  require('internal/streams/add-abort-signal');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const { ignore } = require('internal/streams/iter/abortable');
const { expand, hasMethod, isObject } =
  require('internal/streams/iter/from');
const { kTrusted, toAsyncStreamable } =
  require('internal/streams/iter/symbols');
const Readable = require('internal/streams/readable');
const { isNodeStream } = require('internal/streams/utils');
const { kEmptyObject } = require('internal/util');
const { isUint8Array } = require('internal/util/types');
const { validateAbortSignal, validateInteger, validateObject } =
  require('internal/validators');

const kDefaultHighWaterMark = 65536;

const over = () => ({ value: undefined, done: true });

// --- From a Readable -----------------------------------------------------------------

/** Calls back when there is no more to come. @returns {Function} to stop it */
function watchEnd(stream, callback) {
  if (isNodeStream(stream)) return eos(stream, { writable: false }, callback);
  // What only looks like a Readable.
  const listeners = {
    end: () => finish(),
    error: (error) => finish(error),
    close: () => finish(new ERR_STREAM_PREMATURE_CLOSE()),
  };
  const names = Object.keys(listeners);
  const stop = () => names.forEach((name) => stream.off(name, listeners[name]));
  const finish = (error) => {
    stop();
    callback(error);
  };
  for (const name of names) stream.on(name, listeners[name]);
  return stop;
}

/** What a Readable has buffered, as it came: chunks of whatever kind. */
class ChunksIterator {
  #stream;
  // undefined: open; null: ended well; an Error
  #outcome;
  #isStarted = false;
  #isOver = false;
  // Calls of next() that wait for data.
  #waiting = [];
  #onReadable = () => this.#wake();
  #unwatch = null;

  constructor(stream) { this.#stream = stream; }

  next() {
    if (this.#isOver) return Promise.resolve(over());
    if (!this.#isStarted) this.#start();
    if (this.#waiting.length === 0) {
      const result = this.#tryNext();
      if (result !== null) return result;
    }
    const call = Promise.withResolvers();
    this.#waiting.push(call);
    return call.promise;
  }

  #start() {
    const stream = this.#stream;
    this.#isStarted = true;
    stream.on('readable', this.#onReadable);
    this.#unwatch = watchEnd(stream, (error) => {
      this.#outcome = error ? aggregateTwoErrors(this.#outcome, error) : null;
      this.#wake();
    });
  }

  /** @returns {Promise|null} null: nothing is there yet */
  #tryNext() {
    const chunks = this.#readAll();
    if (chunks !== null) return Promise.resolve({ value: chunks, done: false });
    if (this.#outcome === undefined) return null;
    const error = this.#outcome;
    this.#finish();
    return error ? Promise.reject(error) : Promise.resolve(over());
  }

  #readAll() {
    const stream = this.#stream;
    if (stream.destroyed) return null;
    try {
      let chunk = stream.read();
      if (chunk === null) return null;
      const chunks = [chunk];
      while (stream.readableLength > 0 && (chunk = stream.read()) !== null) {
        chunks.push(chunk);
      }
      return chunks;
    } catch (error) {
      this.#outcome = aggregateTwoErrors(this.#outcome, error);
      return null;
    }
  }

  #wake() {
    while (this.#waiting.length > 0) {
      const result = this.#isOver ? Promise.resolve(over()) : this.#tryNext();
      if (result === null) return;
      this.#waiting.shift().resolve(result);
    }
  }

  #finish() {
    this.#isOver = true;
    if (!this.#isStarted) return;
    this.#stream.off('readable', this.#onReadable);
    if (this.#shouldDestroy()) destroyer(this.#stream, null);
    else this.#unwatch();
  }

  #shouldDestroy() {
    // What has ended destroys itself, unless its writable side is still open.
    if (this.#outcome === null) return false;
    return this.#outcome === undefined ||
      this.#stream._readableState?.autoDestroy === true;
  }

  return(value) {
    if (!this.#isOver) {
      if (!this.#isStarted) destroyer(this.#stream, null);
      this.#finish();
      this.#wake();
    }
    return Promise.resolve({ value, done: true });
  }

  [Symbol.asyncIterator]() { return this; }
}

/** A Readable's batches: iterable, but only once. */
class ReadableBatches {
  #chunks;
  // Of chunks that are not bytes.
  #parts = null;

  constructor(stream) {
    this.stream = stream;
    this.#chunks = new ChunksIterator(stream);
  }

  async next() {
    for (;;) {
      if (this.#parts !== null) {
        const part = await this.#parts.next();
        if (!part.done) return part;
        this.#parts = null;
      }
      const result = await this.#chunks.next();
      if (result.done || result.value.every(isUint8Array)) return result;
      this.#parts = expand(result.value);
    }
  }

  async return(value) {
    this.#parts = null;
    await this.#chunks.return();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}
ReadableBatches.prototype[kTrusted] = true;

/** Readable.prototype[Symbol.for('Stream.toAsyncStreamable')] */
function batchesOfReadable(stream) {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--experimental-stream-iter')) {
    throw new ERR_STREAM_ITER_MISSING_FLAG();
  }
  return new ReadableBatches(stream);
}

/** stream -> iterable; made at the first call: it must not be in a snapshot. */
let known;

/**
 * @param {object} readable a Readable, or what has read(), on() and off()
 * @returns {AsyncIterable<Uint8Array[]>} the same one for the same stream
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function fromReadable(readable) {
  if (!isObject(readable)) throw notReadable(readable);
  known ??= new WeakMap();
  let batches = known.get(readable);
  if (batches === undefined) {
    batches = makeBatches(readable);
    known.set(readable, batches);
  }
  return batches;
}

function makeBatches(readable) {
  if (hasMethod(readable, toAsyncStreamable)) {
    return readable[toAsyncStreamable]();
  }
  if (hasMethod(readable, 'read') && hasMethod(readable, 'on') &&
      hasMethod(readable, 'off')) {
    return new ReadableBatches(readable);
  }
  throw notReadable(readable);
}

function notReadable(value) {
  return new ERR_INVALID_ARG_TYPE('readable', 'Readable', value);
}

// --- To a Readable -------------------------------------------------------------------

function readOptions(options) {
  validateObject(options, 'options');
  const { highWaterMark = kDefaultHighWaterMark } = options;
  validateInteger(highWaterMark, 'options.highWaterMark', 0);
  validateAbortSignal(options.signal, 'options.signal');
  return { highWaterMark };
}

/** What of a batch has not fitted into the Readable. */
class Rest {
  #batch = [];
  #index = 0;

  set(batch) {
    this.#batch = batch;
    this.#index = 0;
  }

  get isEmpty() { return this.#index === this.#batch.length; }

  /** @returns {boolean} whether the stream wants more */
  pushTo(stream) {
    while (!this.isEmpty) {
      if (!stream.push(this.#batch[this.#index++])) return false;
    }
    return true;
  }
}

class BatchReadable extends Readable {
  #iterator;
  #rest = new Rest();
  #isReading = false;
  // Of the source, for its next batch.
  #isWaiting = false;

  constructor(source, options) {
    super(options);
    this.#iterator = source[Symbol.asyncIterator]();
  }

  _read() {
    if (!this.#isReading) this.#pump();
  }

  async #pump() {
    this.#isReading = true;
    try {
      let wantsMore = this.#rest.pushTo(this);
      while (wantsMore && !this.destroyed) {
        this.#isWaiting = true;
        const { value, done } = await this.#iterator.next();
        this.#isWaiting = false;
        if (done) {
          this.push(null);
          break;
        }
        this.#rest.set(value);
        wantsMore = this.#rest.pushTo(this);
      }
    } catch (error) {
      this.#isWaiting = false;
      this.destroy(error);
    }
    this.#isReading = false;
  }

  _destroy(error, callback) {
    const ended = endIterator(this.#iterator);
    // A source that is busy may never hear of it.
    if (this.#isWaiting) {
      ended.catch(ignore);
      callback(error);
    } else {
      ended.then(() => callback(error), (other) => callback(error ?? other));
    }
  }
}

async function endIterator(iterator) {
  await iterator.return?.();
}

class SyncBatchReadable extends Readable {
  #iterator;
  #rest = new Rest();

  constructor(source, options) {
    super(options);
    this.#iterator = source[Symbol.iterator]();
  }

  _read() {
    try {
      while (this.#rest.pushTo(this)) {
        const { value, done } = this.#iterator.next();
        if (done) {
          this.push(null);
          return;
        }
        this.#rest.set(value);
      }
    } catch (error) {
      this.destroy(error);
    }
  }

  _destroy(error, callback) {
    try {
      this.#iterator.return?.();
    } catch (other) {
      error ??= other;
    }
    callback(error);
  }
}

/**
 * A byte stream of an async iterable's batches.
 * @param {AsyncIterable<Uint8Array[]>} source
 * @param {{highWaterMark?: number, signal?: AbortSignal}} [options]
 * @returns {Readable}
 */
function toReadable(source, options = kEmptyObject) {
  if (!hasMethod(source, Symbol.asyncIterator)) {
    throw new ERR_INVALID_ARG_TYPE('source', 'AsyncIterable', source);
  }
  const stream = new BatchReadable(source, readOptions(options));
  if (options.signal !== undefined) {
    addAbortSignalNoValidate(options.signal, stream);
  }
  return stream;
}

/**
 * As toReadable(), of an iterable: what is read() is there at once.
 * @param {Iterable<Uint8Array[]>} source
 * @param {{highWaterMark?: number}} [options]
 * @returns {Readable}
 */
function toReadableSync(source, options = kEmptyObject) {
  if (!hasMethod(source, Symbol.iterator)) {
    throw new ERR_INVALID_ARG_TYPE('source', 'Iterable', source);
  }
  return new SyncBatchReadable(source, readOptions(options));
}

module.exports = {
  batchesOfReadable, fromReadable, toReadable, toReadableSync,
};
