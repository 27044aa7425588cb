'use strict';

// A stream that is both Readable and Writable: it inherits from the first and
// has the methods and properties of the second. Each side has its own state.

const EventEmitter = require('events');
const { DuplexEvents } = require('internal/streams/legacy');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');
const destroyImpl = require('internal/streams/destroy');
const { addAbortSignalNoValidate } =
  require('internal/streams/add-abort-signal');
const { kResume } = require('internal/streams/state');
const {
  ReadableState,
  ENDED,
  END_EMITTED,
} = require('internal/streams/readable_state');
const {
  WritableState,
  ENDING,
  ENDED: WRITABLE_ENDED,
  FINISHED,
  NOT_WRITABLE,
} = require('internal/streams/writable_state');

/**
 * See stream.md for the options.
 *
 * @param {object} [options]
 */
function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);

  this._events ??= new DuplexEvents();
  this._readableState = new ReadableState(options, true);
  this._writableState = new WritableState(options, true);
  this.allowHalfOpen = true;
  if (options) applyOptions(this, options);
  EventEmitter.call(this, options);

  if (typeof this._construct === 'function') {
    destroyImpl.construct(this, onConstructed);
  }
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

function applyOptions(stream, options) {
  const r = stream._readableState;
  const w = stream._writableState;

  if (options.allowHalfOpen === false) stream.allowHalfOpen = false;
  if (options.readable === false) {
    r.readable = false;
    r.flags |= ENDED | END_EMITTED;
  }
  if (options.writable === false) {
    w.flags |= NOT_WRITABLE | ENDING | WRITABLE_ENDED | FINISHED;
  }

  const { read, write, writev, destroy, final, construct, signal } = options;
  if (typeof read === 'function') stream._read = read;
  if (typeof write === 'function') stream._write = write;
  if (typeof writev === 'function') stream._writev = writev;
  if (typeof destroy === 'function') stream._destroy = destroy;
  if (typeof final === 'function') stream._final = final;
  if (typeof construct === 'function') stream._construct = construct;
  if (signal) addAbortSignalNoValidate(signal, stream);
}

function onConstructed(stream) {
  Readable[kResume](stream);
  Writable[kResume](stream);
}

// What a Duplex has of its Writable half.
const WRITABLE_NAMES = [
  'write', 'end', 'cork', 'uncork', 'setDefaultEncoding', 'destroy',
  '_write', '_writev', 'writable', 'writableHighWaterMark',
  'writableObjectMode', 'writableBuffer', 'writableLength',
  'writableFinished', 'writableCorked', 'writableEnded', 'writableNeedDrain',
  'writableAborted',
];

for (const name of WRITABLE_NAMES) {
  Object.defineProperty(
    Duplex.prototype, name,
    Object.getOwnPropertyDescriptor(Writable.prototype, name));
}

Object.defineProperty(Duplex.prototype, 'destroyed', {
  configurable: true,
  get() {
    if (!this._readableState || !this._writableState) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  },
  set(value) {
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  },
});

Duplex.fromWeb = function(pair, options) {
  return require('internal/webstreams/adapters')
    .newStreamDuplexFromReadableWritablePair(pair, options);
};

Duplex.toWeb = function(duplex, options) {
  return require('internal/webstreams/adapters')
    .newReadableWritablePairFromDuplex(duplex, options);
};

/**
 * A Duplex of nearly anything, see stream.md.
 *
 * @param {*} body
 * @returns {Duplex}
 */
Duplex.from = function(body) {
  return require('internal/streams/duplexify')(body, 'body');
};

module.exports = Duplex;
