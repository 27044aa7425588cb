'use strict';
// require() where the program has registered hooks (module.registerHooks).

const { requireBuiltin } = require('internal/builtins');
const { codes } = require('internal/errors');
const chains = require('internal/modules/hook_chains');
const files = require('internal/modules/files');
const packages = require('internal/modules/package');
const { builtinId, prefixOnly } = require('internal/modules/builtins');
const { urlOfModule } = require('internal/modules/helpers');
const {
  conditionsOf, loadByHooks, resolveByHooks,
} = require('internal/modules/hooks');

const parentUrlOf = (parent) =>
  (parent?.filename ? urlOfModule(parent) ?? urlOf(parent.filename) : undefined);

/** The URL of what a module's filename names. */
function urlOf(filename) {
  if (filename.startsWith('/')) return files.toUrl(filename);
  return builtinId(filename) === undefined ? filename :
    `node:${builtinId(filename)}`;
}

/** A module's filename by its URL: a path where it is a file's. */
function filenameOf(url) {
  if (url.startsWith('file:')) return files.toPath(url);
  const id = url.startsWith('node:') ? builtinId(url) : undefined;
  return id === undefined || prefixOnly.has(id) ? url : id;
}

/**
 * @param {string} request
 * @param {?Module} parent
 * @param {boolean} isMain
 * @param {Function} resolveFilename (request, parent, isMain, options)
 * @param {object} [options] of require.resolve
 * @returns {{url, format, filename}} filename: what Module._cache knows it by,
 *   or the name of a built-in module
 */
function resolve(request, parent, isMain, resolveFilename, options) {
  const conditions = [...packages.requireConditions()];
  let plain;
  const result = resolveByHooks(request, {
    conditions, importAttributes: undefined, parentURL: parentUrlOf(parent),
  }, (specifier, context) => {
    const set = conditionsOf(context, conditions);
    const filename = packages.withRequireConditions(
      set, () => resolveFilename(specifier, parent, isMain, options));
    plain = { filename, url: urlOf(filename) };
    return {
      url: plain.url,
      format: plain.url.startsWith('node:') ? 'builtin' : undefined,
      importAttributes: context.importAttributes,
    };
  });
  const { url, format } = result;
  // What `require.resolve('fs')` gives must not become 'node:fs'.
  const filename = plain?.url === url ? plain.filename : filenameOf(url);
  return { url, format, filename };
}

function defaultFormat(url) {
  const { hookFormat, isTypeScriptUrl, kAmbiguous } =
    require('internal/modules/esm/formats');
  const format = hookFormat(url);
  return format !== kAmbiguous ? format :
    isTypeScriptUrl(url) ? 'typescript' : undefined;
}

/**
 * The source of what require() loads.
 * @param {string} url
 * @param {string|undefined} format
 * @returns {{format: string|undefined, source: string|undefined}}
 */
function load(url, format) {
  const { withoutTypes } = require('internal/modules/esm/load');
  const { kAmbiguous } = require('internal/modules/esm/formats');
  const loaded = withoutTypes(url, loadByHooks(url, {
    conditions: [...packages.requireConditions()],
    format: format ?? defaultFormat(url),
    importAttributes: undefined,
  }, (givenUrl, context) => ({
    source: defaultSource(givenUrl),
    format: context.format ?? defaultFormat(givenUrl),
  })));
  if (loaded.format === kAmbiguous) loaded.format = undefined;
  return loaded;
}

function defaultSource(url) {
  if (url.startsWith('node:')) return null;
  if (url.startsWith('file:')) return files.readText(files.toPath(url));
  return require('internal/modules/esm/load').load(
    url, defaultFormat(url));
}

/**
 * Runs what hooks have given for a module.
 * @param {Module} module
 * @param {string} file
 * @param {{format: string, source: string|undefined}} loaded
 */
function compileLoaded(module, file, { source, format }) {
  switch (format) {
    case 'json':
      module.exports = JSON.parse(source);
      break;
    case 'builtin':
      module.exports = requireBuiltin(builtinId(file));
      break;
    case 'module':
    case 'commonjs':
      module._compile(source ?? files.readText(file), file, format);
      break;
    default:
      module._compile(source ?? files.readText(file), file, undefined);
  }
}

/**
 * Loads a module through the hooks.
 * @param {{url: string, format: string}} [resolved] as resolve hooks have it
 */
function loadInto(module, file, { url, format } = { url: urlOf(file) }) {
  compileLoaded(module, file, load(url, format));
}

/** What the loaders' chain makes of a built-in module. */
function requireBuiltinByHooks(url, compile) {
  const id = builtinId(url);
  if (id === undefined) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(url);
  if (chains.loaders.length === 0) return requireBuiltin(id);
  const loaded = load(url, 'builtin');
  return loaded.format === 'builtin' ? requireBuiltin(id) :
    compile(url, loaded);
}

module.exports = {
  compileLoaded, load, loadInto, requireBuiltinByHooks, resolve, urlOf,
};
