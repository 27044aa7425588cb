'use strict';
const assert = require('assert');
const { setTimeout, setImmediate, setInterval, scheduler } =
  require('timers/promises');
const { promisify } = require('util');
const { test } = require('../harness.js');

test('a timeout fulfils with its value', async () => {
  assert.strictEqual(await setTimeout(1, 'value'), 'value');
  assert.strictEqual(await setImmediate('value'), 'value');
  assert.strictEqual(promisify(globalThis.setTimeout), setTimeout);
});

test('a signal rejects and cancels', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const pending = setTimeout(1e6, undefined, { signal });
  controller.abort('why');
  await assert.rejects(pending, { name: 'AbortError', cause: 'why' });
  await assert.rejects(setImmediate(1, { signal }), { name: 'AbortError' });
});

test('an interval is an async iterator', async () => {
  let count = 0;
  for await (const value of setInterval(1, 'v')) {
    assert.strictEqual(value, 'v');
    if (++count === 3) break;
  }
});

test('wrong options reject', async () => {
  await assert.rejects(setTimeout('1'), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(setTimeout(1, 1, { ref: 1 }),
                       { code: 'ERR_INVALID_ARG_TYPE' });
});

test('the scheduler waits and yields', async () => {
  await scheduler.wait(1);
  await scheduler.yield();
});
