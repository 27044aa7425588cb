'use strict';
// FileHandle's pull(), pullSync() and writer(), for stream/iter. A handle that
// one of them uses is locked until that is done.

const binding = internalBinding('fs');
const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { access } = require('internal/fs/file_handle');
const { abortable } = require('internal/streams/iter/abortable');
const { signalOf, takeOptions } = require('internal/streams/iter/arguments');
const { bytesOf, sizeOf } = require('internal/streams/iter/bytes');
const { kTrusted, kTrustedSync } = require('internal/streams/iter/symbols');
const { transformed } = require('internal/streams/iter/transforms');
const { transformedSync } = require('internal/streams/iter/transforms_sync');
const { kEmptyObject } = require('internal/util');
const { isAnyArrayBuffer } = require('internal/util/types');
const { validateArray, validateBoolean, validateInteger, validateObject } =
  require('internal/validators');

const kChunkSize = 131072;
/** Reads and writes where the file's own position is, and moves it. */
const kCurrentPosition = -1;

const over = () => ({ value: undefined, done: true });

function readOptions(options) {
  const { autoClose = false, start, limit, chunkSize = kChunkSize } = options;
  validateBoolean(autoClose, 'options.autoClose');
  if (start !== undefined) validateInteger(start, 'options.start', 0);
  if (limit !== undefined) validateInteger(limit, 'options.limit', 1);
  validateInteger(chunkSize, 'options.chunkSize', 1);
  return { autoClose, start, limit, chunkSize };
}

/** What part of a file is read or written next. */
class Cursor {
  position;
  left;
  #hasPosition;

  constructor({ start = kCurrentPosition, limit = Infinity }) {
    this.position = start;
    this.left = limit;
    this.#hasPosition = start !== kCurrentPosition;
  }

  advance(size) {
    this.left -= size;
    if (this.#hasPosition) this.position += size;
  }
}

// --- Reading ----------------------------------------------------------------------------

function bufferFor(cursor, chunkSize) {
  return Buffer.allocUnsafeSlow(Math.min(chunkSize, cursor.left));
}

function batchOf(buffer, size) {
  return [size === buffer.byteLength ? buffer : buffer.subarray(0, size)];
}

/** Async; the file is read once, however often this is iterated. */
class FileBatches {
  #handle;
  #cursor;
  #options;
  #isOver = false;

  constructor(handle, options) {
    this.#handle = handle;
    this.#options = options;
    this.#cursor = new Cursor(options);
  }

