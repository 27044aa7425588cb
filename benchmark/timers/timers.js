'use strict';

const { measure } = require('../measure.js');

/** Resolves when `count` calls of `start(callback)` have called back. */
const all = (start) => (count) => new Promise((resolve) => {
  let left = count;
  const done = () => { if (--left === 0) resolve(); };
  for (let i = 0; i < count; i++) start(done);
});

/** Like all, but the next starts when the last has called back. */
const chain = (start) => (count) => new Promise((resolve) => {
  let left = count;
  const next = () => (--left === 0 ? resolve() : start(next));
  start(next);
});

measure({
  'setTimeout + clearTimeout': (count) => {
    for (let i = 0; i < count; i++) clearTimeout(setTimeout(measure, 1000));
  },
  'setTimeout of 100 durations + clear': (count) => {
    for (let i = 0; i < count; i++) {
      clearTimeout(setTimeout(measure, 1000 + (i % 100)));
    }
  },
  'refresh': (count) => {
    const timer = setTimeout(measure, 60_000);
    for (let i = 0; i < count; i++) timer.refresh();
    clearTimeout(timer);
  },
  'setTimeout(1), many at once': all((callback) => setTimeout(callback, 1)),
  'setImmediate, many at once': all(setImmediate),
  'setImmediate, one after the other': chain(setImmediate),
});
