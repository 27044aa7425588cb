'use strict';

const { missingFunction } = require('internal/missing');
const {
  PerformanceEntry, PerformanceMark, PerformanceMeasure,
} = require('internal/perf/entry');
const { PerformanceResourceTiming } = require('internal/perf/resource');
const { PerformanceObserver, PerformanceObserverEntryList } =
  require('internal/perf/observer');
const { Performance, performance } = require('internal/perf/performance');
const { eventLoopUtilization } = require('internal/perf/event_loop');
const { timerify } = require('internal/perf/timerify');

const constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_MINOR_MARK_SWEEP: 2,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};

module.exports = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  monitorEventLoopDelay: missingFunction('perf_hooks.monitorEventLoopDelay()'),
  eventLoopUtilization,
  timerify,
  createHistogram: missingFunction('perf_hooks.createHistogram()'),
  performance,
};

Object.defineProperty(module.exports, 'constants', {
  configurable: false, enumerable: true, value: constants,
});
