'use strict';
// Where require() finds a file: with extensions, in folders, by "main" and by
// "exports" of a package.

const path = require('path');
const { kind } = internalBinding('modules');
const { realFile } = require('internal/modules/files');
const packages = require('internal/modules/package');
const { mappedFolder } = require('internal/modules/package_map');

/** Whether links stay as they are; read once. */
const preserved = { main: undefined, others: undefined };

function keepsLinks(isMain) {
  const { getOptionValue } = require('internal/options');
  if (isMain) {
    return preserved.main ??= getOptionValue('--preserve-symlinks-main');
  }
  return preserved.others ??= getOptionValue('--preserve-symlinks');
}

/** The path of a file, without links, if it is one. */
function tryFile(file, isMain) {
  if (keepsLinks(isMain)) return kind(file) === 0 ? file : undefined;
  const real = realFile(file);
  return typeof real === 'string' ? real : undefined;
}

function tryExtensions(base, extensions, isMain) {
  for (const extension of extensions) {
    const found = tryFile(base + extension, isMain);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tryFolder(folder, extensions, isMain, request) {
  const trimmed = folder.replace(/\/+$/, '');
  const main = packages.readPackage(trimmed)?.main;
  const index = path.resolve(folder, 'index');
  if (!main) return tryExtensions(index, extensions, isMain);
  const file = path.resolve(folder, main);
  const found = tryFile(file, isMain) ??
    tryExtensions(file, extensions, isMain) ??
    tryExtensions(path.resolve(file, 'index'), extensions, isMain);
  if (found !== undefined) return found;
  const byIndex = tryExtensions(index, extensions, isMain);
  if (byIndex === undefined) throw mainMissing(folder, main, request);
  require('internal/process').emitWarning(
    `Invalid 'main' field in '${trimmed}/package.json' of '${main}'. ` +
    'Please either fix that or report it to the module author',
    'DeprecationWarning', 'DEP0128');
  return byIndex;
}

function mainMissing(folder, main, request) {
  const error = new Error(`Cannot find module '${path.resolve(folder, main)}'.` +
                          ' Please verify that the package.json has a valid ' +
                          '"main" entry');
  error.code = 'MODULE_NOT_FOUND';
  error.path = path.resolve(folder, 'package.json');
  error.requestPath = request;
  return error;
}

/**
 * A file or folder by a path without or with extension.
 * @param {string} base
 * @param {string} request that has led there
 * @param {boolean} isMain
 * @param {string[]} extensions
 * @returns {string|undefined} the file
 */
function findAt(base, request, isMain, extensions) {
  const slashed = endsLikeFolder(request);
  if (!slashed) {
    const found = tryFile(base, isMain) ??
      tryExtensions(base, extensions, isMain);
    if (found !== undefined) return found;
  }
  if (kind(base) !== 1) return undefined;
  return tryFolder(base, extensions, isMain, request);
}

const packageName = /^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/;

/**
 * A request of a package where --experimental-package-map says that it is.
 * @returns {string|undefined}
 */
function findMapped(request, parent, isMain, extensions) {
  const match = packageName.exec(request);
  if (match === null) return undefined;
  const root = mappedFolder(match[1], parent.filename);
  if (root === undefined) return undefined;
  return findInRoot(root, match[2], request) ??
    findAt(root + (match[2] ?? ''), request, isMain, extensions);
}

/** A request of a package that has "exports". */
function findByExports(folder, request) {
  const match = packageName.exec(request);
  return match === null ? undefined :
    findInRoot(path.resolve(folder, match[1]), match[2], request);
}

function findInRoot(root, rest, request) {
  const pkg = packages.readPackage(root);
  if (pkg?.exports === undefined || pkg.exports === null) return undefined;
  const file = packages.resolveExports(root, pkg, `.${rest ?? ''}`);
  return mustExist(file, root);
}

/** @param {string} [origin] what has named the file, for the error */
function mustExist(file, origin = undefined) {
  const found = tryFile(file, false);
  if (found !== undefined) return found;
  const error = new Error(`Cannot find module '${file}'`);
  error.code = 'MODULE_NOT_FOUND';
  if (origin !== undefined) error.path = origin;
  throw error;
}

function endsLikeFolder(request) {
  return /(?:^|\/)\.{0,2}$/.test(request);
}

function notFound(request, shown, stack) {
  let message = `Cannot find module '${shown}'`;
  if (stack.length > 0) message += `\nRequire stack:\n- ${stack.join('\n- ')}`;
  const error = new Error(message);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = stack;
  return error;
}

module.exports = { findAt, findByExports, findMapped, mustExist, notFound };
