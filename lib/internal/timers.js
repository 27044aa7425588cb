'use strict';
// Timers. Those of one duration stand in a list in the order they were
// started, which is the order they expire in; a heap orders the lists by their
// first timer's expiry; C has one uv_timer_t, set for the heap's top. Starting,
// refreshing and clearing a timer of a known duration touches nothing but its
// list.

const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');
const { PriorityQueue } = require('internal/priority_queue');
const { SymbolDispose } = require('internal/util');
const { runNextTicks } = require('internal/process/task_queues');
const asyncHooks = require('internal/async_hooks');
const asyncContext = require('internal/async_context');
const binding = internalBinding('timers');

const {
  executionAsyncId, newAsyncId, emitInit, emitBefore, emitAfter, emitDestroy,
} = asyncHooks;
const { apply } = Reflect;

/** The longest duration, in milliseconds. */
const TIMEOUT_MAX = 2 ** 31 - 1;

/** Property of objects that keep their own timer (sockets and the like). */
const kTimeout = Symbol('timeout');
const kRefed = Symbol('refed');
const kHasPrimitive = Symbol('kHasPrimitive');
const kAsyncId = Symbol('asyncId');
const kTriggerAsyncId = Symbol('triggerId');
const kContext = Symbol('asyncContext');
const kList = Symbol('list'); // the TimersList it is or was in

const lists = new Map(); // by duration
const heap = new PriorityQueue();
const timersById = new Map(); // those whose number somebody has asked for

let nextExpiry = Infinity; // what the uv_timer_t is set for
let refedTimers = 0;
let hasWarnedNaN = false;
let hasWarnedNegative = false;

/** The timers of one duration; the ring's sentinel. */
class TimersList {
  constructor(expiry, msecs) {
    this._idleNext = this;
    this._idlePrev = this;
    this.expiry = expiry;
    this.heapIndex = 0;
    this.msecs = msecs;
  }

  isEmpty() {
    return this._idleNext === this;
  }
}

function append(list, timer) {
  const last = list._idlePrev;
  timer._idleNext = list;
  timer._idlePrev = last;
  last._idleNext = timer;
  list._idlePrev = timer;
}

function unlink(timer) {
  const next = timer._idleNext;
  if (next === null) return;
  next._idlePrev = timer._idlePrev;
  timer._idlePrev._idleNext = next;
  timer._idleNext = null;
  timer._idlePrev = null;
}

function dropIfEmpty(list) {
  if (!list.isEmpty() || lists.get(list.msecs) !== list) return;
  lists.delete(list.msecs);
  heap.remove(list);
}

/** Puts a timer into the list of its duration. */
function insert(timer, msecs, start = binding.now()) {
  msecs = Math.trunc(msecs);
  timer._idleStart = start;
  let list = lists.get(msecs);
  if (list === undefined) {
    const expiry = start + msecs;
    list = new TimersList(expiry, msecs);
    lists.set(msecs, list);
    heap.insert(list);
    if (expiry < nextExpiry) {
      binding.schedule(msecs);
      nextExpiry = expiry;
    }
  }
  timer[kList] = list;
  append(list, timer);
}

function countRef() {
  if (refedTimers++ === 0) binding.setTimerRef(true);
}

function uncountRef() {
  if (--refedTimers === 0) binding.setTimerRef(false);
}

function warn(name, text) {
  require('internal/process').emitWarning(
    `${text}\nTimeout duration was set to 1.`, name);
}

function checkedDuration(after) {
  if (after === undefined) return 1;
  after = +after;
  if (after >= 1 && after <= TIMEOUT_MAX) return after;
  if (after > TIMEOUT_MAX) {
    warn('TimeoutOverflowWarning',
         `${after} does not fit into a 32-bit signed integer.`);
  } else if (after < 0 && !hasWarnedNegative) {
    hasWarnedNegative = true;
    warn('TimeoutNegativeWarning', `${after} is a negative number.`);
  } else if (Number.isNaN(after) && !hasWarnedNaN) {
    hasWarnedNaN = true;
    warn('TimeoutNaNWarning', `${after} is not a number.`);
  }
  return 1;
}

