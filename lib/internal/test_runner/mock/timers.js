'use strict';
// Mocked timers and dates: time passes when the program says so.

const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE },
} = require('internal/errors');
const { validateNumber, validateObject, validateStringArray } =
  require('internal/validators');
const { SymbolDispose, kEmptyObject } = require('internal/util');
const { isDate } = require('internal/util/types');
const { makeMockDate } = require('internal/test_runner/mock/date');
const { makePromiseTimers } =
  require('internal/test_runner/mock/promise_timers');

const supported = [
  'setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait',
  'AbortSignal.timeout',
];
const maxDelay = 2 ** 31 - 1;

function readDelay(delay) {
  const ms = Number(delay);
  return ms >= 1 && ms <= maxDelay ? Math.trunc(ms) : 1;
}

/** What mocked setTimeout() and its like return. */
class MockTimer {
  /** When it is due, in mocked milliseconds. */
  runAt;
  id;
  delay;
  /** Milliseconds between calls; undefined: one call. */
  interval;
  callback;
  args;
  isCleared = false;
  #owner;
  #isRef = true;

  constructor(owner, id, callback, delay, args, interval) {
    this.#owner = owner;
    this.id = id;
    this.callback = callback;
    this.args = args;
    this.delay = delay;
    this.interval = interval;
  }

  hasRef() {
    return this.#isRef;
  }

  ref() {
    this.#isRef = true;
    return this;
  }

  unref() {
    this.#isRef = false;
    return this;
  }

  refresh() {
    this.#owner.restart(this);
    return this;
  }

  close() {
    this.#owner.clear(this);
    return this;
  }

  [SymbolDispose]() {
    this.#owner.clear(this);
  }

  [Symbol.toPrimitive]() {
    return this.id;
  }
}

/** The timers that wait, in the order of their time. */
class TimerQueue {
  now;
  #timers = [];
  #nextId = 1;

  constructor(now) {
    this.now = now;
  }

  add(callback, delay, args, interval) {
    const timer = new MockTimer(this, this.#nextId++, callback, delay, args,
                                interval);
    this.#insert(timer, this.now + delay);
    return timer;
  }

  #insert(timer, runAt) {
    timer.runAt = runAt;
    let i = this.#timers.length;
    while (i > 0 && this.#timers[i - 1].runAt > runAt) i--;
    this.#timers.splice(i, 0, timer);
  }

