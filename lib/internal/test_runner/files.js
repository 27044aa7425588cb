'use strict';
// The test files of a run.

const path = require('path');
const { getOptionValue } = require('internal/options');

const javaScript = '{cjs,mjs,js}';
const typeScript = '{cjs,mjs,js,cts,mts,ts}';

function defaultPatterns() {
  const kinds = getOptionValue('--no-strip-types') ||
    getOptionValue('--no-experimental-strip-types') ? javaScript : typeScript;
  return [
    `**/{test,test/**/*,test-*,*[._-]test}.${kinds}`,
  ];
}

/**
 * @param {string[]|undefined} patterns undefined: those that tests have by
 *   custom
 * @param {string} cwd
 * @returns {string[]} sorted paths, relative to cwd for relative patterns
 */
function findFiles(patterns, cwd) {
  const { globSync } = require('fs');
  const isDefault = patterns === undefined || patterns.length === 0;
  const list = isDefault ? defaultPatterns() : patterns;
  const wantsModules = list.some((text) => text.includes('node_modules'));
  const found = globSync(list, {
    cwd,
    exclude: (name) => !wantsModules && path.basename(`${name}`) ===
      'node_modules',
  });
  return [...new Set(found)].sort();
}

/** The files of one of several machines. */
function shardOf(files, { index, total }) {
  return files.filter((file, i) => i % total === index - 1);
}

module.exports = { findFiles, shardOf };
