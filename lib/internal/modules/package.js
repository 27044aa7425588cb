'use strict';
// package.json: reading it, finding the one a file belongs to, and what its
// "exports" and "imports" say.

const { readText } = internalBinding('modules');
const { codes } = require('internal/errors');

/** Folder -> what the loader needs of its package.json, or null. */
const cache = new Map();

/**
 * @param {string} folder without a trailing slash ('' is the root)
 * @param {{name: string, subpath: string, importer: string}} [request] that
 *   leads there, for messages
 * @returns {?{path: string, data: object, name, main, exports, imports, type}}
 * @throws {Error} ERR_INVALID_PACKAGE_CONFIG
 */
function readPackage(folder, request) {
  let found = cache.get(folder);
  if (found !== undefined) return found;
  const path = `${folder}/package.json`;
  const text = readText(path);
  found = typeof text === 'string' ? parse(path, text, request) : null;
  cache.set(folder, found);
  return found;
}

/** @returns {object|undefined} undefined: the text is no object */
function parseObject(text) {
  try {
    const data = JSON.parse(text);
    return data === null || typeof data !== 'object' || Array.isArray(data) ?
      undefined : data;
  } catch {
    return undefined;
  }
}

function invalidConfig(path, request) {
  const base = request === undefined ? '' : ` while importing "${request.name}` +
    `${request.subpath.slice(1)}" from ${request.importer}`;
  return new codes.ERR_INVALID_PACKAGE_CONFIG(`${path}${base}.`);
}

function parse(path, text, request) {
  const data = parseObject(text);
  if (data === undefined) throw invalidConfig(path, request);
  // What a program adds to Object.prototype is no field of the file.
  Object.setPrototypeOf(data, null);
  const { name, main, exports, imports, type } = data;
  return {
    path,
    data,
    name: typeof name === 'string' ? name : undefined,
    main: typeof main === 'string' ? main : undefined,
    exports,
    imports: imports !== null && typeof imports === 'object' ? imports :
      undefined,
    type: type === 'module' || type === 'commonjs' ? type : 'none',
  };
}

function parentFolder(path) {
  return path.slice(0, path.lastIndexOf('/'));
}

/**
 * The package a file belongs to: the nearest package.json upwards, not beyond
 * a node_modules folder.
 * @param {string} file
 * @returns {?{folder: string, package: object}}
 */
function findPackageScope(file) {
  let folder = file;
  do {
    folder = parentFolder(folder);
    if (folder.endsWith('/node_modules')) return null;
    const found = readPackage(folder);
    if (found !== null) return { folder, package: found };
  } while (folder !== '');
  return null;
}

// --- exports and imports -------------------------------------------------------

const conditions = { __proto__: null, require: undefined, import: undefined };

function conditionsFor(kind) {
  const { getOptionValue } = require('internal/options');
  const list = [kind, 'node', 'module-sync',
    ...getOptionValue('--conditions')];
  if (!getOptionValue('--no-addons')) list.push('node-addons');
  return new Set(list);
}

/** What a hook asks for in their place, while it does. */
let replaced;

/** The conditions that require() fulfils. */
function requireConditions() {
  if (replaced !== undefined) return replaced;
  conditions.require ??= conditionsFor('require');
  return conditions.require;
}

/** Calls a function with other conditions for require(), if any are given. */
function withRequireConditions(set, call) {
  const outer = replaced;
  replaced = set;
  try {
    return call();
  } finally {
    replaced = outer;
  }
}

/** The conditions that import fulfils. */
function importConditions() {
  conditions.import ??= conditionsFor('import');
  return conditions.import;
}

// Segments that no path of a package may have, in any way of writing them; and
// those that are merely empty, which are deprecated.
const invalidSegment =
  /(^|\\|\/)((\.|%2e)(\.|%2e)?|(n|%6e|%4e)(o|%6f|%4f)(d|%64|%44)(e|%65|%45)(_|%5f)(m|%6d|%4d)(o|%6f|%4f)(d|%64|%44)(u|%75|%55)(l|%6c|%4c)(e|%65|%45)(s|%73|%53))(\\|\/|$)/i;
const emptySegment = /(^|\\|\/)(\\|\/|$)/;

function isUrl(text) {
  return require('internal/url').URL.canParse(text);
}

/** What a target is resolved for; handed down unchanged. */
class Resolution {
  /**
   * @param {string} folder of the package
   * @param {Set<string>} conditions
   * @param {string} importer the file that asks, for messages
   * @param {boolean} internal whether "imports" is looked up
   */
  constructor(folder, conditions, importer, internal) {
    this.folder = folder;
    this.conditions = conditions;
    this.importer = importer;
    this.internal = internal;
  }

