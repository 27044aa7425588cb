'use strict';
const assert = require('node:assert');
const { test, withServer } = require('./run.js');

test('what is aborted already never connects', async () => {
  const reason = new RangeError('not now');
  const signal = AbortSignal.abort(reason);
  await assert.rejects(fetch('http://127.0.0.1:1/', { signal }), reason);
});

test('an abort before the answer closes the connection', () => {
  const controller = new AbortController();
  const closed = Promise.withResolvers();
  return withServer((request) => {
    request.socket.on('close', closed.resolve);
    controller.abort();
  }, async (url) => {
    await assert.rejects(fetch(url, { signal: controller.signal }),
                         { name: 'AbortError', code: 20 });
    await closed.promise;
  });
});

test('an abort in the midst of a body ends its reading', () =>
  withServer((request, response) => response.write('begun'), async (url, server) => {
    const controller = new AbortController();
    const response = await fetch(url, { signal: controller.signal });
    const reader = response.body.getReader();
    const { value } = await reader.read();
    assert.strictEqual(Buffer.from(value).toString(), 'begun');
    controller.abort();
    await assert.rejects(reader.read(), { name: 'AbortError' });
    assert.strictEqual(server.listening, true);
  }));

test('AbortSignal.timeout ends a request with its own error', () =>
  withServer(() => {}, async (url) => {
    await assert.rejects(fetch(url, { signal: AbortSignal.timeout(5) }),
                         { name: 'TimeoutError', code: 23 });
  }));

test('a body that is cancelled closes the connection', () => {
  const closed = Promise.withResolvers();
  return withServer((request, response) => {
    request.socket.on('close', closed.resolve);
    response.write('begun');
  }, async (url) => {
    const response = await fetch(url);
    await response.body.cancel();
    await closed.promise;
  });
});
