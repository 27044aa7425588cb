'use strict';
// What a program finds on globalThis beyond the language.

/** A writable, configurable, non-enumerable global, as built-ins are. */
function define(name, value, enumerable = false) {
  Object.defineProperty(globalThis, name, {
    configurable: true, enumerable, writable: true, value,
  });
}

/** A global whose module is loaded when the global is first read. */
function defineLazy(id, names, enumerable = false) {
  for (const name of names) {
    // Named after the global, as the test of Node's suite wants it.
    const accessors = {
      get [name]() {
        const value = require(id)[name];
        define(name, value, enumerable);
        return value;
      },
      set [name](value) { define(name, value, enumerable); },
    };
    const descriptor = Object.getOwnPropertyDescriptor(accessors, name);
    descriptor.enumerable = enumerable;
    Object.defineProperty(globalThis, name, descriptor);
  }
}

/** A global that a program may replace, got anew until then. */
function defineReplaceable(name, value) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    enumerable: false,
    get: () => value,
    set(replacement) { define(name, replacement, true); },
  });
}

/** Something Node.js has and this runtime does not have yet. */
function defineMissing(name) {
  const { codes } = require('internal/errors');
  define(name, { [name]: function() {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED(`${name}()`);
  } }[name], true);
}

function setup() {
  const process = require('internal/process');
  const timers = require('timers');
  define('global', globalThis, true);
  Object.defineProperty(globalThis, Symbol.toStringTag, {
    configurable: true, enumerable: false, writable: false, value: 'global',
  });
  defineReplaceable('process', process);
  defineReplaceable('Buffer', require('buffer').Buffer);
  for (const name of ['clearImmediate', 'clearInterval', 'clearTimeout',
                      'setImmediate', 'setInterval', 'setTimeout']) {
    define(name, timers[name], true);
  }
  define('queueMicrotask', require('internal/process/task_queues')
    .queueMicrotask, true);
  defineConsole();
  defineLazy('internal/structured_clone', ['structuredClone'], true);
  defineLazy('buffer', ['atob', 'btoa'], true);
  defineLazy('perf_hooks', ['performance'], true);
  defineLazy('internal/navigator', ['navigator'], true);
  defineLazy('internal/crypto/webcrypto', ['crypto'], true);
  defineLazyClasses();
  defineFetch();
  const { DOMException } = require('internal/dom_exception');
  define('DOMException', DOMException);
}

/** Whether the executable was built with the web's HTTP client. */
function hasUndici() {
  return require('internal/builtins').allIds.has('internal/deps/undici/undici');
}

function defineFetch() {
  if (!hasUndici()) {
    defineMissing('fetch');
    return;
  }
  define('fetch', fetch, true);
  defineLazy('internal/fetch', [
    'CloseEvent', 'FormData', 'Headers', 'Request', 'Response', 'WebSocket',
  ]);
}

/**
 * https://fetch.spec.whatwg.org/#fetch-method
 * @param {Request|string|URL} input
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
function fetch(input, init = undefined) {
  return require('internal/fetch/client').fetch(input, init);
}

/** What the command line changes: it is not known while the snapshot is made. */
function adjust() {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--experimental-websocket')) {
    delete globalThis.WebSocket;
    delete globalThis.CloseEvent;
  }
  if (!getOptionValue('--experimental-global-navigator')) {
    delete globalThis.navigator;
  }
  if (getOptionValue('--experimental-eventsource') && hasUndici()) {
    defineLazy('internal/fetch', ['EventSource']);
  }
}

/** V8's own console goes to the inspector only: ours takes its place. */
function defineConsole() {
  Object.defineProperty(globalThis, 'console', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: require('internal/console').globalConsole,
  });
}

function defineLazyClasses() {
  defineLazy('internal/abort_controller', ['AbortController', 'AbortSignal']);
  defineLazy('internal/event_target', ['Event', 'EventTarget', 'CustomEvent']);
  defineLazy('internal/messaging/port', ['MessageChannel', 'MessagePort']);
  defineLazy('internal/messaging/event', ['MessageEvent']);
  defineLazy('internal/messaging/broadcast_channel', ['BroadcastChannel']);
  defineLazy('internal/encoding', ['TextEncoder', 'TextDecoder']);
  defineLazy('internal/url', ['URL', 'URLSearchParams']);
  defineLazy('buffer', ['Blob', 'File']);
  defineLazy('internal/crypto/webcrypto',
             ['Crypto', 'CryptoKey', 'SubtleCrypto']);
  defineLazy('stream/web', [
    'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader',
    'ReadableStreamBYOBRequest', 'ReadableByteStreamController',
    'ReadableStreamDefaultController', 'TransformStream',
    'TransformStreamDefaultController', 'WritableStream',
    'WritableStreamDefaultController', 'WritableStreamDefaultWriter',
    'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream',
    'TextDecoderStream', 'CompressionStream', 'DecompressionStream',
  ]);
  defineLazy('perf_hooks', [
    'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure',
    'PerformanceObserver', 'PerformanceObserverEntryList',
    'PerformanceResourceTiming',
  ]);
}

module.exports = { adjust, hasUndici, setup };
