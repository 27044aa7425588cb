'use strict';

// TextEncoderStream and TextDecoderStream, https://encoding.spec.whatwg.org.

const { customInspectSymbol } = require('internal/util');
const { TransformStream } = require('internal/webstreams/transform');
const { defineEnumerable, defineTag, inspectAs } =
  require('internal/webstreams/util');

/** Strings in, UTF-8 out. */
class TextEncoderStream {
  #transform;
  // The first half of a surrogate pair that the last chunk ended with.
  #pendingHigh = '';

  constructor() {
    const encoder = new TextEncoder();
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        const text = this.#joinSurrogates(`${chunk}`);
        if (text !== '') controller.enqueue(encoder.encode(text));
      },
      flush: (controller) => {
        if (this.#pendingHigh !== '') {
          controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
        }
      },
    });
  }

  #joinSurrogates(chunk) {
    const text = this.#pendingHigh + chunk;
    this.#pendingHigh = '';
    if (text === '') return text;
    const last = text.charCodeAt(text.length - 1);
    if (last < 0xd800 || last > 0xdbff) return text;
    this.#pendingHigh = text.at(-1);
    return text.slice(0, -1);
  }

  get encoding() {
    void this.#transform;
    return 'utf-8';
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {
      encoding: this.encoding,
      readable: this.readable,
      writable: this.writable,
    });
  }
}

/** Bytes in, strings out. */
class TextDecoderStream {
  #decoder;
  #transform;

  /**
   * @param {string} [encoding]
   * @param {{ fatal?: boolean, ignoreBOM?: boolean }} [options]
   */
  constructor(encoding = 'utf-8', options = {}) {
    const decoder = new TextDecoder(encoding, options);
    this.#decoder = decoder;
    this.#transform = new TransformStream({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }

  get encoding() {
    return this.#decoder.encoding;
  }

  get fatal() {
    return this.#decoder.fatal;
  }

  get ignoreBOM() {
    return this.#decoder.ignoreBOM;
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {
      encoding: this.encoding,
      fatal: this.fatal,
      ignoreBOM: this.ignoreBOM,
      readable: this.readable,
      writable: this.writable,
    });
  }
}

defineEnumerable(TextEncoderStream.prototype,
                 ['encoding', 'readable', 'writable']);
defineEnumerable(TextDecoderStream.prototype,
                 ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']);
defineTag(TextEncoderStream.prototype, 'TextEncoderStream');
defineTag(TextDecoderStream.prototype, 'TextDecoderStream');

module.exports = { TextDecoderStream, TextEncoderStream };
