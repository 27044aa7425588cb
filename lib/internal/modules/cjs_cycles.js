'use strict';
// Modules that require each other: who reads what is not exported yet is told.

const { isProxy } = require('internal/util/types');
const helpers = require('internal/modules/helpers');

function warn(key) {
  require('internal/process').emitWarning(
    `Accessing non-existent property '${String(key)}' of module exports inside ` +
    'circular dependency');
}

/** What tools look for in any exports. */
const isExpected = (target, key) => key in target || key === '__esModule';

/** Stands in for Object.prototype while a module loads. */
const watcher = new Proxy({}, {
  get(target, key) {
    if (!isExpected(target, key)) warn(key);
    return target[key];
  },
  getOwnPropertyDescriptor(target, key) {
    if (!isExpected(target, key)) warn(key);
    return Object.getOwnPropertyDescriptor(target, key);
  },
});

/**
 * @param {any} exports of a module that is being loaded
 * @returns {any} the same
 */
function watch(exports) {
  helpers.unwatchCycle = unwatch;
  if (exports !== null && typeof exports === 'object' && !isProxy(exports) &&
      Object.getPrototypeOf(exports) === Object.prototype &&
      !exports.__esModule) {
    Object.setPrototypeOf(exports, watcher);
  }
  return exports;
}

function unwatch(exports) {
  if (exports !== null && typeof exports === 'object' && !isProxy(exports) &&
      Object.getPrototypeOf(exports) === watcher) {
    Object.setPrototypeOf(exports, Object.prototype);
  }
}

module.exports = { watch };
