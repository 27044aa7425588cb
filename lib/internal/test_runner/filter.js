'use strict';
// Which tests run: by name, by tag, by the `only` option.

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');

const literal = /^\/(.*)\/([a-z]*)$/;

/**
 * A pattern as the command line gives it: text, or a literal as /text/i.
 * @param {string} text
 * @param {string} name of the argument, for the error
 * @returns {RegExp}
 * @throws {TypeError} ERR_INVALID_ARG_VALUE
 */
function toPattern(text, name) {
  const [, source = text, flags = ''] = literal.exec(text) ?? [];
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new ERR_INVALID_ARG_VALUE(
      name, text, `is an invalid regular expression.\n${error}`);
  }
}

function matches(pattern, text) {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** A test's name, and it with those above it: 'suite inner test'. */
function matchesAny(patterns, test) {
  const path = test.parent?.parent ? `${test.parent.spacedName} ${test.name}` :
    test.name;
  for (const pattern of patterns) {
    if (matches(pattern, test.name) || matches(pattern, path)) return true;
  }
  return false;
}

/** What a run of tests is chosen by. */
class Filter {
  /** Whether `only` counts. */
  only;
  names;
  skips;
  tags;
  /** Whether every test runs. */
  isEmpty;

  constructor({ only = false, names = null, skips = null, tags = null }) {
    this.only = only;
    this.names = names?.length ? names : null;
    this.skips = skips?.length ? skips : null;
    this.tags = tags?.length ? tags : null;
    this.isEmpty = !only && this.names === null && this.skips === null &&
      this.tags === null;
  }

  /** Whether a test is left out for its own name or those around it. */
  #byName(test) {
    if (this.skips !== null && matchesAny(this.skips, test)) return true;
    if (this.names === null) return false;
    for (let up = test; up.parent !== null; up = up.parent) {
      if (matchesAny(this.names, up)) return false;
    }
    return true;
  }

  #byTag(test) {
    if (this.tags === null) return false;
    return !this.tags.every((tag) => test.tags.includes(tag));
  }

  /** Whether a test is left out; of a suite, as if it were empty. */
  excludes(test) {
    if (this.isEmpty) return false;
    return this.#byName(test) || this.#byTag(test) ||
      (this.only && excludedByOnly(test));
  }
}

/** `only: false` leaves out anywhere; else someone above must have been chosen. */
function excludedByOnly(test) {
  if (test.onlyOption !== undefined) return !test.onlyOption;
  const { parent } = test;
  if (parent.parent === null) return true;
  if (!parent.isSuite) return false;
  return parent.hasOnlyWithin || excludedByOnly(parent);
}

module.exports = { Filter, toPattern };
