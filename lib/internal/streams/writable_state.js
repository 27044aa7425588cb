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
/** `end()` was called, it may still be on the stack. */
const ENDING = 1 << 10;
const ENDED = 1 << 11;
/** 'finish' was emitted. */
const FINISHED = 1 << 12;
const PREFINISHED = 1 << 13;
const FINAL_CALLED = 1 << 14;
/** `write()` returned false: 'drain' is owed. */
const NEED_DRAIN = 1 << 15;
/** `_write()` or `_writev()` has not called back yet. */
const WRITING = 1 << 16;
/** What was buffered is being written. */
const FLUSHING = 1 << 17;
/** Strings become Buffers before they reach `_write()`. */
const DECODE_STRINGS = 1 << 18;
/** `stream.writable` was set to false: a Duplex without writable side. */
const NOT_WRITABLE = 1 << 19;
/** No string has been buffered. */
const ALL_BUFFERS = 1 << 20;
/** No buffered write has a callback. */
const NO_CALLBACKS = 1 << 21;
/** A tick is scheduled that tells of writes without callbacks. */
const AFTER_WRITE_PENDING = 1 << 22;
/** A Transform, which flushes when all is written, see transform.js. */
const FLUSHES = 1 << 23;

const INITIAL_FLAGS = CONSTRUCTED | SYNC | EMIT_CLOSE | AUTO_DESTROY |
  DECODE_STRINGS | ALL_BUFFERS | NO_CALLBACKS;

/** A write without callback. */
function nop() {}

/** A write that waits, as `_writev()` gets it. */
class BufferedWrite {
  constructor(chunk, encoding, callback) {
    this.chunk = chunk;
    this.encoding = encoding;
    this.callback = callback;
  }
}

/**
 * The writable half of a stream.
 *
 * `length` counts what was written and not yet taken by the implementation, in
 * bytes (of strings: UTF-16 units), or objects in object mode. The writes that
 * wait are `queue` from the index `head` on.
 */
class WritableState {
  constructor(options, isDuplex) {
    this.flags = INITIAL_FLAGS;
    this.highWaterMark = 0;
    this.length = 0;
    // Of strings that are written without one.
    this.defaultEncoding = 'utf8';
    this.corked = 0;
    // Size and callback of the chunk in `_write()`.
    this.writelen = 0;
    this.writecb = null;
    // The callback that `_write()` gets, made by the first write.
    this.onwrite = null;
    // Array | null
    this.queue = null;
    this.head = 0;
    // Array | null: the callbacks of `end()`.
    this.onfinish = null;
    // Whatever still has to call back before 'finish'.
    this.pendingcb = 0;
    // The tick that will call the callbacks of the writes done in this one.
    this.afterWrite = null;
    this.error = null;
    // Functions waiting for `_construct`, see destroy.js.
    this.whenConstructed = null;
    this.destroyWhenConstructed = null;

    if (options) applyOptions(this, options, isDuplex);
    else this.highWaterMark = getDefaultHighWaterMark(false);
  }

  enqueue(chunk, encoding, callback) {
    if (callback !== nop) this.flags &= ~NO_CALLBACKS;
    if (encoding !== 'buffer') this.flags &= ~ALL_BUFFERS;
    const write = new BufferedWrite(chunk, encoding, callback);
    if (this.queue === null) this.queue = [write];
    else this.queue.push(write);
  }

  /** How many writes wait. */
  get bufferedRequestCount() {
    return this.queue === null ? 0 : this.queue.length - this.head;
  }

  /** The writes that wait, removed. */
  takeQueue() {
    const { queue, head } = this;
    this.clear();
    return head === 0 ? queue : queue.slice(head);
  }

  clear() {
    this.queue = null;
    this.head = 0;
    this.flags |= ALL_BUFFERS | NO_CALLBACKS;
  }

  getBuffer() {
    return this.queue === null ? [] : this.queue.slice(this.head);
  }

  get buffered() {
    return this.getBuffer();
  }

  /** Forgets that the stream ended or was destroyed. */
  reset() {
    this.flags |= CONSTRUCTED;
    this.flags &= ~(CLOSED | CLOSE_EMITTED | DESTROYED | ERROR_EMITTED |
      FINAL_CALLED | PREFINISHED);
    if ((this.flags & NOT_WRITABLE) === 0) {
      this.flags &= ~(ENDED | ENDING | FINISHED);
    } else {
      this.flags |= ENDED | ENDING | FINISHED;
    }
    this.errored = null;
  }

  /** Is there a writable side? undefined: nobody said otherwise. */
  get writable() {
    return (this.flags & NOT_WRITABLE) !== 0 ? false : undefined;
  }

  set writable(value) {
    if (value) this.flags &= ~NOT_WRITABLE;
    else this.flags |= NOT_WRITABLE;
  }
}

function applyOptions(state, options, isDuplex) {
  const objectMode = options.objectMode ||
    (isDuplex && options.writableObjectMode);
  if (objectMode) state.flags |= OBJECT_MODE;
  if (options.emitClose === false) state.flags &= ~EMIT_CLOSE;
  if (options.autoDestroy === false) state.flags &= ~AUTO_DESTROY;
  if (options.decodeStrings === false) state.flags &= ~DECODE_STRINGS;
  state.highWaterMark = chooseHighWaterMark(
    Boolean(objectMode), options, 'writableHighWaterMark', isDuplex);

  const { defaultEncoding } = options;
  if (defaultEncoding != null) setDefaultEncoding(state, defaultEncoding);
}

function setDefaultEncoding(state, encoding) {
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  state.defaultEncoding = encoding;
}

defineFlags(WritableState.prototype, {
  ...LIFECYCLE_FLAGS,
  ending: ENDING,
  ended: ENDED,
  finished: FINISHED,
  prefinished: PREFINISHED,
  finalCalled: FINAL_CALLED,
  needDrain: NEED_DRAIN,
  writing: WRITING,
  bufferProcessing: FLUSHING,
  decodeStrings: DECODE_STRINGS,
  allBuffers: ALL_BUFFERS,
  allNoop: NO_CALLBACKS,
});
Object.defineProperty(WritableState.prototype, 'errored', erroredAccessor);

module.exports = {
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
};
