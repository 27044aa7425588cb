'use strict';

// CompressionStream and DecompressionStream,
// https://compression.spec.whatwg.org: zlib's transforms as web streams.

const {
  codes: { ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { validateOneOf } = require('internal/validators');
const { customInspectSymbol } = require('internal/util');
const { defineEnumerable, defineTag, inspectAs } =
  require('internal/webstreams/util');

const formats = ['deflate', 'deflate-raw', 'gzip', 'brotli'];

/** zlib's stream for a format. */
function openZlib(className, methods, format) {
  let zlib;
  try {
    zlib = require('zlib');
  } catch {
    throw new ERR_METHOD_NOT_IMPLEMENTED(className);
  }
  return zlib[methods[format]]({
    // Bytes behind the end of the data are an error.
    rejectGarbageAfterEnd: true,
  });
}

function toWeb(duplex) {
  const { newCompressionPair } = require('internal/webstreams/adapters');
  return newCompressionPair(duplex);
}

class CompressionStream {
  #transform;

  /** @param {'deflate'|'deflate-raw'|'gzip'|'brotli'} format */
  constructor(format) {
    validateOneOf(format, 'format', formats);
    this.#transform = toWeb(openZlib('CompressionStream', {
      'deflate': 'createDeflate',
      'deflate-raw': 'createDeflateRaw',
      'gzip': 'createGzip',
      'brotli': 'createBrotliCompress',
    }, format));
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
    validateOneOf(format, 'format', formats);
    this.#transform = toWeb(openZlib('DecompressionStream', {
      'deflate': 'createInflate',
      'deflate-raw': 'createInflateRaw',
      'gzip': 'createGunzip',
      'brotli': 'createBrotliDecompress',
    }, format));
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
