'use strict';
// nginx in front, as a reverse proxy. Without it (nginx_proxy.js says where it is
// looked for) the tests are skipped, and say so.

const assert = require('assert');
const http = require('http');
const { test } = require('../harness.js');
const { behindNginx, missing } = require('./nginx_proxy.js');

function fetch(port, options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ port, host: '127.0.0.1', agent: false, ...options });
    req.on('error', reject);
    req.on('response', (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => resolve({ res, body: Buffer.concat(chunks) }));
    });
    req.end(body);
  });
}

function echo(req, res) {
  req.pipe(res);
}

function tests() {
  test('connections to the server are kept and used again', () => {
    const ports = new Set();
    return behindNginx((req, res) => {
      ports.add(req.socket.remotePort);
      res.end('hello');
    }, async (port) => {
      for (let i = 0; i < 20; i++) {
        const { body } = await fetch(port, {});
        assert.strictEqual(body.toString(), 'hello');
      }
      assert.ok(ports.size <= 2, `${ports.size} connections`);
    });
  });

  test('a chunked body passes both ways', () =>
    behindNginx(echo, async (port) => {
      const sent = Buffer.alloc(300_000, 'chunked');
      const { body } = await fetch(
        port, { method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } }, sent);
      assert.ok(body.equals(sent));
    }));

  test('a body of known length passes both ways', () =>
    behindNginx(echo, async (port) => {
      const sent = Buffer.alloc(3_000_000, 'long');
      const { body } = await fetch(port, { method: 'POST' }, sent);
      assert.ok(body.equals(sent));
    }));

  test('empty answers and HEAD leave the connection usable', () =>
    behindNginx((req, res) => {
      res.statusCode = Number(req.url.slice(1));
      res.end(res.statusCode === 200 ? 'body' : undefined);
    }, async (port) => {
      for (const status of [204, 304, 200, 404]) {
        for (const method of ['HEAD', 'GET']) {
          const { res } = await fetch(port, { method, path: `/${status}` });
          assert.strictEqual(res.statusCode, status);
        }
      }
    }));

  test('an upgraded connection passes bytes both ways', () =>
    behindNginx(() => {}, (port, server) => {
      server.on('upgrade', (req, socket) => {
        assert.strictEqual(req.headers.upgrade, 'echo');
        socket.write('HTTP/1.1 101 Switching Protocols\r\n' +
          'Connection: Upgrade\r\nUpgrade: echo\r\n\r\n');
        socket.pipe(socket);
      });
      return new Promise((resolve, reject) => {
        const req = http.get({
          port, agent: false,
          headers: { Connection: 'Upgrade', Upgrade: 'echo' },
        });
        req.on('error', reject);
        req.on('upgrade', (res, socket) => {
          socket.write('ping');
          socket.once('data', (data) => {
            assert.strictEqual(data.toString(), 'ping');
            socket.end();
            socket.on('close', resolve);
          });
        });
      });
    }));

  test('a client that goes away in the middle is noticed', () => {
    let onClosed;
    const closed = new Promise((resolve) => { onClosed = resolve; });
    return behindNginx((req, res) => {
      res.on('close', onClosed);
      const write = () => { while (!res.destroyed && res.write(Buffer.alloc(65536))); };
      res.on('drain', write);
      write();
    }, async (port) => {
      const req = http.get({ port, agent: false }, (res) => {
        res.once('data', () => req.destroy());
        res.on('error', () => {});
      });
      req.on('error', () => {});
      await closed;
    });
  });
}

if (missing) console.log(`SKIPPED: ${missing}: nothing was tested`);
else tests();
