'use strict';
const assert = require('assert');
const https = require('https');
const { once } = require('events');
const { test } = require('../harness.js');
const { identity, root } = require('../tls/pair.js');

async function listen(onRequest) {
  const server = https.createServer(identity('server'), onRequest);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function fetchFrom(server, options, body) {
  const req = https.request({
    port: server.address().port, host: 'localhost', family: 4, ca: root,
    ...options,
  });
  req.end(body);
  const [res] = await once(req, 'response');
  let text = '';
  for await (const chunk of res.setEncoding('utf8')) text += chunk;
  return { res, text };
}

test('a request is answered', async () => {
  const server = await listen((req, res) => {
    assert.strictEqual(req.socket.encrypted, true);
    res.end(`${req.method} ${req.url}`);
  });
  const { res, text } = await fetchFrom(server, { path: '/a' });
  assert.strictEqual(res.statusCode, 200);
  assert.strictEqual(text, 'GET /a');
  server.close();
});

test('a body goes both ways', async () => {
  const server = await listen((req, res) => req.pipe(res));
  const body = 'x'.repeat(1 << 20);
  const { text } = await fetchFrom(server, { method: 'POST' }, body);
  assert.strictEqual(text.length, body.length);
  server.close();
});

test('an agent keeps the connection', async () => {
  const ports = new Set();
  const server = await listen((req, res) => {
    ports.add(req.socket.remotePort);
    res.end();
  });
  const agent = new https.Agent({ keepAlive: true });
  for (let i = 0; i < 3; i++) await fetchFrom(server, { agent });
  assert.strictEqual(ports.size, 1);
  agent.destroy();
  server.close();
});

test('an agent resumes a session', async () => {
  const reused = [];
  const server = await listen((req, res) => {
    reused.push(req.socket.isSessionReused());
    res.end();
  });
  const agent = new https.Agent();
  await fetchFrom(server, { agent });
  await fetchFrom(server, { agent });
  assert.deepStrictEqual(reused, [false, true]);
  server.close();
});

test('a server one cannot trust is an error of the request', async () => {
  const server = await listen(() => assert.fail('it was reached'));
  const req = https.get({
    port: server.address().port, host: 'localhost', family: 4, ca: [],
  });
  const [error] = await once(req, 'error');
  assert.strictEqual(error.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  server.close();
});
