'use strict';
const assert = require('node:assert');
const crypto = require('node:crypto');
const { once } = require('node:events');
const http = require('node:http');
const { test } = require('./run.js');

const kClose = 8;

/** One frame of RFC 6455, unmasked. */
function frame(opcode, payload) {
  const { length } = payload;
  const head = length < 126 ? [length] : length < 65536 ?
    [126, length >> 8, length & 255] :
    [127, 0, 0, 0, 0, length >>> 24, length >> 16 & 255, length >> 8 & 255,
     length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), payload]);
}

/** Takes a masked frame off the front of bytes, if it is there. */
function parse(bytes) {
  if (bytes.length < 2) return null;
  let length = bytes[1] & 127;
  let at = 2;
  if (length === 126) {
    length = bytes.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    length = Number(bytes.readBigUInt64BE(2));
    at = 10;
  }
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
  for (let i = 0; i < length; i++) payload[i] ^= mask[i & 3];
  return { opcode: bytes[0] & 15, payload, rest: bytes.subarray(at + 4 + length) };
}

/** Sends every message back; 'break' breaks the connection. */
function onUpgrade(request, socket) {
  const key = request.headers['sec-websocket-key'];
  const accept = crypto.createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const protocol = request.headers['sec-websocket-protocol']?.split(',')[0];
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n' +
    `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n` +
    (protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : '') + '\r\n');
  let bytes = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let found = parse(bytes); found !== null; found = parse(bytes)) {
      bytes = found.rest;
      if (found.payload.equals(Buffer.from('break'))) return socket.destroy();
      socket.write(frame(found.opcode, found.payload));
      if (found.opcode === kClose) return socket.end();
    }
  });
}

/** `use` is given the URL of an echoing server. */
async function withEcho(use) {
  const server = http.createServer().on('upgrade', onUpgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`ws://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

const event = (target, type) => new Promise((resolve) => {
  target.addEventListener(type, resolve, { once: true });
});

async function open(url, protocols) {
  const socket = new WebSocket(url, protocols);
  await event(socket, 'open');
  return socket;
}

async function close(socket) {
  const closed = event(socket, 'close');
  socket.close();
  return closed;
}

test('text comes back as a MessageEvent', () => withEcho(async (url) => {
  const socket = await open(url);
  socket.send('h\u00e4llo');
  const message = await event(socket, 'message');
  assert.ok(message instanceof MessageEvent);
  assert.deepStrictEqual([message.data, message.origin, message.ports.length],
                         ['h\u00e4llo', new URL(url).origin, 0]);
  await close(socket);
}));

test('bytes of every length of frame come back as asked for', () =>
  withEcho(async (url) => {
    const socket = await open(url);
    socket.binaryType = 'arraybuffer';
    for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
      socket.send(new Uint8Array(size).fill(7));
      const { data } = await event(socket, 'message');
      assert.ok(data instanceof ArrayBuffer);
      assert.ok(Buffer.from(data).equals(Buffer.alloc(size, 7)), `${size}`);
    }
    socket.binaryType = 'blob';
    socket.send(new Blob(['of a blob']));
    const { data } = await event(socket, 'message');
    assert.ok(data instanceof Blob);
    assert.strictEqual(await data.text(), 'of a blob');
    await close(socket);
  }));

test('a protocol is agreed on', () => withEcho(async (url) => {
  const socket = await open(url, ['first', 'second']);
  assert.deepStrictEqual([socket.protocol, socket.readyState, socket.url],
                         ['first', WebSocket.OPEN, url]);
  await close(socket);
}));

test('closing says code and reason', () => withEcho(async (url) => {
  const socket = await open(url);
  const closed = event(socket, 'close');
  socket.close(3000, 'done');
  const told = await closed;
  assert.ok(told instanceof CloseEvent);
  assert.deepStrictEqual([told.code, told.reason, told.wasClean],
                         [3000, 'done', true]);
  assert.strictEqual(socket.readyState, WebSocket.CLOSED);
}));

test('a connection that breaks is no clean close', () => withEcho(async (url) => {
  const socket = await open(url);
  const closed = event(socket, 'close');
  socket.send('break');
  const { code, wasClean } = await closed;
  assert.deepStrictEqual([code, wasClean], [1006, false]);
}));

test('a server that is none is an error', async () => {
  const server = http.createServer((request, response) => response.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  const failed = event(socket, 'error');
  const { code } = await event(socket, 'close');
  await failed;
  assert.strictEqual(code, 1006);
  server.close();
  server.closeAllConnections();
});

test('what is no address is a SyntaxError', () => {
  assert.throws(() => new WebSocket('foo:bar'), {
    name: 'SyntaxError', code: DOMException.SYNTAX_ERR,
  });
});

test('messages keep their order', () => withEcho(async (url) => {
  const socket = await open(url);
  const texts = Array.from({ length: 200 }, (_, i) => `message ${i}`);
  const seen = [];
  const all = Promise.withResolvers();
  socket.onmessage = ({ data }) => {
    if (seen.push(data) === texts.length) all.resolve();
  };
  for (const text of texts) socket.send(text);
  await all.promise;
  assert.deepStrictEqual(seen, texts);
  assert.strictEqual(socket.bufferedAmount, 0);
  await close(socket);
}));

