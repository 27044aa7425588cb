'use strict';
// From a module's source to its record (src/bindings/module_records.c), one
// function a format.

const { compileModule, syntheticModule } = internalBinding('module_records');
const files = require('internal/modules/files');
const builtinExports = require('internal/modules/esm/builtin_exports');
const { kAmbiguous, unknownFormat } = require('internal/modules/esm/formats');
const { state: compileCache } = require('internal/modules/compile_cache');
const sourceMaps = require('internal/source_map/support');

/**
 * @param {ModuleJob} job whose `format` and `source` are set
 * @returns {ModuleRecord}
 * @throws {SyntaxError} and the errors of what cannot be loaded
 */
function translate(job) {
  switch (job.format) {
    case 'module': return compile(job);
    case 'commonjs': return commonjs(job);
    case 'builtin': return builtin(job);
    case 'json': return json(job);
    case 'text': return text(job);
    case kAmbiguous: return ambiguous(job);
    case 'wasm':
      return require('internal/modules/esm/wasm').wasmRecord(job);
    default: throw unknownFormat(job.url, job.format);
  }
}

/** CommonJS if it compiles as such, else an ES module if it looks like one. */
function ambiguous(job) {
  const { isModuleText, warnTypeless } = require('internal/modules/syntax');
  const file = job.url.startsWith('file:') ? files.toPath(job.url) : job.url;
  const isModule = isModuleText(job.source, file);
  job.format = isModule ? 'module' : 'commonjs';
  if (!isModule) return commonjs(job);
  job.isDetected = true;
  warnTypeless(job.url, file);
  return compile(job);
}

function compile({ source, url }) {
  builtinExports.noteSource(source);
  const record = compileCache.isEnabled ?
    require('internal/modules/compile_cache_store').compileEsm(source, url) :
    compileModule(source, url);
  if (sourceMaps.enabled) {
    require('internal/source_map/files')
      .register(url, source, record.sourceMapUrl());
  }
  return record;
}

function builtin({ url }) {
  return builtinExports.record(url.slice(5));
}

// --- CommonJS -----------------------------------------------------------------

function commonjs(job) {
  const file = job.url.startsWith('file:') ? files.toPath(job.url) : job.url;
  const { exportNames } = require('internal/modules/esm/commonjs_exports');
  const names = [...exportNames(file, job.source)];
  const custom = job.isCustomSource ? job.source : undefined;
  job.source = undefined;
  job.isCommonJs = true;
  return syntheticModule(job.url, names, (record) => {
    setCommonJsExports(record, names, loadCommonJs(file, job.isMain, custom));
  });
}

/** Module -> its exports when it had loaded, which is what an import sees. */
const loadedExports = new WeakMap();

function loadCommonJs(file, isMain, source) {
  const { Module, loadImported } = require('internal/modules/cjs');
  const known = Module._cache[file];
  if (known === undefined) return loadImported(file, source, isMain);
  return loadedExports.has(known) ? loadedExports.get(known) : known.exports;
}

function setCommonJsExports(record, names, exports) {
  const isObject = exports !== null &&
    (typeof exports === 'object' || typeof exports === 'function');
  for (const name of names) {
    if (name === 'default' || name === 'module.exports') continue;
    let value;
    if (isObject && Object.hasOwn(exports, name)) {
      try {
        value = exports[name];
      } catch {
        // A getter that throws exports nothing.
      }
    }
    record.setExport(name, value);
  }
  record.setExport('default', exports);
  record.setExport('module.exports', exports);
}

// --- JSON -----------------------------------------------------------------------

const defaultOnly = ['default'];

function json(job) {
  const { url, source } = job;
  job.source = undefined;
  return valueRecord(url, jsonValue(url, source));
}

function text({ url, source }) {
  return valueRecord(url, source);
}

function valueRecord(url, value) {
  return syntheticModule(url, defaultOnly, (record) => {
    record.setExport('default', value);
  });
}

/** What require() of the same file has given, or will give. */
function jsonValue(url, source) {
  if (!url.startsWith('file:') || /[?#]/.test(url)) return parse(url, source);
  const { Module } = require('internal/modules/cjs');
  const file = files.toPath(url);
  const known = Module._cache[file];
  if (known?.loaded) return known.exports;
  const module = new Module(file);
  module.filename = file;
  module.exports = parse(url, source);
  module.loaded = true;
  Module._cache[file] = module;
  return module.exports;
}

function parse(url, source) {
  try {
    return JSON.parse(source);
  } catch (error) {
    error.message = `${files.toShown(url)}: ${error.message}`;
    throw error;
  }
}

/** From now on: what CommonJS modules export when they have loaded. */
function keepCommonJsExports() {
  require('internal/modules/cjs').setExportsKeeper((module) => {
    loadedExports.set(module, module.exports);
  });
}

module.exports = { keepCommonJsExports, translate };
