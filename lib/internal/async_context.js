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

/** The frame of a key, or undefined. */
function find(key) {
  let frame = get();
  while (frame !== undefined && frame.key !== key) frame = frame.next;
  return frame;
}

function without(frame, key) {
  if (frame === undefined) return undefined;
  if (frame.key === key) return frame.next;
  const next = without(frame.next, key);
  return next === frame.next ? frame : new Frame(frame.key, frame.value, next);
}

/** Makes `value` what find(key) finds, for what follows. */
function enter(key, value) {
  state.isUsed = true;
  set(new Frame(key, value, without(get(), key)));
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

module.exports = { state, get, set, find, enter, runUnder };
