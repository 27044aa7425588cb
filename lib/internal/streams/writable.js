'use strict';

// The writable side: `write()` hands one chunk at a time to `_write()`; what
// comes before that has called back, or while corked, waits in a queue.
//
// `pendingcb` counts everything that has to happen before 'finish': each write
// until its callback has run, and a scheduled 'finish' itself.

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const process = require('internal/process');
const {
  AbortError,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_MULTIPLE_CALLBACK,
    ERR_STREAM_ALREADY_FINISHED,
    ERR_STREAM_CANNOT_PIPE,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_WRITE_AFTER_END,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const { WritableEvents, Stream } = require('internal/streams/legacy');
const destroyImpl = require('internal/streams/destroy');
const { errorOrDestroy } = destroyImpl;
const { eos } = require('internal/streams/end-of-stream');
const { addAbortSignalNoValidate } =
  require('internal/streams/add-abort-signal');
const { kResume } = require('internal/streams/state');
const {
  WritableState,
  nop,
  OBJECT_MODE,
  CONSTRUCTED,
  SYNC,
  ERRORED,
  ERROR_EMITTED,
  AUTO_DESTROY,
  DESTROYED,
  CLOSE_EMITTED,
  ENDING,
  ENDED,
  FINISHED,
  PREFINISHED,
  FINAL_CALLED,
  NEED_DRAIN,
  WRITING,
  FLUSHING,
  DECODE_STRINGS,
  NOT_WRITABLE,
  ALL_BUFFERS,
  NO_CALLBACKS,
  AFTER_WRITE_PENDING,
  FLUSHES,
} = require('internal/streams/writable_state');

// Written entries at the front of the queue are dropped when there are more.
const COMPACT_AT = 256;

/**
 * A destination of data. See stream.md for the options.
 *
 * @param {object} [options]
 */
function Writable(options) {
  if (!(this instanceof Writable)) return new Writable(options);

  this._events ??= new WritableEvents();
  this._writableState = new WritableState(options, false);
  if (options) applyOptions(this, options);
  EventEmitter.call(this, options);

  if (typeof this._construct === 'function') {
    destroyImpl.construct(this, resumeWriting);
  }
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

function applyOptions(stream, options) {
  const { write, writev, destroy, final, construct, signal } = options;
  if (typeof write === 'function') stream._write = write;
  if (typeof writev === 'function') stream._writev = writev;
  if (typeof destroy === 'function') stream._destroy = destroy;
  if (typeof final === 'function') stream._final = final;
  if (typeof construct === 'function') stream._construct = construct;
  if (signal) addAbortSignalNoValidate(signal, stream);
}

/** After `_construct`: does what could not be done before. */
function resumeWriting(stream) {
  const state = stream._writableState;
  if ((state.flags & WRITING) === 0) flushQueue(stream, state);
  if ((state.flags & ENDING) !== 0) finishMaybe(stream, state);
}

Writable.WritableState = WritableState;
Object.defineProperty(Writable, kResume, { value: resumeWriting });

// Streams that are a Duplex inherit from Readable only.
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    if (this !== Writable) return false;
    return object && object._writableState instanceof WritableState;
  },
});

/** A Writable cannot be piped from. */
Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
};

// ---- writing ----------------------------------------------------------------

/**
 * @param {*} chunk string, Buffer, TypedArray or DataView; in object mode any
 *   value except null
 * @param {string} [encoding] of a string
 * @param {(error?: Error) => void} [callback] when the chunk is written
 * @returns {boolean} false: wait for 'drain' before writing more
 */
Writable.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return writeChunk(this, chunk, encoding, callback) === true;
};

/** @returns {boolean|Error} the error that kept it from being written */
function writeChunk(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof callback !== 'function') callback = nop;

  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if ((state.flags & OBJECT_MODE) === 0) {
    if (typeof chunk === 'string') {
      if (!encoding) encoding = state.defaultEncoding;
      else if (encoding !== 'utf8') checkEncoding(encoding);
      if ((state.flags & DECODE_STRINGS) !== 0) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else {
      if (!(chunk instanceof Buffer)) chunk = toBuffer(chunk);
      if (encoding && encoding !== 'buffer') checkEncoding(encoding);
      encoding = 'buffer';
    }
  }

  if ((state.flags & (ENDING | DESTROYED)) !== 0) {
    return failWrite(stream, state, callback);
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, encoding, callback);
}

function checkEncoding(encoding) {
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
}

