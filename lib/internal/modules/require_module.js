'use strict';
// require() of ES modules where an option refuses it or wants to know of it.

const { codes } = require('internal/errors');
const { getOptionValue } = require('internal/options');
const packages = require('internal/modules/package');

/** At most so many of the loader's stand above the program's. */
const kOwnFrames = 12;

const inNodeModules = /\/node_modules\//;

/**
 * @param {string} filename that is required
 * @param {string} content
 * @param {?Module} parent
 * @throws {Error} ERR_REQUIRE_ESM
 */
function check(filename, content, parent) {
  if (!getOptionValue('--require-module')) {
    throw refusal(filename, content, parent);
  }
  const mode = getOptionValue('--trace-require-module');
  if (mode !== 'all' && inNodeModules.test(parent?.filename ?? '')) return;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = limit + kOwnFrames;
  const warning = new Error(
    `CommonJS module ${parent?.filename} is loading ES Module ${filename} ` +
    'using require().\nSupport for loading ES Module in require() is an ' +
    'experimental feature and might change at any time');
  Error.stackTraceLimit = limit;
  warning.name = 'ExperimentalWarning';
  warning.stack = withoutLoader(`${warning.name}: ${warning.message}`,
                                warning.stack);
  require('internal/process').emitWarning(warning);
}

/** The frames from the call of require() on. */
function withoutLoader(head, stack) {
  const start = stack.indexOf('\n    at require (');
  return start === -1 ? stack : head + stack.slice(start);
}

function refusal(filename, content, parent) {
  const { isModuleText } = require('internal/modules/syntax');
  const scope = filename.endsWith('.mjs') ? null :
    packages.findPackageScope(filename);
  return new codes.ERR_REQUIRE_ESM(
    filename, isModuleText(content, filename), parent?.filename,
    scope?.package.path);
}

module.exports = { check };
