'use strict';
// util.diff.

const { validateString, validateStringArray } = require('internal/validators');
const { myersDiff } = require('internal/assert/myers_diff');

function validateSide(value, name) {
  if (Array.isArray(value)) validateStringArray(value, name);
  else validateString(value, name);
}

function isSame(a, b) {
  return a === b || (Array.isArray(a) && Array.isArray(b) &&
    a.length === b.length && a.every((item, i) => item === b[i]));
}

/**
 * What changes `expected` into `actual`: [operation, value] with 0 for what
 * both have, 1 for what only `actual` has, -1 for what only `expected` has.
 * @param {string|string[]} actual
 * @param {string|string[]} expected
 */
function diff(actual, expected) {
  if (actual === expected) return [];
  validateSide(actual, 'actual');
  validateSide(expected, 'expected');
  if (isSame(actual, expected)) return [];
  return myersDiff(actual, expected).map(({ type, value }) => [type, value]);
}

module.exports = { diff };
