'use strict';
// CommonJS: require() for programs, from a request to what a module exports.
// Module is what tools patch, so the parts of it that they are known to replace
// (_load, _resolveFilename, _extensions, _compile, wrap ...) are called through
// it.

const path = require('path');
const binding = internalBinding('modules');
const {
  compileFunction, compileModuleFunction, runInThisContext,
} = internalBinding('script');
const { requireBuiltin } = require('internal/builtins');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { builtinId } = require('internal/modules/builtins');
const chains = require('internal/modules/hook_chains');
const { Module, kParent } = require('internal/modules/cjs_module');
const { getBuiltin } = require('internal/modules/cjs_public');
const { requireStack } = require('internal/modules/cjs_resolve');
const compileCache = require('internal/modules/compile_cache');
const helpers = require('internal/modules/helpers');
const { makeRequire } = helpers;
const packages = require('internal/modules/package');
const sourceMaps = require('internal/source_map/support');

const moduleParameters =
  ['exports', 'require', 'module', '__filename', '__dirname'];

/** `${folder}\0${request}` -> file, for requests of modules in a folder. */
const relativePaths = new Map();

/**
 * What require() does.
 * @param {string} request
 * @param {?Module} parent
 * @param {boolean} isMain
 * @returns {*} the module's exports
 */
Module._load = function(request, parent, isMain) {
  if (chains.resolvers.length + chains.loaders.length > 0) {
    return loadByHooks(request, parent, isMain);
  }
  const builtin = builtinId(request);
  if (request.startsWith('node:')) {
    if (builtin === undefined) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(request);
    return requireBuiltin(builtin);
  }
  const key = parent?.filename ? `${parent.path}\0${request}` : undefined;
  const known = key === undefined ? undefined : loadedBefore(key);
  if (known !== undefined) {
    addChild(parent, known);
    return known.loaded ? known.exports : exportsInCycle(known);
  }
  const file = Module._resolveFilename(request, parent, isMain);
  if (key !== undefined) relativePaths.set(key, file);
  if (builtin !== undefined && Module._cache[file] === undefined) {
    return requireBuiltin(builtin);
  }
  return loadResolved(file, parent, isMain);
};

/** As _load, with the hooks of module.registerHooks. */
function loadByHooks(request, parent, isMain) {
  const hooked = require('internal/modules/cjs_hooks');
  const { url, format, filename } = chains.resolvers.length > 0 ?
    hooked.resolve(request, parent, isMain, Module._resolveFilename) :
    resolvePlainly(request, parent, isMain, hooked);
  if (url.startsWith('node:')) {
    return hooked.requireBuiltinByHooks(url, (name, loaded) =>
      loadFile(name, parent, isMain, { loaded }));
  }
  return loadResolved(filename, parent, isMain, { url, format });
}

/** A module by its filename: the one that is there, or a new one. */
function loadResolved(filename, parent, isMain, hooked) {
  const cached = Module._cache[filename];
  if (cached === undefined) return loadFile(filename, parent, isMain, hooked);
  addChild(parent, cached);
  return cached.loaded ? cached.exports : exportsInCycle(cached);
}

/** What a module exports that has not finished loading. */
function exportsInCycle(module) {
  checkModuleCycle(module);
  return require('internal/modules/cjs_cycles').watch(module.exports);
}

