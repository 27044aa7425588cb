'use strict';

// `finished()`: tells when a stream has come to its end, in whatever way.

const asyncContext = require('internal/async_context');
const process = require('internal/process');
const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE },
} = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateObject,
} = require('internal/validators');
const {
  isClosed,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isRequest,
  isWritable,
  isWritableFinished,
  isWritableNodeStream,
  isWritableStream,
  kIsClosedPromise,
  readableError,
  willEmitClose,
  writableError,
} = require('internal/streams/utils');

function nop() {}

/** One stream that somebody waits for. */
class Watch {
  constructor(stream, options, callback) {
    this.stream = stream;
    this.callback = callback;
    this.readable = options.readable ?? isReadableNodeStream(stream);
    this.writable = options.writable ?? isWritableNodeStream(stream);
    this.readableDone = isReadableFinished(stream, false);
    this.writableDone = isWritableFinished(stream, false);
    // Streams that emit 'close' by themselves have ended only with that.
    // That is, if they wait for both sides themselves.
    this.awaitsClose = Boolean(willEmitClose(stream)) &&
      isReadableNodeStream(stream) === this.readable &&
      isWritableNodeStream(stream) === this.writable;
    this.request = undefined;

    this.onfinish = () => this.finish();
    this.onend = () => this.end();
    this.onclose = () => this.close();
    this.onerror = (error) => this.callback.call(stream, error);
    this.onrequest = () => {
      this.request = stream.req;
      this.request.on('finish', this.onfinish);
    };
    // An old stream without writable state is finished when it ends.
    this.onlegacyend = () => { if (!stream.writable) this.finish(); };
  }

  finish() {
    const { stream } = this;
    this.writableDone = true;
    // A stream destroyed out of turn may never emit 'close'.
    if (stream.destroyed) this.awaitsClose = false;
    if (this.awaitsClose && (!stream.writable || this.readable)) return;
    if (!this.readable || this.readableDone) this.callback.call(stream);
  }

  end() {
    const { stream } = this;
    this.readableDone = true;
    if (stream.destroyed) this.awaitsClose = false;
    if (this.awaitsClose && (!stream.readable || this.writable)) return;
    if (!this.writable || this.writableDone) this.callback.call(stream);
  }

  close() {
    const { stream } = this;
    const error = writableError(stream) || readableError(stream);
    if (error && typeof error !== 'boolean') {
      this.callback.call(stream, error);
    } else if (this.isPremature()) {
      this.callback.call(stream, new ERR_STREAM_PREMATURE_CLOSE());
    } else {
      this.callback.call(stream);
    }
  }

  isPremature() {
    const { stream } = this;
    if (this.readable && !this.readableDone &&
        isReadableNodeStream(stream, true) &&
        !isReadableFinished(stream, false)) return true;
    return this.writable && !this.writableDone &&
      !isWritableFinished(stream, false);
  }

  /** No event will tell that it is over, in whichever way it is. */
  over() {
    const { stream } = this;
    const error = writableError(stream) || readableError(stream);
    if (error && typeof error !== 'boolean') this.callback.call(stream, error);
    else this.callback.call(stream);
  }

  listen(options) {
    const { stream } = this;
    if (isRequest(stream)) {
      stream.on('complete', this.onfinish);
      if (!this.awaitsClose) stream.on('abort', this.onclose);
      if (stream.req) this.onrequest();
      else stream.on('request', this.onrequest);
    } else if (this.writable && !stream._writableState) {
      stream.on('end', this.onlegacyend);
      stream.on('close', this.onlegacyend);
    }
    // Not all streams emit 'close' after 'aborted'.
    if (!this.awaitsClose && typeof stream.aborted === 'boolean') {
      stream.on('aborted', this.onclose);
    }
    stream.on('end', this.onend);
    stream.on('finish', this.onfinish);
    if (options.error !== false) stream.on('error', this.onerror);
    stream.on('close', this.onclose);
  }

  /** Tells at once, that is in the next tick, if it is over already. */
  tellIfOver() {
    if (isClosed(this.stream)) process.nextTick(() => this.close());
    else if (this.isOver()) process.nextTick(() => this.over());
  }

