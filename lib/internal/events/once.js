'use strict';
// events.once(): one event as a promise.

const { AbortError, codes } = require('internal/errors');
const {
  validateAbortSignal,
  validateObject,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { addAbortListener } = require('events');

function isEmitter(target) {
  return typeof target?.on === 'function';
}

function listen(target, type, listener) {
  if (isEmitter(target)) {
    target.once(type, listener);
  } else if (typeof target?.addEventListener === 'function') {
    target.addEventListener(type, listener, { once: true });
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', target);
  }
}

/** Objects that only wrap an emitter may have no way to do so. */
function unlisten(target, type, listener) {
  if (typeof target.removeListener === 'function') {
    target.removeListener(type, listener);
  } else {
    target.removeEventListener?.(type, listener);
  }
}

/**
 * @param {EventEmitter|EventTarget} emitter
 * @param {string|symbol} type
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any[]>}
 */
function once(emitter, type, options = kEmptyObject) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) {
    throw new AbortError(undefined, { cause: signal.reason });
  }
  return new Promise((resolve, reject) => {
    let abortListener;
    const settle = (end, value) => {
      unlisten(emitter, type, onEvent);
      if (isEmitter(emitter)) unlisten(emitter, 'error', onError);
      abortListener?.[Symbol.dispose]();
      end(value);
    };
    const onEvent = (...args) => settle(resolve, args);
    const onError = (error) => settle(reject, error);

    listen(emitter, type, onEvent);
    // EventTargets have no special 'error'.
    if (type !== 'error' && isEmitter(emitter)) emitter.once('error', onError);
    if (signal === undefined) return;
    abortListener = addAbortListener(signal, () => {
      settle(reject, new AbortError(undefined, { cause: signal.reason }));
    });
  });
}

module.exports = { once };
