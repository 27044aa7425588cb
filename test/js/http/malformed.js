'use strict';
// What a hostile or broken peer sends must be refused, and harm nobody else.

const assert = require('assert');
const { test } = require('../harness.js');
const { exchange, fetchBody, withServer } = require('./exchange.js');

const HEAD = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';

const refused = {
  'no HTTP': 'Oopsie\r\n\r\n',
  'a space before the colon': `${HEAD}X : 1\r\n\r\n`,
  'a bare LF': 'GET / HTTP/1.1\nHost: a\n\n',
  'a bare CR in a value': `${HEAD}X: a\rb\r\n\r\n`,
  'NUL in a value': `${HEAD}X: a\0b\r\n\r\n`,
  'two lengths': `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\na`,
  'a negative length': `${HEAD}Content-Length: -1\r\n\r\n`,
  'a length that overflows': `${HEAD}Content-Length: ${'9'.repeat(30)}\r\n\r\n`,
  'length and chunked':
    `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'chunked, but not last':
    `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  'no Host': 'GET / HTTP/1.1\r\n\r\n',
};

for (const [what, message] of Object.entries(refused)) {
  test(`${what} is answered with 400`, () =>
    withServer((req, res) => req.resume().on('end', () => res.end()),
               async (port) => {
                 const answer = await exchange(port, message);
                 assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/, answer);
               }));
}

test('a broken chunk ends the connection', () =>
  withServer((req, res) => {
    req.on('error', () => {});
    req.resume();
  }, async (port) => {
    const answer = await exchange(
      port, `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc`);
    assert.match(answer, /^HTTP\/1\.1 400/);
  }));

test('too large a head is answered with 431', () =>
  withServer(() => assert.fail(), async (port) => {
    const answer = await exchange(port, `${HEAD}X: ${'a'.repeat(17_000)}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  }));

test('maxHeaderSize of the server counts', () =>
  withServer({ maxHeaderSize: 100 }, () => assert.fail(), async (port) => {
    assert.match(await exchange(port, `${HEAD}X: ${'a'.repeat(100)}\r\n\r\n`),
                 /^HTTP\/1\.1 431/);
  }));

test('too many headers are answered with 431', () =>
  withServer(() => assert.fail(), async (port) => {
    assert.match(await exchange(port, `${HEAD}${'a:\r\n'.repeat(2001)}\r\n`),
                 /^HTTP\/1\.1 431/);
  }));

test('clientError tells what was wrong, and where', () =>
  withServer(() => assert.fail(), async (port, server) => {
    let error;
    server.on('clientError', (err, socket) => {
      error = err;
      socket.destroy();
    });
    await exchange(port, 'Oopsie\r\n');
    assert.strictEqual(error.code, 'HPE_INVALID_METHOD');
    assert.strictEqual(error.bytesParsed, 1);
    assert.strictEqual(error.rawPacket.toString(), 'Oopsie\r\n');
  }));

// A generator of its own, so that a failure can be repeated.
function makeRandom(seed) {
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 2 ** 32;
  };
}

test('no mutation of a request harms the server', () =>
  withServer((req, res) => {
    req.on('error', () => {});
    req.resume();
    res.end(JSON.stringify(req.headers));
  }, async (port) => {
    const random = makeRandom(1);
    const original = 'POST /x HTTP/1.1\r\nHost: a\r\nX-Y: z\r\nConnection: close\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: v\r\n\r\n';
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(original);
      for (let n = 0; n < 3; n++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const cut = Math.floor(random() * bytes.length);
      const message = bytes.toString('latin1');
      // What never ends is ended here.
      await Promise.race([
        exchange(port, message.slice(0, cut), message.slice(cut)).catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, 20)),
      ]);
    }
    const { status } = await fetchBody({ port, method: 'POST' }, 'x');
    assert.strictEqual(status, 200);
  }));
