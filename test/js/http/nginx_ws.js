'use strict';
// WebSockets of the package `ws` through nginx. Needs both: nginx as nginx_proxy.js
// finds it, and the package where the benchmarks or the apps' tests have it.

const assert = require('assert');
const { once } = require('events');
const path = require('path');
const { test } = require('../harness.js');
const { behindNginx, missing: nginxMissing } = require('./nginx_proxy.js');

const ROOT = path.join(__dirname, '../../..');
const PLACES = ['benchmark', 'out/apps/ws'];

function findWs() {
  for (const place of PLACES) {
    try {
      return require(path.join(ROOT, place, 'node_modules/ws'));
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return null;
}

/** Runs `body(connect)` with a server that echoes, behind nginx. */
function withEcho(ws, body) {
  const sockets = new ws.WebSocketServer({ noServer: true });
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      if (String(data) === 'close') socket.close(4001, 'asked');
      else socket.send(data, { binary: isBinary });
    });
  });
  return behindNginx((req, res) => res.end('plain'), (port, server) => {
    server.on('upgrade', (req, socket, head) => {
      sockets.handleUpgrade(req, socket, head, (accepted) => {
        sockets.emit('connection', accepted, req);
      });
    });
    return body(async () => {
      const socket = new ws.WebSocket(`ws://127.0.0.1:${port}/`);
      await once(socket, 'open');
      return socket;
    }, port);
  });
}

function tests(ws) {
  test('messages of every length pass both ways', () =>
    withEcho(ws, async (connect) => {
      const socket = await connect();
      for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
        const bytes = Buffer.alloc(size, 'x');
        socket.send(bytes);
        const [data, isBinary] = await once(socket, 'message');
        assert.ok(isBinary && data.equals(bytes), `${size} bytes`);
      }
      socket.close();
      await once(socket, 'close');
    }));

  test('many connections, and plain requests beside them', () =>
    withEcho(ws, async (connect, port) => {
      const http = require('http');
      const sockets = await Promise.all(Array.from({ length: 20 }, connect));
      const answers = sockets.map((socket) => once(socket, 'message'));
      sockets.forEach((socket, i) => socket.send(String(i)));
      const [res] = await once(http.get({ port, agent: false }), 'response');
      assert.strictEqual(String(await res.setEncoding('utf8').toArray()), 'plain');
      for (const [i, answer] of (await Promise.all(answers)).entries()) {
        assert.strictEqual(String(answer[0]), String(i));
      }
      for (const socket of sockets) {
        socket.close();
        await once(socket, 'close');
      }
    }));

  test('pings, and an end with a code', () =>
    withEcho(ws, async (connect) => {
      const socket = await connect();
      socket.ping('p');
      assert.strictEqual(String((await once(socket, 'pong'))[0]), 'p');
      socket.send('close');
      const [code, reason] = await once(socket, 'close');
      assert.deepStrictEqual([code, String(reason)], [4001, 'asked']);
    }));
}

const ws = findWs();
const missing = nginxMissing ??
  (ws === null ? `no package ws in ${PLACES.join(', ')}` : null);
if (missing) console.log(`SKIPPED: ${missing}: nothing was tested`);
else tests(ws);
