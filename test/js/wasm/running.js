'use strict';
const assert = require('assert');
const { test } = require('../harness');

// (module (memory (export "memory") 1 2)
//   (func (export "load") (param i32) (result i32) local.get 0 i32.load)
//   (func (export "trap") unreachable))
const bytes = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 9, 2, 96, 1, 127, 1, 127, 96, 0, 0,
  3, 3, 2, 0, 1,
  5, 4, 1, 1, 1, 2,
  7, 24, 3, 6, 109, 101, 109, 111, 114, 121, 2, 0,
  4, 108, 111, 97, 100, 0, 0, 4, 116, 114, 97, 112, 0, 1,
  10, 13, 2, 7, 0, 32, 0, 40, 2, 0, 11, 3, 0, 0, 11,
]);
const wasm =
  new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;

test('unreachable traps', () => {
  assert.throws(() => wasm.trap(), WebAssembly.RuntimeError);
});

test('a load beyond the memory traps, until the memory has grown', () => {
  assert.strictEqual(wasm.load(0), 0);
  assert.throws(() => wasm.load(65536), /out of bounds/);
  const before = wasm.memory.buffer;
  assert.strictEqual(wasm.memory.grow(1), 1);
  assert.strictEqual(before.byteLength, 0);
  assert.strictEqual(wasm.memory.buffer.byteLength, 2 * 65536);
  assert.strictEqual(wasm.load(65536), 0);
  assert.throws(() => wasm.memory.grow(1), RangeError);
});

test('compiling the same again ends, too', async () => {
  for (let i = 0; i < 3; i++) {
    const { instance } = await WebAssembly.instantiate(bytes);
    assert.strictEqual(instance.exports.load(4), 0);
  }
});
