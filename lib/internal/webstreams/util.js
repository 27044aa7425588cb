'use strict';

// What the web streams are made of: promises, queues and the reading of what
// programs pass in. The names of operations follow the standard,
// https://streams.spec.whatwg.org, where one can be found under that name.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');

// Programs may replace Promise.prototype.then; the streams must not notice.
const promiseThen = Function.prototype.call.bind(Promise.prototype.then);
const promiseResolve = Promise.resolve.bind(Promise);
const promiseReject = Promise.reject.bind(Promise);

function nop() {}

/** `promise.then(...)` without the program's then. */
function whenSettled(promise, onFulfilled, onRejected) {
  return promiseThen(promise, onFulfilled, onRejected);
}

/** Its rejection is no unhandled one. */
function markHandled(promise) {
  promiseThen(promise, undefined, nop);
}

const PENDING = 0;
const RESOLVED = 1;
const REJECTED = 2;

function rejectHandled({ promise, reject }, reason) {
  markHandled(promise);
  reject(reason);
}

/**
 * A promise that exists only once somebody asks for it; most streams' `closed`
 * and `ready` are never looked at. Its rejections count as handled.
 */
class LazyPromise {
  constructor() {
    this.state = PENDING;
    this.reason = undefined;
    this.deferred = null;
  }

  get promise() {
    if (this.deferred === null) {
      this.deferred = Promise.withResolvers();
      if (this.state === RESOLVED) this.deferred.resolve();
      else if (this.state === REJECTED) rejectHandled(this.deferred, this.reason);
    }
    return this.deferred.promise;
  }

  get isPending() {
    return this.state === PENDING;
  }

  resolve() {
    if (this.state !== PENDING) return;
    this.state = RESOLVED;
    if (this.deferred !== null) this.deferred.resolve();
  }

  reject(reason) {
    if (this.state !== PENDING) return;
    this.state = REJECTED;
    this.reason = reason;
    if (this.deferred !== null) rejectHandled(this.deferred, this.reason);
  }

  static resolved() {
    const lazy = new LazyPromise();
    lazy.state = RESOLVED;
    return lazy;
  }

  static rejected(reason) {
    const lazy = new LazyPromise();
    lazy.reject(reason);
    return lazy;
  }
}

const COMPACT_AT = 1024;

/** First in, first out, without moving what waits. */
class Fifo {
  constructor() {
    this.items = [];
    this.head = 0;
  }

  get length() {
    return this.items.length - this.head;
  }

  push(item) {
    this.items.push(item);
  }

  peek() {
    return this.items[this.head];
  }

  shift() {
    const { items, head } = this;
    const item = items[head];
    if (head === items.length - 1) {
      items.length = 0;
      this.head = 0;
    } else {
      items[head] = undefined;
      this.head = head + 1;
      if (this.head === COMPACT_AT) {
        items.splice(0, COMPACT_AT);
        this.head = 0;
      }
    }
    return item;
  }

  clear() {
    this.items = [];
    this.head = 0;
  }

  /** All items, removed. */
  takeAll() {
    const { items, head } = this;
    this.clear();
    return head === 0 ? items : items.slice(head);
  }
}

/**
 * Chunks with their sizes. (Fields of the streams are not named as members of
 * what programs pass in: assigning would call setters of Object.prototype.)
 */
class SizedQueue {
  constructor() {
    this.chunks = new Fifo();
    this.sizes = new Fifo();
    this.total = 0;
  }

  get length() {
    return this.chunks.length;
  }

  /** @throws if the size is no finite, non-negative number */
  push(chunk, size) {
    size = Number(size);
    if (!(size >= 0) || size === Infinity) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('size', size);
    }
    this.chunks.push(chunk);
    this.sizes.push(size);
    this.total += size;
  }

  peek() {
    return this.chunks.peek();
  }

  shift() {
    this.total -= this.sizes.shift();
    // Of many fractions the sum is inexact.
    if (this.total < 0) this.total = 0;
    return this.chunks.shift();
  }

  clear() {
    this.chunks.clear();
    this.sizes.clear();
    this.total = 0;
  }
}