  isOver() {
    const { stream } = this;
    const r = stream._readableState;
    const w = stream._writableState;
    if (w?.errorEmitted || r?.errorEmitted) return !this.awaitsClose;
    if (!this.readable && (!this.awaitsClose || isReadable(stream)) &&
        (this.writableDone || isWritable(stream) === false) && !w?.pendingcb) {
      return true;
    }
    if (!this.writable && (!this.awaitsClose || isWritable(stream)) &&
        (this.readableDone || isReadable(stream) === false)) return true;
    return Boolean(r && stream.req && stream.aborted);
  }

  remove() {
    const { stream } = this;
    this.callback = nop;
    for (const event of ['aborted', 'abort', 'close']) {
      stream.removeListener(event, this.onclose);
    }
    stream.removeListener('complete', this.onfinish);
    stream.removeListener('request', this.onrequest);
    this.request?.removeListener('finish', this.onfinish);
    stream.removeListener('end', this.onlegacyend);
    stream.removeListener('close', this.onlegacyend);
    stream.removeListener('finish', this.onfinish);
    stream.removeListener('end', this.onend);
    stream.removeListener('error', this.onerror);
  }

  abortWith(signal) {
    const abort = () => {
      const { callback } = this;
      this.remove();
      callback.call(
        this.stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) {
      process.nextTick(abort);
      return;
    }
    const disposable = addAbortListener(signal, abort);
    const { callback } = this;
    this.callback = function(...args) {
      disposable[Symbol.dispose]();
      callback.apply(this, args);
    };
  }
}

function addAbortListener(signal, listener) {
  return require('events').addAbortListener(signal, listener);
}

/**
 * Calls back once when the stream is not readable and writable any more, or
 * with what went wrong.
 *
 * @param {Stream|ReadableStream|WritableStream} stream
 * @param {{ error?: boolean, readable?: boolean, writable?: boolean,
 *           signal?: AbortSignal }} [options]
 * @param {(error?: Error) => void} callback
 * @returns {() => void} removes the listeners again
 */
function eos(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = kEmptyObject;
  } else if (options == null) {
    options = kEmptyObject;
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');

  callback = once(callback);
  if (isReadableStream(stream) || isWritableStream(stream)) {
    return eosWeb(stream, options, callback);
  }
  if (!isNodeStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE(
      'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }

  const watch = new Watch(stream, options, callback);
  watch.listen(options);
  watch.tellIfOver();
  if (options.signal) watch.abortWith(options.signal);
  return () => watch.remove();
}

/**
 * At most one call; in the async context of whoever asked, not of whatever ends
 * the stream.
 */
function once(callback) {
  let called = false;
  if (asyncContext.state.isUsed) callback = bindToContext(callback);
  return function(...args) {
    if (called) return;
    called = true;
    Reflect.apply(callback, this, args);
  };
}

function bindToContext(callback) {
  const context = asyncContext.get();
  return function(...args) {
    return asyncContext.runUnder(context, callback, this, args);
  };
}

function eosWeb(stream, options, callback) {
  let aborted = false;
  let abort = nop;
  if (options.signal) {
    abort = () => {
      aborted = true;
      callback.call(
        stream, new AbortError(undefined, { cause: options.signal.reason }));
    };
    if (options.signal.aborted) {
      process.nextTick(abort);
    } else {
      const disposable = addAbortListener(options.signal, abort);
      const original = callback;
      callback = (...args) => {
        disposable[Symbol.dispose]();
        original.apply(stream, args);
      };
    }
  }
  const tell = (...args) => {
    if (!aborted) process.nextTick(() => callback.apply(stream, args));
  };
  stream[kIsClosedPromise].promise.then(tell, tell);
  return nop;
}

/**
 * `finished()` as a promise.
 *
 * @param {Stream|ReadableStream|WritableStream} stream
 * @param {object} [options] as of `finished()`, and `cleanup`: remove the
 *   listeners in the end
 * @returns {Promise<void>}
 */
function finished(stream, options) {
  let cleanup = false;
  if (options === null) options = kEmptyObject;
  if (options?.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    cleanup = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const remove = eos(stream, options ?? kEmptyObject, (error) => {
      if (cleanup) remove();
      if (error) reject(error);
      else resolve();
    });
  });
}

eos.finished = finished;

module.exports = { eos, finished };
