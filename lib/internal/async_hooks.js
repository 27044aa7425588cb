'use strict';
// Async ids, the stack of resources being executed, and the hooks of
// async_hooks.createHook. As long as nobody makes hooks, an id is a number
// counted up, and entering a resource three stores.

const asyncIdSymbol = Symbol('async_id_symbol');
const triggerAsyncIdSymbol = Symbol('trigger_async_id_symbol');

/** How many enabled hooks want each event. */
const state = {
  init: 0,
  before: 0,
  after: 0,
  destroy: 0,
  promiseResolve: 0,
  promises: 0, // hooks that want to hear of promises at all
};

// --- What is executing ----------------------------------------------------------

let lastAsyncId = 1; // 1 is the main script
let currentId = 1;
let currentTriggerId = 0;
let currentResource; // made when asked for
const topLevelResource = {};

// The outer executions: three places each.
let stack = [];
let depth = 0;

// Once a program has asked for ids, ticks get some too.
let areIdsUsed = false;

function newAsyncId() {
  return ++lastAsyncId;
}

function useIds() {
  if (areIdsUsed) return;
  areIdsUsed = true;
  updateTickHooks();
}

/** The id of what is executing; 0 if C code called us without a context. */
function executionAsyncId() {
  return currentId;
}

function triggerAsyncId() {
  return currentTriggerId;
}

function executionAsyncResource() {
  return currentResource ?? topLevelResource;
}

function enter(asyncId, triggerId, resource) {
  stack[depth] = currentId;
  stack[depth + 1] = currentTriggerId;
  stack[depth + 2] = currentResource;
  depth += 3;
  currentId = asyncId;
  currentTriggerId = triggerId;
  currentResource = resource;
}

function leave() {
  if (depth === 0) return; // cleared by an uncaught exception
  depth -= 3;
  currentId = stack[depth];
  currentTriggerId = stack[depth + 1];
  currentResource = stack[depth + 2];
  stack[depth + 2] = undefined;
}

/** After the main script, and after an uncaught exception. */
function clearAsyncIdStack() {
  depth = 0;
  stack = [];
  currentId = 0;
  currentTriggerId = 0;
  currentResource = undefined;
}

// --- Hooks ------------------------------------------------------------------------

let hooks = []; // the enabled ones; replaced, never changed
let destroyQueue = [];
let registry; // destroys what is collected; made at run time

/** @param {object} hook Its functions are in `callbacks`. */
function enableHook(hook) {
  if (hooks.includes(hook)) return;
  hooks = [...hooks, hook];
  count(hook, 1);
}

function disableHook(hook) {
  if (!hooks.includes(hook)) return;
  hooks = hooks.filter((one) => one !== hook);
  count(hook, -1);
}

function count({ callbacks, trackPromises }, step) {
  for (const name of Object.keys(callbacks)) {
    if (callbacks[name] !== undefined) state[name] += step;
  }
  if (trackPromises) state.promises += step;
  updatePromiseHooks();
  updateTickHooks();
}

// An exception in a hook leaves nothing to rely on: the process ends.
function fail(error) {
  const process = require('internal/process');
  let text;
  try {
    text = typeof error?.stack === 'string' ?
      error.stack : new Error(String(error)).stack;
  } catch {
    text = 'Error: an async hook threw';
  }
  internalBinding('process').writeSync(2, `${text}\n`);
  if (process.execArgv?.includes('--abort-on-uncaught-exception')) {
    process.abort();
  }
  process.removeAllListeners('uncaughtException');
  process.exit(1);
}

function call(name, asyncId) {
  const enabled = hooks; // a hook may enable or disable others
  try {
    for (const { callbacks } of enabled) callbacks[name]?.(asyncId);
  } catch (error) {
    fail(error);
  }
}

function emitInit(asyncId, type, triggerId, resource) {
  if (state.init === 0) return;
  const enabled = hooks;
  try {
    for (const { callbacks, trackPromises } of enabled) {
      if (!trackPromises && type === 'PROMISE') continue;
      callbacks.init?.(asyncId, type, triggerId, resource);
    }
  } catch (error) {
    fail(error);
  }
}

/** Enters a resource. */
function emitBefore(asyncId, triggerId, resource) {
  enter(asyncId, triggerId, resource);
  if (state.before > 0) call('before', asyncId);
}

/** Leaves it. */
function emitAfter(asyncId) {
  if (state.after > 0) call('after', asyncId);
  leave();
}

