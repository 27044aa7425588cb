'use strict';

// The controller of readable byte streams: the standard's
// ReadableByteStreamController. Its queue holds ranges of ArrayBuffers; a read
// into a buffer of the reader's waits as a PullInto.

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { invalidState } = require('internal/webstreams/readable_core');
const { Fifo, returnResolved, startPromise, whenSettled } =
  require('internal/webstreams/util');

/** Bytes that wait to be read. */
class ByteRange {
  constructor(buffer, byteOffset, byteLength) {
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
  }
}

/**
 * Memory that waits to be filled. `readerType`: what kind of reader asked:
 * 'default' (the memory is ours), 'byob', or 'none', if that is gone.
 */
class PullInto {
  constructor(buffer, byteOffset, byteLength, minimumFill, viewClass,
              readerType) {
    this.buffer = buffer;
    this.bufferByteLength = buffer.byteLength;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.bytesFilled = 0;
    this.minimumFill = minimumFill;
    this.viewClass = viewClass;
    this.readerType = readerType;
  }

  get elementSize() {
    // DataView has none.
    return this.viewClass.BYTES_PER_ELEMENT ?? 1;
  }

  /** ConvertPullIntoDescriptor */
  toView() {
    return new this.viewClass(this.buffer.transfer(), this.byteOffset,
                              this.bytesFilled / this.elementSize);
  }
}

/** A pending read that the program may answer. */
class ByobRequestCore {
  constructor(source, view) {
    // null when it was answered.
    this.source = source;
    this.view = view;
    // The ReadableStreamBYOBRequest, once the program looks at it.
    this.face = null;
  }

  invalidate() {
    this.source = null;
    this.view = null;
  }
}

class ByteSource {
  constructor(stream) {
    this.stream = stream;
    stream.source = this;
    this.queue = new Fifo();
    // The bytes in the queue.
    this.total = 0;
    this.pendingPullIntos = [];
    // The first of these, while the program may answer it.
    this.byobRequest = null;
    this.allocateSize = undefined;
    this.started = false;
    this.closeRequested = false;
    this.pulling = false;
    this.pullAgain = false;
    this.limit = 0;
    this.pullAlgorithm = returnResolved;
    this.cancelAlgorithm = returnResolved;
    this.onPulled = () => this.afterPull();
    this.onFailed = (error) => this.error(error);
  }

  get isByteSource() {
    return true;
  }

  /** SetUpReadableByteStreamController. `start` may throw. */
  start(algorithms, highWaterMark, allocateSize, start) {
    this.pullAlgorithm = algorithms.pull;
    this.cancelAlgorithm = algorithms.cancel;
    this.limit = highWaterMark;
    this.allocateSize = allocateSize;
    whenSettled(startPromise(start), () => {
      this.started = true;
      this.callPull();
    }, this.onFailed);
  }

  get desiredSize() {
    const { state } = this.stream;
    if (state === 'errored') return null;
    if (state === 'closed') return 0;
    return this.limit - this.total;
  }

  shouldCallPull() {
    const { stream } = this;
    if (stream.state !== 'readable' || this.closeRequested || !this.started) {
      return false;
    }
    return (stream.reader !== null && stream.reader.requests.length > 0) ||
      this.limit - this.total > 0;
  }

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

  // ---- filling --------------------------------------------------------------

