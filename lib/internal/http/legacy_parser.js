'use strict';

// HTTPParser as programs know it from `_http_common`: callbacks are properties
// with numbers for names. Made of the parser that HTTP itself uses.

const { Buffer } = require('buffer');
const { splitBlock } = require('internal/http/headers');
const { kTrailerBlock } = require('_http_incoming');
const { LENIENT_ALL, kKeepAlive, kNoBody, kUpgrade } = require('internal/http/parser');
const { HTTPParser: NativeParser } = internalBinding('http');

const REQUEST = 1;
const RESPONSE = 2;

const kOnMessageBegin = 0;
const kOnHeaders = 1;
const kOnHeadersComplete = 2;
const kOnBody = 3;
const kOnMessageComplete = 4;
const kOnExecute = 5;
const kOnTimeout = 6;

// Header fields that are given at once; more come in parts before.
const MAX_FIELDS_AT_ONCE = 32;

class HTTPParser {
  static REQUEST = REQUEST;
  static RESPONSE = RESPONSE;
  static kOnMessageBegin = kOnMessageBegin;
  static kOnHeaders = kOnHeaders;
  static kOnHeadersComplete = kOnHeadersComplete;
  static kOnBody = kOnBody;
  static kOnMessageComplete = kOnMessageComplete;
  static kOnExecute = kOnExecute;
  static kOnTimeout = kOnTimeout;
  static kLenientNone = 0;
  static kLenientHeaders = 1 << 0;
  static kLenientChunkedLength = 1 << 1;
  static kLenientKeepAlive = 1 << 2;
  static kLenientTransferEncoding = 1 << 3;
  static kLenientVersion = 1 << 4;
  static kLenientDataAfterClose = 1 << 5;
  static kLenientOptionalLFAfterCR = 1 << 6;
  static kLenientOptionalCRLFAfterChunk = 1 << 7;
  static kLenientOptionalCRBeforeLF = 1 << 8;
  static kLenientSpacesAfterChunkSize = 1 << 9;
  static kLenientAll = LENIENT_ALL;

  #native = new NativeParser();
  #buffer = null;

  /**
   * @param {number} type REQUEST or RESPONSE
   * @param {object} [resource]
   * @param {number} [maxHeaderSize] 0: the default
   * @param {number} [lenientFlags]
   */
  initialize(type, resource, maxHeaderSize = 0, lenientFlags = 0) {
    const native = this.#native;
    native.initialize(type === RESPONSE, maxHeaderSize, 0, lenientFlags);
    native.onMessage = type === RESPONSE ?
      (parser, flags, status, reason, block) =>
        this.#onHead(flags, block, undefined, status, reason) :
      (parser, flags, url, block) => this.#onHead(flags, block, url);
    native.server = null;
    native.socket = null;
    native.isConsuming = false;
    native.incoming = {
      _dumped: false,
      push: (chunk) => this.#onBody(chunk),
      complete: false,
      onTrailers: (block) => this.#onTrailers(block),
      set [kTrailerBlock](block) { this.onTrailers(block); },
    };
  }

  #onHead(flags, block, url, status, reason) {
    const headers = splitBlock(block);
    const parts = this[kOnHeaders];
    let rest = headers;
    if (headers.length > 2 * MAX_FIELDS_AT_ONCE && parts) {
      parts.call(this, headers, url ?? '');
      rest = undefined;
      url = '';
    }
    const answer = this[kOnHeadersComplete]?.(
      (flags >> 8) & 15, (flags >> 12) & 15, rest,
      status === undefined ? flags & 0xff : undefined, url, status, reason,
      (flags & kUpgrade) !== 0, (flags & kKeepAlive) !== 0);
    // The end of such a request is not told separately.
    if ((flags & kNoBody) !== 0) this[kOnMessageComplete]?.();
    // A parser of a response with an upgrade stops by itself.
    if (answer === undefined) return (flags & kUpgrade) !== 0 ? 2 : 0;
    return answer | 0;
  }

  #onBody(chunk) {
    if (chunk === null) this[kOnMessageComplete]?.();
    else this[kOnBody]?.(chunk, 0, chunk.length);
    return true;
  }

  #onTrailers(block) {
    this[kOnHeaders]?.(splitBlock(block), '');
  }

  /** @returns {number|Error} how many bytes were parsed */
  execute(buffer, offset = 0, length = buffer.length - offset) {
    this.#buffer = buffer;
    return this.#native.execute(
      offset === 0 && length === buffer.length ?
        buffer : Buffer.from(buffer.buffer, buffer.byteOffset + offset, length));
  }

  /** @returns {Error|undefined} */
  finish() {
    return this.#native.finish();
  }

  getCurrentBuffer() {
    return this.#buffer;
  }

  close() {
    this.#native.close();
  }

  free() {}
  remove() {}
}

module.exports = { HTTPParser };