/** Tells the hooks later, when no JavaScript is running. */
function emitDestroy(asyncId) {
  if (state.destroy === 0 || asyncId <= 0) return;
  destroyQueue.push(asyncId);
  if (destroyQueue.length > 1) return;
  require('internal/timers').runDestroysSoon();
}

/** Called in the loop's check phase. */
function runDestroyQueue() {
  while (destroyQueue.length > 0) {
    const ids = destroyQueue;
    destroyQueue = [];
    for (const id of ids) call('destroy', id);
  }
}

/**
 * Emits destroy when an object is collected, unless `status.destroyed` is set.
 */
function registerDestroyHook(object, asyncId, status) {
  registry ??= new FinalizationRegistry(({ asyncId, status }) => {
    if (!status?.destroyed) emitDestroy(asyncId);
  });
  registry.register(object, { asyncId, status });
}

// --- Ticks ----------------------------------------------------------------------------

function updateTickHooks() {
  const isWanted = areIdsUsed || hooks.length > 0;
  require('internal/process/task_queues')
    .setHooks(isWanted ? tickHooks : null);
}

/** A tick or microtask as a resource. */
class Task {
  constructor(type, callback) {
    this.callback = callback;
    this.asyncId = newAsyncId();
    this.triggerId = currentId;
    this[asyncIdSymbol] = this.asyncId;
    this[triggerAsyncIdSymbol] = this.triggerId;
    emitInit(this.asyncId, type, this.triggerId, this);
  }

  run(self, args) {
    emitBefore(this.asyncId, this.triggerId, this);
    try {
      return Reflect.apply(this.callback, self, args);
    } finally {
      emitDestroy(this.asyncId);
      emitAfter(this.asyncId);
    }
  }
}

function wrap(type, callback) {
  const task = new Task(type, callback);
  return function(...args) {
    return task.run(this, args);
  };
}

const tickHooks = {
  wrapTick: (callback) => wrap('TickObject', callback),
  wrapMicrotask: (callback) => wrap('Microtask', callback),
};

// --- Promises -----------------------------------------------------------------------------

let arePromisesHooked = false;

function updatePromiseHooks() {
  const isWanted = state.promises > 0;
  if (isWanted === arePromisesHooked) return;
  arePromisesHooked = isWanted;
  require('internal/promise_hooks').setTrackers(isWanted ?
    [promiseInit, promiseBefore, promiseAfter, promiseSettled] : []);
}

function trackPromise(promise, parent) {
  if (promise[asyncIdSymbol] !== undefined) return;
  const triggerId = parent === undefined ? currentId : idOfPromise(parent);
  promise[asyncIdSymbol] = newAsyncId();
  promise[triggerAsyncIdSymbol] = triggerId;
}

// A promise made before the hooks were enabled gets its id now.
function idOfPromise(promise) {
  trackPromise(promise, undefined);
  return promise[asyncIdSymbol];
}

function promiseInit(promise, parent) {
  trackPromise(promise, parent);
  const asyncId = promise[asyncIdSymbol];
  emitInit(asyncId, 'PROMISE', promise[triggerAsyncIdSymbol], promise);
  if (state.destroy > 0) registerDestroyHook(promise, asyncId, undefined);
}

function callForPromises(name, asyncId) {
  const enabled = hooks;
  try {
    for (const { callbacks, trackPromises } of enabled) {
      if (trackPromises) callbacks[name]?.(asyncId);
    }
  } catch (error) {
    fail(error);
  }
}

function promiseBefore(promise) {
  const asyncId = idOfPromise(promise);
  enter(asyncId, promise[triggerAsyncIdSymbol], promise);
  if (state.before > 0) callForPromises('before', asyncId);
}

function promiseAfter(promise) {
  const asyncId = idOfPromise(promise);
  if (state.after > 0) callForPromises('after', asyncId);
  // Hooks may have been enabled inside the reaction: then it was not entered.
  if (currentId === asyncId) leave();
}

function promiseSettled(promise) {
  const asyncId = idOfPromise(promise);
  if (state.promiseResolve > 0) callForPromises('promiseResolve', asyncId);
}

module.exports = {
  state,
  asyncIdSymbol,
  triggerAsyncIdSymbol,
  newAsyncId,
  useIds,
  executionAsyncId,
  triggerAsyncId,
  getDefaultTriggerAsyncId: executionAsyncId,
  executionAsyncResource,
  clearAsyncIdStack,
  enableHook,
  disableHook,
  emitInit,
  emitBefore,
  emitAfter,
  emitDestroy,
  runDestroyQueue,
  registerDestroyHook,
};
