'use strict';
// openAsBlob: a Blob whose content stays in the file until it is read.

const { getPath } = require('internal/fs/arguments');
const { validateObject, validateString } = require('internal/validators');

/**
 * @param {string|Buffer|URL} path
 * @param {{type?: string}} [options]
 * @returns {Promise<Blob>}
 */
function openAsBlob(path, options = {}) {
  validateObject(options, 'options');
  const { type = '' } = options;
  validateString(type, 'options.type');
  path = getPath(path);
  require('internal/util').emitExperimentalWarning('fs.openAsBlob');
  const { statSync } = require('internal/fs/metadata');
  const { createBlobFromFile } = require('internal/blob');
  // A missing file throws at once; a folder reads as nothing that can be.
  return Promise.resolve(createBlobFromFile(path, statSync(path), type));
}

module.exports = { openAsBlob };
