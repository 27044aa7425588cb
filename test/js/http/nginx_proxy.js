'use strict';
// A server with nginx in front of it: $NGINX_PATH, or `nginx` in the PATH or where
// Debian puts it.

const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { withServer } = require('./exchange.js');

const PLACES = ['nginx', '/usr/sbin/nginx'];
const NGINX = process.env.NGINX_PATH ?? PLACES.find(isThere);

function isThere(name) {
  return spawnSync(name, ['-v']).error === undefined;
}

/** Why there is nothing to test with, or null. */
const missing =
  NGINX !== undefined && isThere(NGINX) ? null : `no ${NGINX ?? 'nginx'}`;

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

module.exports = { behindNginx, missing };
