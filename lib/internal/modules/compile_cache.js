'use strict';
// The cache of compiled code on disk: whether it is in use, and what programs
// call. What works with it is in compile_cache_store.js.

/** The statuses of enableCompileCache. */
const compileCacheStatus = Object.freeze({
  __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3,
});

/** Looked at wherever code is compiled. */
const state = { isEnabled: false };

function store() {
  return require('internal/modules/compile_cache_store');
}

/**
 * @param {string|{directory?: string, portable?: boolean}} [options] the folder;
 *   by default NODE_COMPILE_CACHE, or one for temporary files
 * @returns {{status: number, message?: string, directory?: string}}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function enableCompileCache(options = undefined) {
  const [status, detail] = store().enable(options);
  const isThere = status === compileCacheStatus.ENABLED ||
    status === compileCacheStatus.ALREADY_ENABLED;
  if (isThere) state.isEnabled = true;
  return {
    status,
    message: isThere ? undefined : detail,
    directory: isThere ? detail : undefined,
  };
}

/** At start: NODE_COMPILE_CACHE is set. */
function start(directory) {
  enableCompileCache(directory);
}

/** @returns {string|undefined} the cache's folder, if it is enabled */
function getCompileCacheDir() {
  return state.isEnabled ? store().directory() : undefined;
}

/** Writes out what is new in the cache. */
function flushCompileCache() {
  if (!state.isEnabled) return;
  store().flush();
  store().say('module.flushCompileCache() finished');
}

module.exports = {
  compileCacheStatus, enableCompileCache, flushCompileCache, getCompileCacheDir,
  start, state,
};
