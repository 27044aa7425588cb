'use strict';
const assert = require('assert');
const { once } = require('events');
const { test } = require('../harness.js');

test('only the first abort counts', () => {
  const controller = new AbortController();
  let calls = 0;
  controller.signal.onabort = () => calls++;
  controller.abort('one');
  controller.abort('two');
  assert.strictEqual(calls, 1);
  assert.strictEqual(controller.signal.reason, 'one');
  assert.throws(() => controller.signal.throwIfAborted(), (e) => e === 'one');
});

test('the default reason is an AbortError', () => {
  const { reason } = AbortSignal.abort();
  assert.ok(reason instanceof DOMException);
  assert.strictEqual(reason.name, 'AbortError');
  assert.strictEqual(reason.code, DOMException.ABORT_ERR);
});

test('a timeout aborts with a TimeoutError', async () => {
  const signal = AbortSignal.timeout(5);
  const keepAlive = setInterval(() => {}, 1000);
  await once(signal, 'abort');
  clearInterval(keepAlive);
  assert.strictEqual(signal.reason.name, 'TimeoutError');
});

test('any() follows all of its signals, also through others', () => {
  const a = new AbortController();
  const b = new AbortController();
  const inner = AbortSignal.any([a.signal, b.signal]);
  const outer = AbortSignal.any([inner]);
  const order = [];
  inner.onabort = () => order.push('inner');
  outer.onabort = () => order.push('outer');
  b.abort('b');
  a.abort('a');
  assert.strictEqual(outer.reason, 'b');
  assert.deepStrictEqual(order, ['inner', 'outer']);
});

test('a signal cannot be constructed', () => {
  assert.throws(() => new AbortSignal(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
});
