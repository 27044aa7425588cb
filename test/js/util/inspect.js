'use strict';
const assert = require('assert');
const { inspect } = require('util');
const { test } = require('../harness');

const shown = (value, options) => inspect(value, options);
const is = (value, text, options) =>
  assert.strictEqual(shown(value, options), text);

test('plain values', () => {
  is('a', "'a'");
  is("it's", '"it\'s"');
  is(-0, '-0');
  is(10n, '10n');
  is(undefined, 'undefined');
  is(null, 'null');
  is(Symbol('a'), 'Symbol(a)');
  is({}, '{}');
  is({ a: 1, 'b c': 2 }, "{ a: 1, 'b c': 2 }");
});

test('nesting stops at depth', () => {
  is({ a: { b: { c: { d: 1 } } } }, '{ a: { b: { c: [Object] } } }');
  is({ a: { b: [1] } }, '{ a: { b: [Array] } }', { depth: 1 });
});

test('cycles are numbered', () => {
  const a = { b: {} };
  a.b.a = a;
  is(a, '<ref *1> { b: { a: [Circular *1] } }');
});

test('long arrays of numbers stand in columns', () => {
  is(Array.from({ length: 10 }, (_, i) => i * 100),
     '[\n    0, 100, 200, 300,\n  400, 500, 600, 700,\n  800, 900\n]');
});

test('holes and extra keys of arrays', () => {
  const array = [1, , 3];
  array.key = true;
  is(array, '[ 1, <1 empty item>, 3, key: true ]');
  is(new Array(101).fill(0).concat(1).slice(0, 3), '[ 0, 0, 0 ]');
  is([1, 2, 3], '[ 1, ... 2 more items ]', { maxArrayLength: 1 });
});

test('collections', () => {
  is(new Map([['a', { b: 1 }]]), "Map(1) { 'a' => { b: 1 } }");
  is(new Set([1, 'x']), "Set(2) { 1, 'x' }");
  is(new Map([[1, 2]]).entries(), '[Map Entries] { [ 1, 2 ] }');
  is(new Set([1]).values(), '[Set Iterator] { 1 }');
  is(new WeakMap(), 'WeakMap { <items unknown> }');
  is(new Uint8Array([1, 2]), 'Uint8Array(2) [ 1, 2 ]');
  is(new Uint8Array([1, 255]).buffer,
     'ArrayBuffer { [Uint8Contents]: <01 ff>, [byteLength]: 2 }');
});

test('promises', () => {
  is(Promise.resolve(1), 'Promise { 1 }');
  is(new Promise(() => {}), 'Promise { <pending> }');
  const rejected = Promise.reject(2);
  rejected.catch(() => {});
  is(rejected, 'Promise { <rejected> 2 }');
});

test('functions and classes', () => {
  is(function f() {}, '[Function: f]');
  is(() => {}, '[Function (anonymous)]');
  is(async () => {}, '[AsyncFunction (anonymous)]');
  is(class A {}, '[class A]');
  is(class A extends Map {}, '[class A extends Map]');
  is({ class() {} }, '{ class: [Function: class] }');
});

test('names of classes, null prototypes and tags', () => {
  class Foo {}
  is(new Foo(), 'Foo {}');
  is({ __proto__: null, a: 1 }, '[Object: null prototype] { a: 1 }');
  is(new (class FooMap extends Map {})(), 'FooMap(0) {}');
  is(new (class Table extends Map {})(), 'Table(0) [Map] {}');
  class Tagged { get [Symbol.toStringTag]() { return 'Tag'; } }
  is(new (class Other extends Tagged {})(), 'Other [Tag] {}');
});

test('accessors are not called unless asked for', () => {
  const object = { get a() { return 1; }, set a(value) {}, get b() { return 2; } };
  is(object, '{ a: [Getter/Setter], b: [Getter] }');
  is(object, '{ a: [Getter/Setter: 1], b: [Getter: 2] }', { getters: true });
});

test('hidden properties with showHidden', () => {
  const object = Object.defineProperty({}, 'a', { value: 1 });
  is(object, '{}');
  is(object, '{ [a]: 1 }', { showHidden: true });
});

test('proxies are shown as their target, or with showProxy', () => {
  const proxy = new Proxy({ a: 1 }, { get() { throw new Error('trap'); } });
  is(proxy, '{ a: 1 }');
  is(proxy, 'Proxy [ { a: 1 }, { get: [Function: get] } ]', { showProxy: true });
});

test('errors show their stack, their cause and what else they have', () => {
  const error = new TypeError('bad', { cause: 'why' });
  error.extra = 1;
  const text = shown(error);
  assert.ok(text.startsWith('TypeError: bad\n    at '));
  assert.ok(text.endsWith("{\n  extra: 1,\n  [cause]: 'why'\n}"), text);
});

test('repeated frames are collapsed', () => {
  const error = new Error('x');
  error.stack = `Error: x${'\n    at f (file.js:1:1)'.repeat(5)}`;
  is(error, 'Error: x\n    at f (file.js:1:1)\n' +
     '    ... collapsed 4 duplicate lines matching above 1 lines 4 times...');
});

test('custom inspection gets depth, options and inspect', () => {
  const object = {
    [inspect.custom](depth, options, inspectFunction) {
      assert.strictEqual(depth, 2);
      assert.strictEqual(inspectFunction, inspect);
      assert.strictEqual(typeof options.stylize, 'function');
      return 'custom\ntext';
    },
  };
  is(object, 'custom\ntext');
});

test('colours', () => {
  is({ a: 1, b: 'x' }, "{ a: \u001b[33m1\u001b[39m, b: \u001b[32m'x'\u001b[39m }",
     { colors: true });
});

test('compact: false and sorted', () => {
  is({ b: [1], a: 2 }, '{\n  a: 2,\n  b: [\n    1\n  ]\n}',
     { compact: false, sorted: true });
});

test('numericSeparator', () => {
  is([-1234567.5, 12345678n], '[ -1_234_567.5, 12_345_678n ]',
     { numericSeparator: true });
});

test('deep structures do not overflow the stack', () => {
  let list = {};
  for (let i = 0; i < 50_000; i++) list = { list };
  assert.match(shown(list, { depth: Infinity }), /Maximum call stack size/);
});
