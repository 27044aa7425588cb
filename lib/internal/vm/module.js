'use strict';
// vm.SourceTextModule and vm.SyntheticModule: ES modules that a program links
// itself. https://nodejs.org/api/vm.html#class-vmmodule

const { compileModule, syntheticModule } = internalBinding('module_records');
const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateFunction, validateInt32,
  validateObject, validateString, validateUint32,
} = require('internal/validators');
const { customInspectSymbol, kEmptyObject } = require('internal/util');
const { isArrayBufferView, isModuleNamespaceObject } =
  require('internal/util/types');
const { contexts, importSymbol, setImportCallback } = require('internal/vm');
const { fromList } = require('internal/modules/esm/attributes');

// What a record's status() gives.
const kInstantiated = 2;
const kEvaluating = 3;
const kErrored = 5;
const statusNames = [
  'unlinked', 'linking', 'linked', 'evaluating', 'evaluated', 'errored',
];

/** Context (or kMainContext) -> how many modules it has had. */
const counts = new WeakMap();
const kMainContext = {};

function defaultIdentifier(context = kMainContext) {
  const count = counts.get(context) ?? 0;
  counts.set(context, count + 1);
  return `vm:module(${count})`;
}

function readOptions(options) {
  validateObject(options, 'options');
  const { context, identifier } = options;
  if (context !== undefined) {
    validateObject(context, 'context');
    if (!contexts.has(context)) {
      throw new codes.ERR_INVALID_ARG_TYPE('options.context', 'vm.Context',
                                           context);
    }
  }
  if (identifier !== undefined) {
    validateString(identifier, 'options.identifier');
  }
  return { context, identifier: identifier ?? defaultIdentifier(context) };
}

