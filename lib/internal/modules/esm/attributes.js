'use strict';
// `with {type: 'json'}`: which attributes an import may, and which it must have.

const { codes } = require('internal/errors');
const { hasTextModules } = require('internal/modules/esm/formats');
const { validateString } = require('internal/validators');

/** The type that imports of a format must name; other formats have none. */
const typeOfFormat = { __proto__: null, json: 'json', text: 'text' };

const implicitFormats =
  new Set(['addon', 'ambiguous', 'builtin', 'commonjs', 'module', 'wasm']);

/**
 * @param {string[]} list [key, value, ...], as V8 gives it
 * @returns {?object} null: none
 */
function fromList(list) {
  if (list.length === 0) return null;
  const attributes = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) attributes[list[i]] = list[i + 1];
  return attributes;
}

/**
 * @param {string} url of the module that is imported
 * @param {string|undefined} format
 * @param {?object} attributes
 * @throws {TypeError} ERR_IMPORT_ATTRIBUTE_*
 */
function validate(url, format, attributes) {
  let type;
  if (attributes !== null) {
    for (const key of Object.keys(attributes)) {
      if (key === 'type') continue;
      throw new codes.ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(
        key, attributes[key], url);
    }
    ({ type } = attributes);
  }
  const wanted = format === 'text' && !hasTextModules() ? undefined :
    typeOfFormat[format];
  if (wanted === undefined && !implicitFormats.has(format)) return;
  if (type === wanted) return;
  if (type === undefined) {
    throw new codes.ERR_IMPORT_ATTRIBUTE_MISSING(url, 'type', wanted);
  }
  validateString(type, 'type');
  if (type !== 'json') {
    throw new codes.ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, url);
  }
  throw new codes.ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(url, type);
}

module.exports = { fromList, validate };
