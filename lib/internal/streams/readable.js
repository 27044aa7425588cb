'use strict';

// The readable side: a buffer that `push()` fills and `read()` empties, and the
// rules by which each wakes the other.
//
//   _read() --> push() --> buffer --> read() --> 'data'
//
// In flowing mode `read()` is called until the buffer is empty; `push()` to an
// empty buffer then emits 'data' directly. In paused mode 'readable' tells the
// consumer to call `read()`. Whatever consumes, the buffer is refilled with
// `_read()` while it holds less than `highWaterMark`.

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const process = require('internal/process');
const {
  AbortError,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
    ERR_STREAM_PUSH_AFTER_EOF,
    ERR_STREAM_UNSHIFT_AFTER_END_EVENT,
  },
} = require('internal/errors');
const { validateObject } = require('internal/validators');
const { ReadableEvents, Stream } = require('internal/streams/legacy');
const destroyImpl = require('internal/streams/destroy');
const { errorOrDestroy } = destroyImpl;
const { eos } = require('internal/streams/end-of-stream');
const { addAbortSignalNoValidate } =
  require('internal/streams/add-abort-signal');
const { kResume } = require('internal/streams/state');
const {
  ReadableState,
  OBJECT_MODE,
  CONSTRUCTED,
  SYNC,
  ERRORED,
  ERROR_EMITTED,
  AUTO_DESTROY,
  DESTROYED,
  CLOSE_EMITTED,
  ENDED,
  END_EMITTED,
  READING,
  NEED_READABLE,
  EMITTED_READABLE,
  READABLE_LISTENING,
  DATA_LISTENING,
  RESUME_SCHEDULED,
  READING_MORE,
  DATA_EMITTED,
  FLOWING_KNOWN,
  FLOWING,
  PAUSED_KNOWN,
  PAUSED,
  MULTI_AWAIT_DRAIN,
  HAS_DECODER,
  READABLE_TICK,
  READABLE_TICK_2,
  END_TICK,
} = require('internal/streams/readable_state');

const MAX_HIGH_WATER_MARK = 0x40000000;

/**
 * A source of data. See stream.md for the options.
 *
 * @param {object} [options]
 */
function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);

  this._events ??= new ReadableEvents();
  this._readableState = new ReadableState(options, false);
  if (options) applyOptions(this, options);
  EventEmitter.call(this, options);

  if (typeof this._construct === 'function') {
    destroyImpl.construct(this, resumeReading);
  }
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

function applyOptions(stream, options) {
  const { read, destroy, construct, signal } = options;
  if (typeof read === 'function') stream._read = read;
  if (typeof destroy === 'function') stream._destroy = destroy;
  if (typeof construct === 'function') stream._construct = construct;
  if (signal) addAbortSignalNoValidate(signal, stream);
}

/** After `_construct`: does what could not be done before. */
function resumeReading(stream) {
  const state = stream._readableState;
  if ((state.flags & NEED_READABLE) !== 0) maybeReadMore(stream, state);
}

Readable.ReadableState = ReadableState;
Object.defineProperty(Readable, kResume, { value: resumeReading });

Readable.prototype.destroy = destroyImpl.destroy;
Readable.prototype._undestroy = destroyImpl.undestroy;
Readable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};

Readable.prototype[EventEmitter.captureRejectionSymbol] = function(error) {
  this.destroy(error);
};

/** Destroys the stream; the promise is fulfilled when it is closed. */
Readable.prototype[Symbol.asyncDispose] = function() {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => {
    eos(this, (err) => {
      if (err && err !== error) reject(err);
      else resolve(null);
    });
  });
};

// ---- filling ----------------------------------------------------------------

/**
 * For implementations: hands over a chunk, or with null the end.
 *
 * @param {*} chunk string, Buffer, TypedArray or DataView; in object mode any
 * @param {string} [encoding] of a string
 * @returns {boolean} whether more is wanted now
 */
