'use strict';
// module.findPackageJSON

const path = require('path');
const { codes } = require('internal/errors');
const files = require('internal/modules/files');
const packages = require('internal/modules/package');
const { kind } = internalBinding('modules');
const { URL, isURL } = require('internal/url');

const isFolder = (file) => kind(file) === 1;

/** A path or URL as a path; undefined for what is neither. */
function toFile(location) {
  if (isURL(location)) return files.toPath(location.href);
  if (location.startsWith('file:')) {
    return files.toPath(new URL(location).href);
  }
  return path.isAbsolute(location) ? location : undefined;
}

/** The nearest package.json of a file, or of a folder itself. */
function nearest(file) {
  const inside = isFolder(file) ? path.join(file, 'package.json') : file;
  return packages.findPackageScope(inside)?.package.path;
}

function installed(specifier, base) {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  for (let at = path.dirname(base); ; at = path.dirname(at)) {
    const found = packages.readPackage(path.join(at, 'node_modules', name));
    if (found !== null) return found.path;
    if (at === path.dirname(at)) break;
  }
  const own = packages.findPackageScope(base)?.package;
  if (own?.name === name) return own.path;
  throw new codes.ERR_MODULE_NOT_FOUND(name, base);
}

/**
 * @param {string|URL} specifier
 * @param {string|URL} [base] path or URL of the file that asks
 * @returns {string|undefined} the path of a package.json
 * @throws {TypeError} ERR_MISSING_ARGS, ERR_INVALID_ARG_TYPE
 */
function findPackageJSON(specifier, base = 'data:') {
  if (specifier === undefined) throw new codes.ERR_MISSING_ARGS('specifier');
  if (!isURL(specifier) && typeof specifier !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('specifier', ['string', 'URL'],
                                         specifier);
  }
  if (!isURL(base) && typeof base !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('base', ['string', 'URL'], base);
  }
  const absolute = toFile(specifier);
  if (absolute !== undefined) return nearest(absolute);
  const from = toFile(base) ??
    path.join(require('internal/process').cwd(), 'noop.js');
  return /^\.{1,2}(?:\/|$)/.test(specifier) ?
    nearest(path.resolve(path.dirname(from), specifier)) :
    installed(specifier, from);
}

module.exports = { findPackageJSON };
