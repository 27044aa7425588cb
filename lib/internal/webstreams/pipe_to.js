'use strict';

// `readableStream.pipeTo()`. Chunks go from the source's queue to the sink's
// without promises of their own; as long as the sink has room and the source
// has chunks this is one loop.

const { ReaderCore, invalidState } =
  require('internal/webstreams/readable_core');
const { WriterCore } = require('internal/webstreams/writable_core');
const { nop, promiseResolve, whenSettled } =
  require('internal/webstreams/util');

class Pipe {
  constructor(source, dest, options) {
    this.source = source;
    this.dest = dest;
    this.options = options;
    this.reader = new ReaderCore(source, false);
    this.writer = new WriterCore(dest);
    source.disturbed = true;
    this.done = Promise.withResolvers();
    this.shuttingDown = false;
    // A read was asked for and not answered.
    this.reading = false;
    // Inside pump(): chunks that come now may be written at once.
    this.pumping = false;
    // Chunks that were read, and whose write is not settled.
    this.unsettled = 0;
    this.whenWritten = null;
    this.removeAbortListener = nop;
  }

  start() {
    const { signal } = this.options;
    if (signal !== undefined) {
      const abort = () => this.abort(signal);
      if (signal.aborted) {
        abort();
        return this.done.promise;
      }
      signal.addEventListener('abort', abort);
      this.removeAbortListener =
        () => signal.removeEventListener('abort', abort);
    }
    this.watchEnds();
    if (!this.shuttingDown) whenSettled(promiseResolve(), () => this.pump());
    return this.done.promise;
  }

  abort(signal) {
    const { preventAbort, preventCancel } = this.options;
    const error = signal.reason;
    this.shutdown(() => {
      const actions = [];
      if (!preventAbort) {
        actions.push(this.dest.state === 'writable' ?
          this.dest.abort(error) : promiseResolve(undefined));
      }
      if (!preventCancel) {
        actions.push(this.source.state === 'readable' ?
          this.source.cancel(error) : promiseResolve(undefined));
      }
      return Promise.all(actions);
    }, true, error);
  }

  // In the order of the standard: errors go forward, then backward, then
  // closing goes forward, then backward.
  watchEnds() {
    const { source, dest } = this;
    if (source.state === 'errored') this.onSourceError(source.storedError);
    if (dest.state === 'errored') this.onDestError(dest.storedError);
    if (source.state === 'closed') this.onSourceClose();
    if (dest.isCloseQueuedOrInFlight || dest.state === 'closed') {
      this.onDestClose();
    }
    whenSettled(this.reader.closed.promise, () => this.onSourceClose(),
                (error) => this.onSourceError(error));
    whenSettled(this.writer.closed.promise, nop,
                (error) => this.onDestError(error));
  }

  onSourceError(error) {
    const { preventAbort } = this.options;
    this.shutdown(preventAbort ? null : () => this.dest.abort(error),
                  true, error);
  }

  onDestError(error) {
    const { preventCancel } = this.options;
    this.shutdown(preventCancel ? null : () => this.source.cancel(error),
                  true, error);
  }

  onSourceClose() {
    const { preventClose } = this.options;
    this.shutdown(
      preventClose ? null : () => this.writer.closeWithErrorPropagation(),
      false);
  }

  onDestClose() {
    this.onDestError(invalidState('Destination WritableStream is closed'));
  }

  // ---- moving chunks --------------------------------------------------------

  pump() {
    this.pumping = true;
    while (!this.shuttingDown && !this.reading && this.dest.desiredSize > 0) {
      this.reading = true;
      this.reader.readTo(this);
    }
    this.pumping = false;
    if (this.shuttingDown || this.reading) return;
    // The sink is full.
    whenSettled(this.writer.ready.promise, () => this.pump(), nop);
  }

  chunkSteps(chunk) {
    this.unsettled++;
    if (this.pumping) {
      this.reading = false;
      this.writer.writeTo(chunk, this);
      return;
    }
    // The source's enqueue() is on the stack: it must not run the sink.
    queueMicrotask(() => {
      this.reading = false;
      this.writer.writeTo(chunk, this);
      this.pump();
    });
  }

  closeSteps() {
    this.reading = false;
    this.onSourceClose();
  }

  errorSteps() {
    this.reading = false;
  }

  // A write's request.
  resolve() {
    this.settleOne();
  }

  reject() {
    this.settleOne();
  }

  settleOne() {
    if (--this.unsettled === 0 && this.whenWritten !== null) {
      const { whenWritten } = this;
      this.whenWritten = null;
      queueMicrotask(whenWritten);
    }
  }

  // ---- the end --------------------------------------------------------------

  shutdown(action, isError, error) {
    if (this.shuttingDown) return;
    this.shuttingDown = true;
    const proceed = () => {
      if (action === null) {
        this.finalize(isError, error);
        return;
      }
      whenSettled(action(), () => this.finalize(isError, error),
                  (newError) => this.finalize(true, newError));
    };
    const { dest } = this;
    if (dest.state !== 'writable' || dest.isCloseQueuedOrInFlight) proceed();
    else if (this.unsettled > 0) this.whenWritten = proceed;
    else whenSettled(promiseResolve(undefined), proceed);
  }

  finalize(isError, error) {
    this.writer.release();
    this.reader.release();
    this.removeAbortListener();
    if (isError) this.done.reject(error);
    else this.done.resolve(undefined);
  }
}

/**
 * @param {ReadableCore} source
 * @param {WritableCore} dest neither is locked
 * @param {object} options preventAbort, preventCancel, preventClose, signal
 * @returns {Promise<void>}
 */
function pipeTo(source, dest, options) {
  return new Pipe(source, dest, options).start();
}

module.exports = { pipeTo };
