'use strict';
// Event, CustomEvent, EventTarget, and NodeEventTarget, which is an EventTarget
// that also looks like an EventEmitter.

const { codes } = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { customInspectSymbol, kEnumerableProperty } =
  require('internal/util');
const { now } = internalBinding('performance');
const EventEmitter = require('events');
const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned } =
  EventEmitter;

// --- Options of our own for addEventListener ---------------------------------

/** An object that holds the listener weakly: both live as long as it does. */
const kWeakHandler = Symbol('kWeak');
/** The listener runs even after stopImmediatePropagation(). */
const kResistStopPropagation = Symbol('kResistStopPropagation');
/** The listener gets the event's detail instead of the event. */
const kIsNodeStyleListener = Symbol('kIsNodeStyleListener');

// --- What subclasses may override ---------------------------------------------

const kNewListener = Symbol('kNewListener'); // (size, type, record)
const kRemoveListener = Symbol('kRemoveListener'); // (size, type, record)
const kCreateEvent = Symbol('kCreateEvent'); // (type, detail) -> Event

const kTrustEvent = Symbol('kTrustEvent');

const kNone = 0;
const kCapturingPhase = 1;
const kAtTarget = 2;
const kBubblingPhase = 3;

// Set by static blocks below: the private state of events and targets.
let beginDispatch;
let endDispatch;
let isStopped;
let isEventTarget;
let recordsOf;
let dispatchTo;

function inspectShort(object, depth, options, properties) {
  const { name } = object.constructor;
  if (depth < 0) return name;
  const { inspect } = require('internal/util/inspect');
  const inner = { ...options };
  if (Number.isInteger(options.depth)) inner.depth = options.depth - 1;
  return `${name} ${inspect(properties, inner)}`;
}

class Event {
  #type;
  #bubbles = false;
  #cancelable = false;
  #composed = false;
  #isTrusted = false;
  #defaultPrevented = false;
  #propagationStopped = false;
  #immediateStopped = false;
  #isDispatching = false;
  #target = null;
  #timeStamp = now();

