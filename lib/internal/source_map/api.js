'use strict';
// module.setSourceMapsSupport and its relatives.

const { prepareStacks, watchEval } = internalBinding('modules');
const { validateBoolean, validateObject } = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const support = require('internal/source_map/support');

/** @returns {{enabled, nodeModules, generatedCode}} */
function getSourceMapsSupport() {
  const { enabled, nodeModules, generatedCode } = support;
  return Object.freeze({
    __proto__: null, enabled, nodeModules, generatedCode,
  });
}

/**
 * @param {boolean} enabled
 * @param {{nodeModules?: boolean, generatedCode?: boolean}} [options]
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function setSourceMapsSupport(enabled, options = kEmptyObject) {
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  Object.assign(support, { enabled, nodeModules, generatedCode });
  if (enabled) prepareAll();
  if (generatedCode) watchGenerated();
}

/** Stacks of the contexts of `vm` too, whose Error knows nothing of us. */
function prepareAll() {
  if (support.isPreparing) return;
  support.isPreparing = true;
  const { prepareStackTrace } = require('internal/errors');
  prepareStacks((error, trace, { Error }) => {
    const own = Error?.prepareStackTrace;
    return typeof own === 'function' ? own.call(Error, error, trace) :
      prepareStackTrace(error, trace);
  });
}

function watchGenerated() {
  if (support.isWatching) return;
  support.isWatching = true;
  watchEval((text) => {
    if (support.generatedCode && text.includes('sourceMappingURL=')) {
      require('internal/source_map/files').registerGenerated(text);
    }
  });
}

/** @param {boolean} enabled for all files */
function setSourceMapsEnabled(enabled) {
  setSourceMapsSupport(enabled, {
    nodeModules: enabled, generatedCode: enabled,
  });
}

module.exports = {
  getSourceMapsSupport, setSourceMapsEnabled, setSourceMapsSupport,
};
