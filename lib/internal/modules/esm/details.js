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
  if (child?.isCommonJs !== true) return;
  const message = commonJsMessage(specifier, name, place);
  error.stack = error.stack.replace(match[0], () => message);
  error.message = message;
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
 * @param {string} url of the module that was run
 */
function explainScope(error, url) {
  const match = commonJsNames.exec(error.message);
  if (match === null) return;
  const old = error.message;
  let message = `${old} in ES module scope`;
  if (match[1] === 'require') message += ', you can use import instead';
  const packageJson = typePackage(url);
  if (packageJson !== undefined) {
    message += '\nThis file is being treated as an ES module because it has a ' +
      `'.js' file extension and '${packageJson}' contains "type": "module". ` +
      'To use it as a CommonJS script, rename it to use the \'.cjs\' file ' +
      'extension.';
  }
  const { stack } = error;
  error.message = message;
  error.stack = stack.replace(old, () => message);
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
  const error = new codes.ERR_REQUIRE_ASYNC_MODULE(file, stack);
  Object.defineProperty(error, 'requireStack', {
    configurable: true, enumerable: false, writable: true, value: stack,
  });
  return error;
}

module.exports = { asyncError, explain, explainScope };
