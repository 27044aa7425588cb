'use strict';
// Client and server of the package ws in one process: messages that come back, and
// one message to many.

const { once } = require('node:events');
const { WebSocket, WebSocketServer } = require('ws');

const { measure, sizes } = require('../measure.js');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    if (data.length === 1) for (const each of server.clients) each.send('to all');
    else socket.send(data, { binary: isBinary });
  });
});

async function connect() {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  await once(socket, 'open');
  return socket;
}

function close(sockets) {
  return Promise.all(sockets.map((socket) => {
    const closed = once(socket, 'close');
    socket.terminate();
    return closed;
  }));
}

/** An operation on `many` sockets, which are there before it is measured. */
function on(many, operation) {
  let sockets;
  const run = (count) => new Promise((resolve) => {
    for (const socket of sockets) socket.removeAllListeners('message');
    operation(sockets, count, resolve);
  });
  run.prepare = async () => {
    sockets = await Promise.all(Array.from({ length: many }, connect));
  };
  run.end = () => close(sockets);
  return run;
}

/** One message goes to and fro `count` times. */
const echo = (bytes) => on(1, ([socket], count, done) => {
  const message = Buffer.alloc(bytes, 'x');
  let left = count;
  socket.on('message', () => (--left === 0 ? done() : socket.send(message)));
  socket.send(message);
});

/** `count` messages are sent without waiting. */
const flood = (bytes) => on(1, ([socket], count, done) => {
  const message = Buffer.alloc(bytes, 'x');
  let left = count;
  socket.on('message', () => { if (--left === 0) done(); });
  for (let i = 0; i < count; i++) socket.send(message);
});

/** An operation: one message that reaches all of `many` clients. */
const broadcast = (many) => on(many, (sockets, count, done) => {
  let left = count * many;
  const heard = () => {
    left--;
    if (left === 0) done();
    else if (left % many === 0) sockets[0].send('x');
  };
  for (const socket of sockets) socket.on('message', heard);
  sockets[0].send('x');
});

async function main() {
  await once(server, 'listening');
  await measure({
    'echo, 64 bytes': echo(64),
    'echo, 64 KiB': echo(64 * 1024),
    'flood of 64 bytes': flood(64),
    'connect + close': async (count) => {
      for (let i = 0; i < count; i++) await close([await connect()]);
    },
    ...sizes('broadcast to {N}', broadcast),
  });
  server.close();
}

main();
