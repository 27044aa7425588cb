'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const { WebSocket, WebSocketServer, createWebSocketStream } = require('ws');
const { test, finally: atEnd } = require('../app.js');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
const listening = once(server, 'listening');
atEnd(() => { for (const c of server.clients) c.terminate(); server.close(); });
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    if (String(data) === 'close') return socket.close(4001, 'asked');
    if (String(data) === 'all') return server.clients.forEach((c) => c.send('all'));
    socket.send(data, { binary: isBinary });
  });
});

async function client(options) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}`, options);
  await once(socket, 'open');
  return socket;
}

test('echoes text and bytes of every frame length', async () => {
  await listening;
  const socket = await client();
  for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
    const bytes = Buffer.alloc(size, 'x');
    socket.send(bytes);
    const [data, isBinary] = await once(socket, 'message');
    assert.ok(isBinary && data.equals(bytes), `${size} bytes`);
  }
  socket.send('h\u00e4llo');
  const [data, isBinary] = await once(socket, 'message');
  assert.deepStrictEqual([String(data), isBinary], ['h\u00e4llo', false]);
  socket.close();
  await once(socket, 'close');
});
test('answers pings and closes with a code', async () => {
  const socket = await client();
  socket.ping('p');
  assert.strictEqual(String((await once(socket, 'pong'))[0]), 'p');
  socket.send('close');
  const [code, reason] = await once(socket, 'close');
  assert.deepStrictEqual([code, String(reason)], [4001, 'asked']);
});
test('broadcasts', async () => {
  const sockets = await Promise.all(Array.from({ length: 10 }, () => client()));
  const heard = Promise.all(sockets.map((s) => once(s, 'message')));
  sockets[0].send('all');
  assert.strictEqual((await heard).length, 10);
  sockets.forEach((s) => s.terminate());
});
test('is a stream', async () => {
  const stream = createWebSocketStream(await client(), { encoding: 'utf8' });
  stream.write('streamed');
  assert.strictEqual((await once(stream, 'data'))[0], 'streamed');
  stream.destroy();
});
test('compresses messages', async () => {
  const other = new WebSocketServer({ port: 0, host: '127.0.0.1',
    perMessageDeflate: { threshold: 0 } });
  await once(other, 'listening');
  other.on('connection', (s) => s.on('message', (m) => s.send(m)));
  const socket = new WebSocket(`ws://127.0.0.1:${other.address().port}`);
  await once(socket, 'open');
  assert.match(socket.extensions, /permessage-deflate/);
  socket.send('compress '.repeat(1000));
  const [data] = await once(socket, 'message');
  assert.strictEqual(String(data), 'compress '.repeat(1000));
  socket.terminate();
  other.close();
});
