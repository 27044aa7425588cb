'use strict';
// What undici (deps/undici) finds around it: our own modules and globals, whatever
// a program has done to those of globalThis.

const { AbortController, AbortSignal } = require('internal/abort_controller');
const { Blob, Buffer, File } = require('buffer');
const { DOMException } = require('internal/dom_exception');
const { Event, EventTarget } = require('internal/event_target');
const { MessagePort } = require('internal/messaging/port');
const { ReadableStream, TransformStream } = require('stream/web');
const { TextDecoder, TextEncoder } = require('internal/encoding');
const { URL, URLSearchParams } = require('internal/url');
const { performance } = require('internal/perf/performance');
const { queueMicrotask } = require('internal/process/task_queues');
const timers = require('timers');
const process = require('internal/process');

/**
 * `assert`, which undici calls some fifty times for a request: its module only when
 * something is wrong.
 */
function assert(value, message = 'undici: an assertion failed') {
  if (value) return;
  const { AssertionError } = require('assert');
  throw new AssertionError({
    message, actual: value, expected: true, operator: '==', stackStartFn: assert,
  });
}

/**
 * @param {string} id as 'node:net'
 * @returns {*} the module's exports
 */
function requireNode(id) {
  return id === 'node:assert' ? assert : require(id.slice('node:'.length));
}

module.exports = {
  requireNode,
  globals: {
    AbortController, AbortSignal, Blob, Buffer, DOMException, Event, EventTarget,
    File, MessagePort, ReadableStream, TextDecoder, TextEncoder, TransformStream,
    URL, URLSearchParams, performance, process, queueMicrotask,
    WebAssembly: globalThis.WebAssembly, // not there with --jitless
    clearImmediate: timers.clearImmediate,
    clearInterval: timers.clearInterval,
    clearTimeout: timers.clearTimeout,
    setImmediate: timers.setImmediate,
    setInterval: timers.setInterval,
    setTimeout: timers.setTimeout,
  },
};