/** A Buffer of the same memory. */
function toBuffer(chunk) {
  if (!ArrayBuffer.isView(chunk)) {
    throw new ERR_INVALID_ARG_TYPE(
      'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function failWrite(stream, state, callback) {
  const error = (state.flags & ENDING) !== 0 ?
    new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
  process.nextTick(callback, error);
  errorOrDestroy(stream, error, true);
  return error;
}

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const size = (state.flags & OBJECT_MODE) !== 0 ? 1 : chunk.length;
  state.length += size;

  if ((state.flags & (WRITING | ERRORED | CONSTRUCTED)) !== CONSTRUCTED ||
      state.corked !== 0) {
    state.enqueue(chunk, encoding, callback);
  } else {
    state.onwrite ??= makeOnWrite(stream, state);
    state.writelen = size;
    if (callback !== nop) state.writecb = callback;
    state.flags |= WRITING | SYNC;
    stream._write(chunk, encoding, state.onwrite);
    state.flags &= ~SYNC;
  }

  // What `_write()` has taken already is not counted.
  const isRoom = state.length < state.highWaterMark || state.length === 0;
  if (!isRoom) state.flags |= NEED_DRAIN;
  // A failed stream says "wait", so that loops of writes end.
  return isRoom && (state.flags & (ERRORED | DESTROYED)) === 0;
}

/** What implementations call back; one function for all writes of a stream. */
function makeOnWrite(stream, state) {
  return (error) => onWritten(stream, state, error);
}

function onWritten(stream, state, error) {
  if ((state.flags & WRITING) === 0) {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  const callback = state.writecb ?? nop;
  state.flags &= ~WRITING;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;

  if (error) onWriteFailed(stream, state, error, callback);
  else onWriteSucceeded(stream, state, callback);
}

function onWriteFailed(stream, state, error, callback) {
  const r = stream._readableState;
  if ((state.flags & ERRORED) === 0) state.errored = error;
  if (r && !r.errored) r.errored = error;

  if ((state.flags & SYNC) !== 0) {
    process.nextTick(tellWriteFailed, stream, state, error, callback);
  } else {
    tellWriteFailed(stream, state, error, callback);
  }
}

function tellWriteFailed(stream, state, error, callback) {
  state.pendingcb--;
  callback(error);
  failQueue(state);
  errorOrDestroy(stream, error);
}

function onWriteSucceeded(stream, state, callback) {
  if (state.queue !== null) flushQueue(stream, state);

  if ((state.flags & SYNC) === 0) {
    afterWrite(stream, state, 1, callback);
  } else if (callback === nop) {
    afterSilentWrite(stream, state);
  } else {
    afterWriteLater(stream, state, callback);
  }
}

/** `_write()` called back at once, and nobody wants to know. */
function afterSilentWrite(stream, state) {
  const owesDrain =
    (state.flags & (ENDING | NEED_DRAIN)) === NEED_DRAIN && state.length === 0;

  if ((owesDrain || (state.flags & DESTROYED) !== 0) &&
      (state.flags & AFTER_WRITE_PENDING) === 0) {
    state.flags |= AFTER_WRITE_PENDING;
    process.nextTick(afterWriteTick, stream, state);
    return;
  }
  state.pendingcb--;
  if ((state.flags & ENDING) !== 0) finishMaybe(stream, state, true);
}

function afterWriteTick(stream, state) {
  state.flags &= ~AFTER_WRITE_PENDING;
  afterWrite(stream, state, 1, nop);
}

/** Repeated writes with the same callback share one tick. */
class AfterWrite {
  constructor(callback) {
    this.count = 1;
    this.callback = callback;
  }
}

function afterWriteLater(stream, state, callback) {
  if (state.afterWrite !== null && state.afterWrite.callback === callback) {
    state.afterWrite.count++;
  } else {
    state.afterWrite = new AfterWrite(callback);
    process.nextTick(afterWritesTick, stream, state, state.afterWrite);
  }
}

function afterWritesTick(stream, state, after) {
  if (state.afterWrite === after) state.afterWrite = null;
  afterWrite(stream, state, after.count, after.callback);
}

function afterWrite(stream, state, count, callback) {
  if ((state.flags & (ENDING | DESTROYED | NEED_DRAIN)) === NEED_DRAIN &&
      state.length === 0) {
    state.flags &= ~NEED_DRAIN;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if ((state.flags & DESTROYED) !== 0) failQueue(state);
  if ((state.flags & ENDING) !== 0) finishMaybe(stream, state);
}

/** Tells those who wait that their data will not be written. */
function failQueue(state) {
  if ((state.flags & WRITING) !== 0) return;

  if (state.queue !== null) {
    const objectMode = (state.flags & OBJECT_MODE) !== 0;
    for (const { chunk, callback } of state.takeQueue()) {
      state.length -= objectMode ? 1 : chunk.length;
      callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
    }
  }
  callOnFinish(state, state.errored ?? new ERR_STREAM_DESTROYED('end'));
}

/** Calls the callbacks of `end()`. */
function callOnFinish(state, error) {
  const callbacks = state.onfinish;
  if (callbacks === null) return;
  state.onfinish = null;
  for (let i = 0; i < callbacks.length; i++) {
    callbacks[i](error);
  }
}

/** Writes what waits, until `_write()` does not call back at once. */
function flushQueue(stream, state) {
  if (state.queue === null || state.corked !== 0 ||
      (state.flags & (FLUSHING | DESTROYED | CONSTRUCTED)) !== CONSTRUCTED) {
    return;
  }
  state.flags |= FLUSHING;
  state.onwrite ??= makeOnWrite(stream, state);
  if (stream._writev && state.queue.length - state.head > 1) {
    writeAll(stream, state);
  } else {
    writeOneByOne(stream, state);
  }
  state.flags &= ~FLUSHING;
}

function writeAll(stream, state) {
  const allBuffers = (state.flags & ALL_BUFFERS) !== 0;
  const silent = (state.flags & NO_CALLBACKS) !== 0;
  const writes = state.takeQueue();

  // One callback from here on, see afterWrite().
  state.pendingcb -= writes.length - 1;
  writes.allBuffers = allBuffers;
  if (!silent) state.writecb = callEach.bind(null, writes);
  state.writelen = state.length;
  state.flags |= WRITING | SYNC;
  stream._writev(writes, state.onwrite);
  state.flags &= ~SYNC;
}

function callEach(writes, error) {
  for (let i = 0; i < writes.length; i++) writes[i].callback(error);
}

function writeOneByOne(stream, state) {
  const objectMode = (state.flags & OBJECT_MODE) !== 0;
  const { queue } = state;
  let i = state.head;

  do {
    const { chunk, encoding, callback } = queue[i];
    queue[i++] = undefined;
    state.head = i;
    state.writelen = objectMode ? 1 : chunk.length;
    if (callback !== nop) state.writecb = callback;
    state.flags |= WRITING | SYNC;
    stream._write(chunk, encoding, state.onwrite);
    state.flags &= ~SYNC;
  } while (i < queue.length && state.queue === queue &&
           (state.flags & (WRITING | ERRORED | DESTROYED)) === 0);

  if (state.queue !== queue) return;
  if (i === queue.length) {
    state.clear();
  } else if (i > COMPACT_AT) {
    queue.splice(0, i);
    state.head = 0;
  }
}

Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (!this._writev) throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};
Writable.prototype._writev = null;

/** Lets writes wait until `uncork()`, so that `_writev()` gets them at once. */
Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};

/** Undoes one `cork()`. */
Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (state.corked === 0) return;
  state.corked--;
  if ((state.flags & WRITING) === 0) flushQueue(this, state);
};

