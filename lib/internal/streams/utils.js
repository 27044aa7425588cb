'use strict';

// Questions about things that may be streams: ours, the web's, old ones with
// only `pipe()` and `on()`, or http messages. A null answer means "not the kind
// of thing that has an answer".

// Registered symbols: other copies of the streams (npm's readable-stream) and
// the web streams answer under the same names.
const kIsDestroyed = Symbol.for('nodejs.stream.destroyed');
const kIsErrored = Symbol.for('nodejs.stream.errored');
const kIsReadable = Symbol.for('nodejs.stream.readable');
const kIsWritable = Symbol.for('nodejs.stream.writable');
const kIsDisturbed = Symbol.for('nodejs.stream.disturbed');
/** A web stream's promise of being closed, with its `resolve` and `reject`. */
const kIsClosedPromise = Symbol.for('nodejs.webstream.isClosedPromise');
/** A web stream's function that errors it from outside. */
const kControllerErrorFunction =
  Symbol.for('nodejs.webstream.controllerErrorFunction');

const isFunction = (value) => typeof value === 'function';
const isBoolean = (value) => typeof value === 'boolean';

/**
 * @param {*} stream
 * @param {boolean} [strict] it must also have `pause()` and `resume()`
 */
function isReadableNodeStream(stream, strict = false) {
  if (!stream || !isFunction(stream.pipe) || !isFunction(stream.on)) {
    return false;
  }
  if (strict && !(isFunction(stream.pause) && isFunction(stream.resume))) {
    return false;
  }
  const r = stream._readableState;
  // A Writable has pipe() too, only to complain.
  return !stream._writableState || (Boolean(r) && r.readable !== false);
}

function isWritableNodeStream(stream) {
  return Boolean(stream) && isFunction(stream.write) &&
    isFunction(stream.on) &&
    (!stream._readableState || stream._writableState?.writable !== false);
}

function isDuplexNodeStream(stream) {
  return Boolean(stream?._readableState) && isFunction(stream.pipe) &&
    isFunction(stream.on) && isFunction(stream.write);
}

function isNodeStream(stream) {
  if (!stream) return false;
  if (stream._readableState || stream._writableState) return true;
  return isFunction(stream.on) &&
    (isFunction(stream.write) || isFunction(stream.pipe));
}

function isReadableStream(stream) {
  return Boolean(stream) && !isNodeStream(stream) &&
    isFunction(stream.pipeThrough) && isFunction(stream.getReader) &&
    isFunction(stream.cancel);
}

function isWritableStream(stream) {
  return Boolean(stream) && !isNodeStream(stream) &&
    isFunction(stream.getWriter) && isFunction(stream.abort);
}

function isTransformStream(stream) {
  return Boolean(stream) && !isNodeStream(stream) &&
    typeof stream.readable === 'object' && typeof stream.writable === 'object';
}

function isWebStream(stream) {
  return isReadableStream(stream) || isWritableStream(stream) ||
    isTransformStream(stream);
}

/** @param {boolean} [isAsync] which kind; either, if left out */
function isIterable(value, isAsync) {
  if (value == null) return false;
  if (isAsync === true) return isFunction(value[Symbol.asyncIterator]);
  if (isAsync === false) return isFunction(value[Symbol.iterator]);
  return isFunction(value[Symbol.asyncIterator]) ||
    isFunction(value[Symbol.iterator]);
}

/**
 * @param {Stream} stream
 * @returns {boolean|null} null if it is no stream
 */
function isDestroyed(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return Boolean(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

/** Has `end()` been called? */
function isWritableEnded(stream) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const w = stream._writableState;
  if (w?.errored) return false;
  return isBoolean(w?.ended) ? w.ended : null;
}

/**
 * Has 'finish' been emitted?
 *
 * @param {boolean} [strict] false: nothing left to write is enough
 */
function isWritableFinished(stream, strict) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const w = stream._writableState;
  if (w?.errored) return false;
  if (!isBoolean(w?.finished)) return null;
  return w.finished || (strict === false && w.ended && w.length === 0);
}

/**
 * Has 'end' been emitted?
 *
 * @param {boolean} [strict] false: nothing left to read is enough
 */
