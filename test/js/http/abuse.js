'use strict';
// Clients and servers that mean harm, or do not know what they do: nothing may
// leak, hang or crash. ABUSE=full in the environment makes the numbers those of
// the project's goals (100,000 connections, 8 GiB), which takes minutes.

const assert = require('assert');
const fs = require('fs');
const http = require('http');
const net = require('net');
const { test } = require('../harness.js');
const { exchange, withServer } = require('./exchange.js');

const IS_FULL = process.env.ABUSE === 'full';
const CONNECTIONS = IS_FULL ? 100_000 : 3_000;
const STREAMED_MIB = IS_FULL ? 8192 : 192;
const MIB = 1024 * 1024;
const AT_ONCE = 100;

// ---- slow clients -----------------------------------------------------------------

const IMPATIENT = {
  headersTimeout: 100,
  requestTimeout: 200,
  connectionsCheckingInterval: 20,
};

// Nothing, if the client was sending when the server closed: a reset then throws
// away what it has not read.
const TIMED_OUT = /^(?:HTTP\/1.1 408 Request Timeout\r\n[^]*)?$/;

/** Sends a piece again and again until the server closes; what it said. */
function trickle(port, first, piece) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), 10);
    let received = '';
    socket.on('data', (data) => { received += data; });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve(received);
    });
  });
}

test('a head that never ends is answered with 408', () =>
  withServer(IMPATIENT, () => assert.fail(), async (port) => {
    const clients = Array.from({ length: 20 }, () =>
      trickle(port, 'GET / HTTP/1.1\r\nHost: a\r\n', 'X: y\r\n'));
    for (const answer of await Promise.all(clients)) {
      assert.match(answer, TIMED_OUT);
    }
  }));

test('a connection that says nothing is answered with 408', () =>
  withServer(IMPATIENT, () => assert.fail(), async (port) => {
    assert.match(await trickle(port, '', ''), TIMED_OUT);
  }));

test('a body that never ends is answered with 408', () =>
  withServer(IMPATIENT, (req) => req.on('error', () => {}).resume(),
             async (port) => {
               const head = 'POST / HTTP/1.1\r\nHost: a\r\n' +
                 'Content-Length: 100000\r\n\r\n';
               assert.match(await trickle(port, head, 'x'), TIMED_OUT);
             }));

test('a client that does not read keeps the server from writing', () =>
  withServer((req, res) => {
    let written = 0;
    const chunk = Buffer.alloc(65_536);
    while (written < 64 * MIB && res.write(chunk)) written += chunk.length;
    res.on('error', () => {});
    assert.ok(written < 16 * MIB, `${written} bytes were taken`);
    res.destroy();
  }, (port) => exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    .catch(() => {})));

// ---- masses -------------------------------------------------------------------------

const openDescriptors = () => fs.readdirSync('/proc/self/fd').length;

const WAYS = [
  (socket) => socket.destroy(),
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.end('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  (socket) => socket.end('GET / HTT'),
  (socket) => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n',
                           () => socket.resetAndDestroy()),
  (socket) => socket.write('POST / HTTP/1.1\r\nHost: a\r\n' +
                           'Content-Length: 5\r\n\r\nab', () => socket.destroy()),
];

function openAndDrop(port, way) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => way(socket));
    socket.on('error', () => {});
    socket.on('close', resolve);
    socket.resume();
  });
}

async function openMany(port, count) {
  let left = count;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) await openAndDrop(port, WAYS[left % WAYS.length]);
  }));
}

test('connections opened and dropped in masses leave nothing behind', () =>
  withServer((req, res) => {
    req.on('error', () => {}).resume();
    res.end('hello');
  }, async (port, server) => {
    await openMany(port, 1000);
    const descriptors = openDescriptors();
    const memory = process.memoryUsage.rss();
    await openMany(port, CONNECTIONS);
    const { promise, resolve } = Promise.withResolvers();
    const check = () => server.getConnections((error, count) => {
      if (count === 0) resolve();
      else setImmediate(check);
    });
    check();
    await promise;
    assert.ok(openDescriptors() <= descriptors + AT_ONCE);
    const grown = process.memoryUsage.rss() - memory;
    assert.ok(grown < 64 * MIB, `memory has grown by ${grown >> 20} MiB`);
  }));

function pump(stream, count) {
  const chunk = Buffer.alloc(65_536, 'x');
  let left = count * 16;
  const write = () => {
    while (left > 0) {
      left--;
      if (!stream.write(chunk)) return;
    }
    stream.removeListener('drain', write);
    stream.end();
  };
  stream.on('drain', write);
  write();
}

test('memory stays flat while much is streamed both ways', () =>
  withServer((req, res) => req.pipe(res), async (port) => {
    let received = 0;
    let most = 0;
    let start = 0;
    await new Promise((resolve, reject) => {
      const req = http.request({ port, host: '127.0.0.1', method: 'POST' }, (res) => {
        res.on('data', (data) => {
          received += data.length;
          if (start === 0 && received > 32 * MIB) start = process.memoryUsage.rss();
          if (start !== 0) most = Math.max(most, process.memoryUsage.rss());
        });
        res.on('end', resolve);
        res.on('error', reject);
      });
      req.on('error', reject);
      pump(req, STREAMED_MIB);
    });
    assert.strictEqual(received, STREAMED_MIB * MIB);
    assert.ok(most - start < 128 * MIB, `it has grown by ${(most - start) >> 20} MiB`);
  }));

// ---- servers that misbehave -----------------------------------------------------------

/** What a request to a server that answers with `bytes` and closes ends in. */
async function errorOf(bytes, options) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  try {
    return await new Promise((resolve) => {
      const req = http.get({ port, host: '127.0.0.1', agent: false, ...options });
      req.on('error', (error) => resolve(error.code));
      req.on('response', (res) => {
        res.on('error', (error) => resolve(error.code));
        res.on('end', () => resolve('ended'));
        res.resume();
      });
    });
  } finally {
    server.close();
  }
}

const OK = 'HTTP/1.1 200 OK\r\n';
const BAD_ANSWERS = {
  'nothing': ['', 'ECONNRESET'],
  'half a head': [`${OK}Content-`, 'HPE_INVALID_EOF_STATE|ECONNRESET'],
  'less than it announced': [`${OK}Content-Length: 9\r\n\r\nabc`, 'ECONNRESET'],
  'half a chunk': [`${OK}Transfer-Encoding: chunked\r\n\r\n9\r\nabc`, 'ECONNRESET'],
  'a bad chunk': [`${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`,
                  'HPE_INVALID_CHUNK_SIZE'],
  'too long a header': [`${OK}X: ${'a'.repeat(20_000)}\r\n\r\n`,
                        'HPE_HEADER_OVERFLOW'],
  'no HTTP': ['220 smtp ready\r\n', 'HPE_INVALID_CONSTANT'],
  'both framings': [`${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na`,
                    'HPE_INVALID_TRANSFER_ENCODING|HPE_INVALID_CONTENT_LENGTH'],
  'interim responses without end':
    ['HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(5000), 'ECONNRESET'],
};

for (const [name, [bytes, codes]] of Object.entries(BAD_ANSWERS)) {
  test(`a server that sends ${name} makes the request fail`, async () => {
    const code = await errorOf(bytes);
    assert.ok(codes.split('|').includes(code), code);
  });
}
