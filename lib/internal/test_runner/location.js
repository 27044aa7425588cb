'use strict';
// Where a test stands in the program.

const { getCallSites } = internalBinding('util');

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
    const { scriptName } = sites[i];
    if (scriptName.startsWith('node:')) continue;
    return {
      line: sites[i].lineNumber,
      column: sites[i].columnNumber ?? sites[i].column,
      file: fileOf(scriptName),
    };
  }
  return undefined;
}

module.exports = { callerLocation };
