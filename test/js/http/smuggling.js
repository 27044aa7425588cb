'use strict';
// Requests that two servers in a row could read differently. Each is refused, as
// Node.js 24 refuses it: with its code, and nothing after it is taken for a
// request. They come in one piece, and byte by byte.

const assert = require('assert');
const net = require('net');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const POST = 'POST / HTTP/1.1\r\nHost: a\r\n';
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const NEXT = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

const TRANSFER_ENCODING = 'HPE_INVALID_TRANSFER_ENCODING';
const CONTENT_LENGTH = 'HPE_INVALID_CONTENT_LENGTH';
const HEADER_TOKEN = 'HPE_INVALID_HEADER_TOKEN';
const CHUNK_SIZE = 'HPE_INVALID_CHUNK_SIZE';
const NO_CR = 'HPE_CR_EXPECTED';
const NO_LF = 'HPE_LF_EXPECTED';

const REFUSED = {
  'Content-Length and Transfer-Encoding':
    [`${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
     TRANSFER_ENCODING],
  'Transfer-Encoding and Content-Length':
    [`${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
     CONTENT_LENGTH],
  'two equal lengths':
    [`${POST}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`,
     'HPE_UNEXPECTED_CONTENT_LENGTH'],
  'a list of lengths': [`${POST}Content-Length: 1, 1\r\n\r\na`, CONTENT_LENGTH],
  'a signed length': [`${POST}Content-Length: +1\r\n\r\na`, CONTENT_LENGTH],
  'a negative length': [`${POST}Content-Length: -1\r\n\r\na`, CONTENT_LENGTH],
  'a hexadecimal length': [`${POST}Content-Length: 0x1\r\n\r\na`, CONTENT_LENGTH],
  'an empty length': [`${POST}Content-Length: \r\n\r\na`, CONTENT_LENGTH],
  'a length beyond 64 bits':
    [`${POST}Content-Length: 99999999999999999999\r\n\r\na`, CONTENT_LENGTH],
  'chunked twice':
    [`${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
     TRANSFER_ENCODING],
  'an encoding after chunked':
    [`${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
     TRANSFER_ENCODING],
  'an unknown encoding':
    [`${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, TRANSFER_ENCODING],
  'a quoted encoding':
    [`${POST}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`, TRANSFER_ENCODING],
  'a vertical tab before the encoding':
    [`${POST}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`, HEADER_TOKEN],
  'a space before the colon':
    [`${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, HEADER_TOKEN],
  'a bare LF after the version': ['GET / HTTP/1.1\nHost: a\n\n', 'HPE_INVALID_VERSION'],
  'a bare LF after a field': ['GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n', NO_CR],
  'a bare LF at the end of the head': [`${GET}\n`, HEADER_TOKEN],
  'a bare CR in a value': [`${GET}X: a\rb\r\n\r\n`, NO_LF],
  'a folded field': [`${GET}X: a\r\n b\r\n\r\n`, HEADER_TOKEN],
  'a field folded with a tab': [`${GET}X: a\r\n\tb\r\n\r\n`, HEADER_TOKEN],
  'a folded encoding':
    [`${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, HEADER_TOKEN],
  'a space before the first field':
    ['GET / HTTP/1.1\r\n Host: a\r\n\r\n', 'HPE_UNEXPECTED_SPACE'],
  'NUL in a value': [`${GET}X: a\0b\r\n\r\n`, HEADER_TOKEN],
  'NUL in a name': [`${GET}X\0: b\r\n\r\n`, HEADER_TOKEN],
  'NUL in the url': ['GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL'],
  'a field without a name': [`${GET}: b\r\n\r\n`, HEADER_TOKEN],
  'a field without a colon': [`${GET}XY\r\n\r\n`, HEADER_TOKEN],
  'a chunk size that ends in LF': [`${CHUNKED}2\nab\r\n0\r\n\r\n`, NO_CR],
  'a chunk size before a space': [`${CHUNKED}2 \r\nab\r\n0\r\n\r\n`, CHUNK_SIZE],
  'a chunk size with 0x': [`${CHUNKED}0x2\r\nab\r\n0\r\n\r\n`, CHUNK_SIZE],
  'a negative chunk size': [`${CHUNKED}-1\r\nab\r\n0\r\n\r\n`, CHUNK_SIZE],
  'a chunk size beyond 64 bits':
    [`${CHUNKED}fffffffffffffffff\r\nab\r\n0\r\n\r\n`, CHUNK_SIZE],
  'a chunk longer than its size': [`${CHUNKED}1\r\nab\r\n0\r\n\r\n`, 'HPE_STRICT'],
  'a chunk that ends in LF': [`${CHUNKED}2\r\nab\n0\r\n\r\n`, NO_CR],
  'an extension that ends in LF': [`${CHUNKED}2;\nab\r\n0\r\n\r\n`, NO_CR],
  'extensions above 16 KiB':
    [`${CHUNKED}2;a=${'x'.repeat(20_000)}\r\nab\r\n0\r\n\r\n`,
     'HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  'a length in the trailers':
    [`${CHUNKED}0\r\nContent-Length: 5\r\n\r\n`, CONTENT_LENGTH],
  'an encoding in the trailers':
    [`${CHUNKED}0\r\nTransfer-Encoding: chunked\r\n\r\n`, TRANSFER_ENCODING],
  'a folded trailer': [`${CHUNKED}0\r\nA: b\r\n c\r\n\r\n`, HEADER_TOKEN],
  'a space in the url': ['GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  'an unknown version': ['GET / HTTP/1.2\r\nHost: a\r\n\r\n', 'HPE_INVALID_VERSION'],
  'a field above the limit':
    [`${GET}X: ${'a'.repeat(17_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW', 431],
  'trailers above the limit':
    [`${CHUNKED}0\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW', 431],
};

const STATUS = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413 };

/** Sends bytes, and gives what came back until the server closed. */
function send(port, bytes, isSplit) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let received = '';
    let at = 0;
    const sendNext = () => {
      if (at === bytes.length || socket.destroyed) return;
      socket.write(bytes.subarray(at, ++at), () => setImmediate(sendNext));
    };
    socket.setNoDelay(true);
    socket.on('data', (data) => { received += data; });
    // The server may close while we still send.
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    if (isSplit) sendNext();
    else socket.write(bytes);
  });
}

/** What the server said, and the codes of its 'clientError's. */
async function refusal(text, isSplit) {
  const codes = [];
  const urls = [];
  const onRequest = (req, res) => {
    urls.push(req.url);
    req.on('error', () => {});
    req.on('end', () => res.end('ok')).resume();
  };
  const received = await withServer(onRequest, (port, server) => {
    server.prependListener('clientError', ({ code }) => codes.push(code));
    server.on('clientError', (error, socket) => {
      socket.end(`HTTP/1.1 ${STATUS[error.code] ?? 400} No\r\n\r\n`);
    });
    return send(port, Buffer.from(text + NEXT, 'latin1'), isSplit);
  });
  return { codes, urls, received };
}

for (const [name, [text, code, status = 400]] of Object.entries(REFUSED)) {
  test(`${name}: ${code}`, async () => {
    for (const isSplit of text.length < 1000 ? [false, true] : [false]) {
      const { codes, urls, received } = await refusal(text, isSplit);
      assert.strictEqual(codes[0], code);
      assert.match(received, new RegExp(`^HTTP/1.1 ${status} `));
      assert.ok(!urls.includes('/smuggled'));
    }
  });
}

test('without a listener the server answers with the status itself', () =>
  withServer((req, res) => req.resume().on('end', () => res.end())
    .on('error', () => {}), async (port) => {
    for (const [text, start] of [
      [REFUSED['NUL in a name'][0], 'HTTP/1.1 400 Bad Request\r\n'],
      [REFUSED['extensions above 16 KiB'][0], 'HTTP/1.1 413 Payload Too Large\r\n'],
      [REFUSED['a field above the limit'][0],
       'HTTP/1.1 431 Request Header Fields Too Large\r\n'],
    ]) {
      const received = await send(port, Buffer.from(text, 'latin1'), false);
      assert.ok(received.startsWith(start), received);
    }
  }));

test('what was answered before the error is sent', () =>
  withServer((req, res) => res.end('answer'), async (port) => {
    const received = await send(port, Buffer.from(`${GET}\r\nGARBAGE`), false);
    assert.match(received, /^HTTP\/1.1 200 OK\r\n[^]*answer/);
  }));
