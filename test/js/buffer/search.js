'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

test('indexOf and lastIndexOf agree with a string', () => {
  const text = 'abracadabra abracadabra';
  const buffer = Buffer.from(text);
  for (const needle of ['a', 'abra', 'cad', 'zzz', 'ra a']) {
    for (let at = 0; at < text.length; at++) {
      assert.strictEqual(buffer.indexOf(needle, at), text.indexOf(needle, at));
      assert.strictEqual(buffer.lastIndexOf(needle, at),
                         text.lastIndexOf(needle, at));
    }
  }
});

test('UTF-16 matches lie at whole code units', () => {
  const buffer = Buffer.from('\u6161a', 'utf16le'); // 61 61 61 00
  assert.strictEqual(buffer.indexOf('a', 0, 'utf16le'), 2);
  assert.strictEqual(buffer.lastIndexOf('a', 'utf16le'), 2);
});

test('a long needle is found backwards', () => {
  const needle = Buffer.alloc(100, 'ab');
  const buffer = Buffer.concat([needle, Buffer.from('x'), needle,
                                Buffer.from('y')]);
  assert.strictEqual(buffer.lastIndexOf(needle), 101);
  assert.strictEqual(buffer.lastIndexOf(needle, 100), 0);
});

test('a number is searched as a byte', () => {
  const buffer = Buffer.from([1, 2, 255, 1]);
  assert.strictEqual(buffer.indexOf(-1), 2);
  assert.strictEqual(buffer.lastIndexOf(257), 3);
  assert.strictEqual(buffer.includes(9), false);
});

test('the end of the range is kept', () => {
  const buffer = Buffer.from('abcabc');
  assert.strictEqual(buffer.indexOf('c', 0, 2), -1);
  assert.strictEqual(buffer.indexOf('', 5, 3), 3);
  assert.strictEqual(buffer.lastIndexOf('a', 5, 3), 0);
});

test('anything else is refused', () => {
  assert.throws(() => Buffer.from('a').indexOf({}),
                { code: 'ERR_INVALID_ARG_TYPE' });
});
