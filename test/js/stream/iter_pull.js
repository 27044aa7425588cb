'use strict';
// from(), pull(), pipeTo(): sources, transforms, and how they end.
const assert = require('assert');
const { test } = require('../harness');
const { isOn, turn, watchedSource } = require('./fixtures/iter');

if (!isOn(__filename)) return;
const {
  bytes, from, fromSync, pipeTo, pipeToSync, pull, pullSync, text, textSync,
  toStreamable,
} = require('stream/iter');

const upper = (chunks) =>
  chunks && chunks.map((chunk) => String(Buffer.from(chunk)).toUpperCase());

async function batches(source) {
  const all = [];
  for await (const batch of source) all.push(batch.map((c) => String(Buffer.from(c))));
  return all;
}

test('all that stands for bytes is a source', async () => {
  const bytes = Buffer.from('abc');
  for (const input of [
    'abc', bytes, new Uint8Array(bytes), new DataView(new Uint8Array(bytes).buffer),
    new Uint8Array(bytes).buffer, ['a', ['b'], bytes.subarray(2)],
    { [toStreamable]: () => 'abc' }, new Set(['a', 'bc']),
  ]) {
    assert.strictEqual(await text(from(input)), 'abc');
    assert.strictEqual(textSync(fromSync(input)), 'abc');
  }
});

test('what can be read again is', async () => {
  const source = from(['abc']);
  assert.strictEqual(await text(source), 'abc');
  assert.strictEqual(await text(source), 'abc');
});

test('chunks that come one by one are gathered, batches are kept', async () => {
  assert.deepStrictEqual(
    await batches(from(['a', [Buffer.from('b')], 'c', 'd'])),
    [['a'], ['b'], ['c', 'd']]);
});

test('an async source gives what it has at once', async () => {
  async function* nested() {
    yield ['a', 'b'];
    yield (async function* () { yield 'c'; yield ['d']; })();
    yield [];
    yield Promise.resolve('e');
  }
  assert.deepStrictEqual(await batches(from(nested())),
                         [['a', 'b'], ['c'], ['d'], ['e']]);
});

test('calls of next() that do not wait are answered in order', async () => {
  const { source } = watchedSource('a', 'b', 'c');
  const iterator = pull(source, upper)[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 5 }, () => iterator.next()));
  assert.deepStrictEqual(
    results.map(({ value, done }) => (done ? 'end' : String(Buffer.concat(value)))),
    ['A', 'B', 'C', 'end', 'end']);
});

test('nothing is read before it is asked for', async () => {
  const watched = watchedSource('a', 'b');
  const iterator = pull(watched.source, upper)[Symbol.asyncIterator]();
  await turn();
  assert.strictEqual(watched.read, 0);
  await iterator.next();
  assert.strictEqual(watched.read, 1);
  await iterator.return();
  assert(watched.isClosed);
});

test('a transform may give many batches for one, or none', async () => {
  async function* split(chunks) {
    if (chunks === null) yield '!';
    else for (const letter of String(Buffer.concat(chunks))) yield letter;
  }
  const odd = (chunks) => (chunks !== null && chunks[0][0] % 2 === 0 ? [] : chunks);
  assert.deepStrictEqual(await batches(pull('abcde', split, odd)),
                         [['a'], ['c'], ['e'], ['!']]);
});

test('an error in a transform closes the source and fires the signal', async () => {
  const watched = watchedSource('a', 'b');
  let signal;
  const failing = (chunks, options) => {
    signal = options.signal;
    throw new Error('mine');
  };
  await assert.rejects(text(pull(watched.source, failing)), { message: 'mine' });
  assert(watched.isClosed);
  assert.strictEqual(signal.reason.message, 'mine');
});

test('the signal of a synchronous transform fires when it is left', () => {
  let signal;
  const transform = (chunks, options) => {
    signal = options.signal;
    return chunks;
  };
  for (const batch of pullSync(['a', 'b'].values(), transform)) {
    assert(batch);
    break;
  }
  assert(signal.aborted);
});

test('an abort closes the source, and is told once', async () => {
  const watched = watchedSource('a', 'b');
  const controller = new AbortController();
  const iterator =
    pull(watched.source, upper, { signal: controller.signal })[Symbol.asyncIterator]();
  await iterator.next();
  controller.abort(new Error('enough'));
  await assert.rejects(iterator.next(), { message: 'enough' });
  assert.deepStrictEqual(await iterator.next(), { value: undefined, done: true });
  await turn();
  assert(watched.isClosed);
});

test('a signal is left alone when all is read', async () => {
  const { getEventListeners } = require('events');
  const { signal } = new AbortController();
  await text(pull('abc', upper, { signal }));
  await bytes('abc', { signal });
  await pipeTo('abc', { write() {} }, { signal });
  assert.strictEqual(getEventListeners(signal, 'abort').length, 0);
});

test('a writer that fails closes the source, and is told', async () => {
  const watched = watchedSource('a', 'b');
  let told;
  await assert.rejects(pipeTo(watched.source, {
    write() { return Promise.reject(new Error('full')); },
    fail(error) { told = error; },
  }), { message: 'full' });
  assert.strictEqual(told.message, 'full');
  assert(watched.isClosed);
});

test('an iterable is closed when its writer fails', async () => {
  let isClosed = false;
  function* source() {
    try {
      yield 'a';
      yield 'b';
    } finally {
      isClosed = true;
    }
  }
  const writer = { write() { throw new Error('full'); } };
  await assert.rejects(pipeTo(source(), writer), { message: 'full' });
  assert(isClosed);
  isClosed = false;
  const writerSync = { writeSync() { throw new Error('full'); } };
  assert.throws(() => pipeToSync(source(), writerSync), { message: 'full' });
  assert(isClosed);
});

test('a promise in an iterable that is rejected ends it', async () => {
  function* source() {
    yield 'a';
    yield Promise.reject(new Error('late'));
  }
  await assert.rejects(text(from(source())), { message: 'late' });
  await assert.rejects(pipeTo(source(), { write() {} }), { message: 'late' });
});

test('what is no stream is refused', async () => {
  for (const input of [1, null, undefined, {}, Promise.resolve('a'), () => {}]) {
    assert.throws(() => from(input), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => fromSync(input), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  await assert.rejects(text(pull('a', () => undefined)),
                       { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(text(pull('a', { transform: () => 1 })),
                       { code: 'ERR_INVALID_RETURN_VALUE' });
});
