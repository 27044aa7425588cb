'use strict';
const assert = require('assert');
const { isDeepStrictEqual } = require('util');
const { test } = require('../harness');

const equal = (a, b) => {
  assert.strictEqual(isDeepStrictEqual(a, b), true);
  assert.strictEqual(isDeepStrictEqual(b, a), true);
};
const differ = (a, b) => {
  assert.strictEqual(isDeepStrictEqual(a, b), false);
  assert.strictEqual(isDeepStrictEqual(b, a), false);
};

test('primitives are compared as Object.is does', () => {
  equal(NaN, NaN);
  differ(0, -0);
  differ(1, '1');
});

test('objects by their keys, symbols and prototypes', () => {
  const symbol = Symbol('s');
  equal({ a: 1, b: [2] }, { b: [2], a: 1 });
  differ({ a: 1 }, { a: 1, b: undefined });
  differ({ [symbol]: 1 }, { [symbol]: 2 });
  differ({}, { __proto__: null });
});

test('sets and maps in any order, elements deeply', () => {
  equal(new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }]));
  differ(new Set([{ a: 1 }]), new Set([{ a: 2 }]));
  equal(new Map([[{ k: 1 }, 1], ['x', 2]]), new Map([['x', 2], [{ k: 1 }, 1]]));
  differ(new Map([['x', 1]]), new Map([['x', 2]]));
});

test('cycles must be the same', () => {
  const a = {};
  a.self = a;
  const b = {};
  b.self = b;
  equal(a, b);
  differ(a, { self: {} });
});

test('typed arrays, dates, expressions, errors', () => {
  equal(new Uint8Array(100), new Uint8Array(100));
  differ(new Uint8Array([1]), new Int8Array([1]));
  equal(new Date(1), new Date(1));
  differ(/a/g, /a/i);
  differ(new Error('a'), new Error('b'));
  equal(new Error('a', { cause: 1 }), new Error('a', { cause: 1 }));
});

test('weak collections equal only themselves', () => {
  const set = new WeakSet();
  equal(set, set);
  differ(new WeakSet(), new WeakSet());
});

test('sparse arrays', () => {
  equal([1, , 3], [1, , 3]);
  differ([1, , 3], [1, undefined, 3]);
});

test('assert.deepEqual is loose, partialDeepStrictEqual asks for less', () => {
  assert.deepEqual({ a: '1' }, { a: 1 });
  assert.partialDeepStrictEqual({ a: 1, b: [1, 2, 3] }, { b: [1, 3] });
  assert.throws(() => assert.partialDeepStrictEqual([1], [1, 2]));
});
