'use strict';

// `readableStream.tee()`: two streams that give the same chunks.

const { ReadableCore, ReaderCore, createReadable } =
  require('internal/webstreams/readable_core');
const { ByteSource } = require('internal/webstreams/byte_source');
const { queueMicrotask } = require('internal/process/task_queues');
const { nop, promiseResolve, whenSettled } =
  require('internal/webstreams/util');

/** What both kinds share: what happened to the two branches. */
class Tee {
  constructor(stream) {
    this.stream = stream;
    this.reader = new ReaderCore(stream, false);
    this.reading = false;
    this.cancelled = [false, false];
    this.reasons = [undefined, undefined];
    // Of both branches' cancel().
    this.cancelDone = Promise.withResolvers();
    this.branches = [];
  }

  get isBothCancelled() {
    return this.cancelled[0] && this.cancelled[1];
  }

  cancel(index, reason) {
    this.cancelled[index] = true;
    this.reasons[index] = reason;
    if (this.isBothCancelled) {
      this.cancelDone.resolve(this.stream.cancel(this.reasons));
    }
    return this.cancelDone.promise;
  }

  /** For each branch that is still wanted. */
  forEachOpen(callback) {
    if (!this.cancelled[0]) callback(this.branches[0].source);
    if (!this.cancelled[1]) callback(this.branches[1].source);
  }

  finish() {
    if (!this.isBothCancelled) this.cancelDone.resolve();
  }

  fail(error) {
    this.branches[0].source.error(error);
    this.branches[1].source.error(error);
  }

  forwardErrors(reader) {
    whenSettled(reader.closed.promise, nop, (error) => {
      if (reader !== this.reader) return;
      this.fail(error);
      this.finish();
    });
  }
}

class DefaultTee extends Tee {
  constructor(stream) {
    super(stream);
    this.readAgain = false;
    for (const index of [0, 1]) {
      this.branches[index] = createReadable({
        pull: () => this.pull(),
        cancel: (reason) => this.cancel(index, reason),
      });
    }
    this.forwardErrors(this.reader);
  }

  pull() {
    if (this.reading) {
      this.readAgain = true;
    } else {
      this.reading = true;
      this.reader.readTo(this);
    }
    return promiseResolve(undefined);
  }

  // A microtask later, so that the branches are errored before they are given
  // a chunk that came with an error.
  chunkSteps(chunk) {
    queueMicrotask(() => {
      this.readAgain = false;
      this.forEachOpen((source) => source.enqueue(chunk));
      this.reading = false;
      if (this.readAgain) this.pull();
    });
  }

  closeSteps() {
    this.reading = false;
    this.forEachOpen((source) => source.close());
    this.finish();
  }

  errorSteps() {
    this.reading = false;
  }
}

function copyBytes(view) {
  const { buffer, byteOffset, byteLength } = view;
  return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/**
 * Of byte streams. A branch whose consumer gave memory to fill has the source
 * fill that; the other branch gets a copy.
 */
class ByteTee extends Tee {
  constructor(stream) {
    super(stream);
    this.readAgain = [false, false];
    for (const index of [0, 1]) {
      const branch = new ReadableCore();
      new ByteSource(branch).start({
        pull: () => this.pull(index),
        cancel: (reason) => this.cancel(index, reason),
      }, 0, undefined, nop);
      this.branches[index] = branch;
    }
    this.forwardErrors(this.reader);
  }

  pull(index) {
    if (this.reading) {
      this.readAgain[index] = true;
      return promiseResolve(undefined);
    }
    this.reading = true;
    const request = this.branches[index].source.getByobRequest();
    if (request === null) this.readDefault();
    else this.readInto(request.view, index);
    return promiseResolve(undefined);
  }

  useReader(isByob) {
    if (this.reader.isByob === isByob) return;
    this.reader.release();
    this.reader = new ReaderCore(this.stream, isByob);
    this.forwardErrors(this.reader);
  }

  afterChunk() {
    this.reading = false;
    if (this.readAgain[0]) this.pull(0);
    else if (this.readAgain[1]) this.pull(1);
  }

  failCopy(error) {
    this.fail(error);
    this.cancelDone.resolve(this.stream.cancel(error));
  }

  readDefault() {
    this.useReader(false);
    this.reader.readTo({
      chunkSteps: (chunk) => queueMicrotask(() => this.giveToBoth(chunk)),
      closeSteps: () => this.closeBoth(),
      errorSteps: () => { this.reading = false; },
    });
  }

  giveToBoth(chunk) {
    this.readAgain = [false, false];
    let copy = chunk;
    if (!this.cancelled[0] && !this.cancelled[1]) {
      try {
        copy = copyBytes(chunk);
      } catch (error) {
        this.failCopy(error);
        return;
      }
    }
    if (!this.cancelled[0]) this.branches[0].source.enqueue(chunk);
    if (!this.cancelled[1]) this.branches[1].source.enqueue(copy);
    this.afterChunk();
  }

  closeBoth() {
    this.reading = false;
    this.forEachOpen((source) => source.close());
    for (const { source } of this.branches) {
      if (source.pendingPullIntos.length > 0) source.respond(0);
    }
    this.finish();
  }

  readInto(view, index) {
    this.useReader(true);
    this.reader.stream.disturbed = true;
    readIntoStream(this.reader, view, {
      chunkSteps: (chunk) => {
        queueMicrotask(() => this.giveFilled(chunk, index));
      },
      closeSteps: (chunk) => this.closeFilled(chunk, index),
      errorSteps: () => { this.reading = false; },
    });
  }

  giveFilled(chunk, index) {
    const other = 1 - index;
    this.readAgain = [false, false];
    let copy;
    if (!this.cancelled[other]) {
      try {
        copy = copyBytes(chunk);
      } catch (error) {
        this.failCopy(error);
        return;
      }
    }
    if (!this.cancelled[index]) {
      this.branches[index].source.respondWithNewView(chunk);
    }
    if (copy !== undefined) this.branches[other].source.enqueue(copy);
    this.afterChunk();
  }

  closeFilled(chunk, index) {
    const other = 1 - index;
    this.reading = false;
    this.forEachOpen((source) => source.close());
    if (chunk !== undefined) {
      if (!this.cancelled[index]) {
        this.branches[index].source.respondWithNewView(chunk);
      }
      const { source } = this.branches[other];
      if (!this.cancelled[other] && source.pendingPullIntos.length > 0) {
        source.respond(0);
      }
    }
    this.finish();
  }
}

/** ReadableStreamBYOBReaderRead, of at least one byte */
function readIntoStream(reader, view, request) {
  const { stream } = reader;
  if (stream.state === 'errored') request.errorSteps(stream.storedError);
  else stream.source.pullInto(view, Uint8Array, 1, request);
}

/** @returns {[ReadableCore, ReadableCore]} */
function tee(stream) {
  const made = stream.source.isByteSource ? new ByteTee(stream) :
    new DefaultTee(stream);
  return made.branches;
}

module.exports = { tee };
