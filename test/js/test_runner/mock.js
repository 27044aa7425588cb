'use strict';
const assert = require('assert');
const { mock } = require('node:test');
const timers = require('timers/promises');
const { test } = require('../harness.js');

test('a mock function notes its calls', () => {
  const add = mock.fn((a, b) => a + b, () => 9, { times: 1 });
  assert.strictEqual(add(1, 2), 9);
  assert.strictEqual(add(1, 2), 3);
  assert.strictEqual(add.mock.callCount(), 2);
  assert.deepStrictEqual(add.mock.calls[1].arguments, [1, 2]);
});

test('methods, getters and properties are restored', () => {
  const object = { x: 1, get y() { return 2; }, z() { return 3; } };
  mock.method(object, 'z', () => 30);
  mock.getter(object, 'y', () => 20);
  const { mock: property } = mock.property(object, 'x', 10);
  assert.deepStrictEqual([object.x, object.y, object.z()], [10, 20, 30]);
  assert.strictEqual(property.accessCount(), 1);
  mock.reset();
  assert.deepStrictEqual([object.x, object.y, object.z()], [1, 2, 3]);
});

test('time passes when the program says so', async () => {
  mock.timers.enable({ now: 1000 });
  const calls = [];
  setTimeout(() => calls.push('timeout'), 20);
  const id = setInterval(() => calls.push('interval'), 10);
  setImmediate(() => calls.push('immediate'));
  const promise = timers.setTimeout(15, 'value');
  mock.timers.tick(20);
  clearInterval(id);
  assert.deepStrictEqual(
    calls, ['immediate', 'interval', 'timeout', 'interval']);
  assert.strictEqual(Date.now(), 1020);
  assert.strictEqual(new Date().getTime(), 1020);
  assert.strictEqual(await promise, 'value');
  mock.timers.reset();
  assert.ok(Date.now() > 1e12);
});
