'use strict';
const assert = require('assert');
const crypto = require('crypto');
const { test } = require('../harness.js');

test('UUIDs have their form and differ', () => {
  const seen = new Set();
  for (let i = 0; i < 1000; i++) seen.add(crypto.randomUUID());
  assert.strictEqual(seen.size, 1000);
  for (const uuid of seen) {
    assert.match(uuid, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  }
});

test('randomInt stays within its range and reaches its ends', () => {
  const seen = new Set();
  for (let i = 0; i < 500; i++) seen.add(crypto.randomInt(3, 6));
  assert.deepStrictEqual([...seen].sort(), [3, 4, 5]);
});

test('randomFill fills the range only', async () => {
  const buffer = Buffer.alloc(64);
  await new Promise((resolve, reject) => {
    crypto.randomFill(buffer, 16, 16,
                      (error) => (error ? reject(error) : resolve()));
  });
  assert(buffer.subarray(0, 16).equals(Buffer.alloc(16)));
  assert(buffer.subarray(32).equals(Buffer.alloc(32)));
  assert(!buffer.subarray(16, 32).equals(Buffer.alloc(16)));
});

test('getRandomValues refuses too much and the wrong kind', () => {
  assert.throws(() => globalThis.crypto.getRandomValues(new Uint8Array(65537)),
                { name: 'QuotaExceededError' });
  assert.throws(() => globalThis.crypto.getRandomValues(new Float64Array(1)),
                { name: 'TypeMismatchError' });
});

test('primes are primes', () => {
  const prime = crypto.generatePrimeSync(64, { bigint: true });
  assert(crypto.checkPrimeSync(prime));
  assert(!crypto.checkPrimeSync(prime * 3n));
});
