'use strict';
// Named channels on which libraries report what they do. A channel nobody has
// subscribed to costs its owner one comparison.

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { isBuildingSnapshot } = internalBinding('buffer');

const { apply } = Reflect;

// name -> Channel of our own libraries, alive for good (a snapshot takes no
// WeakRefs), or a WeakRef of one of the program's.
const channels = new Map();
// Those with subscribers or stores are held.
const active = new Set();
let registry; // of collected channels; made at run time

function findChannel(name) {
  const found = channels.get(name);
  return found instanceof Channel ? found : found?.deref();
}

function addChannel(name, channel) {
  if (isBuildingSnapshot()) {
    channels.set(name, channel);
    return;
  }
  registry ??= new FinalizationRegistry((name) => {
    if (findChannel(name) === undefined) channels.delete(name);
  });
  channels.set(name, new WeakRef(channel));
  registry.register(channel, name);
}

function throwLater(error) {
  require('internal/process').nextTick(() => {
    throw error;
  });
}

class Channel {
  constructor(name) {
    this._subscribers = undefined; // an array, replaced, never changed
    this._stores = undefined; // Map of AsyncLocalStorage -> transform
    this._index = undefined; // Node's number for it in C++; we have none
    this.name = name;
  }

  /** Whether publishing makes sense. */
  get hasSubscribers() {
    return this._subscribers !== undefined || this._stores !== undefined;
  }

  #update() {
    if (this._subscribers?.length === 0) this._subscribers = undefined;
    if (this._stores?.size === 0) this._stores = undefined;
    if (this.hasSubscribers) active.add(this);
    else active.delete(this);
  }

  /** @param {(message: any, name: string|symbol) => void} subscription */
  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    this._subscribers = [...this._subscribers ?? [], subscription];
    this.#update();
  }

  /** @returns {boolean} Whether it was subscribed. */
  unsubscribe(subscription) {
    const index = this._subscribers?.indexOf(subscription) ?? -1;
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    this.#update();
    return true;
  }

  /**
   * Has runStores() set a store.
   * @param {AsyncLocalStorage} store
   * @param {(context: any) => any} [transform] Makes the store's value.
   */
  bindStore(store, transform) {
    this._stores = new Map(this._stores).set(store, transform);
    this.#update();
  }

  /** @returns {boolean} Whether it was bound. */
  unbindStore(store) {
    if (!this._stores?.has(store)) return false;
    this._stores = new Map(this._stores);
    this._stores.delete(store);
    this.#update();
    return true;
  }

  /** Calls the subscribers. What they throw becomes an uncaught exception. */
  publish(message) {
    const subscribers = this._subscribers;
    if (subscribers === undefined) return;
    for (let i = 0; i < subscribers.length; i++) {
      try {
        const subscriber = subscribers[i];
        subscriber(message, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** Publishes, and calls a function, under the bound stores. */
  runStores(context, fn, thisArg, ...args) {
    let run = () => {
      this.publish(context);
      return apply(fn, thisArg, args);
    };
    for (const [store, transform] of this._stores ?? []) {
      run = underStore(store, transform, context, run);
    }
    return run();
  }
}

function underStore(store, transform, context, next) {
  return () => {
    let value = context;
    if (transform !== undefined) {
      try {
        value = transform(context);
      } catch (error) {
        throwLater(error);
        return next();
      }
    }
    return store.run(value, next);
  };
}

/**
 * The channel of a name: the same object each time.
 * @param {string|symbol} name
 * @returns {Channel}
 */
function channel(name) {
  const found = findChannel(name);
  if (found !== undefined) return found;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new codes.ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  const made = new Channel(name);
  addChannel(name, made);
  return made;
}

function subscribe(name, subscription) {
  channel(name).subscribe(subscription);
}

function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}

/** Whether a channel has subscribers; does not make the channel. */
function hasSubscribers(name) {
  return findChannel(name)?.hasSubscribers ?? false;
}

// --- Tracing ---------------------------------------------------------------------

const kTraceEvents = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

function tracedChannel(nameOrChannels, event) {
  if (typeof nameOrChannels === 'string') {
    return channel(`tracing:${nameOrChannels}:${event}`);
  }
  if (typeof nameOrChannels !== 'object' || nameOrChannels === null) {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'nameOrChannels', ['string', 'object', 'TracingChannel'],
      nameOrChannels);
  }
  const given = nameOrChannels[event];
  // A missing one gets the engine's own TypeError.
  Object.getPrototypeOf(given);
  if (!(given instanceof Channel)) {
    throw new codes.ERR_INVALID_ARG_TYPE(
      `nameOrChannels.${event}`, ['Channel'], given);
  }
  return given;
}

/** The five channels of one traceable action. */
class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of kTraceEvents) {
      Object.defineProperty(this, event, {
        value: tracedChannel(nameOrChannels, event),
      });
    }
  }

  get hasSubscribers() {
    return this.start.hasSubscribers || this.end.hasSubscribers ||
      this.asyncStart.hasSubscribers || this.asyncEnd.hasSubscribers ||
      this.error.hasSubscribers;
  }

  /** @param {object} handlers Functions by event name. */
  subscribe(handlers) {
    for (const event of kTraceEvents) {
      if (handlers[event]) this[event].subscribe(handlers[event]);
    }
  }

  /** @returns {boolean} Whether all were subscribed. */
  unsubscribe(handlers) {
    let done = true;
    for (const event of kTraceEvents) {
      if (!handlers[event]) continue;
      if (!this[event].unsubscribe(handlers[event])) done = false;
    }
    return done;
  }

  #fail(context, error) {
    context.error = error;
    this.error.publish(context);
  }

  /** Calls a function between `start` and `end`. */
  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return apply(fn, thisArg, args);
    return this.start.runStores(context, () => {
      try {
        const result = apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /** As traceSync(), then `asyncStart` and `asyncEnd` when it has settled. */
  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return apply(fn, thisArg, args);
    const settled = () => {
      this.asyncStart.publish(context);
      // The reactions of the program's come later: there is no between.
      this.asyncEnd.publish(context);
    };
    const onFulfilled = (result) => {
      context.result = result;
      settled();
      return result;
    };
    const onRejected = (error) => {
      this.#fail(context, error);
      settled();
      return Promise.reject(error);
    };
    return this.start.runStores(context, () => {
      try {
        let promise = apply(fn, thisArg, args);
        if (!(promise instanceof Promise)) promise = Promise.resolve(promise);
        return promise.then(onFulfilled, onRejected);
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /**
   * As traceSync(), then `asyncStart` and `asyncEnd` around the callback.
   * @param {number} position Of the callback among the arguments; from the
   *   end if negative.
   */
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return apply(fn, thisArg, args);
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    const tracing = this;
    args.splice(position, 1, function(error, result) {
      if (error) tracing.#fail(context, error);
      else context.result = result;
      // What the program does in the callback is under asyncStart's stores.
      return tracing.asyncStart.runStores(context, () => {
        try {
          return apply(callback, this, arguments);
        } finally {
          tracing.asyncEnd.publish(context);
        }
      });
    });
    return this.start.runStores(context, () => {
      try {
        return apply(fn, thisArg, args);
      } catch (error) {
        this.#fail(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}

/** @param {string|object} nameOrChannels */
function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

module.exports = {
  channel,
  hasSubscribers,
  subscribe,
  tracingChannel,
  unsubscribe,
  Channel,
};
