'use strict';

// The writable stream, without its face to programs (writable.js): the
// standard's WritableStream together with its WritableStreamDefaultController,
// which are always one to one.
//
//            write()                     abort(), error()
//   writable ------> writable -----------------------------> erroring
//      | close() and all written                                | nothing in
//      v                                                        v flight
//    closed                                                   errored

const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const {
  Fifo,
  LazyPromise,
  SizedQueue,
  promiseReject,
  promiseResolve,
  returnResolved,
  startPromise,
  whenSettled,
} = require('internal/webstreams/util');

/** In the queue: close() was called here. */
const kClose = Symbol('kClose');

function invalidState(message) {
  return new ERR_INVALID_STATE.TypeError(message);
}

class WritableCore {
  constructor() {
    // 'writable' | 'erroring' | 'errored' | 'closed'
    this.state = 'writable';
    this.storedError = undefined;
    this.backpressure = false;
    this.writer = null;

    // Requests have resolve() and reject(error). A request is in flight while
    // the sink works on it.
    this.writeRequests = new Fifo();
    this.inFlightWrite = null;
    this.closeRequest = null;
    this.inFlightClose = null;
    // { promise, resolve, reject, reason, wasAlreadyErroring } | null
    this.pendingAbort = null;

    // The controller's.
    this.queue = new SizedQueue();
    this.started = false;
    this.limit = 1;
    this.sizeAlgorithm = null;
    this.writeAlgorithm = returnResolved;
    this.closeAlgorithm = returnResolved;
    this.abortAlgorithm = returnResolved;
    // Made when the sink looks at `controller.signal`, or never.
    this.abortController = null;
    this.abortReason = undefined;
    this.isSignalAborted = false;

    // Shared by all writes, so that a write makes no functions.
    this.onWritten = () => this.afterWrite();
    this.onWriteFailed = (error) => this.afterWriteFailed(error);

    // For stream.finished(): settled when the stream is closed or errored.
    this.finished = new LazyPromise();
  }

  /** SetUpWritableStreamDefaultController. `start` may throw. */
  start(algorithms, highWaterMark, sizeAlgorithm, start) {
    this.writeAlgorithm = algorithms.write;
    this.closeAlgorithm = algorithms.close;
    this.abortAlgorithm = algorithms.abort;
    this.limit = highWaterMark;
    this.sizeAlgorithm = sizeAlgorithm;
    this.updateBackpressure(this.isFull());

    whenSettled(startPromise(start), () => {
      this.started = true;
      this.advance();
    }, (error) => {
      this.started = true;
      this.dealWithRejection(error);
    });
  }

  get isLocked() {
    return this.writer !== null;
  }

  get isCloseQueuedOrInFlight() {
    return this.closeRequest !== null || this.inFlightClose !== null;
  }

  get desiredSize() {
    if (this.state === 'errored' || this.state === 'erroring') return null;
    if (this.state === 'closed') return 0;
    return this.limit - this.queue.total;
  }

  isFull() {
    return this.limit - this.queue.total <= 0;
  }

  get signal() {
    if (this.abortController === null) {
      this.abortController = new AbortController();
      if (this.isSignalAborted) this.abortController.abort(this.abortReason);
    }
    return this.abortController.signal;
  }

  // ---- what a writer asks for -----------------------------------------------

  abort(reason) {
    if (this.state === 'closed' || this.state === 'errored') {
      return promiseResolve(undefined);
    }
    this.isSignalAborted = true;
    this.abortReason = reason;
    // Runs the program's listeners, after which all may be different.
    this.abortController?.abort(reason);
    if (this.state === 'closed' || this.state === 'errored') {
      return promiseResolve(undefined);
    }
    if (this.pendingAbort !== null) return this.pendingAbort.promise;

    const wasAlreadyErroring = this.state === 'erroring';
    this.pendingAbort = {
      ...Promise.withResolvers(),
      reason: wasAlreadyErroring ? undefined : reason,
      wasAlreadyErroring,
    };
    const { promise } = this.pendingAbort;
    if (!wasAlreadyErroring) this.startErroring(reason);
    return promise;
  }

