'use strict';
// v8.promiseHooks: functions that V8 calls as promises are made and settled.
// V8 has one function for each event; async_hooks is one of those who listen.

const { setPromiseHooks } = internalBinding('async_context');
const { validatePlainFunction, validateObject } =
  require('internal/validators');

const kinds = ['init', 'before', 'after', 'settled'];

/** One list of functions for each kind. Replaced, never changed, so that a
 * function that stops itself does not disturb a call that is going on. */
const lists = [[], [], [], []];

/** A throw must not come out of what the program does with a promise. */
function callSafely(hook, promise, parent) {
  try {
    hook(promise, parent);
  } catch (error) {
    const process = require('internal/process');
    process.nextTick(() => { throw error; });
  }
}

/** What async_hooks wants to be told, one of each kind, or undefined. */
let trackers = [];

/** What V8 calls for one kind of event: undefined if nobody listens. */
function combine(index) {
  const tracker = trackers[index];
  if (lists[index].length === 0) return tracker;
  return (promise, parent) => {
    tracker?.(promise, parent);
    for (const hook of lists[index]) callSafely(hook, promise, parent);
  };
}

function update() {
  setPromiseHooks(combine(0), combine(1), combine(2), combine(3));
}

/**
 * Of async_hooks.
 * @param {Function[]} functions init, before, after, settled; or none
 */
function setTrackers(functions) {
  trackers = functions;
  update();
}

function add(index, hook) {
  lists[index] = [...lists[index], hook];
}

function remove(index, hook) {
  const list = lists[index];
  const at = list.indexOf(hook);
  if (at !== -1) lists[index] = list.toSpliced(at, 1);
}

/** A function that listens to one kind of event until it is told to stop. */
function listenerOf(index) {
  const name = `${kinds[index]}Hook`;
  return (hook) => {
    validatePlainFunction(hook, name);
    add(index, hook);
    update();
    return () => {
      remove(index, hook);
      update();
    };
  };
}

/**
 * @param {object} hooks init, before, after, settled; all may be missing
 * @returns {Function} stops it
 */
function createHook(hooks = {}) {
  validateObject(hooks, 'hooks');
  const chosen = kinds.map((kind) => hooks[kind]);
  chosen.forEach((hook, index) => {
    if (hook !== undefined) validatePlainFunction(hook, `${kinds[index]}Hook`);
  });
  const each = (change) => {
    chosen.forEach((hook, index) => {
      if (hook !== undefined) change(index, hook);
    });
    update();
  };
  each(add);
  return () => each(remove);
}

const promiseHooks = {
  createHook,
  onInit: listenerOf(0),
  onBefore: listenerOf(1),
  onAfter: listenerOf(2),
  onSettled: listenerOf(3),
};

module.exports = { promiseHooks, setTrackers };
