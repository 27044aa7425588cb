'use strict';
// mock.module(): what import and require() give in the place of a module. A
// resolve hook leads whoever asks for it to an address of its own, under which
// the loaders find what is made here.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE },
} = require('internal/errors');
const files = require('internal/modules/files');
const { validateBoolean, validateObject } = require('internal/validators');

/** URL of the real module -> MockModuleContext, of what is mocked now. */
const mocks = new Map();

/** The hook, while there are mocks. */
let hooks = null;

/** While the real address is looked for. */
let isResolving = false;

let mockCount = 0;

function onResolve(specifier, context, next) {
  const found = next(specifier, context);
  if (isResolving) return found;
  const mock = mocks.get(found.url);
  if (mock === undefined) return found;
  const address = context.conditions.includes('require') ?
    mock[kRequire]() : mock[kImport](context.importAttributes);
  return { __proto__: null, url: address, format: 'module',
           importAttributes: context.importAttributes, shortCircuit: true };
}

const kRequire = Symbol('require');
const kImport = Symbol('import');

/** What a mock exports: getters stay getters until someone asks. */
function readExports(options) {
  const { namedExports, exports } = options;
  const given = exports ?? namedExports;
  const all = Object.defineProperties(
    {}, given === undefined ? {} : enumerableOf(given));
  const own = Object.getOwnPropertyDescriptor(options, 'defaultExport');
  if (own !== undefined) {
    Object.defineProperty(all, 'default', { ...own, enumerable: true });
  }
  return all;
}

function enumerableOf(object) {
  const found = {};
  for (const key of Object.keys(object)) {
    found[key] = Object.getOwnPropertyDescriptor(object, key);
  }
  return found;
}

function checkOptions(options) {
  validateObject(options, 'options');
  const { cache = false } = options;
  validateBoolean(cache, 'options.cache');
  const isGiven = (name) => Object.hasOwn(options, name);
  if (isGiven('namedExports')) {
    validateObject(options.namedExports, 'options.namedExports');
  }
  if (!isGiven('exports')) return cache;
  validateObject(options.exports, 'options.exports');
  for (const name of ['namedExports', 'defaultExport']) {
    if (isGiven(name)) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.exports', options.exports,
        'cannot be used with options.namedExports or options.defaultExport');
    }
  }
  return cache;
}

/** @returns {string} the URL of a module, whatever the loader that finds it */
function findModule(specifier, parentUrl) {
  const { resolveUrl } = require('internal/modules/esm/job');
  isResolving = true;
  try {
    return resolveUrl(specifier, parentUrl);
  } catch (error) {
    const found = findByRequire(specifier, parentUrl);
    if (found === undefined) throw error;
    return found;
  } finally {
    isResolving = false;
  }
}

/** @returns {string|undefined} the URL of the file that require() finds */
function findByRequire(specifier, parentUrl) {
  const { Module } = require('internal/modules/cjs');
  isResolving = true;
  try {
    const file = Module.createRequire(parentUrl).resolve(specifier);
    return file.startsWith('/') ? files.toUrl(file) : undefined;
  } catch {
    return undefined;
  } finally {
    isResolving = false;
  }
}

/** 'module', 'commonjs', 'json', 'builtin' ... */
function formatOf(url) {
  const { baseFormat } = require('internal/modules/esm/formats');
  const { loadForHooks } = require('internal/modules/esm/load');
  const { kAmbiguous, ofUrl } = require('internal/modules/esm/formats');
  const format = ofUrl(url);
  return format === kAmbiguous ? baseFormat(loadForHooks(url).format) : format;
}

/** A mock of one module, which `mock.module()` gives. */
class MockModuleContext {
  #url;
  /** The other one, of a package with a file for each kind of loader. */
  #requireUrl;
  #format;
  #exports;
  #isCached;
  #id = ++mockCount;
  #version = 0;
  /** The one address of a cached mock; those of others are used once. */
  #imported;
  #required;
  /** What Module._cache had before, and addresses to forget. */
  #before;
  #addresses = new Set();

