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
    // Calls are answered in order: those that came while `busy` wait.
    this.busy = false;
    this.calls = new Fifo();
    // The deferred of the next() that reads.
    this.current = null;
  }

  next() {
    if (this.busy) return this.enqueue('next');
    if (this.finished) {
      return promiseResolve({ value: undefined, done: true });
    }
    const { reader } = this;
    if (reader.stream === null) return promiseReject(unbound());
    if (reader.hasChunk) return reader.read();
    this.busy = true;
    this.current = Promise.withResolvers();
    const { promise } = this.current;
    reader.readTo(this);
    // The standard's detour: the result comes a microtask after the chunk.
    return whenSettled(promise, (result) => result);
  }

  return(value) {
    if (this.busy) return this.enqueue('return', value);
    if (this.finished) return promiseResolve({ value, done: true });
    this.finished = true;
    const { reader } = this;
    if (reader.stream === null) return promiseReject(unbound());
    const cancelled = this.preventCancel ? promiseResolve(undefined) :
      reader.cancel(value);
    reader.release();
    this.busy = true;
    const returned = whenSettled(cancelled, () => ({ value, done: true }));
    const goOn = () => this.runNext();
    whenSettled(returned, goOn, goOn);
    return returned;
  }

  enqueue(method, value) {
    const call = new Call(method, value);
    this.calls.push(call);
    return call.promise;
  }

  chunkSteps(value) {
    this.settle().resolve({ value, done: false });
    this.runNext();
  }

  closeSteps() {
    this.finished = true;
    this.reader.release();
    this.settle().resolve({ value: undefined, done: true });
    this.runNext();
  }

  errorSteps(error) {
    this.finished = true;
    this.reader.release();
    this.settle().reject(error);
    this.runNext();
  }

  settle() {
    const { current } = this;
    this.current = null;
    return current;
  }

  runNext() {
    if (this.calls.length === 0) {
      this.busy = false;
      return;
    }
    const { method, value, resolve } = this.calls.shift();
    // After whoever waits for the call that is done.
    const ready = whenSettled(promiseResolve(), nop);
    resolve(whenSettled(ready, () => {
      this.busy = false;
      const result = this[method](value);
      // It was answered at once.
      if (!this.busy) {
        this.busy = true;
        this.runNext();
      }
      return result;
    }));
  }
}

function unbound() {
  return invalidState('The reader is not bound to a ReadableStream');
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
