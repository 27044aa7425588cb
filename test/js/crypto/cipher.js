'use strict';
const assert = require('assert');
const crypto = require('crypto');
const { test } = require('../harness.js');

const key = Buffer.alloc(32, 1);
const iv = Buffer.alloc(12, 2);

function seal(name, text, options) {
  const cipher = crypto.createCipheriv(name, key, iv, options);
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  return { data, tag: cipher.getAuthTag() };
}

function open(name, { data, tag }, options) {
  const decipher = crypto.createDecipheriv(name, key, iv, options);
  decipher.setAuthTag(tag);
  return decipher.update(data, undefined, 'utf8') + decipher.final('utf8');
}

for (const name of ['aes-256-gcm', 'aes-256-ccm', 'aes-256-ocb',
                    'chacha20-poly1305']) {
  const options = { authTagLength: 16 };
  test(`${name}: what was sealed opens, what was changed does not`, () => {
    const sealed = seal(name, 'text', options);
    assert.strictEqual(open(name, sealed, options), 'text');
    sealed.data[0] ^= 1;
    assert.throws(() => open(name, sealed, options), /unable to authenticate/);
  });
}

test('a wrong key length, IV and name are refused with their codes', () => {
  assert.throws(() => crypto.createCipheriv('aes-256-cbc', Buffer.alloc(5),
                                            Buffer.alloc(16)),
                { code: 'ERR_CRYPTO_INVALID_KEYLEN' });
  assert.throws(() => crypto.createCipheriv('aes-256-cbc', key, iv),
                { code: 'ERR_CRYPTO_INVALID_IV' });
  assert.throws(() => crypto.createCipheriv('nothing', key, iv),
                { code: 'ERR_CRYPTO_UNKNOWN_CIPHER' });
});

test('a wrong padding is OpenSSL\'s error, and leaves none behind', () => {
  const decipher = crypto.createDecipheriv('aes-256-cbc', key,
                                           Buffer.alloc(16));
  decipher.update(Buffer.alloc(16));
  assert.throws(() => decipher.final(), { code: 'ERR_OSSL_BAD_DECRYPT' });
  assert.throws(() => decipher.final(), { code: 'ERR_CRYPTO_INVALID_STATE' });
  assert.strictEqual(seal('aes-256-gcm', 'a').data.length, 1);
});
