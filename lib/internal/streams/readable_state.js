'use strict';

const { Buffer } = require('buffer');
const { codes: { ERR_UNKNOWN_ENCODING } } = require('internal/errors');
const {
  OBJECT_MODE,
  CONSTRUCTED,
  SYNC,
  ERRORED,
  ERROR_EMITTED,
  EMIT_CLOSE,
  AUTO_DESTROY,
  DESTROYED,
  CLOSED,
  CLOSE_EMITTED,
  LIFECYCLE_FLAGS,
  defineFlags,
  erroredAccessor,
  chooseHighWaterMark,
  getDefaultHighWaterMark,
} = require('internal/streams/state');

// The bits below 10 are in state.js.
/** `push(null)` was called. */
const ENDED = 1 << 10;
const END_EMITTED = 1 << 11;
/** `_read()` was called and has pushed nothing yet. */
const READING = 1 << 12;
/** The consumer found too little: tell it ('readable') when there is more. */
const NEED_READABLE = 1 << 13;
/** 'readable' is scheduled, or was emitted and nothing was read since. */
const EMITTED_READABLE = 1 << 14;
const READABLE_LISTENING = 1 << 15;
const DATA_LISTENING = 1 << 16;
const RESUME_SCHEDULED = 1 << 17;
/** A tick that fills the buffer up is scheduled. */
const READING_MORE = 1 << 18;
/** Data left the stream. */
const DATA_EMITTED = 1 << 19;
/** `flowing` is not null. */
const FLOWING_KNOWN = 1 << 20;
const FLOWING = 1 << 21;
/** `pause()` or `resume()` was called, PAUSED tells which. */
const PAUSED_KNOWN = 1 << 22;
const PAUSED = 1 << 23;
/** `awaitDrainWriters` is a Set and not a single stream. */
const MULTI_AWAIT_DRAIN = 1 << 24;
const HAS_DECODER = 1 << 25;
/** `stream.readable` was set to false: a Duplex without readable side. */
const NOT_READABLE = 1 << 26;

/** One, and another, tick that emits 'readable' is scheduled. */
const READABLE_TICK = 1 << 27;
const READABLE_TICK_2 = 1 << 28;
/** A tick that emits 'end' is scheduled. */
const END_TICK = 1 << 29;

const INITIAL_FLAGS = CONSTRUCTED | SYNC | EMIT_CLOSE | AUTO_DESTROY;

// Chunks at the front that are already read are dropped from the array only
// when there are this many, so that reading is O(1).
const COMPACT_AT = 1024;

/**
 * The readable half of a stream.
 *
 * The buffer is `queue` from the index `head` on; what lies before was read.
 * `length` counts bytes (of strings: UTF-16 units), or objects in object mode.
 */
class ReadableState {
  constructor(options, isDuplex) {
    this.flags = INITIAL_FLAGS;
    this.highWaterMark = 0;
    this.length = 0;
    // Array | null, made by the first chunk that has to wait.
    this.queue = null;
    this.head = 0;
    // Array | null: where the stream is piped to.
    this.destinations = null;
    // The destination (or the Set of them) that `pipe` waits for.
    this.awaitDrainWriters = null;
    this.decoder = null;
    // Of the strings that come out, null when Buffers come out.
    this.encoding = null;
    // Of strings that are pushed without one.
    this.defaultEncoding = 'utf8';
    this.error = null;
    // Functions waiting for `_construct`, see destroy.js.
    this.whenConstructed = null;
    this.destroyWhenConstructed = null;

    if (options) applyOptions(this, options, isDuplex);
    else this.highWaterMark = getDefaultHighWaterMark(false);
  }

  setDecoder(encoding) {
    const { StringDecoder } = require('string_decoder');
    this.decoder = new StringDecoder(encoding);
    this.encoding = this.decoder.encoding;
    this.flags |= HAS_DECODER;
  }

  /** The length of a chunk as `length` counts. */
  sizeOf(chunk) {
    return (this.flags & OBJECT_MODE) !== 0 ? 1 : chunk.length;
  }

  /** Adds at the end. */
  append(chunk) {
    this.length += this.sizeOf(chunk);
    if (this.queue === null) this.queue = [chunk];
    else this.queue.push(chunk);
  }

  /** Adds at the front. */
  prepend(chunk) {
    this.length += this.sizeOf(chunk);
    if (this.queue === null) this.queue = [chunk];
    else if (this.head > 0) this.queue[--this.head] = chunk;
    else this.queue.unshift(chunk);
  }

  /** The chunk at the front, removed. There is one. Leaves `length` alone. */
  shift() {
    const { queue, head } = this;
    const chunk = queue[head];

    if (head === queue.length - 1) {
      // pop() keeps the array's memory for the next chunk, unlike `length = 0`.
      if (head === 0) queue.pop();
      else this.clear();
    } else {
      queue[head] = undefined;
      this.head = head + 1;
      if (this.head === COMPACT_AT) compact(this);
    }
    return chunk;
  }

  clear() {
    this.queue.length = 0;
    this.head = 0;
  }

  /**
   * Takes `n` bytes (one object in object mode) out of the buffer; all of them
   * if `n` is 0, NaN or more than there are. Leaves `length` alone.
   *
   * @returns {*} null if the buffer is empty
   */
  take(n) {
    if (this.length === 0) return null;
    if ((this.flags & OBJECT_MODE) !== 0) return this.shift();
    if (!n || n >= this.length) return takeAll(this);

    const first = this.queue[this.head];
    if (n < first.length) {
      this.queue[this.head] = first.slice(n);
      return first.slice(0, n);
    }
    if (n === first.length) return this.shift();
    return this.decoder === null ? takeBytes(this, n) : takeString(this, n);
  }

