'use strict';
// Operations that a PerformanceObserver may see (types 'net', 'dns'), measured
// only while one observes.

const { observers } = require('internal/perf/observer');
const { now } = internalBinding('performance');

/**
 * Begins to measure.
 * @returns {object|null} null if nobody observes the type
 */
function startSpan(type, name, detail) {
  return observers.has(type) ? { type, name, detail, start: now() } : null;
}

/**
 * Ends it, with more detail that is known now.
 * @param {object|null} span
 */
function finishSpan(span, more) {
  if (span === null || !observers.has(span.type)) return;
  const { type, name, detail, start } = span;
  const { makeNodeEntry } = require('internal/perf/entry');
  observers.enqueue(
    makeNodeEntry(name, type, start, now() - start, { ...detail, ...more }));
}

module.exports = { startSpan, finishSpan };