  /**
   * @param {string} type
   * @param {{bubbles?: boolean, cancelable?: boolean, composed?: boolean}}
   *   [options]
   */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    this.#type = `${type}`;
    if (options === undefined || options === null) return;
    validateObject(options, 'options', {
      allowArray: true, allowFunction: true,
    });
    this.#bubbles = !!options.bubbles;
    this.#cancelable = !!options.cancelable;
    this.#composed = !!options.composed;
    this.#isTrusted = options[kTrustEvent] === true;
  }

  static {
    beginDispatch = (event, target) => {
      if (event.#isDispatching) {
        throw new codes.ERR_EVENT_RECURSION(event.#type);
      }
      event.#isDispatching = true;
      event.#target = target;
    };
    endDispatch = (event) => {
      event.#isDispatching = false;
      return !event.#defaultPrevented;
    };
    isStopped = (event) => event.#immediateStopped;
    Event.isEvent = (value) => #type in value;
  }

  static #check(value) {
    if (value === null ||
        (typeof value !== 'object' && typeof value !== 'function') ||
        !(#type in value)) {
      throw new codes.ERR_INVALID_THIS('Event');
    }
    return value;
  }

  /**
   * Initialises an event again, as long as it is not being dispatched.
   * @deprecated
   */
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    if (Event.#check(this).#isDispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }

  stopImmediatePropagation() {
    Event.#check(this).#propagationStopped = true;
    this.#immediateStopped = true;
  }

  preventDefault() {
    if (Event.#check(this).#cancelable) this.#defaultPrevented = true;
  }

  get target() {
    return Event.#check(this).#target;
  }

  get currentTarget() {
    return Event.#check(this).#isDispatching ? this.#target : null;
  }

  get srcElement() {
    return Event.#check(this).#target;
  }

  get type() {
    return Event.#check(this).#type;
  }

  get cancelable() {
    return Event.#check(this).#cancelable;
  }

  get defaultPrevented() {
    return Event.#check(this).#cancelable && this.#defaultPrevented;
  }

  get timeStamp() {
    return Event.#check(this).#timeStamp;
  }

  composedPath() {
    return Event.#check(this).#isDispatching ? [this.#target] : [];
  }

  get returnValue() {
    return !Event.#check(this).#cancelable || !this.#defaultPrevented;
  }

  get bubbles() {
    return Event.#check(this).#bubbles;
  }

  get composed() {
    return Event.#check(this).#composed;
  }

  get eventPhase() {
    return Event.#check(this).#isDispatching ? kAtTarget : kNone;
  }

  get cancelBubble() {
    return Event.#check(this).#propagationStopped;
  }

  set cancelBubble(value) {
    if (value) Event.#check(this).#propagationStopped = true;
    else Event.#check(this);
  }

  stopPropagation() {
    Event.#check(this).#propagationStopped = true;
  }

  get isTrusted() {
    return Event.#check(this).#isTrusted;
  }

  [customInspectSymbol](depth, options) {
    Event.#check(this);
    return inspectShort(this, depth, options, {
      type: this.#type,
      defaultPrevented: this.#defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timeStamp,
    });
  }

  static NONE = kNone;
  static CAPTURING_PHASE = kCapturingPhase;
  static AT_TARGET = kAtTarget;
  static BUBBLING_PHASE = kBubblingPhase;
}
const { isEvent } = Event;
delete Event.isEvent;

Object.defineProperties(Event.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'Event' },
  initEvent: kEnumerableProperty,
  stopImmediatePropagation: kEnumerableProperty,
  preventDefault: kEnumerableProperty,
  target: kEnumerableProperty,
  currentTarget: kEnumerableProperty,
  srcElement: kEnumerableProperty,
  type: kEnumerableProperty,
  cancelable: kEnumerableProperty,
  defaultPrevented: kEnumerableProperty,
  timeStamp: kEnumerableProperty,
  composedPath: kEnumerableProperty,
  returnValue: kEnumerableProperty,
  bubbles: kEnumerableProperty,
  composed: kEnumerableProperty,
  eventPhase: kEnumerableProperty,
  cancelBubble: kEnumerableProperty,
  stopPropagation: kEnumerableProperty,
  isTrusted: kEnumerableProperty,
});
for (const [name, value] of [['NONE', kNone],
                             ['CAPTURING_PHASE', kCapturingPhase],
                             ['AT_TARGET', kAtTarget],
                             ['BUBBLING_PHASE', kBubblingPhase]]) {
  const constant = {
    value, writable: false, enumerable: true, configurable: false,
  };
  Object.defineProperty(Event, name, constant);
  Object.defineProperty(Event.prototype, name, constant);
}

class CustomEvent extends Event {
  #detail;

  /** @param {{detail?: any}} [options] */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (typeof this !== 'object' || this === null || !(#detail in this)) {
      throw new codes.ERR_INVALID_THIS('CustomEvent');
    }
    return this.#detail;
  }
}
Object.defineProperties(CustomEvent.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'CustomEvent' },
  detail: kEnumerableProperty,
});

// --- EventTarget --------------------------------------------------------------

/** One registered listener. */
class ListenerRecord {
  constructor(listener, options) {
    this.listener = listener; // or a WeakRef of it
    this.capture = options.capture;
    this.once = options.once;
    this.passive = options.passive;
    this.isWeak = options.weak !== undefined;
    this.isNodeStyle = options.isNodeStyle;
    this.resistsStop = options.resistsStop;
    this.isRemoved = false;
    if (this.isWeak) this.#hold(options.weak);
  }

  // The listener lives as long as the holder.
  #hold(holder) {
    weakHolders ??= new WeakMap();
    const held = weakHolders.get(holder);
    if (held === undefined) weakHolders.set(holder, [this.listener]);
    else held.push(this.listener);
    this.listener = new WeakRef(this.listener);
  }

  /** The function or object; undefined if it was weak and is gone. */
  get callback() {
    return this.isWeak ? this.listener.deref() : this.listener;
  }

  isSame(callback, capture) {
    return this.capture === capture && this.callback === callback;
  }
}
let weakHolders;

const kNoOptions = {
  once: false,
  capture: false,
  passive: false,
  signal: undefined,
  weak: undefined,
  isNodeStyle: false,
  resistsStop: false,
};

