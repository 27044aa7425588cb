'use strict';
const assert = require('assert');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { once } = require('events');
const { test } = require('../harness');

async function listening(server, ...args) {
  server.listen(...args);
  await once(server, 'listening');
  return server;
}

test('address() tells where it listens, and null when it does not', async () => {
  const server = net.createServer();
  assert.strictEqual(server.address(), null);
  await listening(server, 0, '127.0.0.1');
  const { address, family, port } = server.address();
  assert.strictEqual(address, '127.0.0.1');
  assert.strictEqual(family, 'IPv4');
  assert.ok(port > 0);
  assert.strictEqual(server.listening, true);
  server.close();
  assert.strictEqual(server.address(), null);
});

test('a taken port is EADDRINUSE, by name', async () => {
  const first = await listening(net.createServer(), 0, '127.0.0.1');
  const { port } = first.address();
  const second = net.createServer().listen(port, '127.0.0.1');
  const [error] = await once(second, 'error');
  first.close();
  assert.strictEqual(
    error.message,
    `listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
  assert.strictEqual(error.code, 'EADDRINUSE');
  assert.strictEqual(error.syscall, 'listen');
  assert.strictEqual(error.address, '127.0.0.1');
  assert.strictEqual(error.port, port);
});

test('close waits for the connections', async () => {
  const server = await listening(net.createServer(), 0, '127.0.0.1');
  const client = net.connect(server.address().port, '127.0.0.1');
  const [peer] = await once(server, 'connection');
  let isClosed = false;
  server.close(() => { isClosed = true; });
  await new Promise((resolve) => setImmediate(resolve));
  assert.strictEqual(isClosed, false);
  client.destroy();
  peer.destroy();
  await once(server, 'close');
  assert.strictEqual(isClosed, true);
});

test('closing what is not open is an error of the callback', async () => {
  const error = await new Promise((resolve) => {
    net.createServer().close(resolve);
  });
  assert.strictEqual(error.code, 'ERR_SERVER_NOT_RUNNING');
});

test('listening twice throws', async () => {
  const server = await listening(net.createServer(), 0, '127.0.0.1');
  assert.throws(() => server.listen(0), { code: 'ERR_SERVER_ALREADY_LISTEN' });
  server.close();
});

test('connections above maxConnections are dropped', async () => {
  const server = net.createServer();
  server.maxConnections = 1;
  await listening(server, 0, '127.0.0.1');
  const { port } = server.address();
  const first = net.connect(port, '127.0.0.1');
  const [peer] = await once(server, 'connection');
  const second = net.connect(port, '127.0.0.1');
  const [data] = await once(server, 'drop');
  assert.strictEqual(data.localPort, port);
  assert.strictEqual(data.remoteFamily, 'IPv4');
  server.close();
  for (const socket of [first, second, peer]) socket.destroy();
});

test('getConnections counts', async () => {
  const server = await listening(net.createServer(), 0, '127.0.0.1');
  const client = net.connect(server.address().port, '127.0.0.1');
  const [peer] = await once(server, 'connection');
  const count = await new Promise((resolve, reject) => {
    server.getConnections((error, n) => (error ? reject(error) : resolve(n)));
  });
  assert.strictEqual(count, 1);
  server.close();
  client.destroy();
  peer.destroy();
});

test('several connections of one moment are all accepted', async () => {
  const server = await listening(net.createServer(), 0, '127.0.0.1');
  const clients = Array.from({ length: 50 }, () =>
    net.connect(server.address().port, '127.0.0.1'));
  let count = 0;
  await new Promise((resolve) => {
    server.on('connection', (peer) => {
      peer.destroy();
      if (++count === clients.length) resolve();
    });
  });
  server.close();
  for (const client of clients) client.destroy();
});

test('a path is a Unix domain socket, removed when closed', async () => {
  const file = path.join(os.tmpdir(), `net-server-${process.pid}.sock`);
  const server = await listening(net.createServer(), { path: file });
  assert.strictEqual(server.address(), file);
  const client = net.connect(file);
  const [peer] = await once(server, 'connection');
  peer.end('local');
  const [data] = await once(client, 'data');
  assert.strictEqual(String(data), 'local');
  server.close();
  client.destroy();
  await once(server, 'close');
  assert.strictEqual(fs.existsSync(file), false);
});

test('a path that begins with NUL is in the abstract namespace', async () => {
  const name = `\0net-server-${process.pid}`;
  const server = await listening(net.createServer(), { path: name });
  assert.strictEqual(server.address(), name);
  const client = net.connect({ path: name });
  const [peer] = await once(server, 'connection');
  peer.end('abstract');
  assert.strictEqual(String((await once(client, 'data'))[0]), 'abstract');
  server.close();
  client.destroy();
});

test('two servers share a port with reusePort', async () => {
  const options = { port: 0, host: '127.0.0.1', reusePort: true };
  const first = await listening(net.createServer(), options);
  const { port } = first.address();
  const second = await listening(net.createServer(), { ...options, port });
  first.close();
  second.close();
});

test('a signal closes the server', async () => {
  const controller = new AbortController();
  const server = await listening(
    net.createServer(), { port: 0, signal: controller.signal });
  controller.abort();
  await once(server, 'close');
});

test('a block list keeps clients out', async () => {
  const blockList = new net.BlockList();
  blockList.addAddress('127.0.0.1');
  const server =
    await listening(net.createServer({ blockList }), 0, '127.0.0.1');
  server.on('connection', () => assert.fail('it is blocked'));
  const client = net.connect(server.address().port, '127.0.0.1');
  client.on('error', () => {});
  await once(client, 'close');
  server.close();
});

test('a bound socket becomes a server', async () => {
  const bound = new net.BoundSocket({ host: '127.0.0.1', port: 0 });
  const { port } = bound.address();
  const server = await listening(net.createServer(), bound);
  assert.strictEqual(server.address().port, port);
  assert.throws(() => bound.address(), { code: 'ERR_SOCKET_HANDLE_ADOPTED' });
  server.close();
});

test('an unreferenced server does not keep the process alive', async () => {
  const server = net.createServer().unref();
  await listening(server, 0, '127.0.0.1');
});

test('wrong arguments are refused', () => {
  assert.throws(() => net.createServer(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => net.createServer().listen({}), {
    code: 'ERR_INVALID_ARG_VALUE',
    message: /must have the property "port" or "path"/,
  });
  assert.throws(() => net.createServer().listen(-1),
                { code: 'ERR_SOCKET_BAD_PORT' });
});
