'use strict';
// What `import 'package'` means where its package.json has no "exports": the
// file of "main", with the extensions that CommonJS would try.

const { codes } = require('internal/errors');
const files = require('internal/modules/files');

const ofMain =
  ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const ofFolder = ['index.js', 'index.json', 'index.node'];

/**
 * @param {string} folder of the package
 * @param {?object} pkg
 * @param {{importer: string}} request
 * @param {string} parentUrl
 * @returns {string} a URL
 * @throws {Error} ERR_MODULE_NOT_FOUND
 */
function resolve(folder, pkg, request, parentUrl) {
  const main = pkg?.main;
  if (main) {
    const base = require('path').resolve(folder, main);
    for (const end of ofMain) {
      if (isFile(base + end)) return found(folder, base + end, main, parentUrl);
    }
  }
  for (const name of ofFolder) {
    const file = `${folder}/${name}`;
    if (isFile(file)) return found(folder, file, main, parentUrl);
  }
  throw new codes.ERR_MODULE_NOT_FOUND(
    require('path').resolve(folder, main ?? 'index.js'), request.importer);
}

function isFile(file) {
  return internalBinding('modules').kind(file) === 0;
}

function found(folder, file, main, parentUrl) {
  warn(folder, file, main, parentUrl);
  return files.toUrl(file);
}

/** DEP0151: an ES module imports something by a name that is not exact. */
function warn(folder, file, main, parentUrl) {
  const format = require('internal/modules/esm/formats').ofFile(file);
  if (format !== 'module') return;
  const process = require('internal/process');
  const base = files.toShown(parentUrl);
  const exact = main && require('path').resolve(folder, main);
  if (!main) {
    process.emitWarning(
      `No "main" or "exports" field defined in the package.json for ${folder}/` +
      ` resolving the main entry point "${file.slice(folder.length + 1)}", ` +
      `imported from ${base}.\nDefault "index" lookups for the main are ` +
      'deprecated for ES modules.', 'DeprecationWarning', 'DEP0151');
  } else if (exact !== file) {
    process.emitWarning(
      `Package ${folder}/ has a "main" field set to "${main}", excluding the ` +
      'full filename and extension to the resolved file at ' +
      `"${file.slice(folder.length + 1)}", imported from ${base}.\n ` +
      'Automatic extension resolution of the "main" field is deprecated for ' +
      'ES modules.', 'DeprecationWarning', 'DEP0151');
  }
}

module.exports = { resolve };
