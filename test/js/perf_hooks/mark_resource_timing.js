'use strict';
const assert = require('assert');
const { performance } = require('perf_hooks');
const { test } = require('../harness.js');

const timing = { startTime: 1, finalServiceWorkerStartTime: 0, redirectStartTime: 0,
  redirectEndTime: 0, postRedirectStartTime: 1, finalNetworkRequestStartTime: 1,
  finalNetworkResponseStartTime: 2, endTime: 3, encodedBodySize: 0, decodedBodySize: 0,
  finalConnectionTimingInfo: null };

test('markResourceTiming needs no receiver', () => {
  const { markResourceTiming } = performance;
  markResourceTiming(timing, 'http://localhost/x', 'fetch', globalThis, '', {}, 200);
  assert.strictEqual(performance.getEntriesByType('resource')[0].name, 'http://localhost/x');
});
