'use strict';
// WebAssembly.compileStreaming() and instantiateStreaming(): feed V8 with the
// body of a Response while it arrives.
// https://webassembly.github.io/spec/web-api/#streaming-modules

const { codes } = require('internal/errors');

/** Whether something can be read as a Response is; also of other makers. */
function isResponse(value) {
  return typeof value === 'object' && value !== null &&
    typeof value.headers?.get === 'function' &&
    typeof value.ok === 'boolean' && typeof value.bodyUsed === 'boolean';
}

function check(response) {
  if (!isResponse(response)) {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'source', ['Response', 'Promise resolving to Response'], response);
  }
  const type = response.headers.get('Content-Type');
  if (type !== 'application/wasm') {
    throw new codes.ERR_WEBASSEMBLY_RESPONSE(
      `has unsupported MIME type '${type}'`);
  }
  if (!response.ok) {
    throw new codes.ERR_WEBASSEMBLY_RESPONSE(
      `has status code ${response.status}`);
  }
  if (response.bodyUsed) {
    throw new codes.ERR_WEBASSEMBLY_RESPONSE('body has already been used');
  }
}

async function feed(stream, response) {
  check(response);
  if (response.url) stream.setUrl(response.url);
  if (response.body === null) return;
  for await (const chunk of response.body) {
    if (stream.push(chunk)) continue;
    throw new codes.ERR_INVALID_ARG_TYPE(
      'chunk', ['ArrayBuffer', 'ArrayBufferView'], chunk);
  }
}

/**
 * Called by C.
 * @param {WasmStream} stream
 * @param {*} source what the program gave, or its promise's value
 */
function start(stream, source) {
  feed(stream, source).then(() => stream.finish(),
                            (error) => stream.abort(error));
}

module.exports = { start };
