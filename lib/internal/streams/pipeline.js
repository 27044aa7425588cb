'use strict';

// `pipeline()`: connects a source, transforms and a destination, each a stream
// of whatever kind, an iterable or a function, so that when one fails or is
// closed all are, and calls back once with the outcome.

const process = require('internal/process');
const {
  AbortError,
  aggregateTwoErrors,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_RETURN_VALUE,
    ERR_MISSING_ARGS,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_PREMATURE_CLOSE,
    ERR_STREAM_UNABLE_TO_PIPE,
  },
} = require('internal/errors');
const { validateAbortSignal, validateFunction } =
  require('internal/validators');
const destroyImpl = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const {
  isClosed,
  isDestroyed,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isTransformStream,
  isWebStream,
} = require('internal/streams/utils');

/**
 * @param {...*} args the streams (or one array of them) and the callback
 * @returns {Stream} the last stream
 */
function pipeline(...args) {
  const callback = args.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  return pipelineImpl(args, callback);
}

/**
 * @param {Array} streams
 * @param {(error?: Error, value?: *) => void} callback
 * @param {{ signal?: AbortSignal, end?: boolean }} [options] `end: false` leaves
 *   the destination open
 */
function pipelineImpl(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new ERR_MISSING_ARGS('streams');
  validateAbortSignal(options?.signal, 'options.signal');
  return new Pipeline(streams, callback, options).connect();
}

class Pipeline {
  constructor(streams, callback, options) {
    this.streams = streams;
    this.callback = callback;
    this.endsLast = options?.end !== false;
    // What functions get, to stop when the pipeline does.
    this.controller = new AbortController();
    this.outerSignal = options?.signal;
    this.abortListener = null;
    this.error = undefined;
    // What a destination function's promise resolved to.
    this.value = undefined;
    this.destroyers = [];
    // Removes what was added to a last stream that is still to be read.
    this.cleanups = [];
    // How many connections are still working.
    this.pending = 0;
    this.finish = (error) => this.settle(error, --this.pending === 0);
    this.noteError = (error) => this.settle(error, false);
  }

  connect() {
    if (this.outerSignal) this.listenToSignal();
    let current;
    for (let i = 0; i < this.streams.length; i++) {
      const stage = this.makeStage(i);
      if (isNodeStream(stage.stream)) this.watch(stage);
      current = i === 0 ? this.openSource(stage.stream) :
        this.connectStage(current, stage);
    }
    if (this.outerSignal?.aborted) process.nextTick(() => this.abort());
    return current;
  }

  makeStage(index) {
    const isLast = index === this.streams.length - 1;
    return {
      stream: this.streams[index],
      index,
      isLast,
      isFirst: index === 0,
      // Is it ended with what comes before it?
      end: !isLast || this.endsLast,
    };
  }

  listenToSignal() {
    const { addAbortListener } = require('events');
    this.abortListener =
      addAbortListener(this.outerSignal, () => this.abort());
  }

  abort() {
    const cause = this.outerSignal?.reason;
    this.noteError(new AbortError(undefined, { cause }));
  }

  /** One connection is done, or something failed. */
  settle(error, isFinal) {
    if (error && (!this.error || this.isFollowUp(this.error))) {
      this.error = error;
    }
    if (!this.error && !isFinal) return;

    while (this.destroyers.length > 0) this.destroyers.shift()(this.error);
    this.abortListener?.[Symbol.dispose]();
    this.controller.abort();

    if (!isFinal) return;
    if (!this.error) this.cleanups.forEach((cleanup) => cleanup());
    process.nextTick(this.callback, this.error, this.value);
  }

  /** Did the error only follow from another one, which comes later? */
  isFollowUp(error) {
    return error.code === 'ERR_STREAM_PREMATURE_CLOSE' ||
      // An iterator that was left destroys its stream with this.
      (error.name === 'AbortError' && !this.outerSignal?.aborted);
  }

