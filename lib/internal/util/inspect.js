'use strict';
// util.inspect and util.format.

const formatting = require('internal/util/inspect/value');
const { Context, colors, defaultOptions, styles } =
  require('internal/util/inspect/options');
const { format, formatArguments, formatWithOptions } =
  require('internal/util/inspect/format');
const { getStringWidth, stripVTControlCharacters } =
  require('internal/util/inspect/strings');
const { validateObject } = require('internal/validators');

/** The old form of the options: inspect(value, showHidden, depth, colors). */
function assignLegacyOptions(context, args) {
  const [, showHidden, depth, useColors] = args;
  if (depth !== undefined) context.depth = depth;
  if (useColors !== undefined) context.colors = useColors;
  if (typeof showHidden === 'boolean') context.showHidden = showHidden;
}

/**
 * A text that shows a value, for people.
 * @param {any} value
 * @param {object} [options] see inspect.defaultOptions and the documentation
 */
function inspect(value, options) {
  const context = new Context();
  if (arguments.length > 1) {
    if (arguments.length > 2) assignLegacyOptions(context, arguments);
    if (typeof options === 'boolean') context.showHidden = options;
    else if (options) context.assign(options);
  }
  context.finish();
  return formatting.formatValue(context, value, 0);
}

formatting.inspect = inspect;

inspect.custom = Symbol.for('nodejs.util.inspect.custom');

Object.defineProperty(inspect, 'defaultOptions', {
  get() { return defaultOptions; },
  set(options) {
    validateObject(options, 'options');
    Object.assign(defaultOptions, options);
  },
});

inspect.colors = colors;
inspect.styles = styles;

module.exports = {
  format,
  formatArguments,
  formatWithOptions,
  getStringWidth,
  inspect,
  stripVTControlCharacters,
};
