'use strict';

// require('stream/consumers'): all of a stream as one value.

const { Buffer } = require('buffer');
const { TextDecoder } = require('internal/encoding');
const { isAnyArrayBuffer } = require('internal/util/types');

// The bytes of whatever a stream may give; what is neither bytes nor text is
// taken as the text that it prints as.
function toBytes(chunk) {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  if (isAnyArrayBuffer(chunk)) return new Uint8Array(chunk);
  return Buffer.from(String(chunk));
}

async function collect(stream) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytesOfChunk = toBytes(chunk);
    chunks.push(bytesOfChunk);
    length += bytesOfChunk.length;
  }

  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/**
 * @param {AsyncIterable|ReadableStream} stream
 * @returns {Promise<Blob>}
 */
async function blob(stream) {
  const { Blob } = require('buffer');
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return new Blob(chunks);
}

/**
 * @param {AsyncIterable|ReadableStream} stream
 * @returns {Promise<ArrayBuffer>}
 */
async function arrayBuffer(stream) {
  return (await collect(stream)).buffer;
}

/**
 * @param {AsyncIterable|ReadableStream} stream
 * @returns {Promise<Buffer>}
 */
async function buffer(stream) {
  return Buffer.from(await arrayBuffer(stream));
}

/**
 * @param {AsyncIterable|ReadableStream} stream
 * @returns {Promise<Uint8Array>}
 */
async function bytes(stream) {
  return collect(stream);
}

/**
 * @param {AsyncIterable|ReadableStream} stream
 * @returns {Promise<string>} decoded from UTF-8
 */
async function text(stream) {
  const decoder = new TextDecoder();
  let string = '';
  for await (const chunk of stream) {
    string += typeof chunk === 'string' ? chunk :
      decoder.decode(chunk, { stream: true });
  }
  return string + decoder.decode();
}

/**
 * @param {AsyncIterable|ReadableStream} stream
 * @returns {Promise<*>}
 */
async function json(stream) {
  return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, bytes, json, text };
