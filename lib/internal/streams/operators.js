'use strict';

// What arrays have and streams have too: `readable.map()`, `filter()` and so
// on. Functions may be async; up to `concurrency` of them run at a time, and
// the results come out in the order of the chunks.

const {
  AbortError,
  codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const {
  validateAbortSignal,
  validateFunction,
  validateInteger,
  validateObject,
} = require('internal/validators');
const { finished } = require('internal/streams/end-of-stream');
const { addAbortSignalNoValidate } =
  require('internal/streams/add-abort-signal');
const { isNodeStream, isWritable } = require('internal/streams/utils');

/** In place of a result: there is none. */
const kEmpty = Symbol('kEmpty');
/** In the queue: there are no more. */
const kEnd = Symbol('kEnd');

function checkOptions(options) {
  if (options !== undefined && options !== null) {
    validateObject(options, 'options');
  }
  if (options?.signal !== undefined && options.signal !== null) {
    validateAbortSignal(options.signal, 'options.signal');
  }
}

function throwIfAborted(options) {
  if (options?.signal?.aborted) {
    throw new AbortError(undefined, { cause: options.signal.reason });
  }
}

/** The calls of one `map()`, at most `limit` results ahead of the consumer. */
class MapQueue {
  constructor(stream, fn, signal, concurrency, highWaterMark) {
    this.stream = stream;
    this.fn = fn;
    this.options = { signal };
    this.signal = signal;
    this.concurrency = concurrency;
    this.limit = highWaterMark + concurrency;
    this.results = [];
    this.running = 0;
    this.done = false;
    this.wakeConsumer = null;
    this.wakeProducer = null;
    this.onSettled = () => {
      this.running--;
      this.maybeResume();
    };
    this.onFailed = () => {
      this.done = true;
      this.onSettled();
    };
  }

  isFull() {
    return this.running >= this.concurrency ||
      this.results.length >= this.limit;
  }

  maybeResume() {
    if (this.wakeProducer !== null && !this.done && !this.isFull()) {
      this.wakeProducer();
      this.wakeProducer = null;
    }
  }

  tellConsumer() {
    this.wakeConsumer?.();
    this.wakeConsumer = null;
  }

  add(promise) {
    this.running++;
    promise.then(this.onSettled, this.onFailed);
    this.results.push(promise);
    this.tellConsumer();
  }

  call(chunk) {
    try {
      const result = this.fn(chunk, this.options);
      if (result !== kEmpty) this.add(Promise.resolve(result));
    } catch (error) {
      this.add(Promise.reject(error));
    }
  }

  async produce() {
    try {
      // Whoever asked may still abort before the first call.
      await null;
      for await (const chunk of this.stream) {
        if (this.done) return;
        if (this.signal.aborted) throw new AbortError();
        this.call(chunk);
        if (!this.done && this.isFull()) {
          await new Promise((resolve) => { this.wakeProducer = resolve; });
        }
      }
      this.results.push(kEnd);
    } catch (error) {
      this.add(Promise.reject(error));
    } finally {
      this.done = true;
      this.tellConsumer();
    }
  }

  async *consume() {
    this.produce();
    try {
      for (;;) {
        while (this.results.length > 0) {
          const value = await this.results[0];
          if (value === kEnd) return;
          if (this.signal.aborted) throw new AbortError();
          if (value !== kEmpty) yield value;
          this.results.shift();
          this.maybeResume();
        }
        await new Promise((resolve) => { this.wakeConsumer = resolve; });
      }
    } finally {
      this.done = true;
      this.wakeProducer?.();
      this.wakeProducer = null;
    }
  }
}

function map(fn, options) {
  validateFunction(fn, 'fn');
  checkOptions(options);
  let concurrency = 1;
  if (options?.concurrency != null) {
    concurrency = Math.floor(options.concurrency);
  }
  let highWaterMark = concurrency - 1;
  if (options?.highWaterMark != null) {
    highWaterMark = Math.floor(options.highWaterMark);
  }
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(highWaterMark, 'options.highWaterMark', 0);

  const signal = AbortSignal.any([options?.signal].filter(Boolean));
  return new MapQueue(this, fn, signal, concurrency, highWaterMark).consume();
}

function filter(fn, options) {
  validateFunction(fn, 'fn');
  return map.call(this, async (value, callOptions) => {
    return await fn(value, callOptions) ? value : kEmpty;
  }, options);
}

function flatMap(fn, options) {
  const values = map.call(this, fn, options);
  return (async function* () {
    for await (const value of values) yield* value;
  })();
}

async function forEach(fn, options) {
  validateFunction(fn, 'fn');
  const calls = map.call(this, async (value, callOptions) => {
    await fn(value, callOptions);
    return kEmpty;
  }, options);
  // eslint-disable-next-line no-unused-vars
  for await (const unused of calls);
}

async function toArray(options) {
  checkOptions(options);
  const result = [];
  for await (const value of this) {
    throwIfAborted(options);
    result.push(value);
  }
  return result;
}

// A default, here and below: functions of the standard (iterator helpers) that are
// named so have one parameter, and their `length` says so.
async function some(fn, options = undefined) {
  // eslint-disable-next-line no-unused-vars
  for await (const unused of filter.call(this, fn, options)) return true;
  return false;
}

async function every(fn, options = undefined) {
  validateFunction(fn, 'fn');
  return !(await some.call(
    this, async (...args) => !(await fn(...args)), options));
}

async function find(fn, options) {
  for await (const value of filter.call(this, fn, options)) return value;
  return undefined;
}

function toCount(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

function drop(number, options = undefined) {
  checkOptions(options);
  let count = toCount(number);
  const stream = this;
  return (async function* () {
    throwIfAborted(options);
    for await (const value of stream) {
      throwIfAborted(options);
      if (count-- <= 0) yield value;
    }
  })();
}

function take(number, options = undefined) {
  checkOptions(options);
  let count = toCount(number);
  const stream = this;
  return (async function* () {
    throwIfAborted(options);
    for await (const value of stream) {
      throwIfAborted(options);
      if (count-- > 0) yield value;
      // Not to wait for a value that is not wanted.
      if (count <= 0) return;
    }
  })();
}

class ReduceError extends ERR_MISSING_ARGS {
  constructor() {
    super('reduce');
    this.message = 'Reduce of an empty stream requires an initial value';
  }
}

async function destroyAborted(stream, signal) {
  const error = new AbortError(undefined, { cause: signal.reason });
  // The error is thrown to whoever called.
  stream.once('error', () => {});
  await finished(stream.destroy(error));
  throw error;
}

async function reduce(reducer, initialValue, options) {
  validateFunction(reducer, 'reducer');
  checkOptions(options);
  let hasValue = arguments.length > 1;
  let value = initialValue;
  if (options?.signal?.aborted) await destroyAborted(this, options.signal);

  const controller = new AbortController();
  const { signal } = controller;
  const abort = () => controller.abort();
  options?.signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of this) {
      if (options?.signal?.aborted) throw new AbortError();
      value = hasValue ? await reducer(value, chunk, { signal }) : chunk;
      hasValue = true;
    }
    if (!hasValue) throw new ReduceError();
  } finally {
    options?.signal?.removeEventListener('abort', abort);
    controller.abort();
  }
  return value;
}

function compose(stream, options) {
  checkOptions(options);
  if (isNodeStream(stream) && !isWritable(stream)) {
    throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
  }
  const composed = require('internal/streams/compose')(this, stream);
  if (options?.signal) addAbortSignalNoValidate(options.signal, composed);
  return composed;
}

module.exports = {
  /** Give an async iterable, of which the stream's method makes a stream. */
  streamReturningOperators: { drop, filter, flatMap, map, take },
  /** Gives a Duplex. */
  compose,
  promiseReturningOperators: {
    every, forEach, reduce, toArray, some, find,
  },
};
