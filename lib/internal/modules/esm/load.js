'use strict';
// The text of a module, from where its URL says that it is.

const { codes } = require('internal/errors');
const { builtinId } = require('internal/modules/builtins');
const files = require('internal/modules/files');
const {
  baseFormat, hookFormat, isTypeScriptUrl, kAmbiguous, ofUrl, unknownFormat,
} = require('internal/modules/esm/formats');

/**
 * @param {string} url
 * @param {string|undefined} format
 * @param {function(string): string|Buffer} [read] gives the text of a file; by
 *   default that of TypeScript without its types
 * @returns {string|Buffer|undefined} undefined for a built-in module
 * @throws {Error} ERR_UNSUPPORTED_ESM_URL_SCHEME, ERR_UNKNOWN_* and fs's
 */
function load(url, format, read = readSource) {
  if (url.startsWith('node:')) {
    if (builtinId(url) !== undefined) return undefined;
    throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(url);
  }
  if (url.startsWith('file:')) {
    if (format === undefined) throw unknownFormat(url, format);
    const file = files.toPath(url);
    return format === 'wasm' ? require('fs').readFileSync(file) : read(file);
  }
  if (url.startsWith('data:')) {
    if (!dataUrl.test(url)) throw new codes.ERR_INVALID_URL(url);
    if (format === undefined) throw unknownFormat(url, mime(url));
    const data = dataOf(url);
    return format === 'wasm' ? data : data.toString();
  }
  const { URL } = require('internal/url');
  throw new codes.ERR_UNSUPPORTED_ESM_URL_SCHEME(
    new URL(url), /^https?:/.test(url) ? ['file', 'data'] :
      ['file', 'data', 'node']);
}

/** A file's text as JavaScript (or JSON ...). */
function readSource(file) {
  const text = files.readText(file);
  if (!file.endsWith('ts')) return text;
  const { isTypeScript, stripModuleTypes } =
    require('internal/modules/typescript');
  return isTypeScript(file) ? stripModuleTypes(text, file) : text;
}

/**
 * What hooks are given: the bytes as they are, and a format that says which of
 * them are TypeScript.
 * @param {string} url
 * @param {?string} format null or undefined: whatever it turns out to be
 * @returns {{format: string, source: ?Buffer}}
 * @throws as load
 */
function loadForHooks(url, format) {
  const { Buffer } = require('buffer');
  const found = baseFormat(format) ?? ofUrl(url);
  const { readFileSync } = require('fs');
  const loaded = load(url, found, (file) => readFileSync(file));
  if (loaded === undefined) return { format: found, source: null };
  const source = typeof loaded === 'string' ? Buffer.from(loaded) : loaded;
  return { format: hookFormat(url, detected(url, found, source)), source };
}

function detected(url, format, source) {
  if (format !== kAmbiguous) return format;
  const { stripModuleTypes } = require('internal/modules/typescript');
  const { isModuleText } = require('internal/modules/syntax');
  const text = source.toString();
  return isModuleText(isTypeScriptUrl(url) ?
    stripModuleTypes(text, files.toPath(url)) : text, url) ?
    'module' : 'commonjs';
}

/**
 * What hooks have given, as our own loaders take it: JavaScript.
 * @param {string} url
 * @param {{format: string, source: string|undefined}} loaded
 */
function withoutTypes(url, loaded) {
  const format = baseFormat(loaded.format);
  if (format === loaded.format) return loaded;
  if (loaded.source === undefined) return { format, source: undefined };
  const { stripModuleTypes } = require('internal/modules/typescript');
  const file = url.startsWith('file:') ? files.toPath(url) : url;
  return { format, source: stripModuleTypes(loaded.source, file) };
}

const dataUrl = /^data:([^/]+\/[^,;]+)?(?:[^,]*?)(;base64)?,([\s\S]*)$/;

function mime(url) {
  return dataUrl.exec(url)?.[1] ?? null;
}

/** @returns {Buffer} */
function dataOf(url) {
  const { URL } = require('internal/url');
  const { protocol, pathname, search } = new URL(url);
  const match = dataUrl.exec(`${protocol}${pathname}${search}`);
  if (match === null) throw new codes.ERR_INVALID_URL(url);
  const { Buffer } = require('buffer');
  if (match[2] !== undefined) {
    return Buffer.from(decodeURIComponent(match[3]), 'base64');
  }
  try {
    return Buffer.from(decodeURIComponent(match[3]));
  } catch {
    // What is no UTF-8 is read as it can be.
    const text = match[3].replace(/%([0-9a-f]{2})/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(text, 'latin1');
  }
}

module.exports = { load, loadForHooks, withoutTypes };