  close() {
    if (this.state === 'closed' || this.state === 'errored') {
      return promiseReject(invalidState('WritableStream is closed'));
    }
    if (this.isCloseQueuedOrInFlight) {
      return promiseReject(
        invalidState('Failure closing WritableStream: it is closing already'));
    }
    this.closeRequest = Promise.withResolvers();
    const { promise } = this.closeRequest;
    if (this.writer !== null && this.backpressure &&
        this.state === 'writable') {
      this.writer.ready.resolve();
    }
    this.queue.push(kClose, 0);
    this.advance();
    return promise;
  }

  /** WritableStreamDefaultControllerGetChunkSize */
  sizeOf(chunk) {
    if (this.sizeAlgorithm === null) return 1;
    try {
      return this.sizeAlgorithm(chunk);
    } catch (error) {
      this.error(error);
      return 1;
    }
  }

  /** Queues a write of which `request` is told. */
  write(chunk, size, request) {
    this.writeRequests.push(request);
    try {
      this.queue.push(chunk, size);
    } catch (error) {
      this.error(error);
      return;
    }
    if (!this.isCloseQueuedOrInFlight && this.state === 'writable') {
      this.updateBackpressure(this.isFull());
    }
    this.advance();
  }

  /** WritableStreamDefaultControllerErrorIfNeeded */
  error(error) {
    if (this.state !== 'writable') return;
    this.clearAlgorithms();
    this.startErroring(error);
  }

  // ---- how it proceeds ------------------------------------------------------

  updateBackpressure(backpressure) {
    if (this.writer !== null && backpressure !== this.backpressure) {
      if (backpressure) this.writer.ready = new LazyPromise();
      else this.writer.ready.resolve();
    }
    this.backpressure = backpressure;
  }

  /** Gives the sink the next chunk, if it is not at work. */
  advance() {
    if (!this.started || this.inFlightWrite !== null) return;
    if (this.state === 'erroring') {
      this.finishErroring();
      return;
    }
    if (this.queue.length === 0) return;
    const chunk = this.queue.peek();
    if (chunk === kClose) this.processClose();
    else this.processWrite(chunk);
  }

  processWrite(chunk) {
    this.inFlightWrite = this.writeRequests.shift();
    whenSettled(this.writeAlgorithm(chunk), this.onWritten, this.onWriteFailed);
  }

  afterWrite() {
    this.inFlightWrite.resolve();
    this.inFlightWrite = null;
    this.queue.shift();
    if (!this.isCloseQueuedOrInFlight && this.state === 'writable') {
      this.updateBackpressure(this.isFull());
    }
    this.advance();
  }

  afterWriteFailed(error) {
    if (this.state === 'writable') this.clearAlgorithms();
    this.inFlightWrite.reject(error);
    this.inFlightWrite = null;
    this.dealWithRejection(error);
  }

  processClose() {
    this.inFlightClose = this.closeRequest;
    this.closeRequest = null;
    this.queue.shift();
    const closed = this.closeAlgorithm();
    this.clearAlgorithms();
    whenSettled(closed, () => this.afterClose(),
                (error) => this.afterCloseFailed(error));
  }

  afterClose() {
    this.inFlightClose.resolve();
    this.inFlightClose = null;
    if (this.state === 'erroring') {
      // Closing was faster than aborting.
      this.storedError = undefined;
      this.pendingAbort?.resolve();
      this.pendingAbort = null;
    }
    this.state = 'closed';
    this.writer?.closed.resolve();
    this.finished.resolve();
  }

  afterCloseFailed(error) {
    this.inFlightClose.reject(error);
    this.inFlightClose = null;
    this.pendingAbort?.reject(error);
    this.pendingAbort = null;
    this.dealWithRejection(error);
  }

  dealWithRejection(error) {
    if (this.state === 'writable') this.startErroring(error);
    else this.finishErroring();
  }

  startErroring(reason) {
    this.state = 'erroring';
    this.storedError = reason;
    this.writer?.rejectReady(reason);
    if (this.inFlightWrite === null && this.inFlightClose === null &&
        this.started) {
      this.finishErroring();
    }
  }

  finishErroring() {
    this.state = 'errored';
    this.queue.clear();
    for (const request of this.writeRequests.takeAll()) {
      request.reject(this.storedError);
    }
    const abort = this.pendingAbort;
    this.pendingAbort = null;
    if (abort === null) {
      this.rejectClosed();
    } else if (abort.wasAlreadyErroring) {
      abort.reject(this.storedError);
      this.rejectClosed();
    } else {
      this.abortSink(abort);
    }
  }

