'use strict';
// From what an import says to the URL of a module.
// https://nodejs.org/api/esm.html#resolution-algorithm-specification

const path = require('path');
const { kind } = internalBinding('modules');
const { codes } = require('internal/errors');
const files = require('internal/modules/files');
const packages = require('internal/modules/package');
const { isMapped, mappedFolder } = require('internal/modules/package_map');
const { builtinId } = require('internal/modules/builtins');

/** `${folder}\0${specifier}` -> URL, of imports without anything special. */
const known = new Map();

const isRelative = /^(?:\.{0,2}\/|\.{1,2}$)/;
const hasScheme = /^[a-zA-Z][a-zA-Z0-9+\-.]*:/;
/** What is no plain path but means something in a URL. */
const isSpecial = /[%?#\\\t\n\r]|[^\x21-\x7e]/;

function parseUrl(text, base) {
  const { URL } = require('internal/url');
  return URL.parse(text, base);
}

/**
 * @param {string} specifier
 * @param {string} parentUrl of the module that imports
 * @param {Set<string>} [conditions] packages.importConditions() by default
 * @returns {string} a URL; that of a file leads to one that exists
 * @throws {Error} ERR_MODULE_NOT_FOUND and relatives
 */
function resolve(specifier, parentUrl, conditions) {
  if (!parentUrl.startsWith('file:///') || isSpecial.test(specifier) ||
      conditions !== undefined) {
    return resolveAny(specifier, parentUrl, conditions);
  }
  const slash = parentUrl.lastIndexOf('/');
  const key = `${parentUrl.slice(7, slash)}\0${specifier}`;
  let url = known.get(key);
  if (url === undefined) {
    url = resolveAny(specifier, parentUrl);
    known.set(key, url);
  }
  return url;
}

/** `${parentUrl}\0${specifier}` -> URL, of import() of files. */
const knownDynamic = new Map();

/**
 * As resolve(), for import(): what another module has imported may have been
 * deleted since, and is looked for again.
 */
function resolveDynamic(specifier, parentUrl) {
  const key = `${parentUrl}\0${specifier}`;
  let url = knownDynamic.get(key);
  if (url === undefined) {
    url = resolveAny(specifier, parentUrl);
    knownDynamic.set(key, url);
  }
  return url;
}

function resolveAny(specifier, parentUrl, conditions) {
  try {
    const address = locate(specifier, parentUrl, conditions);
    return address.startsWith('file:') ? finish(address, parentUrl) : address;
  } catch (error) {
    if (error?.code === 'ERR_INVALID_FILE_URL_HOST') {
      error.input ??= specifier;
      error.module ??= parentUrl;
    }
    require('internal/modules/esm/details').hint(error, specifier, parentUrl);
    throw error;
  }
}

/** As resolve(), but does not ask whether there is a file. */
function locate(specifier, parentUrl, conditions) {
  if (isRelative.test(specifier)) return relative(specifier, parentUrl);
  if (specifier[0] === '#') return imported(specifier, parentUrl, conditions);
  if (hasScheme.test(specifier)) {
    const url = parseUrl(specifier);
    if (url !== null) return url.href;
  }
  return bare(specifier, parentUrl, conditions);
}

function relative(specifier, parentUrl) {
  const url = parseUrl(specifier, parentUrl);
  if (url !== null) return url.href;
  throw unsupportedRequest(specifier, parentUrl);
}

function unsupportedRequest(specifier, parentUrl) {
  return new codes.ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, parentUrl);
}

/** There are no node_modules where the parent is. */
function notFromThere(specifier, parentUrl) {
  return parentUrl.startsWith('http') ?
    new codes.ERR_INVALID_URL_SCHEME('file') :
    unsupportedRequest(specifier, parentUrl);
}

function imported(specifier, parentUrl, conditions) {
  if (!parentUrl.startsWith('file:')) {
    throw unsupportedRequest(specifier, parentUrl);
  }
  const file = files.toPath(parentUrl);
  const found = packages.resolveImports(
    specifier, file, conditions ?? packages.importConditions());
  if (path.isAbsolute(found.target)) return targetUrl(found);
  if (builtinId(found.target) !== undefined) {
    return withPrefix(builtinId(found.target));
  }
  return packageUrl(found.target, files.toUrl(`${found.folder}/package.json`),
                    conditions);
}

