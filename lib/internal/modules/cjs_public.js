'use strict';
// What programs find on `module` beside the loader: most of it stands elsewhere,
// and is loaded by those who use it.

const path = require('path');
const { requireBuiltin, allIds } = require('internal/builtins');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { builtinId, isOffered, prefixOnly } =
  require('internal/modules/builtins');
const { Module, defineLazily } = require('internal/modules/cjs_module');
const compileCache = require('internal/modules/compile_cache');
const helpers = require('internal/modules/helpers');

defineLazily('builtinModules', () => [...allIds].filter(isOffered)
  .map((id) => (prefixOnly.has(id) ? `node:${id}` : id)).sort());

/** @param {string} name @returns {boolean} */
Module.isBuiltin = (name) => typeof name === 'string' &&
  builtinId(name) !== undefined;

/** process.getBuiltinModule */
function getBuiltin(id) {
  validateString(id, 'id');
  const found = builtinId(id);
  return found === undefined ? undefined : requireBuiltin(found);
}

Module.findPackageJSON = function findPackageJSON(specifier, base) {
  return require('internal/modules/find_package')
    .findPackageJSON(specifier, base);
};
Module.register = function register(specifier, parentURL, options) {
  require('internal/modules/hooks_thread')
    .register(specifier, parentURL, options);
};
Module.registerHooks = (hooks) =>
  require('internal/modules/hooks').registerHooks(hooks);
Module.stripTypeScriptTypes = function stripTypeScriptTypes(
  code, options = undefined) {
  return require('internal/modules/typescript')
    .stripTypeScriptTypes(code, options);
};
Module.enableCompileCache = compileCache.enableCompileCache;
Module.flushCompileCache = compileCache.flushCompileCache;
Module.getCompileCacheDir = compileCache.getCompileCacheDir;
const { compileCacheStatus } = compileCache;
Module.constants = Object.freeze({ __proto__: null, compileCacheStatus });
Module.findSourceMap = function findSourceMap(file) {
  return require('internal/source_map/files').findSourceMap(file);
};
Module.getSourceMapsSupport = function getSourceMapsSupport() {
  return require('internal/source_map/api').getSourceMapsSupport();
};
Module.setSourceMapsSupport = function setSourceMapsSupport(enabled, options) {
  require('internal/source_map/api').setSourceMapsSupport(enabled, options);
};
defineLazily('SourceMap', () =>
  require('internal/source_map/source_map').SourceMap);
Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  require('internal/modules/esm/builtin_exports').syncAll();
};

/**
 * @param {string|URL} filename a file or file: URL that require is made for
 * @returns {Function}
 * @throws {TypeError} ERR_INVALID_ARG_VALUE
 */
Module.createRequire = function(filename) {
  let file = filename;
  const { isURL, URL } = require('internal/url');
  const isUrl = isURL(filename) || (typeof filename === 'string' &&
    !path.isAbsolute(filename) && URL.canParse(filename));
  if (isUrl) {
    try {
      file = require('internal/url').fileURLToPath(filename);
    } catch {
      throw notRequirable(filename);
    }
  } else if (typeof filename !== 'string' || !path.isAbsolute(filename)) {
    throw notRequirable(filename);
  }
  const module = new Module(file.endsWith('/') ? path.join(file, 'noop.js') :
    file);
  // Hooks are told the URL with its query.
  if (isUrl) helpers.setUrl(module, `${filename}`);
  module.filename = module.id;
  module.paths = Module._nodeModulePaths(path.dirname(module.id));
  return helpers.makeRequire(module);
};

function notRequirable(filename) {
  return new codes.ERR_INVALID_ARG_VALUE(
    'filename', filename, 'must be a file URL object, file URL string, or ' +
    'absolute path string');
}

module.exports = { getBuiltin };
