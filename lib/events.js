'use strict';
// EventEmitter. One listener is stored as the function itself, several as an
// array. Arrays are only ever appended to in place: whatever else changes one
// makes a new array, so emit() walks the array it found without copying it.

const { codes } = require('internal/errors');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateNumber,
} = require('internal/validators');
const { SymbolDispose } = require('internal/util');
const { noteUnhandled } = require('internal/events/unhandled');

const kCapture = Symbol('kCapture');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');
const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
const kMaxEventTargetListenersWarned =
  Symbol('events.maxEventTargetListenersWarned');

const { apply, ownKeys, getPrototypeOf } = Reflect;

let defaultMaxListeners = 10;

/**
 * @param {{captureRejections?: boolean}} [options] With captureRejections, a
 *   promise returned by a listener that rejects is emitted as 'error'.
 */
function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
// Also for objects whose constructor never calls ours.
Object.defineProperty(EventEmitter.prototype, kCapture, {
  value: false,
  writable: true,
  enumerable: false,
});

EventEmitter.init = function(options) {
  if (this._events === undefined ||
      this._events === getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners ||= undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
};

// --- Adding and removing ------------------------------------------------------

function listenerOf(stored) {
  return stored.listener ?? stored;
}

function eventsForAdding(target, type, listener) {
  let events = target._events;
  if (events === undefined) {
    events = target._events = { __proto__: null };
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit('newListener', type, listenerOf(listener));
    events = target._events; // a listener may have replaced it
  }
  return events;
}

function addListener(target, type, listener, prepend) {
  const events = eventsForAdding(target, type, listener);
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    target._eventsCount++;
    return target;
  }
  let list = existing;
  if (typeof existing === 'function') {
    list = events[type] = prepend ?
      [listener, existing] : [existing, listener];
  } else if (prepend) {
    list = events[type] = copyWarned(existing, [listener, ...existing]);
  } else {
    existing.push(listener);
  }
  const max = target._maxListeners ?? defaultMaxListeners;
  if (list.length > max && max > 0 && !list.warned) {
    warnOfLeak(target, type, list);
  }
  return target;
}

function copyWarned(from, to) {
  if (from.warned) to.warned = true;
  return to;
}

