'use strict';
// AbortController and AbortSignal.

const { codes } = require('internal/errors');
const {
  validateAbortSignal,
  validateAbortSignalArray,
  validateObject,
  validateUint32,
} = require('internal/validators');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { DOMException } = require('internal/dom_exception');
const {
  Event,
  EventTarget,
  defineEventHandler,
  kNewListener,
  kRemoveListener,
  kTrustEvent,
  kWeakHandler,
} = require('internal/event_target');
const { kMaxEventTargetListeners } = require('events');

const kConstruct = Symbol('kConstruct');

// Signals that nothing but a timer or another signal would abort, while they
// have listeners: those must be called, so the signals must not be collected.
const kept = new Set();

// Made at run time: neither may be in a snapshot.
let timeoutsOfCollected;

let abortSignal;
let isSignal;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #isTimeout = false;
  #isComposite = false;
  // Of a source: WeakRefs of the composite signals that follow it.
  #dependents = null;
  // Of a composite signal: the signals it follows, weakly, without composites.
  #sources = null;

  static {
    abortSignal = (signal, reason) => signal.#abort(reason);
    isSignal = (value) =>
      typeof value === 'object' && value !== null && #aborted in value;
  }

  constructor(token = undefined) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  static #check(value) {
    if (!isSignal(value)) throw new codes.ERR_INVALID_THIS('AbortSignal');
  }

  get aborted() {
    AbortSignal.#check(this);
    return this.#aborted;
  }

  get reason() {
    AbortSignal.#check(this);
    return this.#reason;
  }

  throwIfAborted() {
    AbortSignal.#check(this);
    if (this.#aborted) throw this.#reason;
  }

  /** A signal that is aborted already. */
  static abort(reason = defaultReason()) {
    const signal = new AbortSignal(kConstruct);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  /**
   * A signal that aborts after a time. Its timer does not keep the process
   * alive.
   * @param {number} delay Milliseconds.
   */
  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kConstruct);
    signal.#isTimeout = true;
    const timer = startTimeout(new WeakRef(signal), delay);
    timeoutsOfCollected ??= new FinalizationRegistry(
      (timer) => require('timers').clearTimeout(timer));
    timeoutsOfCollected.register(signal, timer);
    return signal;
  }

  /**
   * A signal that aborts with the first of others.
   * @param {Iterable<AbortSignal>} signals
   */
  static any(signals) {
    const list = Array.isArray(signals) ? signals : sequenceOf(signals);
    validateAbortSignalArray(list, 'signals');
    const composite = new AbortSignal(kConstruct);
    composite.#isComposite = true;
    const aborted = list.find((signal) => signal.aborted);
    if (aborted !== undefined) {
      composite.#aborted = true;
      composite.#reason = aborted.#reason;
      return composite;
    }
    composite.#sources = new Set();
    for (const signal of list) composite.#follow(signal);
    return composite;
  }

  // A composite source is replaced by its own sources, so that chains stay
  // one link long whatever is collected between.
  #follow(source) {
    if (source.#isComposite) {
      for (const ref of source.#sources ?? []) {
        const one = ref.deref();
        if (one !== undefined) this.#follow(one);
      }
      return;
    }
    source.#dependents ??= new Set();
    const ref = source.#selfRef();
    if (this.#sources.has(ref)) return;
    this.#sources.add(ref);
    source.#dependents.add(this.#selfRef());
    dependentsOfCollected().register(this, [ref, this.#selfRef()]);
  }

  #ref = null;
  #selfRef() {
    return this.#ref ??= new WeakRef(this);
  }

  static forget([sourceRef, dependentRef]) {
    sourceRef.deref()?.#dependents?.delete(dependentRef);
  }

  #abort(reason) {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    const followers = [];
    for (const ref of this.#dependents ?? []) {
      const follower = ref.deref();
      if (follower === undefined || follower.#aborted) continue;
      follower.#aborted = true;
      follower.#reason = reason;
      followers.push(follower);
    }
    this.#dependents = null;
    this.#dispatchAbort();
    for (const follower of followers) follower.#dispatchAbort();
  }

  #dispatchAbort() {
    this.#sources = null;
    this.dispatchEvent(new Event('abort', kTrusted));
    kept.delete(this);
  }

  [kNewListener](size, type, record) {
    super[kNewListener](size, type, record);
    if (!this.#isTimeout && !this.#isComposite) return;
    if (type === 'abort' && !this.#aborted && !record.isWeak) {
      kept.add(this);
      // What a kept composite follows must be able to reach it.
      if (this.#isComposite) keepSources(this, this.#sources);
    }
  }

  [kRemoveListener](size, type, record) {
    super[kRemoveListener](size, type, record);
    if ((this.#isTimeout || this.#isComposite) && type === 'abort' &&
        size === 0) {
      kept.delete(this);
      keptSources.delete(this);
    }
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, { aborted: this.aborted }, depth, options);
  }
}
const { forget } = AbortSignal;
delete AbortSignal.forget;

const kTrusted = { [kTrustEvent]: true };

function defaultReason() {
  return new DOMException('This operation was aborted', 'AbortError');
}

function sequenceOf(signals) {
  if (signals === null || typeof signals !== 'object' ||
      typeof signals[Symbol.iterator] !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('signals', 'Array', signals);
  }
  return [...signals];
}

// Strong references from a composite signal with listeners to what it follows.
const keptSources = new WeakMap();

function keepSources(composite, sources) {
  const strong = [];
  for (const ref of sources ?? []) {
    const source = ref.deref();
    if (source !== undefined) strong.push(source);
  }
  keptSources.set(composite, strong);
}

let dependentsRegistry;
function dependentsOfCollected() {
  return dependentsRegistry ??= new FinalizationRegistry(forget);
}

function startTimeout(weakSignal, delay) {
  const timer = require('timers').setTimeout(() => {
    const signal = weakSignal.deref();
    if (signal === undefined) return;
    abortSignal(signal, new DOMException(
      'The operation was aborted due to timeout', 'TimeoutError'));
  }, delay);
  timer.unref();
  return timer;
}

function inspectAs(object, properties, depth, options) {
  if (depth < 0) return `[${object.constructor.name}]`;
  const { inspect } = require('internal/util/inspect');
  const inner = { ...options };
  if (options.depth !== null) inner.depth = options.depth - 1;
  return `${object.constructor.name} ${inspect(properties, inner)}`;
}

Object.defineProperties(AbortSignal.prototype, {
  // Many operations may wait for one signal: no limit unless one is set.
  [kMaxEventTargetListeners]: { writable: true, value: 0 },
  aborted: kEnumerableProperty,
  reason: kEnumerableProperty,
  throwIfAborted: kEnumerableProperty,
  [Symbol.toStringTag]: {
    writable: false, enumerable: false, configurable: true,
    value: 'AbortSignal',
  },
});
Object.defineProperties(AbortSignal, {
  abort: kEnumerableProperty,
  timeout: kEnumerableProperty,
  any: kEnumerableProperty,
});
defineEventHandler(AbortSignal.prototype, 'abort');

class AbortController {
  #signal = null;

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#signal in value)) {
      throw new codes.ERR_INVALID_THIS('AbortController');
    }
  }

  get signal() {
    AbortController.#check(this);
    return this.#signal ??= new AbortSignal(kConstruct);
  }

  /** Aborts the signal; only the first call counts. */
  abort(reason = defaultReason()) {
    AbortController.#check(this);
    abortSignal(this.#signal ??= new AbortSignal(kConstruct), reason);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, { signal: this.signal }, depth, options);
  }
}

Object.defineProperties(AbortController.prototype, {
  signal: kEnumerableProperty,
  abort: kEnumerableProperty,
  [Symbol.toStringTag]: {
    writable: false, enumerable: false, configurable: true,
    value: 'AbortController',
  },
});

/**
 * Resolves when a signal aborts, held no longer than `resource`: util.aborted.
 * @param {AbortSignal} signal
 * @param {object} resource
 */
async function aborted(signal, resource) {
  if (signal === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  validateAbortSignal(signal, 'signal');
  validateObject(resource, 'resource', {
    nullable: false, allowFunction: true, allowArray: true,
  });
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers();
  signal.addEventListener('abort', resolve,
                          { [kWeakHandler]: resource, once: true });
  return promise;
}

/** A controller whose signal may be sent by postMessage: not there yet. */
function transferableAbortController() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED(
    'util.transferableAbortController()');
}

function transferableAbortSignal(signal) {
  validateAbortSignal(signal, 'signal');
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('util.transferableAbortSignal()');
}

module.exports = {
  AbortController,
  AbortSignal,
  aborted,
  transferableAbortController,
  transferableAbortSignal,
};
