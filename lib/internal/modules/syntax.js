'use strict';
// Whether a text whose module system nothing else tells is an ES module.

const { compileModuleFunction } = internalBinding('script');

const moduleErrors = new Set([
  'Cannot use import statement outside a module',
  "Cannot use 'import.meta' outside a module",
  "Unexpected token 'export'",
]);

/** Errors that a module may give as CommonJS, and a mere mistake as well. */
const perhapsModuleErrors = new Set([
  'await is only valid in async functions and the top level bodies of modules',
  "Identifier '__dirname' has already been declared",
  "Identifier '__filename' has already been declared",
  "Identifier 'exports' has already been declared",
  "Identifier 'module' has already been declared",
  "Identifier 'require' has already been declared",
]);

/**
 * @param {SyntaxError} error that compiling as CommonJS gave
 * @param {string} text
 * @returns {boolean}
 */
function isModuleError(error, text) {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--detect-module')) return false;
  const { message } = error;
  if (moduleErrors.has(message)) return true;
  return (perhapsModuleErrors.has(message) || text.includes('await')) &&
    isAsyncBody(text, message);
}

/** Whether the text is a function's body where `await` is allowed. */
function isAsyncBody(text, message) {
  try {
    compileModuleFunction(`(async function() {${stripShebang(text)}\n})`, '');
    return true;
  } catch (error) {
    return perhapsModuleErrors.has(message) && moduleErrors.has(error.message);
  }
}

function stripShebang(text) {
  return text.startsWith('#!') ? `//${text.slice(2)}` : text;
}

/**
 * @param {string} text
 * @param {string} file its name
 * @returns {boolean}
 */
function isModuleText(text, file) {
  try {
    compileModuleFunction(stripShebang(text), file);
    return false;
  } catch (error) {
    return error instanceof SyntaxError && isModuleError(error, text);
  }
}

/**
 * A CommonJS file by name or package that is written as an ES module. Said at
 * once: the error that follows may end the process.
 */
function warnFailed(file) {
  const warning = new Error(
    `Failed to load the ES module: ${file}. Make sure to set "type": "module" ` +
    'in the nearest package.json file or use the .mjs extension.');
  warning.name = 'Warning';
  require('internal/process').emit('warning', warning);
}

/** package.json files of which warnTypeless() has told. */
const toldOf = new Set();

/** Says what having to look at the text costs, once a file. */
function warnTypeless(url, file) {
  const { findPackageScope } = require('internal/modules/package');
  const scope = findPackageScope(file);
  if (scope === null || /\/node_modules\//.test(file) ||
      toldOf.has(scope.folder)) {
    return;
  }
  toldOf.add(scope.folder);
  require('internal/process').emitWarning(
    `Module type of ${url} is not specified and it doesn't parse as CommonJS.` +
    '\nReparsing as ES module because module syntax was detected. This incurs ' +
    'a performance overhead.\nTo eliminate this warning, add "type": "module" ' +
    `to ${scope.folder}/package.json.`,
    { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

module.exports = { isModuleError, isModuleText, warnFailed, warnTypeless };
