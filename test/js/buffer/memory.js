'use strict';
const assert = require('assert');
const buffer = require('buffer');
const { test } = require('../harness.js');

test('small buffers share the pool, alloc never does', () => {
  const a = Buffer.from('abc');
  const b = Buffer.from('def');
  assert.strictEqual(a.buffer, b.buffer);
  assert.strictEqual(a.toString() + b.toString(), 'abcdef');
  assert.strictEqual(Buffer.alloc(3).buffer.byteLength, 3);
  assert.strictEqual(Buffer.allocUnsafeSlow(3).buffer.byteLength, 3);
});

test('buffers from the pool do not overlap', () => {
  const made = [];
  for (let i = 0; i < 5000; i++) {
    const text = `${i}`.repeat(1 + i % 40);
    made.push([text, Buffer.from(text)]);
  }
  for (const [text, bytes] of made) assert.strictEqual(`${bytes}`, text);
});

test('methods that make arrays make Buffers', () => {
  const bytes = Buffer.from([1, 2, 3]);
  assert.ok(Buffer.isBuffer(bytes.map((byte) => byte * 2)));
  assert.ok(Buffer.isBuffer(bytes.subarray(1)));
  assert.strictEqual(bytes.subarray(1).buffer, bytes.buffer);
});

test('a slice takes indices from the end', () => {
  const bytes = Buffer.from('0123456789');
  assert.strictEqual(`${bytes.slice(-3)}`, '789');
  assert.strictEqual(`${bytes.slice(2, -2)}`, '234567');
  assert.strictEqual(`${bytes.slice(5, 2)}`, '');
});

test('concat cuts and zero-fills', () => {
  const parts = [Buffer.from('ab'), new Uint8Array([99])];
  assert.strictEqual(`${Buffer.concat(parts)}`, 'abc');
  assert.strictEqual(`${Buffer.concat(parts, 2)}`, 'ab');
  assert.strictEqual(Buffer.concat(parts, 5).toString('hex'), '6162630000');
});

test('copy handles overlapping ranges', () => {
  const bytes = Buffer.from('abcdef');
  assert.strictEqual(bytes.copy(bytes, 2), 4);
  assert.strictEqual(`${bytes}`, 'ababcd');
});

test('fill repeats bytes and text', () => {
  assert.strictEqual(`${Buffer.alloc(7, 'abc')}`, 'abcabca');
  assert.strictEqual(Buffer.alloc(3, '0102', 'hex').toString('hex'), '010201');
  assert.throws(() => Buffer.alloc(3, 'zz', 'hex'),
                { code: 'ERR_INVALID_ARG_VALUE' });
});

test('compare orders by bytes, then by length', () => {
  const list = ['b', 'a', 'ab', ''].map((text) => Buffer.from(text));
  assert.deepStrictEqual(list.sort(Buffer.compare).map(String),
                         ['', 'a', 'ab', 'b']);
});

test('swap needs whole units', () => {
  assert.strictEqual(Buffer.from([1, 2, 3, 4]).swap16().toString('hex'),
                     '02010403');
  assert.strictEqual(Buffer.from([1, 2, 3, 4]).swap32().toString('hex'),
                     '04030201');
  assert.throws(() => Buffer.alloc(3).swap16(),
                { code: 'ERR_INVALID_BUFFER_SIZE' });
});

test('an inspection shows bytes, a rest, and properties', () => {
  const { inspect } = require('util');
  assert.strictEqual(inspect(Buffer.from('hi')), '<Buffer 68 69>');
  assert.match(inspect(Buffer.alloc(60)), /\.\.\. 10 more bytes>$/);
  const bytes = Buffer.from('a');
  bytes.note = 1;
  assert.strictEqual(inspect(bytes), '<Buffer 61, note: 1>');
});

test('sizes that cannot be are refused', () => {
  assert.throws(() => Buffer.alloc(-1), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => Buffer.alloc('1'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => Buffer.alloc(buffer.kMaxLength + 1),
                { code: 'ERR_OUT_OF_RANGE' });
});
