'use strict';
// module.setSourceMapsSupport and its relatives.

const { validateBoolean, validateObject } = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const support = require('internal/source_map/support');

/** @returns {{enabled, nodeModules, generatedCode}} */
function getSourceMapsSupport() {
  return Object.freeze({ __proto__: null, ...support });
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
