'use strict';
// Strings, numbers and the other primitives.

const { addNumericSeparators } = require('internal/errors/grammar');
const { escapeControl, quote } = require('internal/util/inspect/strings');

// A string shorter than this is never broken into lines.
const minLineWidth = 16;

/** '12345' -> '123_45': separators from the left, as decimals have them. */
function addDecimalSeparators(digits) {
  let result = '';
  let i = 0;
  for (; i < digits.length - 3; i += 3) result += `${digits.slice(i, i + 3)}_`;
  return i === 0 ? digits : `${result}${digits.slice(i)}`;
}

function separateNumber(number) {
  const text = String(number);
  const integer = Math.trunc(number);
  if (!Number.isFinite(number) || text.includes('e')) return text;
  if (integer === number) return addNumericSeparators(text);
  const point = text.indexOf('.');
  return `${addNumericSeparators(text.slice(0, point))}.` +
         addDecimalSeparators(text.slice(point + 1));
}

function formatNumber(stylize, number, numericSeparator) {
  if (Object.is(number, -0)) return stylize('-0', 'number');
  return stylize(numericSeparator ? separateNumber(number) : `${number}`,
                 'number');
}

function formatBigInt(stylize, bigint, numericSeparator) {
  const text = String(bigint);
  return stylize(`${numericSeparator ? addNumericSeparators(text) : text}n`,
                 'bigint');
}

/** 'n more items' of a list that was cut. */
function remainingText(count) {
  return `... ${count} more item${count > 1 ? 's' : ''}`;
}

const lineBreaks = /(?<=\n)/;

function formatString(context, value) {
  const { stylize } = context;
  let trailer = '';
  if (value.length > context.maxStringLength) {
    const rest = value.length - context.maxStringLength;
    value = value.slice(0, context.maxStringLength);
    trailer = `... ${rest} more character${rest > 1 ? 's' : ''}`;
  }
  // Strings with line breaks are shown line by line where they would not fit.
  if (context.compact !== true && value.length > minLineWidth &&
      value.length > context.breakLength - context.indentation - 4) {
    const separator = ` +\n${' '.repeat(context.indentation + 2)}`;
    return value.split(lineBreaks)
      .map((line) => stylize(quote(line), 'string'))
      .join(separator) + trailer;
  }
  return stylize(quote(value), 'string') + trailer;
}

/** What a symbol looks like; its description may hold control characters. */
function symbolText(symbol) {
  return escapeControl(Symbol.prototype.toString.call(symbol));
}

function formatPrimitive(context, value) {
  const { stylize } = context;
  switch (typeof value) {
    case 'string': return formatString(context, value);
    case 'number':
      return formatNumber(stylize, value, context.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, context.numericSeparator);
    case 'boolean': return stylize(`${value}`, 'boolean');
    case 'undefined': return stylize('undefined', 'undefined');
    default: return stylize(symbolText(value), 'symbol');
  }
}

module.exports = {
  formatBigInt,
  formatNumber,
  formatPrimitive,
  remainingText,
  symbolText,
};
