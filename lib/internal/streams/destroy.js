'use strict';

// How a stream comes into being (`_construct`) and how it ends (`_destroy`,
// 'error', 'close'). Both sides of a stream go through these together; a stream
// has a readable state `r`, a writable state `w`, or both.

const process = require('internal/process');
const {
  AbortError,
  aggregateTwoErrors,
  codes: { ERR_MULTIPLE_CALLBACK },
} = require('internal/errors');
const {
  kIsDestroyed,
  isDestroyed,
  isFinished,
  isRequest,
  isServerRequest,
} = require('internal/streams/utils');
const {
  CONSTRUCTED,
  ERROR_EMITTED,
  EMIT_CLOSE,
  AUTO_DESTROY,
  DESTROYED,
  CLOSED,
  CLOSE_EMITTED,
} = require('internal/streams/state');

/** The bits set on either side. */
function flagsOf(r, w) {
  return (r ? r.flags : 0) | (w ? w.flags : 0);
}

function setFlags(r, w, bits) {
  if (r) r.flags |= bits;
  if (w) w.flags |= bits;
}

/** Remembers the first error of each side. */
function rememberError(error, r, w) {
  if (!error) return;
  if (r && !r.errored) r.errored = error;
  if (w && !w.errored) w.errored = error;
}

/**
 * `stream.destroy()` of all streams. A no-op when already destroyed.
 *
 * @param {Error} [error] emitted as 'error'
 * @param {Function} [callback] called with the error when `_destroy` is done
 */
function destroy(error, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const flags = flagsOf(r, w);

  if ((flags & DESTROYED) !== 0) {
    if (typeof callback === 'function') callback();
    return this;
  }

  rememberError(error, r, w);
  setFlags(r, w, DESTROYED);

  const side = w || r;
  if ((side.flags & CONSTRUCTED) === 0) {
    side.destroyWhenConstructed = { error, callback };
  } else {
    runDestroy(this, error, callback);
  }
  return this;
}

function runDestroy(stream, error, callback) {
  let called = false;

  function onDestroyed(err) {
    if (called) return;
    called = true;
    finishDestroy(stream, err, callback);
  }

  try {
    stream._destroy(error || null, onDestroyed);
  } catch (thrown) {
    onDestroyed(thrown);
  }
}

function finishDestroy(stream, error, callback) {
  const r = stream._readableState;
  const w = stream._writableState;

  rememberError(error, r, w);
  setFlags(r, w, CLOSED);
  if (typeof callback === 'function') callback(error);
  process.nextTick(error ? emitErrorAndClose : emitClose, stream, error);
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const r = stream._readableState;
  const w = stream._writableState;

  setFlags(r, w, CLOSE_EMITTED);
  if ((flagsOf(r, w) & EMIT_CLOSE) !== 0) stream.emit('close');
}

function emitError(stream, error) {
  const r = stream._readableState;
  const w = stream._writableState;

  if ((flagsOf(r, w) & ERROR_EMITTED) !== 0) return;
  setFlags(r, w, ERROR_EMITTED);
  stream.emit('error', error);
}

/** Makes a destroyed stream usable again, for sockets that reconnect. */
function undestroy() {
  this._readableState?.reset();
  this._writableState?.reset();
}

/**
 * What every failure inside a stream ends in: destroys the stream if it does so
 * by itself (`autoDestroy`), else emits 'error'.
 *
 * @param {boolean} [sync] the failing call is still on the stack, emit later
 */
function errorOrDestroy(stream, error, sync) {
  const r = stream._readableState;
  const w = stream._writableState;
  const flags = flagsOf(r, w);

  if ((flags & DESTROYED) !== 0) return;
  if ((flags & AUTO_DESTROY) !== 0) {
    stream.destroy(error);
  } else if (error) {
    rememberError(error, r, w);
    if (sync) process.nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/**
 * Schedules `_construct` and calls `onConstructed(stream)` after it succeeded.
 * Both halves of a Duplex call this; `_construct` runs once.
 */
function construct(stream, onConstructed) {
  const r = stream._readableState;
  const w = stream._writableState;
  const side = w || r;
  const first = side.whenConstructed === null;

  if (r) r.flags &= ~CONSTRUCTED;
  if (w) w.flags &= ~CONSTRUCTED;
  if (first) {
    side.whenConstructed = [onConstructed];
    process.nextTick(runConstruct, stream);
  } else {
    side.whenConstructed.push(onConstructed);
  }
}

function runConstruct(stream) {
  let called = false;

  function onDone(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    finishConstruct(stream, error);
  }

  try {
    stream._construct((error) => process.nextTick(onDone, error));
  } catch (thrown) {
    process.nextTick(onDone, thrown);
  }
}

function finishConstruct(stream, error) {
  const r = stream._readableState;
  const w = stream._writableState;
  const side = w || r;

  setFlags(r, w, CONSTRUCTED);
  const waiting = side.destroyWhenConstructed;
  if (waiting !== null) {
    side.destroyWhenConstructed = null;
    runDestroy(
      stream, aggregateTwoErrors(error, waiting.error), waiting.callback);
  } else if (error) {
    errorOrDestroy(stream, error, true);
  } else {
    process.nextTick(callConstructed, stream, side);
  }
}

function callConstructed(stream, side) {
  const callbacks = side.whenConstructed;

  side.whenConstructed = null;
  for (let i = 0; i < callbacks.length; i++) callbacks[i](stream);
}

/**
 * Ends any kind of stream, ours or one that only looks like a stream, as well
 * as it can be done.
 */
function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinished(stream)) error = new AbortError();

  if (isServerRequest(stream)) {
    // The socket belongs to the response too.
    stream.socket = null;
    stream.destroy(error);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(error);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else {
    process.nextTick(emitLegacyEnd, stream, error);
  }

  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

/** For streams without a way to end them: at least their users hear of it. */
function emitLegacyEnd(stream, error) {
  if (error) stream.emit('error', error);
  stream.emit('close');
}

module.exports = {
  destroy,
  destroyer,
  undestroy,
  construct,
  errorOrDestroy,
};
