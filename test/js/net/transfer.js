'use strict';
// Connections and servers that move to another thread.

const assert = require('assert');
const fs = require('fs');
const net = require('net');
const v8 = require('v8');
const { once } = require('events');
const { MessageChannel, Worker } = require('worker_threads');
const { test } = require('../harness.js');

v8.setFlagsFromString('--expose-gc');
const gc = require('vm').runInNewContext('gc');

const kNotTransferable = { code: 'ERR_WORKER_HANDLE_NOT_TRANSFERABLE' };

async function readAll(socket) {
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text;
}

/** A worker that answers over each socket, and connections, that it is sent. */
function makeWorker() {
  return new Worker(`
    const { parentPort } = require('worker_threads');
    const answer = (socket) =>
      socket.once('data', (data) => socket.end('worker: ' + data));
    parentPort.on('message', ({ socket, server }) => {
      if (socket) answer(socket);
      else server.on('connection', answer);
    });`, { eval: true });
}

test('a connection goes on in another thread', async () => {
  const worker = makeWorker();
  const server = net.createServer((socket) => {
    worker.postMessage({ socket }, [socket]);
    assert.strictEqual(socket.destroyed, true);
    server.close();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.write('hello');
  assert.strictEqual(await readAll(client), 'worker: hello');
  await worker.terminate();
});

test('a server goes on in another thread', async () => {
  const worker = makeWorker();
  const server = net.createServer(() => assert.fail('accepted here'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  worker.postMessage({ server }, [server]);
  assert.strictEqual(server.listening, false);
  const client = net.connect(port, '127.0.0.1');
  client.write('hello');
  assert.strictEqual(await readAll(client), 'worker: hello');
  await worker.terminate();
});

test('a connection in a message that nobody reads is closed', async () => {
  const { port1, port2 } = new MessageChannel();
  const server = net.createServer((socket) => {
    port1.postMessage({ socket }, [socket]);
    port2.close();
    server.close();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.resume().on('error', () => {});
  const collecting = setInterval(gc, 10);
  await once(client, 'close');
  clearInterval(collecting);
  port1.close();
});

test('what is not TCP, not open, or has been read from stays', async () => {
  const { port1 } = new MessageChannel();
  const refuse = (object) => assert.throws(
    () => port1.postMessage(object, [object]), kNotTransferable);
  refuse(net.createServer());
  refuse(new net.Socket());
  const name = `\0transfer-${process.pid}`;
  const pipeServer = net.createServer().listen(name);
  await once(pipeServer, 'listening');
  refuse(pipeServer);
  pipeServer.close();
  const server = net.createServer((socket) => {
    socket.once('data', () => {
      refuse(socket);
      socket.end('still here');
      server.close();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.write('x');
  assert.strictEqual(await readAll(client), 'still here');
  port1.close();
});

test('no descriptor is left over', async () => {
  const count = () => fs.readdirSync('/proc/self/fd').length;
  const { port1, port2 } = new MessageChannel();
  const server = net.createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const before = count();
  port1.postMessage({ server }, [server]);
  const { server: moved } =
    await new Promise((resolve) => port2.once('message', resolve));
  moved.close();
  await once(moved, 'close');
  assert.ok(count() <= before, `${count()} after ${before}`);
  port1.close();
});
