'use strict';
// What diagnostics_channel tells of sockets and servers.

const assert = require('assert');
const channels = require('diagnostics_channel');
const net = require('net');
const { once } = require('events');
const { test } = require('../harness.js');

/** What is published while `fn` runs: [name, message] each. */
async function published(names, fn) {
  const messages = [];
  const note = (message, name) => messages.push([name, message]);
  for (const name of names) channels.subscribe(name, note);
  try {
    await fn();
  } finally {
    for (const name of names) channels.unsubscribe(name, note);
  }
  return messages;
}

const LISTEN = ['asyncStart', 'asyncEnd', 'error']
  .map((name) => `tracing:net.server.listen:${name}`);

test('listen() tells when it begins and when it is done', async () => {
  const server = net.createServer();
  const options = { port: 0, host: '127.0.0.1', mine: true };
  const messages = await published(LISTEN, () => {
    server.listen(options);
    return once(server, 'listening');
  });
  assert.deepStrictEqual(messages.map(([name]) => name), LISTEN.slice(0, 2));
  assert.strictEqual(messages[0][1].options.mine, true);
  assert.ok(messages.every(([, message]) => message.server === server));
  server.close();
});

test('listen() tells why it failed', async () => {
  const first = net.createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const second = net.createServer();
  const messages = await published(LISTEN, () => {
    second.listen(first.address().port, '127.0.0.1');
    return once(second, 'error');
  });
  assert.strictEqual(messages.at(-1)[0], LISTEN[2]);
  assert.strictEqual(messages.at(-1)[1].error.code, 'EADDRINUSE');
  first.close();
});

test('both ends of a connection are told of', async () => {
  const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let client;
  const messages = await published(['net.client.socket', 'net.server.socket'], () => {
    client = net.connect(server.address().port, '127.0.0.1').resume();
    return once(client, 'close');
  });
  assert.deepStrictEqual(messages.map(([name]) => name),
                         ['net.client.socket', 'net.server.socket']);
  assert.strictEqual(messages[0][1].socket, client);
  server.close();
});
