'use strict';
// The names that `import {name} from './module.cjs'` finds: read from the text,
// as the module must not run before it is its turn.

const { commonjsExports } = internalBinding('module_records');
const { readText } = internalBinding('modules');

/** File -> Set of names. */
const known = new Map();

/**
 * @param {string} file
 * @param {string} [source] its text, read if not given
 * @returns {Set<string>} with 'default' and 'module.exports'
 */
function exportNames(file, source) {
  let names = known.get(file);
  if (names !== undefined) return names;
  names = new Set(['default', 'module.exports']);
  known.set(file, names); // before those of others: they may lead back here
  const text = source ?? readText(file);
  const found = typeof text === 'string' ? commonjsExports(text) : undefined;
  if (found === undefined) return names;
  for (const name of found[0]) names.add(name);
  for (const request of found[1]) addReexported(names, file, request);
  return names;
}

function addReexported(names, file, request) {
  const target = resolve(file, request);
  if (target === undefined || !/\.(?:c?js)$|\/[^./]+$/.test(target)) return;
  for (const name of exportNames(target)) names.add(name);
}

function resolve(file, request) {
  const { Module } = require('internal/modules/cjs');
  const path = require('path');
  const parent = new Module(file);
  parent.filename = file;
  parent.paths = Module._nodeModulePaths(path.dirname(file));
  try {
    const found = Module._resolveFilename(request, parent, false);
    return path.isAbsolute(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { exportNames };
