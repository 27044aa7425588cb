'use strict';
// CommonJS at the start of a program: what options and environment ask for, and
// the program itself.

const path = require('path');
const { Module } = require('internal/modules/cjs_module');
const compileCache = require('internal/modules/compile_cache');
const chains = require('internal/modules/hook_chains');
const packages = require('internal/modules/package');

Module._initPaths = function() {
  const { env, execPath } = require('internal/process');
  const folders = [];
  if (env.HOME) {
    folders.push(path.resolve(env.HOME, '.node_modules'),
                 path.resolve(env.HOME, '.node_libraries'));
  }
  folders.push(path.resolve(execPath, '..', '..', 'lib', 'node'));
  const given = env.NODE_PATH?.split(path.delimiter).filter(Boolean) ?? [];
  Module.globalPaths = [...given, ...folders];
};

Module._preloadModules = preload;
Module.runMain = (file = require('internal/process').argv[1]) => runMain(file);

function start() {
  const { env } = require('internal/process');
  const { getOptionValue } = require('internal/options');
  if (env.NODE_COMPILE_CACHE) compileCache.start(env.NODE_COMPILE_CACHE);
  if (getOptionValue('--enable-source-maps') || transformsTypes()) {
    require('internal/source_map/api').setSourceMapsEnabled(true);
  }
  if (env.HOME !== undefined || env.NODE_PATH !== undefined) {
    Module._initPaths();
  }
}

/** Whether types are transformed, which moves lines, and maps are wanted. */
function transformsTypes() {
  const { getOptionValue } = require('internal/options');
  return getOptionValue('--experimental-transform-types') &&
    !require('internal/process').execArgv.includes('--no-enable-source-maps');
}

/** -r: as if `require`d by a module in the working folder. */
function preload(requests) {
  if (!Array.isArray(requests) || requests.length === 0) return;
  const parent = new Module('internal/preload', null);
  parent.paths = Module._nodeModulePaths(require('internal/process').cwd());
  for (const request of requests) parent.require(request);
}

/** Whether hooks see the program's entry as an import, as with --import. */
function isEntryImported() {
  if (chains.thread !== null) return true;
  if (chains.resolvers.length + chains.loaders.length === 0) return false;
  const { getOptionValue } = require('internal/options');
  return getOptionValue('--import').length > 0;
}

function runMain(file) {
  if (isEntryImported()) {
    const { toUrl } = require('internal/modules/files');
    require('internal/modules/esm/entry').runHooked(toUrl(path.resolve(file)));
    return;
  }
  const found = Module._findPath(path.resolve(file), null, true);
  if (found !== false && isModuleEntry(found)) {
    require('internal/modules/esm/entry')
      .runUrl(require('internal/modules/files').toUrl(found));
    return;
  }
  Module._load(file, null, true);
}

function isModuleEntry(file) {
  if (file.endsWith('.cjs') || file.endsWith('.cts')) return false;
  if (file.endsWith('.mjs') || file.endsWith('.wasm') ||
      file.endsWith('.mts')) return true;
  return packages.findPackageScope(file)?.package.type === 'module';
}

module.exports = { isModuleEntry, preload, runMain, start };
