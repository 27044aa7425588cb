'use strict';
const assert = require('assert');
const { once } = require('events');
const { Duplex, PassThrough, Readable, Writable, finished } = require('stream');
const { text } = require('stream/consumers');
const { test } = require('../harness.js');

test('Readable.toWeb() gives copies of the bytes', async () => {
  const web = Readable.toWeb(Readable.from([Buffer.from('abc')], {
    objectMode: false,
  }));
  const { value } = await web.getReader().read();
  assert.strictEqual(value.constructor, Uint8Array);
  assert.strictEqual(await new TextDecoder().decode(value), 'abc');
});

test('cancelling the web stream destroys the Readable', async () => {
  const r = new Readable({ read() {} });
  r.on('error', () => {});
  await Readable.toWeb(r).cancel(new Error('enough'));
  assert.strictEqual(r.destroyed, true);
});

test('Readable.fromWeb() reads to the end', async () => {
  const web = new ReadableStream({
    start(controller) {
      controller.enqueue('a');
      controller.enqueue('b');
      controller.close();
    },
  });
  assert.strictEqual(await text(Readable.fromWeb(web)), 'ab');
});

test('an error of the web stream destroys the Readable', async () => {
  const web = new ReadableStream({
    pull(controller) { controller.error(new Error('broken')); },
  });
  const r = Readable.fromWeb(web);
  r.resume();
  const [error] = await once(r, 'error');
  assert.strictEqual(error.message, 'broken');
});

test('Writable.toWeb() resolves a write when the stream has drained',
  async () => {
    const written = [];
    const w = new Writable({
      highWaterMark: 1,
      write(chunk, encoding, callback) {
        written.push(String(chunk));
        setImmediate(callback);
      },
    });
    const writer = Writable.toWeb(w).getWriter();
    await writer.write('ab');
    assert.strictEqual(w.writableLength, 0);
    await writer.close();
    assert.deepStrictEqual(written, ['ab']);
    assert.strictEqual(w.writableFinished, true);
  });

test('Writable.fromWeb() closes the web stream with end()', async () => {
  let closed = false;
  const chunks = [];
  const w = Writable.fromWeb(new WritableStream({
    write(chunk) { chunks.push(String(chunk)); },
    close() { closed = true; },
  }));
  w.end('a');
  await once(w, 'finish');
  assert.deepStrictEqual(chunks, ['a']);
  assert.strictEqual(closed, true);
});

test('a pair becomes a Duplex, and a Duplex a pair', async () => {
  const duplex = Duplex.fromWeb(new TransformStream(), { encoding: 'utf8' });
  duplex.end('a');
  assert.strictEqual(await text(duplex), 'a');

  const { readable, writable } = Duplex.toWeb(new PassThrough());
  const writer = writable.getWriter();
  writer.write(Buffer.from('b'));
  writer.close();
  assert.strictEqual(await text(readable), 'b');
});

test('finished() takes web streams', async () => {
  const web = new ReadableStream({
    start(controller) { controller.error(new Error('broken')); },
  });
  const { promise, resolve } = Promise.withResolvers();
  finished(web, resolve);
  assert.strictEqual((await promise).message, 'broken');
});
