'use strict';
const assert = require('node:assert');
const { execFile } = require('node:child_process');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { test, withServer } = require('./run.js');

/** A proxy that tunnels; `use` is given its URL and whom it was asked for. */
async function withProxy(use) {
  const asked = [];
  const proxy = http.createServer().on('connect', (request, socket) => {
    asked.push(request.url);
    const [host, port] = request.url.split(':');
    const target = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    for (const side of [socket, target]) side.on('error', () => {});
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    await use(`http://127.0.0.1:${proxy.address().port}`, asked);
  } finally {
    proxy.close();
  }
}

/** Runs ourselves without the proxies of this machine. */
function run(env, ...args) {
  const { PATH } = process.env;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env: { PATH, ...env } }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout.trimEnd());
    });
  });
}

const answer = (request, response) => response.end('answer');

const program = (url) =>
  `fetch('${url}').then((response) => response.text()).then(console.log)`;

test('the environment names one, if that is wanted', () =>
  withServer(answer, (url) => withProxy(async (proxy, asked) => {
    const env = { HTTP_PROXY: proxy };
    const { host } = new URL(url);
    assert.strictEqual(await run(env, '-e', program(url)), 'answer');
    assert.deepStrictEqual(asked, []);
    await run(env, '--use-env-proxy', '-e', program(url));
    assert.deepStrictEqual(asked, [host]);
    await run({ ...env, NODE_USE_ENV_PROXY: '1' }, '-e', program(url));
    assert.deepStrictEqual(asked, [host, host]);
    await run({ ...env, NO_PROXY: '127.0.0.1' }, '--use-env-proxy', '-e',
              program(url));
    assert.strictEqual(asked.length, 2);
  })));

test('http.setGlobalProxyFromEnv sets one until it is undone', () =>
  withServer(answer, (url) => withProxy(async (proxy, asked) => {
    const restore = http.setGlobalProxyFromEnv({ http_proxy: proxy });
    const response = await fetch(url, { headers: { connection: 'close' } });
    assert.strictEqual(await response.text(), 'answer');
    assert.strictEqual(asked.length, 1);
    restore();
    await (await fetch(url)).text();
    assert.strictEqual(asked.length, 1);
  })));
