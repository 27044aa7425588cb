'use strict';
const assert = require('assert');
const { StringDecoder } = require('string_decoder');
const { test } = require('../harness.js');

const bytes = Buffer.from('a€😀z\xff日', 'utf8');
const broken = Buffer.from([0xe2, 0x82, 0x61, 0xf0, 0x9f, 0xff, 0xed, 0xa0, 0x80,
                            0xc2, 0xf4, 0xbd, 0xe5]);

function decodeIn(encoding, input, size) {
  const decoder = new StringDecoder(encoding);
  let text = '';
  for (let i = 0; i < input.length; i += size)
    text += decoder.write(input.subarray(i, i + size));
  return text + decoder.end();
}

test('parts of any size give what the whole gives', () => {
  for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex',
                          'latin1', 'ascii']) {
    for (const input of [bytes, broken]) {
      for (let size = 1; size <= 5; size++) {
        assert.strictEqual(decodeIn(encoding, input, size),
                           input.toString(encoding), `${encoding} ${size}`);
      }
    }
  }
});

test('a decoder tells what it waits for', () => {
  const decoder = new StringDecoder();
  assert.strictEqual(decoder.write(Buffer.from([0xe2])), '');
  assert.strictEqual(decoder.lastNeed, 2);
  assert.strictEqual(decoder.lastTotal, 3);
  assert.strictEqual(decoder.end(), '\ufffd');
  assert.strictEqual(decoder.lastNeed, 0);
});

test('an unknown encoding throws', () => {
  assert.throws(() => new StringDecoder('nope'),
                { code: 'ERR_UNKNOWN_ENCODING' });
});
