'use strict';

const assert = require('assert');
const http = require('http');
const net = require('net');
const { test } = require('../harness.js');
const { fetchBody, withServer } = require('./exchange.js');

function echo(req, res) {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => res.end(Buffer.concat(chunks)));
}

test('a body of any kind is echoed', () =>
  withServer(echo, async (port) => {
    for (const body of ['', 'text', Buffer.from('bytes'), 'ä'.repeat(70_000)]) {
      const answer = await fetchBody({ port, method: 'POST' }, body);
      assert.strictEqual(answer.body, body.toString());
    }
  }));

test('a keep-alive agent uses one connection for requests in a row', () => {
  const agent = new http.Agent({ keepAlive: true });
  const ports = new Set();
  return withServer((req, res) => {
    ports.add(req.socket.remotePort);
    res.end();
  }, async (port) => {
    for (let i = 0; i < 5; i++) {
      await fetchBody({ port, agent });
      // The socket is free in the tick after 'end'.
      await new Promise(setImmediate);
    }
    assert.strictEqual(ports.size, 1);
    agent.destroy();
  });
});

test('maxSockets makes requests wait for one another', () => {
  const agent = new http.Agent({ maxSockets: 2 });
  const open = [];
  let most = 0;
  return withServer((req, res) => {
    // Answered two at a time: whoever is not limited comes while they wait.
    most = Math.max(most, open.push(res));
    if (open.length !== 2) return;
    setImmediate(() => { for (const one of open.splice(0)) one.end(); });
  }, async (port) => {
    await Promise.all(Array.from({ length: 8 }, () => fetchBody({ port, agent })));
    assert.strictEqual(most, 2);
    agent.destroy();
  });
});

test('a connection that ends without a response is a socket hang up', () =>
  withServer((req) => req.socket.destroy(), async (port) => {
    await assert.rejects(fetchBody({ port }), {
      message: 'socket hang up', code: 'ECONNRESET',
    });
  }));

test('a response cut short is aborted', () =>
  withServer((req, res) => {
    res.writeHead(200, { 'Content-Length': 10 });
    res.write('abc', () => res.socket.destroy());
  }, async (port) => {
    await assert.rejects(fetchBody({ port }), {
      message: 'aborted', code: 'ECONNRESET',
    });
  }));

test('an abort signal ends a request', () =>
  withServer(() => {}, async (port) => {
    const controller = new AbortController();
    const answer = fetchBody({ port, signal: controller.signal });
    setImmediate(() => controller.abort());
    await assert.rejects(answer, { name: 'AbortError', code: 'ABORT_ERR' });
  }));

test('the client waits for 100 Continue', () =>
  withServer(echo, async (port) => {
    const req = http.request({
      host: '127.0.0.1', port, method: 'PUT',
      headers: { Expect: '100-continue', 'Content-Length': 4 },
    });
    req.flushHeaders();
    await new Promise((resolve) => req.on('continue', resolve));
    req.end('data');
    const res = await new Promise((resolve) => req.on('response', resolve));
    res.setEncoding('utf8');
    let body = '';
    for await (const chunk of res) body += chunk;
    assert.strictEqual(body, 'data');
  }));

test('a response that is no HTTP is an error of the request', async () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.end('nonsense\r\n\r\n');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await assert.rejects(fetchBody({ port: server.address().port }), (error) => {
    assert.match(error.code, /^HPE_/);
    assert.match(error.message, /^Parse Error: /);
    return true;
  });
  server.close();
});

test('bytes that come for a free socket cost it its place', () => {
  const agent = new http.Agent({ keepAlive: true });
  let first;
  return withServer((req, res) => {
    first ??= req.socket;
    res.end(req.url);
  }, async (port) => {
    await fetchBody({ port, agent, path: '/1' });
    await new Promise(setImmediate);
    first.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison');
    await new Promise((resolve) => first.once('close', resolve));
    const { body } = await fetchBody({ port, agent, path: '/2' });
    assert.strictEqual(body, '/2');
    agent.destroy();
  });
});

test('names and values that could split a message are refused', () => {
  const req = new http.OutgoingMessage();
  assert.throws(() => req.setHeader('a b', 'c'), { code: 'ERR_INVALID_HTTP_TOKEN' });
  assert.throws(() => req.setHeader('a', 'b\r\nc'), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => req.setHeader('a', undefined),
                { code: 'ERR_HTTP_INVALID_HEADER_VALUE' });
  assert.throws(() => http.get({ path: '/a b' }),
                { code: 'ERR_UNESCAPED_CHARACTERS' });
  assert.throws(() => http.request({ method: 'A B' }),
                { code: 'ERR_INVALID_HTTP_TOKEN' });
});