class Timeout {
  /**
   * A timer that is not started yet.
   * @param {Function} callback
   * @param {number} after Milliseconds.
   * @param {any[]|undefined} args For the callback.
   * @param {boolean} isRepeat
   * @param {boolean} isRefed Whether it keeps the process alive.
   */
  constructor(callback, after, args, isRepeat, isRefed) {
    after = checkedDuration(after);
    this._idleTimeout = after;
    this._idlePrev = null;
    this._idleNext = null;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    this[kContext] = undefined;
    this[kList] = undefined;
    if (isRefed) countRef();
    initAsync(this, 'Timeout');
  }

  /** Starts the time anew, also of a timer that has fired. */
  refresh() {
    const msecs = this._idleTimeout;
    if (msecs < 0 || msecs === undefined) return this; // was cleared
    if (this._idleNext !== null) {
      // The list may now expire before its first timer: then it is moved.
      unlink(this);
      this._idleStart = binding.now();
      append(this[kList], this);
      return this;
    }
    insert(this, msecs);
    if (this._destroyed) {
      this._destroyed = false;
      if (this[kRefed]) countRef();
      initAsync(this, 'Timeout');
    }
    return this;
  }

  /** Lets the process end before the timer fires. */
  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (!this._destroyed) uncountRef();
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (!this._destroyed) countRef();
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }

  /** Legacy: as clearTimeout(). */
  close() {
    clearTimer(this);
    return this;
  }

  [SymbolDispose]() {
    clearTimer(this);
  }

  /** A number that clearTimeout() takes. */
  [Symbol.toPrimitive]() {
    const id = this[kAsyncId];
    if (!this[kHasPrimitive]) {
      this[kHasPrimitive] = true;
      timersById.set(id, this);
    }
    return id;
  }

  // A timer is in a ring with all others of its duration: show just it.
  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    const { inspect } = require('internal/util/inspect');
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

function initAsync(resource, type) {
  const asyncId = newAsyncId();
  const triggerId = executionAsyncId();
  resource[kAsyncId] = asyncId;
  resource[kTriggerAsyncId] = triggerId;
  if (asyncContext.state.isUsed) resource[kContext] = asyncContext.get();
  if (asyncHooks.state.init > 0) emitInit(asyncId, type, triggerId, resource);
}

/** Marks a timer as ended, whatever its place. */
function destroyTimer(timer) {
  if (timer._destroyed) return;
  timer._destroyed = true;
  if (timer[kHasPrimitive]) timersById.delete(timer[kAsyncId]);
  if (timer[kRefed]) uncountRef();
  timer[kContext] = undefined;
  if (asyncHooks.state.destroy > 0) emitDestroy(timer[kAsyncId]);
}

/** clearTimeout() for a Timeout. */
function clearTimer(timer) {
  timer._onTimeout = null;
  if (timer._idleNext !== null && timer._idleNext !== undefined) {
    unlink(timer);
    dropIfEmpty(timer[kList]);
  }
  destroyTimer(timer);
  timer._idleTimeout = -1;
}

/** @returns {Timeout|undefined} The timer of a number somebody has asked for. */
function timerById(id) {
  return timersById.get(Number(id));
}

// --- Running ------------------------------------------------------------------

// C calls this when the uv_timer_t fires, and again if it threw.
function processTimers(now) {
  nextExpiry = Infinity;
  let hasRun = false;
  for (;;) {
    const list = heap.peek();
    if (list === undefined) break;
    if (list.expiry > now) {
      now = binding.now(); // the callbacks may have taken long
      if (list.expiry > now) {
        nextExpiry = list.expiry;
        break;
      }
    }
    if (hasRun) runNextTicks();
    hasRun = true;
    runList(list, now);
  }
  if (asyncContext.state.isUsed) asyncContext.set(undefined);
  // Ticks may start timers as soon as this returns, so nothing is left to C.
  if (nextExpiry !== Infinity) binding.schedule(nextExpiry - binding.now());
}

