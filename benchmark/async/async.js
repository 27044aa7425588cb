'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');

const { measure, sink, sizes } = require('../measure.js');

const storage = new AsyncLocalStorage();
const chain = (start) => (count) => new Promise((resolve) => {
  let left = count;
  const next = () => (--left === 0 ? resolve() : start(next));
  start(next);
});
const all = (start) => (count) => new Promise((resolve) => {
  let left = count;
  const done = () => { if (--left === 0) resolve(); };
  for (let i = 0; i < count; i++) start(done);
});

async function answer(value) {
  return value;
}

async function awaits(count) {
  for (let i = 0; i < count; i++) sink.value = await answer(i);
}

measure({
  'nextTick, one after the other': chain(process.nextTick),
  'nextTick, many at once': all(process.nextTick),
  'nextTick with arguments': (count) => new Promise((resolve) => {
    const add = (left, a, b) => {
      if (left === 0) return resolve(a + b);
      process.nextTick(add, left - 1, a, b);
    };
    add(count, 1, 2);
  }),
  'queueMicrotask, one after the other': chain(queueMicrotask),
  'await an async function': awaits,
  'new Promise + then': (count) => {
    let last;
    for (let i = 0; i < count; i++) {
      last = new Promise((resolve) => resolve(i)).then((v) => v);
    }
    return last;
  },
  'AsyncLocalStorage run + getStore': (count) => {
    for (let i = 0; i < count; i++) {
      sink.value = storage.run(i, () => storage.getStore());
    }
  },
  'await within AsyncLocalStorage': (count) => storage.run({}, awaits, count),
  ...sizes('await within {N} AsyncLocalStorages', (many) => (count) => {
    let run = awaits;
    for (let i = 0; i < many; i++) {
      const inner = run;
      run = (times) => new AsyncLocalStorage().run(i, inner, times);
    }
    return run(count);
  }, [1, 10, 100]),
  ...sizes('Promise.all of {N}', (many) => async (count) => {
    for (let i = 0; i < count; i++) {
      sink.value = await Promise.all(Array.from({ length: many }, answer));
    }
  }),
});