/** The URL of {folder, target}: what a package.json names is a URL in it. */
function targetUrl({ folder, target }) {
  if (!isSpecial.test(target)) return files.toUrl(target);
  return parseUrl(`.${target.slice(folder.length)}`,
                  files.toUrl(`${folder}/`)).href;
}

const withPrefix = (id) => `node:${id}`;

function bare(specifier, parentUrl, conditions) {
  const id = builtinId(specifier);
  if (id !== undefined) return withPrefix(id);
  if (!parentUrl.startsWith('file:')) throw notFromThere(specifier, parentUrl);
  return packageUrl(specifier, parentUrl, conditions);
}

const packageName = /^((?:@[^/\\%]*\/)?[^./\\%@][^/\\%]*|(?=$))(\/.*)?$/;

function packageUrl(specifier, parentUrl, conditions) {
  const match = packageName.exec(specifier);
  const importer = files.toShown(parentUrl);
  if (match === null) {
    throw new codes.ERR_INVALID_MODULE_SPECIFIER(
      specifier, 'is not a valid package name', importer);
  }
  conditions ??= packages.importConditions();
  const [, name, rest = ''] = match;
  const request = { name, subpath: `.${rest}`, importer, conditions };
  const parent = files.toPath(parentUrl);
  return ownPackage(request, parent) ?? installed(request, parent, parentUrl);
}

/** A package that imports itself by its own name. */
function ownPackage(request, parent) {
  const scope = packages.findPackageScope(parent);
  if (scope === null || scope.package.name !== request.name ||
      scope.package.exports === undefined || scope.package.exports === null) {
    return undefined;
  }
  return exported(scope.folder, scope.package, request);
}

function exported(folder, pkg, { subpath, importer, conditions }) {
  return targetUrl(packages.resolveExportsTarget(folder, pkg, subpath, importer,
                                                 conditions));
}

/** Where --experimental-package-map says that it is. */
function mapped(request, parent, parentUrl) {
  const folder = mappedFolder(request.name, parent);
  const found = folder === undefined ? undefined :
    inFolder(folder, request, parentUrl);
  if (found !== undefined) return found;
  throw new codes.ERR_MODULE_NOT_FOUND(request.name, request.importer);
}

function installed(request, parent, parentUrl) {
  if (isMapped()) return mapped(request, parent, parentUrl);
  const start = parent.slice(0, parent.lastIndexOf('/')) || '/';
  for (let at = start; ; at = path.dirname(at)) {
    const base = at === '/' ? '' : at;
    const folder = `${base}/node_modules/${request.name}`;
    const found = inFolder(folder, request, parentUrl);
    if (found !== undefined) return found;
    if (at === '/') break;
  }
  throw new codes.ERR_MODULE_NOT_FOUND(request.name, request.importer);
}

function inFolder(folder, request, parentUrl) {
  const pkg = packages.readPackage(folder, request);
  if (pkg === null && kind(folder) !== 1) return undefined;
  if (pkg?.exports !== undefined && pkg.exports !== null) {
    return exported(folder, pkg, request);
  }
  if (request.subpath !== '.') {
    return parseUrl(request.subpath, files.toUrl(`${folder}/`)).href;
  }
  return require('internal/modules/esm/legacy_main')
    .resolve(folder, pkg, request, parentUrl);
}

function options() {
  const { getOptionValue } = require('internal/options');
  return getOptionValue('--preserve-symlinks');
}

/** Makes sure that there is a file, and gives its URL without links. */
function finish(url, parentUrl) {
  if (/%2f|%5c/i.test(url)) {
    throw new codes.ERR_INVALID_MODULE_SPECIFIER(
      parseUrl(url).pathname,
      'must not include encoded "/" or "\\" characters',
      files.toShown(parentUrl));
  }
  const file = files.toPath(url);
  if (file.endsWith('/')) throw directoryImport(file, url, parentUrl);
  const real = files.realFile(file);
  if (real === 1) throw directoryImport(file, url, parentUrl);
  if (typeof real === 'number') {
    throw new codes.ERR_MODULE_NOT_FOUND(file, files.toShown(parentUrl), url);
  }
  if (options() || (real === file && !url.includes('%'))) return url;
  const tail = /[?#].*$/.exec(url);
  return files.toUrl(real) + (tail?.[0] ?? '');
}

function directoryImport(file, url, parentUrl) {
  return new codes.ERR_UNSUPPORTED_DIR_IMPORT(
    file, files.toShown(parentUrl), url);
}

module.exports = { locate, resolve, resolveDynamic };
