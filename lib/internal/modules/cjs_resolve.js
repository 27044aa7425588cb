'use strict';
// CommonJS: which file a request means. Programs replace some of it, so the parts
// call each other through Module.

const path = require('path');
const binding = internalBinding('modules');
const { codes } = require('internal/errors');
const { builtinId } = require('internal/modules/builtins');
const {
  findAt, findByExports, findMapped, mustExist, notFound,
} = require('internal/modules/cjs_find');
const { Module, kParent } = require('internal/modules/cjs_module');
const packages = require('internal/modules/package');
const { isMapped } = require('internal/modules/package_map');

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

module.exports = { requireStack };