// ---- what programs pass in --------------------------------------------------

function isObject(value) {
  return (typeof value === 'object' && value !== null) ||
    typeof value === 'function';
}

/** Converts as WebIDL's dictionaries: undefined and null are empty ones. */
function toDictionary(value, name) {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
  return value;
}

/** A member that has to be a function, or undefined. */
function toCallback(object, name, owner) {
  const fn = object[name];
  if (fn === undefined) return undefined;
  if (typeof fn !== 'function') {
    throw new ERR_INVALID_ARG_TYPE(`${owner}.${name}`, 'Function', fn);
  }
  return fn;
}

/** A QueuingStrategy, its members read and converted. */
class Strategy {
  constructor(value, name) {
    const dictionary = toDictionary(value, name);
    const { highWaterMark } = dictionary;
    // NaN is told from a missing one only when it is used.
    this.limit = highWaterMark === undefined ? undefined :
      Number(highWaterMark);
    this.sizeOf = toCallback(dictionary, 'size', name);
  }

  /** ExtractHighWaterMark */
  limitOr(defaultValue) {
    const { limit } = this;
    if (limit === undefined) return defaultValue;
    if (Number.isNaN(limit) || limit < 0) {
      throw new ERR_INVALID_ARG_VALUE.RangeError(
        'strategy.highWaterMark', limit);
    }
    return limit;
  }

  /** ExtractSizeAlgorithm: null means that each chunk counts 1. */
  get sizeAlgorithm() {
    const { sizeOf } = this;
    if (sizeOf === undefined) return null;
    // Called without `this`, as the standard says.
    return (chunk) => sizeOf(chunk);
  }
}

// Programs may replace Function.prototype.call.
const { apply } = Reflect;

/**
 * An algorithm of a program: `fn`, called with `self` and `args`, as a function
 * that gives a promise and never throws.
 */
function promiseCallback(fn, self, args) {
  if (fn === undefined) return returnResolved;
  return () => callToPromise(fn, self, args);
}

/** The same for one that gets an argument, before `rest`. */
function promiseCallbackWith(fn, self, rest) {
  if (fn === undefined) return returnResolved;
  return (argument) => callToPromise(fn, self, [argument, ...rest]);
}

function callToPromise(fn, self, args) {
  try {
    return promiseResolve(apply(fn, self, args));
  } catch (error) {
    return promiseReject(error);
  }
}

/**
 * What `start()` gave, as a promise. Not Promise.resolve(): that of a promise
 * is settled two microtasks earlier than the standard wants it.
 */
function startPromise(start) {
  const result = start();
  return new Promise((resolve) => resolve(result));
}

function returnResolved() {
  return promiseResolve(undefined);
}

/** util.inspect of a web stream object: its class and some facts. */
function inspectAs(object, depth, options, facts) {
  const { name } = object.constructor;
  if (depth < 0) return `${name} [Object]`;
  const { inspect } = require('internal/util/inspect');
  const shown = inspect(facts, {
    ...options,
    depth: options.depth == null ? null : options.depth - 1,
  });
  return `${name} ${shown}`;
}

/** Makes methods and getters enumerable, as WebIDL's are. */
function defineEnumerable(prototype, names) {
  for (const name of names) {
    Object.defineProperty(prototype, name, { enumerable: true });
  }
}

function defineTag(prototype, tag) {
  Object.defineProperty(prototype, Symbol.toStringTag, {
    configurable: true,
    value: tag,
  });
}

/** Passed to constructors that programs must not call. */
const kInternal = Symbol('kInternal');

module.exports = {
  Fifo,
  LazyPromise,
  SizedQueue,
  Strategy,
  defineEnumerable,
  defineTag,
  inspectAs,
  isObject,
  kInternal,
  markHandled,
  nop,
  apply,
  callToPromise,
  promiseCallback,
  promiseCallbackWith,
  promiseReject,
  promiseResolve,
  returnResolved,
  startPromise,
  toCallback,
  toDictionary,
  whenSettled,
};
