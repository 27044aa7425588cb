'use strict';
const assert = require('assert');
const { once } = require('events');
const { Writable } = require('stream');
const { test } = require('../harness.js');

test('chunks are written one at a time, in their order', async () => {
  const written = [];
  const w = new Writable({
    write(chunk, encoding, callback) {
      written.push(String(chunk));
      setImmediate(callback);
    },
  });
  w.write('a');
  w.write('b');
  w.end('c');
  await once(w, 'finish');
  assert.deepStrictEqual(written, ['a', 'b', 'c']);
});

test('write() says false until the data is taken, then comes drain',
  async () => {
    const w = new Writable({
      highWaterMark: 3,
      write(chunk, encoding, callback) { setImmediate(callback); },
    });
    assert.strictEqual(w.write('ab'), true);
    assert.strictEqual(w.write('cd'), false);
    assert.strictEqual(w.writableNeedDrain, true);
    await once(w, 'drain');
    assert.strictEqual(w.writableLength, 0);
  });

test('what _write() takes at once is no back-pressure', () => {
  const w = new Writable({
    highWaterMark: 1,
    write(chunk, encoding, callback) { callback(); },
  });
  assert.strictEqual(w.write('many bytes'), true);
});

test('corked writes reach _writev() together', async () => {
  let batch;
  const w = new Writable({
    writev(chunks, callback) {
      batch = chunks.map(({ chunk, encoding }) => [String(chunk), encoding]);
      callback();
    },
  });
  w.cork();
  w.write('a');
  w.write('b');
  assert.strictEqual(batch, undefined);
  w.end();
  await once(w, 'finish');
  assert.deepStrictEqual(batch, [['a', 'buffer'], ['b', 'buffer']]);
});

test('callbacks of writes run later, in order, before those of end()',
  async () => {
    const events = [];
    const w = new Writable({
      write(chunk, encoding, callback) { callback(); },
      final(callback) {
        events.push('final');
        callback();
      },
    });
    w.write('a', () => events.push('a'));
    w.on('finish', () => events.push('finish'));
    w.end(() => events.push('end'));
    // All data was taken, so that end() may finish at once.
    assert.deepStrictEqual(events, ['final']);
    await once(w, 'close');
    assert.deepStrictEqual(events, ['final', 'a', 'end', 'finish']);
  });

test('a failed write fails what waits, and is emitted once', async () => {
  const codes = [];
  const w = new Writable({
    write(chunk, encoding, callback) {
      setImmediate(callback, new Error('broken'));
    },
  });
  w.write('a', (error) => codes.push(error.message));
  w.write('b', (error) => codes.push(error.message));
  const [error] = await once(w, 'error');
  assert.strictEqual(error.message, 'broken');
  assert.deepStrictEqual(codes, ['broken', 'broken']);
  assert.strictEqual(w.errored, error);
});

test('write() after end() is an error of callback and stream', async () => {
  const w = new Writable({ write(chunk, encoding, callback) { callback(); } });
  w.end();
  let told;
  assert.strictEqual(w.write('a', (error) => { told = error.code; }), false);
  const [error] = await once(w, 'error');
  assert.strictEqual(error.code, 'ERR_STREAM_WRITE_AFTER_END');
  assert.strictEqual(told, 'ERR_STREAM_WRITE_AFTER_END');
});

test('a callback that is called twice is an error', async () => {
  const w = new Writable({
    write(chunk, encoding, callback) {
      callback();
      callback();
    },
  });
  w.write('a');
  const [error] = await once(w, 'error');
  assert.strictEqual(error.code, 'ERR_MULTIPLE_CALLBACK');
});

test('null and wrong types throw', () => {
  const w = new Writable({ write() {} });
  assert.throws(() => w.write(null), { code: 'ERR_STREAM_NULL_VALUES' });
  assert.throws(() => w.write({}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => w.write('a', 'no'), { code: 'ERR_UNKNOWN_ENCODING' });
});

test('_construct() is awaited by writes and by destroy()', async () => {
  const events = [];
  const w = new Writable({
    construct(callback) {
      setImmediate(() => {
        events.push('construct');
        callback();
      });
    },
    write(chunk, encoding, callback) {
      events.push('write');
      callback();
    },
    destroy(error, callback) {
      events.push('destroy');
      callback(error);
    },
  });
  w.end('a');
  await once(w, 'close');
  assert.deepStrictEqual(events, ['construct', 'write', 'destroy']);
});

test('destroy() fails pending writes with ERR_STREAM_DESTROYED', async () => {
  const w = new Writable({ write() {} });
  const codes = [];
  w.write('a');
  w.write('b', (error) => codes.push(error.code));
  w.cork();
  w.destroy();
  await once(w, 'close');
  // `a` is still with _write(); `b` waits until that calls back.
  assert.deepStrictEqual(codes, []);
  assert.strictEqual(w.destroyed, true);
  assert.strictEqual(w.writableFinished, false);
});

test('asyncDispose destroys and waits for close', async () => {
  const w = new Writable({ write() {} });
  w.on('error', () => {});
  await w[Symbol.asyncDispose]();
  assert.strictEqual(w.closed, true);
});
