'use strict';

const { codes } = require('internal/errors');
const {
  validateBoolean,
  validateFunction,
  validateString,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const context = require('internal/async_context');
const internal = require('internal/async_hooks');

const { asyncIdSymbol, triggerAsyncIdSymbol } = internal;

// --- Hooks --------------------------------------------------------------------

const kHookNames = ['init', 'before', 'after', 'destroy', 'promiseResolve'];

class AsyncHook {
  #hook;

  constructor(hook) {
    this.#hook = hook;
  }

  enable() {
    internal.enableHook(this.#hook);
    return this;
  }

  disable() {
    internal.disableHook(this.#hook);
    return this;
  }
}

/**
 * Makes (but does not enable) callbacks for the life of async resources.
 * @param {{init?: Function, before?: Function, after?: Function,
 *   destroy?: Function, promiseResolve?: Function, trackPromises?: boolean}}
 *   options
 * @returns {AsyncHook}
 */
function createHook(options) {
  const callbacks = {};
  for (const name of kHookNames) {
    const callback = options[name];
    if (callback !== undefined && typeof callback !== 'function') {
      throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
    }
    callbacks[name] = callback;
  }
  const { trackPromises = true } = options;
  validateBoolean(trackPromises, 'trackPromises');
  if (!trackPromises && callbacks.promiseResolve !== undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      'trackPromises', false,
      'must not be false when promiseResolve is enabled');
  }
  internal.useIds(); // what begins now may run when the hook is enabled
  const hook = new AsyncHook({ callbacks, trackPromises });
  for (const name of kHookNames) callbacks[name] = callbacks[name]?.bind(hook);
  return hook;
}

/** The id of the resource that is executing. */
function executionAsyncId() {
  internal.useIds();
  return internal.executionAsyncId();
}

/** The id of the resource that made the one that is executing. */
function triggerAsyncId() {
  internal.useIds();
  return internal.triggerAsyncId();
}

/** The resource that is executing. */
function executionAsyncResource() {
  internal.useIds();
  return internal.executionAsyncResource();
}

// --- AsyncResource ----------------------------------------------------------------

function checkId(name, id) {
  if (!Number.isSafeInteger(id) || id < -1) {
    throw new codes.ERR_INVALID_ASYNC_ID(name, id);
  }
}

function readOptions(options) {
  if (typeof options === 'number') {
    return { triggerAsyncId: options, requireManualDestroy: false };
  }
  return {
    triggerAsyncId: options.triggerAsyncId === undefined ?
      internal.executionAsyncId() : options.triggerAsyncId,
    requireManualDestroy: !!options.requireManualDestroy,
  };
}

/** An async operation of the program's own. */
class AsyncResource {
  #context = context.state.isUsed ? context.get() : undefined;
  #destroyed = undefined; // {destroyed: boolean} if it is watched

  /**
   * @param {string} type
   * @param {number|{triggerAsyncId?: number, requireManualDestroy?: boolean}}
   *   [options]
   */
  constructor(type, options = kEmptyObject) {
    validateString(type, 'type');
    const { triggerAsyncId, requireManualDestroy } = readOptions(options);
    checkId('triggerAsyncId', triggerAsyncId);
    const asyncId = internal.newAsyncId();
    this[asyncIdSymbol] = asyncId;
    this[triggerAsyncIdSymbol] = triggerAsyncId;
    if (internal.state.init > 0) {
      if (type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
      internal.emitInit(asyncId, type, triggerAsyncId, this);
    }
    if (!requireManualDestroy && internal.state.destroy > 0) {
      this.#destroyed = { destroyed: false };
      internal.registerDestroyHook(this, asyncId, this.#destroyed);
    }
  }

  /** Calls a function as this resource's callback. */
  runInAsyncScope(fn, thisArg, ...args) {
    const asyncId = this[asyncIdSymbol];
    internal.emitBefore(asyncId, this[triggerAsyncIdSymbol], this);
    try {
      return context.runUnder(this.#context, fn, thisArg, args);
    } finally {
      internal.emitAfter(asyncId);
    }
  }

  /** Tells the destroy hooks. */
  emitDestroy() {
    if (this.#destroyed !== undefined) this.#destroyed.destroyed = true;
    internal.emitDestroy(this[asyncIdSymbol]);
    return this;
  }

  asyncId() {
    return this[asyncIdSymbol];
  }

  triggerAsyncId() {
    return this[triggerAsyncIdSymbol];
  }

  /** A function that runs `fn` in this resource's scope. */
  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined ?
      function(...args) {
        return resource.runInAsyncScope(fn, this, ...args);
      } :
      (...args) => resource.runInAsyncScope(fn, thisArg, ...args);
    let self = this;
    Object.defineProperties(bound, {
      length: {
        configurable: true,
        enumerable: false,
        value: fn.length,
        writable: false,
      },
      asyncResource: {
        configurable: true,
        enumerable: true,
        get() {
          warnOfAsyncResource();
          return self;
        },
        set(value) {
          warnOfAsyncResource();
          self = value;
        },
      },
    });
    return bound;
  }

  /** A function that runs `fn` in the scope of now. */
  static bind(fn, type, thisArg) {
    type ||= fn.name;
    return new AsyncResource(type || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

let warn;
function warnOfAsyncResource() {
  warn ??= require('internal/util').deprecate(
    () => {},
    'The asyncResource property on bound functions is deprecated',
    'DEP0172');
  warn();
}

// --- Providers ----------------------------------------------------------------------

// The types of our own resources.
const asyncWrapProviders = Object.freeze({
  __proto__: null,
  ...Object.fromEntries([
    'NONE', 'DIRHANDLE', 'DNSCHANNEL', 'ELDHISTOGRAM', 'FILEHANDLE',
    'FILEHANDLECLOSEREQ', 'BLOBREADER', 'FSEVENTWRAP', 'FSREQCALLBACK',
    'FSREQPROMISE', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'HEAPSNAPSHOT',
    'CPUHEAPPROFILE', 'HTTP2SESSION', 'HTTP2STREAM', 'HTTP2PING',
    'HTTP2SETTINGS', 'HTTPINCOMINGMESSAGE', 'HTTPCLIENTREQUEST', 'JSSTREAM',
    'JSUDPWRAP', 'MESSAGEPORT', 'PIPECONNECTWRAP', 'PIPESERVERWRAP',
    'PIPEWRAP', 'PROCESSWRAP', 'PROMISE', 'QUERYWRAP', 'SHUTDOWNWRAP',
    'SIGNALWRAP', 'STATWATCHER', 'STREAMPIPE', 'TCPCONNECTWRAP',
    'TCPSERVERWRAP', 'TCPWRAP', 'TTYWRAP', 'UDPSENDWRAP', 'UDPWRAP',
    'SIGINTWATCHDOG', 'WORKER', 'WORKERHEAPSNAPSHOT', 'WRITEWRAP', 'ZLIB',
  ].map((name, index) => [name, index])),
});

const { AsyncLocalStorage, RunScope } =
  require('internal/async_local_storage');

module.exports = {
  AsyncLocalStorage,
  RunScope,
  createHook,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  asyncWrapProviders,
  AsyncResource,
};
