'use strict';

const { measure, sizes } = require('../measure.js');

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

/** A timer made and ended while `many` others of as many durations wait. */
const among = (many) => (count) => {
  const others = Array.from({ length: many }, (_, i) =>
    setTimeout(measure, 60_000 + i));
  for (let i = 0; i < count; i++) {
    clearTimeout(setTimeout(measure, 60_000 + (i % many)));
  }
  others.forEach(clearTimeout);
};

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
  ...sizes('setTimeout + clear among {N} durations', among),
});
