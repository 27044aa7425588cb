'use strict';
// util.styleText.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } =
  require('internal/errors');
const { validateBoolean, validateOneOf, validateString } =
  require('internal/validators');
const { inspect } = require('internal/util/inspect');
const { shouldColorize } = require('internal/util/colors');

const hexPattern = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** [on, off] of a colour given as #RGB or #RRGGBB. */
function hexStyle(format) {
  if (!hexPattern.test(format)) {
    throw new ERR_INVALID_ARG_VALUE(
      'format', format, 'must be a valid hex color (#RGB or #RRGGBB)');
  }
  const digits = format.length === 4 ?
    format.slice(1).replace(/./g, '$&$&') : format.slice(1);
  const number = Number.parseInt(digits, 16);
  return [`38;2;${number >> 16};${(number >> 8) & 255};${number & 255}`, 39];
}

function styleOf(format) {
  if (typeof format === 'string' && format[0] === '#') return hexStyle(format);
  const style = inspect.colors[format];
  if (style === undefined) {
    validateOneOf(format, 'format', Object.keys(inspect.colors));
  }
  return style;
}

/** The styles of one format or a list of them; 'none' is none. */
function stylesOf(format) {
  if (!Array.isArray(format)) return format === 'none' ? [] : [styleOf(format)];
  return format.filter((name) => name !== 'none').map(styleOf);
}

/** bold and dim are both ended by 22, which must not end the outer one. */
const sharedOff = 22;

/**
 * Puts a style around a text. Where a style inside ends with the same code,
 * the outer one goes on.
 */
function applyStyle([on, off], text) {
  const open = `\u001b[${on}m`;
  const close = `\u001b[${off}m`;
  if (!text.includes(close)) return open + text + close;
  const end = text.endsWith(close) ? text.length - close.length : text.length;
  const inner = text.slice(0, end)
    .replaceAll(close, off === sharedOff ? close + open : open);
  return `${open}${inner}${text.slice(end)}${close}`;
}

function isStream(value) {
  return value !== null && typeof value === 'object' &&
    (typeof value.write === 'function' || typeof value.pipe === 'function' ||
     typeof value.getReader === 'function' ||
     typeof value.getWriter === 'function' || typeof value.on === 'function');
}

/**
 * A text with terminal colours and modifiers.
 * @param {string|string[]} format names of inspect.colors, 'none', or '#RRGGBB'
 * @param {string} text
 * @param {{validateStream?: boolean, stream?: Stream}} [options]
 */
function styleText(format, text, options) {
  const validateStream = options?.validateStream ?? true;
  validateString(text, 'text');
  validateBoolean(validateStream, 'options.validateStream');
  const styles = stylesOf(format);
  if (validateStream) {
    const stream = options?.stream ?? require('internal/process').stdout;
    if (!isStream(stream)) {
      throw new ERR_INVALID_ARG_TYPE(
        'stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    }
    if (!shouldColorize(stream)) return text;
  }
  for (let i = styles.length - 1; i >= 0; i--) {
    text = applyStyle(styles[i], text);
  }
  return text;
}

module.exports = { styleText };
