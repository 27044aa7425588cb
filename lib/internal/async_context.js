'use strict';
// The async context: one value that V8 hands from where a promise reaction is
// registered to where it runs, and that the runtime hands along with timers,
// ticks, requests and handles. Here it is an immutable list of (key, value)
// frames, one for each AsyncLocalStorage that has a store; undefined if none
// has.

const { get, set } = internalBinding('async_context');

/** Nothing need be saved or restored until a context was entered once. */
const state = { isUsed: false };

class Frame {
  constructor(key, value, next) {
    this.key = key;
    this.value = value;
    this.next = next;
  }
}

function without(frame, key) {
  if (frame === undefined) return undefined;
  if (frame.key === key) return frame.next;
  const next = without(frame.next, key);
  return next === frame.next ? frame : new Frame(frame.key, frame.value, next);
}

/**
 * Makes `value` the value of a key, for what follows.
 * @returns {Frame} The new context.
 */
function enter(key, value, outer = get()) {
  state.isUsed = true;
  const frame = new Frame(key, value, without(outer, key));
  set(frame);
  return frame;
}

/**
 * Undoes enter(): gives a key the value it had in an outer context, and leaves
 * other keys as they are now.
 * @param {Frame|undefined} entered The context that enter() made.
 * @param {Frame|undefined} outer The context before.
 */
function restore(key, entered, outer) {
  const now = get();
  if (now === entered) {
    set(outer);
    return;
  }
  let before = outer;
  while (before !== undefined && before.key !== key) before = before.next;
  const rest = without(now, key);
  set(before === undefined ? rest : new Frame(key, before.value, rest));
}

/** Calls a function under a context that get() gave. */
function runUnder(context, fn, self, args) {
  if (!state.isUsed) return Reflect.apply(fn, self, args);
  const outer = get();
  set(context);
  try {
    return Reflect.apply(fn, self, args);
  } finally {
    set(outer);
  }
}

module.exports = { state, get, set, enter, restore, runUnder };
