'use strict';
// from() and fromSync(): whatever can stand for bytes as an iterable of batches.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { bytesOf, isBatch } = require('internal/streams/iter/bytes');
const { kTrusted, kTrustedSync, toAsyncStreamable, toStreamable } =
  require('internal/streams/iter/symbols');
const { isUint8Array } = require('internal/util/types');

/** Chunks in one batch of what comes chunk by chunk. */
const kBatchLength = 128;

const isObject = (value) => typeof value === 'object' && value !== null;
const hasMethod = (value, name) =>
  value != null && typeof value[name] === 'function';
const isThenable = (value) => hasMethod(value, 'then');

function notStreamable(value, name = 'input') {
  return new ERR_INVALID_ARG_TYPE(
    name,
    ['string', 'ArrayBuffer', 'ArrayBufferView', 'Iterable', 'AsyncIterable',
     'toStreamable', 'toAsyncStreamable'],
    value);
}

// --- Iterables of the synchronous kind -------------------------------------------

/** Chunks of one batch that is being filled. */
class Filling {
  constructor(most, awaits) {
    this.most = most;
    // Whether promises are allowed. The generators below then give them away,
    // too, and are to be continued with what they were fulfilled with.
    this.awaits = awaits;
    this.batch = [];
  }

  /** @returns {boolean} whether the batch is full */
  add(bytes) {
    return this.batch.push(bytes) >= this.most;
  }

  take() {
    const { batch } = this;
    this.batch = [];
    return batch;
  }
}

/**
 * Gives the batches of an iterable: those that are batches as they are, the
 * rest flattened, and gathered.
 */
function* batchesOf(iterable, most, awaits) {
  const filling = new Filling(most, awaits);
  for (const value of iterable) {
    if (isUint8Array(value)) {
      if (filling.add(value)) yield filling.take();
    } else if (isBatch(value)) {
      if (filling.batch.length > 0) yield filling.take();
      yield* piecesOf(value);
    } else {
      yield* flatten(value, filling);
    }
  }
  if (filling.batch.length > 0) yield filling.take();
}

function* piecesOf(batch) {
  if (batch.length <= kBatchLength) {
    if (batch.length > 0) yield batch;
    return;
  }
  for (let i = 0; i < batch.length; i += kBatchLength) {
    yield batch.slice(i, i + kBatchLength);
  }
}

function* flatten(value, filling) {
  const bytes = bytesOf(value);
  if (bytes !== null) {
    if (filling.add(bytes)) yield filling.take();
  } else if (hasMethod(value, toStreamable)) {
    yield* flatten(value[toStreamable](), filling);
  } else if (hasMethod(value, Symbol.iterator)) {
    for (const part of value) yield* flatten(part, filling);
  } else if (filling.awaits && isThenable(value)) {
    yield* flatten(yield value, filling);
  } else {
    throw notStreamable(value, 'value');
  }
}

/** What fromSync() gives; every iteration begins anew, if the input can. */
class SyncSource {
  #open;

