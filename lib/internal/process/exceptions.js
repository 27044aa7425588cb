'use strict';
// What happens to an exception that nothing caught, and how it is shown.

const { writeSync } = internalBinding('process');
const { slotSet, slots } = require('internal/builtins');
const sourceMaps = require('internal/source_map/support');

let captureCallback = null;

/**
 * process.setUncaughtExceptionCaptureCallback
 * @param {Function|null} callback takes all uncaught exceptions
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 * @throws {Error} ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET
 */
function setUncaughtExceptionCaptureCallback(callback) {
  const { codes } = require('internal/errors');
  if (callback === null) {
    captureCallback = null;
  } else if (typeof callback !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], callback);
  } else if (captureCallback !== null) {
    throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  } else {
    captureCallback = callback;
  }
}

const hasUncaughtExceptionCaptureCallback = () => captureCallback !== null;

/** The lines above a stack: place, source line, and carets. */
function placeText([file, line, source, start, end]) {
  const carets = '^'.repeat(Math.max(1, end - start));
  // Tabs keep their width, so that the carets stand below what they mark.
  const indent = source.slice(0, start).replace(/[^\t]/g, ' ');
  return `${file}:${line}\n${source}\n${indent}${carets}\n`;
}

function stderrHasColors() {
  const { isatty } = require('tty');
  return isatty(2) && require('internal/process').stderr.hasColors();
}

const isObject = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Of an 'error' event that nobody listened to: where it was emitted. */
function addEmission(error) {
  const { emissionText } = require('internal/events/unhandled');
  const text = emissionText(error);
  if (text !== '') error.stack += text;
}

function errorText(error) {
  const { isError } = require('internal/util');
  const { inspect } = require('internal/util/inspect');
  try {
    if (isError(error)) addEmission(error);
    else if (!isObject(error)) return String(error);
    return inspect(error, { colors: stderrHasColors() });
  } catch {
    return typeof error?.stack === 'string' ? error.stack : 'Uncaught exception';
  }
}

/** Prints an exception as the last thing that a process says. */
function report(error, place) {
  const { getOptionValue } = require('internal/options');
  if (place && sourceMaps.enabled) {
    place = require('internal/source_map/stack').mapPlace(place);
  }
  let text = place ? placeText(place) : '';
  // What is no error stands right below its place, as it has no stack; the
  // place is null if it stands in the stack.
  if (place === null) text = `${errorText(error)}\n`;
  else if (isObject(error)) text += `\n${errorText(error)}\n`;
  else text = `\n${text}${errorText(error)}\n`;
  if (getOptionValue('--trace-uncaught')) {
    text += `Thrown at:\n${error?.stack ?? '    at <unknown>'}\n`;
  } else if (!isObject(error)) {
    text += '(Use `node --trace-uncaught ...` to show where the exception ' +
            'was thrown)\n';
  }
  writeSync(2, `${text}\nNode.js ${require('internal/process').version}\n`);
}

/** Shows an uncaught exception; of a worker, its parent does. */
let reporter = report;

function setReporter(callback) {
  reporter = callback;
}

/**
 * Called by C. Returns true if the program goes on, else the exit code.
 * `fromPromise` is null for what a handler of another exception has thrown.
 */
function onUncaughtException(error, fromPromise, place) {
  if (fromPromise === null) {
    reporter(error, place);
    return 7;
  }
  const process = require('internal/process');
  // A program that has taken it away wants no more of its JavaScript to run.
  if (typeof process._fatalException !== 'function') {
    reporter(error, place);
    return 6;
  }
  const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  if (process.listenerCount('uncaughtExceptionMonitor') > 0) {
    process.emit('uncaughtExceptionMonitor', error, origin);
  }
  if (captureCallback !== null) {
    captureCallback(error);
    return true;
  }
  if (process.domain) return emitToDomain(process, error);
  if (process.emit('uncaughtException', error, origin)) return true;
  return exitAfter(process, error, place);
}

function emitToDomain(process, error) {
  return process.domain.emit('error', error);
}

function exitAfter(process, error, place) {
  reporter(error, place);
  const { isExiting, setExiting } = require('internal/process/exit');
  if (isExiting()) return 1;
  setExiting();
  process.exitCode = 1;
  // Listeners may say that it was no failure after all.
  process.emit('exit', 1);
  require('internal/process/exit').flushCaches();
  return Number(process.exitCode ?? 1);
}

function setup() {
  slotSet(slots.SLOT_UNCAUGHT_EXCEPTION, onUncaughtException);
  Object.defineProperty(require('internal/process'), '_fatalException', {
    configurable: true, enumerable: false, writable: true,
    value: (error, fromPromise = false) =>
      onUncaughtException(error, fromPromise) === true,
  });
}

module.exports = {
  hasUncaughtExceptionCaptureCallback,
  report,
  setReporter,
  setUncaughtExceptionCaptureCallback,
  setup,
};
