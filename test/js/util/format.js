'use strict';
const assert = require('assert');
const { format, formatWithOptions } = require('util');
const { test } = require('../harness');

test('directives', () => {
  assert.strictEqual(format('%s %d %i %f %j', 'a', '42', 1.9, '1.5', { a: 1 }),
                     'a 42 1 1.5 {"a":1}');
  assert.strictEqual(format('%o', [1]), '[ 1, [length]: 1 ]');
  assert.strictEqual(format('%O', { a: { b: { c: {} } } }),
                     '{ a: { b: { c: {} } } }');
  assert.strictEqual(format('%cred', 'color: red'), 'red');
  assert.strictEqual(format('100%% %s', 'a'), '100% a');
  assert.strictEqual(format('100%% %s'), '100%% %s');
});

test('what is left over is appended', () => {
  assert.strictEqual(format('a', 1, 'b', { c: 1 }), 'a 1 b { c: 1 }');
  assert.strictEqual(format('%s'), '%s');
  assert.strictEqual(format(1, 'a'), '1 a');
});

test('%s uses toString of the program only', () => {
  class A { toString() { return 'mine'; } }
  assert.strictEqual(format('%s', new A()), 'mine');
  assert.strictEqual(format('%s', { a: { b: 1 } }), '{ a: [Object] }');
});

test('%j of a cycle', () => {
  const a = {};
  a.a = a;
  assert.strictEqual(format('%j', a), '[Circular]');
});

test('options', () => {
  assert.strictEqual(formatWithOptions({ colors: true }, '%O', 1),
                     '\u001b[33m1\u001b[39m');
});
