'use strict';
// node:sea: a program that is part of the executable. This one never is, and
// each function says so as it must.

const { codes: { ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION } } =
  require('internal/errors');
const { validateString } = require('internal/validators');

/** @returns {boolean} whether the program is part of the executable */
function isSea() {
  return false;
}

/**
 * @param {string} key
 * @param {string} [encoding]
 * @throws {Error} ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION
 */
function getAsset(key, encoding = undefined) {
  if (encoding !== undefined) validateString(encoding, 'encoding');
  return getRawAsset(key);
}

/** @see getAsset */
function getRawAsset(key) {
  validateString(key, 'key');
  throw new ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
}

/** @see getAsset */
function getAssetAsBlob(key) {
  return getRawAsset(key);
}

/** @see getAsset */
function getAssetKeys() {
  throw new ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION();
}

module.exports = { isSea, getAsset, getRawAsset, getAssetAsBlob, getAssetKeys };
