'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

const texts = ['', 'a', 'hello', 'héllo', '日本語', '😀 smile', 'x'.repeat(5000),
               'ÿ'.repeat(5000), '€'.repeat(5000), '😀'.repeat(3000)];

test('text survives UTF-8 and UTF-16 at any length', () => {
  for (const text of texts) {
    for (const encoding of ['utf8', 'utf16le']) {
      const buffer = Buffer.from(text, encoding);
      assert.strictEqual(buffer.toString(encoding), text);
      assert.strictEqual(buffer.length, Buffer.byteLength(text, encoding));
    }
  }
});

test('bytes survive hex, base64, base64url and latin1', () => {
  for (const length of [0, 1, 2, 3, 63, 64, 65, 1000, 70000]) {
    const bytes = Buffer.alloc(length);
    for (let i = 0; i < length; i++) bytes[i] = (i * 7919) >> 3;
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1']) {
      const text = bytes.toString(encoding);
      assert.ok(Buffer.from(text, encoding).equals(bytes), encoding);
    }
  }
});

test('invalid UTF-8 becomes U+FFFD, one for each maximal part', () => {
  const decode = (...bytes) => Buffer.from(bytes).toString();
  assert.strictEqual(decode(0xff), '\ufffd');
  assert.strictEqual(decode(0xe2, 0x82), '\ufffd');
  assert.strictEqual(decode(0xe2, 0x82, 0x41), '\ufffdA');
  assert.strictEqual(decode(0xed, 0xa0, 0x80), '\ufffd\ufffd\ufffd');
});

test('lone surrogates are written as U+FFFD', () => {
  assert.strictEqual(Buffer.from('a\ud800b').toString('hex'), '61efbfbd62');
  assert.strictEqual(Buffer.byteLength('a\ud800b'), 5);
});

test('hex ends at the first character that is no digit', () => {
  assert.strictEqual(Buffer.from('abxx12', 'hex').toString('hex'), 'ab');
  assert.strictEqual(Buffer.from('abc', 'hex').toString('hex'), 'ab');
  const long = 'ab'.repeat(100);
  assert.strictEqual(Buffer.from(`${long}zz${long}`, 'hex').length, 100);
  assert.strictEqual(Buffer.from(`${long}\u0161\u0161`, 'hex').length, 100);
});

test('base64 takes both alphabets, ignores foreign characters, ends at =', () => {
  const decode = (text) => Buffer.from(text, 'base64').toString('hex');
  assert.strictEqual(decode('a-b_c+d/'), '6be6ff73e77f');
  assert.strictEqual(decode('YW\u0100 Jj\n'), '616263');
  assert.strictEqual(decode('YQ==YQ=='), '61');
  assert.strictEqual(decode('=bad'), '');
  assert.strictEqual(decode('K'), '');
});

test('a write that has no room stops before a character it would cut', () => {
  const buffer = Buffer.alloc(4);
  assert.strictEqual(buffer.write('a€€'), 4);
  assert.strictEqual(buffer.write('€€'), 3);
  assert.strictEqual(buffer.write('ab', 3, 'utf16le'), 0);
  assert.strictEqual(Buffer.alloc(2).write('YWJjZGVm', 'base64'), 2);
});

test('unaligned UTF-16 is read', () => {
  const bytes = Buffer.from('xhéé', 'utf16le');
  const moved = Buffer.alloc(bytes.length + 1);
  bytes.copy(moved, 1);
  assert.strictEqual(moved.toString('utf16le', 1), 'xhéé');
});

test('an unknown encoding throws', () => {
  assert.throws(() => Buffer.from('a', 'nope'), {
    code: 'ERR_UNKNOWN_ENCODING',
    message: 'Unknown encoding: nope',
  });
});

test('btoa and atob are inverse, and refuse what they cannot take', () => {
  assert.strictEqual(atob(btoa('\0\xff abc')), '\0\xff abc');
  assert.throws(() => btoa('€'), { name: 'InvalidCharacterError', code: 5 });
  assert.throws(() => atob('a'), { name: 'InvalidCharacterError', code: 5 });
});

test('transcode replaces what the target cannot hold', () => {
  const { transcode } = require('buffer');
  const source = Buffer.from('é€😀');
  assert.strictEqual(transcode(source, 'utf8', 'latin1').latin1Slice(), 'é??');
  assert.strictEqual(transcode(source, 'utf8', 'ascii').latin1Slice(), '???');
});