  /** Ends the stream with the pipeline, and the pipeline with the stream. */
  watch({ stream, isFirst, isLast, end }) {
    const isOpenEnd = isLast && isReadable(stream);
    if (end) this.destroyWithPipeline(stream, !isLast, !isFirst, isOpenEnd);

    // Errors after the pipeline is done must not crash.
    const onerror = (error) => {
      if (error && error.name !== 'AbortError' &&
          error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.noteError(error);
    };
    stream.on('error', onerror);
    if (isOpenEnd) {
      this.cleanups.push(() => stream.removeListener('error', onerror));
    }
  }

  destroyWithPipeline(stream, readable, writable, isOpenEnd) {
    let done = false;
    stream.on('close', () => { done = true; });
    const cleanup = eos(stream, { readable, writable }, (error) => {
      done = !error;
    });
    this.destroyers.push((error) => {
      if (done) return;
      done = true;
      destroyImpl.destroyer(stream, error || new ERR_STREAM_DESTROYED('pipe'));
    });
    if (isOpenEnd) this.cleanups.push(cleanup);
  }

  openSource(source) {
    if (typeof source === 'function') {
      const iterable = source({ signal: this.controller.signal });
      if (isIterable(iterable)) return iterable;
      throw new ERR_INVALID_RETURN_VALUE(
        'Iterable, AsyncIterable or Stream', 'source', iterable);
    }
    if (isIterable(source) || isReadableNodeStream(source) ||
        isTransformStream(source)) return source;
    return require('internal/streams/duplex').from(source);
  }

  connectStage(source, stage) {
    const { stream } = stage;
    if (typeof stream === 'function') return this.callStage(source, stage);
    if (isNodeStream(stream)) this.connectToNode(source, stage);
    else if (isWebStream(stream)) this.connectToWeb(source, stage);
    else return require('internal/streams/duplex').from(stream);
    return stream;
  }

  connectToNode(source, { stream, isLast, end }) {
    if (isReadableNodeStream(source)) {
      this.pending += 2;
      const cleanup = this.pipe(source, stream, end);
      if (isLast && isReadable(stream)) this.cleanups.push(cleanup);
      return;
    }
    if (isTransformStream(source)) source = source.readable;
    if (!isIterable(source) && !isReadableStream(source)) {
      throw badSource(source);
    }
    this.pending++;
    pumpToNode(source, stream, this.finish, end);
  }

  connectToWeb(source, { stream, end }) {
    if (isReadableNodeStream(source)) source = makeAsyncIterable(source);
    else if (isTransformStream(source)) source = source.readable;
    if (!isIterable(source) && !isReadableStream(source)) {
      throw badSource(source);
    }
    this.pending++;
    pumpToWeb(source, stream, this.finish, end);
  }

  /** A function: it gets an iterable and gives one, or at last a promise. */
  callStage(source, { stream: fn, index, isLast, end }) {
    const readable = isTransformStream(source) ? source.readable : source;
    const result =
      fn(makeAsyncIterable(readable), { signal: this.controller.signal });
    if (isLast) return this.makeProxy(result, end);
    if (isIterable(result, true)) return result;
    throw new ERR_INVALID_RETURN_VALUE(
      'AsyncIterable', `transform[${index - 1}]`, result);
  }

  /** So that pipeline() always returns a stream, which can be piped on. */
  makeProxy(result, end) {
    const PassThrough = require('internal/streams/passthrough');
    const proxy = new PassThrough({ objectMode: true });

    const then = result?.then;
    if (typeof then === 'function') {
      this.pending++;
      this.settleWith(result, then, proxy, end);
    } else if (isIterable(result, true) || isWebStream(result)) {
      this.pending++;
      const source = isTransformStream(result) ? result.readable : result;
      pumpToNode(source, proxy, this.finish, end);
    } else {
      throw new ERR_INVALID_RETURN_VALUE(
        'AsyncIterable or Promise', 'destination', result);
    }
    this.destroyWithPipeline(proxy, false, true, true);
    return proxy;
  }

  settleWith(promise, then, proxy, end) {
    then.call(promise, (value) => {
      this.value = value;
      if (value !== undefined && value !== null) proxy.write(value);
      if (end) proxy.end();
      process.nextTick(this.finish);
    }, (error) => {
      proxy.destroy(error);
      process.nextTick(this.finish, error);
    });
  }

  /** Connects two Node streams. Calls `finish` twice, once for each. */
  pipe(source, dest, end) {
    const { finish } = this;
    let ended = false;

    dest.on('close', () => {
      if (!ended) this.noteError(new ERR_STREAM_PREMATURE_CLOSE());
    });
    if (isClosed(dest) || isDestroyed(dest)) {
      process.nextTick(this.noteError, new ERR_STREAM_UNABLE_TO_PIPE());
    }
    source.pipe(dest, { end: false });
    if (end) {
      const endDest = () => {
        ended = true;
        dest.end();
      };
      if (isReadableFinished(source)) process.nextTick(endDest);
      else source.once('end', endDest);
    } else {
      finish();
    }

    eos(source, { readable: true, writable: false }, (error) => {
      if (isEarlyClose(source, error)) {
        source.once('end', finish).once('error', finish);
      } else {
        finish(error);
      }
    });
    return eos(dest, { readable: false, writable: true }, finish);
  }
}

// Some streams emit 'close' before 'end'. As long as 'end' can still come,
// that is no failure.
function isEarlyClose(source, error) {
  const r = source._readableState;
  return error?.code === 'ERR_STREAM_PREMATURE_CLOSE' && r?.ended &&
    !r.errored && !r.errorEmitted;
}

function badSource(source) {
  return new ERR_INVALID_ARG_TYPE('val',
    ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream',
      'TransformStream'], source);
}

