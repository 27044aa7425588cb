'use strict';
// A chunk of a stream, or several, given to a handle's natives. Each function
// returns what they return: 0 (written), the bytes queued, or a negative errno.

const { Buffer } = require('buffer');

const {
  kUtf8,
  kLatin1,
  kUcs2,
  kBuffer,
} = internalBinding('stream');

/**
 * @param {string|Uint8Array} chunk
 * @param {string} encoding of a string; 'buffer' for bytes
 */
function writeChunk(handle, chunk, encoding) {
  switch (encoding) {
    case 'buffer':
      return handle.writeBuffer(chunk);
    case 'utf8':
    case 'utf-8':
      return handle.writeUtf8String(chunk);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return handle.writeLatin1String(chunk);
    default:
      return writeInOtherEncoding(handle, chunk, encoding);
  }
}

function writeInOtherEncoding(handle, chunk, encoding) {
  const code = encodingCode(encoding);
  if (code === kUtf8) return handle.writeUtf8String(chunk);
  if (code === kLatin1) return handle.writeLatin1String(chunk);
  if (code === kUcs2) return handle.writeUcs2String(chunk);
  return handle.writeBuffer(Buffer.from(chunk, encoding));
}

/** The native's name of an encoding; kBuffer if it must become bytes first. */
function encodingCode(encoding) {
  switch (encoding.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return kUtf8;
    case 'latin1':
    case 'binary':
    case 'ascii':
      return kLatin1;
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return kUcs2;
    default:
      return kBuffer;
  }
}

/** @param {Array<{chunk, encoding}> & {allBuffers: boolean}} writes */
function writeChunks(handle, writes) {
  const { length } = writes;
  if (writes.allBuffers) {
    const views = new Array(length);
    for (let i = 0; i < length; i++) views[i] = writes[i].chunk;
    return handle.writev(views, true);
  }
  const flat = new Array(2 * length);
  for (let i = 0; i < length; i++) {
    const { chunk, encoding } = writes[i];
    const code = typeof chunk === 'string' ? encodingCode(encoding) : kBuffer;
    const isEncoded = code !== kBuffer || typeof chunk !== 'string';
    flat[2 * i] = isEncoded ? chunk : Buffer.from(chunk, encoding);
    flat[2 * i + 1] = code;
  }
  return handle.writev(flat, false);
}

/** How many bytes a chunk becomes. */
function chunkByteLength(chunk, encoding) {
  return typeof chunk === 'string' ?
    Buffer.byteLength(chunk, encoding) : chunk.byteLength;
}

module.exports = { writeChunk, writeChunks, chunkByteLength };
