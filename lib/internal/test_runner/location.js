'use strict';
// Where a test stands in the program.

const { getCallSites } = internalBinding('util');
const sourceMaps = require('internal/source_map/support');

/** Enough for all functions of lib/ that may stand above the program's. */
const maxDepth = 6;

function fileOf(name) {
  return name.startsWith('file:') ?
    require('internal/url').fileURLToPath(name) : name;
}

/**
 * The place in the program that called into the runner.
 * @returns {{line: number, column: number, file: string}|undefined}
 */
function callerLocation() {
  const sites = getCallSites(maxDepth);
  for (let i = 1; i < sites.length; i++) {
    if (!sites[i].scriptName.startsWith('node:')) return placeOf(sites[i]);
  }
  return undefined;
}

function placeOf(site) {
  const { lineNumber, columnNumber, scriptName } = sourceMaps.enabled ?
    require('internal/source_map/stack').mapCallSite(site) : site;
  return { line: lineNumber, column: columnNumber, file: fileOf(scriptName) };
}

module.exports = { callerLocation };
