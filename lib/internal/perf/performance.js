'use strict';
// The `performance` object. https://w3c.github.io/hr-time/, /user-timing/

const { codes } = require('internal/errors');
const { validateNumber, validateString } = require('internal/validators');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { Event, EventTarget, kTrustEvent } = require('internal/event_target');
const { DOMException } = require('internal/dom_exception');
const {
  PerformanceMark, PerformanceMeasure, cloneDetail, kConstruct,
} = require('internal/perf/entry');
const timeline = require('internal/perf/timeline');
const { nodeTiming, isMilestone } = require('internal/perf/node_timing');
const { eventLoopUtilization } = require('internal/perf/event_loop');
const { timerify } = require('internal/perf/timerify');
const binding = internalBinding('performance');

const kPerformance = Symbol('kPerformance');

/** The time of a mark, a milestone, or a number. */
function timeOf(mark) {
  if (typeof mark === 'number') {
    if (mark < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  const name = `${mark}`;
  if (isMilestone(name)) return nodeTiming[name];
  const found = timeline.findMark(name);
  if (found !== undefined) return found.startTime;
  throw new DOMException(
    `The "${name}" performance mark has not been set`, 'SyntaxError');
}

// https://w3c.github.io/user-timing/#measure-method
function endOf(options, endMark) {
  if (endMark !== undefined) return timeOf(endMark);
  if (options?.end !== undefined) return timeOf(options.end);
  if (options?.start !== undefined && options?.duration !== undefined) {
    return timeOf(options.start) + options.duration;
  }
  return binding.now();
}

function startOf(startMark, options, end) {
  if (options?.start !== undefined) return timeOf(options.start);
  if (options?.duration !== undefined) return end - options.duration;
  return startMark === undefined ? 0 : timeOf(startMark);
}

function checkMeasureOptions(options, endMark) {
  if (endMark !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
      'endMark must not be specified');
  }
  const { start, end, duration } = options;
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
      'Must not have options.start, options.end, and options.duration ' +
      'specified');
  }
}

class Performance extends EventTarget {
  #isPerformance = true;

  constructor(token = undefined) {
    if (token !== kPerformance) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null ||
        !(#isPerformance in value)) {
      throw new codes.ERR_INVALID_THIS('Performance');
    }
  }

  /** Milliseconds since the process started. */
  now() {
    Performance.#check(this);
    return binding.now();
  }

  /** When the process started, in milliseconds since the epoch. */
  get timeOrigin() {
    Performance.#check(this);
    return binding.timeOrigin();
  }

  get nodeTiming() {
    return nodeTiming;
  }

  /**
   * @param {string} name
   * @param {{startTime?: number, detail?: any}} [options]
   */
  mark(name, options) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    const mark = new PerformanceMark(name, options);
    timeline.addEntry(mark);
    return mark;
  }

  /** The time between two marks. */
  measure(name, startOrOptions, endMark) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    validateString(name, 'name');
    const options =
      typeof startOrOptions === 'object' ? startOrOptions : undefined;
    if (options && Object.keys(options).length > 0) {
      checkMeasureOptions(options, endMark);
      if (options.duration !== undefined) {
        validateNumber(options.duration, 'options.duration');
      }
    }
    const end = endOf(options, endMark);
    const start = startOf(options ? undefined : startOrOptions ?? undefined,
                          options, end);
    const measure = new PerformanceMeasure(
      kConstruct, name, 'measure', start, end - start,
      cloneDetail(options?.detail));
    timeline.addEntry(measure);
    return measure;
  }

  clearMarks(name = undefined) {
    Performance.#check(this);
    timeline.clear('mark', name === undefined ? undefined : `${name}`);
  }

  clearMeasures(name = undefined) {
    Performance.#check(this);
    timeline.clear('measure', name === undefined ? undefined : `${name}`);
  }

  clearResourceTimings(name = undefined) {
    Performance.#check(this);
    timeline.clear('resource', name === undefined ? undefined : `${name}`);
  }

  getEntries() {
    Performance.#check(this);
    return timeline.entries(undefined);
  }

  getEntriesByName(name, type = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    name = `${name}`;
    if (type !== undefined) type = `${type}`;
    return timeline.entries(type).filter((entry) => entry.name === name);
  }

  getEntriesByType(type) {
    Performance.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    return timeline.entries(`${type}`);
  }

  /** Limits how many resource entries are kept. */
  setResourceTimingBufferSize(maxSize) {
    Performance.#check(this);
    if (typeof maxSize === 'bigint' || typeof maxSize === 'symbol') {
      const kind = typeof maxSize === 'bigint' ? 'BigInt' : 'Symbol';
      const error = new TypeError(
        `maxSize is a ${kind} and cannot be converted to a number.`);
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    timeline.setResourceLimit(maxSize);
  }

  toJSON() {
    Performance.#check(this);
    return {
      nodeTiming: nodeTiming.toJSON(),
      timeOrigin: binding.timeOrigin(),
      eventLoopUtilization: eventLoopUtilization(),
    };
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options };
    if (options.depth !== null) inner.depth = options.depth - 1;
    return `Performance ${inspect({
      nodeTiming, timeOrigin: binding.timeOrigin(),
    }, inner)}`;
  }
}

/**
 * For fetch(): https://fetch.spec.whatwg.org/#fetch-timing-info. It is no method:
 * undici calls it without a receiver.
 */
function markResourceTiming(timing, requestedUrl, initiatorType, global, cacheMode,
                            bodyInfo, responseStatus, deliveryType = '') {
  const { makeResourceTiming } = require('internal/perf/resource');
  const entry = makeResourceTiming(requestedUrl, {
    timing, initiatorType, cacheMode, responseStatus, deliveryType,
  });
  timeline.addResource(entry, () => {
    performance.dispatchEvent(
      new Event('resourcetimingbufferfull', { [kTrustEvent]: true }));
  });
  return entry;
}

Object.defineProperties(Performance.prototype, {
  clearMarks: kEnumerableProperty,
  clearMeasures: kEnumerableProperty,
  clearResourceTimings: kEnumerableProperty,
  getEntries: kEnumerableProperty,
  getEntriesByName: kEnumerableProperty,
  getEntriesByType: kEnumerableProperty,
  mark: kEnumerableProperty,
  measure: kEnumerableProperty,
  now: kEnumerableProperty,
  timeOrigin: kEnumerableProperty,
  toJSON: kEnumerableProperty,
  setResourceTimingBufferSize: kEnumerableProperty,
  eventLoopUtilization: {
    configurable: true, enumerable: false, writable: true,
    value: eventLoopUtilization,
  },
  timerify: {
    configurable: true, enumerable: false, writable: true, value: timerify,
  },
  markResourceTiming: {
    configurable: true, enumerable: false, writable: true, value: markResourceTiming,
  },
  [Symbol.toStringTag]: { configurable: true, value: 'Performance' },
});
require('internal/event_target')
  .defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');

const performance = new Performance(kPerformance);

module.exports = { Performance, performance };
