'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

test('encodeInto tells how much was read and written', () => {
  const target = new Uint8Array(4);
  assert.deepStrictEqual(new TextEncoder().encodeInto('a€€', target),
                         { read: 2, written: 4 });
});

test('a character cut between two parts is put together', () => {
  const bytes = new TextEncoder().encode('\ufeffa€😀');
  const decoder = new TextDecoder();
  let text = '';
  for (const byte of bytes)
    text += decoder.decode(Uint8Array.of(byte), { stream: true });
  assert.strictEqual(text + decoder.decode(), 'a€😀');
});

test('fatal decoding throws, and the decoder can be used again', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  assert.throws(() => decoder.decode(Uint8Array.of(0xe2, 0x82)), {
    code: 'ERR_ENCODING_INVALID_ENCODED_DATA',
    name: 'TypeError',
  });
  assert.strictEqual(decoder.decode(Uint8Array.of(0x61)), 'a');
});

test('labels of the standard are known', () => {
  assert.strictEqual(new TextDecoder(' Latin1 ').encoding, 'windows-1252');
  assert.strictEqual(new TextDecoder('ascii').decode(Uint8Array.of(0x80)), '€');
  assert.throws(() => new TextDecoder('nope'),
                { code: 'ERR_ENCODING_NOT_SUPPORTED', name: 'RangeError' });
});

test('UTF-16 replaces lone surrogates', () => {
  const decoder = new TextDecoder('utf-16le');
  assert.strictEqual(decoder.decode(Uint8Array.of(0, 0xd8, 0x61, 0)), '\ufffda');
  assert.strictEqual(new TextDecoder('utf-16be')
    .decode(Uint8Array.of(0xfe, 0xff, 0, 0x61)), 'a');
});

test('multi-byte encodings are decoded, in parts too', () => {
  const decoder = new TextDecoder('shift_jis');
  const bytes = [0x82, 0xa0, 0x82, 0xa2];
  assert.strictEqual(decoder.decode(Uint8Array.from(bytes)), 'あい');
  let text = '';
  for (const byte of bytes)
    text += decoder.decode(Uint8Array.of(byte), { stream: true });
  assert.strictEqual(text + decoder.decode(), 'あい');
});
