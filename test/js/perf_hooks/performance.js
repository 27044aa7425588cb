'use strict';
const assert = require('assert');
const {
  performance, PerformanceObserver, eventLoopUtilization, timerify,
} = require('perf_hooks');
const { test } = require('../harness.js');

test('the clock starts with the process', () => {
  const now = performance.now();
  assert.ok(now > 0 && performance.now() >= now);
  assert.ok(Math.abs(performance.timeOrigin + now - Date.now()) < 1000);
});

test('marks and measures are kept until they are cleared', () => {
  performance.mark('a', { startTime: 10, detail: { x: 1 } });
  performance.mark('b', { startTime: 30 });
  const measure = performance.measure('m', 'a', 'b');
  assert.strictEqual(measure.duration, 20);
  assert.deepStrictEqual(
    performance.getEntries().map(({ name }) => name), ['a', 'm', 'b']);
  assert.deepStrictEqual(performance.getEntriesByName('a')[0].detail, { x: 1 });
  performance.clearMarks();
  performance.clearMeasures();
  assert.deepStrictEqual(performance.getEntries(), []);
  assert.throws(() => performance.measure('m', 'none'), { name: 'SyntaxError' });
});

test('an observer gets entries after the current operation', async () => {
  const entries = await new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      observer.disconnect();
      resolve(list.getEntries());
    });
    observer.observe({ entryTypes: ['mark', 'function'] });
    timerify(function timed() {})(1);
    performance.mark('observed');
  });
  assert.deepStrictEqual(entries.map(({ name }) => name), ['timed', 'observed']);
  performance.clearMarks();
});

test('the event loop tells how busy it was', async () => {
  eventLoopUtilization();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const first = eventLoopUtilization();
  assert.ok(first.idle > 0 && first.active >= 0);
  const begin = performance.now();
  while (performance.now() - begin < 10);
  const busy = eventLoopUtilization(first);
  assert.strictEqual(busy.idle, 0);
  assert.strictEqual(busy.utilization, 1);
});
