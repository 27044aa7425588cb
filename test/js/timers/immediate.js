'use strict';
const assert = require('assert');
const { once } = require('events');
const { setImmediate: immediate } = require('timers/promises');
const { test } = require('../harness.js');

test('an immediate set by an immediate runs in the next turn', async () => {
  const seen = [];
  setImmediate(() => {
    seen.push('a');
    setImmediate(() => seen.push('c'));
  });
  setImmediate(() => seen.push('b'));
  await immediate();
  assert.deepStrictEqual(seen, ['a', 'b']);
  await immediate();
  assert.deepStrictEqual(seen, ['a', 'b', 'c']);
});

test('an immediate set by a tick of an immediate is not lost', async () => {
  await immediate();
  await immediate();
});

test('an immediate cleared by one before it does not run', async () => {
  setImmediate(() => clearImmediate(second));
  const second = setImmediate(assert.fail);
  await immediate();
});

test('an immediate that throws loses no other', async () => {
  const uncaught = once(process, 'uncaughtException');
  let called = false;
  setImmediate(() => {
    throw new Error('first');
  });
  setImmediate(() => {
    called = true;
  });
  await immediate();
  assert.strictEqual((await uncaught)[0].message, 'first');
  assert.strictEqual(called, true);
});

test('unref lets the process end', () => {
  const one = setImmediate(() => {});
  assert.strictEqual(one.hasRef(), true);
  assert.strictEqual(one.unref().hasRef(), false);
});