Readable.prototype.push = function push(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return pushEnd(this, state);
  if ((state.flags & OBJECT_MODE) !== 0) {
    return pushChunk(this, state, chunk, encoding);
  }

  if (typeof chunk === 'string') {
    encoding = encoding || state.defaultEncoding;
    if (state.encoding !== encoding) {
      chunk = Buffer.from(chunk, encoding);
      encoding = '';
    }
  } else {
    chunk = toBuffer(this, chunk);
    if (chunk === null) return false;
    encoding = '';
  }
  return chunk.length > 0 ? pushChunk(this, state, chunk, encoding) :
    pushNothing(this, state);
};

const NO_BYTES = new Uint8Array(0);

/** A Buffer of the same memory. null: it cannot be, and the stream fails. */
function toBuffer(stream, chunk) {
  if (chunk instanceof Buffer) return chunk;
  if (ArrayBuffer.isView(chunk)) {
    return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  if (chunk === undefined) return NO_BYTES;
  errorOrDestroy(stream, new ERR_INVALID_ARG_TYPE(
    'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return null;
}

function canPushMore(state) {
  return (state.flags & ENDED) === 0 &&
    (state.length < state.highWaterMark || state.length === 0);
}

// An empty chunk only says that this _read() is done.
function pushNothing(stream, state) {
  state.flags &= ~READING;
  maybeReadMore(stream, state);
  return canPushMore(state);
}

function pushChunk(stream, state, chunk, encoding) {
  const { flags } = state;
  if ((flags & (ENDED | DESTROYED | ERRORED)) !== 0) {
    if ((flags & ENDED) !== 0) {
      errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
    }
    return false;
  }

  state.flags = flags & ~READING;
  if ((flags & HAS_DECODER) !== 0 && !encoding) {
    chunk = state.decoder.write(chunk);
    if ((flags & OBJECT_MODE) === 0 && chunk.length === 0) {
      return pushNothing(stream, state);
    }
  }
  if ((flags & (FLOWING | DATA_LISTENING | SYNC)) ===
      (FLOWING | DATA_LISTENING) && state.length === 0) {
    emitDirectly(stream, state, chunk);
  } else {
    state.append(chunk);
    if ((state.flags & NEED_READABLE) !== 0) emitReadable(stream, state);
  }
  maybeReadMore(stream, state);
  return canPushMore(state);
}

function emitDirectly(stream, state, chunk) {
  forgetAwaitedDrains(state);
  state.flags |= DATA_EMITTED;
  stream.emit('data', chunk);
}

// A destination that is still full says so again at its next write().
function forgetAwaitedDrains(state) {
  if ((state.flags & MULTI_AWAIT_DRAIN) !== 0) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

function pushEnd(stream, state) {
  state.flags &= ~READING;
  if ((state.flags & ENDED) !== 0) return false;

  if ((state.flags & HAS_DECODER) !== 0) {
    const rest = state.decoder.end();
    if (rest) state.append(rest);
  }
  state.flags |= ENDED;

  if ((state.flags & SYNC) !== 0) {
    // Inside _read(): what called read() has to return first.
    emitReadable(stream, state);
  } else {
    state.flags = (state.flags & ~NEED_READABLE) | EMITTED_READABLE;
    emitReadableNow(stream, state);
  }
  return false;
}

/**
 * Puts a chunk back at the front of the buffer.
 *
 * @param {*} chunk as of `push()`
 * @param {string} [encoding] of a string
 * @returns {boolean} as of `push()`
 */
Readable.prototype.unshift = function unshift(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return pushEnd(this, state);

  if ((state.flags & OBJECT_MODE) === 0) {
    chunk = typeof chunk === 'string' ? recode(state, chunk, encoding) :
      toBuffer(this, chunk);
    if (chunk === null) return false;
    if (chunk.length === 0) return canPushMore(state);
  }

  if ((state.flags & END_EMITTED) !== 0) {
    errorOrDestroy(this, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    return false;
  }
  if ((state.flags & (DESTROYED | ERRORED)) !== 0) return false;
  unshiftChunk(this, state, chunk);
  return canPushMore(state);
};

// Into what the buffer holds: strings of the stream's encoding, or bytes.
function recode(state, string, encoding = state.defaultEncoding) {
  if (state.encoding === encoding) return string;
  const bytes = Buffer.from(string, encoding);
  return state.encoding ? bytes.toString(state.encoding) : bytes;
}

function unshiftChunk(stream, state, chunk) {
  if ((state.flags & (FLOWING | DATA_LISTENING | SYNC)) ===
      (FLOWING | DATA_LISTENING) && state.length === 0) {
    emitDirectly(stream, state, chunk);
  } else {
    state.prepend(chunk);
    if ((state.flags & NEED_READABLE) !== 0) emitReadable(stream, state);
  }
  maybeReadMore(stream, state);
}

/** Fills the buffer up in the next tick, when the producer is off the stack. */
function maybeReadMore(stream, state) {
  if ((state.flags & (READING_MORE | CONSTRUCTED)) === CONSTRUCTED) {
    state.flags |= READING_MORE;
    process.nextTick(readMore, stream, state);
  }
}

function readMore(stream, state) {
  // read(0) calls _read(), which may push at once, later, or nothing: in the
  // last two cases nothing more can be done here.
  while ((state.flags & (READING | ENDED)) === 0 &&
         (state.length < state.highWaterMark ||
          ((state.flags & FLOWING) !== 0 && state.length === 0))) {
    const { length } = state;
    stream.read(0);
    if (length === state.length) break;
  }
  state.flags &= ~READING_MORE;
}

Readable.prototype._read = function _read(n) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

// ---- emptying ---------------------------------------------------------------

/**
 * Takes data out of the buffer and emits it as 'data' too.
 *
 * @param {number} [n] how many bytes; all that there are, if left out
 * @returns {*} null if there are fewer than n
 */
Readable.prototype.read = function read(n) {
  if (n === undefined) n = NaN;
  else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);
  const state = this._readableState;
  const asked = n;

  if (n > state.highWaterMark) state.highWaterMark = raiseHighWaterMark(n);
  if (n !== 0) state.flags &= ~EMITTED_READABLE;
  if (n === 0 && isFull(state)) {
    if (state.length === 0 && (state.flags & ENDED) !== 0) endReadable(this);
    else emitReadable(this, state);
    return null;
  }

  n = howMuchToRead(n, state);
  if (n === 0 && (state.flags & ENDED) !== 0) {
    if (state.length === 0) endReadable(this);
    return null;
  }

  if (shouldCallRead(state, n)) {
    callRead(this, state);
    // It may have pushed at once.
    if ((state.flags & READING) === 0) n = howMuchToRead(asked, state);
  }
  return takeAndEmit(this, state, n, asked);
};

/** Is 'readable' awaited, and nothing to be gained by another _read()? */
function isFull(state) {
  if ((state.flags & NEED_READABLE) === 0) return false;
  if ((state.flags & ENDED) !== 0) return true;
  return state.highWaterMark !== 0 ? state.length >= state.highWaterMark :
    state.length > 0;
}

/** The next power of 2, so that it is not raised for every larger read. */
function raiseHighWaterMark(n) {
  if (n > MAX_HIGH_WATER_MARK) {
    throw new ERR_OUT_OF_RANGE('size', '<= 1GiB', n);
  }
  return 2 ** Math.ceil(Math.log2(n));
}

function howMuchToRead(n, state) {
  const { flags, length } = state;
  if (n <= 0 || (length === 0 && (flags & ENDED) !== 0)) return 0;
  if ((flags & OBJECT_MODE) !== 0) return 1;
  if (Number.isNaN(n)) {
    // Flowing data keeps its chunks, else all is given at once.
    return (flags & FLOWING) !== 0 && length > 0 ?
      state.queue[state.head].length : length;
  }
  if (n <= length) return n;
  return (flags & ENDED) !== 0 ? length : 0;
}

function shouldCallRead(state, n) {
  if ((state.flags & (ENDED | READING | DESTROYED | ERRORED | CONSTRUCTED)) !==
      CONSTRUCTED) return false;
  return (state.flags & NEED_READABLE) !== 0 || state.length === 0 ||
    state.length - n < state.highWaterMark;
}

function callRead(stream, state) {
  state.flags |= READING | SYNC;
  if (state.length === 0) state.flags |= NEED_READABLE;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.flags &= ~SYNC;
}

function takeAndEmit(stream, state, n, asked) {
  const chunk = n > 0 ? state.take(n) : null;

  if (chunk === null) {
    if (state.length <= state.highWaterMark) state.flags |= NEED_READABLE;
    else state.flags &= ~NEED_READABLE;
    n = 0;
  } else {
    state.length -= n;
    forgetAwaitedDrains(state);
  }

  if (state.length === 0) {
    if ((state.flags & ENDED) === 0) state.flags |= NEED_READABLE;
    else if (asked !== n) endReadable(stream);
  }

  if (chunk !== null &&
      (state.flags & (ERROR_EMITTED | CLOSE_EMITTED)) === 0) {
    state.flags |= DATA_EMITTED;
    stream.emit('data', chunk);
  }
  return chunk;
}

/** Schedules 'readable', once per what is read. */
function emitReadable(stream, state) {
  state.flags &= ~NEED_READABLE;
  if ((state.flags & EMITTED_READABLE) !== 0) return;
  state.flags |= EMITTED_READABLE;
  // A consumer that reads without ever waiting for a tick (`for await`) comes
  // here for every chunk, so that ticks would pile up. One is not enough: what
  // is pushed after the last read has to be told in its turn.
  if ((state.flags & READABLE_TICK_2) !== 0) return;
  state.flags |= (state.flags & READABLE_TICK) === 0 ? READABLE_TICK :
    READABLE_TICK_2;
  process.nextTick(readableTick, stream, state);
}

function readableTick(stream, state) {
  state.flags &= (state.flags & READABLE_TICK_2) !== 0 ? ~READABLE_TICK_2 :
    ~READABLE_TICK;
  emitReadableNow(stream, state);
}

function emitReadableNow(stream, state) {
  if ((state.flags & (DESTROYED | ERRORED)) === 0 &&
      (state.length !== 0 || (state.flags & ENDED) !== 0)) {
    stream.emit('readable');
    state.flags &= ~EMITTED_READABLE;
  }

  if ((state.flags & (FLOWING | ENDED)) === 0 &&
      state.length <= state.highWaterMark) {
    state.flags |= NEED_READABLE;
  } else {
    state.flags &= ~NEED_READABLE;
  }
  flow(stream, state);
}

function flow(stream, state) {
  while ((state.flags & FLOWING) !== 0 && stream.read() !== null);
}

function endReadable(stream) {
  const state = stream._readableState;
  if ((state.flags & (END_EMITTED | END_TICK)) !== 0) return;
  state.flags |= ENDED | END_TICK;
  process.nextTick(emitEnd, stream, state);
}

function emitEnd(stream, state) {
  state.flags &= ~END_TICK;
  // Something may have been unshifted since, or destroyed the stream.
  if ((state.flags & (ERRORED | CLOSE_EMITTED | END_EMITTED)) !== 0 ||
      state.length !== 0) return;

  state.flags |= END_EMITTED;
  stream.emit('end');

  if (stream.writable && stream.allowHalfOpen === false) {
    process.nextTick(endWritable, stream);
  } else if ((state.flags & AUTO_DESTROY) !== 0 && isWritableDone(stream)) {
    stream.destroy();
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) {
    stream.end();
  }
}

/** The stream has no writable side, or that one let itself be destroyed. */
function isWritableDone(stream) {
  const w = stream._writableState;
  if (!w) return true;
  return w.autoDestroy && (w.finished || w.writable === false);
}

// ---- flowing and paused -----------------------------------------------------

/**
 * As of EventEmitter; a listener for 'data' makes the stream flow, one for
 * 'readable' makes it wait for `read()`.
 */
Readable.prototype.on = function on(event, listener) {
  const result = EventEmitter.prototype.on.call(this, event, listener);
  if (event === 'data') startData(this);
  else if (event === 'readable') startReadable(this);
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

function startData(stream) {
  const state = stream._readableState;
  state.flags |= DATA_LISTENING;
  if (stream.listenerCount('readable') > 0) state.flags |= READABLE_LISTENING;
  else state.flags &= ~READABLE_LISTENING;

  // An explicit pause() holds.
  if ((state.flags & (FLOWING_KNOWN | FLOWING)) !== FLOWING_KNOWN) {
    stream.resume();
  }
}

function startReadable(stream) {
  const state = stream._readableState;
  if ((state.flags & (END_EMITTED | READABLE_LISTENING)) !== 0) return;

  state.flags &= ~(FLOWING | EMITTED_READABLE);
  state.flags |= READABLE_LISTENING | NEED_READABLE | FLOWING_KNOWN;
  if (state.length > 0) emitReadable(stream, state);
  else if ((state.flags & READING) === 0) process.nextTick(readNothing, stream);
}

function readNothing(stream) {
  stream.read(0);
}

/** As of EventEmitter. */
Readable.prototype.removeListener = function removeListener(event, listener) {
  const result =
    EventEmitter.prototype.removeListener.call(this, event, listener);
  listenersWereRemoved(this, event);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

/** As of EventEmitter. */
Readable.prototype.removeAllListeners = function removeAllListeners(event) {
  const result =
    EventEmitter.prototype.removeAllListeners.apply(this, arguments);
  listenersWereRemoved(this, event);
  return result;
};

function listenersWereRemoved(stream, event) {
  if ((event === 'data' || event === undefined) &&
      stream.listenerCount('data') === 0) {
    stream._readableState.flags &= ~DATA_LISTENING;
  }
  // Later, because the listener is often only replaced by another.
  if (event === 'readable' || event === undefined) {
    process.nextTick(updateReadableListening, stream);
  }
}

function updateReadableListening(stream) {
  const state = stream._readableState;
  const listening = stream.listenerCount('readable') > 0;
  if (listening) state.flags |= READABLE_LISTENING;
  else state.flags &= ~READABLE_LISTENING;

  if ((state.flags & (RESUME_SCHEDULED | PAUSED_KNOWN | PAUSED)) ===
      (RESUME_SCHEDULED | PAUSED_KNOWN)) {
    // resume() was called meanwhile.
    state.flags |= FLOWING_KNOWN | FLOWING;
  } else if (stream.listenerCount('data') > 0) {
    stream.resume();
  } else if (!listening) {
    state.flags &= ~(FLOWING_KNOWN | FLOWING);
  }
}

/**
 * Makes the stream flow, also if nobody listens to 'data'.
 *
 * @returns {Readable} this
 */
Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if ((state.flags & FLOWING) === 0) {
    state.flags |= FLOWING_KNOWN;
    // With listeners for 'readable', these decide what is read when.
    if ((state.flags & READABLE_LISTENING) === 0) state.flags |= FLOWING;
    if ((state.flags & RESUME_SCHEDULED) === 0) {
      state.flags |= RESUME_SCHEDULED;
      process.nextTick(startFlowing, this, state);
    }
  }
  state.flags = (state.flags | PAUSED_KNOWN) & ~PAUSED;
  return this;
};

function startFlowing(stream, state) {
  if ((state.flags & READING) === 0) stream.read(0);
  state.flags &= ~RESUME_SCHEDULED;
  stream.emit('resume');
  flow(stream, state);
  if ((state.flags & (FLOWING | READING)) === FLOWING) stream.read(0);
}

/**
 * Stops 'data'; what comes is buffered.
 *
 * @returns {Readable} this
 */
Readable.prototype.pause = function pause() {
  const state = this._readableState;
  if ((state.flags & (FLOWING_KNOWN | FLOWING)) !== FLOWING_KNOWN) {
    state.flags = (state.flags | FLOWING_KNOWN) & ~FLOWING;
    this.emit('pause');
  }
  state.flags |= PAUSED_KNOWN | PAUSED;
  return this;
};

/** @returns {boolean} */
Readable.prototype.isPaused = function isPaused() {
  const { flags } = this._readableState;
  return (flags & PAUSED) !== 0 ||
    (flags & (FLOWING_KNOWN | FLOWING)) === FLOWING_KNOWN;
};

/**
 * Makes strings come out instead of Buffers; characters of several bytes are
 * never torn.
 *
 * @param {string} encoding
 * @returns {Readable} this
 */
Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  state.setDecoder(encoding);
  state.decodeBuffered();
  return this;
};

// ---- other ways to consume --------------------------------------------------

const { pipe, unpipe } = require('internal/streams/pipe');
Readable.prototype.pipe = pipe;
Readable.prototype.unpipe = unpipe;

/**
 * An async iterator over the chunks, which destroys the stream when left.
 *
 * @param {{ destroyOnReturn?: boolean }} [options]
 */
Readable.prototype.iterator = function iterator(options) {
  if (options !== undefined) validateObject(options, 'options');
  return createIterator(this, options);
};

Readable.prototype[Symbol.asyncIterator] = function() {
  return createIterator(this);
};

/** What stream/iter reads; only where an option has made it available. */
Readable.prototype[Symbol.for('Stream.toAsyncStreamable')] = function() {
  return require('internal/streams/iter/readable').batchesOfReadable(this);
};

function createIterator(stream, options) {
  const { ReadableAsyncIterator } = require('internal/streams/async_iterator');
  return new ReadableAsyncIterator(stream, options);
}

/**
 * Makes a Readable of a stream of Node's first versions.
 *
 * @param {Stream} source has `pause()`, `resume()`, 'data', 'end'
 * @returns {Readable} this
 */
Readable.prototype.wrap = function wrap(source) {
  require('internal/streams/wrap').wrap(this, source);
  return this;
};

/** See `Readable.wrap` and `from.js`. */
Readable.wrap = function(source, options) {
  return new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      destroyImpl.destroyer(source, error);
      callback(error);
    },
  }).wrap(source);
};

/**
 * A Readable of the values of an iterable.
 *
 * @param {Iterable|AsyncIterable|string|Buffer} iterable
 * @param {object} [options] of the Readable; `objectMode` is true by default
 */
Readable.from = function(iterable, options) {
  return require('internal/streams/from')(Readable, iterable, options);
};

Readable.fromWeb = function(readableStream, options) {
  return require('internal/webstreams/adapters')
    .newStreamReadableFromReadableStream(readableStream, options);
};

Readable.toWeb = function(streamReadable, options) {
  return require('internal/webstreams/adapters')
    .newReadableStreamFromStreamReadable(streamReadable, options);
};

/** Takes `n` bytes out of a state's buffer. Not documented, but used. */
Readable._fromList = function(n, state) {
  return state.take(n);
};

// ---- properties -------------------------------------------------------------

Object.defineProperties(Readable.prototype, {
  /** Is it safe to call `read()`? */
  readable: {
    __proto__: null,
    get() {
      const r = this._readableState;
      return Boolean(r) && r.readable !== false && !r.destroyed &&
        !r.errorEmitted && !r.endEmitted;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = value;
    },
  },
  readableDidRead: {
    __proto__: null,
    get() { return this._readableState.dataEmitted; },
  },
  readableAborted: {
    __proto__: null,
    get() {
      const r = this._readableState;
      return r.readable !== false &&
        (r.flags & (DESTROYED | ERRORED)) !== 0 && !r.endEmitted;
    },
  },
  readableHighWaterMark: {
    __proto__: null,
    get() { return this._readableState.highWaterMark; },
  },
  readableBuffer: {
    __proto__: null,
    get() { return this._readableState?.buffer; },
  },
  readableFlowing: {
    __proto__: null,
    get() { return this._readableState.flowing; },
    set(value) {
      if (this._readableState) this._readableState.flowing = value;
    },
  },
  readableLength: {
    __proto__: null,
    get() { return this._readableState.length; },
  },
  readableObjectMode: {
    __proto__: null,
    get() {
      return this._readableState ? this._readableState.objectMode : false;
    },
  },
  readableEncoding: {
    __proto__: null,
    get() { return this._readableState ? this._readableState.encoding : null; },
  },
  readableEnded: {
    __proto__: null,
    get() {
      return this._readableState ? this._readableState.endEmitted : false;
    },
  },
  errored: {
    __proto__: null,
    get() { return this._readableState ? this._readableState.errored : null; },
  },
  closed: {
    __proto__: null,
    get() { return this._readableState ? this._readableState.closed : false; },
  },
  destroyed: {
    __proto__: null,
    get() {
      return this._readableState ? this._readableState.destroyed : false;
    },
    set(value) {
      if (this._readableState) this._readableState.destroyed = value;
    },
  },
});

module.exports = Readable;
