'use strict';
const assert = require('assert');
const { callbackify, promisify } = require('util');
const { test } = require('../harness');

test('promisify resolves with the value and rejects with the error', async () => {
  const half = promisify((n, done) =>
    (n % 2 ? done(new Error('odd')) : done(null, n / 2)));
  assert.strictEqual(await half(4), 2);
  await assert.rejects(half(3), { message: 'odd' });
});

test('promisify keeps this, name and properties', async () => {
  function fn(done) { done(null, this); }
  fn.extra = 1;
  const promised = promisify(fn);
  const object = { promised };
  assert.strictEqual(await object.promised(), object);
  assert.strictEqual(promised.name, 'fn');
  assert.strictEqual(promised.extra, 1);
  assert.strictEqual(promisify(promised), promised);
});

test('promisify.custom', () => {
  const custom = () => {};
  const fn = () => {};
  fn[promisify.custom] = custom;
  assert.strictEqual(promisify(fn), custom);
  assert.strictEqual(
    promisify.custom, Symbol.for('nodejs.util.promisify.custom'));
});

test('callbackify calls back', () => {
  const { promise, resolve } = Promise.withResolvers();
  callbackify(async (n) => n + 1)(1, (error, value) => {
    assert.strictEqual(error, null);
    assert.strictEqual(value, 2);
    resolve();
  });
  return promise;
});

test('callbackify wraps what is falsy', () => {
  const { promise, resolve } = Promise.withResolvers();
  callbackify(() => Promise.reject(null))((error) => {
    assert.strictEqual(error.code, 'ERR_FALSY_VALUE_REJECTION');
    assert.strictEqual(error.reason, null);
    resolve();
  });
  return promise;
});
