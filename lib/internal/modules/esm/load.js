'use strict';
// The text of a module, from where its URL says that it is.

const { codes } = require('internal/errors');
const files = require('internal/modules/files');
const { unknownFormat } = require('internal/modules/esm/formats');

/**
 * @param {string} url
 * @param {string|undefined} format
 * @returns {string|undefined} undefined for a built-in module
 * @throws {Error} ERR_UNSUPPORTED_ESM_URL_SCHEME, ERR_UNKNOWN_* and fs's
 */
function load(url, format) {
  if (url.startsWith('node:')) return undefined;
  if (url.startsWith('file:')) {
    if (format === undefined) throw unknownFormat(url, format);
    return readSource(files.toPath(url));
  }
  if (url.startsWith('data:')) {
    if (format === undefined) throw unknownFormat(url, mime(url));
    return dataText(url);
  }
  const { URL } = require('internal/url');
  throw new codes.ERR_UNSUPPORTED_ESM_URL_SCHEME(
    new URL(url), ['file', 'data', 'node']);
}

/** A file's text as JavaScript (or JSON ...). */
function readSource(file) {
  const text = files.readText(file);
  if (!file.endsWith('ts')) return text;
  const { isTypeScript, stripModuleTypes } =
    require('internal/modules/typescript');
  return isTypeScript(file) ? stripModuleTypes(text, file) : text;
}

const dataUrl = /^data:([^/]+\/[^,;]+)?(?:[^,]*?)(;base64)?,([\s\S]*)$/;

function mime(url) {
  return dataUrl.exec(url)?.[1] ?? null;
}

function dataText(url) {
  const { URL } = require('internal/url');
  const { protocol, pathname, search } = new URL(url);
  const match = dataUrl.exec(`${protocol}${pathname}${search}`);
  if (match === null) throw new codes.ERR_INVALID_URL(url);
  const body = decodeURIComponent(match[3]);
  return match[2] === undefined ? body :
    require('buffer').Buffer.from(body, 'base64').toString('utf8');
}

module.exports = { load };