function runList(list, now) {
  const { msecs } = list;
  let hasRun = false;
  for (;;) {
    const timer = list._idleNext;
    if (timer === list) break;
    if (now - timer._idleStart < msecs) {
      // Was it started in a callback that took long? Then it may be due.
      now = binding.now();
      if (now - timer._idleStart < msecs) {
        list.expiry = Math.max(timer._idleStart + msecs, now + 1);
        heap.moveBack(list);
        return;
      }
    }
    if (hasRun) {
      runNextTicks();
      if (list._idleNext !== timer) continue; // a tick has cleared it
    }
    hasRun = true;
    unlink(timer);
    runTimer(timer);
  }
  dropIfEmpty(list);
}

function runTimer(timer) {
  const callback = timer._onTimeout;
  if (!callback) {
    destroyTimer(timer);
    return;
  }
  // An interval counts from the start of its callback.
  const start = timer._repeat ? binding.now() : 0;
  const asyncId = timer[kAsyncId];
  if (asyncContext.state.isUsed) asyncContext.set(timer[kContext]);
  emitBefore(asyncId, timer[kTriggerAsyncId], timer);
  try {
    const args = timer._timerArgs;
    if (args === undefined) timer._onTimeout();
    else apply(callback, timer, args);
  } finally {
    if (timer._repeat && timer._idleTimeout !== -1) {
      timer._idleTimeout = timer._repeat;
      if (timer._idleNext === null) insert(timer, timer._idleTimeout, start);
    } else if (timer._idleNext === null) {
      destroyTimer(timer);
    }
    emitAfter(asyncId);
  }
}

// --- Immediates -------------------------------------------------------------------

// Those of the next round, in order.
let firstImmediate = null;
let lastImmediate = null;
let immediates = 0;
let refedImmediates = 0;
let isInRound = false;
// After an exception: what is left of the round.
let rest = null;
let hasRest = false;
let areDestroysDue = false; // async_hooks' destroy events

// What C has to know: bit 0, there are immediates; bit 1, they keep the
// process alive. Within a round it is told at the round's end.
function immediateFlags() {
  if (refedImmediates > 0 || areDestroysDue) return 3;
  return immediates > 0 ? 1 : 0;
}

let toldFlags = 0;
function tellImmediates() {
  const flags = immediateFlags();
  if (flags === toldFlags) return;
  toldFlags = flags;
  binding.setImmediates(flags);
}

class Immediate {
  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = lastImmediate;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    this[kContext] = undefined;
    initAsync(this, 'Immediate');
    if (lastImmediate === null) firstImmediate = this;
    else lastImmediate._idleNext = this;
    lastImmediate = this;
    immediates++;
    if (refedImmediates++ === 0 && !isInRound) tellImmediates();
  }

  ref() {
    if (this[kRefed] || this._destroyed) return this;
    this[kRefed] = true;
    if (refedImmediates++ === 0 && !isInRound) tellImmediates();
    return this;
  }

  unref() {
    if (!this[kRefed] || this._destroyed) return this;
    this[kRefed] = false;
    if (--refedImmediates === 0 && !isInRound) tellImmediates();
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }

  [SymbolDispose]() {
    clearImmediate(this);
  }
}

/** Cancels an Immediate; anything else is ignored. */
function clearImmediate(immediate) {
  if (!immediate?._onImmediate || immediate._destroyed) return;
  endImmediate(immediate);
  unlinkImmediate(immediate);
  // C is told by the next round: one turn of the loop too many costs less than
  // telling it each time.
}