  async next() {
    if (this.#isOver) return over();
    let size = 0;
    const buffer = bufferFor(this.#cursor, this.#options.chunkSize);
    try {
      if (buffer.byteLength > 0) {
        size = await access.run(
          this.#handle, 'read', binding.read, buffer, 0, buffer.byteLength,
          this.#cursor.position);
      }
    } catch (error) {
      await this.#finish();
      throw error;
    }
    if (size === 0) {
      await this.#finish();
      return over();
    }
    this.#cursor.advance(size);
    return { value: batchOf(buffer, size), done: false };
  }

  async #finish() {
    if (this.#isOver) return;
    this.#isOver = true;
    access.unlock(this.#handle);
    if (this.#options.autoClose) await this.#handle.close();
  }

  async return(value) {
    await this.#finish();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}
FileBatches.prototype[kTrusted] = true;

class FileBatchesSync {
  #handle;
  #cursor;
  #options;
  #isOver = false;

  constructor(handle, options) {
    this.#handle = handle;
    this.#options = options;
    this.#cursor = new Cursor(options);
  }

  next() {
    if (this.#isOver) return over();
    const buffer = bufferFor(this.#cursor, this.#options.chunkSize);
    const size = this.#read(buffer);
    if (size === 0) {
      this.#finish();
      return over();
    }
    this.#cursor.advance(size);
    return { value: batchOf(buffer, size), done: false };
  }

  #read(buffer) {
    if (buffer.byteLength === 0) return 0;
    try {
      return access.runNow(
        this.#handle, 'read', binding.read, buffer, 0, buffer.byteLength,
        this.#cursor.position);
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  #finish() {
    if (this.#isOver) return;
    this.#isOver = true;
    access.unlock(this.#handle);
    if (this.#options.autoClose) access.closeNow(this.#handle);
  }

  return(value) {
    this.#finish();
    return { value, done: true };
  }

  [Symbol.iterator]() { return this; }
}
FileBatchesSync.prototype[kTrustedSync] = true;

/**
 * FileHandle.prototype.pull
 * @param {...*} rest transforms, and options
 * @returns {AsyncIterable<Uint8Array[]>}
 */
function pull(...rest) {
  const options = takeOptions(rest);
  const checked = readOptions(options);
  access.lock(this);
  return abortable(
    transformed(new FileBatches(this, checked), rest), options.signal);
}

/** FileHandle.prototype.pullSync: as pull(), an iterable. */
function pullSync(...rest) {
  const options = readOptions(takeOptions(rest));
  access.lock(this);
  return transformedSync(new FileBatchesSync(this, options), rest);
}

// --- Writing ----------------------------------------------------------------------------

/** Any view, unlike the other writers' chunks. */
function chunkOf(chunk) {
  const bytes = isAnyArrayBuffer(chunk) ? null : bytesOf(chunk);
  if (bytes !== null) return bytes;
  throw new ERR_INVALID_ARG_TYPE(
    'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
}

function chunksOf(chunks) {
  validateArray(chunks, 'chunks');
  return chunks.map(chunkOf);
}

const OPEN = 0;
const CLOSING = 1;
const CLOSED = 2;
const FAILED = 3;

class FileWriter {
  #handle;
  #options;
  #cursor;
  #state = OPEN;
  #error;
  // The end() at work.
  #ending = null;
  #written = 0;
  // Writes that run or wait, and the last of them: they go one by one.
  #writes = 0;
  #last = null;

  constructor(handle, options) {
    this.#handle = handle;
    this.#options = options;
    this.#cursor = new Cursor(options);
  }

  get canWrite() { return this.#state === OPEN ? this.#writes === 0 : null; }

  // --- Async ---

  /**
   * @param {string|ArrayBufferView} chunk
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise}
   */
  async write(chunk, options) {
    const signal = signalOf(options);
    await this.#write([chunkOf(chunk)], signal);
  }

  /** As write(), of many chunks at once. */
  async writev(chunks, options) {
    const signal = signalOf(options);
    await this.#write(chunksOf(chunks), signal);
  }

  async #write(batch, signal) {
    if (signal?.aborted) throw signal.reason;
    this.#mustBeOpen();
    const size = sizeOf(batch);
    if (size > this.#cursor.left) throw this.#beyondLimit(size);
    if (size === 0) return;
    const { position } = this.#cursor;
    this.#cursor.advance(size);
    await this.#inTurn(() => this.#writeOut(batch, size, position));
  }

  #mustBeOpen() {
    if (this.#state === FAILED) throw this.#error;
    if (this.#state !== OPEN) {
      throw new ERR_INVALID_STATE.TypeError('The writer is closed');
    }
  }

  #beyondLimit(size) {
    return new ERR_OUT_OF_RANGE('write size', `<= ${this.#cursor.left} bytes`,
                                size);
  }

  async #inTurn(operation) {
    const before = this.#writes++ === 0 ? null : this.#last;
    const { promise, resolve } = Promise.withResolvers();
    this.#last = promise;
    try {
      if (before !== null) await before;
      await operation();
    } finally {
      this.#writes--;
      resolve();
    }
  }

  async #writeOut(batch, size, position) {
    if (this.#state === FAILED) throw this.#error;
    let written = 0;
    while (written < size) {
      const count = await access.run(
        this.#handle, 'write', binding.writev, rest(batch, written),
        at(position, written));
      written += count;
      this.#written += count;
    }
  }

  // --- Sync ---

  /** @returns {boolean} false: it is for write() */
  writeSync(chunk) { return this.#writeNow([chunkOf(chunk)]); }

  /** As writeSync(), of many chunks at once. */
  writevSync(chunks) { return this.#writeNow(chunksOf(chunks)); }

  #writeNow(batch) {
    if (this.#state !== OPEN || this.#writes > 0) return false;
    const size = sizeOf(batch);
    if (size > this.#options.chunkSize || size > this.#cursor.left) return false;
    const { position } = this.#cursor;
    let written = 0;
    while (written < size) {
      const count = access.runNow(
        this.#handle, 'write', binding.writev, rest(batch, written),
        at(position, written));
      written += count;
      this.#written += count;
      this.#cursor.advance(count);
    }
    return true;
  }

  // --- The end ---

  /** @returns {Promise<number>} the bytes written */
  end(options) {
    const signal = signalOf(options);
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#state === FAILED) return Promise.reject(this.#error);
    if (this.#state === CLOSED) return Promise.resolve(this.#written);
    return this.#ending ??= this.#end();
  }

  async #end() {
    this.#state = CLOSING;
    if (this.#writes > 0) await this.#last;
    if (this.#state === FAILED) throw this.#error;
    this.#state = CLOSED;
    access.unlock(this.#handle);
    if (this.#options.autoClose) await this.#handle.close();
    return this.#written;
  }

  /** @returns {number} the bytes written; -1: it is for end() */
  endSync() {
    if (this.#state === CLOSED) return this.#written;
    if (this.#state !== OPEN || this.#writes > 0) return -1;
    this.#state = CLOSED;
    access.unlock(this.#handle);
    if (this.#options.autoClose) access.closeNow(this.#handle);
    return this.#written;
  }

  /** What was written stays; nothing more is. */
  fail(reason) {
    if (this.#state === CLOSED || this.#state === FAILED) return;
    this.#state = FAILED;
    this.#error = reason === undefined ?
      new ERR_INVALID_STATE.TypeError('Failed') : reason;
    access.unlock(this.#handle);
    if (this.#options.autoClose) access.closeNow(this.#handle);
  }

  [Symbol.dispose]() { this.fail(); }

  async [Symbol.asyncDispose]() {
    if (this.#state === CLOSING) await this.#ending;
    else this.fail();
  }
}

function at(position, written) {
  return position === kCurrentPosition ? position : position + written;
}

/** What of a batch is not written yet. */
function rest(batch, written) {
  if (written === 0) return batch;
  const chunks = [];
  for (const chunk of batch) {
    if (written < chunk.byteLength) chunks.push(chunk.subarray(written));
    written = Math.max(0, written - chunk.byteLength);
  }
  return chunks;
}

/**
 * FileHandle.prototype.writer
 * @param {object} [options]
 * @returns {FileWriter}
 */
function writer(options = kEmptyObject) {
  validateObject(options, 'options');
  const checked = readOptions(options);
  access.lock(this);
  return new FileWriter(this, checked);
}

module.exports = { pull, pullSync, writer };
