'use strict';

// The readable stream, without its face to programs (readable.js): the
// standard's ReadableStream, its default controller and its readers. The
// controller of byte streams is in byte_source.js. A controller here is a
// "source": it has
//   pull(request)    [[PullSteps]]: answer a read request, now or later
//   cancel(reason)   [[CancelSteps]]
//   release()        [[ReleaseSteps]]: the reader went away
//   error(error)
//
// A read request has chunkSteps(chunk), closeSteps() and errorSteps(error).

const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const {
  Fifo,
  LazyPromise,
  SizedQueue,
  nop,
  promiseReject,
  promiseResolve,
  returnResolved,
  startPromise,
  whenSettled,
} = require('internal/webstreams/util');

function invalidState(message) {
  return new ERR_INVALID_STATE.TypeError(message);
}

class ReadableCore {
  constructor() {
    // 'readable' | 'closed' | 'errored'
    this.state = 'readable';
    this.storedError = undefined;
    // Something was read or cancelled.
    this.disturbed = false;
    this.reader = null;
    this.source = null;
    // For stream.finished(): settled when the stream is closed or errored.
    this.finished = new LazyPromise();
  }

  get isLocked() {
    return this.reader !== null;
  }

  /** ReadableStreamCancel */
  cancel(reason) {
    this.disturbed = true;
    if (this.state === 'closed') return promiseResolve(undefined);
    if (this.state === 'errored') return promiseReject(this.storedError);
    const { reader } = this;
    this.close();
    if (reader !== null && reader.isByob) {
      for (const request of reader.requests.takeAll()) {
        request.closeSteps(undefined);
      }
    }
    return whenSettled(this.source.cancel(reason), nop);
  }

  /** ReadableStreamClose */
  close() {
    this.state = 'closed';
    const { reader } = this;
    this.finished.resolve();
    if (reader === null) return;
    reader.closed.resolve();
    if (!reader.isByob) {
      for (const request of reader.requests.takeAll()) request.closeSteps();
    }
  }

  /** ReadableStreamError */
  error(error) {
    this.state = 'errored';
    this.storedError = error;
    const { reader } = this;
    this.finished.reject(error);
    if (reader === null) return;
    reader.closed.reject(error);
    for (const request of reader.requests.takeAll()) {
      request.errorSteps(error);
    }
  }

  /** ReadableStreamGetNumReadRequests, of a default reader. */
  get readRequestCount() {
    const { reader } = this;
    return reader === null || reader.isByob ? 0 : reader.requests.length;
  }

  /** ReadableStreamGetNumReadIntoRequests, of a BYOB reader. */
  get readIntoRequestCount() {
    const { reader } = this;
    return reader === null || !reader.isByob ? 0 : reader.requests.length;
  }
}

/** The standard's ReadableStreamDefaultController. */
class DefaultSource {
  constructor(stream) {
    this.stream = stream;
    stream.source = this;
    this.queue = new SizedQueue();
    this.started = false;
    this.closeRequested = false;
    this.pulling = false;
    this.pullAgain = false;
    this.limit = 1;
    this.sizeAlgorithm = null;
    this.pullAlgorithm = returnResolved;
    this.cancelAlgorithm = returnResolved;
    // Shared by all pulls, so that a pull makes no functions.
    this.onPulled = () => this.afterPull();
    this.onFailed = (error) => this.error(error);
  }

  get isByteSource() {
    return false;
  }

  /** SetUpReadableStreamDefaultController. `start` may throw. */
  start(algorithms, highWaterMark, sizeAlgorithm, start) {
    this.pullAlgorithm = algorithms.pull;
    this.cancelAlgorithm = algorithms.cancel;
    this.limit = highWaterMark;
    this.sizeAlgorithm = sizeAlgorithm;
    whenSettled(startPromise(start), () => {
      this.started = true;
      this.callPull();
    }, this.onFailed);
  }

  get desiredSize() {
    const { state } = this.stream;
    if (state === 'errored') return null;
    if (state === 'closed') return 0;
    return this.limit - this.queue.total;
  }

  /** CanCloseOrEnqueue */
  get isOpen() {
    return !this.closeRequested && this.stream.state === 'readable';
  }

  shouldCallPull() {
    if (!this.isOpen || !this.started) return false;
    return this.stream.readRequestCount > 0 ||
      this.limit - this.queue.total > 0;
  }

  /** CallPullIfNeeded */
  callPull() {
    if (!this.shouldCallPull()) return;
    if (this.pulling) {
      this.pullAgain = true;
      return;
    }
    this.pulling = true;
    whenSettled(this.pullAlgorithm(), this.onPulled, this.onFailed);
  }

  afterPull() {
    this.pulling = false;
    if (this.pullAgain) {
      this.pullAgain = false;
      this.callPull();
    }
  }

