'use strict';
// The cache of compiled code on disk. There is none yet: programs that ask for it
// are told so in the documented way, by a status, and go on without.

/** The statuses of enableCompileCache. */
const compileCacheStatus = Object.freeze({
  __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3,
});

/**
 * @returns {{status: number, message?: string}} always FAILED or, where
 *   NODE_DISABLE_COMPILE_CACHE is set, DISABLED
 */
function enableCompileCache() {
  if (require('internal/process').env.NODE_DISABLE_COMPILE_CACHE) {
    return { status: compileCacheStatus.DISABLED };
  }
  return { status: compileCacheStatus.FAILED,
           message: 'The compile cache is not implemented' };
}

/** @returns {undefined} the cache's folder, had it been enabled */
function getCompileCacheDir() {
  return undefined;
}

/** Writes the cache out; without one there is nothing to do. */
function flushCompileCache() {}

module.exports = { compileCacheStatus, enableCompileCache, flushCompileCache,
                   getCompileCacheDir };
