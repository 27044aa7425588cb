'use strict';

// Options that requests and servers have in common.

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateBoolean, validateOneOf } = require('internal/validators');
const {
  VALIDATE_INSECURE,
  VALIDATE_RELAXED,
  VALIDATE_STRICT,
} = require('internal/http/headers');

const VALIDATIONS = {
  __proto__: null,
  strict: VALIDATE_STRICT,
  relaxed: VALIDATE_RELAXED,
  insecure: VALIDATE_INSECURE,
};

/**
 * Reads the options `httpValidation` and `insecureHTTPParser`, which exclude one
 * another.
 *
 * @returns {{validation: number, insecureHTTPParser: boolean|undefined}}
 */
function parseValidation(options) {
  const { httpValidation } = options;
  let { insecureHTTPParser } = options;
  if (insecureHTTPParser !== undefined) {
    validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  }
  if (httpValidation === undefined) {
    const validation = insecureHTTPParser ? VALIDATE_INSECURE : VALIDATE_STRICT;
    return { validation, insecureHTTPParser };
  }
  validateOneOf(httpValidation, 'options.httpValidation',
                ['strict', 'relaxed', 'insecure']);
  if (insecureHTTPParser !== undefined) {
    throw new ERR_INVALID_ARG_VALUE(
      'options.httpValidation', httpValidation,
      'cannot be used together with insecureHTTPParser');
  }
  insecureHTTPParser = httpValidation === 'insecure';
  return { validation: VALIDATIONS[httpValidation], insecureHTTPParser };
}

/** The option `uniqueHeaders` as a Set of lower-case names, or null. */
function parseUniqueHeaders(names) {
  if (!Array.isArray(names)) return null;
  return new Set(names.map((name) => name.toLowerCase()));
}

module.exports = { parseUniqueHeaders, parseValidation };
