'use strict';
// import.meta

const path = require('path');
const files = require('internal/modules/files');
const { jobs } = require('internal/modules/esm/job');

/**
 * @param {ModuleRecord} record
 * @param {object} meta to be filled
 */
function initialize(record, meta) {
  if (record.initializeMeta !== undefined) {
    record.initializeMeta(meta);
    return;
  }
  const { url } = record;
  if (url.startsWith('file:')) {
    meta.dirname = path.dirname(files.toPath(url));
    meta.filename = files.toPath(url);
  }
  meta.main = jobs.get(url)?.isMain === true;
  if (!isHooksThread()) meta.resolve = makeResolve(url);
  meta.url = url;
}

/** There the hooks that it would have to ask cannot answer. */
function isHooksThread() {
  return require('internal/worker/thread').runsHooks;
}

function makeResolve(url) {
  /**
   * @param {string} specifier
   * @param {string|URL} [parentUrl] only with --experimental-import-meta-resolve
   * @returns {string} a URL, of a file that need not exist
   */
  return function resolve(specifier, parentUrl = url) {
    return resolveFrom(specifier, parentUrl, url);
  };
}

function resolveFrom(specifier, parentUrl, ownUrl) {
  const { getOptionValue } = require('internal/options');
  const parent = getOptionValue('--experimental-import-meta-resolve') ?
    toHref(parentUrl) : ownUrl;
  const { resolveUrl } = require('internal/modules/esm/job');
  try {
    return resolveUrl(`${specifier}`, parent);
  } catch (error) {
    const isMissing = error?.code === 'ERR_MODULE_NOT_FOUND' ||
      error?.code === 'ERR_UNSUPPORTED_DIR_IMPORT';
    if (isMissing && error.url !== undefined) return error.url;
    throw error;
  }
}

function toHref(parentUrl) {
  const { URL, isURL } = require('internal/url');
  if (isURL(parentUrl)) return parentUrl.href;
  if (typeof parentUrl === 'string') return new URL(parentUrl).href;
  const { codes } = require('internal/errors');
  throw new codes.ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'],
                                       parentUrl);
}

module.exports = { initialize };
