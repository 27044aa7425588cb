'use strict';
const assert = require('assert');
const {
  AsyncResource, createHook, executionAsyncId, executionAsyncResource,
  triggerAsyncId,
} = require('async_hooks');
const { test } = require('../harness.js');

test('a resource has an id of its own while it runs', () => {
  const outer = executionAsyncId();
  const resource = new AsyncResource('R');
  resource.runInAsyncScope(() => {
    assert.strictEqual(executionAsyncId(), resource.asyncId());
    assert.strictEqual(triggerAsyncId(), resource.triggerAsyncId());
    assert.strictEqual(executionAsyncResource(), resource);
  });
  assert.strictEqual(executionAsyncId(), outer);
  assert.strictEqual(resource.triggerAsyncId(), outer);
});

function record(type) {
  const events = [];
  const destroyed = Promise.withResolvers();
  let id;
  const hook = createHook({
    init(asyncId, of) {
      if (of !== type || id !== undefined) return;
      id = asyncId;
      events.push('init');
    },
    before(asyncId) {
      if (asyncId === id) events.push('before');
    },
    after(asyncId) {
      if (asyncId === id) events.push('after');
    },
    destroy(asyncId) {
      if (asyncId !== id) return;
      events.push('destroy');
      destroyed.resolve();
    },
  }).enable();
  return { events, hook, destroyed: destroyed.promise };
}

const kWholeLife = ['init', 'before', 'after', 'destroy'];
for (const [type, start] of Object.entries({
  Timeout: (callback) => setTimeout(callback, 1),
  Immediate: setImmediate,
  TickObject: process.nextTick,
})) {
  test(`${type} is made, run and destroyed`, async () => {
    const { events, hook, destroyed } = record(type);
    await new Promise((resolve) => start(resolve));
    await destroyed;
    hook.disable();
    assert.deepStrictEqual(events.toSorted(), kWholeLife.toSorted());
    assert.deepStrictEqual(events.slice(0, 2), ['init', 'before']);
  });
}

test('promises are tracked only on request', async () => {
  const seen = [];
  const tracking = createHook({ init: (id, type) => seen.push(type) });
  tracking.enable();
  await Promise.resolve();
  tracking.disable();
  assert.ok(seen.includes('PROMISE'));
  seen.length = 0;
  const blind = createHook({
    trackPromises: false, init: (id, type) => seen.push(type),
  }).enable();
  await Promise.resolve();
  blind.disable();
  assert.deepStrictEqual(seen, []);
});

test('hooks must be functions', () => {
  assert.throws(() => createHook({ init: 1 }), {
    code: 'ERR_ASYNC_CALLBACK', message: 'hook.init must be a function',
  });
});
