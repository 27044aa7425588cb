'use strict';
// push() and duplex(): what is written, when there is no room, and the end.
const assert = require('assert');
const { test } = require('../harness');
const { isOn, stateOf } = require('./fixtures/iter');

if (!isOn(__filename)) return;
const { duplex, ondrain, push, text } = require('stream/iter');

const full = Buffer.alloc(16384, 'f');
const iteratorOf = (readable) => readable[Symbol.asyncIterator]();

test('what was written is read as one batch', async () => {
  const { writer, readable } = push();
  writer.writeSync('a');
  writer.writevSync(['b', Buffer.from('c')]);
  const { value } = await iteratorOf(readable).next();
  assert.strictEqual(value.length, 3);
  assert.strictEqual(String(Buffer.concat(value)), 'abc');
});

test('a reader that waits gets what is written at once', async () => {
  const { writer, readable } = push();
  const iterator = iteratorOf(readable);
  const results = [iterator.next(), iterator.next()];
  await writer.write('a');
  await writer.write('b');
  const values = await Promise.all(results);
  assert.deepStrictEqual(values.map(({ value }) => String(value[0])), ['97', '98']);
  assert.strictEqual(writer.canWrite, true);
});

test('a write waits for room', async () => {
  const { writer, readable } = push();
  writer.writeSync(full);
  assert.strictEqual(writer.canWrite, false);
  const write = writer.write('x');
  const drained = ondrain(writer);
  assert.strictEqual(await stateOf(write), 'pending');
  await iteratorOf(readable).next();
  await write;
  assert.strictEqual(await drained, true);
});

test('one write may wait, a second one is a mistake', async () => {
  const { writer } = push();
  writer.writeSync(full);
  const first = writer.write('x');
  await assert.rejects(writer.write('y'),
                       { name: 'RangeError', code: 'ERR_INVALID_STATE' });
  assert.strictEqual(await stateOf(first), 'pending');
});

test('where it is asked for, any number of writes may wait', async () => {
  const { writer, readable } = push({ backpressure: 'unbounded' });
  writer.writeSync(full);
  const writes = ['a', 'b', 'c'].map((letter) => writer.write(letter));
  const read = text(readable);
  await Promise.all(writes);
  await writer.end();
  assert.strictEqual((await read).slice(-3), 'abc');
});

test('end() tells the bytes written when all is read', async () => {
  const { writer, readable } = push();
  writer.writeSync('hello');
  assert.strictEqual(writer.endSync(), -1);
  const end = writer.end();
  assert.strictEqual(await stateOf(end), 'pending');
  assert.strictEqual(await text(readable), 'hello');
  assert.strictEqual(await end, 5);
  assert.strictEqual(writer.endSync(), 5);
});

test('an end takes the writes that wait with it', async () => {
  const { writer } = push({ backpressure: 'unbounded' });
  writer.writeSync(full);
  const write = writer.write('x');
  writer.endSync();
  await assert.rejects(write, { code: 'ERR_INVALID_STATE' });
});

test('an error comes after what was written before', async () => {
  const { writer, readable } = push();
  writer.writeSync('a');
  writer.fail(new Error('broken'));
  const iterator = iteratorOf(readable);
  assert.strictEqual((await iterator.next()).done, false);
  await assert.rejects(iterator.next(), { message: 'broken' });
  await assert.rejects(writer.write('b'), { message: 'broken' });
  await assert.rejects(writer.end(), { message: 'broken' });
});

test('a reader that leaves lets nobody wait', async () => {
  const { writer, readable } = push();
  writer.writeSync(full);
  const write = writer.write('x');
  const drained = ondrain(writer);
  await iteratorOf(readable).return();
  await assert.rejects(write, { code: 'ERR_INVALID_STATE' });
  assert.strictEqual(await drained, false);
  assert.strictEqual(writer.canWrite, null);
  assert.strictEqual(await writer.end(), 16384);
});

test('a signal ends a write that waits, and only that', async () => {
  const { writer, readable } = push();
  const controller = new AbortController();
  writer.writeSync(full);
  const write = writer.write('x', { signal: controller.signal });
  controller.abort(new Error('no longer'));
  await assert.rejects(write, { message: 'no longer' });
  const read = text(readable);
  await writer.write('y');
  await writer.end();
  assert.strictEqual((await read).slice(-2), 'fy');
});

test('a signal of the stream fails it, and is left when it ends', async () => {
  const { getEventListeners } = require('events');
  const controller = new AbortController();
  const { signal } = controller;
  const ended = push({ signal });
  ended.writer.endSync();
  assert.strictEqual(getEventListeners(signal, 'abort').length, 0);
  const failed = push({ signal });
  controller.abort(new Error('over'));
  await assert.rejects(text(failed.readable), { message: 'over' });
});

test('the ends of a duplex are closed one by one', async () => {
  const [a, b] = duplex();
  await a.writer.write('question');
  await a.close();
  assert.strictEqual(await text(b.readable), 'question');
  await b.writer.write('answer');
  await b.close();
  assert.strictEqual(await text(a.readable), 'answer');
});
