'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

test('a clone is deep and keeps cycles and kinds', () => {
  const value = { list: [1, new Map([['a', new Date(5)]])], error: new RangeError('r') };
  value.self = value;
  const clone = structuredClone(value);
  assert.notStrictEqual(clone, value);
  assert.strictEqual(clone.self, clone);
  assert.strictEqual(clone.list[1].get('a').getTime(), 5);
  assert.ok(clone.error instanceof RangeError);
});

test('transferred buffers move', () => {
  const buffer = new ArrayBuffer(4);
  const view = new Uint8Array(buffer).fill(7);
  const clone = structuredClone({ view }, { transfer: [buffer] });
  assert.strictEqual(buffer.byteLength, 0);
  assert.deepStrictEqual([...clone.view], [7, 7, 7, 7]);
});

test('what cannot be cloned is a DataCloneError', () => {
  for (const value of [() => {}, Symbol('s'), { f() {} }]) {
    assert.throws(() => structuredClone(value), {
      name: 'DataCloneError', code: DOMException.DATA_CLONE_ERR,
    });
  }
});

test('a DOMException stays one', () => {
  const clone = structuredClone(new DOMException('m', 'AbortError'));
  assert.ok(clone instanceof DOMException);
  assert.ok(Error.isError(clone));
  assert.strictEqual(clone.name, 'AbortError');
});
