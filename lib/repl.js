'use strict';

// The interactive prompt is not there yet.

const { missingClass, missingFunction } = require('internal/missing');

module.exports = {
  start: missingFunction('repl.start'),
  writer: missingFunction('repl.writer'),
  REPLServer: missingClass('repl.REPLServer'),
  Recoverable: missingClass('repl.Recoverable'),
  REPL_MODE_SLOPPY: Symbol('repl-sloppy'),
  REPL_MODE_STRICT: Symbol('repl-strict'),
};

Object.defineProperty(module.exports, 'builtinModules', {
  __proto__: null,
  configurable: true,
  enumerable: false,
  get() {
    return require('module').builtinModules.filter((id) => id[0] !== '_');
  },
});
