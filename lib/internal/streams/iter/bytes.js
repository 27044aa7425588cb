'use strict';
// Chunks (Uint8Array) and batches (Uint8Array[]).

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { isAnyArrayBuffer, isUint8Array } = require('internal/util/types');
const { validateArray } = require('internal/validators');
const { encode } = internalBinding('encoding');

const { isView } = ArrayBuffer;

/**
 * What is bytes without further ado.
 * @param {*} value
 * @returns {Uint8Array|null} without a copy, but of a string
 */
function bytesOf(value) {
  if (typeof value === 'string') return encode(value);
  if (typeof value !== 'object') return null;
  if (isView(value)) return bytesOfView(value);
  return isAnyArrayBuffer(value) ? new Uint8Array(value) : null;
}

function bytesOfView(view) {
  if (isUint8Array(view)) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/**
 * What a program gives to a writer.
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function chunkOf(chunk) {
  if (isUint8Array(chunk)) return chunk;
  if (typeof chunk === 'string') return encode(chunk);
  throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Uint8Array'], chunk);
}

/** Those of writev(). @throws {TypeError} ERR_INVALID_ARG_TYPE */
function chunksOf(chunks) {
  validateArray(chunks, 'chunks');
  const batch = new Array(chunks.length);
  for (let i = 0; i < chunks.length; i++) batch[i] = chunkOf(chunks[i]);
  return batch;
}

function isBatch(value) {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) {
    if (!isUint8Array(value[i])) return false;
  }
  return true;
}

/** @param {Uint8Array[]} batch @returns {number} of bytes */
function sizeOf(batch) {
  let size = 0;
  for (let i = 0; i < batch.length; i++) size += batch[i].byteLength;
  return size;
}

/** Whether others can neither see nor change more than these bytes. */
function ownsItsBuffer(bytes) {
  const { buffer } = bytes;
  return buffer.byteLength === bytes.byteLength &&
    buffer instanceof ArrayBuffer;
}

/**
 * All bytes in one array.
 * @param {Uint8Array[]} chunks
 * @param {number} size of them all
 * @returns {Uint8Array} the only chunk itself, if its buffer holds nothing else
 */
function concatenate(chunks, size) {
  if (chunks.length === 1 && ownsItsBuffer(chunks[0])) return chunks[0];
  const all = new Uint8Array(size);
  let offset = 0;
  for (let i = 0; i < chunks.length; i++) {
    all.set(chunks[i], offset);
    offset += chunks[i].byteLength;
  }
  return all;
}

module.exports = { bytesOf, chunkOf, chunksOf, concatenate, isBatch, sizeOf };
