'use strict';
const assert = require('assert');
const { once } = require('events');
const {
  Duplex, PassThrough, Readable, Transform, Writable,
  addAbortSignal, compose, duplexPair, finished, pipeline,
} = require('stream');
const promises = require('stream/promises');
const { text } = require('stream/consumers');
const { test } = require('../harness.js');

const upper = () => new Transform({
  readableObjectMode: true,
  transform(chunk, encoding, callback) {
    callback(null, String(chunk).toUpperCase());
  },
});

test('pipe() waits for the slowest destination', async () => {
  const source = new Readable({ highWaterMark: 1, read() {} });
  const fast = new Writable({ write(c, e, callback) { callback(); } });
  let release;
  const slow = new Writable({
    highWaterMark: 1,
    write(c, e, callback) { release = callback; },
  });
  source.pipe(fast);
  source.pipe(slow);
  source.push('a');
  await new Promise(setImmediate);
  assert.strictEqual(source.isPaused(), true);
  release();
  await new Promise(setImmediate);
  assert.strictEqual(source.isPaused(), false);
});

test('unpipe() pauses a source without destination', () => {
  const source = new PassThrough();
  const dest = new PassThrough();
  source.pipe(dest);
  source.unpipe(dest);
  assert.strictEqual(source.readableFlowing, false);
});

test('a Transform holds its input back while its output is full', async () => {
  let calls = 0;
  const t = new Transform({
    highWaterMark: 1,
    transform(chunk, encoding, callback) {
      calls++;
      callback(null, chunk);
    },
  });
  t.write('a');
  t.write('b');
  t.write('c');
  await new Promise(setImmediate);
  assert.strictEqual(calls, 1);
  assert.strictEqual(await text(t.end()), 'abc');
});

test('pipeline() goes through streams, generators and functions', async () => {
  const result = await promises.pipeline(
    ['a', 'b'],
    upper(),
    async function* (source) {
      for await (const chunk of source) yield `${chunk}!`;
    },
    async (source) => {
      let all = '';
      for await (const chunk of source) all += chunk;
      return all;
    });
  assert.strictEqual(result, 'A!B!');
});

test('pipeline() destroys everything when a part fails', async () => {
  const source = new Readable({ read() {} });
  const sink = new Writable({
    write(c, e, callback) { callback(new Error('full')); },
  });
  const { promise, resolve } = Promise.withResolvers();
  pipeline(source, upper(), sink, resolve);
  source.push('a');
  const error = await promise;
  assert.strictEqual(error.message, 'full');
  assert.strictEqual(source.destroyed, true);
});

test('pipeline() is aborted by a signal', async () => {
  const controller = new AbortController();
  const source = new Readable({ read() {} });
  const done = promises.pipeline(
    source, new PassThrough(), { signal: controller.signal });
  controller.abort();
  await assert.rejects(done, { name: 'AbortError' });
  assert.strictEqual(source.destroyed, true);
});

test('finished() tells a premature close', async () => {
  const r = new Readable({ read() {} });
  const { promise, resolve } = Promise.withResolvers();
  finished(r, resolve);
  r.destroy();
  assert.strictEqual((await promise).code, 'ERR_STREAM_PREMATURE_CLOSE');
});

test('addAbortSignal() destroys with the reason as cause', async () => {
  const controller = new AbortController();
  const r = addAbortSignal(controller.signal, new Readable({ read() {} }));
  controller.abort('enough');
  const [error] = await once(r, 'error');
  assert.strictEqual(error.name, 'AbortError');
  assert.strictEqual(error.cause, 'enough');
});

test('compose() makes one Duplex of several streams', async () => {
  const both = compose(upper(), async function* (source) {
    for await (const chunk of source) yield `<${chunk}>`;
  });
  assert.strictEqual(await text(both.end('a')), '<A>');
});

test('Duplex.from() takes promises, generators and pairs', async () => {
  assert.strictEqual(await text(Duplex.from(Promise.resolve('a'))), 'a');
  const through = Duplex.from(async function* (source) {
    for await (const chunk of source) yield `${chunk}${chunk}`;
  });
  assert.strictEqual(await text(through.end('x')), 'xx');
});

test('what is written to one end of a pair is read from the other', async () => {
  const [a, b] = duplexPair();
  a.end('hello');
  b.end('world');
  assert.strictEqual(await text(b), 'hello');
  assert.strictEqual(await text(a), 'world');
});
