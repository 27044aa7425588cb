'use strict';
// What errors of modules say beyond what happened: which import it was, and what
// may have been meant.

const { codes } = require('internal/errors');

const missingExport =
  /^The requested module '(.*)' does not provide an export named '(.*)'$/;

/**
 * An import of a name that a module does not export: for CommonJS, how to get
 * at it all the same.
 * @param {Error} error of instantiating, changed in place
 */
function explain(error) {
  const { jobs } = require('internal/modules/esm/job');
  if (!(error instanceof SyntaxError)) return;
  const match = missingExport.exec(error.message);
  if (match === null) return;
  const [, specifier, name] = match;
  const place = importPlace(error);
  const parent = place === undefined ? undefined : jobs.get(place.url);
  if (parent === undefined) return;
  const child = childOf(parent, specifier);
  // What has no types left may well have exported some.
  if (child?.isCommonJs !== true || /\.c?ts$/.test(child.url)) return;
  setMessage(error, commonJsMessage(specifier, name, place));
}

/** The place that stands above a decorated stack. */
function importPlace(error) {
  const match = /^(.+):\d+\n(.*)\n/.exec(error.stack);
  return match === null ? undefined : { url: match[1], line: match[2] };
}

function childOf(job, specifier) {
  const { requests, children } = job;
  for (let i = 0; i < children.length; i++) {
    if (requests[i * 5] === specifier) return children[i];
  }
  return undefined;
}

function commonJsMessage(specifier, name, { line }) {
  let text = `Named export '${name}' not found. The requested module ` +
    `'${specifier}' is a CommonJS module, which may not support all ` +
    'module.exports as named exports.\nCommonJS modules can always be imported ' +
    `via the default export, for example using:\n\nimport pkg from ` +
    `'${specifier}';\n`;
  const names = /\{([^}]*)\}/.exec(line)?.[0];
  if (names !== undefined) {
    text += `const ${names.replace(/\s+as\s+/g, ': ')} = pkg;\n`;
  }
  return text;
}

const commonJsNames =
  /^(require|module|exports|__filename|__dirname) is not defined$/;

/**
 * A name that only CommonJS has: says so.
 * @param {ReferenceError} error changed in place
 * @param {ModuleJob} job that was run
 */
function explainScope(error, job) {
  const match = commonJsNames.exec(error.message);
  // Its stack, made when it is asked for, begins with what the message is then.
  if (match !== null) error.message = scopeMessage(match[0], match[1], job);
}

const insteadOf = {
  __proto__: null,
  require: 'replace require() with import',
  module: 'use export instead of module.exports/exports',
  exports: 'use export instead of module.exports/exports',
  __filename: 'use import.meta.filename instead',
  __dirname: 'use import.meta.dirname instead',
};

function scopeMessage(text, name, job) {
  if (isAmbiguous(job)) {
    return `Cannot determine intended module format because both '${name}' ` +
      'and top-level await are present. If the code is intended to be ' +
      'CommonJS, wrap await in an async function. If the code is intended to ' +
      `be an ES module, ${insteadOf[name]}.`;
  }
  let message = `${text} in ES module scope`;
  if (name === 'require') message += ', you can use import instead';
  const packageJson = typePackage(job.url);
  if (packageJson === undefined) return message;
  return `${message}\nThis file is being treated as an ES module because it ` +
    `has a '.js' file extension and '${packageJson}' contains "type": ` +
    '"module". To use it as a CommonJS script, rename it to use the \'.cjs\' ' +
    'file extension.';
}

/** Whether nothing but a top-level await makes it an ES module. */
function isAmbiguous(job) {
  return (job.isDetected || isTypeless(job.url)) &&
    job.record.hasTopLevelAwait();
}

function isTypeless(url) {
  const { kAmbiguous, ofUrl } = require('internal/modules/esm/formats');
  return url.endsWith('[stdin1]') || ofUrl(url) === kAmbiguous;
}

/** Also in the stack, which has been made already. */
function setMessage(error, message) {
  const { message: old, stack } = error;
  error.message = message;
  error.stack = stack.replace(old, () => message);
}

// --- What may have been meant ---------------------------------------------------

/**
 * A file that is not there: names the one that CommonJS would have found.
 * @param {Error} error changed in place
 * @param {string} specifier
 * @param {string} parentUrl
 */
function hint(error, specifier, parentUrl) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' &&
      error?.code !== 'ERR_UNSUPPORTED_DIR_IMPORT') {
    return;
  }
  const found = findAsCommonJs(specifier, parentUrl);
  if (found === undefined) return;
  const text = `Did you mean to import ${JSON.stringify(found)}?`;
  const lines = error.stack.split('\n');
  error.message += `\n${text}`;
  error.stack = [lines[0], text, ...lines.slice(1)].join('\n');
}

function findAsCommonJs(specifier, parentUrl) {
  const path = require('path');
  const { Module } = require('internal/modules/cjs');
  if (!parentUrl.startsWith('file:')) return undefined;
  const parent = require('internal/modules/files').toPath(parentUrl);
  const folder = parent.slice(0, parent.lastIndexOf('/')) || '/';
  const isRelative = /^\.{0,2}\//.test(specifier);
  const folders = isRelative ? [folder] : Module._nodeModulePaths(folder);
  let found;
  try {
    found = Module._findPath(specifier, folders, false);
  } catch {
    return undefined;
  }
  if (!found) return undefined;
  const name = isRelative ? undefined : installedName(found, specifier);
  return name ?? asRelative(path.relative(folder, found));
}

/** 'package/file.js', if what is found lies in the folder of the package. */
function installedName(found, specifier) {
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(specifier)[0];
  const part = `/node_modules/${packageName}/`;
  const index = found.lastIndexOf(part);
  return index === -1 ? undefined :
    encode(found.slice(index + '/node_modules/'.length));
}

function asRelative(relative) {
  return encode(relative.startsWith('../') ? relative : `./${relative}`);
}

/** As in a URL. */
function encode(text) {
  const { pathToFileURL } = require('internal/url');
  return text.split('/').map((part) => (part.startsWith('.') ? part :
    pathToFileURL(`/${part}`).pathname.slice(1))).join('/');
}

/** The package.json that makes a .js file an ES module. */
function typePackage(url) {
  const files = require('internal/modules/files');
  if (!url.startsWith('file:')) return undefined;
  const file = files.toPath(url);
  if (!file.endsWith('.js')) return undefined;
  const { findPackageScope } = require('internal/modules/package');
  const found = findPackageScope(file)?.package;
  return found?.type === 'module' ? found.path : undefined;
}

/**
 * @param {ModuleJob} job with a top-level await below it
 * @param {string} file
 * @param {?Module} parent the CommonJS module that requires it
 * @returns {Error} ERR_REQUIRE_ASYNC_MODULE
 */
function asyncError(job, file, parent) {
  const { requireStack } = require('internal/modules/cjs');
  const stack = requireStack(parent);
  const { getOptionValue } = require('internal/options');
  const isLocated = getOptionValue('--experimental-print-required-tla');
  const error = new codes.ERR_REQUIRE_ASYNC_MODULE(file, stack, isLocated);
  define(error, 'requireStack', stack);
  if (isLocated) require('internal/modules/esm/awaits').addPlaces(error, job);
  return error;
}

function define(error, name, value) {
  Object.defineProperty(error, name, {
    configurable: true, enumerable: false, writable: true, value,
  });
}

module.exports = { asyncError, explain, explainScope, hint };
