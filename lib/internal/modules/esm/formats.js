'use strict';
// What a module is, by its address: 'module', 'commonjs', 'json', 'wasm',
// 'builtin'; kAmbiguous where only its text can tell.

const { codes } = require('internal/errors');
const files = require('internal/modules/files');
const packages = require('internal/modules/package');

/** Either 'commonjs' or 'module': whichever the source turns out to be. */
const kAmbiguous = 'ambiguous';

const byExtension = {
  __proto__: null,
  '.cjs': 'commonjs',
  '.json': 'json',
  '.mjs': 'module',
  '.wasm': 'wasm',
};

const byMime = {
  __proto__: null,
  'application/json': 'json',
  'application/wasm': 'wasm',
  'text/javascript': 'module',
};

function extensionOf(file) {
  const dot = file.lastIndexOf('.');
  return dot > file.lastIndexOf('/') + 1 ? file.slice(dot) : '';
}

/**
 * @param {string} file a path
 * @returns {string|undefined} undefined: an unknown extension
 */
function ofFile(file) {
  const extension = extensionOf(file);
  const format = byExtension[extension];
  if (format !== undefined) return format;
  if (extension.endsWith('ts')) return ofTypeScript(file, extension);
  if (extension !== '.js' && extension !== '') return undefined;
  const type = packages.findPackageScope(file)?.package.type ?? 'none';
  if (extension === '' && type !== 'commonjs' && isWasm(file)) return 'wasm';
  return type === 'none' ? kAmbiguous : type;
}

function ofTypeScript(file, extension) {
  const { isTypeScript } = require('internal/modules/typescript');
  if (!isTypeScript(file)) return undefined;
  if (extension === '.mts') return 'module';
  if (extension === '.cts') return 'commonjs';
  const type = packages.findPackageScope(file)?.package.type ?? 'none';
  return type === 'none' ? kAmbiguous : type;
}

function isWasm(file) {
  const { Buffer } = require('buffer');
  const { readFileSync } = require('fs');
  try {
    return readFileSync(file).subarray(0, 4).equals(Buffer.from('\0asm'));
  } catch {
    return false;
  }
}

const mimeOfData = /^data:([^/]+\/[^;,]+)(?:[^,]*?)(;base64)?,/;

/**
 * @param {string} url
 * @returns {string|undefined}
 */
function ofUrl(url) {
  if (url.startsWith('file:')) return ofFile(files.toPath(url));
  if (url.startsWith('node:')) return 'builtin';
  if (url.startsWith('data:')) return ofMime(mimeOfData.exec(url)?.[1]);
  return undefined;
}

function ofMime(mime) {
  const format = byMime[mime];
  return format === undefined && mime === 'text/plain' && hasTextModules() ?
    'text' : format;
}

// Hooks are told of TypeScript in the format; our own loaders go by the name.

function isTypeScriptUrl(url) {
  return url.startsWith('file:') && url.includes('ts') &&
    require('internal/modules/typescript').isTypeScript(files.toPath(url));
}

/** @returns {string|undefined} as ofUrl has it, and 'module-typescript' ... */
function hookFormat(url, format = ofUrl(url)) {
  return (format === 'module' || format === 'commonjs') &&
    isTypeScriptUrl(url) ? `${format}-typescript` : format;
}

/** A format that hooks have given without what it says of types. */
function baseFormat(format) {
  switch (format) {
    case 'module-typescript': return 'module';
    case 'commonjs-typescript': return 'commonjs';
    case 'typescript': return kAmbiguous;
    default: return format ?? undefined;
  }
}

function hasTextModules() {
  return require('internal/options')
    .getOptionValue('--experimental-import-text');
}

/** The error for a module whose format is not known. */
function unknownFormat(url, format) {
  if (format === undefined && url.startsWith('file:')) {
    const file = files.toPath(url);
    return new codes.ERR_UNKNOWN_FILE_EXTENSION(extensionOf(file), file);
  }
  return new codes.ERR_UNKNOWN_MODULE_FORMAT(format, url);
}

module.exports = {
  baseFormat, hasTextModules, hookFormat, isTypeScriptUrl, kAmbiguous, ofFile, ofUrl,
  unknownFormat,
};
