'use strict';
const assert = require('assert');
const v8 = require('v8');
const { test } = require('../harness');

test('statistics are numbers', () => {
  for (const of of [v8.getHeapStatistics(), v8.getHeapCodeStatistics()]) {
    for (const value of Object.values(of)) {
      assert.strictEqual(typeof value, 'number');
    }
  }
  assert.ok(v8.getHeapStatistics().used_heap_size > 0);
  assert.ok(v8.getHeapSpaceStatistics().some(
    ({ space_name: name }) => name === 'old_space'));
});

test('queryObjects counts what a constructor has made', () => {
  class Counted {}
  assert.strictEqual(v8.queryObjects(Counted), 0);
  const one = new Counted();
  assert.strictEqual(v8.queryObjects(Counted), 1);
  assert.deepStrictEqual(v8.queryObjects(Counted, { format: 'summary' }),
                         ['Counted {}']);
  assert.ok(one);
});

test('a heap snapshot is JSON', async () => {
  let text = '';
  for await (const chunk of v8.getHeapSnapshot()) text += chunk;
  assert.ok(JSON.parse(text).snapshot.node_count > 0);
});

test('collections are told of', () => {
  const profiler = new v8.GCProfiler();
  profiler.start();
  v8.queryObjects(class {}); // collects
  const { statistics, version } = profiler.stop();
  assert.strictEqual(version, 1);
  assert.ok(statistics.length > 0);
  assert.ok(statistics[0].beforeGC.heapStatistics.usedHeapSize > 0);
  assert.strictEqual(profiler.stop(), undefined);
});

test('a CPU profile is JSON, once', () => {
  const handle = v8.startCpuProfile();
  assert.ok(JSON.parse(handle.stop()).nodes.length > 0);
  assert.strictEqual(handle.stop(), undefined);
});

test('how strings are held', () => {
  assert.strictEqual(v8.isStringOneByteRepresentation('\u00e4'), true);
  assert.strictEqual(v8.isStringOneByteRepresentation('\u4f60'), false);
});

test('promise hooks see promises until they are stopped', () => {
  const made = [];
  const stop = v8.promiseHooks.onInit((promise) => made.push(promise));
  const one = Promise.resolve();
  stop();
  Promise.resolve();
  assert.deepStrictEqual(made, [one]);
});
