'use strict';
// The names by which programs ask for modules of lib/.

const { isPublic } = require('internal/builtins');

/** Only with the prefix `node:`. */
const prefixOnly = new Set(['sea', 'sqlite', 'test', 'test/reporters']);

/**
 * @param {string} request as 'fs' or 'node:fs'
 * @returns {string|undefined} the id in lib/; undefined: no such module
 */
function builtinId(request) {
  if (request.startsWith('node:')) {
    const id = request.slice(5);
    return isPublic(id) ? id : undefined;
  }
  return isPublic(request) && !prefixOnly.has(request) ? request : undefined;
}

module.exports = { builtinId, prefixOnly };
