'use strict';
// What lib/vm.js and its modules share: contexts, and what import() does inside
// of what vm has compiled.

const { codes } = require('internal/errors');

/** Contextified object -> its native Context. */
const contexts = new WeakMap();

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER:
    Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});

// --- import() ------------------------------------------------------------------
// Each thing that is compiled carries a symbol; the loader asks for the importer
// of one it does not know. Those without a callback of their own share these.

const kMissing = Symbol('vm_dynamic_import_missing_callback');
const kMissingFlag = Symbol('vm_dynamic_import_missing_flag');

/** The program's own loader, also where the context has another. */
const kMainLoader = Symbol('vm_dynamic_import_main_context_default');

/** Symbol -> {owner, callback}, of those with a callback. */
const callbacks = new WeakMap();

async function rejectMissing() {
  throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
}

async function rejectMissingFlag() {
  throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG();
}

/**
 * The symbol to compile with.
 * @param {Function|symbol|undefined} callback importModuleDynamically
 * @param {string} name of the option, for errors
 * @param {string} what is compiled
 * @returns {symbol}
 */
function importSymbol(callback, name, what) {
  if (callback === undefined) return kMissing;
  if (callback === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    const { emitExperimentalWarning } = require('internal/util');
    emitExperimentalWarning('vm.USE_MAIN_CONTEXT_DEFAULT_LOADER');
    return kMainLoader;
  }
  if (typeof callback !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      name, ['function', 'vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER'],
      callback);
  }
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--experimental-vm-modules')) return kMissingFlag;
  return Symbol(what);
}

/**
 * Tells whose a symbol is, so that its callback is given it.
 * @param {symbol} symbol from importSymbol
 * @param {object} owner the Script, function or module
 * @param {Function} callback
 */
function setImportCallback(symbol, owner, callback) {
  callbacks.set(symbol, { owner, callback });
}

async function importThrough({ owner, callback }, specifier, attributes) {
  const { namespaceOf } = require('internal/vm/module');
  const imported =
    await Reflect.apply(callback, undefined,
                        [specifier, owner, attributes, 'evaluation']);
  return namespaceOf(imported);
}

/**
 * Asked by the loader of ES modules.
 * @param {symbol} symbol
 * @returns {function(string, symbol, object): Promise | undefined} undefined:
 *   the program's loader
 */
function importerOf(symbol) {
  if (symbol === kMissing) return rejectMissing;
  if (symbol === kMissingFlag) return rejectMissingFlag;
  const entry = callbacks.get(symbol);
  return entry === undefined ? undefined :
    (specifier, _, attributes) => importThrough(entry, specifier, attributes);
}

module.exports = {
  constants, contexts, importSymbol, importerOf, kMainLoader, setImportCallback,
};
