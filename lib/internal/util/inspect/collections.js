'use strict';
// What stands between the braces of arrays, sets, maps, buffers, iterators,
// promises and the like. Each function returns the formatted entries.

const { getOwnPropertyDescriptor, keys: objectKeys } = Object;
const formatting = require('internal/util/inspect/value');
const { formatProperty, kElement, kObject } =
  require('internal/util/inspect/properties');
const { formatBigInt, formatNumber, remainingText } =
  require('internal/util/inspect/primitives');
const { getPromiseDetails, kPending, kRejected, previewEntries } =
  internalBinding('util');

const { call } = Function.prototype;
const setValues = call.bind(Set.prototype.values);
const mapEntries = call.bind(Map.prototype.entries);
const setSize = call.bind(
  getOwnPropertyDescriptor(Set.prototype, 'size').get);
const mapSize = call.bind(
  getOwnPropertyDescriptor(Map.prototype, 'size').get);

/** How many of `length` entries are shown. */
function shownCount(context, length) {
  return Math.min(Math.max(0, context.maxArrayLength), length);
}

// --- Arrays -----------------------------------------------------------------------

const indexPattern = /^(0|[1-9][0-9]*)$/;

function holeText(context, count) {
  return context.stylize(
    `<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined');
}

/** An array from its first hole on: only the keys that there are are visited. */
function formatSparse(context, value, level, limit, output, start) {
  const keys = objectKeys(value);
  let index = start;
  for (let k = start; k < keys.length && output.length < limit; k++) {
    const key = keys[k];
    if (!indexPattern.test(key) || key > 2 ** 32 - 2) break;
    if (`${index}` !== key) {
      output.push(holeText(context, key - index));
      index = +key;
      if (output.length === limit) break;
    }
    output.push(formatProperty(context, value, level, key, kElement));
    index++;
  }
  const rest = value.length - index;
  if (output.length !== limit) {
    if (rest > 0) output.push(holeText(context, rest));
  } else if (rest > 0) {
    output.push(remainingText(rest));
  }
  return output;
}

function formatArray(context, value, level) {
  const { length } = value;
  const count = shownCount(context, length);
  const output = [];
  for (let i = 0; i < count; i++) {
    const descriptor = getOwnPropertyDescriptor(value, i);
    if (descriptor === undefined) {
      return formatSparse(context, value, level, count, output, i);
    }
    output.push(formatProperty(
      context, value, level, i, kElement, descriptor));
  }
  if (length > count) output.push(remainingText(length - count));
  return output;
}

/** A line '[key]: value' about a value's insides. */
function formatInternal(context, key, value, level, isInternal) {
  context.indentation += 2;
  const text = formatting.formatValue(context, value, level, isInternal);
  context.indentation -= 2;
  return `${context.stylize(`[${key}]`, 'string')}: ${text}`;
}

const typedArrayInternals = [
  'BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer',
];

function formatTypedArray(context, value, level, length, elements = value) {
  const count = shownCount(context, length);
  const output = new Array(count);
  const format = elements.length > 0 && typeof elements[0] === 'number' ?
    formatNumber : formatBigInt;
  for (let i = 0; i < count; i++) {
    output[i] = format(context.stylize, elements[i], context.numericSeparator);
  }
  if (length > count) output.push(remainingText(length - count));
  if (context.showHidden) {
    for (const key of typedArrayInternals) {
      output.push(formatInternal(context, key, value[key], level, true));
    }
  }
  return output;
}

// --- Buffers ------------------------------------------------------------------------

/** '<00 ff ... 2 more bytes>' */
function formatBytes(context, buffer) {
  let bytes;
  try {
    bytes = new Uint8Array(buffer);
  } catch {
    return undefined;
  }
  const count = Math.min(Math.max(0, context.maxArrayLength), bytes.length);
  let text = '';
  for (let i = 0; i < count; i++) {
    text += `${i > 0 ? ' ' : ''}${bytes[i].toString(16).padStart(2, '0')}`;
  }
  const rest = bytes.length - count;
  if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
  return `<${text}>`;
}

function formatArrayBuffer(context, value, level, withContents) {
  const output = [];
  if (withContents) {
    const bytes = formatBytes(context, value);
    output.push(bytes === undefined ?
      context.stylize('(detached)', 'special') :
      `${context.stylize('[Uint8Contents]', 'special')}: ${bytes}`);
  }
  output.push(formatInternal(context, 'byteLength', value.byteLength, level));
  return output;
}

function formatDataView(context, value, level) {
  const output = [];
  for (const key of ['byteLength', 'byteOffset', 'buffer']) {
    let field;
    try {
      field = value[key];
    } catch {
      // The view's buffer is detached. What follows stays indented further.
      field = key === 'byteLength' ? 0 : undefined;
      context.indentation += 2;
    }
    output.push(formatInternal(context, key, field, level));
  }
  return output;
}

// --- Sets, maps and iterators of them --------------------------------------------------

function formatSet(context, value, level) {
  const size = setSize(value);
  const count = shownCount(context, size);
  const output = [];
  context.indentation += 2;
  for (const element of setValues(value)) {
    if (output.length >= count) break;
    output.push(formatting.formatValue(context, element, level));
  }
  if (size > count) output.push(remainingText(size - count));
  context.indentation -= 2;
  return output;
}

function formatMap(context, value, level) {
  const size = mapSize(value);
  const count = shownCount(context, size);
  const output = [];
  context.indentation += 2;
  for (const { 0: key, 1: element } of mapEntries(value)) {
    if (output.length >= count) break;
    output.push(`${formatting.formatValue(context, key, level)} => ` +
                formatting.formatValue(context, element, level));
  }
  if (size > count) output.push(remainingText(size - count));
  context.indentation -= 2;
  return output;
}

/** Entries that have no keys, in the order the engine gives them. */
function formatFlatEntries(context, entries, level, isSorted) {
  const count = shownCount(context, entries.length);
  const output = new Array(count);
  context.indentation += 2;
  for (let i = 0; i < count; i++) {
    output[i] = formatting.formatValue(context, entries[i], level);
  }
  context.indentation -= 2;
  // The order of weak collections means nothing.
  if (isSorted && !context.sorted) output.sort();
  const rest = entries.length - count;
  if (rest > 0) output.push(remainingText(rest));
  return output;
}

/** Pairs: '[ key, value ]' of an iterator, 'key => value' of a WeakMap. */
function formatPairs(context, entries, level, isIterator) {
  const length = entries.length / 2;
  const count = shownCount(context, length);
  const output = new Array(count);
  context.indentation += 2;
  for (let i = 0; i < count; i++) {
    const pair = [
      formatting.formatValue(context, entries[2 * i], level),
      formatting.formatValue(context, entries[2 * i + 1], level),
    ];
    output[i] = isIterator ?
      formatting.joinPair(context, pair, level) : `${pair[0]} => ${pair[1]}`;
  }
  context.indentation -= 2;
  if (!isIterator && !context.sorted) output.sort();
  if (length > count) output.push(remainingText(length - count));
  return output;
}

function formatUnknownItems(context) {
  return [context.stylize('<items unknown>', 'special')];
}

function formatWeakSet(context, value, level) {
  return context.showHidden ?
    formatFlatEntries(context, previewEntries(value), level, true) :
    formatUnknownItems(context);
}

function formatWeakMap(context, value, level) {
  return context.showHidden ?
    formatPairs(context, previewEntries(value), level, false) :
    formatUnknownItems(context);
}

/** Entries of an iterator; `braces` learns whether they are pairs. */
function formatIterator(context, value, level, braces) {
  const { 0: entries, 1: isKeyValue } = previewEntries(value, true);
  if (!isKeyValue) return formatFlatEntries(context, entries, level, false);
  braces[0] = braces[0].replace(/ Iterator] \{$/, ' Entries] {');
  return formatPairs(context, entries, level, true);
}

// --- Promises, module namespaces ----------------------------------------------------------

function formatPromise(context, value, level) {
  const { 0: state, 1: result } = getPromiseDetails(value);
  if (state === kPending) return [context.stylize('<pending>', 'special')];
  context.indentation += 2;
  const text = formatting.formatValue(context, result, level);
  context.indentation -= 2;
  return [state === kRejected ?
    `${context.stylize('<rejected>', 'special')} ${text}` : text];
}

/** Exports of a module; those not initialised yet throw when read. */
function formatNamespace(context, value, level, keys) {
  const output = new Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    try {
      output[i] = formatProperty(context, value, level, keys[i], kObject);
    } catch {
      const name = typeof keys[i] === 'symbol' ?
        `[${String(keys[i])}]` : context.stylize(keys[i], 'name');
      output[i] = `${name}: ${context.stylize('<uninitialized>', 'special')}`;
    }
  }
  keys.length = 0;
  return output;
}

module.exports = {
  formatArray,
  formatArrayBuffer,
  formatDataView,
  formatIterator,
  formatMap,
  formatNamespace,
  formatPromise,
  formatSet,
  formatTypedArray,
  formatWeakMap,
  formatWeakSet,
  mapSize,
  setSize,
};
