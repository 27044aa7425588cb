'use strict';
// Who may use connections and sessions that were checked in another way.
const assert = require('assert');
const https = require('https');
const { once } = require('events');
const { test } = require('../harness.js');
const { identity, root } = require('../tls/pair.js');

async function listen() {
  const options = { ...identity('server'), maxVersion: 'TLSv1.2' };
  const server = https.createServer(options, (req, res) => res.end('ok'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function fetchFrom(server, options) {
  return new Promise((resolve, reject) => {
    const req = https.get({
      port: server.address().port, host: 'localhost', family: 4, ca: root,
      ...options,
    }, (res) => {
      const { socket } = res;
      res.resume();
      res.on('end', () => resolve(socket));
    });
    req.on('error', reject);
  });
}

const refuse = () => new Error('refused');

test('a session is not kept for a check of one request', async () => {
  const server = await listen();
  const agent = new https.Agent();
  await fetchFrom(server, { agent, checkServerIdentity: () => {} });
  assert.deepStrictEqual(Object.keys(agent._sessionCache.map), []);
  await assert.rejects(
    fetchFrom(server, { agent, checkServerIdentity: refuse }), /refused/);
  server.close();
});

test('a session is kept for the check of an agent', async () => {
  const server = await listen();
  let checks = 0;
  const agent = new https.Agent({ checkServerIdentity: () => { checks++; } });
  const first = await fetchFrom(server, { agent });
  assert.strictEqual(first.isSessionReused(), false);
  const second = await fetchFrom(server, { agent });
  assert.strictEqual(second.isSessionReused(), true);
  assert.strictEqual(checks, 1);
  server.close();
});

test('a connection is not kept for another check', async () => {
  const server = await listen();
  const agent = new https.Agent({ keepAlive: true });
  await fetchFrom(server, { agent, checkServerIdentity: () => {} });
  await assert.rejects(
    fetchFrom(server, { agent, checkServerIdentity: refuse }), /refused/);
  await fetchFrom(server, { agent });
  agent.destroy();
  server.close();
});

test('what nobody checked gives no session to those who check', async () => {
  const server = await listen();
  const agent = new https.Agent();
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  await fetchFrom(server, { agent, servername: 'other.example' });
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  await assert.rejects(
    fetchFrom(server, { agent, servername: 'other.example' }),
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  server.close();
});

test('who waits for the end of a response can still ask its socket', async () => {
  const server = await listen();
  const socket = await fetchFrom(server, { agent: new https.Agent() });
  assert.strictEqual(socket.getPeerCertificate().subject.CN, 'server');
  server.close();
});