function resolvePlainly(request, parent, isMain, { urlOf }) {
  if (request.startsWith('node:') && builtinId(request) === undefined) {
    throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(request);
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  return { filename, url: urlOf(filename), format: undefined };
}

/** The module that a request of the same folder has led to, while cached. */
function loadedBefore(key) {
  const file = relativePaths.get(key);
  if (file === undefined) return undefined;
  const cached = Module._cache[file];
  if (cached === undefined) relativePaths.delete(key);
  return cached;
}

function addChild(parent, child) {
  const { children } = parent ?? {};
  if (children && !children.includes(child)) children.push(child);
}

/** @param {object} [hooked] what hooks said of it: {url, format} or {loaded} */
function loadFile(file, parent, isMain, hooked) {
  const module = new Module(file, parent);
  if (isMain) {
    require('internal/process').mainModule = module;
    setMain(module);
    module.id = '.';
  }
  Module._cache[file] = module;
  let done = false;
  try {
    if (isPlainFile(file, hooked)) {
      module.load(file);
    } else {
      loadHooked(module, file, hooked);
    }
    done = true;
  } finally {
    if (!done) forget(module, file, parent);
    helpers.unwatchCycle?.(module.exports);
  }
  return module.exports;
}

/** What an import loads; hooks may have given its source, and have resolved. */
function loadImported(file, source, isMain) {
  if (source !== undefined) {
    return loadFile(file, undefined, isMain, {
      loaded: { source, format: 'commonjs' }, isByThread: chains.thread !== null,
    });
  }
  return chains.resolvers.length > 0 ? loadFile(file, undefined, isMain) :
    Module._load(file, undefined, isMain);
}

/** Whether the usual way of loading does: no hook has a say in it. */
function isPlainFile(file, hooked) {
  return hooked === undefined || (hooked.loaded === undefined &&
    chains.loaders.length === 0 && file.startsWith('/'));
}

/** What resolve hooks have said of a module: {url, format}. */
const kResolved = Symbol('resolved');

function loadHooked(module, file, { url, format, loaded, isByThread }) {
  if (isByThread) helpers.markHooked(module);
  module.filename ??= file;
  module.paths ??= file.startsWith('/') ?
    Module._nodeModulePaths(path.dirname(file)) : [];
  if (loaded === undefined) {
    Object.defineProperty(module, kResolved, { value: { url, format } });
    module.load(file);
    return;
  }
  require('internal/modules/cjs_hooks').compileLoaded(module, file, loaded);
  module.loaded = true;
  keepExports?.(module);
}

/** In _extensions, so that those of the program's come before load hooks. */
function loadByLoaders(module, filename) {
  require('internal/modules/cjs_hooks')
    .loadInto(module, filename, module[kResolved]);
}

function forget(module, file, parent) {
  delete Module._cache[file];
  const index = parent?.children?.indexOf(module) ?? -1;
  if (index !== -1) parent.children.splice(index, 1);
}

/** The extension that decides how a file is loaded: the longest known one. */
function knownExtension(file) {
  const name = path.basename(file);
  for (let dot = name.indexOf('.', 1); dot !== -1;
    dot = name.indexOf('.', dot + 1)) {
    const extension = name.slice(dot);
    if (Module._extensions[extension]) return extension;
  }
  return '.js';
}

/** @param {string} filename */
Module.prototype.load = function(filename) {
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  Module._extensions[knownExtension(filename)](this, filename);
  this.loaded = true;
  keepExports?.(this);
};

/** Told of each module that has loaded, once ES modules are in use. */
let keepExports;
function setExportsKeeper(keeper) { keepExports = keeper; }

/**
 * @param {string} id
 * @returns {*} its exports
 * @throws {TypeError} ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
Module.prototype.require = function(id) {
  validateString(id, 'id');
  if (id === '') {
    throw new codes.ERR_INVALID_ARG_VALUE('id', id,
                                          'must be a non-empty string');
  }
  return Module._load(id, this, false);
};

let main;
function setMain(module) {
  main = module;
  helpers.setMain(module);
}

// --- Compiling ---------------------------------------------------------------------

let wrapper = [
  '(function (exports, require, module, __filename, __dirname) { ', '\n});',
];
let isWrapPatched = false;
let wrap = (script) => wrapper[0] + script + wrapper[1];

Object.defineProperty(Module, 'wrap', {
  get: () => wrap,
  set(value) {
    isWrapPatched = true;
    wrap = value;
  },
});
Object.defineProperty(Module, 'wrapper', {
  get() {
    return new Proxy(wrapper, {
      set(target, key, value) {
        isWrapPatched = true;
        target[key] = value;
        return true;
      },
    });
  },
  set(value) {
    isWrapPatched = true;
    wrapper = value;
  },
});

function compile(content, filename, module) {
  if (isWrapPatched) return runInThisContext(Module.wrap(content), filename);
  if (compileCache.state.isEnabled) {
    return require('internal/modules/compile_cache_store')
      .compileCommonJs(content, filename, module);
  }
  if (sourceMaps.enabled) return compileMapped(content, filename, module);
  return compileModuleFunction(content, filename);
}

/** @param {Module} [module] whose source map goes with it */
function compileMapped(content, filename, module) {
  const [run, , mapUrl] = compileFunction(
    content, filename, 0, 0, moduleParameters, []);
  require('internal/source_map/files')
    .register(filename, content, mapUrl, module);
  return run;
}

/** A first line `#!/usr/bin/env node` is V8's to skip, in functions it is not. */
function stripShebang(content) {
  return content.startsWith('#!') ? `//${content.slice(2)}` : content;
}

/**
 * @param {string} content
 * @param {string} filename
 * @returns {*} what the code returned
 */
Module.prototype._compile = function(content, filename, format) {
  if (format === 'module') return loadModule(this, filename, content);
  let run;
  try {
    run = compile(stripShebang(content), filename, this);
  } catch (error) {
    return compileAgain(this, content, filename, format, error);
  }
  const { exports } = this;
  return Reflect.apply(run, exports, [
    exports, makeRequire(this), this, filename, path.dirname(filename),
  ]);
};

/** What does not compile as CommonJS may be an ES module. */
function compileAgain(module, content, filename, format, error) {
  const { isModuleError, warnFailed, warnTypeless } =
    require('internal/modules/syntax');
  if (!(error instanceof SyntaxError) || !isModuleError(error, content)) {
    throw error;
  }
  format ??= formatOf(filename);
  if (format === 'commonjs') {
    warnFailed(filename);
    throw error;
  }
  const { getOptionValue } = require('internal/options');
  if (module !== main && !getOptionValue('--require-module')) throw error;
  warnTypeless(require('internal/modules/files').toUrl(filename), filename);
  return loadModule(module, filename, content);
}

/** ES modules that require() is loading. */
const modulesLoading = new Set();

/** What --no-require-module and --trace-require-module ask for. */
function checkRequireModule(filename, content, parent) {
  const { getOptionValue } = require('internal/options');
  if (getOptionValue('--require-module') &&
      !getOptionValue('--trace-require-module')) {
    return;
  }
  require('internal/modules/require_module').check(filename, content, parent);
}

/** require() of an ES module; the program's entry may await as it likes. */
function loadModule(module, filename, content) {
  if (module.id === '.' && module === main) {
    require('internal/process').mainModule = undefined;
    setMain(undefined);
    delete Module._cache[filename];
    require('internal/modules/esm/entry').runText(filename, content);
    return;
  }
  checkRequireModule(filename, content, module[kParent]);
  const { requireModule } = require('internal/modules/esm/loader');
  modulesLoading.add(module);
  try {
    module.exports = requireModule(filename, content, module[kParent]);
  } finally {
    modulesLoading.delete(module);
  }
}

function checkModuleCycle(module) {
  if (!modulesLoading.has(module)) return;
  const { cycleError } = require('internal/modules/esm/job');
  throw cycleError(module.filename, module[kParent]);
}

function readFile(filename) {
  const text = binding.readText(filename);
  if (typeof text === 'string') return text;
  const { uvException } = require('internal/errors');
  throw uvException({ errno: text, syscall: 'open', path: filename });
}

Module._extensions['.js'] = function(module, filename) {
  if (chains.loaders.length > 0) {
    loadByLoaders(module, filename);
    return;
  }
  const format = formatOf(filename);
  if (format === 'module' && module !== main && filename.endsWith('ts')) {
    checkRequireModule(filename, '', module[kParent]);
  }
  module._compile(readSource(filename), filename, format);
};

/** A file's text as JavaScript. */
function readSource(filename) {
  const text = readFile(filename);
  if (!filename.endsWith('ts')) return text;
  const { isTypeScript, stripModuleTypes } =
    require('internal/modules/typescript');
  return isTypeScript(filename) ? stripModuleTypes(text, filename) : text;
}

/** 'module' or 'commonjs'; undefined: nothing but its text tells. */
function formatOf(filename) {
  if (filename.endsWith('.mjs') || filename.endsWith('.mts')) return 'module';
  if (filename.endsWith('.cjs') || filename.endsWith('.cts')) return 'commonjs';
  if (!filename.endsWith('.js') && !filename.endsWith('.ts')) return undefined;
  const type = packages.findPackageScope(filename)?.package.type;
  return type === 'none' ? undefined : type;
}

Module._extensions['.json'] = function(module, filename) {
  if (chains.loaders.length > 0) {
    loadByLoaders(module, filename);
    return;
  }
  const content = readFile(filename);
  try {
    module.exports = JSON.parse(content);
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
};

Module._extensions['.node'] = function(module, filename) {
  return require('internal/process').dlopen(module,
                                            path.toNamespacedPath(filename));
};

helpers.setModule(Module);

module.exports = {
  Module, checkRequireModule, compile, getBuiltin, loadImported, makeRequire,
  readSource, requireStack, setExportsKeeper, stripShebang,
  ...require('internal/modules/cjs_start'),
};