  #remove(timer) {
    const i = this.#timers.indexOf(timer);
    if (i >= 0) this.#timers.splice(i, 1);
  }

  restart(timer) {
    this.#remove(timer);
    this.#insert(timer, this.now + timer.delay);
  }

  /** @param {MockTimer|number|string} timer */
  clear(timer) {
    if (timer === undefined || timer === null) return;
    const found = typeof timer === 'object' ? timer :
      this.#timers.find(({ id }) => id === Number(timer));
    if (found === undefined) return;
    found.isCleared = true;
    this.#remove(found);
  }

  /** Runs what is due until a time, which comes to be. */
  runUntil(time) {
    while (this.#timers.length > 0 && this.#timers[0].runAt <= time) {
      const timer = this.#timers.shift();
      if (timer.runAt > this.now) this.now = timer.runAt;
      Reflect.apply(timer.callback, undefined, timer.args);
      if (timer.interval !== undefined && !timer.isCleared) {
        this.#insert(timer, timer.runAt + timer.interval);
      }
    }
    this.now = time;
  }

  runAll() {
    if (this.#timers.length === 0) return;
    this.runUntil(Math.max(this.now, this.#timers.at(-1).runAt));
  }
}

class MockTimers {
  #queue;
  #undo = []; // [object, name, descriptor before]

  /**
   * Mocks timers.
   * @param {{apis?: string[], now?: number|Date}} [options]
   * @throws {Error} ERR_INVALID_STATE if they are mocked already
   */
  enable(options = kEmptyObject) {
    validateObject(options, 'options');
    if (this.#queue !== undefined) {
      throw new ERR_INVALID_STATE('MockTimers is already enabled!');
    }
    if (globalThis.Date.isMock) {
      throw new ERR_INVALID_STATE('Date is already being mocked!');
    }
    const apis = readApis(options.apis);
    this.#queue = new TimerQueue(readNow(options.now));
    const all = this.#makeFunctions();
    for (const api of apis) this.#mockApi(api, all);
  }

  #makeFunctions() {
    const queue = this.#queue;
    const clear = (timer) => queue.clear(timer);
    const functions = {
      setTimeout: (fn, delay, ...args) =>
        queue.add(fn, readDelay(delay), args),
      setInterval: (fn, delay, ...args) =>
        queue.add(fn, readDelay(delay), args, readDelay(delay)),
      // Before any timer of now.
      setImmediate: (fn, ...args) => queue.add(fn, -1, args),
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    };
    for (const [name, value] of Object.entries(functions)) {
      Object.defineProperty(value, 'name', { value: name });
    }
    return { functions, promises: makePromiseTimers(functions) };
  }

  #mockApi(api, { functions, promises }) {
    const timersPromises = require('timers/promises');
    if (api === 'Date') {
      this.#replace(globalThis, 'Date', makeMockDate(this.#queue));
    } else if (api === 'AbortSignal.timeout') {
      this.#replace(globalThis.AbortSignal, 'timeout',
                    (delay) => timeoutSignal(this.#queue, delay));
    } else if (api === 'scheduler.wait') {
      this.#replace(timersPromises.scheduler, 'wait', (delay, options) =>
        promises.setTimeout(delay, undefined, options));
    } else {
      const clearName = api.replace('set', 'clear');
      for (const object of [globalThis, require('timers')]) {
        this.#replace(object, api, functions[api]);
        this.#replace(object, clearName, functions[clearName]);
      }
      this.#replace(timersPromises, api, promises[api]);
    }
  }

  #replace(object, name, value) {
    const before = Object.getOwnPropertyDescriptor(object, name);
    this.#undo.push([object, name, before]);
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: before?.enumerable ?? true,
      writable: true,
      value,
    });
  }

  /** Gives the real timers back; those that wait never run. */
  reset() {
    for (const [object, name, before] of this.#undo.reverse()) {
      if (before === undefined) delete object[name];
      else Object.defineProperty(object, name, before);
    }
    this.#undo = [];
    this.#queue = undefined;
  }

  [SymbolDispose]() {
    this.reset();
  }

  #enabled() {
    if (this.#queue === undefined) {
      throw new ERR_INVALID_STATE(
        'You should enable MockTimers first by calling the .enable function');
    }
    return this.#queue;
  }

  /** Lets time pass. */
  tick(milliseconds = 1) {
    const queue = this.#enabled();
    if (milliseconds < 0) {
      throw new ERR_INVALID_ARG_VALUE(
        'time', milliseconds, 'must be a positive integer');
    }
    queue.runUntil(queue.now + milliseconds);
  }

  /** Lets time pass until no timer waits that waits now. */
  runAll() {
    this.#enabled().runAll();
  }

  /** Sets the time without running anything. */
  setTime(milliseconds = 1) {
    const queue = this.#enabled();
    validateNumber(milliseconds, 'time');
    if (milliseconds < 0) {
      throw new ERR_INVALID_ARG_VALUE(
        'time', milliseconds, 'must be a positive integer');
    }
    queue.now = milliseconds;
  }
}

function timeoutSignal(queue, delay) {
  const { AbortController } = require('internal/abort_controller');
  const { DOMException } = require('internal/dom_exception');
  const controller = new AbortController();
  queue.add(() => controller.abort(new DOMException(
    'The operation was aborted due to timeout', 'TimeoutError')), delay, []);
  return controller.signal;
}

function readApis(apis = supported) {
  validateStringArray(apis, 'options.apis');
  for (const api of apis) {
    if (!supported.includes(api)) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.apis', api, `option ${api} is not supported`);
    }
  }
  return apis;
}

function readNow(now = 0) {
  const time = isDate(now) ? now.getTime() : now;
  validateNumber(time, 'initialTime');
  if (Number.isNaN(time) || time < 0) {
    throw new ERR_INVALID_ARG_VALUE(
      'now', now, 'epoch must be a positive integer received');
  }
  return time;
}

module.exports = { MockTimers };
