'use strict';
// The class Module, with the tables that its other parts fill and read: cjs.js
// loads, cjs_resolve.js finds files, cjs_public.js is what programs call,
// cjs_start.js what the start of a program calls.

const path = require('path');
const binding = internalBinding('modules');

/** One per loaded file: what `module` is inside of it. */
function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  this.exports = {};
  setParent(this, parent);
  this.filename = null;
  this.loaded = false;
  this.children = [];
  parent?.children?.push(this);
}

const kParent = Symbol('parent');

function setParent(module, parent) {
  Object.defineProperty(module, kParent, {
    configurable: true, enumerable: false, writable: true, value: parent,
  });
}

let warnedOfParent = false;

function warnOfParent() {
  if (warnedOfParent) return;
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--pending-deprecation')) return;
  warnedOfParent = true;
  require('internal/process').emitWarning(
    'module.parent is deprecated due to accuracy issues. Please use ' +
    'require.main to find program entry point instead.',
    'DeprecationWarning', 'DEP0144');
}

Object.defineProperty(Module.prototype, 'parent', {
  configurable: true,
  enumerable: false,
  get() {
    warnOfParent();
    return this[kParent];
  },
  set(value) {
    warnOfParent();
    setParent(this, value);
  },
});

// So that `this.exports =` meets no setter that a program has on Object.prototype.
Object.defineProperty(Module.prototype, 'exports', {
  configurable: true, enumerable: false, writable: true, value: undefined,
});

Object.defineProperty(Module.prototype, 'constructor', {
  configurable: false, enumerable: false, writable: true, value: Module,
});

/** @returns {integer} 0: a file, 1: a folder, negative: neither */
Module._stat = (file) => binding.kind(`${file}`);
Module._cache = { __proto__: null };
/** What _findPath has found before; programs may replace it. */
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
Module.Module = Module;

/** A property that is made when it is first read, and then like any other. */
function defineLazily(name, make) {
  const place = { configurable: true, enumerable: true };
  Object.defineProperty(Module, name, {
    ...place,
    get() {
      const value = make();
      Object.defineProperty(Module, name, { ...place, writable: true, value });
      return value;
    },
    set(value) {
      Object.defineProperty(this, name, { ...place, writable: true, value });
    },
  });
}

module.exports = { Module, defineLazily, kParent };
