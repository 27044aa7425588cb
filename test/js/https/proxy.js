'use strict';
// Requests through a proxy that is asked for a tunnel.

const assert = require('assert');
const http = require('http');
const https = require('https');
const { once } = require('events');
const { test } = require('../harness.js');

async function listenAsProxy(onConnect) {
  const proxy = http.createServer(() => assert.fail('it was not asked to CONNECT'));
  proxy.on('connect', onConnect);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

function requestThrough(proxy) {
  const agent = new https.Agent({
    proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${proxy.address().port}` },
  });
  return https.get({ host: 'example.test', port: 443, agent });
}

test('a refused tunnel is an error of the request', async () => {
  const proxy = await listenAsProxy((req, socket) => {
    assert.strictEqual(req.url, 'example.test:443');
    socket.end('HTTP/1.1 403 No\r\n\r\n');
  });
  const [error] = await once(requestThrough(proxy), 'error');
  assert.strictEqual(error.code, 'ERR_PROXY_TUNNEL');
  assert.match(error.message, /HTTP\/1\.1 403 No/);
  proxy.close();
});

test('a proxy may finish what it has to say of its refusal', async () => {
  // More than fits between the two: it is read to its end, or the proxy fails.
  const reasons = Buffer.alloc(16 << 20, 'x');
  const finished = Promise.withResolvers();
  const proxy = await listenAsProxy((req, socket) => {
    socket.on('error', finished.reject).on('close', finished.resolve);
    socket.write('HTTP/1.1 500 Sorry\r\n\r\n');
    socket.end(reasons);
  });
  const [error] = await once(requestThrough(proxy), 'error');
  assert.match(error.message, /500 Sorry/);
  await finished.promise;
  proxy.close();
});

test('an error does not tell the credentials for the proxy', async () => {
  const proxy = await listenAsProxy((req, socket) => {
    socket.end('HTTP/1.1 407 Who?\r\n\r\n');
  });
  const { port } = proxy.address();
  const agent = new https.Agent({
    proxyEnv: { HTTPS_PROXY: `http://user:secret@127.0.0.1:${port}` },
  });
  const req = https.get({ host: 'example.test', port: 443, agent });
  const [error] = await once(req, 'error');
  assert.match(error.message, new RegExp(`via http://127\\.0\\.0\\.1:${port}/`));
  proxy.close();
});

test('a proxy that never answers is a timeout of the request', async () => {
  const proxy = await listenAsProxy((req, socket) => {
    socket.on('error', () => {});
  });
  const { port } = proxy.address();
  const agent = new https.Agent({
    proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
  });
  const req =
    https.get({ host: 'example.test', port: 443, agent, timeout: 50 });
  const timeout = once(req, 'timeout');
  const [error] = await once(req, 'error');
  await timeout;
  assert.match(error.message, /timed out after 50ms/);
  proxy.close();
});

test('an error says what a proxy said that does not speak HTTP', async () => {
  const proxy = await listenAsProxy((req, socket) => {
    socket.end('SMTP ready\r\n\r\n');
  });
  const [error] = await once(requestThrough(proxy), 'error');
  assert.match(error.message, /: SMTP ready$/);
  proxy.close();
});
