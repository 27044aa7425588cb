'use strict';
// The `require` of a CommonJS module whose text a hook of module.register has
// given: what it loads goes through the hooks as imports do.

const files = require('internal/modules/files');
const { requireBuiltin } = require('internal/builtins');
const { builtinId } = require('internal/modules/builtins');
const { jobFor, requireJob, resolveUrl } = require('internal/modules/esm/job');
const { kEvaluating } = internalBinding('module_records');
const { validateString } = require('internal/validators');

const urlOf = ({ filename }) =>
  (filename.startsWith('/') ? files.toUrl(filename) : filename);

/** What hooks are asked for: the file that require() would find, if any. */
function specifierOf(request, module, options) {
  if (builtinId(request) !== undefined) return request;
  const { Module } = require('internal/modules/cjs');
  try {
    return files.toUrl(
      Module._resolveFilename(request, module, false, options));
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    return request;
  }
}

function load(request, module) {
  const specifier = specifierOf(request, module);
  const attributes = specifier.endsWith('.json') ? { type: 'json' } : null;
  const job = jobFor(specifier, urlOf(module), attributes);
  if (job.format === 'builtin') return requireBuiltin(builtinId(job.url));
  const file = files.toShown(job.url);
  if (job.isCommonJs && job.record.status() === kEvaluating) {
    const { Module } = require('internal/modules/cjs');
    return Module._cache[file]?.exports;
  }
  if (job.format === 'module') {
    getCommonJs().checkRequireModule(file, '', module);
  }
  const namespace = requireJob(job, file, module);
  if (job.format === 'json') return namespace.default;
  return Object.hasOwn(namespace, 'module.exports') ?
    namespace['module.exports'] : namespace;
}

function resolveHooked(request, module, options) {
  const { Module } = getCommonJs();
  if (options?.paths !== undefined) {
    return Module._resolveFilename(request, module, false, options);
  }
  try {
    return files.toShown(
      resolveUrl(specifierOf(request, module), urlOf(module)));
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return Module._resolveFilename(request, module, false); // throws its own
  }
}

/**
 * @param {Module} module
 * @returns {Function} without `cache`, `extensions` and `resolve.paths`
 */
function makeHookedRequire(module) {
  function require(id) {
    validateString(id, 'id');
    return load(id, module);
  }
  require.resolve = function resolve(request, options) {
    validateString(request, 'request');
    return resolveHooked(request, module, options);
  };
  require.main = getProcess().mainModule;
  return require;
}

const getCommonJs = () => require('internal/modules/cjs');
const getProcess = () => require('internal/process');

module.exports = { makeHookedRequire };
