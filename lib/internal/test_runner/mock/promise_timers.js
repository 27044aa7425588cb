'use strict';
// timers/promises on mocked timers.

const { AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateObject } =
  require('internal/validators');
const { kEmptyObject } = require('internal/util');

function checkOptions(options) {
  validateObject(options, 'options');
  const { signal, ref } = options;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  if (ref !== undefined) validateBoolean(ref, 'options.ref');
  return signal;
}

const abortError = (signal) =>
  new AbortError(undefined, { cause: signal.reason });

/** A promise for a timer that `start(done)` starts and `clear` ends. */
function timerPromise(value, options, start, clear) {
  return new Promise((resolve, reject) => {
    const signal = checkOptions(options);
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const onAbort = () => {
      clear(timer);
      reject(abortError(signal));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * @param {object} timers mocked setTimeout ... clearImmediate
 * @returns {object} setTimeout, setInterval, setImmediate as timers/promises
 */
function makePromiseTimers(timers) {
  function setTimeout(delay, value, options = kEmptyObject) {
    return timerPromise(value, options,
                        (done) => timers.setTimeout(done, delay),
                        timers.clearTimeout);
  }

  function setImmediate(value, options = kEmptyObject) {
    return timerPromise(value, options, timers.setImmediate,
                        timers.clearImmediate);
  }

  async function* setInterval(delay, value, options = kEmptyObject) {
    const signal = checkOptions(options);
    if (signal?.aborted) throw abortError(signal);
    let due = 0;
    let wake;
    const timer = timers.setInterval(() => {
      due++;
      wake?.();
    }, delay);
    const onAbort = () => {
      timers.clearInterval(timer);
      wake?.();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        for (; due > 0; due--) yield value;
        if (signal?.aborted) throw abortError(signal);
        if (due === 0) await new Promise((resolve) => { wake = resolve; });
      }
    } finally {
      timers.clearInterval(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  return { setTimeout, setImmediate, setInterval };
}

module.exports = { makePromiseTimers };
