'use strict';
// --experimental-package-map: a file that says where packages are, and which of
// them may use which, instead of node_modules folders.

const path = require('path');
const { codes } = require('internal/errors');
const files = require('internal/modules/files');

/** @type {?{file: string, packages: Map<string, object>, folders: object[]}} */
let map;

function option() {
  return require('internal/options')
    .getOptionValue('--experimental-package-map');
}

/** Read once: undefined is not known yet, '' none. */
let given;

/** Whether there is a map. */
function isMapped() {
  given ??= option() || '';
  return given !== '';
}

function readMap() {
  const { emitExperimentalWarning } = require('internal/util');
  emitExperimentalWarning('Package maps');
  const file = path.resolve(given);
  const packages = new Map();
  const base = files.toUrl(file);
  for (const [key, entry] of Object.entries(parse(file).packages)) {
    packages.set(key, readEntry(file, base, key, entry));
  }
  checkFolders(file, packages);
  // The innermost folder that holds a file is the one it belongs to.
  const folders = [...packages.values()]
    .sort((a, b) => b.folder.length - a.folder.length);
  return { file, packages, folders };
}

function invalid(file, reason) {
  return new codes.ERR_PACKAGE_MAP_INVALID(file, reason);
}

function parse(file) {
  let data;
  try {
    data = JSON.parse(files.readText(file));
  } catch (error) {
    throw invalid(file, error.message);
  }
  const { packages } = data ?? {};
  if (packages === null || typeof packages !== 'object') {
    throw invalid(file, 'it has no "packages" object');
  }
  return data;
}

function readEntry(file, base, key, entry) {
  const { URL } = require('internal/url');
  if (typeof entry?.url !== 'string') {
    throw invalid(file, `package "${key}" has no "url"`);
  }
  const url = URL.parse(entry.url, base);
  if (url?.protocol !== 'file:') {
    throw invalid(file, `package "${key}" has an unsupported URL scheme: ` +
                  entry.url);
  }
  const folder = files.toPath(url.href).replace(/\/+$/, '');
  const { realPath } = internalBinding('modules');
  const real = realPath(folder);
  return { key, folder: typeof real === 'string' ? real : folder,
           dependencies: entry.dependencies ?? {} };
}

function checkFolders(file, packages) {
  const seen = new Map();
  for (const { key, folder } of packages.values()) {
    if (seen.has(folder)) {
      throw invalid(file, `packages "${seen.get(folder)}" and "${key}" have ` +
                    'the same URL');
    }
    seen.set(folder, key);
  }
}

/**
 * Where a package is, for a file that asks for it.
 * @param {string} name of the package
 * @param {string} parent path of the file
 * @returns {string|undefined} undefined: the file's package may not use it
 * @throws {Error} ERR_PACKAGE_MAP_INVALID, ERR_PACKAGE_MAP_EXTERNAL_FILE,
 *   ERR_PACKAGE_MAP_KEY_NOT_FOUND
 */
function mappedFolder(name, parent) {
  map ??= readMap();
  const owner = map.folders.find(({ folder }) =>
    parent.startsWith(`${folder}/`));
  if (owner === undefined) {
    throw new codes.ERR_PACKAGE_MAP_EXTERNAL_FILE(name, parent, map.file);
  }
  if (!Object.hasOwn(owner.dependencies, name)) return undefined;
  const key = owner.dependencies[name];
  const target = map.packages.get(key);
  if (target === undefined) {
    throw new codes.ERR_PACKAGE_MAP_KEY_NOT_FOUND(key, owner.key, map.file);
  }
  return target.folder;
}

module.exports = { isMapped, mappedFolder };