  pull(request) {
    if (this.queue.length === 0) {
      this.stream.reader.requests.push(request);
      this.callPull();
    } else {
      request.chunkSteps(this.takeChunk());
    }
  }

  /** A chunk that waits; there is one. */
  takeChunk() {
    const chunk = this.queue.shift();
    if (this.closeRequested && this.queue.length === 0) {
      this.clearAlgorithms();
      this.stream.close();
    } else {
      this.callPull();
    }
    return chunk;
  }

  cancel(reason) {
    this.queue.clear();
    const cancelled = this.cancelAlgorithm(reason);
    this.clearAlgorithms();
    return cancelled;
  }

  release() {}

  close() {
    if (!this.isOpen) return;
    this.closeRequested = true;
    if (this.queue.length === 0) {
      this.clearAlgorithms();
      this.stream.close();
    }
  }

  /** Gives a chunk to whoever waits, or to the queue. */
  enqueue(chunk) {
    if (!this.isOpen) return;
    if (this.stream.readRequestCount > 0) {
      this.stream.reader.requests.shift().chunkSteps(chunk);
    } else {
      try {
        const size = this.sizeAlgorithm === null ? 1 :
          this.sizeAlgorithm(chunk);
        this.queue.push(chunk, size);
      } catch (error) {
        this.error(error);
        throw error;
      }
    }
    this.callPull();
  }

  error(error) {
    if (this.stream.state !== 'readable') return;
    this.queue.clear();
    this.clearAlgorithms();
    this.stream.error(error);
  }

  /** Lets go of the program's functions. */
  clearAlgorithms() {
    this.pullAlgorithm = returnResolved;
    this.cancelAlgorithm = returnResolved;
    this.sizeAlgorithm = null;
  }
}

/** The standard's ReadableStreamDefaultReader and ReadableStreamBYOBReader. */
class ReaderCore {
  /** @throws if the stream has a reader */
  constructor(stream, isByob) {
    if (stream.isLocked) throw invalidState('ReadableStream is locked');
    this.isByob = isByob;
    this.requests = new Fifo();
    this.stream = stream;
    stream.reader = this;
    if (stream.state === 'readable') this.closed = new LazyPromise();
    else if (stream.state === 'closed') this.closed = LazyPromise.resolved();
    else this.closed = LazyPromise.rejected(stream.storedError);
  }

  cancel(reason) {
    if (this.stream === null) return promiseReject(unattached());
    return this.stream.cancel(reason);
  }

  /** ReadableStreamDefaultReaderRead */
  readTo(request) {
    const { stream } = this;
    stream.disturbed = true;
    if (stream.state === 'closed') request.closeSteps();
    else if (stream.state === 'errored') request.errorSteps(stream.storedError);
    else stream.source.pull(request);
  }

  /** Is there a chunk that `source.takeChunk()` can give at once? */
  get hasChunk() {
    const { state, source } = this.stream;
    return state === 'readable' && !source.isByteSource &&
      source.queue.length > 0;
  }

  /** @returns {Promise<{ value: *, done: boolean }>} */
  read() {
    if (this.stream === null) return promiseReject(unattached());
    if (this.hasChunk) {
      this.stream.disturbed = true;
      const value = this.stream.source.takeChunk();
      return promiseResolve({ value, done: false });
    }
    const request = new PromiseRead();
    this.readTo(request);
    return request.promise;
  }

  release() {
    const { stream } = this;
    if (stream === null) return;
    const reason = invalidState('Releasing reader');
    if (stream.state === 'readable') this.closed.reject(reason);
    else this.closed = LazyPromise.rejected(reason);
    stream.source.release();
    stream.reader = null;
    this.stream = null;
    const requests = this.requests.takeAll();
    if (requests.length === 0) return;
    const error = invalidState('Releasing reader');
    for (const request of requests) request.errorSteps(error);
  }
}

function unattached() {
  return invalidState('The reader is not attached to a stream');
}

/** A read request of which a program has the promise. */
class PromiseRead {
  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.promise = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  chunkSteps(value) {
    this.resolve({ value, done: false });
  }

  /** @param {ArrayBufferView} [view] the memory of a BYOB read, given back */
  closeSteps(view) {
    this.resolve({ value: view, done: true });
  }

  errorSteps(error) {
    this.reject(error);
  }
}

/** A stream of lib/'s own with a default controller. */
function createReadable(algorithms, highWaterMark = 1, sizeAlgorithm = null,
                        start = nop) {
  const stream = new ReadableCore();
  new DefaultSource(stream)
    .start(algorithms, highWaterMark, sizeAlgorithm, start);
  return stream;
}

module.exports = {
  DefaultSource,
  PromiseRead,
  ReadableCore,
  ReaderCore,
  createReadable,
  invalidState,
  unattached,
};
