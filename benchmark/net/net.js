'use strict';
// Server and client in one process, over loopback.

const net = require('node:net');

const { measure, sizes } = require('../measure.js');

const CHUNK = Buffer.alloc(64 * 1024, 'a');

function listen(onConnection) {
  return new Promise((resolve) => {
    const server = net.createServer(onConnection);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

const connect = (server) => new Promise((resolve, reject) => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.once('connect', () => resolve(socket)).once('error', reject);
});

/** `count` messages of `size` bytes there and back, one after the other. */
const echo = (server, size) => async (count) => {
  const socket = await connect(server);
  const message = Buffer.alloc(size, 'a');
  await new Promise((resolve) => {
    let left = count;
    let received = 0;
    socket.on('data', (data) => {
      received += data.length;
      if (received < size) return;
      received = 0;
      if (--left === 0) resolve();
      else socket.write(message);
    });
    socket.write(message);
  });
  socket.destroy();
};

/** `count` chunks of 64 KiB to a server that counts them. */
const send = (server) => async (count) => {
  const socket = await connect(server);
  await new Promise((resolve, reject) => {
    let left = count;
    const fill = () => {
      while (left > 0) {
        left--;
        if (!socket.write(CHUNK)) return;
      }
      socket.off('drain', fill);
      socket.end();
    };
    // The server closes when it has read all.
    socket.on('drain', fill).on('close', resolve).on('error', reject);
    socket.resume();
    fill();
  });
};

/** An operation: 64 bytes to and fro on each of `many` connections at once. */
function echoOnMany(server, many) {
  let sockets;
  const small = CHUNK.subarray(0, 64);
  const run = (count) => Promise.all(sockets.map((socket) => new Promise((resolve) => {
    let left = count * 64;
    socket.removeAllListeners('data').on('data', (data) => {
      left -= data.length;
      if (left === 0) resolve();
      else if (left % 64 === 0) socket.write(small);
    });
    socket.write(small);
  })));
  run.prepare = async () => {
    sockets = await Promise.all(Array.from({ length: many }, () => connect(server)));
  };
  run.end = () => sockets.forEach((socket) => socket.destroy());
  return run;
}

const connections = (server) => async (count) => {
  for (let i = 0; i < count; i++) {
    const socket = await connect(server);
    await new Promise((resolve) => {
      socket.on('close', resolve).resume();
      socket.end();
    });
  }
};

async function main() {
  const echoes = await listen((socket) => socket.setNoDelay(true).pipe(socket));
  const sinks = await listen((socket) => socket.resume());
  await measure({
    'echo, 64 bytes': echo(echoes, 64),
    'echo, 64 KiB': echo(echoes, 64 * 1024),
    'send 64 KiB': send(sinks),
    'connect + close': connections(sinks),
    ...sizes('echo, {N} connections', (many) => echoOnMany(echoes, many)),
  });
  echoes.close();
  sinks.close();
}

main();