/** Sets the encoding of strings that are written without one. */
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  checkEncoding(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

// ---- ending -----------------------------------------------------------------

/**
 * Says that no more will be written.
 *
 * @param {*} [chunk] written last, as of `write()`
 * @param {string} [encoding]
 * @param {(error?: Error) => void} [callback] when all is written, or failed
 * @returns {Writable} this
 */
Writable.prototype.end = function end(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }

  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = writeChunk(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  // end() opens all corks.
  if (state.corked !== 0) {
    state.corked = 1;
    this.uncork();
  }

  if (error === undefined) error = startEnding(this, state);
  if (typeof callback === 'function') callWhenEnded(state, error, callback);
  return this;
};

function startEnding(stream, state) {
  if ((state.flags & (ERRORED | ENDING)) === 0) {
    // It has to be possible to tell a write() from within _write() apart from
    // one after end(): `ended` comes last.
    state.flags |= ENDING;
    finishMaybe(stream, state, true);
    state.flags |= ENDED;
  } else if ((state.flags & FINISHED) !== 0) {
    return new ERR_STREAM_ALREADY_FINISHED('end');
  } else if ((state.flags & DESTROYED) !== 0) {
    return new ERR_STREAM_DESTROYED('end');
  }
}

function callWhenEnded(state, error, callback) {
  if (error) process.nextTick(callback, error);
  else if ((state.flags & ERRORED) !== 0) {
    process.nextTick(callback, state.errored);
  } else if ((state.flags & FINISHED) !== 0) {
    process.nextTick(callback, null);
  } else if (state.onfinish === null) {
    state.onfinish = [callback];
  } else {
    state.onfinish.push(callback);
  }
}

function canFinish(state) {
  return (state.flags & (ENDING | DESTROYED | CONSTRUCTED | ERRORED |
      FINISHED | WRITING | ERROR_EMITTED | CLOSE_EMITTED)) ===
      (ENDING | CONSTRUCTED) &&
    state.length === 0 && state.queue === null;
}

/** @param {boolean} [sync] inside `end()` or `write()`: finish later */
function finishMaybe(stream, state, sync) {
  if (!canFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    process.nextTick(finishTick, stream, state);
  } else if (canFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishTick(stream, state) {
  if (canFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream, state) {
  if ((state.flags & (PREFINISHED | FINAL_CALLED)) !== 0) return;

  if (typeof stream._final === 'function') {
    state.flags |= FINAL_CALLED;
    callFinal(stream, state);
  } else {
    emitPrefinish(stream, state);
  }
}

function emitPrefinish(stream, state) {
  state.flags |= PREFINISHED;
  if ((state.flags & FLUSHES) !== 0) stream._flushAtPrefinish();
  stream.emit('prefinish');
}

function callFinal(stream, state) {
  let called = false;

  function onFinal(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    afterFinal(stream, state, error);
  }

  state.flags |= SYNC;
  state.pendingcb++;
  try {
    stream._final(onFinal);
  } catch (thrown) {
    onFinal(thrown);
  }
  state.flags &= ~SYNC;
}

function afterFinal(stream, state, error) {
  state.pendingcb--;
  if (error) {
    callOnFinish(state, error);
    errorOrDestroy(stream, error, (state.flags & SYNC) !== 0);
  } else if (canFinish(state)) {
    emitPrefinish(stream, state);
    // Other streams' callbacks of this tick come before 'finish', and an
    // error of theirs may still prevent it.
    state.pendingcb++;
    process.nextTick(finish, stream, state);
  }
}

function finish(stream, state) {
  state.pendingcb--;
  state.flags |= FINISHED;
  callOnFinish(state, null);
  stream.emit('finish');
  if ((state.flags & AUTO_DESTROY) !== 0 && isReadableDone(stream)) {
    stream.destroy();
  }
}

/** The stream has no readable side, or that one let itself be destroyed. */
function isReadableDone(stream) {
  const r = stream._readableState;
  if (!r) return true;
  return r.autoDestroy && (r.endEmitted || r.readable === false);
}

/** As of all streams; what was not yet written fails. */
Writable.prototype.destroy = function destroy(error, callback) {
  const state = this._writableState;
  if ((state.flags & DESTROYED) === 0 &&
      (state.queue !== null || state.onfinish !== null)) {
    process.nextTick(failQueue, state);
  }
  destroyImpl.destroy.call(this, error, callback);
  return this;
};
Writable.prototype._undestroy = destroyImpl.undestroy;
Writable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};

Writable.prototype[EventEmitter.captureRejectionSymbol] = function(error) {
  this.destroy(error);
};

/** Destroys the stream; the promise is fulfilled when it is closed. */
Writable.prototype[Symbol.asyncDispose] = function() {
  let error;
  if (!this.destroyed) {
    error = this.writableFinished ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => {
    eos(this, (err) => {
      if (err && err !== error) reject(err);
      else resolve(null);
    });
  });
};

Writable.fromWeb = function(writableStream, options) {
  return require('internal/webstreams/adapters')
    .newStreamWritableFromWritableStream(writableStream, options);
};

Writable.toWeb = function(streamWritable) {
  return require('internal/webstreams/adapters')
    .newWritableStreamFromStreamWritable(streamWritable);
};

// ---- properties -------------------------------------------------------------

Object.defineProperties(Writable.prototype, {
  closed: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.closed : false; },
  },
  destroyed: {
    __proto__: null,
    get() {
      return this._writableState ? this._writableState.destroyed : false;
    },
    set(value) {
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  /** Is it safe to call `write()`? */
  writable: {
    __proto__: null,
    get() {
      const w = this._writableState;
      return Boolean(w) && (w.flags &
        (NOT_WRITABLE | DESTROYED | ERRORED | ENDING | ENDED)) === 0;
    },
    set(value) {
      if (this._writableState) this._writableState.writable = Boolean(value);
    },
  },
  writableFinished: {
    __proto__: null,
    get() {
      return this._writableState ? this._writableState.finished : false;
    },
  },
  writableObjectMode: {
    __proto__: null,
    get() {
      return this._writableState ? this._writableState.objectMode : false;
    },
  },
  writableBuffer: {
    __proto__: null,
    get() { return this._writableState?.getBuffer(); },
  },
  writableEnded: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.ending : false; },
  },
  writableNeedDrain: {
    __proto__: null,
    get() {
      const w = this._writableState;
      return Boolean(w) &&
        (w.flags & (DESTROYED | ENDING | NEED_DRAIN)) === NEED_DRAIN;
    },
  },
  writableHighWaterMark: {
    __proto__: null,
    get() { return this._writableState?.highWaterMark; },
  },
  writableCorked: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.corked : 0; },
  },
  writableLength: {
    __proto__: null,
    get() { return this._writableState?.length; },
  },
  errored: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.errored : null; },
  },
  writableAborted: {
    __proto__: null,
    get() {
      const { flags } = this._writableState;
      return (flags & NOT_WRITABLE) === 0 &&
        (flags & (DESTROYED | ERRORED)) !== 0 && (flags & FINISHED) === 0;
    },
  },
});

module.exports = Writable;
