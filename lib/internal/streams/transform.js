'use strict';

// A Duplex whose output is made of its input. Back-pressure goes through it: as
// long as the readable side is full, the callback of `_write()` is withheld,
// until `_read()` says that there is room again.

const process = require('internal/process');
const {
  codes: { ERR_METHOD_NOT_IMPLEMENTED, ERR_MULTIPLE_CALLBACK },
} = require('internal/errors');
const { errorOrDestroy } = require('internal/streams/destroy');
const Duplex = require('internal/streams/duplex');
const { SYNC, ENDED } = require('internal/streams/readable_state');
const { ENDED: WRITABLE_ENDED, FLUSHES } =
  require('internal/streams/writable_state');

const kPending = Symbol('kPending');
const kWithheld = Symbol('kWithheld');
const kAfterTransform = Symbol('kAfterTransform');
const kLengthBefore = Symbol('kLengthBefore');

/**
 * See stream.md for the options.
 *
 * @param {object} [options]
 */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);

  Duplex.call(this, withoutReadableBuffer(options));
  // The callback of `_write()`: while `_transform()` is at work, and then, if
  // the readable side is full, until the next `_read()`.
  this[kPending] = null;
  this[kWithheld] = null;
  // What `_transform()` calls back; one function for all chunks.
  this[kAfterTransform] = null;
  this[kLengthBefore] = 0;

  // The first _read() comes with the first _write(), not before.
  this._readableState.flags &= ~SYNC;
  this._writableState.flags |= FLUSHES;

  if (options) {
    if (typeof options.transform === 'function') {
      this._transform = options.transform;
    }
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

// Without a readable buffer the writable side must not buffer either, else
// back-pressure would end there.
function withoutReadableBuffer(options) {
  if (options?.readableHighWaterMark !== 0) return options;
  return {
    ...options,
    highWaterMark: null,
    readableHighWaterMark: 0,
    writableHighWaterMark: options.writableHighWaterMark || 0,
  };
}

/** @param {Function} [callback] of `_final()` */
function flush(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    if (callback) callback();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (data !== undefined && data !== null) this.push(data);
    this.push(null);
    if (callback) callback();
  });
}

Transform.prototype._final = flush;

/** A subclass with a `_final()` of its own is flushed after that. */
Transform.prototype._flushAtPrefinish = function() {
  if (this._final !== flush) flush.call(this);
};

Transform.prototype._transform = function(chunk, encoding, callback) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function(chunk, encoding, callback) {
  this[kAfterTransform] ??= (error, data) => afterTransform(this, error, data);
  this[kPending] = callback;
  this[kLengthBefore] = this._readableState.length;
  this._transform(chunk, encoding, this[kAfterTransform]);
};

function afterTransform(stream, error, data) {
  const callback = stream[kPending];
  if (callback === null) {
    errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
    return;
  }
  stream[kPending] = null;
  if (error) {
    callback(error);
    return;
  }
  if (data !== undefined && data !== null) stream.push(data);

  const r = stream._readableState;
  if ((r.flags & ENDED) !== 0) {
    // Nobody will read() any more.
    process.nextTick(callback);
  } else if ((stream._writableState.flags & WRITABLE_ENDED) !== 0 ||
      stream[kLengthBefore] === r.length || r.length < r.highWaterMark) {
    callback();
  } else {
    stream[kWithheld] = callback;
  }
}

Transform.prototype._read = function() {
  const callback = this[kWithheld];
  if (callback === null) return;
  this[kWithheld] = null;
  callback();
};

module.exports = Transform;
