'use strict';
// Requests through a proxy: what it is sent, and which requests pass it by.

const assert = require('assert');
const http = require('http');
const { test } = require('../harness.js');
const { fetchBody, withServer } = require('./exchange.js');

/** A proxy that answers itself with what it was asked. */
function answerAsProxy(req, res) {
  res.end(JSON.stringify({ url: req.url, headers: req.headers }));
}

const REMOTE = { host: 'example.test', port: 8080, path: '/x?y=1' };

/** What a proxy gets of a request; `env` makes an agent's proxyEnv. */
function askProxy(options, env = (port) => ({ HTTP_PROXY: `http://localhost:${port}` })) {
  let seen;
  return withServer(answerAsProxy, async (port) => {
    const agent = new http.Agent({ proxyEnv: env(port) });
    seen = JSON.parse((await fetchBody({ ...options, agent })).body);
    agent.destroy();
  }).then(() => seen);
}

test('a proxy is sent the whole URL', async () => {
  const { url, headers } = await askProxy(REMOTE);
  assert.strictEqual(url, 'http://example.test:8080/x?y=1');
  assert.strictEqual(headers.host, 'example.test:8080');
  assert.strictEqual(headers['proxy-connection'], 'close');
});

test('the lower-case variable wins', async () => {
  const { url } = await askProxy(REMOTE, (port) => ({
    HTTP_PROXY: 'http://localhost:1',
    http_proxy: `http://localhost:${port}`,
  }));
  assert.strictEqual(url, 'http://example.test:8080/x?y=1');
});

test('a proxy is told who asks', async () => {
  const { headers } = await askProxy(
    REMOTE, (port) => ({ http_proxy: `http://me:s%20ecret@localhost:${port}` }));
  assert.strictEqual(headers['proxy-authorization'],
                     `Basic ${btoa('me:s ecret')}`);
});

test('headers given as a list go along', async () => {
  const { headers } =
    await askProxy({ ...REMOTE, headers: ['Host', 'EXAMPLE.test:8080', 'X', '1'] });
  assert.strictEqual(headers.host, 'example.test:8080');
  assert.strictEqual(headers.x, '1');
});

test('NO_PROXY names what is reached directly', async () => {
  const entries = ['*', 'localhost', 'other, localhost', '.host,localhost:PORT',
                   '127.0.0.1-127.0.0.9'];
  await withServer((req, res) => res.end(req.url), async (port) => {
    for (const entry of entries) {
      const agent = new http.Agent({ proxyEnv: {
        http_proxy: 'http://localhost:1',
        no_proxy: entry.replace('PORT', port),
      } });
      const host = entry.startsWith('127') ? '127.0.0.1' : 'localhost';
      const { body } = await fetchBody({ port, host, path: '/direct', agent });
      assert.strictEqual(body, '/direct', entry);
      agent.destroy();
    }
  });
});

test('a suffix in NO_PROXY matches whole labels only', async () => {
  const { url } = await askProxy(
    { host: 'notexample.test', path: '/' },
    (port) => ({ http_proxy: `http://localhost:${port}`, no_proxy: '.example.test' }));
  assert.strictEqual(url, 'http://notexample.test/');
});

test('a Host that names another server is refused', () => {
  const agent = new http.Agent({ proxyEnv: { http_proxy: 'http://localhost:1' } });
  for (const Host of ['other.test', 'example.test', 'u@example.test:8080']) {
    assert.throws(() => http.request({ ...REMOTE, agent, headers: { Host } }),
                  { code: 'ERR_INVALID_ARG_VALUE' });
  }
});

test('an invalid URL of a proxy is refused', () => {
  for (const http_proxy of ['not a url', 'ftp://localhost', 'http://a\r\n@b']) {
    assert.throws(() => new http.Agent({ proxyEnv: { http_proxy } }),
                  { code: 'ERR_PROXY_INVALID_CONFIG' });
  }
});

test('setGlobalProxyFromEnv is undone by what it returns', () =>
  withServer(answerAsProxy, async (port) => {
    const before = http.globalAgent;
    const restore =
      http.setGlobalProxyFromEnv({ http_proxy: `http://localhost:${port}` });
    const { body } = await fetchBody(REMOTE);
    assert.strictEqual(JSON.parse(body).url, 'http://example.test:8080/x?y=1');
    http.globalAgent.destroy();
    restore();
    assert.strictEqual(http.globalAgent, before);
  }));