function validateRun(options) {
  validateObject(options, 'options');
  const { timeout, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { timeout: timeout ?? -1, breakOnSigint };
}

/** The record in its Module: what other modules link to. */
let recordOf;
let ownerOf;
let linkTo;
let instantiate;
let prepare;

/** What both kinds of modules have. */
class Module {
  #record;
  #context;
  #identifier;
  /** While link() runs: true. After it failed: false, and #error says why. */
  #isLinking = undefined;
  #error;
  /** The modules of its requests, once they are known. */
  #linked = undefined;

  static {
    recordOf = (module) => module.#record;
    ownerOf = (value) =>
      typeof value === 'object' && value !== null && #record in value &&
      value.#record !== undefined ? value : undefined;
    linkTo = (module, modules) => module.#linkTo(modules);
    instantiate = (module) => module.#instantiateLinked();
    prepare = (module) => {
      module.#setLinked([]);
      module.#instantiate();
    };
  }

  constructor(make, options) {
    if (new.target === Module) {
      throw new TypeError('Module is not a constructor');
    }
    const { context, identifier } = readOptions(options);
    this.#context = context;
    this.#identifier = identifier;
    this.#record = make(identifier, contexts.get(context));
  }

  static #check(value) {
    if (ownerOf(value) === undefined) {
      throw new codes.ERR_INVALID_THIS('Module');
    }
  }

  /** @returns {string} as in stack traces */
  get identifier() {
    Module.#check(this);
    return this.#identifier;
  }

  /** @returns {object|undefined} the contextified object it runs in */
  get context() {
    Module.#check(this);
    return this.#context;
  }

  /** @returns {string} 'unlinked', 'linking', 'linked', 'evaluating' ... */
  get status() {
    Module.#check(this);
    if (this.#isLinking === true) return 'linking';
    if (this.#isLinking === false) return 'errored';
    return statusNames[this.#record.status()];
  }

  /** @returns {object} what `import * as` gives */
  get namespace() {
    Module.#check(this);
    if (this.#record.status() < kInstantiated) {
      throw new codes.ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    }
    return this.#record.namespace();
  }

  /** @returns {*} what it has thrown */
  get error() {
    Module.#check(this);
    if (this.#isLinking === false) return this.#error;
    if (this.#record.status() !== kErrored) {
      throw new codes.ERR_VM_MODULE_STATUS('must be errored');
    }
    return this.#record.error();
  }

  /**
   * Finds what it imports, and what that imports.
   * @param {function(string, Module, object): (Module|Promise<Module>)} linker
   * @returns {Promise<undefined>}
   */
  async link(linker) {
    Module.#check(this);
    validateFunction(linker, 'linker');
    if (this.#isLinking === true) {
      throw new codes.ERR_VM_MODULE_STATUS('must be unlinked');
    }
    if (this instanceof SyntheticModule) return;
    if (this.#linked !== undefined) {
      throw new codes.ERR_VM_MODULE_ALREADY_LINKED();
    }
    await this.#linkThrough(linker);
    this.#instantiate();
  }

  async #linkThrough(linker) {
    this.#isLinking = true;
    try {
      const modules = await Promise.all(requestsOf(this.#record).map(
        ({ specifier, attributes }) =>
          this.#linkOne(linker, specifier, attributes)));
      this.#setLinked(modules);
      this.#isLinking = undefined;
    } catch (error) {
      this.#isLinking = false;
      this.#error = error;
      throw error;
    }
  }

  async #linkOne(linker, specifier, attributes) {
    const found = await linker(specifier, this,
                               { attributes, assert: attributes });
    this.#checkImported(specifier, found);
    if (found.#linked === undefined && found.#isLinking === undefined &&
        found.status === 'unlinked') {
      await found.#linkThrough(linker);
    }
    return found;
  }

  #checkImported(specifier, found) {
    if (ownerOf(found) === undefined) {
      throw new codes.ERR_VM_MODULE_NOT_MODULE();
    }
    if (found.#context !== this.#context) {
      throw new codes.ERR_VM_MODULE_DIFFERENT_CONTEXT();
    }
    if (found.status === 'errored') {
      throw new codes.ERR_VM_MODULE_LINK_FAILURE(
        `request for '${specifier}' resolved to an errored module`,
        found.error);
    }
  }

  #setLinked(modules) {
    this.#linked = modules;
    this.#record.link(modules.map(recordOf));
  }

  #linkTo(modules) {
    if (this.#linked !== undefined) {
      throw new codes.ERR_VM_MODULE_ALREADY_LINKED();
    }
    const requests = requestsOf(this.#record);
    if (requests.length !== modules.length) {
      throw new codes.ERR_MODULE_LINK_MISMATCH(
        `Expected ${requests.length} modules, got ${modules.length}`);
    }
    checkSame(requests, modules);
    modules.forEach((found, i) =>
      this.#checkImported(requests[i].specifier, found));
    this.#setLinked([...modules]);
  }

  #instantiateLinked() {
    if (this.#record.status() >= kInstantiated) return;
    if (this.#linked === undefined) this.#failUnlinked();
    this.#instantiate();
  }

  #failUnlinked() {
    const [request] = requestsOf(this.#record);
    const what = request === undefined ? 'instantiation' :
      `request for '${request.specifier}'`;
    throw new codes.ERR_VM_MODULE_LINK_FAILURE(
      `${what} can not be resolved on module '${this.#identifier}' that is ` +
      'not linked');
  }

  #instantiate() {
    this.#checkGraph(new Set());
    this.#record.instantiate();
  }

  #checkGraph(seen) {
    if (seen.has(this)) return;
    seen.add(this);
    if (this.#linked === undefined) {
      if (requestsOf(this.#record).length > 0) this.#failUnlinked();
      return;
    }
    for (const module of this.#linked) module.#checkGraph(seen);
  }

  /**
   * @param {{timeout?: integer, breakOnSigint?: boolean}} [options]
   * @returns {Promise<undefined>} settled at once if nothing in it awaits
   */
  evaluate(options = kEmptyObject) {
    try {
      Module.#check(this);
      const { timeout, breakOnSigint } = validateRun(options);
      const status = this.#record.status();
      if (this.#isLinking !== undefined || status < kInstantiated ||
          status === kEvaluating) {
        throw new codes.ERR_VM_MODULE_STATUS(
          'must be one of linked, evaluated, or errored');
      }
      return this.#settled(this.#record.evaluate(timeout, breakOnSigint));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Of the main context: a promise of another waits for that one's tasks. */
  #settled(promise) {
    if (this.#context === undefined) return promise;
    if (this.#record.status() === kErrored) {
      promise.catch(() => {});
      return Promise.reject(this.#record.error());
    }
    if (!this.#record.isGraphAsync()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      promise.then(() => resolve(), reject);
    });
  }

  [customInspectSymbol](depth, options) {
    Module.#check(this);
    const { constructor } = this;
    if (typeof depth === 'number' && depth < 0) return `[${constructor.name}]`;
    const { inspect } = require('internal/util/inspect');
    const shown = {
      status: this.status,
      identifier: this.#identifier,
      context: this.#context,
    };
    return `${constructor.name} ${inspect(shown, options)}`;
  }
}

/** Two requests for the same must be given the same. */
function checkSame(requests, modules) {
  const known = new Map();
  requests.forEach(({ specifier, attributes }, i) => {
    const key = JSON.stringify([specifier, Object.entries(attributes).sort()]);
    if (known.has(key) && known.get(key) !== modules[i]) {
      throw new codes.ERR_MODULE_LINK_MISMATCH(
        `The requests for '${specifier}' were given different modules`);
    }
    known.set(key, modules[i]);
  });
}

/** Record -> its requests: they never change. */
const requestLists = new WeakMap();

function requestsOf(record) {
  let list = requestLists.get(record);
  if (list !== undefined) return list;
  list = [];
  const flat = record.requests();
  for (let i = 0; i < flat.length; i += 5) {
    list.push(Object.freeze({
      __proto__: null,
      specifier: flat[i],
      attributes: Object.freeze(fromList(flat[i + 1]) ?? { __proto__: null }),
      phase: flat[i + 4] === 0 ? 'source' : 'evaluation',
    }));
  }
  Object.freeze(list);
  requestLists.set(record, list);
  return list;
}

function readSourceOptions(options) {
  validateObject(options, 'options');
  const {
    lineOffset = 0, columnOffset = 0, cachedData, initializeImportMeta,
    importModuleDynamically,
  } = options;
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  if (initializeImportMeta !== undefined) {
    validateFunction(initializeImportMeta, 'options.initializeImportMeta');
  }
  if (importModuleDynamically !== undefined) {
    validateFunction(importModuleDynamically, 'options.importModuleDynamically');
  }
  if (cachedData !== undefined && !isArrayBufferView(cachedData)) {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
  }
  return {
    lineOffset, columnOffset, cachedData, initializeImportMeta,
    importModuleDynamically,
  };
}

/** A module of source text. */
class SourceTextModule extends Module {
  #specifiers;

  /**
   * @param {string} code
   * @param {object} [options] identifier, context, lineOffset, columnOffset,
   *   cachedData, initializeImportMeta, importModuleDynamically
   */
  constructor(code, options = kEmptyObject) {
    validateString(code, 'code');
    const o = readSourceOptions(options);
    const callback = o.importModuleDynamically;
    const symbol = importSymbol(callback, 'options.importModuleDynamically',
                                'vm:module');
    super((identifier, context) =>
      compileModule(code, identifier, o.lineOffset, o.columnOffset, symbol,
                    o.cachedData, context), options);
    const record = recordOf(this);
    if (o.cachedData !== undefined && record.cachedDataRejected) {
      throw new codes.ERR_VM_MODULE_CACHED_DATA_REJECTED();
    }
    if (callback !== undefined) setImportCallback(symbol, this, callback);
    record.initializeMeta = (meta) => o.initializeImportMeta?.(meta, this);
  }

  static #recordOf(value) {
    if (ownerOf(value) === undefined) {
      throw new codes.ERR_INVALID_THIS('SourceTextModule');
    }
    return recordOf(value);
  }

  /** @returns {object[]} {specifier, attributes, phase}, frozen */
  get moduleRequests() {
    return requestsOf(SourceTextModule.#recordOf(this));
  }

  /** @returns {string[]} frozen */
  get dependencySpecifiers() {
    const requests = requestsOf(SourceTextModule.#recordOf(this));
    this.#specifiers ??=
      Object.freeze(requests.map(({ specifier }) => specifier));
    return this.#specifiers;
  }

  /** @param {Module[]} modules one for each of moduleRequests */
  linkRequests(modules) {
    SourceTextModule.#recordOf(this);
    validateArray(modules, 'modules');
    linkTo(this, modules);
  }

  /** Resolves the names that are imported; all must have been linked. */
  instantiate() {
    SourceTextModule.#recordOf(this);
    instantiate(this);
  }

  /** @returns {boolean} whether it or something below it awaits */
  hasAsyncGraph() {
    const record = SourceTextModule.#recordOf(this);
    if (record.status() < kInstantiated) {
      throw new codes.ERR_VM_MODULE_STATUS(
        'must be instantiated, evaluated, or errored');
    }
    return record.isGraphAsync();
  }

  /** @returns {boolean} whether it awaits itself */
  hasTopLevelAwait() {
    return SourceTextModule.#recordOf(this).hasTopLevelAwait();
  }

  /** @returns {Buffer} for the cachedData option; not after evaluation */
  createCachedData() {
    const record = SourceTextModule.#recordOf(this);
    if (record.status() >= kEvaluating) {
      throw new codes.ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA();
    }
    return record.createCachedData();
  }
}

function validateNames(names) {
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'exportNames', 'Array of unique strings', names);
  }
  names.forEach((name, i) => {
    if (names.indexOf(name) < i) {
      throw new codes.ERR_INVALID_ARG_VALUE(`exportNames.${name}`, name,
                                            'is duplicated');
    }
  });
}

/** A module whose exports a function sets. */
class SyntheticModule extends Module {
  /**
   * @param {string[]} exportNames
   * @param {Function} evaluateCallback called once, with the module as `this`
   * @param {{identifier?: string, context?: object}} [options]
   */
  constructor(exportNames, evaluateCallback, options = kEmptyObject) {
    validateNames(exportNames);
    validateFunction(evaluateCallback, 'evaluateCallback');
    let self;
    super((identifier, context) =>
      syntheticModule(identifier, exportNames, () => {
        Reflect.apply(evaluateCallback, self, []);
      }, context), options);
    self = this;
    prepare(this);
  }

  /**
   * @param {string} name one of the exportNames
   * @param {*} value
   */
  setExport(name, value) {
    if (ownerOf(this) === undefined) {
      throw new codes.ERR_INVALID_THIS('SyntheticModule');
    }
    validateString(name, 'name');
    recordOf(this).setExport(name, value);
  }
}

/** What an importModuleDynamically has given, as import() gives it. */
function namespaceOf(imported) {
  if (isModuleNamespaceObject(imported)) return imported;
  const module = ownerOf(imported);
  if (module === undefined) throw new codes.ERR_VM_MODULE_NOT_MODULE();
  if (module.status === 'errored') throw module.error;
  return module.namespace;
}

module.exports = { Module, SourceTextModule, SyntheticModule, namespaceOf };
