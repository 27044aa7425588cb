'use strict';
// What reads a source to its end: bytes(), text(), array(), arrayBuffer(), and
// tap(), which looks at what passes.

const { codes: { ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } =
  require('internal/errors');
const { TextDecoder } = require('internal/encoding');
const { abortable } = require('internal/streams/iter/abortable');
const { concatenate } = require('internal/streams/iter/bytes');
const { from, fromSync, isThenable } = require('internal/streams/iter/from');
const { kEmptyObject } = require('internal/util');
const {
  validateAbortSignal, validateFunction, validateInteger, validateObject,
  validateString,
} = require('internal/validators');

function checkOptions(options) {
  validateObject(options, 'options');
  const { signal, limit } = options;
  validateAbortSignal(signal, 'options.signal');
  if (limit !== undefined) validateInteger(limit, 'options.limit', 0);
}

/** Chunks, and their size. */
class Collection {
  chunks = [];
  size = 0;
  #limit;

  constructor(limit = Infinity) { this.#limit = limit; }

  add(batch) {
    for (let i = 0; i < batch.length; i++) {
      this.size += batch[i].byteLength;
      this.chunks.push(batch[i]);
    }
    if (this.size <= this.#limit) return;
    throw new ERR_OUT_OF_RANGE('totalBytes', `<= ${this.#limit}`, this.size);
  }

  toBytes() { return concatenate(this.chunks, this.size); }
}

async function collect(source, options) {
  const { signal, limit } = options;
  const collection = new Collection(limit);
  for await (const batch of abortable(from(source), signal)) {
    collection.add(batch);
  }
  return collection;
}

function collectSync(source, { limit }) {
  const collection = new Collection(limit);
  for (const batch of fromSync(source)) collection.add(batch);
  return collection;
}

// --- bytes(), arrayBuffer(), array() ------------------------------------------------

/**
 * @param {*} source what from() takes
 * @param {{signal?: AbortSignal, limit?: number}} [options] limit: of bytes
 * @returns {Promise<Uint8Array>}
 * @throws {RangeError} ERR_OUT_OF_RANGE beyond the limit
 */
async function bytes(source, options = kEmptyObject) {
  checkOptions(options);
  return (await collect(source, options)).toBytes();
}

/** @returns {Uint8Array} see bytes() */
function bytesSync(source, options = kEmptyObject) {
  checkOptions(options);
  return collectSync(source, options).toBytes();
}

/** As bytes(). @returns {Promise<ArrayBuffer>} */
async function arrayBuffer(source, options = kEmptyObject) {
  checkOptions(options);
  return (await collect(source, options)).toBytes().buffer;
}

/** @returns {ArrayBuffer} see bytes() */
function arrayBufferSync(source, options = kEmptyObject) {
  checkOptions(options);
  return collectSync(source, options).toBytes().buffer;
}

/** As bytes(). @returns {Promise<Uint8Array[]>} */
async function array(source, options = kEmptyObject) {
  checkOptions(options);
  return (await collect(source, options)).chunks;
}

/** @returns {Uint8Array[]} see bytes() */
function arraySync(source, options = kEmptyObject) {
  checkOptions(options);
  return collectSync(source, options).chunks;
}

// --- text() --------------------------------------------------------------------------

function makeDecoder({ encoding = 'utf-8' }) {
  validateString(encoding, 'options.encoding');
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new ERR_INVALID_ARG_VALUE.RangeError('options.encoding', encoding);
  }
}

/** Without a copy of what is one chunk. */
function decode(decoder, { chunks, size }) {
  return decoder.decode(chunks.length === 1 ? chunks[0] :
    concatenate(chunks, size));
}

/**
 * @param {*} source what from() takes
 * @param {{encoding?: string, signal?: AbortSignal, limit?: number}} [options]
 * @returns {Promise<string>}
 * @throws {TypeError} where the bytes are not valid in the encoding
 */
async function text(source, options = kEmptyObject) {
  checkOptions(options);
  const decoder = makeDecoder(options);
  return decode(decoder, await collect(source, options));
}

/** @returns {string} see text() */
function textSync(source, options = kEmptyObject) {
  checkOptions(options);
  const decoder = makeDecoder(options);
  return decode(decoder, collectSync(source, options));
}

// --- tap() ---------------------------------------------------------------------------

/**
 * A transform that shows what passes, and waits for the callback if it asks so.
 * @param {Function} callback (chunks, options): chunks are null at the end
 * @returns {Function}
 */
function tap(callback) {
  validateFunction(callback, 'callback');
  return (chunks, options) => {
    const shown = callback(chunks, options);
    return isThenable(shown) ? shown.then(() => chunks) : chunks;
  };
}

/** As tap(), for pullSync(). */
function tapSync(callback) {
  validateFunction(callback, 'callback');
  return (chunks, options) => {
    callback(chunks, options);
    return chunks;
  };
}

module.exports = {
  array, arrayBuffer, arrayBufferSync, arraySync, bytes, bytesSync, tap,
  tapSync, text, textSync,
};
