'use strict';

const crypto = require('node:crypto');

const { measure, sink, sizes } = require('../measure.js');

const repeat = (run) => (count) => {
  for (let i = 0; i < count; i++) sink.value = run(i);
};
const kib = Buffer.alloc(1024, 'a');
const mib = Buffer.alloc(1024 * 1024, 'a');
const key = Buffer.alloc(32, 'k');
const nonce = Buffer.alloc(12, 'n');
const pair = crypto.generateKeyPairSync('ed25519');
const signature = crypto.sign(null, kib, pair.privateKey);

function encrypt(data) {
  const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce);
  const parts = [cipher.update(data), cipher.final()];
  return [...parts, cipher.getAuthTag()];
}

const hash = (name, data) => repeat(() =>
  crypto.createHash(name).update(data).digest('hex'));

measure({
  'sha256, 1 KiB': hash('sha256', kib),
  'sha256, 1 MiB': hash('sha256', mib),
  ...sizes('sha256, {N} bytes', (bytes) => hash('sha256', Buffer.alloc(bytes, 'a')),
           [10, 100, 10000, 100000]),
  'md5, 1 KiB': hash('md5', kib),
  'hmac sha256, 1 KiB': repeat(() =>
    crypto.createHmac('sha256', key).update(kib).digest('base64')),
  'aes-256-gcm, 1 KiB': repeat(() => encrypt(kib)),
  'aes-256-gcm, 1 MiB': repeat(() => encrypt(mib)),
  'randomUUID': repeat(() => crypto.randomUUID()),
  'randomBytes, 16': repeat(() => crypto.randomBytes(16)),
  'sign ed25519, 1 KiB': repeat(() => crypto.sign(null, kib, pair.privateKey)),
  'verify ed25519, 1 KiB': repeat(() =>
    crypto.verify(null, kib, pair.publicKey, signature)),
});
