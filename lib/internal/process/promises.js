'use strict';
// Promises that are rejected and that nobody handles: V8 tells of each
// rejection and of each handler that comes late; what is still unhandled when
// the tick queue is empty is reported as --unhandled-rejections says.

const {
  kHasRejections, kRejectWithNoHandler, kHandlerAddedAfterReject,
  kResolveAfterResolved, kRejectAfterResolved, triggerUncaughtException,
  describe,
} = internalBinding('task_queue');
const { slotSet, slots } = require('internal/builtins');
const { fields, setProcessRejections } = require('internal/process/task_queues');
const asyncContext = internalBinding('async_context');

/** Rejected, not handled, not reported yet, in order: promise -> entry. */
const waiting = new Map();
/** Reported ones, should a handler come late. */
const reported = new WeakMap();
/** Reported ones that were handled since: 'rejectionHandled' is due. */
let handledLate = [];
let lastId = 0;
let mode;

function onRejection(event, promise, reason) {
  switch (event) {
    case kRejectWithNoHandler:
      waiting.set(promise, {
        reason, id: ++lastId, context: asyncContext.get(), warned: false,
      });
      fields[kHasRejections] = 1;
      break;
    case kHandlerAddedAfterReject:
      onHandled(promise);
      break;
    case kRejectAfterResolved:
      onMultiple('reject', promise, reason);
      break;
    case kResolveAfterResolved:
      onMultiple('resolve', promise, reason);
  }
}

function onMultiple(type, promise, reason) {
  const process = require('internal/process');
  if (process.listenerCount('multipleResolves') > 0) {
    process.emit('multipleResolves', type, promise, reason);
  }
}

function onHandled(promise) {
  if (waiting.delete(promise)) return;
  const entry = reported.get(promise);
  if (entry === undefined) return;
  reported.delete(promise);
  handledLate.push({ promise, entry });
  fields[kHasRejections] = 1;
}

function reportHandledLate() {
  const process = require('internal/process');
  const list = handledLate;
  handledLate = [];
  for (const { promise, entry } of list) {
    if (process.emit('rejectionHandled', promise) || !entry.warned) continue;
    const warning = new Error('Promise rejection was handled ' +
                              `asynchronously (rejection id: ${entry.id})`);
    warning.name = 'PromiseRejectionHandledWarning';
    warning.id = entry.id;
    process.emitWarning(warning);
  }
}

/** What stands for a reason that is no error, as "throw" names it. */
class UnhandledPromiseRejection extends Error {
  code = 'ERR_UNHANDLED_REJECTION';

  constructor(reason) {
    super('This error originated either by throwing inside of an async ' +
          'function without a catch block, or by rejecting a promise which ' +
          'was not handled with .catch(). The promise rejected with the ' +
          `reason "${describe(reason)}".`);
    this.name = 'UnhandledPromiseRejection';
  }
}

function toError(reason) {
  const { isError } = require('internal/util');
  if (isError(reason)) return reason;
  return new UnhandledPromiseRejection(reason);
}

function isLikeError(reason) {
  return typeof reason === 'object' && reason !== null &&
    Object.hasOwn(reason, 'stack') && typeof reason.stack === 'string';
}

function warn(entry) {
  const process = require('internal/process');
  const { isError } = require('internal/util');
  entry.warned = true;
  const text = isLikeError(entry.reason) ? entry.reason.stack :
    describe(entry.reason);
  process.emitWarning(text, 'UnhandledPromiseRejectionWarning');
  const warning = new Error(
    'Unhandled promise rejection. This error originated either by throwing ' +
    'inside of an async function without a catch block, or by rejecting a ' +
    'promise which was not handled with .catch(). To terminate the node ' +
    'process on unhandled promise rejection, use the CLI flag ' +
    '`--unhandled-rejections=strict` (see ' +
    'https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). ' +
    `(rejection id: ${entry.id})`);
  warning.name = 'UnhandledPromiseRejectionWarning';
  if (isError(entry.reason)) warning.stack = entry.reason.stack;
  process.emitWarning(warning);
}

function emitUnhandled(promise, entry) {
  return require('internal/process')
    .emit('unhandledRejection', entry.reason, promise);
}

/** One function a mode of --unhandled-rejections. */
const modes = {
  throw(promise, entry) {
    if (emitUnhandled(promise, entry)) return;
    triggerUncaughtException(toError(entry.reason), true);
  },
  strict(promise, entry) {
    triggerUncaughtException(toError(entry.reason), true);
    if (!emitUnhandled(promise, entry)) warn(entry);
  },
  warn(promise, entry) {
    emitUnhandled(promise, entry);
    warn(entry);
  },
  none(promise, entry) {
    emitUnhandled(promise, entry);
  },
  'warn-with-error-code'(promise, entry) {
    if (emitUnhandled(promise, entry)) return;
    warn(entry);
    require('internal/process').exitCode = 1;
  },
};

/** Reports what waits. Returns whether anything ran. */
function processRejections() {
  fields[kHasRejections] = 0;
  if (waiting.size === 0 && handledLate.length === 0) return false;
  mode ??= modes[require('internal/options')
    .getOptionValue('--unhandled-rejections') || 'throw'];
  reportHandledLate();
  for (const [promise, entry] of [...waiting]) {
    // A handler may have come while another was being reported.
    if (!waiting.delete(promise)) continue;
    reported.set(promise, entry);
    asyncContext.set(entry.context);
    try {
      mode(promise, entry);
    } finally {
      asyncContext.set(undefined);
      if (waiting.size > 0) fields[kHasRejections] = 1;
    }
  }
  return true;
}

function setup() {
  slotSet(slots.SLOT_PROMISE_REJECTION, onRejection);
  setProcessRejections(processRejections);
}

module.exports = { setup };