function isReadableFinished(stream, strict) {
  if (!isReadableNodeStream(stream)) return null;
  const r = stream._readableState;
  if (r?.errored) return false;
  if (!isBoolean(r?.endEmitted)) return null;
  return r.endEmitted || (strict === false && r.ended && r.length === 0);
}

/**
 * @param {Stream|ReadableStream} stream
 * @returns {boolean|null} null if it is no readable stream
 */
function isReadable(stream) {
  const answer = stream?.[kIsReadable];
  if (answer != null) return answer;
  if (!isBoolean(stream?.readable)) return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable &&
    !isReadableFinished(stream);
}

/**
 * @param {Stream|WritableStream} stream
 * @returns {boolean|null} null if it is no writable stream
 */
function isWritable(stream) {
  const answer = stream?.[kIsWritable];
  if (answer != null) return answer;
  if (!isBoolean(stream?.writable)) return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable &&
    !isWritableEnded(stream);
}

/** Neither readable nor writable any more, as far as `options` ask. */
function isFinished(stream, options) {
  if (!isNodeStream(stream)) return null;
  if (isDestroyed(stream)) return true;
  if (options?.readable !== false && isReadable(stream)) return false;
  if (options?.writable !== false && isWritable(stream)) return false;
  return true;
}

function readableError(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.readableErrored || (stream._readableState?.errored ?? null);
}

function writableError(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.writableErrored || (stream._writableState?.errored ?? null);
}

function isOutgoingMessage(stream) {
  return isBoolean(stream._closed) && isBoolean(stream._defaultKeepAlive) &&
    isBoolean(stream._removedConnection) && isBoolean(stream._removedContLen);
}

function isServerResponse(stream) {
  return isBoolean(stream._sent100) && isOutgoingMessage(stream);
}

function isServerRequest(stream) {
  return isBoolean(stream._consuming) && isBoolean(stream._dumped) &&
    stream.req?.upgradeOrConnect === undefined;
}

/** An http client's request, of http's own or alike. */
function isRequest(stream) {
  return stream && isFunction(stream.setHeader) && isFunction(stream.abort);
}

/** Has 'close' been or is it about to be emitted? */
function isClosed(stream) {
  if (!isNodeStream(stream)) return null;
  if (isBoolean(stream.closed)) return stream.closed;

  const w = stream._writableState;
  const r = stream._readableState;
  if (isBoolean(w?.closed) || isBoolean(r?.closed)) {
    return w?.closed || r?.closed;
  }
  if (isBoolean(stream._closed) && isOutgoingMessage(stream)) {
    return stream._closed;
  }
  return null;
}

/** Will it emit 'close' by itself when it has come to its end? */
function willEmitClose(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  if (!state) return isServerResponse(stream);
  return Boolean(
    state.autoDestroy && state.emitClose && state.closed === false);
}

/**
 * Has it been read from or cancelled?
 *
 * @param {Readable|ReadableStream} stream
 * @returns {boolean}
 */
function isDisturbed(stream) {
  return Boolean(stream && (stream[kIsDisturbed] ??
    (stream.readableDidRead || stream.readableAborted)));
}

/**
 * @param {Stream|ReadableStream|WritableStream} stream
 * @returns {boolean}
 */
function isErrored(stream) {
  return Boolean(stream && (stream[kIsErrored] ??
    stream.readableErrored ??
    stream.writableErrored ??
    stream._readableState?.errorEmitted ??
    stream._writableState?.errorEmitted ??
    stream._readableState?.errored ??
    stream._writableState?.errored));
}

module.exports = {
  kIsDestroyed,
  kIsErrored,
  kIsReadable,
  kIsWritable,
  kIsDisturbed,
  kIsClosedPromise,
  kControllerErrorFunction,
  isClosed,
  isDestroyed,
  isDisturbed,
  isDuplexNodeStream,
  isErrored,
  isFinished,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isRequest,
  isServerRequest,
  isServerResponse,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableEnded,
  isWritableFinished,
  isWritableNodeStream,
  isWritableStream,
  readableError,
  willEmitClose,
  writableError,
};