// What it points to stays: a round may be about to go on from here.
function unlinkImmediate(immediate) {
  const { _idlePrev: previous, _idleNext: next } = immediate;
  if (firstImmediate === immediate) firstImmediate = next;
  if (lastImmediate === immediate) lastImmediate = previous;
  if (previous !== null) previous._idleNext = next;
  if (next !== null) next._idlePrev = previous;
}

function endImmediate(immediate) {
  discountImmediate(immediate);
  forgetImmediate(immediate);
}

// While it runs it is nothing any more that is waited for.
function discountImmediate(immediate) {
  immediate._destroyed = true;
  immediates--;
  if (immediate[kRefed]) refedImmediates--;
  immediate[kRefed] = null;
}

function forgetImmediate(immediate) {
  immediate._onImmediate = null;
  immediate._argv = undefined;
  immediate[kContext] = undefined;
  if (asyncHooks.state.destroy > 0) emitDestroy(immediate[kAsyncId]);
}

/** Has async_hooks' destroy events emitted in the next check phase. */
function runDestroysSoon() {
  areDestroysDue = true;
  if (!isInRound) tellImmediates();
}

// C calls this in the loop's check phase, and again if it threw.
function processImmediate() {
  if (areDestroysDue) {
    areDestroysDue = false;
    asyncHooks.runDestroyQueue();
  }
  let immediate = rest;
  if (!hasRest) {
    immediate = firstImmediate;
    firstImmediate = lastImmediate = null;
  }
  hasRest = false;
  rest = null;
  isInRound = true;
  let hasRun = false;
  while (immediate !== null) {
    if (!immediate._destroyed) {
      if (hasRun) runNextTicks();
      hasRun = true;
      // A tick may have cleared it.
      if (!immediate._destroyed) runImmediate(immediate);
    }
    immediate = immediate._idleNext;
  }
  isInRound = false;
  if (asyncContext.state.isUsed) asyncContext.set(undefined);
  tellImmediates();
}

function runImmediate(immediate) {
  const args = immediate._argv;
  const asyncId = immediate[kAsyncId];
  if (asyncContext.state.isUsed) asyncContext.set(immediate[kContext]);
  emitBefore(asyncId, immediate[kTriggerAsyncId], immediate);
  hasRest = true;
  rest = immediate._idleNext;
  discountImmediate(immediate);
  try {
    if (args === undefined) immediate._onImmediate();
    else apply(immediate._onImmediate, immediate, args);
    hasRest = false;
  } finally {
    forgetImmediate(immediate);
    emitAfter(asyncId);
  }
}

// --- For other modules ----------------------------------------------------------------

/** A started timer that does not keep the process alive. */
function setUnrefTimeout(callback, after) {
  const timer = new Timeout(callback, after, undefined, false, false);
  insert(timer, timer._idleTimeout);
  return timer;
}

/** Checks a duration that a program gave, e.g. to socket.setTimeout(). */
function getTimerDuration(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) {
    throw new codes.ERR_OUT_OF_RANGE(
      name, 'a non-negative finite number', msecs);
  }
  if (msecs <= TIMEOUT_MAX) return msecs;
  require('internal/process').emitWarning(
    `${msecs} does not fit into a 32-bit signed integer.\n` +
    `Timer duration was truncated to ${TIMEOUT_MAX}.`,
    'TimeoutOverflowWarning');
  return TIMEOUT_MAX;
}

/** How many timers and immediates keep the process alive, by name. */
function activeResources() {
  return [
    ...Array(refedTimers).fill('Timeout'),
    ...Array(refedImmediates).fill('Immediate'),
  ];
}

binding.setup(processTimers, processImmediate);

module.exports = {
  TIMEOUT_MAX,
  kTimeout,
  Timeout,
  Immediate,
  insert,
  clearTimer,
  clearImmediate,
  timerById,
  runDestroysSoon,
  setUnrefTimeout,
  getTimerDuration,
  activeResources,
  getLibuvNow: binding.now,
};
