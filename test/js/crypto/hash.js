'use strict';
const assert = require('assert');
const crypto = require('crypto');
const { test } = require('../harness.js');

test('a hash of parts is the hash of the whole', () => {
  const whole = crypto.createHash('sha256').update('abcdef').digest('hex');
  const parts = crypto.createHash('sha256').update('abc')
    .update(Buffer.from('def')).digest('hex');
  assert.strictEqual(parts, whole);
  assert.strictEqual(crypto.hash('sha256', 'abcdef'), whole);
});

test('a used context does not leak into the next hash', () => {
  const empty = crypto.createHash('md5').digest('hex');
  crypto.createHash('md5').update('something').digest();
  assert.strictEqual(crypto.createHash('md5').digest('hex'), empty);
  assert.strictEqual(crypto.hash('md5', ''), empty);
});

test('a copy goes on by itself', () => {
  const hash = crypto.createHash('sha1').update('a');
  const copy = hash.copy().update('b');
  assert.strictEqual(hash.digest('hex'), crypto.hash('sha1', 'a'));
  assert.strictEqual(copy.digest('hex'), crypto.hash('sha1', 'ab'));
});

test('an ended hash takes nothing more', () => {
  const hash = crypto.createHash('sha1');
  hash.digest();
  for (const act of [() => hash.update('x'), () => hash.digest(),
                     () => hash.copy()]) {
    assert.throws(act, { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  }
});

test('an unknown digest is refused, one that was removed says so', () => {
  assert.throws(() => crypto.createHash('xyzzy'),
                /Digest method not supported/);
  assert.throws(() => crypto.createHash('md4'),
                { code: 'ERR_OSSL_EVP_UNSUPPORTED' });
});

test('non-Latin text is hashed as UTF-8, short or long', () => {
  for (const text of ['\u20ac', '\u20ac'.repeat(5000), '\xe9'.repeat(900)]) {
    assert.strictEqual(crypto.hash('sha1', text),
                       crypto.hash('sha1', Buffer.from(text)));
  }
});

test('an HMAC of RFC 4231 comes out', () => {
  const hmac = crypto.createHmac('sha256', Buffer.alloc(20, 0x0b));
  assert.strictEqual(
    hmac.update('Hi There').digest('hex'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
});

test('a hash is a stream', (context) => new Promise((resolve) => {
  const hash = crypto.createHash('sha1');
  hash.on('data', (digest) => {
    assert.strictEqual(digest.toString('hex'), crypto.hash('sha1', 'ab'));
    resolve();
  });
  hash.write('a');
  hash.end('b');
}));
