'use strict';

// `for await` over a ReadableStream, and `ReadableStream.from()`, which is its
// reverse.

const { codes: { ERR_ARG_NOT_ITERABLE } } = require('internal/errors');
const { ReaderCore, createReadable, invalidState } =
  require('internal/webstreams/readable_core');
const {
  Fifo,
  isObject,
  nop,
  promiseReject,
  promiseResolve,
  whenSettled,
} = require('internal/webstreams/util');

const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}).prototype);

/** One call of next() or return() that waits for those before it. */
class Call {
  constructor(method, value) {
    const { promise, resolve } = Promise.withResolvers();
    this.method = method;
    this.value = value;
    this.promise = promise;
    this.resolve = resolve;
  }
}

class Iteration {
  constructor(stream, preventCancel) {
    this.reader = new ReaderCore(stream, false);
    this.preventCancel = preventCancel;
    this.finished = false;
    this.calls = new Fifo();
    // The deferred of the call that reads.
    this.current = null;
  }

  next() {
    if (this.current !== null) return this.enqueue('next');
    if (this.finished) {
      return promiseResolve({ value: undefined, done: true });
    }
    const { reader } = this;
    if (reader.stream === null) {
      return promiseReject(
        invalidState('The reader is not bound to a ReadableStream'));
    }
    if (reader.hasChunk) return reader.read();
    this.current = Promise.withResolvers();
    const { promise } = this.current;
    reader.readTo(this);
    return promise;
  }

  return(value) {
    if (this.current !== null) return this.enqueue('return', value);
    if (this.finished) return promiseResolve({ value, done: true });
    this.finished = true;
    const { reader } = this;
    if (reader.stream === null) {
      return promiseReject(
        invalidState('The reader is not bound to a ReadableStream'));
    }
    const cancelled = this.preventCancel ? promiseResolve(undefined) :
      reader.cancel(value);
    reader.release();
    return whenSettled(cancelled, () => ({ value, done: true }));
  }

  enqueue(method, value) {
    const call = new Call(method, value);
    this.calls.push(call);
    return call.promise;
  }

  chunkSteps(value) {
    const { current } = this;
    this.current = null;
    current.resolve({ value, done: false });
    this.runNext();
  }

  closeSteps() {
    const { current } = this;
    this.current = null;
    this.finished = true;
    this.reader.release();
    current.resolve({ value: undefined, done: true });
    this.runNext();
  }

  errorSteps(error) {
    const { current } = this;
    this.current = null;
    this.finished = true;
    this.reader.release();
    current.reject(error);
    this.runNext();
  }

  runNext() {
    if (this.calls.length === 0) return;
    // After whoever waits for the call that is done.
    const { method, value, resolve } = this.calls.shift();
    resolve(whenSettled(promiseResolve(), () => this[method](value)));
  }
}

let iterationOf;

class ReadableStreamAsyncIterator {
  #iteration;

  static {
    iterationOf = (value) => {
      return isObject(value) && #iteration in value ? value.#iteration :
        undefined;
    };
  }

  constructor(iteration) {
    this.#iteration = iteration;
  }

  next() {
    const iteration = iterationOf(this);
    if (iteration === undefined) return rejectThis();
    return iteration.next();
  }

  return(value) {
    const iteration = iterationOf(this);
    if (iteration === undefined) return rejectThis();
    return iteration.return(value);
  }
}

function rejectThis() {
  return promiseReject(invalidState('Not an iterator of a ReadableStream'));
}

Object.setPrototypeOf(ReadableStreamAsyncIterator.prototype,
                      AsyncIteratorPrototype);
delete ReadableStreamAsyncIterator.prototype.constructor;
Object.defineProperties(ReadableStreamAsyncIterator.prototype, {
  next: { enumerable: true },
  return: { enumerable: true },
});

function iterate(stream, preventCancel) {
  return new ReadableStreamAsyncIterator(new Iteration(stream, preventCancel));
}

// ---- from() -----------------------------------------------------------------

/** An iterator, and whether its values are to be awaited. */
function openIterator(iterable) {
  if (iterable === undefined || iterable === null) {
    throw new ERR_ARG_NOT_ITERABLE(iterable);
  }
  let method = iterable[Symbol.asyncIterator];
  const isSync = method === undefined || method === null;
  if (isSync) method = iterable[Symbol.iterator];
  if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE(iterable);

  const iterator = Reflect.apply(method, iterable, []);
  if (!isObject(iterator)) {
    throw invalidState('The iterator method must return an object');
  }
  return { iterator, isSync, next: iterator.next };
}

function pullFrom(stream, { iterator, isSync, next }) {
  let result;
  try {
    result = Reflect.apply(next, iterator, []);
  } catch (error) {
    return promiseReject(error);
  }
  return whenSettled(promiseResolve(result), (step) => {
    if (!isObject(step)) {
      throw invalidState('The promise of next() must fulfill with an object');
    }
    if (step.done) {
      stream.source.close();
      return;
    }
    const { value } = step;
    if (!isSync) {
      stream.source.enqueue(value);
      return;
    }
    return whenSettled(promiseResolve(value), (chunk) => {
      stream.source.enqueue(chunk);
    });
  });
}

function cancelFrom({ iterator }, reason) {
  let result;
  try {
    const method = iterator.return;
    if (method === undefined || method === null) {
      return promiseResolve(undefined);
    }
    result = Reflect.apply(method, iterator, [reason]);
  } catch (error) {
    return promiseReject(error);
  }
  return whenSettled(promiseResolve(result), (step) => {
    if (!isObject(step)) {
      throw invalidState('The promise of return() must fulfill with an object');
    }
  });
}

/** @returns {ReadableCore} */
function readableFrom(iterable) {
  const opened = openIterator(iterable);
  const stream = createReadable({
    pull: () => pullFrom(stream, opened),
    cancel: (reason) => cancelFrom(opened, reason),
  }, 0, null, nop);
  return stream;
}

module.exports = { iterate, readableFrom };