  /** @param {{specifier, parentUrl, options}} given */
  constructor({ specifier, parentUrl, options }) {
    this.#isCached = checkOptions(options);
    this.#url = findModule(specifier, parentUrl);
    if (mocks.has(this.#url)) {
      throw new ERR_INVALID_STATE(
        `Cannot mock '${specifier}'. The module is already mocked.`);
    }
    this.#requireUrl = findByRequire(specifier, parentUrl) ?? this.#url;
    this.#format = formatOf(this.#url);
    this.#exports = readExports(options);
    mocks.set(this.#url, this);
    mocks.set(this.#requireUrl, this);
    hooks ??= require('internal/modules/hooks')
      .registerHooks({ resolve: onResolve });
  }

  /** Gives the module its own exports again. */
  restore() {
    if (mocks.get(this.#url) !== this) return;
    mocks.delete(this.#url);
    mocks.delete(this.#requireUrl);
    const { Module } = require('internal/modules/cjs');
    const { jobs } = require('internal/modules/esm/job');
    for (const address of this.#addresses) {
      delete Module._cache[address];
      jobs.delete(address);
      jobs.delete(`${address}\0json`);
    }
    if (this.#before !== undefined) this.#uncache(Module);
    if (mocks.size > 0) return;
    hooks.deregister();
    hooks = null;
  }

  #uncache({ _cache: cache }) {
    const { file, module } = this.#before;
    if (module === undefined) delete cache[file];
    else cache[file] = module;
  }

  #newAddress() {
    const address = `mock:${this.#id}.${++this.#version}:${this.#url}`;
    this.#addresses.add(address);
    return address;
  }

  // --- require() ---

  /** @returns {string} the name that Module._cache has it under */
  [kRequire]() {
    if (this.#required !== undefined) return this.#required;
    const { Module } = require('internal/modules/cjs');
    const address = this.#newAddress();
    const module = new Module(address);
    module.filename = address;
    module.exports = this.#moduleExports();
    module.loaded = true;
    Module._cache[address] = module;
    if (this.#isCached) this.#cache(Module, address, module);
    return address;
  }

  #cache({ _cache: cache }, address, module) {
    this.#required = address;
    if (!this.#requireUrl.startsWith('file:')) return;
    const file = files.toPath(this.#requireUrl);
    this.#before = { file, module: cache[file] };
    cache[file] = module;
  }

  /** `module.exports`: the default export, with the named ones on it. */
  #moduleExports() {
    const names = Object.keys(this.#exports).filter((one) => one !== 'default');
    const value = Object.hasOwn(this.#exports, 'default') ?
      this.#exports.default : {};
    const canHold = typeof value === 'function' ||
      (typeof value === 'object' && value !== null);
    if (names.length > 0 && !canHold) {
      throw new ERR_INVALID_STATE(
        'Cannot create mock because named exports cannot be applied to the ' +
        'provided default export.');
    }
    for (const name of names) {
      Object.defineProperty(
        value, name, Object.getOwnPropertyDescriptor(this.#exports, name));
    }
    return value;
  }

  // --- import ---

  /** @returns {string} the URL that the loader of ES modules has it under */
  [kImport](attributes) {
    const { validate } = require('internal/modules/esm/attributes');
    validate(this.#url, this.#format, attributes);
    if (this.#imported !== undefined) return this.#imported;
    const address = this.#newAddress();
    const { ModuleJob, jobs } = require('internal/modules/esm/job');
    const job = new ModuleJob(address, 'module');
    job.isHooked = true;
    job.record = this.#makeRecord(address);
    const type = attributes?.type;
    jobs.set(type === undefined ? address : `${address}\0${type}`, job);
    if (this.#isCached) this.#imported = address;
    return address;
  }

  #makeRecord(address) {
    const { syntheticModule } = internalBinding('module_records');
    const values = this.#namespace();
    return syntheticModule(address, Object.keys(values), (record) => {
      for (const name of Object.keys(values)) {
        record.setExport(name, values[name]);
      }
    });
  }

  /** What an import gets: of CommonJS the same as require(), as default. */
  #namespace() {
    if (this.#format !== 'commonjs' && this.#format !== 'builtin') {
      return { ...this.#exports };
    }
    const value = this.#moduleExports();
    const values = { default: value };
    for (const name of Object.keys(this.#exports)) {
      if (name !== 'default') values[name] = value[name];
    }
    return values;
  }
}

/**
 * @param {string|URL} specifier
 * @param {object} options cache, exports; defaultExport, namedExports
 * @param {string} file of whoever mocks
 * @returns {MockModuleContext}
 */
function mockModule(specifier, options, file) {
  const { isURL } = require('internal/url');
  if (isURL(specifier)) specifier = specifier.href;
  if (typeof specifier !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('specifier', ['string', 'URL'], specifier);
  }
  require('internal/util').emitExperimentalWarning('Module mocking');
  return new MockModuleContext({
    specifier, parentUrl: files.toUrl(file), options,
  });
}

module.exports = { mockModule };
