'use strict';
// process.nextTick and queueMicrotask. The C side (runtime/callback.c) runs the
// microtasks after each call from the event loop, and drains the queue here only
// if a byte shared with it says that ticks or rejections wait.

const {
  runMicrotasks, enqueueMicrotask, triggerUncaughtException,
  kHasTicks, kHasRejections, kFieldCount,
} = internalBinding('task_queue');
const asyncContext = internalBinding('async_context');
const { slotSet, slots } = require('internal/builtins');
const { validateFunction } = require('internal/validators');

/** Shared with C: see TICK_* in runtime/env.h. */
const fields = new Uint8Array(kFieldCount);

// The queue: a ring that doubles. A tick takes four places in a row: the
// function, its first argument (or all of them, in an array), the number of
// arguments, and the async context to run under.
const kTick = 4;
let ring = new Array(64 * kTick).fill(undefined);
let mask = ring.length - 1;
let head = 0;
let tail = 0;

/** Set by internal/async_hooks while a program's hooks are enabled. */
let hooks = null;

function grow() {
  const old = ring;
  const size = old.length;
  ring = new Array(size * 2).fill(undefined);
  for (let i = 0; i < size; i++) ring[i] = old[(head + i) & mask];
  mask = ring.length - 1;
  head = 0;
  tail = size;
}

function push(callback, argument, count) {
  ring[tail] = callback;
  ring[tail + 1] = argument;
  ring[tail + 2] = count;
  ring[tail + 3] = asyncContext.get();
  tail = (tail + kTick) & mask;
  if (tail === head) grow();
  fields[kHasTicks] = 1;
}

/**
 * Runs a function after the current operation, before the event loop goes on.
 * @param {Function} callback
 * @param {...*} args handed to it
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function nextTick(callback, a, b) {
  validateFunction(callback, 'callback');
  if (hooks !== null) callback = hooks.wrapTick(callback);
  switch (arguments.length) {
    case 1: push(callback, undefined, 0); break;
    case 2: push(callback, a, 1); break;
    default: {
      const args = new Array(arguments.length - 1);
      for (let i = 1; i < arguments.length; i++) args[i - 1] = arguments[i];
      push(callback, args, args.length);
    }
  }
}

function runOne() {
  const callback = ring[head];
  const argument = ring[head + 1];
  const count = ring[head + 2];
  const context = ring[head + 3];
  ring[head] = ring[head + 1] = ring[head + 3] = undefined;
  head = (head + kTick) & mask;
  asyncContext.set(context);
  switch (count) {
    case 0: callback(); break;
    case 1: callback(argument); break;
    case 2: callback(argument[0], argument[1]); break;
    case 3: callback(argument[0], argument[1], argument[2]); break;
    default: callback(...argument);
  }
}

/**
 * Runs ticks and microtasks until both queues are empty, then rejections. Its
 * name stands in stack traces, as in Node.js.
 */
function processTicksAndRejections() {
  do {
    while (head !== tail) runOne();
    fields[kHasTicks] = 0;
    asyncContext.set(undefined);
    runMicrotasks();
  } while (head !== tail || processRejections());
}

let processRejections = () => false;

/**
 * Between two callbacks of one batch (timers, immediates): as if each had been
 * called from the event loop alone.
 */
function runNextTicks() {
  if (fields[kHasTicks] === 0) runMicrotasks();
  if (fields[kHasTicks] !== 0 || fields[kHasRejections] !== 0) {
    processTicksAndRejections();
  }
}

/**
 * @param {Function} callback run as a microtask; what it throws is an uncaught
 *   exception
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  if (hooks !== null) callback = hooks.wrapMicrotask(callback);
  enqueueMicrotask(() => {
    try {
      callback();
    } catch (error) {
      triggerUncaughtException(error, false);
    }
  });
}

function setup() {
  slotSet(slots.SLOT_TICK_FIELDS, fields);
  slotSet(slots.SLOT_TICK_CALLBACK, processTicksAndRejections);
}

module.exports = {
  fields,
  nextTick,
  queueMicrotask,
  runNextTicks,
  setup,
  setHooks(value) { hooks = value; },
  setProcessRejections(value) { processRejections = value; },
};
