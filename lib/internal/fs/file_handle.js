'use strict';
// FileHandle: an open file of fs.promises.

const binding = internalBinding('fs');
const { Buffer } = require('buffer');
const EventEmitter = require('events');
const { codes } = require('internal/errors');
const {
  encodingNumber, getTime, validateBufferArray, validateId,
} = require('internal/fs/arguments');
const { checkRead, getOffset, getReadPosition, writeRange } =
  require('internal/fs/descriptors');
const { makeStats } = require('internal/fs/stats');
const { retraced } = require('internal/fs/steps');
const { registerCloneable, throwDataCloneError } =
  require('internal/messaging/cloneable');
const {
  parseFileMode, validateAbortSignal, validateBoolean, validateBuffer,
  validateEncoding, validateInteger, validateObject,
} = require('internal/validators');

const { kUsePromises } = binding;
const kUtf8 = 1;
const kReadSize = 16384;
const isView = ArrayBuffer.isView;

/** Closes what programs have forgotten; made with the first handle. */
let forgotten;

function watchForgotten(handle, fd) {
  forgotten ??= new FinalizationRegistry((fd) => {
    const process = require('internal/process');
    process.emitWarning(
      `Closing file descriptor ${fd} on garbage collection`);
    process.emitWarning(
      'Closing a FileHandle object on garbage collection is deprecated. ' +
      'Please close FileHandle objects explicitly using ' +
      'FileHandle.prototype.close(). In the future, an error will be thrown ' +
      'if a file descriptor is closed during garbage collection.',
      'DeprecationWarning', 'DEP0137');
    binding.close(fd, () => {});
  });
  forgotten.register(handle, fd, handle);
}

let isHandle; // (object): whether it is a FileHandle
let hold; // (handle): counts as one operation, until release(handle)
let release;
let transfer; // (handle): its descriptor, boxed, which another is to have
let access; // what file_handle_iter needs: functions of (handle, ...)

class FileHandle extends EventEmitter {
  #fd;
  // close() waits for the operations that run, and counts as one itself.
  #running = 1;
  #closing = null;
  #isLocked = false;
  #isTransferred = false;

  /** @param {number} fd */
  constructor(fd) {
    super();
    this.#fd = fd;
    watchForgotten(this, fd);
  }

