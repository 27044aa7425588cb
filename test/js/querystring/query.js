'use strict';
const assert = require('assert');
const querystring = require('querystring');
const { test } = require('../harness.js');

const parse = (...args) => ({ ...querystring.parse(...args) });

test('a key that comes again has an array', () => {
  assert.deepStrictEqual(parse('a=1&b=2&a=3&a='), { a: ['1', '3', ''], b: '2' });
});

test('plus and escapes are decoded, invalid escapes stay', () => {
  assert.deepStrictEqual(parse('a+b=c%20d&e=%zz&%E2%82%AC=%e2'),
                         { 'a b': 'c d', 'e': '%zz', '€': '\ufffd' });
});

test('separators may be several characters long', () => {
  assert.deepStrictEqual(parse('a=>1&&b=>2', '&&', '=>'), { a: '1', b: '2' });
});

test('maxKeys limits, 0 does not', () => {
  const text = Array.from({ length: 1500 }, (_, i) => `k${i}=1`).join('&');
  assert.strictEqual(Object.keys(parse(text)).length, 1000);
  assert.strictEqual(
    Object.keys(parse(text, null, null, { maxKeys: 0 })).length, 1500);
});

test('the result has no prototype', () => {
  assert.strictEqual(Object.getPrototypeOf(querystring.parse('a')), null);
});

test('stringify writes arrays, numbers and booleans', () => {
  assert.strictEqual(
    querystring.stringify({ a: [1, 'x y'], b: true, c: null, d: 2n, e: NaN }),
    'a=1&a=x%20y&b=true&c=&d=2&e=');
});

test('a lone surrogate at the end cannot be escaped', () => {
  assert.throws(() => querystring.escape('\ud800'), { code: 'ERR_INVALID_URI' });
});
