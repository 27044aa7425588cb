'use strict';
// The `require` that a CommonJS module is given. It has a file of its own, whose
// name stacks have shown for long: tools look for it.

const { validateString } = require('internal/validators');
const chains = require('internal/modules/hook_chains');

/** Set by cjs.js, which needs this file. */
let Module;
let main;

const kUrl = Symbol('url');

/** @param {string} url of what module.createRequire was called with */
function setUrl(module, url) {
  Object.defineProperty(module, kUrl, {
    configurable: true, enumerable: false, value: url,
  });
}

/** What require.resolve(request) of a module gives. */
function resolveFor(module, request, options) {
  validateString(request, 'request');
  if (chains.resolvers.length > 0) {
    return require('internal/modules/cjs_hooks').resolve(
      request, module, false, Module._resolveFilename, options).filename;
  }
  return Module._resolveFilename(request, module, false, options);
}

/** Modules whose text the hooks of module.register have given. */
const hooked = new WeakSet();

/** The `require` of one module. */
function makeRequire(module) {
  if (chains.thread !== null && hooked.has(module)) {
    return getHookedRequire().makeHookedRequire(module);
  }
  function require(id) { return module.require(id); }
  /** @returns {string} the file that require(request) would load */
  require.resolve = function resolve(request, options) {
    return resolveFor(module, request, options);
  };
  require.resolve.paths = function paths(request) {
    validateString(request, 'request');
    return Module._resolveLookupPaths(request, module);
  };
  // Not by assignment: Object.prototype may have a setter.
  Object.defineProperty(require, 'main', {
    configurable: true, enumerable: true, writable: true, value: main,
  });
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

const getHookedRequire = () => require('internal/modules/esm/hooked_require');

const helpers = {
  makeRequire,
  markHooked(module) { hooked.add(module); },
  setMain(module) { main = module; },
  setModule(constructor) { Module = constructor; },
  setUrl,
  /** Set by cjs_cycles.js, once there was a cycle. */
  unwatchCycle: undefined,
  urlOfModule: (module) => module[kUrl],
};

module.exports = helpers;