function warnOfLeak(target, type, list) {
  const { inspect } = require('internal/util/inspect');
  list.warned = true;
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ` +
    `${String(type)} listeners added to ${inspect(target, { depth: -1 })}. ` +
    `MaxListeners is ${target.getMaxListeners()}. Use ` +
    'emitter.setMaxListeners() to increase limit');
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = target;
  warning.type = type;
  warning.count = list.length;
  require('internal/process').emitWarning(warning);
}

/** State of one `once` registration; bound as `this` of the wrapper. */
class Once {
  constructor(target, type, listener) {
    this.fired = false;
    this.wrapper = undefined;
    this.target = target;
    this.type = type;
    this.listener = listener;
  }
}

function onceWrapper(...args) {
  if (this.fired) return;
  this.target.removeListener(this.type, this.wrapper);
  this.fired = true;
  return apply(this.listener, this.target, args);
}

function wrapOnce(target, type, listener) {
  const state = new Once(target, type, listener);
  const wrapper = onceWrapper.bind(state);
  wrapper.listener = listener;
  state.wrapper = wrapper;
  return wrapper;
}

/**
 * Adds a listener at the end of the event's list.
 * @param {string|symbol} type
 * @param {Function} listener
 * @returns {EventEmitter}
 */
EventEmitter.prototype.addListener = function addListener_(type, listener) {
  validateFunction(listener, 'listener');
  return addListener(this, type, listener, false);
};
Object.defineProperty(EventEmitter.prototype.addListener, 'name',
                      { value: 'addListener', configurable: true });

EventEmitter.prototype.on = EventEmitter.prototype.addListener;

/** Adds a listener at the front of the event's list. */
EventEmitter.prototype.prependListener =
  function prependListener(type, listener) {
    validateFunction(listener, 'listener');
    return addListener(this, type, listener, true);
  };

/** Adds a listener that is removed before its first call. */
EventEmitter.prototype.once = function once(type, listener) {
  validateFunction(listener, 'listener');
  return this.on(type, wrapOnce(this, type, listener));
};

EventEmitter.prototype.prependOnceListener =
  function prependOnceListener(type, listener) {
    validateFunction(listener, 'listener');
    return this.prependListener(type, wrapOnce(this, type, listener));
  };

/** Removes the latest added of equal listeners. */
EventEmitter.prototype.removeListener =
  function removeListener(type, listener) {
    validateFunction(listener, 'listener');
    const events = this._events;
    const list = events?.[type];
    if (list === undefined) return this;
    if (list === listener || list.listener === listener) {
      removeType(this, type);
    } else if (typeof list === 'function' ||
               !removeFromList(events, type, list, listener)) {
      return this;
    }
    if (events.removeListener !== undefined) {
      this.emit('removeListener', type, listenerOf(listener));
    }
    return this;
  };

EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

function removeType(target, type) {
  const events = target._events;
  const isLast = --target._eventsCount === 0;
  // A stream's table has its usual names for good (internal/streams/legacy):
  // deleting one would make every later access slow.
  const usual = getPrototypeOf(events);
  if (usual !== null && type in usual) events[type] = undefined;
  else if (isLast) target._events = { __proto__: null };
  else delete events[type];
}

function removeFromList(events, type, list, listener) {
  let at = list.length - 1;
  while (at >= 0 && list[at] !== listener && list[at].listener !== listener) {
    at--;
  }
  if (at < 0) return false;
  if (list.length === 2) {
    events[type] = list[1 - at];
  } else {
    events[type] = copyWarned(list, list.toSpliced(at, 1));
  }
  return true;
}

/** Removes all listeners, or those of one event. */
EventEmitter.prototype.removeAllListeners =
  function removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener !== undefined) {
      return removeAllAndTell(this, events, arguments.length > 0, type);
    }
    if (arguments.length === 0) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      removeType(this, type);
    }
    return this;
  };

// Somebody listens for 'removeListener': every removal is told, latest first.
function removeAllAndTell(target, events, hasType, type) {
  if (!hasType) {
    for (const key of ownKeys(events)) {
      if (key !== 'removeListener') target.removeAllListeners(key);
    }
    target.removeAllListeners('removeListener');
    target._events = { __proto__: null };
    target._eventsCount = 0;
    return target;
  }
  const list = events[type];
  if (typeof list === 'function') {
    target.removeListener(type, list);
  } else if (list !== undefined) {
    for (let i = list.length - 1; i >= 0; i--) {
      target.removeListener(type, list[i]);
    }
  }
  return target;
}

// --- Emitting -------------------------------------------------------------------

/**
 * Calls the event's listeners in the order they were added.
 * @param {string|symbol} type
 * @param {...any} args
 * @returns {boolean} Whether there was a listener.
 */
EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events?.[kErrorMonitor] !== undefined) {
      this.emit(kErrorMonitor, ...args);
    }
    if (events?.error === undefined) throwUnhandled(this, args);
  }
  const handler = events?.[type];
  if (handler === undefined) return false;

  if (typeof handler === 'function') {
    const result = apply(handler, this, args);
    if (result !== undefined && result !== null) {
      catchRejection(this, result, type, args);
    }
    return true;
  }
  const { length } = handler;
  for (let i = 0; i < length; i++) {
    const result = apply(handler[i], this, args);
    if (result !== undefined && result !== null) {
      catchRejection(this, result, type, args);
    }
  }
  return true;
};

function throwUnhandled(emitter, args) {
  const er = args[0];
  if (er instanceof Error) {
    noteUnhandled(emitter, er, EventEmitter.prototype.emit);
    // This very line is what users see above the stack, and know.
    throw er; // Unhandled 'error' event
  }
  let text;
  try {
    text = require('internal/util/inspect').inspect(er);
  } catch {
    text = er;
  }
  const unhandled = new codes.ERR_UNHANDLED_ERROR(text);
  unhandled.context = er;
  throw unhandled;
}

function catchRejection(emitter, result, type, args) {
  if (!emitter[kCapture]) return;
  // Promises/A+: `then` is read once.
  try {
    const { then } = result;
    if (typeof then !== 'function') return;
    then.call(result, undefined, (error) => {
      // Out of the promise, so that a throw is an uncaught exception.
      require('internal/process').nextTick(
        emitRejection, emitter, error, type, args);
    });
  } catch (error) {
    emitter.emit('error', error);
  }
}

function emitRejection(emitter, error, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](error, type, ...args);
    return;
  }
  // An 'error' listener that rejects must not come back here for ever.
  const captured = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = captured;
  }
}

// --- Looking ----------------------------------------------------------------------

function listListeners(target, type, unwrap) {
  const list = target._events?.[type];
  if (list === undefined) return [];
  if (typeof list === 'function') return [unwrap ? listenerOf(list) : list];
  return unwrap ? list.map(listenerOf) : list.slice();
}

/** A copy of the event's listeners, without the wrappers of `once`. */
EventEmitter.prototype.listeners = function listeners(type) {
  return listListeners(this, type, true);
};

/** A copy of the event's listeners, with the wrappers of `once`. */
EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listListeners(this, type, false);
};

/**
 * How many listeners an event has; with `listener`, how often that is one.
 * @param {string|symbol} type
 * @param {Function} [listener]
 * @returns {number}
 */
EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const list = this._events?.[type];
  if (list === undefined) return 0;
  const isSought = (one) => one === listener || one.listener === listener;
  if (typeof list === 'function') {
    return listener == null || isSought(list) ? 1 : 0;
  }
  return listener == null ? list.length : list.filter(isSought).length;
};

/** The events that have listeners. */
EventEmitter.prototype.eventNames = function eventNames() {
  if (this._eventsCount === 0) return [];
  const events = this._events;
  return ownKeys(events).filter((type) => events[type] !== undefined);
};

/**
 * Sets above how many listeners of one event a leak is suspected.
 * @param {number} n 0 or Infinity: no limit
 */
EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners ?? defaultMaxListeners;
};

// --- Functions of the module --------------------------------------------------------

function isEventTarget(target) {
  return require('internal/event_target').isEventTarget(target);
}

function throwNotEmitter(value, name = 'emitter') {
  throw new codes.ERR_INVALID_ARG_TYPE(
    name, ['EventEmitter', 'EventTarget'], value);
}

/** The listeners of an EventEmitter's or EventTarget's event. */
function getEventListeners(target, type) {
  if (typeof target?.listeners === 'function') return target.listeners(type);
  if (isEventTarget(target)) {
    return require('internal/event_target').listenersOf(target, type);
  }
  throwNotEmitter(target);
}

function getMaxListeners(target) {
  if (typeof target?.getMaxListeners === 'function') {
    return target.getMaxListeners();
  }
  if (isEventTarget(target)) {
    return target[kMaxEventTargetListeners] ?? defaultMaxListeners;
  }
  throwNotEmitter(target);
}

function listenerCount(target, type) {
  if (typeof target?.listenerCount === 'function') {
    return target.listenerCount(type);
  }
  if (isEventTarget(target)) {
    return require('internal/event_target').listenerCount(target, type);
  }
  throwNotEmitter(target);
}

/** Sets the limit of the targets, or, without any, the default. */
function setMaxListeners(n = defaultMaxListeners, ...targets) {
  validateNumber(n, 'setMaxListeners', 0);
  if (targets.length === 0) defaultMaxListeners = n;
  for (const target of targets) {
    if (isEventTarget(target)) {
      target[kMaxEventTargetListeners] = n;
      target[kMaxEventTargetListenersWarned] = false;
    } else if (typeof target?.setMaxListeners === 'function') {
      target.setMaxListeners(n);
    } else {
      throwNotEmitter(target, 'eventTargets');
    }
  }
}

/**
 * Calls a listener once when a signal aborts, even if another listener stops
 * the event.
 * @returns {Disposable} Removes the listener.
 */
function addAbortListener(signal, listener) {
  if (signal === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  let remove;
  if (signal.aborted) {
    require('internal/process/task_queues').queueMicrotask(() => listener());
  } else {
    const { kResistStopPropagation } = require('internal/event_target');
    signal.addEventListener(
      'abort', listener, { once: true, [kResistStopPropagation]: true });
    remove = () => signal.removeEventListener('abort', listener);
  }
  return { __proto__: null, [SymbolDispose]() { remove?.(); } };
}

/** Resolves with the arguments of the next event, rejects on 'error'. */
async function once(emitter, type, options) {
  return require('internal/events/once').once(emitter, type, options);
}

/** An async iterator over the arguments of an event. */
function on(emitter, type, options) {
  return require('internal/events/on').on(emitter, type, options);
}

module.exports = EventEmitter;
Object.assign(EventEmitter, {
  addAbortListener,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  EventEmitter,
  usingDomains: false,
  captureRejectionSymbol: kRejection,
  errorMonitor: kErrorMonitor,
  setMaxListeners,
  listenerCount,
});

Object.defineProperties(EventEmitter, {
  captureRejections: {
    get() {
      return EventEmitter.prototype[kCapture];
    },
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      EventEmitter.prototype[kCapture] = value;
    },
    enumerable: true,
  },
  EventEmitterAsyncResource: {
    get() {
      return require('internal/events/async_resource')
        .EventEmitterAsyncResource;
    },
    set: undefined,
    enumerable: true,
    configurable: true,
  },
  defaultMaxListeners: {
    get() {
      return defaultMaxListeners;
    },
    set(value) {
      validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
    enumerable: true,
  },
  kMaxEventTargetListeners: { value: kMaxEventTargetListeners },
  kMaxEventTargetListenersWarned: { value: kMaxEventTargetListenersWarned },
});
