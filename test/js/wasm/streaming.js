'use strict';
const assert = require('assert');
const { test } = require('../harness');

// (module): the magic number and the version
const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** What compileStreaming reads of a Response. */
const response = (chunks, { type = 'application/wasm', status = 200 } = {}) => ({
  headers: { get: () => type },
  ok: status < 300,
  status,
  bodyUsed: false,
  url: 'http://localhost/a.wasm',
  body: (async function*() { yield* chunks; })(),
});

test('a module compiles from its pieces', async () => {
  const source = response([empty.subarray(0, 3), empty.subarray(3)]);
  const module = await WebAssembly.compileStreaming(source);
  assert.ok(module instanceof WebAssembly.Module);
});

test('a promise of a response will do, and instances are made', async () => {
  const { instance } =
    await WebAssembly.instantiateStreaming(Promise.resolve(response([empty])));
  assert.ok(instance instanceof WebAssembly.Instance);
});

test('what is no response is refused', async () => {
  for (const source of [undefined, null, 'text', {}, []]) {
    await assert.rejects(WebAssembly.compileStreaming(source),
                         { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' });
  }
});

test('the type and the status must be right', async () => {
  await assert.rejects(
    WebAssembly.compileStreaming(response([empty], { type: 'text/html' })),
    { code: 'ERR_WEBASSEMBLY_RESPONSE',
      message: "WebAssembly response has unsupported MIME type 'text/html'" });
  await assert.rejects(
    WebAssembly.compileStreaming(response([empty], { status: 404 })),
    { message: 'WebAssembly response has status code 404' });
});

test('missing bytes are a CompileError', async () => {
  await assert.rejects(
    WebAssembly.compileStreaming(response([empty.subarray(0, 6)])),
    { name: 'CompileError', message: /^WebAssembly\.compileStreaming\(\): / });
});

test('an error of the body is passed on', async () => {
  const error = new Error('lost');
  const source = response([]);
  // eslint-disable-next-line require-yield
  source.body = (async function*() { throw error; })();
  await assert.rejects(WebAssembly.compileStreaming(source), error);
});
