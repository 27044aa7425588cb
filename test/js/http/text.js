'use strict';
// Bodies read with setEncoding(): as text they are what a decoder makes of
// their bytes, however they come.

const assert = require('assert');
const http = require('http');
const { test } = require('../harness');
const { exchange, fetchBody, withServer } = require('./exchange');

const SAMPLES = {
  'ASCII': Buffer.from('{"a":1}'),
  'UTF-8': Buffer.from('gr\u00fc\u00df \u20ac \u{1f600}'),
  'a byte order mark': Buffer.from('\ufefftext'),
  'bytes that are no UTF-8': Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x62]),
  'a character cut off': Buffer.from([0x61, 0xe2, 0x82]),
};

/** Answers with the JSON of the pieces of text that came. */
function answerPieces(encoding) {
  return (req, res) => {
    const pieces = [];
    req.setEncoding(encoding);
    req.on('data', (piece) => pieces.push(piece));
    req.on('end', () => res.end(JSON.stringify(pieces)));
  };
}

function post(port, head, ...bodies) {
  const start = `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${head}\r\n\r\n`;
  const [first = Buffer.alloc(0), ...rest] = bodies;
  return exchange(port, start + first.toString('latin1'),
                  ...rest.map((body) => body.toString('latin1')));
}

const piecesOf = (answer) =>
  JSON.parse(Buffer.from(answer.split('\r\n\r\n')[1], 'latin1').toString());

for (const [what, bytes] of Object.entries(SAMPLES)) {
  test(`a body that comes whole: ${what}`, () =>
    withServer(answerPieces('utf-8'), async (port) => {
      const answer = await post(port, `Content-Length: ${bytes.length}`, bytes);
      assert.strictEqual(piecesOf(answer).join(''), bytes.toString());
    }));

  test(`one that comes byte for byte: ${what}`, () =>
    withServer(answerPieces('utf8'), async (port) => {
      const pieces = [...bytes].map((byte) => Buffer.of(byte));
      const answer = await post(port, `Content-Length: ${bytes.length}`,
                                undefined, ...pieces);
      assert.strictEqual(piecesOf(answer).join(''), bytes.toString());
    }));
}

test('a whole body is one piece; in another encoding too', async () => {
  const bytes = SAMPLES['UTF-8'];
  for (const encoding of ['utf8', 'hex', 'latin1']) {
    await withServer(answerPieces(encoding), async (port) => {
      const answer = await post(port, `Content-Length: ${bytes.length}`, bytes);
      assert.deepStrictEqual(piecesOf(answer), [bytes.toString(encoding)]);
    });
  }
});

test('chunks that cut a character', () =>
  withServer(answerPieces('utf8'), async (port) => {
    const euro = Buffer.from('\u20ac').toString('latin1');
    const answer = await post(
      port, 'Transfer-Encoding: chunked',
      Buffer.from(`1\r\n${euro[0]}\r\n2\r\n${euro.slice(1)}\r\n0\r\n\r\n`,
                  'latin1'));
    assert.strictEqual(piecesOf(answer).join(''), '\u20ac');
  }));

test('of two requests in one packet each has its own encoding', async () => {
  const seen = [];
  await withServer((req, res) => {
    if (req.url === '/text') req.setEncoding('utf8');
    req.on('data', (piece) => seen.push(typeof piece));
    req.on('end', () => res.end());
  }, async (port) => {
    const one = (path, last) => `POST ${path} HTTP/1.1\r\nHost: a\r\n` +
      `Content-Length: 2\r\n${last}\r\nab`;
    await exchange(port, one('/text', '') + one('/bytes', '') +
      one('/text', 'Connection: close\r\n'));
  });
  assert.deepStrictEqual(seen, ['string', 'object', 'string']);
});

test('an encoding that is chosen when the body is there already', () =>
  withServer((req, res) => {
    setImmediate(() => answerPieces('utf8')(req, res));
  }, async (port) => {
    const { body } = await fetchBody({ port, method: 'POST' }, 'text');
    assert.deepStrictEqual(JSON.parse(body), ['text']);
  }));

test('of a response', () =>
  withServer((req, res) => res.end(SAMPLES['UTF-8']), async (port) => {
    const text = await new Promise((resolve, reject) => {
      http.get({ port, agent: false }, (res) => {
        let all = '';
        res.setEncoding('utf8').on('data', (piece) => { all += piece; });
        res.on('end', () => resolve(all));
      }).on('error', reject);
    });
    assert.strictEqual(text, SAMPLES['UTF-8'].toString());
  }));
