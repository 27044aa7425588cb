'use strict';
// CommonJS: require() for programs. Module is what tools patch, so the parts of
// it that they are known to replace (_load, _resolveFilename, _extensions,
// _compile, wrap ...) are called through it.

const path = require('path');
const binding = internalBinding('modules');
const {
  compileFunction, compileModuleFunction, runInThisContext,
} = internalBinding('script');
const { requireBuiltin, allIds } = require('internal/builtins');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { builtinId, isOffered, prefixOnly } =
  require('internal/modules/builtins');
const chains = require('internal/modules/hook_chains');
const {
  findAt, findByExports, findMapped, mustExist, notFound,
} = require('internal/modules/cjs_find');
const compileCache = require('internal/modules/compile_cache');
const helpers = require('internal/modules/helpers');
const { makeRequire } = helpers;
const packages = require('internal/modules/package');
const { isMapped } = require('internal/modules/package_map');
const sourceMaps = require('internal/source_map/support');

const moduleParameters =
  ['exports', 'require', 'module', '__filename', '__dirname'];

/** `${folder}\0${request}` -> file, for requests of modules in a folder. */
const relativePaths = new Map();

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

// --- Built-in modules -------------------------------------------------------------

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

// --- Looking for files --------------------------------------------------------------

/**
 * @param {string} request
 * @param {string[]} folders to look in
 * @param {boolean} isMain
 * @returns {string|false}
 */
Module._findPath = function(request, folders, isMain = false) {
  const absolute = path.isAbsolute(request);
  if (absolute) folders = [''];
  if (!folders || folders.length === 0) return false;
  const key = `${request}\0${folders.join('\0')}`;
  const known = packages.hasOtherConditions() ? undefined :
    Module._pathCache[key];
  if (known !== undefined) return known;
  const relative = /^\.{1,2}(?:\/|$)/.test(request);
  const extensions = Object.keys(Module._extensions);
  for (const folder of folders) {
    // A folder that is gone still leads upwards by '..'.
    if (folder && !relative && binding.kind(folder) !== 1) continue;
    const found = (absolute || relative ? undefined :
      findByExports(folder, request)) ??
      findAt(path.resolve(folder, request), request, isMain, extensions);
    if (found !== undefined) {
      Module._pathCache[key] = found;
      return found;
    }
  }
  return false;
};

/**
 * @param {string} from a folder
 * @returns {string[]} the node_modules folders from there upwards
 */
Module._nodeModulePaths = function(from) {
  from = path.resolve(from);
  const list = [];
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (path.basename(folder) !== 'node_modules') {
      list.push(path.join(folder, 'node_modules'));
    }
    if (folder === '/') return list;
  }
};

/** Where a request is looked for; null for a built-in module. */
Module._resolveLookupPaths = function(request, parent) {
  if (builtinId(request) !== undefined) return null;
  if (!/^\.{1,2}(?:\/|$)/.test(request)) {
    const paths = [...(parent?.paths ?? []), ...Module.globalPaths];
    return paths.length > 0 ? paths : null;
  }
  if (!parent?.id || !parent.filename) {
    return ['.', ...Module._nodeModulePaths('.'), ...Module.globalPaths];
  }
  return [path.dirname(parent.filename)];
};

const isBare = (request) => !/^(?:\.{1,2}(?:\/|$)|\/)/.test(request);

function requireStack(parent) {
  const stack = [];
  for (let at = parent; at; at = at[kParent]) stack.push(at.filename || at.id);
  return stack;
}

function lookupFolders(request, parent, options) {
  if (options?.paths === undefined) {
    return Module._resolveLookupPaths(request, parent);
  }
  if (!Array.isArray(options.paths)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.paths', options.paths);
  }
  if (/^\.{1,2}(?:\/|$)/.test(request)) return options.paths;
  const standIn = new Module('', null);
  const folders = new Set();
  for (const folder of options.paths) {
    standIn.paths = Module._nodeModulePaths(folder);
    for (const found of Module._resolveLookupPaths(request, standIn) ?? []) {
      folders.add(found);
    }
  }
  return [...folders];
}

/** A package that requires itself by its own name. */
function findSelf(request, parent) {
  const scope = parent?.filename ? packages.findPackageScope(parent.filename) :
    null;
  const name = scope?.package.name;
  if (name === undefined || scope.package.exports === undefined) return undefined;
  if (request !== name && !request.startsWith(`${name}/`)) return undefined;
  const file = packages.resolveExports(
    scope.folder, scope.package, `.${request.slice(name.length)}`,
    parent.filename);
  return mustExist(file, scope.package.path);
}

function findImported(request, parent, isMain, options) {
  const found = packages.resolveImports(request, parent.filename);
  const target = packages.targetPath(found, parent.filename);
  if (path.isAbsolute(target)) {
    return mustExist(target, `${found.folder}/package.json`);
  }
  try {
    return Module._resolveFilename(target, parent, isMain, options);
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    return mustExist(request);
  }
}

/**
 * @param {string} request as given to require()
 * @param {?Module} parent the module that asks
 * @param {boolean} isMain
 * @param {{paths: string[]}} [options]
 * @returns {string} a file, or the name of a built-in module
 * @throws {Error} MODULE_NOT_FOUND and those of package.json
 */
Module._resolveFilename = function(request, parent, isMain, options) {
  if (builtinId(request) !== undefined) return request;
  const folders = lookupFolders(request, parent, options);
  if (request.startsWith('#') && parent?.filename &&
      packages.findPackageScope(parent.filename)?.package.imports) {
    return findImported(request, parent, isMain, options);
  }
  const found = findSelf(request, parent) ||
    (parent?.filename && isMapped() && isBare(request) ?
      findMapped(request, parent, isMain, Object.keys(Module._extensions)) :
      Module._findPath(request, folders, isMain));
  if (found) return found;
  throw notFound(request, request, requireStack(parent));
};

// --- Loading ------------------------------------------------------------------------

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

// --- What the outside calls ---------------------------------------------------------

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
  return makeRequire(module);
};

function notRequirable(filename) {
  return new codes.ERR_INVALID_ARG_VALUE(
    'filename', filename, 'must be a file URL object, file URL string, or ' +
    'absolute path string');
}

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

helpers.setModule(Module);

module.exports = {
  Module, checkRequireModule, compile, getBuiltin, isModuleEntry, loadImported,
  makeRequire, preload, readSource, requireStack, runMain, setExportsKeeper,
  start, stripShebang,
};
