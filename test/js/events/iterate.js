'use strict';
const assert = require('assert');
const { EventEmitter, on, once } = require('events');
const { test } = require('../harness.js');

test('once() resolves with the arguments and leaves no listener', async () => {
  const emitter = new EventEmitter();
  setImmediate(() => emitter.emit('x', 1, 2));
  assert.deepStrictEqual(await once(emitter, 'x'), [1, 2]);
  assert.deepStrictEqual(emitter.eventNames(), []);
});

test("once() rejects with 'error' and when its signal aborts", async () => {
  const emitter = new EventEmitter();
  setImmediate(() => emitter.emit('error', new Error('e')));
  await assert.rejects(once(emitter, 'x'), /^Error: e$/);
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  await assert.rejects(once(emitter, 'x', { signal: controller.signal }),
                       { name: 'AbortError', code: 'ABORT_ERR' });
  assert.deepStrictEqual(emitter.eventNames(), []);
});

test('on() gives the events that came before they were asked for', async () => {
  const emitter = new EventEmitter();
  const iterator = on(emitter, 'x', { close: ['end'] });
  emitter.emit('x', 1);
  emitter.emit('x', 2);
  emitter.emit('end');
  const seen = [];
  for await (const [value] of iterator) seen.push(value);
  assert.deepStrictEqual(seen, [1, 2]);
  assert.deepStrictEqual(emitter.eventNames(), []);
});

test('on() pauses the emitter between its water marks', async () => {
  const emitter = new EventEmitter();
  const calls = [];
  emitter.pause = () => calls.push('pause');
  emitter.resume = () => calls.push('resume');
  const iterator = on(emitter, 'x', { highWaterMark: 2, lowWaterMark: 1 });
  for (let i = 0; i < 3; i++) emitter.emit('x', i);
  assert.deepStrictEqual(calls, ['pause']);
  for (let i = 0; i < 3; i++) await iterator.next();
  assert.deepStrictEqual(calls, ['pause', 'resume']);
  await iterator.return();
});
