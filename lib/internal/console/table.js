'use strict';
// console.table: values in rows and columns.

const { inspect, getStringWidth } = require('internal/util/inspect');
const { isMap, isMapIterator, isSet, isSetIterator } =
  require('internal/util/types');
const { previewEntries } = internalBinding('util');

const indexHeader = '(index)';
const iterationHeader = '(iteration index)';
const keyHeader = 'Key';
const valuesHeader = 'Values';

function hasDeepValues(value) {
  for (const key of Object.keys(value)) {
    if (typeof value[key] === 'object' && value[key] !== null) return true;
  }
  return false;
}

/** A cell: objects are opened only where they lie flat. */
function showCell(value, options) {
  const isDeep = value !== null && typeof value === 'object' &&
    !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, {
    maxArrayLength: 3,
    breakLength: Infinity,
    ...options,
    depth: isDeep || (value !== null && typeof value === 'object' &&
      hasDeepValues(value)) ? -1 : 0,
    colors: options?.colors ?? false,
  });
}

function countUp(count) {
  return Array.from({ length: count }, (_, i) => i);
}

/** Maps and iterators over their entries: two columns. */
function tableOfPairs(entries, options) {
  const keys = [];
  const values = [];
  for (const [key, value] of entries) {
    keys.push(showCell(key, options));
    values.push(showCell(value, options));
  }
  return renderTable([iterationHeader, keyHeader, valuesHeader],
                     [countUp(keys.length), keys, values]);
}

function tableOfValues(values, options) {
  const cells = Array.from(values, (value) => showCell(value, options));
  return renderTable([iterationHeader, valuesHeader],
                     [countUp(cells.length), cells]);
}

function toPairs(flat) {
  return countUp(flat.length / 2).map((i) => [flat[2 * i], flat[2 * i + 1]]);
}

function isPrimitive(value) {
  return value === null ||
         (typeof value !== 'function' && typeof value !== 'object');
}

/** Objects: a row each, a column for each of their properties. */
function tableOfObjects(data, properties, options) {
  const columns = new Map(properties?.map((name) => [name, []]));
  const values = [];
  const index = Object.keys(data);
  index.forEach((key, row) => {
    const item = data[key];
    if (isPrimitive(item)) {
      values[row] = showCell(item, options);
      return;
    }
    for (const name of properties ?? Object.keys(item)) {
      if (!columns.has(name)) columns.set(name, []);
      if (Object.hasOwn(item, name)) {
        columns.get(name)[row] = showCell(item[name], options);
      }
    }
  });
  const headers = [indexHeader, ...columns.keys()];
  const cells = [index, ...columns.values()];
  if (values.length > 0 && properties === undefined) {
    headers.push(valuesHeader);
    cells.push(values);
  }
  return renderTable(headers, cells);
}

/** The text of a table for a value. */
function makeTable(data, properties, options) {
  if (isMap(data)) return tableOfPairs(data, options);
  if (isSet(data)) return tableOfValues(data, options);
  if (isMapIterator(data)) {
    const [entries, isKeyValue] = previewEntries(data, true);
    return isKeyValue ? tableOfPairs(toPairs(entries), options) :
      tableOfValues(entries, options);
  }
  if (isSetIterator(data)) {
    return tableOfValues(previewEntries(data), options);
  }
  return tableOfObjects(data, properties, options);
}

// --- Drawing ---------------------------------------------------------------------

function drawRow(cells, widths) {
  const padded = cells.map((cell, i) =>
    ` ${cell}${' '.repeat(widths[i] - getStringWidth(cell) + 1)}`);
  return `\u2502${padded.join('\u2502')}\u2502\n`;
}

/** @param {any[][]} columns cells by column; missing ones are empty */
function renderTable(headers, columns) {
  const height = Math.max(...columns.map((column) => column.length));
  const widths = headers.map((header) => getStringWidth(`${header}`));
  const rows = countUp(height).map((row) => columns.map((column, i) => {
    const cell = `${column[row] ?? ''}`;
    widths[i] = Math.max(widths[i], getStringWidth(cell));
    return cell;
  }));
  const lines = widths.map((width) => '\u2500'.repeat(width + 2));
  let text = `\u250c${lines.join('\u252c')}\u2510\n${drawRow(headers.map(String), widths)}` +
             `\u251c${lines.join('\u253c')}\u2524\n`;
  for (const row of rows) text += drawRow(row, widths);
  return `${text}\u2514${lines.join('\u2534')}\u2518`;
}

module.exports = { makeTable };
