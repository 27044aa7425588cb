'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const http = require('node:http');
const zlib = require('node:zlib');
const { test, withServer } = require('./run.js');

/** The cause of a promise's TypeError with this message. */
async function causeOf(promise, message = 'fetch failed') {
  const error = await promise.then(() => assert.fail('fulfilled'), (e) => e);
  assert.deepStrictEqual([error.name, error.message], ['TypeError', message]);
  return error.cause;
}

test('JSON from a server', () =>
  withServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"a":[1]}');
  }, async (url) => {
    const response = await fetch(url);
    assert.ok(response instanceof Response);
    assert.deepStrictEqual([response.ok, response.status, response.statusText],
                           [true, 200, 'OK']);
    assert.deepStrictEqual(await response.json(), { a: [1] });
    await assert.rejects(response.text(), { name: 'TypeError' });
  }));

test('compressed bodies are unpacked', () => {
  const codings = {
    br: zlib.brotliCompressSync, deflate: zlib.deflateSync, gzip: zlib.gzipSync,
    zstd: zlib.zstdCompressSync,
  };
  return withServer((request, response) => {
    const coding = request.url.slice(1);
    response.setHeader('content-encoding', coding);
    response.end(codings[coding](`by ${coding}`));
  }, async (url) => {
    for (const coding of Object.keys(codings)) {
      const response = await fetch(`${url}/${coding}`);
      assert.strictEqual(await response.text(), `by ${coding}`);
    }
  });
});

let sent;
test('a body is read while it arrives', () =>
  withServer((request, response) => {
    response.write('first');
    sent = response;
  }, async (url) => {
    const { body } = await fetch(url);
    const texts = [];
    for await (const chunk of body) {
      texts.push(Buffer.from(chunk).toString());
      // The next comes only because this one was seen.
      if (texts.length === 1) sent.end('last');
    }
    assert.deepStrictEqual(texts, ['first', 'last']);
  }));

test('redirections are followed, handed out or refused', () =>
  withServer((request, response) => {
    if (request.url === '/end') return response.end('there');
    response.writeHead(302, { location: request.url === '/loop' ? '/loop' : '/end' });
    return response.end();
  }, async (url) => {
    const followed = await fetch(url);
    assert.deepStrictEqual(
      [followed.redirected, followed.url, await followed.text()],
      [true, `${url}/end`, 'there']);
    const manual = await fetch(url, { redirect: 'manual' });
    assert.strictEqual(manual.status, 302);
    await manual.body?.cancel();
    const refused = await causeOf(fetch(url, { redirect: 'error' }));
    assert.strictEqual(refused.message, 'unexpected redirect');
    const endless = await causeOf(fetch(`${url}/loop`));
    assert.strictEqual(endless.message, 'redirect count exceeded');
  }));

test('nobody who listens: fetch failed, and why', async () => {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  const cause = await causeOf(fetch(`http://127.0.0.1:${port}`));
  assert.deepStrictEqual([cause.code, cause.syscall, cause.port],
                         ['ECONNREFUSED', 'connect', port]);
});

test('a server that breaks off: terminated', () =>
  withServer((request, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('abc', () => request.socket.destroy());
  }, async (url) => {
    const response = await fetch(url);
    const cause = await causeOf(response.text(), 'terminated');
    assert.strictEqual(cause.code, 'UND_ERR_SOCKET');
  }));

test('data: and blob: URLs are read, file: is refused', async () => {
  const data = await fetch('data:text/plain;base64,aGk=');
  assert.deepStrictEqual([data.headers.get('content-type'), await data.text()],
                         ['text/plain', 'hi']);
  const url = URL.createObjectURL(new Blob(['of a blob'], { type: 'text/x' }));
  const blob = await fetch(url);
  assert.deepStrictEqual([blob.headers.get('content-type'), await blob.text()],
                         ['text/x', 'of a blob']);
  await causeOf(fetch('file:///etc/passwd'));
  const cause = await causeOf(fetch('/relative'),
                              'Failed to parse URL from /relative');
  assert.strictEqual(cause.code, 'ERR_INVALID_URL');
});

test('each cookie is had by itself', () =>
  withServer((request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end();
  }, async (url) => {
    const { headers } = await fetch(url);
    assert.deepStrictEqual(headers.getSetCookie(), ['a=1', 'b=2']);
  }));

test('WebAssembly compiles from a Response', async () => {
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const headers = { 'content-type': 'application/wasm' };
  const module =
    await WebAssembly.compileStreaming(new Response(empty, { headers }));
  assert.ok(module instanceof WebAssembly.Module);
  const fetched = fetch('data:application/wasm;base64,AGFzbQEAAAA=');
  const { instance } = await WebAssembly.instantiateStreaming(fetched);
  assert.ok(instance instanceof WebAssembly.Instance);
  await assert.rejects(WebAssembly.compileStreaming(new Response(empty)), {
    code: 'ERR_WEBASSEMBLY_RESPONSE',
  });
});
