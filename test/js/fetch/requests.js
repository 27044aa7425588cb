'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { test, withServer } = require('./run.js');

/** Answers with the body it is sent, and says in headers how it came. */
async function echo(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  response.writeHead(200, {
    'content-type': request.headers['content-type'] ?? 'none',
    'x-method': request.method,
    'x-length': request.headers['content-length'] ?? 'none',
    'x-coding': request.headers['transfer-encoding'] ?? 'none',
  });
  response.end(Buffer.concat(chunks));
}

/** [method, type, length, coding, text] as the server saw them. */
async function send(url, options) {
  const response = await fetch(url, options);
  const { headers } = response;
  return [
    headers.get('x-method'), headers.get('content-type'),
    headers.get('x-length'), headers.get('x-coding'), await response.text(),
  ];
}

test('a string, bytes, a Blob and parameters say their type and length', () =>
  withServer(echo, async (url) => {
    const method = 'POST';
    assert.deepStrictEqual(await send(url, { method, body: '\u00e4' }), [
      'POST', 'text/plain;charset=UTF-8', '2', 'none', '\u00e4',
    ]);
    assert.deepStrictEqual(await send(url, { method, body: Buffer.from('by') }), [
      'POST', 'none', '2', 'none', 'by',
    ]);
    const blob = new Blob(['abc'], { type: 'x/y' });
    assert.deepStrictEqual(await send(url, { method, body: blob }), [
      'POST', 'x/y', '3', 'none', 'abc',
    ]);
    const body = new URLSearchParams({ a: 'b c' });
    assert.deepStrictEqual(await send(url, { method, body }), [
      'POST', 'application/x-www-form-urlencoded;charset=UTF-8', '5', 'none',
      'a=b+c',
    ]);
  }));

test('a form with a File comes back as a form with a File', () =>
  withServer(echo, async (url) => {
    const body = new FormData();
    body.set('field', 'value');
    body.set('file', new File(['content'], 'n\u00e4me.txt', { type: 'text/plain' }));
    const response = await fetch(url, { method: 'POST', body });
    const form = await response.formData();
    const file = form.get('file');
    assert.strictEqual(form.get('field'), 'value');
    assert.ok(file instanceof File);
    assert.deepStrictEqual([file.name, file.type, await file.text()],
                           ['n\u00e4me.txt', 'text/plain', 'content']);
  }));

test('a stream is sent in chunks while it is read', () =>
  withServer(echo, async (url) => {
    let left = 4;
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.from('part '));
        if (--left === 0) controller.close();
      },
    });
    assert.deepStrictEqual(await send(url, { method: 'PUT', body, duplex: 'half' }), [
      'PUT', 'none', 'none', 'chunked', 'part part part part ',
    ]);
  }));

test('a body that is a stream of ours or an iterable will do', () =>
  withServer(echo, async (url) => {
    const options = { method: 'POST', duplex: 'half' };
    const file = fs.createReadStream(__filename);
    const [, , , , text] = await send(url, { ...options, body: file });
    assert.strictEqual(text, fs.readFileSync(__filename, 'utf8'));
    async function* parts() {
      yield Buffer.from('a');
      yield Buffer.from('b');
    }
    const [, , , coding, two] = await send(url, { ...options, body: parts() });
    assert.deepStrictEqual([coding, two], ['chunked', 'ab']);
  }));

test('a stream without duplex is refused', async () => {
  const body = new ReadableStream();
  await assert.rejects(fetch('http://127.0.0.1/', { method: 'POST', body }), {
    name: 'TypeError', message: /duplex option is required/,
  });
});

test('servers are told the name that Node.js has', () =>
  withServer((request, response) => response.end(request.headers['user-agent']),
             async (url) => {
               assert.strictEqual(await (await fetch(url)).text(), 'node');
             }));

test('a Request can be sent once, and its clone once more', () =>
  withServer(echo, async (url) => {
    const request = new Request(url, { method: 'POST', body: 'twice' });
    const copy = request.clone();
    assert.strictEqual(await (await fetch(request)).text(), 'twice');
    await assert.rejects(fetch(request), { name: 'TypeError' });
    assert.strictEqual(await (await fetch(copy)).text(), 'twice');
  }));
