'use strict';
// The names by which programs ask for modules of lib/.

const { isPublic } = require('internal/builtins');

/** Only with the prefix `node:`. */
const prefixOnly = new Set(['sea', 'sqlite', 'test', 'test/reporters']);

/** Only where an option asks for them. */
const optionOf = new Map([
  ['stream/iter', '--experimental-stream-iter'],
  ['zlib/iter', '--experimental-stream-iter'],
]);

/** Whether programs may have a module of lib/. */
function isOffered(id) {
  if (!isPublic(id)) return false;
  const option = optionOf.get(id);
  return option === undefined ||
    require('internal/options').getOptionValue(option);
}

/**
 * @param {string} request as 'fs' or 'node:fs'
 * @returns {string|undefined} the id in lib/; undefined: no such module
 */
function builtinId(request) {
  if (request.startsWith('node:')) {
    const id = request.slice(5);
    return isOffered(id) ? id : undefined;
  }
  return isOffered(request) && !prefixOnly.has(request) ? request : undefined;
}

module.exports = { builtinId, isOffered, prefixOnly };
