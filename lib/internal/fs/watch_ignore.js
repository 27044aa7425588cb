'use strict';
// The `ignore` option of fs.watch: glob patterns, regular expressions and
// functions that tell which names are of no interest.

const { codes } = require('internal/errors');

function validatePattern(pattern, name) {
  if (typeof pattern === 'string') {
    if (pattern.length === 0) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        name, pattern, 'must be a non-empty string');
    }
  } else if (!(pattern instanceof RegExp) && typeof pattern !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      name, ['string', 'RegExp', 'Function'], pattern);
  }
}

/** A predicate of a name from one pattern. */
function predicateOf(pattern) {
  if (typeof pattern === 'function') return pattern;
  if (pattern instanceof RegExp) return (name) => pattern.exec(name) !== null;
  const { Pattern } = require('internal/fs/glob_pattern');
  const glob = new Pattern(pattern, { dot: true });
  // A pattern without a slash is matched with the last part of the name.
  const isBase = !pattern.includes('/');
  return (name) => glob.matches(name) ||
    (isBase && glob.matches(name.slice(name.lastIndexOf('/') + 1)));
}

/**
 * @param {string|RegExp|Function|Array} ignore
 * @returns {(name: string|Buffer|null) => boolean}
 */
function makeMatcher(ignore) {
  const patterns = Array.isArray(ignore) ? ignore : [ignore];
  patterns.forEach((pattern, i) => {
    validatePattern(pattern, Array.isArray(ignore) ?
      `options.ignore[${i}]` : 'options.ignore');
  });
  const predicates = patterns.map(predicateOf);
  return (name) => {
    if (name === null) return false;
    const text = `${name}`;
    return predicates.some((predicate) => predicate(text));
  };
}

module.exports = { makeMatcher };
