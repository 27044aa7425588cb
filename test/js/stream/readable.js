'use strict';
const assert = require('assert');
const { once } = require('events');
const { Readable } = require('stream');
const { test } = require('../harness.js');

function source(chunks, options) {
  const rest = [...chunks, null];
  return new Readable({ read() { this.push(rest.shift()); }, ...options });
}

test('read(n) gives n bytes across chunks, and null while there are fewer',
  async () => {
    const r = new Readable({ read() {} });
    r.push('abc');
    r.push('defg');
    assert.strictEqual(r.read(8), null);
    assert.strictEqual(String(r.read(5)), 'abcde');
    assert.strictEqual(r.readableLength, 2);
    r.push(null);
    assert.strictEqual(String(r.read(8)), 'fg');
    await once(r, 'end');
  });

test('paused data comes out in one piece, flowing data chunk by chunk',
  async () => {
    const paused = new Readable({ read() {} });
    paused.push('a');
    paused.push('b');
    assert.strictEqual(String(paused.read()), 'ab');

    const flowing = source(['a', 'b']);
    const chunks = [];
    flowing.on('data', (chunk) => chunks.push(String(chunk)));
    await once(flowing, 'end');
    assert.deepStrictEqual(chunks, ['a', 'b']);
  });

test('push() tells when the high-water mark is reached', () => {
  const r = new Readable({ highWaterMark: 4, read() {} });
  assert.strictEqual(r.push('abc'), true);
  assert.strictEqual(r.push('d'), false);
});

test('unshift() puts back at the front, in the encoding of the stream', () => {
  const r = new Readable({ encoding: 'utf8', read() {} });
  r.push('bc');
  r.unshift('a');
  assert.strictEqual(r.read(), 'abc');
});

test('setEncoding() does not tear characters', async () => {
  const euro = Buffer.from('€');
  const r = source([euro.subarray(0, 1), euro.subarray(1)]).setEncoding('utf8');
  const [chunk] = await once(r, 'data');
  assert.strictEqual(chunk, '€');
});

test('pause() holds while listeners for data are added', async () => {
  const r = source(['a']);
  r.pause();
  r.on('data', () => assert.fail('flows'));
  await new Promise(setImmediate);
  assert.strictEqual(r.isPaused(), true);
  assert.strictEqual(r.readableFlowing, false);
});

test('removing the listener for readable lets data flow', async () => {
  const r = source(['a', 'b']);
  const chunks = [];
  r.on('data', (chunk) => chunks.push(String(chunk)));
  const onReadable = () => {};
  r.on('readable', onReadable);
  assert.strictEqual(r.readableFlowing, false);
  r.removeListener('readable', onReadable);
  await once(r, 'end');
  assert.deepStrictEqual(chunks, ['a', 'b']);
});

test('push() after the end is an error', async () => {
  const r = new Readable({ read() {} });
  r.push(null);
  r.push('late');
  const [error] = await once(r, 'error');
  assert.strictEqual(error.code, 'ERR_STREAM_PUSH_AFTER_EOF');
});

test('a wrong chunk destroys the stream', async () => {
  const r = new Readable({ read() {} });
  assert.strictEqual(r.push(5), false);
  const [error] = await once(r, 'error');
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
  assert.strictEqual(r.destroyed, true);
});

test('without _read() reading is an error', async () => {
  const r = new Readable();
  r.resume();
  const [error] = await once(r, 'error');
  assert.strictEqual(error.code, 'ERR_METHOD_NOT_IMPLEMENTED');
});

test('for await gives the chunks and destroys a stream that it leaves',
  async () => {
    const r = source(['a', 'b', 'c'], { objectMode: true });
    const seen = [];
    for await (const chunk of r) {
      seen.push(chunk);
      if (chunk === 'b') break;
    }
    assert.deepStrictEqual(seen, ['a', 'b']);
    assert.strictEqual(r.destroyed, true);
  });

test('for await throws the error of the stream', async () => {
  const r = new Readable({ read() { this.destroy(new Error('broken')); } });
  await assert.rejects(async () => {
    for await (const chunk of r) assert.fail(chunk);
  }, /broken/);
});

test('calls of next() are answered in their order', async () => {
  const r = source([1, 2], { objectMode: true });
  const it = r[Symbol.asyncIterator]();
  const results = await Promise.all([it.next(), it.next(), it.next()]);
  assert.deepStrictEqual(results.map(({ value }) => value), [1, 2, undefined]);
});

test('iterator({ destroyOnReturn: false }) leaves the stream open', async () => {
  const r = source(['a', 'b'], { objectMode: true });
  for await (const chunk of r.iterator({ destroyOnReturn: false })) {
    assert.strictEqual(chunk, 'a');
    break;
  }
  assert.strictEqual(r.destroyed, false);
  assert.deepStrictEqual(await r.toArray(), ['b']);
});

test('Readable.from() takes iterables, promises in them, and strings whole',
  async () => {
    const values = Readable.from([1, Promise.resolve(2)]);
    assert.deepStrictEqual(await values.toArray(), [1, 2]);
    assert.deepStrictEqual(await Readable.from('ab').toArray(), ['ab']);
  });

test('destroy() returns the generator that Readable.from() reads', async () => {
  let returned = false;
  const r = Readable.from((function* () {
    try {
      yield 1;
      yield 2;
    } finally {
      returned = true;
    }
  })());
  await once(r, 'readable');
  r.read();
  r.destroy();
  await once(r, 'close');
  assert.strictEqual(returned, true);
});

test('usual names of events are no listeners', () => {
  const r = new Readable();
  assert.deepStrictEqual(r.eventNames(), []);
  assert.strictEqual(r.emit('constructor'), false);
  assert.strictEqual(r.emit('toString'), false);
  r.once('end', () => {});
  r.emit('end');
  assert.deepStrictEqual(r.eventNames(), []);
  assert.strictEqual(r.listenerCount('end'), 0);
});

test('operators run up to `concurrency` calls and keep the order', async () => {
  let running = 0;
  let most = 0;
  const results = await Readable.from([30, 1, 20, 2]).map(async (ms) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    return ms;
  }, { concurrency: 2 }).toArray();
  assert.deepStrictEqual(results, [30, 1, 20, 2]);
  assert.strictEqual(most, 2);
});

test('reduce(), find(), some() and every() stop at what they know', async () => {
  const numbers = () => Readable.from([1, 2, 3, 4]);
  assert.strictEqual(await numbers().reduce((a, b) => a + b), 10);
  assert.strictEqual(await numbers().find((x) => x > 2), 3);
  assert.strictEqual(await numbers().some((x) => x === 2), true);
  assert.strictEqual(await numbers().every((x) => x < 3), false);
  assert.deepStrictEqual(await numbers().drop(1).take(2).toArray(), [2, 3]);
});

test('operators have the length of the standard\'s', () => {
  const lengths = ['drop', 'take', 'some', 'every', 'map', 'reduce']
    .map((name) => Readable.prototype[name].length);
  assert.deepStrictEqual(lengths, [1, 1, 1, 1, 2, 3]);
});
