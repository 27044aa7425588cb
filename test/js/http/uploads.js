'use strict';
// Bodies of requests are given to the program where they were read into: nothing
// that is read later may show in them.

const assert = require('assert');
const crypto = require('crypto');
const http = require('http');
const net = require('net');
const v8 = require('v8');
const { once } = require('events');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

v8.setFlagsFromString('--expose-gc');
const gc = require('vm').runInNewContext('gc');

const MiB = 1 << 20;

function post(port, body, headers) {
  return new Promise((resolve, reject) => {
    const req = http.request({
      port, host: '127.0.0.1', method: 'POST', agent: false, headers,
    });
    req.on('error', reject);
    req.on('response', async (res) => {
      let text = '';
      for await (const chunk of res.setEncoding('latin1')) text += chunk;
      resolve(text);
    });
    req.end(body);
  });
}

function digest(chunks) {
  const hash = crypto.createHash('sha1');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

test('pieces that are kept do not change', () =>
  withServer((req, res) => {
    const chunks = [];
    const seen = crypto.createHash('sha1');
    req.on('data', (chunk) => { chunks.push(chunk); seen.update(chunk); });
    req.on('end', () => res.end(`${seen.digest('hex')} ${digest(chunks)}`));
  }, async (port) => {
    const bodies = [1, 2, 3, 4, 5, 6].map((n) => crypto.randomBytes(n * MiB / 2));
    const answers = await Promise.all(bodies.map((body) => post(port, body)));
    for (let i = 0; i < bodies.length; i++) {
      const wanted = digest([bodies[i]]);
      assert.strictEqual(answers[i], `${wanted} ${wanted}`);
    }
  }));

test('memory that is free again is used for what is read next', () =>
  withServer((req, res) => {
    const seen = crypto.createHash('sha1');
    let count = 0;
    req.on('data', (chunk) => {
      seen.update(chunk);
      if (++count % 16 === 0) gc();
    });
    req.on('end', () => res.end(seen.digest('hex')));
  }, async (port) => {
    for (let i = 0; i < 4; i++) {
      const body = crypto.randomBytes(2 * MiB);
      assert.strictEqual(await post(port, body), digest([body]));
    }
  }));

test('garbage is collected while the rest of a read is still parsed', () =>
  withServer((req, res) => {
    // The first piece is dropped and collected before the second is looked at.
    const seen = crypto.createHash('sha1');
    req.on('data', (chunk) => { seen.update(chunk); chunk = null; gc(); });
    req.on('end', () => res.end(seen.digest('hex')));
  }, async (port) => {
    const parts = [crypto.randomBytes(40_000), crypto.randomBytes(20_000)];
    const socket = net.connect(port, '127.0.0.1');
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n';
    const chunked = parts.flatMap((part) => [
      Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'),
    ]);
    socket.end(
      Buffer.concat([Buffer.from(head), ...chunked, Buffer.from('0\r\n\r\n')]));
    let text = '';
    for await (const chunk of socket.setEncoding('latin1')) text += chunk;
    assert.ok(text.includes(digest(parts)), text);
  }));

test('a piece can be moved away', () =>
  withServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => {
      const { byteOffset, length } = chunk;
      const moved = structuredClone(chunk.buffer, { transfer: [chunk.buffer] });
      assert.strictEqual(chunk.length, 0);
      chunks.push(Buffer.from(moved, byteOffset, length));
    });
    req.on('end', () => { gc(); res.end(digest(chunks)); });
  }, async (port) => {
    const body = crypto.randomBytes(3 * MiB);
    assert.strictEqual(await post(port, body), digest([body]));
  }));

test('what a socket reads is kept in the same way', async () => {
  const body = crypto.randomBytes(5 * MiB);
  const server = net.createServer((socket) => socket.end(body));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const chunks = [];
  const socket = net.connect(server.address().port, '127.0.0.1');
  for await (const chunk of socket) {
    assert.strictEqual(chunk.buffer.byteLength, chunk.length);
    chunks.push(chunk);
    if (chunks.length % 16 === 0) gc();
  }
  assert.strictEqual(digest(chunks), digest([body]));
  server.close();
});

test('a request behind a long body is answered', () =>
  withServer((req, res) => {
    req.resume();
    req.on('end', () => res.end(req.url));
  }, async (port) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.write('POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n');
    await new Promise(setImmediate);
    socket.end(Buffer.concat([Buffer.alloc(200_000), Buffer.from(
      'GET /second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')]));
    let text = '';
    for await (const chunk of socket.setEncoding('latin1')) text += chunk;
    assert.match(text, /\/first[^]*\/second/);
  }));
