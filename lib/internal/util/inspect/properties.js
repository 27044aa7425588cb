'use strict';
// One property: its key and what it holds.

const { getOwnPropertyDescriptor } = Object;
const formatting = require('internal/util/inspect/value');
const { quote, getStringWidth, removeColors } =
  require('internal/util/inspect/strings');
const { formatPrimitive, symbolText } =
  require('internal/util/inspect/primitives');

const identifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

function formatKey(context, key, isEnumerable) {
  const { stylize } = context;
  if (typeof key === 'symbol') {
    const text = stylize(symbolText(key), 'symbol');
    return isEnumerable ? text : `[${text}]`;
  }
  if (key === '__proto__') return isEnumerable ? "['__proto__']" : "[['__proto__']]";
  if (identifier.test(key)) {
    return isEnumerable ? stylize(key, 'name') : `[${key}]`;
  }
  const quoted = quote(key);
  return isEnumerable ? stylize(quoted, 'string') : `[${quoted}]`;
}

/** Whether the option `getters` asks to call this accessor. */
function shouldCallGetter(context, descriptor) {
  switch (context.getters) {
    case false: return false;
    case 'get': return descriptor.set === undefined;
    case 'set': return descriptor.set !== undefined;
    default: return Boolean(context.getters);
  }
}

function formatGetterResult(context, label, value, level) {
  const { stylize } = context;
  if (value === null) {
    return `${stylize(`[${label}:`, 'special')} ${stylize('null', 'null')}` +
           stylize(']', 'special');
  }
  if (typeof value === 'object' || typeof value === 'function') {
    return `${stylize(`[${label}]`, 'special')} ` +
           formatting.formatValue(context, value, level);
  }
  return `${stylize(`[${label}:`, 'special')} ` +
         `${formatPrimitive(context, value)}${stylize(']', 'special')}`;
}

function formatGetterError(context, label, error, level) {
  const { stylize } = context;
  const shown = formatting.formatValue(context, error, level);
  return `${stylize(`[${label}: <Inspection threw (`, 'special')}${shown}` +
         stylize(')>]', 'special');
}

function callGetter(context, label, descriptor, receiver, level) {
  context.indentation += 2;
  const { indentation } = context;
  try {
    const value = descriptor.get.call(receiver);
    return formatGetterResult(context, label, value, level);
  } catch (error) {
    context.indentation = indentation;
    return formatGetterError(context, label, error, level);
  } finally {
    context.indentation = indentation - 2;
  }
}

function formatAccessor(context, descriptor, receiver, level) {
  if (descriptor.get === undefined) {
    return descriptor.set === undefined ?
      context.stylize('undefined', 'undefined') :
      context.stylize('[Setter]', 'special');
  }
  const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  return shouldCallGetter(context, descriptor) ?
    callGetter(context, label, descriptor, receiver, level) :
    context.stylize(`[${label}]`, 'special');
}

/** What a property belongs to, which decides how it is shown. */
const kObject = 0;
const kElement = 1; // of an array: the value alone
const kArrayExtra = 2; // of an array, but no element

/**
 * One property.
 * @param {number} type kObject, kElement or kArrayExtra
 * @param {object} [descriptor] if it is known already
 * @param {object} [receiver] what getters are called on
 */
function formatProperty(context, object, level, key, type,
                        descriptor = getOwnPropertyDescriptor(object, key),
                        receiver = object) {
  descriptor ??= { value: object[key], configurable: true, enumerable: true };
  let gap = ' ';
  let text;
  if (descriptor.value !== undefined) {
    // In the compact mode a value goes below its key if it is long.
    const shift = context.compact !== true || type !== kObject ? 2 : 3;
    context.indentation += shift;
    text = formatting.formatValue(context, descriptor.value, level);
    if (shift === 3 && context.breakLength < getStringWidth(
      context.colors ? removeColors(text) : text)) {
      gap = `\n${' '.repeat(context.indentation)}`;
    }
    context.indentation -= shift;
  } else {
    text = formatAccessor(context, descriptor, receiver, level);
  }
  if (type === kElement) return text;
  return `${formatKey(context, key, descriptor.enumerable)}:${gap}${text}`;
}

module.exports = {
  formatKey, formatProperty, kArrayExtra, kElement, kObject,
};
