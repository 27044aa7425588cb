'use strict';
const assert = require('assert');
const { once } = require('events');
const { test, mustCall } = require('../harness.js');

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test('timers expire by their time, and in the order of equal times', async () => {
  const seen = [];
  setTimeout(() => seen.push('c'), 20);
  setTimeout(() => seen.push('a'), 5);
  setTimeout(() => seen.push('b'), 5);
  await after(40);
  assert.deepStrictEqual(seen, ['a', 'b', 'c']);
});

test('ticks and microtasks run between two timers', async () => {
  const seen = [];
  setTimeout(() => {
    seen.push('first');
    process.nextTick(() => seen.push('tick'));
    Promise.resolve().then(() => seen.push('microtask'));
  }, 1);
  setTimeout(() => seen.push('second'), 1);
  await after(20);
  assert.deepStrictEqual(seen, ['first', 'tick', 'microtask', 'second']);
});

test('a timer that throws loses no other', async () => {
  const uncaught = once(process, 'uncaughtException');
  setTimeout(() => {
    throw new Error('first');
  }, 1);
  const second = after(1);
  assert.strictEqual((await uncaught)[0].message, 'first');
  await second;
});

test('a timer started by a microtask of a timer is not lost', async () => {
  await after(1);
  await after(1);
  setTimeout(() => {}, 5000).unref();
  await after(1);
});

test('refresh starts the time anew, also after the timer has fired',
     async () => {
       let calls = 0;
       const timer = setTimeout(() => calls++, 5);
       await after(20);
       timer.refresh();
       await after(20);
       assert.strictEqual(calls, 2);
       clearTimeout(timer);
       timer.refresh();
       await after(20);
       assert.strictEqual(calls, 2);
     });

test('a timer is cleared by itself, its number, or using', async () => {
  clearTimeout(setTimeout(assert.fail, 1));
  clearTimeout(+setTimeout(assert.fail, 1));
  clearTimeout(`${setTimeout(assert.fail, 1)}`);
  setTimeout(assert.fail, 1)[Symbol.dispose]();
  setTimeout(assert.fail, 1).close();
  await after(10);
});

test('an interval goes on until it is cleared in its callback', async () => {
  let calls = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      if (++calls < 3) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  await after(10);
  assert.strictEqual(calls, 3);
});

test('arguments and this', async () => {
  await new Promise((resolve) => {
    const timer = setTimeout(function(...args) {
      assert.deepStrictEqual(args, [1, 2]);
      assert.strictEqual(this, timer);
      resolve();
    }, 1, 1, 2);
  });
});

test('an unrefed timer does not keep the process alive', () => {
  const timer = setTimeout(assert.fail, 100000);
  assert.strictEqual(timer.hasRef(), true);
  assert.strictEqual(timer.unref().hasRef(), false);
});

test('a duration that is none warns and counts as 1', async () => {
  const warned = once(process, 'warning');
  clearTimeout(setTimeout(() => {}, 2 ** 31));
  const [warning] = await warned;
  assert.strictEqual(warning.name, 'TimeoutOverflowWarning');
  assert.throws(() => setTimeout('code'), { code: 'ERR_INVALID_ARG_TYPE' });
});

setTimeout(mustCall(), 1);