  /** Decodes what has been buffered before the decoder came. */
  decodeBuffered() {
    let decoded = '';
    if (this.queue !== null) {
      for (let i = this.head; i < this.queue.length; i++) {
        decoded += this.decoder.write(this.queue[i]);
      }
      if ((this.flags & ENDED) !== 0) decoded += this.decoder.end();
      this.clear();
      if (decoded !== '') this.queue.push(decoded);
    }
    this.length = decoded.length;
  }

  /** Forgets that the stream ended or was destroyed. */
  reset() {
    this.flags |= CONSTRUCTED;
    this.flags &= ~(CLOSED | CLOSE_EMITTED | DESTROYED | ERROR_EMITTED |
      READING);
    if ((this.flags & NOT_READABLE) === 0) {
      this.flags &= ~(ENDED | END_EMITTED);
    } else {
      this.flags |= ENDED | END_EMITTED;
    }
    this.errored = null;
  }

  /** The waiting chunks. */
  get buffer() {
    if (this.queue === null) this.queue = [];
    if (this.head > 0) compact(this);
    return this.queue;
  }

  get bufferIndex() {
    return 0;
  }

  get pipes() {
    this.destinations ??= [];
    return this.destinations;
  }

  set pipes(destinations) {
    this.destinations = destinations;
  }

  get pipesCount() {
    return this.destinations === null ? 0 : this.destinations.length;
  }

  /** null: nobody consumes yet; false: paused; true: 'data' flows. */
  get flowing() {
    if ((this.flags & FLOWING_KNOWN) === 0) return null;
    return (this.flags & FLOWING) !== 0;
  }

  set flowing(value) {
    this.flags &= ~(FLOWING | FLOWING_KNOWN);
    if (value != null) this.flags |= FLOWING_KNOWN;
    if (value) this.flags |= FLOWING;
  }

  /** null: neither pause() nor resume() was called. */
  get paused() {
    if ((this.flags & PAUSED_KNOWN) === 0) return null;
    return (this.flags & PAUSED) !== 0;
  }

  set paused(value) {
    this.flags |= PAUSED_KNOWN;
    if (value) this.flags |= PAUSED;
    else this.flags &= ~PAUSED;
  }

  /** Is there a readable side? undefined: nobody said otherwise. */
  get readable() {
    return (this.flags & NOT_READABLE) !== 0 ? false : undefined;
  }

  set readable(value) {
    if (value) this.flags &= ~NOT_READABLE;
    else this.flags |= NOT_READABLE;
  }
}

function applyOptions(state, options, isDuplex) {
  const objectMode = options.objectMode ||
    (isDuplex && options.readableObjectMode);
  if (objectMode) state.flags |= OBJECT_MODE;
  if (options.emitClose === false) state.flags &= ~EMIT_CLOSE;
  if (options.autoDestroy === false) state.flags &= ~AUTO_DESTROY;
  state.highWaterMark = chooseHighWaterMark(
    Boolean(objectMode), options, 'readableHighWaterMark', isDuplex);

  const { defaultEncoding, encoding } = options;
  if (defaultEncoding != null) setDefaultEncoding(state, defaultEncoding);
  if (encoding) state.setDecoder(encoding);
}

function setDefaultEncoding(state, encoding) {
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  state.defaultEncoding = encoding;
}

function compact(state) {
  state.queue.splice(0, state.head);
  state.head = 0;
}

function takeAll(state) {
  const { queue, head } = state;
  const count = queue.length - head;
  if (count === 1) return state.shift();

  let all;
  if (state.decoder !== null) {
    all = '';
    for (let i = head; i < queue.length; i++) all += queue[i];
  } else {
    all = count === 0 ? Buffer.alloc(0) :
      Buffer.concat(head === 0 ? queue : queue.slice(head), state.length);
  }
  state.clear();
  return all;
}

// `n` reaches beyond the first chunk.
function takeString(state, n) {
  let string = '';
  while (n > 0) {
    const chunk = shiftUpTo(state, n);
    string += chunk;
    n -= chunk.length;
  }
  return string;
}

function takeBytes(state, n) {
  const bytes = Buffer.allocUnsafe(n);
  let offset = 0;
  while (offset < n) {
    const chunk = shiftUpTo(state, n - offset);
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

// The first chunk, or its first `n` bytes if it has more.
function shiftUpTo(state, n) {
  const first = state.queue[state.head];
  if (first.length <= n) return state.shift();
  state.queue[state.head] = first.slice(n);
  return first.slice(0, n);
}

defineFlags(ReadableState.prototype, {
  ...LIFECYCLE_FLAGS,
  ended: ENDED,
  endEmitted: END_EMITTED,
  reading: READING,
  needReadable: NEED_READABLE,
  emittedReadable: EMITTED_READABLE,
  readableListening: READABLE_LISTENING,
  dataListening: DATA_LISTENING,
  resumeScheduled: RESUME_SCHEDULED,
  readingMore: READING_MORE,
  dataEmitted: DATA_EMITTED,
  multiAwaitDrain: MULTI_AWAIT_DRAIN,
});
Object.defineProperty(ReadableState.prototype, 'errored', erroredAccessor);

module.exports = {
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
};
