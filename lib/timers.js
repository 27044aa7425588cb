'use strict';

const { validateFunction } = require('internal/validators');
const { promisify } = require('internal/util');
const {
  Timeout,
  Immediate,
  insert,
  clearTimer,
  clearImmediate,
  timerById,
} = require('internal/timers');

/**
 * Calls back once, after a time.
 * @param {Function} callback
 * @param {number} [after] Milliseconds; 1 if it is not between 1 and 2^31 - 1.
 * @param {...any} args For the callback.
 * @returns {Timeout}
 */
function setTimeout(callback, after, ...args) {
  validateFunction(callback, 'callback');
  const timer = new Timeout(
    callback, after, args.length > 0 ? args : undefined, false, true);
  insert(timer, timer._idleTimeout);
  return timer;
}

/** Calls back again and again. See setTimeout(). */
function setInterval(callback, repeat, ...args) {
  validateFunction(callback, 'callback');
  const timer = new Timeout(
    callback, repeat, args.length > 0 ? args : undefined, true, true);
  insert(timer, timer._idleTimeout);
  return timer;
}

/**
 * Cancels a timer.
 * @param {Timeout|number|string} timer The timer or its number.
 */
function clearTimeout(timer) {
  if (timer?._onTimeout) {
    clearTimer(timer);
  } else if (typeof timer === 'number' || typeof timer === 'string') {
    const found = timerById(timer);
    if (found !== undefined) clearTimer(found);
  }
}

/** Cancels a timer: the same as clearTimeout(). */
function clearInterval(timer) {
  clearTimeout(timer);
}

/**
 * Calls back after the events of this turn of the event loop.
 * @param {Function} callback
 * @param {...any} args For the callback.
 * @returns {Immediate}
 */
function setImmediate(callback, ...args) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args.length > 0 ? args : undefined);
}

for (const fn of [setTimeout, setImmediate]) {
  Object.defineProperty(fn, promisify.custom, {
    enumerable: true,
    get: () => require('timers/promises')[fn.name],
  });
}

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};

Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get: () => require('timers/promises'),
});