  /** @param {Function} open () => an iterator of batches */
  constructor(open) { this.#open = open; }

  [Symbol.iterator]() { return this.#open(); }
}
SyncSource.prototype[kTrustedSync] = true;

/**
 * @param {string|ArrayBuffer|ArrayBufferView|Iterable|object} input
 * @returns {Iterable<Uint8Array[]>}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function fromSync(input) {
  if (isObject(input) && input[kTrustedSync]) return input;
  const bytes = bytesOf(input);
  if (bytes !== null) return new SyncSource(() => piecesOf([bytes]));
  if (hasMethod(input, toStreamable)) return fromSync(input[toStreamable]());
  if (!hasMethod(input, Symbol.iterator)) throw notStreamable(input);
  return isBatch(input) ? new SyncSource(() => piecesOf(input)) :
    new SyncSource(() => batchesOf(input, kBatchLength, false));
}

// --- Async ones -------------------------------------------------------------------

/** What from() gives. */
class Source {
  #open;

  /** @param {Function} open () => an async iterator of batches */
  constructor(open) { this.#open = open; }

  [Symbol.asyncIterator]() { return this.#open(); }
}
Source.prototype[kTrusted] = true;

/** Of an iterable: what of it does not wait can also be read at once. */
class SettlingSource extends Source {
  /** @param {Function} open () => a generator, see SettlingIterator */
  constructor(open) {
    super(() => new SettlingIterator(open()));
    this.open = open;
  }
}

/** Of a generator that does not wait, but for the promises that it gives. */
class SettlingIterator {
  #generator;

  constructor(generator) { this.#generator = generator; }

  next() {
    try {
      const result = this.#generator.next();
      return result.done || Array.isArray(result.value) ?
        Promise.resolve(result) : this.#settle(result.value);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #settle(promise) {
    for (;;) {
      const result = await settle(this.#generator, promise);
      if (result.done || Array.isArray(result.value)) return result;
      promise = result.value;
    }
  }

  async return(value) { return this.#generator.return(value); }

  [Symbol.asyncIterator]() { return this; }
}

/** Of the batches that an async iterable's values stand for. */
class BatchIterator {
  #iterator;
  #skipsNull;
  // Of a value that is more than one batch.
  #parts = null;

  /**
   * @param {BatchIterator|Iterator} iterator
   * @param {boolean} [skipsNull] a transform's output may be null: nothing
   */
  constructor(iterator, skipsNull = false) {
    this.#iterator = iterator;
    this.#skipsNull = skipsNull;
  }

  async next() {
    for (;;) {
      if (this.#parts !== null) {
        const part = await this.#parts.next();
        if (!part.done) return part;
        this.#parts = null;
      }
      const { value, done } = await this.#iterator.next();
      if (done) return { value: undefined, done: true };
      if (!isBatch(value)) this.#open(value);
      else if (value.length > 0) return { value, done: false };
    }
  }

  #open(value) {
    if (value !== null || !this.#skipsNull) this.#parts = expand(value);
  }

  async return(value) {
    this.#parts?.return().catch(() => {});
    await this.#iterator.return?.(value);
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}

/** Continues a generator with what a promise was fulfilled with. */
async function settle(generator, promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return generator.throw(error);
  }
  return generator.next(value);
}

/** The batches of a value that a source or a transform has given. */
async function* expand(value) {
  const bytes = bytesOf(value);
  if (bytes !== null) {
    yield [bytes];
  } else if (isThenable(value)) {
    yield* expand(await value);
  } else if (hasMethod(value, toAsyncStreamable)) {
    yield* expand(await value[toAsyncStreamable]());
  } else if (hasMethod(value, toStreamable)) {
    yield* expand(value[toStreamable]());
  } else if (hasMethod(value, Symbol.asyncIterator)) {
    yield* new BatchIterator(value[Symbol.asyncIterator]());
  } else if (hasMethod(value, Symbol.iterator)) {
    yield* new SettlingIterator(batchesOf(value, kBatchLength, true));
  } else {
    throw notStreamable(value, 'value');
  }
}

/**
 * from() with batches of a chosen length.
 * @param {number} most chunks of a batch, where they come one by one
 */
function sourceOf(input, most) {
  if (isObject(input) && input[kTrusted]) return input;
  const bytes = bytesOf(input);
  if (bytes !== null) return sourceOfBatch([bytes]);
  if (hasMethod(input, toAsyncStreamable)) {
    return sourceOfConverted(input[toAsyncStreamable](), most);
  }
  if (hasMethod(input, toStreamable)) {
    return sourceOf(input[toStreamable](), most);
  }
  if (hasMethod(input, Symbol.asyncIterator)) {
    return new Source(() => new BatchIterator(input[Symbol.asyncIterator]()));
  }
  if (!hasMethod(input, Symbol.iterator)) throw notStreamable(input);
  if (isBatch(input)) return sourceOfBatch(input);
  return new SettlingSource(() => batchesOf(input, most, true));
}

function sourceOfBatch(batch) {
  return new SettlingSource(() => piecesOf(batch));
}

function sourceOfConverted(value, most) {
  return isThenable(value) ? new Source(() => expand(value)) :
    sourceOf(value, most);
}

/**
 * @param {string|ArrayBuffer|ArrayBufferView|Iterable|AsyncIterable|object} input
 * @returns {AsyncIterable<Uint8Array[]>}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function from(input) {
  return sourceOf(input, kBatchLength);
}

module.exports = {
  BatchIterator, SettlingSource, SyncSource, batchesOf, expand, from, fromSync,
  hasMethod, isObject, isThenable, kBatchLength, settle, sourceOf,
};
