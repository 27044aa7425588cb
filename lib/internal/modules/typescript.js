'use strict';
// TypeScript: types are stripped from it by amaro (deps/amaro), which is loaded
// when the first such source is seen.

const {
  codes: {
    ERR_INVALID_TYPESCRIPT_SYNTAX, ERR_NO_TYPESCRIPT,
    ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING,
    ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX, ERR_WEBASSEMBLY_NOT_SUPPORTED,
  },
} = require('internal/errors');
const {
  validateBoolean, validateObject, validateOneOf, validateString,
} = require('internal/validators');
const { emitExperimentalWarning, kEmptyObject } = require('internal/util');

const sourceMaps = require('internal/source_map/support');
const { state: compileCache } = require('internal/modules/compile_cache');

const binding = internalBinding('typescript');

/** amaro's function, once it is loaded. */
let transformSync = null;

function loadAmaro() {
  if (!binding.isAvailable) throw new ERR_NO_TYPESCRIPT();
  // With --jitless.
  if (typeof WebAssembly === 'undefined') {
    throw new ERR_WEBASSEMBLY_NOT_SUPPORTED('TypeScript');
  }
  const { compileFunction } = internalBinding('script');
  const [run] = compileFunction(
    binding.script(), 'node:internal/deps/amaro', 0, 0,
    ['exports', 'require', 'module'], []);
  const module = { exports: {} };
  run(module.exports, requireForAmaro, module);
  return module.exports.transformSync;
}

function requireForAmaro(id) {
  switch (id) {
    case 'util': return require('internal/encoding');
    case 'node:buffer': return require('buffer');
    case 'amaro.wasm': return binding.wasm(); // see deps/amaro/recipe.py
    default: throw new ERR_NO_TYPESCRIPT();
  }
}

const stripMode = 'strip-only';
const transformMode = 'transform';

function parse(source, options) {
  transformSync ??= loadAmaro();
  try {
    return transformSync(source, options);
  } catch (error) {
    throw explain(error);
  }
}

/** What amaro throws, which is no Error, as one. */
function explain(error) {
  if (error?.code !== 'UnsupportedSyntax' && error?.code !== 'InvalidSyntax') {
    return error;
  }
  const ErrorClass = error.code === 'UnsupportedSyntax' ?
    ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX : ERR_INVALID_TYPESCRIPT_SYNTAX;
  const explained = new ErrorClass(error.message);
  explained.stack = `${error.filename}:${error.startLine}\n${error.snippet}\n` +
                    explained.stack;
  internalBinding('module_records').markDecorated(explained);
  return explained;
}

/**
 * Strips types.
 * @param {string} source
 * @param {{mode: string, sourceMap: boolean, filename: string}} options
 * @returns {string}
 */
function convert(source, { mode, sourceMap, filename }) {
  const { code, map } = parse(source, {
    __proto__: null, mode, sourceMap, filename,
  });
  if (map) return withSourceMap(code, map);
  // Lines and columns stay, so that the place is the source's own.
  return filename ? `${code}\n\n//# sourceURL=${filename}` : code;
}

function withSourceMap(code, map) {
  const { Buffer } = require('buffer');
  const encoded = Buffer.from(map).toString('base64');
  return `${code}\n\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
}

/**
 * module.stripTypeScriptTypes()
 * @param {string} code
 * @param {{mode?: 'strip'|'transform', sourceMap?: boolean,
 *   sourceUrl?: string}} [options]
 * @returns {string}
 * @throws {SyntaxError} ERR_INVALID_TYPESCRIPT_SYNTAX,
 *   ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX
 */
function stripTypeScriptTypes(code, options = kEmptyObject) {
  emitExperimentalWarning('stripTypeScriptTypes');
  validateString(code, 'code');
  validateObject(options, 'options');
  const { mode = 'strip', sourceMap = false, sourceUrl = '' } = options;
  validateOneOf(mode, 'options.mode', ['strip', 'transform']);
  validateBoolean(sourceMap, 'options.sourceMap');
  validateString(sourceUrl, 'options.sourceUrl');
  if (mode === 'strip') {
    validateOneOf(sourceMap, 'options.sourceMap', [false, undefined]);
  }
  return convert(code, {
    mode: mode === 'strip' ? stripMode : transformMode,
    sourceMap, filename: sourceUrl,
  });
}

// --- For the module loaders ---------------------------------------------------------

const extension = /\.[cm]?ts$/;

function option(name) {
  return require('internal/options').getOptionValue(name);
}

/** Whether TypeScript is known at all: not with --no-strip-types. */
function isEnabled() {
  return binding.isAvailable && option('--strip-types');
}

/**
 * Whether a file is TypeScript, by its name.
 * @param {string} filename
 */
function isTypeScript(filename) {
  return filename.endsWith('ts') && extension.test(filename) && isEnabled();
}

// A CommonJS module that an ES module imports is read twice.
const last = { filename: null, source: null, code: null };

/**
 * A file's source without its types.
 * @param {string} source
 * @param {string} filename a path
 * @returns {string}
 * @throws {Error} ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING and those of
 *   stripTypeScriptTypes
 */
function stripModuleTypes(source, filename) {
  if (filename.includes('/node_modules/')) {
    throw new ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
  }
  if (last.filename === filename && last.source === source) return last.code;
  const { toUrl } = require('internal/modules/files');
  const url = filename.startsWith('/') ? toUrl(filename) : filename;
  const code = stripText(source, url);
  last.filename = filename;
  last.source = source;
  last.code = code;
  return code;
}

/** The same for a text that is no file's: -e, standard input. */
function stripText(source, name) {
  const transforms = option('--experimental-transform-types');
  if (transforms) emitExperimentalWarning('Transform Types');
  // What was transformed has other lines, stripped text has its own.
  const sourceMap = transforms && sourceMaps.enabled;
  const stripped = () => convert(source, {
    mode: transforms ? transformMode : stripMode, sourceMap, filename: name,
  });
  if (!compileCache.isEnabled) return stripped();
  const kind = !transforms ? 'StrippedTypeScript' : sourceMap ?
    'TransformedTypeScriptWithSourceMaps' : 'TransformedTypeScript';
  return require('internal/modules/compile_cache_store')
    .transpile(kind, name, source, stripped);
}

/**
 * Strips the types of a text that failed as JavaScript, if that is why.
 * @param {*} error what running it threw
 * @param {string} source
 * @param {string} name as '[eval]'
 * @returns {string|undefined} undefined: it is no TypeScript
 */
function stripFailed(error, source, name) {
  if (!(error instanceof SyntaxError) || !isEnabled()) return undefined;
  const { checkText } = require('internal/modules/check');
  try {
    checkText(source, name);
    return undefined; // it ran, and threw what looks like this
  } catch {
    // It does not compile.
  }
  try {
    return stripText(source, name);
  } catch {
    return undefined;
  }
}

module.exports = {
  isEnabled, isTypeScript, stripFailed, stripModuleTypes, stripText,
  stripTypeScriptTypes,
};