  abortSink(abort) {
    const aborted = this.abortAlgorithm(abort.reason);
    this.clearAlgorithms();
    whenSettled(aborted, () => {
      abort.resolve();
      this.rejectClosed();
    }, (error) => {
      abort.reject(error);
      this.rejectClosed();
    });
  }

  /** RejectCloseAndClosedPromiseIfNeeded */
  rejectClosed() {
    this.closeRequest?.reject(this.storedError);
    this.closeRequest = null;
    this.writer?.closed.reject(this.storedError);
    this.finished.reject(this.storedError);
  }

  /** Lets go of the program's functions. */
  clearAlgorithms() {
    this.writeAlgorithm = returnResolved;
    this.closeAlgorithm = returnResolved;
    this.abortAlgorithm = returnResolved;
    this.sizeAlgorithm = null;
  }
}

/** The standard's WritableStreamDefaultWriter. */
class WriterCore {
  /** @throws if the stream has a writer */
  constructor(stream) {
    if (stream.isLocked) {
      throw invalidState('WritableStream is locked');
    }
    this.stream = stream;
    stream.writer = this;
    this.ready = readyOf(stream);
    this.closed = closedOf(stream);
  }

  get desiredSize() {
    if (this.stream === null) throw unattached();
    return this.stream.desiredSize;
  }

  abort(reason) {
    if (this.stream === null) return promiseReject(unattached());
    return this.stream.abort(reason);
  }

  close() {
    if (this.stream === null) return promiseReject(unattached());
    if (this.stream.isCloseQueuedOrInFlight) {
      return promiseReject(
        invalidState('Failure to close WritableStream: it is closing already'));
    }
    return this.stream.close();
  }

  /** WritableStreamDefaultWriterCloseWithErrorPropagation */
  closeWithErrorPropagation() {
    const { stream } = this;
    if (stream.isCloseQueuedOrInFlight || stream.state === 'closed') {
      return promiseResolve(undefined);
    }
    if (stream.state === 'errored') return promiseReject(stream.storedError);
    return stream.close();
  }

  write(chunk) {
    const request = Promise.withResolvers();
    this.writeTo(chunk, request);
    return request.promise;
  }

  /** Writes; `request` has resolve() and reject(error). */
  writeTo(chunk, request) {
    const { stream } = this;
    if (stream === null) {
      request.reject(unattached());
      return;
    }
    // Runs the program's size(), which may do anything.
    const size = stream.sizeOf(chunk);
    if (stream !== this.stream) {
      request.reject(invalidState('Mismatched WritableStreams'));
      return;
    }
    const { state } = stream;
    if (state === 'errored') {
      request.reject(stream.storedError);
    } else if (stream.isCloseQueuedOrInFlight || state === 'closed') {
      request.reject(invalidState('WritableStream is closed'));
    } else if (state === 'erroring') {
      request.reject(stream.storedError);
    } else {
      stream.write(chunk, size, request);
    }
  }

  rejectReady(reason) {
    if (this.ready.isPending) this.ready.reject(reason);
    else this.ready = LazyPromise.rejected(reason);
  }

  release() {
    const { stream } = this;
    if (stream === null) return;
    const reason = invalidState('Writer has been released');
    this.rejectReady(reason);
    if (this.closed.isPending) this.closed.reject(reason);
    else this.closed = LazyPromise.rejected(reason);
    stream.writer = null;
    this.stream = null;
  }
}

function unattached() {
  return invalidState('Writer is not bound to a WritableStream');
}

function readyOf(stream) {
  if (stream.state === 'erroring' || stream.state === 'errored') {
    return LazyPromise.rejected(stream.storedError);
  }
  if (stream.state === 'writable' && stream.backpressure &&
      !stream.isCloseQueuedOrInFlight) return new LazyPromise();
  return LazyPromise.resolved();
}

function closedOf(stream) {
  if (stream.state === 'closed') return LazyPromise.resolved();
  if (stream.state === 'errored') {
    return LazyPromise.rejected(stream.storedError);
  }
  return new LazyPromise();
}

module.exports = { WritableCore, WriterCore };
