'use strict';
// broadcast(), share(), shareSync(), merge(): many readers, many sources.
const assert = require('assert');
const { test } = require('../harness');
const { isOn, stateOf, turn, watchedSource } = require('./fixtures/iter');

if (!isOn(__filename)) return;
const {
  Broadcast, broadcast, merge, push, share, shareSync, text, textSync,
} = require('stream/iter');

const full = Buffer.alloc(16384, 'f');
const iteratorOf = (readable) => readable[Symbol.asyncIterator]();

test('every reader gets everything, at its own pace', async () => {
  const { writer, broadcast: readers } = broadcast();
  const slow = iteratorOf(readers.push());
  const fast = text(readers.push());
  for (const letter of 'abc') await writer.write(letter);
  const end = writer.end();
  assert.strictEqual(await fast, 'abc');
  assert.strictEqual(await stateOf(end), 'pending');
  for (const letter of 'abc') {
    const { value } = await slow.next();
    assert.strictEqual(String(Buffer.from(value[0])), letter);
  }
  assert.strictEqual((await slow.next()).done, true);
  assert.strictEqual(await end, 3);
});

test('the slowest reader holds the writer back, until it leaves', async () => {
  const { writer, broadcast: readers } = broadcast({ budget: 16384 });
  const slow = iteratorOf(readers.push());
  const fast = iteratorOf(readers.push());
  await writer.write(full);
  const write = writer.write('x');
  await fast.next();
  assert.strictEqual(await stateOf(write), 'pending');
  await slow.return();
  await write;
  assert.strictEqual(String(Buffer.from((await fast.next()).value[0])), 'x');
});

test('what the last reader leaves makes room', async () => {
  const { writer, broadcast: readers } = broadcast({ budget: 16384 });
  const iterator = iteratorOf(readers.push());
  writer.writeSync(full);
  await iterator.return();
  assert.strictEqual(writer.canWrite, true);
});

test('many batches come in order through the shared buffer', async () => {
  const { writer, broadcast: readers } = broadcast({ backpressure: 'unbounded' });
  const readings = [text(readers.push()), text(readers.push()), text(readers.push())];
  let expected = '';
  for (let i = 0; i < 2000; i++) {
    expected += `${i},`;
    await writer.write(`${i},`);
  }
  await writer.end();
  for (const reading of readings) assert.strictEqual(await reading, expected);
});

test('a broadcast of a source ends it when it is cancelled', async () => {
  const watched = watchedSource('a', 'b');
  const { broadcast: readers } = Broadcast.from(watched.source);
  const reader = readers.push();
  await iteratorOf(reader).next();
  readers.cancel();
  await turn();
  assert(watched.isClosed);
  assert.strictEqual(readers.consumerCount, 0);
});

test('a share reads its source once, when it is asked', async () => {
  const watched = watchedSource('a', 'b');
  const shared = share(watched.source);
  const readings = [shared.pull(), shared.pull()];
  await turn();
  assert.strictEqual(watched.read, 0);
  assert.deepStrictEqual(await Promise.all(readings.map((r) => text(r))), ['ab', 'ab']);
  assert.strictEqual(watched.read, 2);
});

test('a reader that is too far ahead of another is told so', async () => {
  async function* source() {
    for (let i = 0; i < 4; i++) yield [full];
  }
  const shared = share(source(), { budget: 16384 });
  const fast = shared.pull();
  const slow = shared.pull();
  await assert.rejects(text(fast), { code: 'ERR_OUT_OF_RANGE' });
  assert.strictEqual(shared.consumerCount, 1);
  assert.strictEqual((await text(slow)).length, 4 * 16384);
});

test('a share that is cancelled closes its source', async () => {
  const watched = watchedSource('a', 'b');
  const shared = share(watched.source);
  const iterator = iteratorOf(shared.pull());
  await iterator.next();
  shared.cancel(new Error('enough'));
  await assert.rejects(iterator.next(), { message: 'enough' });
  await turn();
  assert(watched.isClosed);
});

test('a synchronous share holds what a slow reader has not had', () => {
  const shared = shareSync([['a'], ['b']].values());
  const slow = shared.pull();
  assert.strictEqual(textSync(shared.pull()), 'ab');
  assert.strictEqual(shared.bufferSize, 1);
  assert.strictEqual(textSync(slow), 'ab');
  assert.strictEqual(shared.bufferSize, 0);
});

test('merged sources come as they come', async () => {
  const first = push();
  const second = push();
  const iterator = iteratorOf(merge(first.readable, second.readable));
  const next = iterator.next();
  second.writer.writeSync('b');
  assert.strictEqual(String(Buffer.from((await next).value[0])), 'b');
  first.writer.writeSync('a');
  assert.strictEqual(String(Buffer.from((await iterator.next()).value[0])), 'a');
  first.writer.endSync();
  second.writer.endSync();
  assert.strictEqual((await iterator.next()).done, true);
});

test('an error of one source closes the others, also one that never answers', async () => {
  const watched = watchedSource('a', 'b', 'c');
  const silent = {
    isClosed: false,
    [Symbol.asyncIterator]() { return this; },
    next: () => new Promise(() => {}),
    return() {
      this.isClosed = true;
      return new Promise(() => {});
    },
  };
  async function* failing() {
    throw new Error('first');
  }
  await assert.rejects(text(merge(watched.source, silent, failing())),
                       { message: 'first' });
  assert(watched.isClosed);
  assert(silent.isClosed);
});
