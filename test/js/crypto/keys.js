'use strict';
const assert = require('assert');
const crypto = require('crypto');
const { test } = require('../harness.js');

const types = [
  ['rsa', { modulusLength: 2048 }, 'sha256'],
  ['ec', { namedCurve: 'P-256' }, 'sha256'],
  ['ed25519', {}, null],
];

for (const [type, options, digest] of types) {
  const pair = crypto.generateKeyPairSync(type, options);
  test(`${type}: a signature holds, of other data it does not`, () => {
    const signature = crypto.sign(digest, Buffer.from('a'), pair.privateKey);
    assert(crypto.verify(digest, Buffer.from('a'), pair.publicKey, signature));
    assert(!crypto.verify(digest, Buffer.from('b'), pair.publicKey, signature));
  });

  test(`${type}: PEM and JWK give the same key again`, () => {
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const jwk = pair.privateKey.export({ format: 'jwk' });
    assert(crypto.createPrivateKey(pem).equals(pair.privateKey));
    assert(crypto.createPrivateKey({ key: jwk, format: 'jwk' })
      .equals(pair.privateKey));
    assert(crypto.createPublicKey(pem).equals(pair.publicKey));
  });

  test(`${type}: an encrypted key needs its passphrase`, () => {
    const key = pair.privateKey.export({
      type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'p' });
    const input = { key, type: 'pkcs8', format: 'der' };
    assert.throws(() => crypto.createPrivateKey(input),
                  { code: 'ERR_MISSING_PASSPHRASE' });
    assert(crypto.createPrivateKey({ ...input, passphrase: 'p' })
      .equals(pair.privateKey));
  });
}

test('two parties agree on a secret', () => {
  for (const [type, options] of [['x25519', {}], ['ec', { namedCurve: 'P-256' }]]) {
    const a = crypto.generateKeyPairSync(type, options);
    const b = crypto.generateKeyPairSync(type, options);
    assert.deepStrictEqual(
      crypto.diffieHellman({ privateKey: a.privateKey, publicKey: b.publicKey }),
      crypto.diffieHellman({ privateKey: b.privateKey, publicKey: a.publicKey }));
  }
});

test('what RSA encrypts its private key decrypts', () => {
  const { publicKey, privateKey } =
    crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sealed = crypto.publicEncrypt(
    { key: publicKey, oaepHash: 'sha256' }, Buffer.from('text'));
  assert.strictEqual(`${crypto.privateDecrypt(
    { key: privateKey, oaepHash: 'sha256' }, sealed)}`, 'text');
});

test('an EC point that is not on its curve makes no key', () => {
  const { publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  assert.throws(
    () => crypto.createPublicKey({ key: { ...jwk, y: jwk.x }, format: 'jwk' }),
    { code: 'ERR_CRYPTO_INVALID_JWK' });
});
