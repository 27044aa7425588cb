'use strict';
// How a process ends: 'beforeExit', 'exit', process.exit, process.exitCode.

const { reallyExit } = internalBinding('process');
const { slotSet, slots } = require('internal/builtins');

const isWorker = () => !require('internal/worker/thread').isMainThread;

let exiting = false;
let exitCode;

/** @throws {TypeError} ERR_INVALID_ARG_TYPE, {RangeError} ERR_OUT_OF_RANGE */
function validateExitCode(value) {
  if (value === null || value === undefined) return;
  if (typeof value === 'string' && value !== '' &&
      Number.isInteger(Number(value))) {
    return;
  }
  require('internal/validators').validateInteger(value, 'code');
}

/** Writes the compile cache, where there is one. */
let flush;

function emitExit(process) {
  exiting = true;
  process.emit('exit', exitCode ?? 0);
  flush?.();
  return Number(exitCode ?? 0);
}

/** --trace-exit: tells who ends the process, or the thread. */
function traceExit(process) {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--trace-exit')) return;
  const { threadId } = require('internal/worker/thread');
  const place = {};
  Error.captureStackTrace(place, exit);
  internalBinding('process').writeSync(
    2, `(node:${process.pid}${isWorker() ? `, thread:${threadId}` : ''}) ` +
    `WARNING: Exited the environment with code ${Number(exitCode ?? 0)}\n` +
    `${place.stack.slice(place.stack.indexOf('\n') + 1)}\n`);
}

/**
 * Ends the process after 'exit' listeners have run.
 * @param {integer|string|null} [code] the exit status
 */
function exit(code) {
  const process = require('internal/process');
  validateExitCode(code);
  if (code !== undefined && code !== null) exitCode = code;
  if (!exiting) emitExit(process);
  traceExit(process);
  process.reallyExit(Number(exitCode ?? 0));
  // In a worker JavaScript is ended at the next place where V8 looks.
  while (isWorker()) continue;
}

/** Gives the status if the program's entry waits for what never comes. */
let unsettled;

/** Called by C when nothing is left to wait for. Returns the status. */
function onExit() {
  if (!exiting) exitCode ??= unsettled?.();
  return exiting ? Number(exitCode ?? 0) : emitExit(require('internal/process'));
}

function onBeforeExit() {
  require('internal/process').emit('beforeExit', exitCode ?? 0);
}

function setup(process) {
  slotSet(slots.SLOT_EMIT_EXIT, onExit);
  slotSet(slots.SLOT_EMIT_BEFORE_EXIT, onBeforeExit);
  Object.defineProperty(process, 'exitCode', {
    configurable: false,
    enumerable: true,
    get: () => exitCode,
    set(value) {
      validateExitCode(value);
      exitCode = value === null ? undefined : value;
    },
  });
  Object.defineProperty(process, '_exiting', {
    configurable: true,
    enumerable: true,
    get: () => exiting,
    set(value) { exiting = value; },
  });
  process.exit = exit;
  process.reallyExit = reallyExit;
}

module.exports = {
  isExiting: () => exiting,
  setExiting() { exiting = true; },
  setFlush(callback) { flush = callback; },
  flushCaches() { flush?.(); },
  setUnsettled(callback) { unsettled = callback; },
  setup,
};
