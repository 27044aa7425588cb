'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const { test, listen, finally: atEnd } = require('../app.js');

const server = http.createServer();
const hub = new Server(server);
hub.on('connection', (socket) => {
  socket.on('add', (a, b, reply) => reply(a + b));
  socket.on('join', (room, reply) => { socket.join(room); reply(); });
  socket.on('say', (room, text) => hub.to(room).emit('said', text));
  socket.on('bytes', (bytes) => socket.emit('bytes', Buffer.from(bytes).reverse()));
});

function client(base, transports) {
  const socket = io(base, { transports, forceNew: true, reconnection: false });
  atEnd(() => socket.disconnect());
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  });
}

let base;
for (const transport of ['polling', 'websocket']) {
  test(`talks by ${transport}`, async () => {
    base ??= await listen(server);
    const socket = await client(base, [transport]);
    assert.strictEqual(await socket.emitWithAck('add', 1, 2), 3);
    socket.emit('bytes', Buffer.from([1, 2, 3]));
    const [bytes] = await once(socket, 'bytes');
    assert.deepStrictEqual([...bytes], [3, 2, 1]);
  });
}
test('upgrades from polling to a websocket', async () => {
  const socket = await client(base, ['polling', 'websocket']);
  const { engine } = socket.io;
  if (engine.transport.name !== 'websocket') await once(engine, 'upgrade');
  assert.strictEqual(engine.transport.name, 'websocket');
  assert.strictEqual(await socket.emitWithAck('add', 2, 2), 4);
});
test('sends to everyone in a room', async () => {
  const [a, b] = await Promise.all([client(base), client(base)]);
  await Promise.all([a.emitWithAck('join', 'r'), b.emitWithAck('join', 'r')]);
  const heard = Promise.all([once(a, 'said'), once(b, 'said')]);
  a.emit('say', 'r', 'hi');
  assert.deepStrictEqual(await heard, [['hi'], ['hi']]);
});
atEnd(() => new Promise((resolve) => hub.close(resolve)));
