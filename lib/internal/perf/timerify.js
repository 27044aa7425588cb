'use strict';

const { validateFunction, validateObject } = require('internal/validators');
const { codes } = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const { observers } = require('internal/perf/observer');
const { makeNodeEntry } = require('internal/perf/entry');
const { now } = internalBinding('performance');

function finish(name, start, args) {
  if (!observers.has('function')) return;
  observers.enqueue(
    makeNodeEntry(name, 'function', start, now() - start, args));
}

/**
 * A function that does what `fn` does and has its duration observed (entry type
 * 'function'); for a promise, the time until it is settled.
 * @param {Function} fn
 * @param {{histogram?: RecordableHistogram}} [options]
 */
function timerify(fn, options = kEmptyObject) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  if (options.histogram !== undefined) {
    // There are no histograms yet, so it can be none.
    throw new codes.ERR_INVALID_ARG_TYPE(
      'options.histogram', 'RecordableHistogram', options.histogram);
  }
  function timerified(...args) {
    const start = now();
    const result = new.target === undefined ?
      Reflect.apply(fn, this, args) : Reflect.construct(fn, args, fn);
    if (!new.target && typeof result?.finally === 'function') {
      return result.finally(() => finish(fn.name, start, args));
    }
    finish(fn.name, start, args);
    return result;
  }
  Object.defineProperties(timerified, {
    length: { configurable: false, enumerable: true, value: fn.length },
    name: {
      configurable: false, enumerable: true, value: `timerified ${fn.name}`,
    },
  });
  return timerified;
}

module.exports = { timerify };
