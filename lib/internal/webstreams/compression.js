'use strict';

// CompressionStream and DecompressionStream,
// https://compression.spec.whatwg.org: zlib's transforms as web streams.

const { validateOneOf } = require('internal/validators');
const { customInspectSymbol } = require('internal/util');
const { defineEnumerable, defineTag, inspectAs } =
  require('internal/webstreams/util');

const formats = ['deflate', 'deflate-raw', 'gzip', 'brotli'];

const compressors = {
  'deflate': 'createDeflate',
  'deflate-raw': 'createDeflateRaw',
  'gzip': 'createGzip',
  'brotli': 'createBrotliCompress',
};
const decompressors = {
  'deflate': 'createInflate',
  'deflate-raw': 'createInflateRaw',
  'gzip': 'createGunzip',
  'brotli': 'createBrotliDecompress',
};

/** The web streams of zlib's stream for a format. */
function open(methods, format) {
  validateOneOf(format, 'format', formats);
  const { newCompressionPair } = require('internal/webstreams/adapters');
  return newCompressionPair(require('zlib')[methods[format]]({
    // Bytes behind the end of the data are an error.
    rejectGarbageAfterEnd: true,
  }));
}

class CompressionStream {
  #transform;

  /** @param {'deflate'|'deflate-raw'|'gzip'|'brotli'} format */
  constructor(format) {
    this.#transform = open(compressors, format);
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {
      readable: this.readable,
      writable: this.writable,
    });
  }
}

class DecompressionStream {
  #transform;

  /** @param {'deflate'|'deflate-raw'|'gzip'|'brotli'} format */
  constructor(format) {
    this.#transform = open(decompressors, format);
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {
      readable: this.readable,
      writable: this.writable,
    });
  }
}

for (const Class of [CompressionStream, DecompressionStream]) {
  defineEnumerable(Class.prototype, ['readable', 'writable']);
  defineTag(Class.prototype, Class.name);
}

module.exports = { CompressionStream, DecompressionStream };