  /**
   * The target of a key, or undefined if no pattern and no name matches.
   * @returns {string|null|undefined} a path, or a bare specifier of "imports"
   */
  lookup(table, key) {
    if (Object.hasOwn(table, key) && !key.includes('*') && !key.endsWith('/')) {
      return this.target(table[key], '', key, false);
    }
    const match = bestPattern(table, key);
    if (match === undefined) return undefined;
    const star = match.indexOf('*');
    const part = key.slice(star, key.length - (match.length - star - 1));
    return this.target(table[match], part, match, true);
  }

  target(target, part, key, isPattern) {
    if (typeof target === 'string') {
      return this.path(target, part, key, isPattern);
    }
    if (Array.isArray(target)) return this.firstOf(target, part, key, isPattern);
    if (target === null) return null;
    if (typeof target === 'object') {
      return this.conditional(target, part, key, isPattern);
    }
    throw this.invalid(key, target);
  }

  conditional(target, part, key, isPattern) {
    const names = Object.keys(target);
    if (names.some((name) => String(+name) === name && +name >= 0)) {
      throw new codes.ERR_INVALID_PACKAGE_CONFIG(
        `${this.folder}/package.json`, this.importer,
        '"exports" cannot contain numeric property keys.');
    }
    for (const name of names) {
      if (name !== 'default' && !this.conditions.has(name)) continue;
      const found = this.target(target[name], part, key, isPattern);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  firstOf(targets, part, key, isPattern) {
    let lastError;
    for (const target of targets) {
      try {
        const found = this.target(target, part, key, isPattern);
        if (found === undefined) continue;
        if (found !== null) return found;
        lastError = null;
      } catch (error) {
        if (error.code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
        lastError = error;
      }
    }
    if (lastError) throw lastError;
    return targets.length === 0 ? null : lastError;
  }

  path(target, part, key, isPattern) {
    if (part !== '' && !isPattern && !target.endsWith('/')) {
      throw this.invalid(key, target);
    }
    if (!target.startsWith('./')) {
      if (!this.internal || target.startsWith('../') ||
          target.startsWith('/') || isUrl(target)) {
        throw this.invalid(key, target);
      }
      return isPattern ? target.replaceAll('*', () => part) : target + part;
    }
    const rest = target.slice(2);
    if (invalidSegment.test(rest)) throw this.invalid(key, target);
    if (emptySegment.test(rest) && !isPattern) {
      this.warnOfSlashes(target, key, key, target);
    }
    const base = `${this.folder}/${target.slice(2)}`;
    if (part === '') return base;
    if (invalidSegment.test(part)) throw this.invalidPart(key, target, part);
    if (emptySegment.test(part) && part.endsWith('/') && isPattern) {
      this.warnOfTrailingSlash(key.replace('*', () => part));
    } else if (emptySegment.test(part)) {
      const request = key.replace('*', () => part);
      this.warnOfSlashes(target.replaceAll('*', () => part), request, key,
                         request);
    }
    return isPattern ? base.replaceAll('*', () => part) : base + part;
  }

  /** DEP0166: `text` is what has an empty segment, the target or the request. */
  warnOfSlashes(target, request, match, text) {
    const isDouble = /[/\\]{2}/.test(text);
    const what = isDouble ? 'double slash' : 'leading or trailing slash matching';
    require('internal/process').emitWarning(
      `Use of deprecated ${what} resolving "${target}" for module request ` +
      `"${request}" ${request === match ? '' : `matched to "${match}" `}in the ` +
      `"${this.internal ? 'imports' : 'exports'}" field module resolution of ` +
      `the package at ${this.folder}/package.json` +
      `${this.importer ? ` imported from ${this.importer}` : ''}.`,
      'DeprecationWarning', 'DEP0166');
  }

  /** DEP0155: once for each package and request. */
  warnOfTrailingSlash(request) {
    const key = `${this.folder}\0${request}`;
    if (trailingSlashes.has(key)) return;
    trailingSlashes.add(key);
    require('internal/process').emitWarning(
      `Use of deprecated trailing slash pattern mapping "${request}" in the ` +
      '"exports" field module resolution of the package at ' +
      `${this.folder}/package.json` +
      `${this.importer ? ` imported from ${this.importer}` : ''}. ` +
      'Mapping specifiers ending in "/" is no longer supported.',
      'DeprecationWarning', 'DEP0155');
  }

  invalid(key, target) {
    return new codes.ERR_INVALID_PACKAGE_TARGET(
      this.folder, key, target, this.internal, this.importer);
  }

  invalidPart(key, target, part) {
    const request = key.includes('*') ? key.replace('*', () => part) : key + part;
    return new codes.ERR_INVALID_MODULE_SPECIFIER(
      request, `request is not a valid match in pattern "${key}" for the "` +
      `${this.internal ? 'imports' : 'exports'}" resolution of ` +
      `${this.folder}/package.json`, this.importer);
  }
}

/** What warnOfTrailingSlash has warned of. */
const trailingSlashes = new Set();

/** The most specific key with a star that matches. */
function bestPattern(table, key) {
  let best;
  for (const pattern of Object.keys(table)) {
    const star = pattern.indexOf('*');
    if (star === -1 || !key.startsWith(pattern.slice(0, star))) continue;
    const tail = pattern.slice(star + 1);
    if (tail.includes('*') || key.length < pattern.length ||
        !key.endsWith(tail)) {
      continue;
    }
    if (best === undefined || comparePatterns(best, pattern) > 0) best = pattern;
  }
  return best;
}

/** Longer before the star first, then longer in all. */
function comparePatterns(a, b) {
  return b.indexOf('*') - a.indexOf('*') || b.length - a.length;
}

/** "exports" as a table of subpaths, whatever shorthand it is written in. */
function exportsTable(exports, folder, importer) {
  if (typeof exports === 'string' || Array.isArray(exports)) {
    return { '.': exports };
  }
  if (exports === null || typeof exports !== 'object') return exports;
  const keys = Object.keys(exports);
  const dotted = keys.filter((key) => key.startsWith('.')).length;
  if (dotted === keys.length) return exports;
  if (dotted === 0) return { '.': exports };
  const { toUrl } = require('internal/modules/files');
  throw new codes.ERR_INVALID_PACKAGE_CONFIG(
    `${folder}/package.json`,
    importer?.startsWith('/') ? toUrl(importer) : importer,
    '"exports" cannot contain some keys starting with \'.\' and some not. ' +
    'The exports object must either be an object of package subpath keys or ' +
    'an object of main entry condition name keys only.');
}

/**
 * @param {string} folder of the package
 * @param {object} pkg its readPackage
 * @param {string} subpath '.' or './x'
 * @param {string} [importer]
 * @param {Set<string>} [withConditions]
 * @returns {{folder: string, target: string}} the target: a path in the folder,
 *   in which %, ? and # mean what they mean in URLs
 * @throws {Error} ERR_PACKAGE_PATH_NOT_EXPORTED and relatives
 */
function resolveExportsTarget(folder, pkg, subpath, importer, withConditions) {
  const table = exportsTable(pkg.exports, folder, importer);
  const resolution = new Resolution(
    folder, withConditions ?? requireConditions(), importer, false);
  const found = table === null || typeof table !== 'object' ? undefined :
    resolution.lookup(table, subpath);
  if (found === undefined || found === null) {
    throw new codes.ERR_PACKAGE_PATH_NOT_EXPORTED(
      `${folder}/`, subpath, importer);
  }
  return { folder, target: found };
}

/** As resolveExportsTarget(); @returns {string} the path of the file */
function resolveExports(folder, pkg, subpath, importer, withConditions) {
  return targetPath(
    resolveExportsTarget(folder, pkg, subpath, importer, withConditions),
    importer);
}

/** A target's path, or the bare specifier that it is. */
function targetPath({ folder, target }, importer) {
  if (!target.startsWith('/') || !/[%?#]/.test(target)) return target;
  if (/%2f|%5c/i.test(target)) {
    throw new codes.ERR_INVALID_MODULE_SPECIFIER(
      target, 'must not include encoded "/" or "\\" characters', importer);
  }
  const { URL, fileURLToPath, pathToFileURL } = require('internal/url');
  return fileURLToPath(new URL(`.${target.slice(folder.length)}`,
                               pathToFileURL(`${folder}/`)));
}

/**
 * @param {string} request '#name'
 * @param {string} importer the file that asks
 * @param {Set<string>} [withConditions]
 * @returns {{folder: string, target: string}} as resolveExportsTarget; the
 *   target may be a bare specifier
 * @throws {Error} ERR_PACKAGE_IMPORT_NOT_DEFINED, ERR_INVALID_MODULE_SPECIFIER
 */
function resolveImports(request, importer, withConditions) {
  if (request === '#' || request.endsWith('/')) {
    throw new codes.ERR_INVALID_MODULE_SPECIFIER(
      request, 'is not a valid internal imports specifier name', importer);
  }
  const scope = findPackageScope(importer);
  if (scope?.package.imports !== undefined) {
    const resolution = new Resolution(
      scope.folder, withConditions ?? requireConditions(), importer, true);
    const found = resolution.lookup(scope.package.imports, request);
    if (found !== undefined && found !== null) {
      return { folder: scope.folder, target: found };
    }
  }
  throw new codes.ERR_PACKAGE_IMPORT_NOT_DEFINED(
    request, scope === null ? undefined : `${scope.folder}/`, importer);
}

/** Whether a hook has replaced the conditions of require(). */
const hasOtherConditions = () => replaced !== undefined;

module.exports = {
  findPackageScope, hasOtherConditions, importConditions, readPackage, requireConditions,
  resolveExports, resolveExportsTarget, resolveImports, targetPath,
  withRequireConditions,
};
