'use strict';
// fs.Utf8Stream: text (or bytes) written to a file in the order given, for logs.
// What is written while a write is under way waits in chunks of at most
// `maxWrite`; each is one write, and is kept until the file has all of it.

const { Buffer } = require('buffer');
const EventEmitter = require('events');
const { codes } = require('internal/errors');
const process = require('internal/process');
const {
  validateBoolean, validateFunction, validateInteger, validateOneOf,
  validateUint32,
} = require('internal/validators');

const kMaxWrite = 16 * 1024;
const kHighWaterMark = kMaxWrite + 3;
const kRetryMs = 100;

function isBusy(error) {
  return error.code === 'EAGAIN' || error.code === 'EBUSY';
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function ignore() {}

/** What is left of a text after so many bytes; whole characters only. */
function textAfter(text, written) {
  if (written >= Buffer.byteLength(text)) return '';
  const bytes = Buffer.from(text);
  while (written > 0 && (bytes[written] & 0xc0) === 0x80) written--;
  return bytes.toString('utf8', written);
}

class Utf8Stream extends EventEmitter {
  #append; #contentMode; #fsync; #maxLength; #maxWrite; #minLength; #mkdir;
  #mode; #periodicFlush; #retryEAGAIN; #sync; #fs;
  #fd = -1;
  #file = null;
  #timer = null;
  #queue = []; // chunks that wait
  #current = null; // the chunk that is written, or failed to be
  #length = 0; // of all chunks
  #isWriting = false;
  #isOpening = false;
  #isReopening = false; // when the write under way is done
  #isFlushing = false; // whatever minLength says
  #isEnding = false;
  #isDestroyed = false;
  #isClosing = false;
  #willDrain = false;

  /** @param {object} options see doc/api/fs.md */
  constructor(options = {}) {
    super();
    const {
      append = true, contentMode = 'utf8', dest, fd, fs, fsync = false,
      maxLength = 0, maxWrite = kMaxWrite, minLength = 0, mkdir = false, mode,
      periodicFlush = 0, retryEAGAIN = () => true, sync = false,
    } = options;
    validateBoolean(append, 'options.append');
    validateBoolean(fsync, 'options.fsync');
    validateBoolean(mkdir, 'options.mkdir');
    validateBoolean(sync, 'options.sync');
    validateOneOf(contentMode, 'options.contentMode', ['utf8', 'buffer']);
    validateUint32(maxLength, 'options.maxLength');
    validateUint32(maxWrite, 'options.maxWrite');
    validateUint32(minLength, 'options.minLength');
    validateUint32(periodicFlush, 'options.periodicFlush');
    validateFunction(retryEAGAIN, 'options.retryEAGAIN');
    if (minLength >= maxWrite) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'minLength', minLength, `should be smaller than maxWrite (${maxWrite})`);
    }
    this.#append = append;
    this.#contentMode = contentMode;
    this.#fs = { ...require('fs'), ...fs };
    this.#fsync = fsync;
    this.#maxLength = maxLength;
    this.#maxWrite = maxWrite;
    this.#minLength = minLength;
    this.#mkdir = mkdir;
    this.#mode = mode;
    this.#periodicFlush = periodicFlush;
    this.#retryEAGAIN = retryEAGAIN;
    this.#sync = sync;
    this.#start(fd, dest);
  }

  #start(fd, dest) {
    if (fd !== undefined) {
      validateInteger(fd, 'options.fd', 0);
      this.#fd = fd;
      process.nextTick(() => this.emit('ready'));
    } else {
      if (typeof dest !== 'string') {
        throw new codes.ERR_INVALID_ARG_TYPE('options.dest', 'string', dest);
      }
      this.#open(dest);
    }
    if (this.#periodicFlush === 0) return;
    const { setInterval } = require('timers');
    this.#timer = setInterval(() => this.flush(ignore), this.#periodicFlush);
    this.#timer.unref();
  }

  get append() { return this.#append; }
  get contentMode() { return this.#contentMode; }
  get fd() { return this.#fd; }
  get file() { return this.#file; }
  get fsync() { return this.#fsync; }
  get maxLength() { return this.#maxLength; }
  get minLength() { return this.#minLength; }
  get mkdir() { return this.#mkdir; }
  get mode() { return this.#mode; }
  get periodicFlush() { return this.#periodicFlush; }
  get sync() { return this.#sync; }
  get writing() { return this.#isWriting; }

  // --- Opening ---

  /** Opens a file in the place of what is open, which is closed then. */
  #open(file) {
    this.#file = file;
    this.#isOpening = true;
    const flags = this.#append ? 'a' : 'w';
    const folder = require('path').dirname(String(file));
    if (this.#sync) {
      this.#openSync(file, flags, folder);
      return;
    }
    const opened = (error, fd) => this.#opened(error, fd);
    const open = (error) => {
      if (error) opened(error);
      else this.#fs.open(file, flags, this.#mode, opened);
    };
    if (this.#mkdir) this.#fs.mkdir(folder, { recursive: true }, open);
    else open(null);
  }

  #openSync(file, flags, folder) {
    let fd;
    try {
      if (this.#mkdir) this.#fs.mkdirSync(folder, { recursive: true });
      fd = this.#fs.openSync(file, flags, this.#mode);
    } catch (error) {
      this.#opened(error);
      throw error;
    }
    this.#opened(null, fd);
  }

  #opened(error, fd) {
    this.#isOpening = false;
    if (error) {
      this.emit('error', error);
      return;
    }
    const before = this.#fd;
    this.#fd = fd;
    if (before !== -1) {
      this.#fs.close(before, (error) => error && this.emit('error', error));
      this.#drainSoon();
    }
    if (this.#sync) process.nextTick(() => this.emit('ready'));
    else this.emit('ready');
    this.#writeIfDue();
  }

  /** Opens the file again, or another one: for the rotation of logs. */
  reopen(file) {
    this.#ensureAlive();
    if (this.#isOpening) {
      this.once('ready', () => this.reopen(file));
      return;
    }
    if (this.#isEnding) return;
    if (this.#file === null) {
      throw new codes.ERR_OPERATION_FAILED(
        'Unable to reopen a file descriptor, you must pass a file');
    }
    this.#file = file ?? this.#file;
    if (this.#isWriting) this.#isReopening = true;
    else this.#open(this.#file);
  }

  #ensureAlive() {
    if (this.#isDestroyed) {
      throw new codes.ERR_INVALID_STATE('Utf8Stream is destroyed');
    }
  }

  // --- Writing ---

  /**
   * @param {string|Buffer} data
   * @returns {boolean} false: better wait for 'drain'
   */
  write(data) {
    this.#ensureAlive();
    const isText = this.#contentMode === 'utf8';
    if (isText ? typeof data !== 'string' : !(data instanceof Uint8Array)) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'data', isText ? 'string' : 'Buffer', data);
    }
    if (this.#maxLength > 0 && this.#length + data.length > this.#maxLength) {
      this.emit('drop', data);
      return this.#length < kHighWaterMark;
    }
    this.#enqueue(data);
    this.#writeIfDue();
    return this.#length < kHighWaterMark;
  }

  #enqueue(data) {
    const last = this.#queue.length - 1;
    this.#length += data.length;
    if (last < 0 || this.#queue[last].length + data.length > this.#maxWrite) {
      this.#queue.push(data);
    } else if (typeof data === 'string') {
      this.#queue[last] += data;
    } else {
      this.#queue[last] = Buffer.concat([this.#queue[last], data]);
    }
  }

  #writeIfDue() {
    const isDue = this.#length > 0 && (this.#isEnding || this.#isFlushing ||
      this.#length >= this.#minLength);
    if (isDue && !this.#isWriting && !this.#isOpening && this.#fd !== -1) {
      this.#writeNext();
    }
  }

  #writeNext() {
    this.#current ??= this.#queue.shift();
    this.#isWriting = true;
    if (this.#sync) this.#writeCurrentSync();
    else this.#writeCurrent();
  }

  #writeCurrent() {
    const done = (error, written) => this.#written(error, written);
    if (typeof this.#current === 'string') {
      this.#fs.write(this.#fd, this.#current, 'utf8', done);
    } else {
      this.#fs.write(this.#fd, this.#current, 0, this.#current.length, null,
                     done);
    }
  }

  #writeCurrentSync() {
    let written;
    try {
      written = this.#writeChunkSync(this.#current);
    } catch (error) {
      this.#written(error);
      return;
    }
    this.#written(null, written);
  }

  #writeChunkSync(chunk) {
    return typeof chunk === 'string' ?
      this.#fs.writeSync(this.#fd, chunk, 'utf8') :
      this.#fs.writeSync(this.#fd, chunk, 0, chunk.length, null);
  }

  #retries(error, chunk) {
    return isBusy(error) &&
      this.#retryEAGAIN(error, chunk.length, this.#length - chunk.length);
  }

  /** The chunk was written, in part at least, or was not. */
  #written(error, written) {
    if (error) {
      this.#failed(error);
      return;
    }
    this.emit('write', written);
    this.#current = this.#rest(this.#current, written);
    if (this.#current !== null) {
      this.#writeNext();
      return;
    }
    if (this.#fsync) this.#fs.fsyncSync(this.#fd);
    this.#isWriting = false;
    this.#goOn();
  }

  #failed(error) {
    if (!this.#retries(error, this.#current)) {
      this.#isWriting = false;
      if (this.#isDestroyed) this.#close();
      this.emit('error', error);
    } else if (this.#sync) {
      sleep(kRetryMs);
      this.#writeCurrentSync();
    } else {
      require('timers').setTimeout(() => this.#writeCurrent(), kRetryMs);
    }
  }

  /** What is left of a chunk, or null. A file system may not tell a number. */
  #rest(chunk, written) {
    const rest = typeof written !== 'number' ? '' :
      typeof chunk === 'string' ? textAfter(chunk, written) :
        chunk.subarray(written);
    this.#length -= chunk.length - rest.length;
    return rest.length > 0 ? rest : null;
  }

  /** After a chunk: the next one, or what has waited for the last. */
  #goOn() {
    if (this.#isDestroyed) {
      this.emit('drain');
      this.#close();
      return;
    }
    if (this.#isReopening && !this.#isEnding) {
      this.#isReopening = false;
      this.#open(this.#file);
      return;
    }
    this.#writeIfDue();
    if (this.#isWriting || this.#isClosing) return;
    this.#isFlushing = false;
    if (this.#isEnding) this.#close();
    else if (this.#sync) this.#drainSoon();
    else this.emit('drain');
  }

  #drainSoon() {
    if (this.#willDrain) return;
    this.#willDrain = true;
    process.nextTick(() => {
      this.#willDrain = false;
      if (!this.#isWriting) this.emit('drain');
    });
  }

  // --- Flushing ---

  /** Writes what waits, and (unless every write does) syncs the file. */
  flush(callback = ignore) {
    validateFunction(callback, 'cb');
    if (this.#isDestroyed) {
      const error = new codes.ERR_INVALID_STATE('Utf8Stream is destroyed');
      if (callback === ignore) throw error;
      callback(error);
      return;
    }
    if (this.#minLength === 0) {
      callback(null);
      return;
    }
    if (this.#isOpening) {
      this.once('ready', () => this.flush(callback));
      return;
    }
    if (callback !== ignore) this.#callWhenSynced(callback);
    this.#isFlushing = this.#length > 0;
    if (this.#isFlushing) this.#writeIfDue();
    else this.#drainSoon();
  }

  #callWhenSynced(callback) {
    const onError = (error) => {
      this.off('drain', onDrain);
      callback(error);
    };
    const onDrain = () => {
      this.off('error', onError);
      if (this.#fsync || this.#fd === -1) {
        callback(null);
      } else {
        // Closed meanwhile: closing has synced it.
        this.#fs.fsync(this.#fd, (error) =>
          callback(error?.code === 'EBADF' ? null : error ?? null));
      }
    };
    this.once('error', onError);
    this.once('drain', onDrain);
  }

  /** Writes all that waits at once; a chunk under way is not waited for. */
  flushSync() {
    this.#ensureAlive();
    if (this.#fd === -1) {
      throw new codes.ERR_INVALID_STATE('Invalid file descriptor');
    }
    if (!this.#isWriting && this.#current !== null) {
      this.#queue.unshift(this.#current);
      this.#current = null;
    }
    while (this.#queue.length > 0) {
      const [chunk] = this.#queue;
      try {
        const rest = this.#rest(chunk, this.#writeChunkSync(chunk));
        if (rest === null) this.#queue.shift();
        else this.#queue[0] = rest;
      } catch (error) {
        if (!this.#retries(error, chunk)) throw error;
        sleep(kRetryMs);
      }
    }
    try {
      this.#fs.fsyncSync(this.#fd);
    } catch {
      // Not every descriptor can be synced.
    }
  }

  // --- Ending ---

  /** Writes what waits, then closes: 'finish', then 'close'. */
  end() {
    this.#ensureAlive();
    if (this.#isOpening) {
      this.once('ready', () => this.end());
      return;
    }
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#isWriting) return;
    if (this.#length > 0 && this.#fd !== -1) this.#writeIfDue();
    else this.#close();
  }

  /** Closes without writing what waits. */
  destroy() {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    if (this.#isOpening) this.once('ready', () => this.#close());
    else if (!this.#isWriting) this.#close();
  }

  [Symbol.dispose]() { this.destroy(); }

  #close() {
    if (this.#isClosing) return;
    this.#isClosing = true;
    if (this.#timer !== null) require('timers').clearInterval(this.#timer);
    const isFinished = this.#isEnding && !this.#isDestroyed;
    this.#isDestroyed = true;
    const fd = this.#fd;
    this.#fd = -1;
    const closed = (error) => this.#closed(error, isFinished);
    const close = () => {
      // The program's own output stays open.
      if (fd === 1 || fd === 2) process.nextTick(closed, null);
      else this.#fs.close(fd, closed);
    };
    if (fd === -1) process.nextTick(closed, null);
    else if (this.#fsync || !isFinished) close();
    else this.#fs.fsync(fd, close); // not every descriptor can be synced
  }

  #closed(error, isFinished) {
    if (error) {
      this.emit('error', error);
      return;
    }
    if (isFinished) this.emit('finish');
    this.emit('close');
  }
}

module.exports = { Utf8Stream };