  /** The receiver of a method, checked. */
  static #of(value) {
    if (value !== null && typeof value === 'object' && #fd in value) {
      return value;
    }
    throw new codes.ERR_INTERNAL_ASSERTION(
      'handle must be an instance of FileHandle');
  }

  static {
    isHandle = (value) => #fd in value;
    hold = (handle) => { handle.#running++; };
    release = (handle) => handle.#release();
    transfer = (handle) => handle.#transfer();
    access = {
      lock: (handle) => handle.#lock(),
      unlock(handle) { handle.#isLocked = false; },
      run: (handle, ...rest) => handle.#run(...rest),
      runNow: (handle, ...rest) => handle.#runNow(...rest),
      closeNow: (handle) => handle.#closeNow(),
    };
  }

  /** The descriptor; -1 when closed. */
  get fd() { return this.#fd; }

  getAsyncId() { return -1; }

  // --- Closing ---

  /**
   * Runs an operation on the descriptor, which stays open meanwhile.
   * @param {string} syscall for the error of a closed handle
   */
  async #run(syscall, operation, ...rest) {
    this.#ensureOpen(syscall);
    this.#running++;
    try {
      return await operation(this.#fd, ...rest, kUsePromises);
    } catch (error) {
      throw retraced(error);
    } finally {
      this.#release();
    }
  }

  /** As #run, without waiting. */
  #runNow(syscall, operation, ...rest) {
    this.#ensureOpen(syscall);
    return operation(this.#fd, ...rest);
  }

  #ensureOpen(syscall) {
    if (this.#fd !== -1) return;
    const error = new Error(this.#isTransferred ?
      'The FileHandle has been transferred' : 'file closed');
    error.code = 'EBADF';
    error.syscall = syscall;
    throw error;
  }

  #release() {
    if (--this.#running > 0 || this.#closing === null) return;
    const { fd, resolve, reject } = this.#closing;
    binding.close(fd, kUsePromises).then(resolve, reject);
  }

  /** Waits for running operations, then closes. */
  close() {
    if (this.#closing !== null) return this.#closing.promise;
    if (this.#fd === -1) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#closing = { fd: this.#fd, promise, resolve, reject };
    this.#fd = -1;
    forgotten.unregister(this);
    this.#release();
    const done = promise.finally(() => { this.#closing = null; });
    this.#closing && (this.#closing.promise = done);
    this.emit('close');
    return done;
  }

  /** As close(), without waiting, unless an operation runs. */
  #closeNow() {
    if (this.#fd === -1) return;
    if (this.#running > 1) {
      this.close();
      return;
    }
    const fd = this.#fd;
    this.#fd = -1;
    this.#running = 0;
    forgotten.unregister(this);
    this.emit('close');
    binding.close(fd);
  }

  [Symbol.asyncDispose]() { return this.close(); }

  /** Gives the descriptor up; @throws {DOMException} DataCloneError */
  #transfer() {
    if (this.#fd === -1 || this.#running > 1 || this.#isLocked) {
      throwDataCloneError('Cannot transfer FileHandle while in use');
    }
    // In a message that nobody reads, the box closes it.
    const box = binding.boxPut(this.#fd);
    this.#fd = -1;
    this.#isTransferred = true;
    forgotten.unregister(this);
    return box;
  }

  // --- Reading ---

  async read(buffer, offset, length, position) {
    if (!isView(buffer)) {
      // read(options)
      validateObject(buffer ?? {}, 'options');
      ({
        buffer = Buffer.alloc(kReadSize),
        offset = 0,
        length = buffer.byteLength - offset,
        position = null,
      } = buffer ?? {});
      validateBuffer(buffer);
    } else if (offset !== null && typeof offset === 'object') {
      ({
        offset = 0,
        length = buffer.byteLength - offset,
        position = null,
      } = offset);
    }
    offset = getOffset(offset);
    length ??= buffer.byteLength - offset;
    if (length !== 0) length |= 0;
    position = getReadPosition(position, length);
    if (!checkRead(buffer, offset, length)) {
      return { __proto__: null, bytesRead: 0, buffer };
    }
    const bytesRead = await FileHandle.#of(this).#run('read', binding.read, buffer, offset,
                                      length, position);
    return { __proto__: null, bytesRead, buffer };
  }

  async readv(buffers, position) {
    validateBufferArray(buffers);
    const bytesRead = buffers.length === 0 ? 0 :
      await FileHandle.#of(this).#run('read', binding.readv, buffers,
                      typeof position === 'number' ? position : -1);
    return { __proto__: null, bytesRead, buffers };
  }

  async readFile(options) {
    return require('internal/fs/whole_files_async').readFile(this, options);
  }

  /** For whole_files_async: a native that takes the descriptor first. */
  runNative(syscall, operation, ...rest) {
    return FileHandle.#of(this).#run(syscall, operation, ...rest);
  }

  readLines(options) {
    return require('readline').createInterface({
      input: this.createReadStream(options),
      crlfDelay: Infinity,
    });
  }

  /**
   * A byte stream of the file's content.
   * @param {{autoClose?: boolean}} [options]
   */
  readableWebStream(options = {}) {
    validateObject(options, 'options');
    const { type = 'bytes', autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    if (type !== 'bytes') {
      require('internal/process').emitWarning(
        'A non-"bytes" options.type has no effect. A byte-oriented steam is ' +
        'always created.', 'ExperimentalWarning');
    }
    this.#lock();
    const { ReadableStream } = require('stream/web');
    let controller;
    const close = async () => {
      if (autoClose) await this.close();
    };
    const stream = new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: kReadSize,
      start(made) { controller = made; },
      pull: () => this.#pull(controller, close),
      cancel: close,
    });
    this.once('close', () => endStream(controller));
    return stream;
  }

  /** A handle's content becomes a stream once: it stays locked. */
  #lock() {
    if (this.#fd === -1) {
      throw new codes.ERR_INVALID_STATE('The FileHandle is closed');
    }
    if (this.#isLocked) {
      throw new codes.ERR_INVALID_STATE('The FileHandle is locked');
    }
    this.#isLocked = true;
  }

  async #pull(controller, close) {
    const { view } = controller.byobRequest;
    const { bytesRead } = await this.read(view, 0, view.byteLength);
    if (bytesRead > 0) {
      controller.byobRequest?.respond(bytesRead);
      return;
    }
    endStream(controller);
    await close();
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('fs');
    return new ReadStream(undefined, { ...streamOptions(options), fd: this });
  }

  // --- Writing ---

  async write(buffer, offset, length, position) {
    if (buffer?.byteLength === 0) {
      return { __proto__: null, bytesWritten: 0, buffer };
    }
    if (isView(buffer)) {
      const range = writeRange(buffer, offset ?? undefined, length, position);
      const bytesWritten = await FileHandle.#of(this).#run(
        'write', binding.write, buffer, range.offset, range.length,
        range.position);
      return { __proto__: null, bytesWritten, buffer };
    }
    if (typeof buffer !== 'string') {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    validateEncoding(buffer, length);
    const bytesWritten = await FileHandle.#of(this).#run(
      'write', binding.writeString, buffer, encodingNumber(length, kUtf8),
      typeof offset === 'number' ? offset : -1);
    return { __proto__: null, bytesWritten, buffer };
  }

  async writev(buffers, position) {
    validateBufferArray(buffers);
    const bytesWritten = buffers.length === 0 ? 0 :
      await FileHandle.#of(this).#run('write', binding.writev, buffers,
                      typeof position === 'number' ? position : -1);
    return { __proto__: null, bytesWritten, buffers };
  }

  async writeFile(data, options) {
    return require('internal/fs/whole_files_async')
      .writeFile(this, data, options);
  }

  async appendFile(data, options) {
    return require('internal/fs/whole_files_async')
      .appendFile(this, data, options);
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('fs');
    return new WriteStream(undefined, { ...streamOptions(options), fd: this });
  }

  // --- For stream/iter, where an option has made it available ---

  get pull() { return iterMethod('pull'); }
  get pullSync() { return iterMethod('pullSync'); }
  get writer() { return iterMethod('writer'); }

  // --- What is known of the file ---

  async stat(options) {
    if (options?.signal !== undefined) {
      validateAbortSignal(options.signal, 'options.signal');
      require('internal/fs/whole_files_abortable').checkAborted(options.signal);
    }
    return makeStats(await FileHandle.#of(this).#run('fstat', binding.fstat,
                                     options?.bigint === true, true));
  }

  async chmod(mode) {
    mode = parseFileMode(mode, 'mode');
    await FileHandle.#of(this).#run('fchmod', binding.fchmod, mode);
  }

  async chown(uid, gid) {
    validateId(uid, 'uid');
    validateId(gid, 'gid');
    await FileHandle.#of(this).#run('fchown', binding.fchown, uid, gid);
  }

  async utimes(atime, mtime) {
    atime = getTime(atime, 'atime');
    mtime = getTime(mtime, 'mtime');
    await FileHandle.#of(this).#run('futimes', binding.futimes, atime, mtime);
  }

  async truncate(length = 0) {
    validateInteger(length, 'len');
    await FileHandle.#of(this).#run('ftruncate', binding.ftruncate, Math.max(0, length));
  }

  async sync() { await FileHandle.#of(this).#run('fsync', binding.fsync); }
  async datasync() { await FileHandle.#of(this).#run('fdatasync', binding.fdatasync); }
}

function iterMethod(name) {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--experimental-stream-iter')) return undefined;
  return require('internal/fs/file_handle_iter')[name];
}

/** Closes a byte stream, unless it is closed. */
function endStream(controller) {
  try {
    controller.close();
  } catch {
    return;
  }
  controller.byobRequest?.respond(0);
}

function streamOptions(options) {
  return typeof options === 'string' ? { encoding: options } : options;
}

const isFileHandle = (value) =>
  value !== null && typeof value === 'object' && isHandle(value);

registerCloneable(FileHandle, {
  key: 'internal/fs/file_handle:FileHandle',
  isInstance: isFileHandle,
  transfer: (handle) => ({ data: transfer(handle), list: [] }),
  read: (box) => new FileHandle(binding.boxTake(box)),
});

/** For streams, which need the descriptor for longer than one operation. */
const holdHandle = (handle) => hold(handle);
const releaseHandle = (handle) => release(handle);

module.exports = {
  FileHandle, access, holdHandle, isFileHandle, releaseHandle,
};