function makeAsyncIterable(source) {
  if (isIterable(source)) return source;
  if (!isReadableNodeStream(source)) {
    throw new ERR_INVALID_ARG_TYPE(
      'val', ['Readable', 'Iterable', 'AsyncIterable'], source);
  }
  // An old stream, without an iterator of its own.
  const Readable = require('internal/streams/readable');
  return Readable.prototype[Symbol.asyncIterator].call(source);
}

/** Waits for 'drain', or for the end of a Writable. */
class DrainWaiter {
  constructor(writable) {
    this.writable = writable;
    this.error = undefined;
    this.wakeUp = null;
    this.onevent = (error) => this.wake(error);
    writable.on('drain', this.onevent);
    this.stopWatching = eos(writable, { readable: false }, this.onevent);
  }

  wake(error) {
    if (error) this.error = error;
    const { wakeUp } = this;
    this.wakeUp = null;
    wakeUp?.();
  }

  wait() {
    return new Promise((resolve, reject) => {
      if (this.error) {
        reject(this.error);
        return;
      }
      this.wakeUp = () => {
        if (this.error) reject(this.error);
        else resolve();
      };
    });
  }

  stop() {
    this.stopWatching();
    this.writable.off('drain', this.onevent);
  }
}

async function pumpToNode(iterable, writable, finish, end) {
  const waiter = new DrainWaiter(writable);
  try {
    if (writable.writableNeedDrain) await waiter.wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await waiter.wait();
    }
    if (end) {
      writable.end();
      await waiter.wait();
    }
    finish();
  } catch (error) {
    finish(waiter.error === error ? error :
      aggregateTwoErrors(waiter.error, error));
  } finally {
    waiter.stop();
  }
}

async function pumpToWeb(iterable, writable, finish, end) {
  if (isTransformStream(writable)) writable = writable.writable;
  const writer = writable.getWriter();
  try {
    for await (const chunk of iterable) {
      await writer.ready;
      // Its failure shows in `ready`.
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
      finish(error);
    } catch (abortError) {
      finish(abortError);
    }
  }
}

module.exports = { pipeline, pipelineImpl };
