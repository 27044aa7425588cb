'use strict';
// Writables and stream/iter: a writer for a Writable, and a Writable for a
// writer.

const {
  AbortError,
  codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE, ERR_STREAM_DESTROYED,
    ERR_STREAM_PREMATURE_CLOSE, ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { queueMicrotask } = require('internal/process/task_queues');
const { signalOf } = require('internal/streams/iter/arguments');
const { chunkOf, chunksOf, sizeOf } = require('internal/streams/iter/bytes');
const { hasMethod, isObject, isThenable } =
  require('internal/streams/iter/from');
const { drainableProtocol } = require('internal/streams/iter/symbols');
const { Waiters } = require('internal/streams/iter/waiters');
const Writable = require('internal/streams/writable');
const { kEmptyObject } = require('internal/util');
const { validateObject, validateOneOf } = require('internal/validators');

/** Of what looks like a Writable, but does not tell. */
const kDefaultHighWaterMark = 16384;

// --- From a Writable -----------------------------------------------------------------

/**
 * Writes and ends that wait for a Writable. While there are any, an error of the
 * stream is theirs, and not an uncaught one.
 */
class Watch {
  #writable;
  #drains = new Waiters();
  #ends = new Waiters();
  #isOn = false;
  #listeners;

  constructor(writable) {
    this.#writable = writable;
    this.#listeners = {
      drain: () => {
        this.#drains.resolveAll(true);
        if (this.#ends.length === 0) this.#off();
      },
      finish: () => {
        this.#drains.resolveAll(false);
        this.#ends.resolveAll();
        this.#off();
      },
      error: (error) => this.reject(error),
      close: () => {
        this.reject(new ERR_STREAM_PREMATURE_CLOSE());
        this.#off();
      },
    };
  }

  #on() {
    if (this.#isOn) return;
    this.#isOn = true;
    for (const name of Object.keys(this.#listeners)) {
      this.#writable.on(name, this.#listeners[name]);
    }
  }

  #off() {
    if (!this.#isOn || !hasMethod(this.#writable, 'off')) return;
    this.#isOn = false;
    for (const name of Object.keys(this.#listeners)) {
      this.#writable.off(name, this.#listeners[name]);
    }
  }

  /** @returns {Promise<boolean>} */
  drain() {
    this.#on();
    return this.#drains.add();
  }

  /** @returns {Promise} */
  finish() {
    this.#on();
    return this.#ends.add();
  }

  /** The listeners stay until the stream is closed: its error is known. */
  reject(error) {
    this.#drains.rejectAll(error);
    this.#ends.rejectAll(error);
  }
}

class WritableWriter {
  #writable;
  #policy;
  #watch;
  #written = 0;

  constructor(writable, policy) {
    this.#writable = writable;
    this.#policy = policy;
    this.#watch = new Watch(writable);
  }

  get #isFull() {
    const {
      writableLength = 0, writableHighWaterMark = kDefaultHighWaterMark,
      writableNeedDrain = false,
    } = this.#writable;
    return writableNeedDrain || writableLength >= writableHighWaterMark;
  }

  /** Why nothing can be written, or null. */
  get #closedError() {
    const writable = this.#writable;
    if (writable.errored) return writable.errored;
    if (writable.writableEnded) return new ERR_STREAM_WRITE_AFTER_END();
    return writable.destroyed ? new ERR_STREAM_DESTROYED('write') : null;
  }

  get canWrite() {
    return this.#closedError === null ? !this.#isFull : null;
  }

  /**
   * @param {string|Uint8Array} chunk
   * @param {object} [options] is checked, and not used
   * @returns {Promise}
   */
  write(chunk, options) {
    signalOf(options);
    let bytes;
    try {
      bytes = chunkOf(chunk);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#write([bytes]);
  }

  /** As write(), of many chunks at once. */
  writev(chunks, options) {
    signalOf(options);
    return this.#write(chunksOf(chunks));
  }

  #write(batch) {
    const error = this.#closedError;
    if (error !== null) return Promise.reject(error);
    if (this.#isFull && this.#policy === 'strict') {
      return Promise.reject(new ERR_INVALID_STATE.RangeError(
        'Backpressure violation: buffer is full. Await each write() call to ' +
        'respect backpressure.'));
    }
    this.#written += sizeOf(batch);
    if (this.#isFull && this.#policy === 'drop-newest') {
      return Promise.resolve();
    }
    const wantsMore = this.#send(batch);
    return wantsMore || this.#policy !== 'unbounded' ? Promise.resolve() :
      this.#watch.drain().then(ignoreResult);
  }

  #send(batch) {
    const writable = this.#writable;
    if (batch.length === 1) return writable.write(batch[0]) !== false;
    writable.cork?.();
    let wantsMore = true;
    for (let i = 0; i < batch.length; i++) {
      wantsMore = writable.write(batch[i]) !== false;
    }
    writable.uncork?.();
    return wantsMore;
  }

  /** A Writable may always have to wait. */
  writeSync() { return false; }
  writevSync() { return false; }
  endSync() { return -1; }

  /** @returns {Promise<number>} the bytes written, when all are */
  end(options) {
    signalOf(options);
    const writable = this.#writable;
    if (writable.writableFinished) return Promise.resolve(this.#written);
    if (writable.errored) return Promise.reject(writable.errored);
    if (writable.destroyed) {
      return Promise.reject(new ERR_STREAM_DESTROYED('end'));
    }
    const finished = this.#watch.finish();
    if (!writable.writableEnded) writable.end();
    return finished.then(() => this.#written);
  }

  /** Destroys the stream. */
  fail(reason = new AbortError()) {
    this.#watch.reject(reason);
    this.#writable.destroy?.(reason);
  }

  [drainableProtocol]() {
    const { canWrite } = this;
    if (canWrite === null) return null;
    return canWrite ? Promise.resolve(true) : this.#watch.drain();
  }

  [Symbol.dispose]() {
    this.#watch.reject(new AbortError());
    this.#writable.destroy?.();
  }

  async [Symbol.asyncDispose]() { this[Symbol.dispose](); }
}

const ignoreResult = () => {};

/** stream -> {policy: writer}; made at the first call. */
let known;

function checkWritable(writable) {
  if (!isObject(writable) || !hasMethod(writable, 'write') ||
      !hasMethod(writable, 'on')) {
    throw new ERR_INVALID_ARG_TYPE('writable', 'Writable', writable);
  }
  if (writable.writableObjectMode) {
    throw new ERR_INVALID_STATE(
      'Cannot create a stream/iter Writer from an object-mode Writable');
  }
}

/**
 * @param {object} writable a Writable, or what has write() and on()
 * @param {{backpressure?: string}} [options] 'strict', 'unbounded' or
 *   'drop-newest'
 * @returns {WritableWriter} the same one for the same stream and policy
 * @throws {TypeError} ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
function fromWritable(writable, options = kEmptyObject) {
  checkWritable(writable);
  validateObject(options, 'options');
  const { backpressure: policy = 'strict' } = options;
  // What is in a Writable cannot be taken out again.
  validateOneOf(policy, 'options.backpressure',
                ['strict', 'unbounded', 'drop-newest']);
  known ??= new WeakMap();
  let writers = known.get(writable);
  if (writers === undefined) {
    writers = { __proto__: null };
    known.set(writable, writers);
  }
  return writers[policy] ??= new WritableWriter(writable, policy);
}

// --- To a Writable -------------------------------------------------------------------

/** Calls back when what a writer's method has returned is settled. */
function settle(result, callback) {
  if (isThenable(result)) result.then(() => callback(), callback);
  else queueMicrotask(callback);
}

/** What a method that need not wait says: false or -1 is for the other one. */
const isDone = (answer) => answer !== false && !(answer < 0);

/**
 * Tries a method that need not wait, then the one that may. A writer need not
 * have either.
 */
function attempt(writer, nameNow, name, data, callback) {
  let result;
  try {
    if (!hasMethod(writer, nameNow) || !isDone(writer[nameNow](data))) {
      result = writer[name]?.(data);
    }
  } catch (error) {
    callback(error);
    return;
  }
  settle(result, callback);
}

/**
 * @param {object} writer of stream/iter
 * @returns {Writable} whose buffer is the writer's own
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function toWritable(writer) {
  if (!hasMethod(writer, 'write')) {
    throw new ERR_INVALID_ARG_TYPE('writer', 'Object with a write method',
                                   writer);
  }
  const options = {
    highWaterMark: Number.MAX_SAFE_INTEGER,
    write(chunk, encoding, callback) {
      attempt(writer, 'writeSync', 'write', chunk, callback);
    },
    final(callback) {
      attempt(writer, 'endSync', 'end', undefined, callback);
    },
    destroy(error, callback) {
      if (error) writer.fail?.(error);
      // The callbacks have the writer's errors: they are not uncaught where
      // nobody listens.
      callback(this.listenerCount('error') > 0 ? error : null);
    },
  };
  if (hasMethod(writer, 'writev')) {
    options.writev = (entries, callback) => {
      const chunks = entries.map(({ chunk }) => chunk);
      attempt(writer, 'writevSync', 'writev', chunks, callback);
    };
  }
  return new Writable(options);
}

module.exports = { fromWritable, toWritable };