function readOptions(options) {
  if (options === undefined || options === null) return kNoOptions;
  if (typeof options === 'boolean') {
    return { ...kNoOptions, capture: options };
  }
  validateObject(options, 'options', {
    allowArray: true, allowFunction: true, nullable: false,
  });
  return {
    once: !!options.once,
    capture: !!options.capture,
    passive: !!options.passive,
    signal: options.signal,
    weak: options[kWeakHandler],
    isNodeStyle: !!options[kIsNodeStyleListener],
    resistsStop: options[kResistStopPropagation] ?? false,
  };
}

function isListener(listener) {
  if (typeof listener === 'function') return true;
  if (typeof listener === 'object' && listener !== null) return true;
  if (listener === undefined || listener === null) return false;
  throw new codes.ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

function warnOfMissingListener(target, listener, type) {
  const warning = new Error(
    `addEventListener called with ${listener}` +
    ' which has no effect.');
  warning.name = 'AddEventListenerArgumentTypeWarning';
  warning.target = target;
  warning.type = type;
  require('internal/process').emitWarning(warning);
}

function warnOfLeak(target, type, count, max) {
  const { inspect } = require('internal/util/inspect');
  target[kMaxEventTargetListenersWarned] = true;
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${count} ${type} listeners ` +
    `added to ${inspect(target, { depth: -1 })}. MaxListeners is ${max}. ` +
    'Use events.setMaxListeners() to increase limit');
  warning.name = 'MaxListenersExceededWarning';
  warning.target = target;
  warning.type = type;
  warning.count = count;
  require('internal/process').emitWarning(warning);
}

function throwLater(error) {
  require('internal/process').nextTick(() => {
    throw error;
  });
}

class EventTarget {
  // Map of type -> ListenerRecord[], made by the first listener. A list is
  // never changed but replaced, so that a dispatch walks what it began with.
  #lists = null;

  static {
    isEventTarget = (value) =>
      typeof value === 'object' && value !== null && #lists in value;
    recordsOf = (target, type) => target.#lists?.get(`${type}`) ?? [];
    dispatchTo = (target, type, value, event) =>
      target.#dispatch(type, value, event);
  }

  static #check(value) {
    if (!isEventTarget(value)) throw new codes.ERR_INVALID_THIS('EventTarget');
  }

  /** For subclasses: a listener was added; `size` is how many there are. */
  [kNewListener](size, type, record) {
    const max = this[kMaxEventTargetListeners] ??
      EventEmitter.defaultMaxListeners;
    if (max > 0 && size > max && !this[kMaxEventTargetListenersWarned]) {
      warnOfLeak(this, type, size, max);
    }
  }

  [kRemoveListener](size, type, record) {}

  /**
   * @param {string} type
   * @param {Function|{handleEvent: Function}} listener
   * @param {boolean|{capture?: boolean, once?: boolean, passive?: boolean,
   *   signal?: AbortSignal}} [options]
   */
  addEventListener(type, listener, options = kNoOptions) {
    EventTarget.#check(this);
    if (arguments.length < 2) {
      throw new codes.ERR_MISSING_ARGS('type', 'listener');
    }
    const read = options === kNoOptions ? options : readOptions(options);
    if (read.signal !== undefined) {
      require('internal/validators')
        .validateAbortSignal(read.signal, 'options.signal');
    }
    if (!isListener(listener)) {
      warnOfMissingListener(this, listener, type);
      return;
    }
    type = `${type}`;
    if (read.signal?.aborted) return;
    const added = this.#add(type, new ListenerRecord(listener, read));
    if (added && read.signal !== undefined) {
      this.#removeOnAbort(type, listener, options, read.signal);
    }
  }

  #add(type, record) {
    this.#lists ??= new Map();
    const list = this.#lists.get(type) ?? [];
    const { callback, capture } = record;
    if (list.some((one) => one.isSame(callback, capture))) return false;
    const living = list.filter((one) => one.callback !== undefined);
    living.push(record);
    this.#lists.set(type, living);
    this[kNewListener](living.length, type, record);
    return true;
  }

  #removeOnAbort(type, listener, options, signal) {
    // Weak, so that a long-lived signal does not keep this target.
    signal.addEventListener('abort', () => {
      this.removeEventListener(type, listener, options);
    }, { once: true, [kWeakHandler]: this, [kResistStopPropagation]: true });
  }

  /** Removes the listener added with the same `capture`. */
  removeEventListener(type, listener, options = kNoOptions) {
    EventTarget.#check(this);
    if (arguments.length < 2) {
      throw new codes.ERR_MISSING_ARGS('type', 'listener');
    }
    type = `${type}`;
    const list = this.#lists?.get(type);
    if (list === undefined || !isListener(listener)) return;
    const capture = typeof options === 'boolean' ?
      options : !!options?.capture;
    const record = list.find((one) => one.isSame(listener, capture));
    if (record !== undefined) this.#remove(type, list, record);
  }

  #remove(type, list, record) {
    record.isRemoved = true;
    const rest = list.filter((one) => one !== record);
    if (rest.length === 0) this.#lists.delete(type);
    else this.#lists.set(type, rest);
    this[kRemoveListener](rest.length, type, record);
  }

  /**
   * Calls the listeners of the event's type.
   * @returns {boolean} false if preventDefault() was called
   */
  dispatchEvent(event) {
    EventTarget.#check(this);
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('event');
    if (typeof event !== 'object' || event === null || !isEvent(event)) {
      throw new codes.ERR_INVALID_ARG_TYPE('event', 'Event', event);
    }
    return this.#dispatch(event.type, event, event);
  }

  // `event` may be undefined: then NodeEventTarget makes it if somebody wants
  // it, and `value` is what Node style listeners get.
  #dispatch(type, value, event) {
    if (event !== undefined) beginDispatch(event, this);
    const list = this.#lists?.get(type);
    if (list === undefined) return event === undefined || endDispatch(event);
    for (const record of list) {
      if (record.isRemoved) continue;
      if (event !== undefined && isStopped(event) && !record.resistsStop) {
        continue;
      }
      if (record.once) this.#remove(type, this.#lists.get(type), record);
      const callback = record.callback;
      if (callback === undefined) continue; // was weak
      let argument = value;
      if (!record.isNodeStyle) {
        if (event === undefined) {
          event = this[kCreateEvent](value, type);
          beginDispatch(event, this);
        }
        argument = event;
      }
      this.#call(callback, argument);
    }
    return event === undefined || endDispatch(event);
  }

  // An exception does not stop the other listeners: it becomes an uncaught one.
  #call(callback, argument) {
    try {
      let result;
      if (typeof callback === 'function') {
        result = Reflect.apply(callback, this, [argument]);
      } else {
        const { handleEvent } = callback;
        if (typeof handleEvent !== 'function') return;
        result = Reflect.apply(handleEvent, callback, [argument]);
      }
      if (result !== undefined && result !== null) watchPromise(result);
    } catch (error) {
      throwLater(error);
    }
  }

  /** The types that have listeners. For NodeEventTarget. */
  static typesOf(target) {
    return target.#lists === null ? [] : [...target.#lists.keys()];
  }

  static removeAllFrom(target, type) {
    const types = type === undefined ? typesOf(target) : [`${type}`];
    for (const one of types) {
      if (target.#lists?.delete(one)) target[kRemoveListener](0, one, undefined);
    }
  }

  [customInspectSymbol](depth, options) {
    return inspectShort(this, depth, options, {});
  }
}
const { typesOf, removeAllFrom } = EventTarget;
delete EventTarget.typesOf;
delete EventTarget.removeAllFrom;

function watchPromise(value) {
  const { then } = value;
  if (typeof then === 'function') then.call(value, undefined, throwLater);
}

Object.defineProperties(EventTarget.prototype, {
  addEventListener: kEnumerableProperty,
  removeEventListener: kEnumerableProperty,
  dispatchEvent: kEnumerableProperty,
  [Symbol.toStringTag]: {
    writable: false, enumerable: false, configurable: true,
    value: 'EventTarget',
  },
});

/** What events.getEventListeners gives for an EventTarget. */
function listenersOf(target, type) {
  return recordsOf(target, type)
    .map((record) => record.callback)
    .filter((callback) => callback !== undefined);
}

function listenerCount(target, type) {
  return recordsOf(target, type).length;
}

// --- NodeEventTarget ------------------------------------------------------------

/** An EventTarget with EventEmitter's most used methods. */
class NodeEventTarget extends EventTarget {
  static defaultMaxListeners = 10;

  #isNode = true;

  static #check(value) {
    if (!isEventTarget(value) || !(#isNode in value)) {
      throw new codes.ERR_INVALID_THIS('NodeEventTarget');
    }
  }

  setMaxListeners(n) {
    NodeEventTarget.#check(this);
    EventEmitter.setMaxListeners(n, this);
  }

  getMaxListeners() {
    NodeEventTarget.#check(this);
    return this[kMaxEventTargetListeners] ?? EventEmitter.defaultMaxListeners;
  }

  eventNames() {
    NodeEventTarget.#check(this);
    return typesOf(this);
  }

  listenerCount(type) {
    NodeEventTarget.#check(this);
    return listenerCount(this, type);
  }

  off(type, listener, options) {
    NodeEventTarget.#check(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  removeListener(type, listener, options) {
    NodeEventTarget.#check(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  on(type, listener) {
    NodeEventTarget.#check(this);
    this.addEventListener(type, listener, { [kIsNodeStyleListener]: true });
    return this;
  }

  addListener(type, listener) {
    NodeEventTarget.#check(this);
    this.addEventListener(type, listener, { [kIsNodeStyleListener]: true });
    return this;
  }

  emit(type, arg) {
    NodeEventTarget.#check(this);
    validateString(type, 'type');
    const hadListeners = listenerCount(this, type) > 0;
    dispatchTo(this, type, arg, undefined);
    return hadListeners;
  }

  [kCreateEvent](detail, type) {
    return new CustomEvent(type, { detail });
  }

  once(type, listener) {
    NodeEventTarget.#check(this);
    this.addEventListener(
      type, listener, { once: true, [kIsNodeStyleListener]: true });
    return this;
  }

  removeAllListeners(type) {
    NodeEventTarget.#check(this);
    removeAllFrom(this, type);
    return this;
  }
}
Object.defineProperties(NodeEventTarget.prototype, {
  setMaxListeners: kEnumerableProperty,
  getMaxListeners: kEnumerableProperty,
  eventNames: kEnumerableProperty,
  listenerCount: kEnumerableProperty,
  off: kEnumerableProperty,
  removeListener: kEnumerableProperty,
  on: kEnumerableProperty,
  addListener: kEnumerableProperty,
  once: kEnumerableProperty,
  emit: kEnumerableProperty,
  removeAllListeners: kEnumerableProperty,
});

// --- on<type> properties ----------------------------------------------------------

const kHandlers = Symbol('kHandlers');

/**
 * Defines the property `on${name}`: a listener that is set by assignment and
 * keeps its place among the others when it is replaced.
 */
function defineEventHandler(target, name, event = name) {
  const property = `on${name}`;
  function get() {
    if (!isEventTarget(this)) {
      throw new codes.ERR_INVALID_THIS(target.constructor.name);
    }
    return this[kHandlers]?.get(event)?.handler ?? null;
  }
  function set(value) {
    if (!isEventTarget(this)) {
      throw new codes.ERR_INVALID_THIS(target.constructor.name);
    }
    const handlers = handlersOf(this);
    let wrapped = handlers.get(event);
    const handler = typeof value === 'function' ||
      (typeof value === 'object' && value !== null) ? value : null;
    if (wrapped === undefined) {
      if (handler === null) return;
      wrapped = makeHandler(handler);
      handlers.set(event, wrapped);
      this.addEventListener(event, wrapped);
      return;
    }
    if (handler === null) {
      this.removeEventListener(event, wrapped);
      handlers.delete(event);
    } else {
      wrapped.handler = handler;
    }
  }
  Object.defineProperty(get, 'name', { value: `get ${property}` });
  Object.defineProperty(set, 'name', { value: `set ${property}` });
  Object.defineProperty(target, property, {
    get, set, configurable: true, enumerable: true,
  });
}

function handlersOf(target) {
  if (target[kHandlers] === undefined) {
    Object.defineProperty(target, kHandlers, { value: new Map() });
  }
  return target[kHandlers];
}

function makeHandler(handler) {
  function wrapper(...args) {
    const { handler: current } = wrapper;
    if (typeof current !== 'function') return undefined;
    return Reflect.apply(current, this, args);
  }
  wrapper.handler = handler;
  return wrapper;
}

module.exports = {
  Event,
  CustomEvent,
  EventTarget,
  NodeEventTarget,
  defineEventHandler,
  isEventTarget,
  listenersOf,
  listenerCount,
  kWeakHandler,
  kResistStopPropagation,
  kIsNodeStyleListener,
  kNewListener,
  kRemoveListener,
  kCreateEvent,
  kTrustEvent,
};