  /** The program's close(). */
  close() {
    if (this.closeRequested || this.stream.state !== 'readable') return;
    if (this.total > 0) {
      this.closeRequested = true;
      return;
    }
    const first = this.pendingPullIntos[0];
    if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
      const error = invalidState('Partial read');
      this.error(error);
      throw error;
    }
    this.clearAlgorithms();
    this.stream.close();
  }

  /** The program's enqueue(). Takes the chunk's memory. */
  enqueue(chunk) {
    if (this.closeRequested || this.stream.state !== 'readable') return;
    const { buffer, byteOffset, byteLength } = chunk;
    const transferred = buffer.transfer();
    this.setFirstAside();

    const { stream } = this;
    if (stream.reader === null) {
      this.push(transferred, byteOffset, byteLength);
    } else if (stream.reader.isByob) {
      this.push(transferred, byteOffset, byteLength);
      this.commitAll(this.fillPullIntos());
    } else {
      this.enqueueForDefaultReader(transferred, byteOffset, byteLength);
    }
    this.callPull();
  }

  // The program's view of a pending read must not see what is filled in.
  setFirstAside() {
    const first = this.pendingPullIntos[0];
    if (first === undefined) return;
    if (first.buffer.detached) {
      throw invalidState('Destination ArrayBuffer is detached');
    }
    this.invalidateByobRequest();
    first.buffer = first.buffer.transfer();
    if (first.readerType === 'none') this.pushFilledOf(first);
  }

  enqueueForDefaultReader(buffer, byteOffset, byteLength) {
    const { requests } = this.stream.reader;
    while (requests.length > 0 && this.total > 0) this.answer(requests.shift());
    if (requests.length === 0) {
      this.push(buffer, byteOffset, byteLength);
      return;
    }
    // Its memory was allocated for this read and is not needed.
    if (this.pendingPullIntos.length > 0) this.pendingPullIntos.shift();
    requests.shift()
      .chunkSteps(new Uint8Array(buffer, byteOffset, byteLength));
  }

  push(buffer, byteOffset, byteLength) {
    this.queue.push(new ByteRange(buffer, byteOffset, byteLength));
    this.total += byteLength;
  }

  /** EnqueueClonedChunkToQueue */
  pushCopy(buffer, byteOffset, byteLength) {
    let copy;
    try {
      copy = buffer.slice(byteOffset, byteOffset + byteLength);
    } catch (error) {
      this.error(error);
      throw error;
    }
    this.push(copy, 0, byteLength);
  }

  /** EnqueueDetachedPullIntoToQueue */
  pushFilledOf(pullInto) {
    if (pullInto.bytesFilled > 0) {
      this.pushCopy(pullInto.buffer, pullInto.byteOffset, pullInto.bytesFilled);
    }
    this.pendingPullIntos.shift();
  }

  error(error) {
    if (this.stream.state !== 'readable') return;
    this.clearPullIntos();
    this.clearQueue();
    this.clearAlgorithms();
    this.stream.error(error);
  }

  cancel(reason) {
    this.clearPullIntos();
    this.clearQueue();
    const cancelled = this.cancelAlgorithm(reason);
    this.clearAlgorithms();
    return cancelled;
  }

  release() {
    const first = this.pendingPullIntos[0];
    if (first === undefined) return;
    first.readerType = 'none';
    this.pendingPullIntos = [first];
  }

  clearPullIntos() {
    this.invalidateByobRequest();
    this.pendingPullIntos = [];
  }

  clearQueue() {
    this.queue.clear();
    this.total = 0;
  }

  clearAlgorithms() {
    this.pullAlgorithm = returnResolved;
    this.cancelAlgorithm = returnResolved;
  }

  // ---- emptying -------------------------------------------------------------

  /** A read of a default reader. */
  pull(request) {
    if (this.total > 0) {
      this.answer(request);
      return;
    }
    const size = this.allocateSize;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (error) {
        request.errorSteps(error);
        return;
      }
      this.pendingPullIntos.push(
        new PullInto(buffer, 0, size, 1, Uint8Array, 'default'));
    }
    this.stream.reader.requests.push(request);
    this.callPull();
  }

  /** FillReadRequestFromQueue */
  answer(request) {
    const { buffer, byteOffset, byteLength } = this.queue.shift();
    this.total -= byteLength;
    this.handleDrain();
    request.chunkSteps(new Uint8Array(buffer, byteOffset, byteLength));
  }

  handleDrain() {
    if (this.total === 0 && this.closeRequested) {
      this.clearAlgorithms();
      this.stream.close();
    } else {
      this.callPull();
    }
  }

  /**
   * A read of a BYOB reader, into `view`.
   *
   * @param {number} min elements that have to be filled
   */
  pullInto(view, viewClass, min, request) {
    const elementSize = viewClass.BYTES_PER_ELEMENT ?? 1;
    const { byteOffset, byteLength } = view;
    let buffer;
    try {
      buffer = view.buffer.transfer();
    } catch (error) {
      request.errorSteps(error);
      return;
    }
    const pullInto = new PullInto(
      buffer, byteOffset, byteLength, min * elementSize, viewClass, 'byob');

    if (this.pendingPullIntos.length > 0) {
      this.pendingPullIntos.push(pullInto);
      this.stream.reader.requests.push(request);
    } else if (this.stream.state === 'closed') {
      request.closeSteps(new viewClass(buffer, byteOffset, 0));
    } else if (!this.answerAtOnce(pullInto, request)) {
      this.pendingPullIntos.push(pullInto);
      this.stream.reader.requests.push(request);
      this.callPull();
    }
  }

  answerAtOnce(pullInto, request) {
    if (this.total === 0) return false;
    if (this.fillFromQueue(pullInto)) {
      const view = pullInto.toView();
      this.handleDrain();
      request.chunkSteps(view);
      return true;
    }
    if (!this.closeRequested) return false;
    const error = invalidState('Insufficient bytes to fill elements');
    this.error(error);
    request.errorSteps(error);
    return true;
  }

  /**
   * FillPullIntoDescriptorFromQueue
   *
   * @returns {boolean} whether it has enough
   */
  fillFromQueue(pullInto) {
    const maxBytes =
      Math.min(this.total, pullInto.byteLength - pullInto.bytesFilled);
    const maxFilled = pullInto.bytesFilled + maxBytes;
    const aligned = maxFilled - maxFilled % pullInto.elementSize;
    const ready = aligned >= pullInto.minimumFill;
    let left = ready ? aligned - pullInto.bytesFilled : maxBytes;

    while (left > 0) left -= this.copyInto(pullInto, left);
    return ready;
  }

  /** Copies from the first range; returns how many bytes. */
  copyInto(pullInto, maxBytes) {
    const range = this.queue.peek();
    const count = Math.min(maxBytes, range.byteLength);
    const source = new Uint8Array(range.buffer, range.byteOffset, count);
    new Uint8Array(pullInto.buffer).set(
      source, pullInto.byteOffset + pullInto.bytesFilled);

    if (count === range.byteLength) {
      this.queue.shift();
    } else {
      range.byteOffset += count;
      range.byteLength -= count;
    }
    this.total -= count;
    this.fill(pullInto, count);
    return count;
  }

  /** FillHeadPullIntoDescriptor */
  fill(pullInto, count) {
    this.invalidateByobRequest();
    pullInto.bytesFilled += count;
  }

  /** ProcessPullIntoDescriptorsUsingQueue: those that are filled, removed. */
  fillPullIntos() {
    const filled = [];
    while (this.pendingPullIntos.length > 0 && this.total > 0 &&
           this.fillFromQueue(this.pendingPullIntos[0])) {
      filled.push(this.pendingPullIntos.shift());
    }
    return filled;
  }

  commitAll(pullIntos) {
    for (const pullInto of pullIntos) this.commit(pullInto);
  }

  /** CommitPullIntoDescriptor */
  commit(pullInto) {
    const done = this.stream.state === 'closed';
    const view = pullInto.toView();
    const request = this.stream.reader.requests.shift();
    if (done) request.closeSteps(view);
    else request.chunkSteps(view);
  }

  // ---- the program's answers to a pending read ------------------------------

  /** ReadableByteStreamControllerGetBYOBRequest */
  getByobRequest() {
    if (this.byobRequest === null && this.pendingPullIntos.length > 0) {
      const first = this.pendingPullIntos[0];
      const view = new Uint8Array(
        first.buffer, first.byteOffset + first.bytesFilled,
        first.byteLength - first.bytesFilled);
      this.byobRequest = new ByobRequestCore(this, view);
    }
    return this.byobRequest;
  }

  invalidateByobRequest() {
    this.byobRequest?.invalidate();
    this.byobRequest = null;
  }

  respond(byteCount) {
    const first = this.pendingPullIntos[0];
    if (this.stream.state === 'closed') {
      if (byteCount !== 0) {
        throw new ERR_INVALID_ARG_VALUE('bytesWritten', byteCount);
      }
    } else if (byteCount === 0) {
      throw new ERR_INVALID_ARG_VALUE('bytesWritten', byteCount);
    } else if (first.bytesFilled + byteCount > first.byteLength) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', byteCount);
    }
    first.buffer = first.buffer.transfer();
    this.respondInternal(first, byteCount);
  }

  respondWithNewView(view) {
    const first = this.pendingPullIntos[0];
    const { byteOffset, byteLength, buffer } = view;
    if (this.stream.state === 'closed') {
      if (byteLength !== 0) throw invalidState('View is not zero-length');
    } else if (byteLength === 0) {
      throw invalidState('View is zero-length');
    }
    if (first.byteOffset + first.bytesFilled !== byteOffset) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    }
    if (first.bufferByteLength !== buffer.byteLength) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    }
    if (first.bytesFilled + byteLength > first.byteLength) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    }
    first.buffer = buffer.transfer();
    this.respondInternal(first, byteLength);
  }

  respondInternal(first, byteCount) {
    this.invalidateByobRequest();
    if (this.stream.state === 'closed') this.respondWhenClosed(first);
    else this.respondWhenReadable(first, byteCount);
    this.callPull();
  }

  respondWhenClosed(first) {
    if (first.readerType === 'none') this.pendingPullIntos.shift();
    // Everybody who waits gets an empty view of their memory back.
    const count = this.stream.readIntoRequestCount;
    const ended = this.pendingPullIntos.splice(0, count);
    this.commitAll(ended);
  }

  respondWhenReadable(first, byteCount) {
    this.fill(first, byteCount);
    if (first.readerType === 'none') {
      this.pushFilledOf(first);
      this.commitAll(this.fillPullIntos());
      return;
    }
    if (first.bytesFilled < first.minimumFill) return;

    this.pendingPullIntos.shift();
    const remainder = first.bytesFilled % first.elementSize;
    if (remainder > 0) {
      const end = first.byteOffset + first.bytesFilled;
      this.pushCopy(first.buffer, end - remainder, remainder);
    }
    first.bytesFilled -= remainder;
    const filled = this.fillPullIntos();
    this.commit(first);
    this.commitAll(filled);
  }
}

module.exports = { ByteSource };
