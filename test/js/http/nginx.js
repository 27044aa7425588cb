'use strict';
// nginx in front, as a reverse proxy. Needs nginx ($NGINX_PATH, or in the PATH); without
// it the tests are skipped, and say so.

const assert = require('assert');
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');
const os = require('os');
const path = require('path');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const NGINX = process.env.NGINX_PATH ?? 'nginx';

const isMissing = spawnSync(NGINX, ['-v']).error !== undefined;

function configOf(upstream, port) {
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr crit;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  upstream app { server 127.0.0.1:${upstream}; keepalive 4; }
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_request_buffering off;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`;
}

/** A port that was free a moment ago: nginx cannot choose one itself. */
async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function canConnect(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

async function waitUntilUp(child, port) {
  while (!await canConnect(port)) {
    if (child.exitCode !== null) throw new Error('nginx has ended');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs `body(port)` while nginx passes requests on to a server. */
function behindNginx(listener, body) {
  return withServer(listener, async (upstream, server) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nginx-'));
    const port = await freePort();
    fs.writeFileSync(path.join(folder, 'nginx.conf'), configOf(upstream, port));
    const child = spawn(NGINX, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'],
                        { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = new Promise((resolve) => child.on('close', resolve));
    try {
      await waitUntilUp(child, port);
      return await body(port, server);
    } finally {
      child.kill();
      await ended;
      fs.rmSync(folder, { recursive: true });
    }
  });
}

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

if (isMissing) console.log(`SKIPPED: no ${NGINX}: nothing was tested`);
else tests();
