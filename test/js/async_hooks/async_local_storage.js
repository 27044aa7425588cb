'use strict';
const assert = require('assert');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { EventEmitter } = require('events');
const { test } = require('../harness.js');

const storage = new AsyncLocalStorage();
const get = () => storage.getStore();

function inTurn(register) {
  return storage.run('store', () => new Promise((resolve) => {
    register(() => resolve(get()));
  }));
}

for (const [name, register] of Object.entries({
  setTimeout: (callback) => setTimeout(callback, 1),
  setImmediate,
  nextTick: process.nextTick,
  queueMicrotask,
  then: (callback) => Promise.resolve().then(callback),
})) {
  test(`a store follows ${name}`, async () => {
    assert.strictEqual(await inTurn(register), 'store');
    assert.strictEqual(get(), undefined);
  });
}

test('a store follows await', async () => {
  await storage.run(1, async () => {
    await null;
    assert.strictEqual(get(), 1);
    await new Promise(setImmediate);
    assert.strictEqual(get(), 1);
  });
  assert.strictEqual(get(), undefined);
});

test('run() restores the store, and only its own', () => {
  const other = new AsyncLocalStorage();
  storage.run(1, () => {
    storage.run(2, () => assert.strictEqual(get(), 2));
    assert.strictEqual(get(), 1);
    other.enterWith('other');
    assert.throws(() => storage.run(3, () => {
      throw new Error('x');
    }), /x/);
    assert.strictEqual(get(), 1);
  });
  assert.strictEqual(get(), undefined);
  assert.strictEqual(other.getStore(), 'other');
  other.disable();
});

test('exit() runs without a store, disable() forgets all', () => {
  const als = new AsyncLocalStorage();
  als.run(1, () => {
    als.exit(() => assert.strictEqual(als.getStore(), undefined));
    als.disable();
    assert.strictEqual(als.getStore(), undefined);
  });
});

test('bind() and snapshot() keep the context of now', () => {
  const bound = storage.run('b', () => AsyncLocalStorage.bind(get));
  const inSnapshot = storage.run('s', () => AsyncLocalStorage.snapshot());
  assert.strictEqual(bound(), 'b');
  assert.strictEqual(inSnapshot(get), 's');
  const resource = storage.run('r', () => new AsyncResource('R'));
  assert.strictEqual(resource.runInAsyncScope(get), 'r');
});

test('a default value stands where there is no store', () => {
  const als = new AsyncLocalStorage({ defaultValue: 7, name: 'n' });
  assert.strictEqual(als.getStore(), 7);
  assert.strictEqual(als.run(8, () => als.getStore()), 8);
  assert.strictEqual(als.name, 'n');
});

test('withScope() ends with its block', () => {
  {
    using scope = storage.withScope('scoped');
    assert.ok(scope);
    assert.strictEqual(get(), 'scoped');
  }
  assert.strictEqual(get(), undefined);
});

test('emitters run their listeners in the context of the emit', () => {
  const emitter = new EventEmitter();
  let seen;
  storage.run('on', () => emitter.on('x', () => {
    seen = get();
  }));
  storage.run('emit', () => emitter.emit('x'));
  assert.strictEqual(seen, 'emit');
});
