'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

const { subtle } = globalThis.crypto;
const text = Buffer.from('text');

test('digests are those of node:crypto', async () => {
  const digest = await subtle.digest('SHA-256', text);
  assert.strictEqual(Buffer.from(digest).toString('hex'),
                     require('crypto').hash('sha256', text));
});

for (const algorithm of [
  { name: 'AES-GCM', length: 256, iv: new Uint8Array(12) },
  { name: 'AES-CBC', length: 128, iv: new Uint8Array(16) },
]) {
  test(`${algorithm.name} decrypts what it encrypted`, async () => {
    const key = await subtle.generateKey(algorithm, true,
                                         ['encrypt', 'decrypt']);
    const sealed = await subtle.encrypt(algorithm, key, text);
    assert.strictEqual(
      `${Buffer.from(await subtle.decrypt(algorithm, key, sealed))}`, 'text');
  });
}

test('a counter of few bits wraps within them', async () => {
  const key = await subtle.importKey('raw', new Uint8Array(16), 'AES-CTR', true,
                                     ['encrypt']);
  const encrypt = (counter, length, size) => subtle.encrypt(
    { name: 'AES-CTR', counter, length }, key, new Uint8Array(size));
  const counter = new Uint8Array(16).fill(0xff);
  const wrapped = new Uint8Array(16).fill(0xff);
  wrapped[15] = 0;
  const both = Buffer.from(await encrypt(counter, 8, 32));
  const second = Buffer.from(await encrypt(wrapped, 8, 16));
  assert.deepStrictEqual(both.subarray(16), second);
});

test('a key is used for nothing but its usages', async () => {
  const key = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false,
                                       ['sign']);
  const signature = await subtle.sign('HMAC', key, text);
  await assert.rejects(subtle.verify('HMAC', key, signature, text),
                       { name: 'InvalidAccessError' });
  await assert.rejects(subtle.exportKey('raw', key),
                       { name: 'InvalidAccessError' });
});

test('a wrapped key unwraps', async () => {
  const wrapping = await subtle.generateKey({ name: 'AES-KW', length: 128 },
                                            true, ['wrapKey', 'unwrapKey']);
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, true,
                                       ['encrypt']);
  for (const format of ['raw', 'jwk']) {
    const wrapped = await subtle.wrapKey(format, key, wrapping, 'AES-KW');
    const again = await subtle.unwrapKey(format, wrapped, wrapping, 'AES-KW',
                                         'AES-GCM', true, ['encrypt']);
    assert.deepStrictEqual(await subtle.exportKey('raw', again),
                           await subtle.exportKey('raw', key));
  }
});

test('ECDSA signatures are of the IEEE form', async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { publicKey, privateKey } =
    await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const signature = await subtle.sign(algorithm, privateKey, text);
  assert.strictEqual(signature.byteLength, 64);
  assert(await subtle.verify(algorithm, publicKey, signature, text));
});
