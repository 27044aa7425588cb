'use strict';
// How the formatted parts of an object are put on lines.

const { getStringWidth, removeColors } =
  require('internal/util/inspect/strings');

const separatorWidth = 2; // ', '
const maxColumns = 15;
// A character is about 2.5 times as high as it is wide: columns are chosen so
// that the block looks about square.
const heightOfCharacter = 2.5;

function widthsOf(context, output, count) {
  const widths = new Array(count);
  for (let i = 0; i < count; i++) {
    widths[i] = getStringWidth(output[i], context.colors);
  }
  return widths;
}

function chooseColumns(context, widths, count, entries) {
  let total = 0;
  let max = 0;
  for (const width of widths) {
    total += width + separatorWidth;
    if (width > max) max = width;
  }
  const cell = max + separatorWidth;
  // Entries of very different lengths, or too long ones, are not grouped.
  if (cell * 3 + context.indentation >= context.breakLength ||
      (total / cell <= 5 && max > 6)) {
    return 0;
  }
  const bias = Math.sqrt(cell - total / entries);
  const biasedCell = Math.max(cell - 3 - bias, 1);
  return Math.min(
    Math.round(Math.sqrt(heightOfCharacter * biasedCell * count) / biasedCell),
    Math.floor((context.breakLength - context.indentation) / cell),
    context.compact * 4,
    maxColumns,
  );
}

function columnWidths(widths, columns) {
  const result = [];
  for (let column = 0; column < columns; column++) {
    let max = 0;
    for (let i = column; i < widths.length; i += columns) {
      if (widths[i] > max) max = widths[i];
    }
    result.push(max + separatorWidth);
  }
  return result;
}

function isAllNumbers(values, count) {
  for (let i = 0; i < count; i++) {
    if (typeof values[i] !== 'number' && typeof values[i] !== 'bigint') {
      return false;
    }
  }
  return true;
}

/** One line of cells: numbers to the right, anything else to the left. */
function joinCells(output, widths, columns, first, last, alignRight) {
  let line = '';
  for (let i = first; i < last; i++) {
    const isLast = i === last - 1;
    const cell = isLast ? output[i] : `${output[i]}, `;
    // What is invisible (colours) or wide does not count as its length.
    const hidden = output[i].length - widths[i];
    const width = columns[i - first] + hidden;
    if (alignRight) line += cell.padStart(isLast ? width - separatorWidth : width);
    else line += isLast ? cell : cell.padEnd(width);
  }
  return line;
}

/**
 * Array.prototype.join, as a rope: the text is copied once, at the end, and
 * not once a level.
 */
function join(output, separator) {
  let text = output[0] ?? '';
  for (let i = 1; i < output.length; i++) text += separator + output[i];
  return text;
}

/** Puts many short array elements into columns. */
function groupArrayElements(context, output, values) {
  const hasMore = context.maxArrayLength < output.length;
  const count = hasMore ? output.length - 1 : output.length;
  const widths = widthsOf(context, output, count);
  const columns = chooseColumns(context, widths, count, output.length);
  if (columns <= 1) return output;
  const alignRight = values !== undefined && isAllNumbers(values, output.length);
  const cells = columnWidths(widths, columns);
  const lines = [];
  for (let i = 0; i < count; i += columns) {
    lines.push(joinCells(
      output, widths, cells, i, Math.min(i + columns, count), alignRight));
  }
  if (hasMore) lines.push(output[count]);
  return lines;
}

/** Whether all entries fit on one line. */
function fitsOnLine(context, output, start, base) {
  let length = output.length + start;
  if (length + output.length > context.breakLength) return false;
  for (let i = 0; i < output.length; i++) {
    length += context.colors ? removeColors(output[i]).length :
      output[i].length;
    if (length > context.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** The layout of `compact: true`: as few lines as possible. */
function joinCompact(context, output, base, braces) {
  if (fitsOnLine(context, output, 0, base)) {
    return `${braces[0]}${base ? ` ${base}` : ''} ${join(output, ', ')} ${braces[1]}`;
  }
  const indent = `\n${' '.repeat(context.indentation)}`;
  // A lone brace lets its first entry stand on its line.
  const head = base === '' && braces[0].length === 1 ? ' ' :
    `${base ? ` ${base}` : ''}${indent}  `;
  return `${braces[0]}${head}${join(output, `,${indent}  `)} ${braces[1]}`;
}

/**
 * Joins the entries of an object.
 * @param {string} base what stands before the braces
 * @param {boolean} isArray whether entries may be grouped in columns
 */
function joinEntries(context, output, base, braces, isArray, level, value) {
  if (context.compact === true) return joinCompact(context, output, base, braces);
  const head = base ? `${base} ` : '';
  if (typeof context.compact === 'number' && context.compact >= 1) {
    const entries = output.length;
    if (isArray && entries > 6) output = groupArrayElements(context, output, value);
    // The innermost `compact` levels go on one line, unless grouped.
    if (context.currentDepth - level < context.compact &&
        entries === output.length) {
      const start = output.length + context.indentation + braces[0].length +
                    base.length + 10;
      if (fitsOnLine(context, output, start, base)) {
        const line = join(output, ', ');
        if (!line.includes('\n')) return `${head}${braces[0]} ${line} ${braces[1]}`;
      }
    }
  }
  const indent = `\n${' '.repeat(context.indentation)}`;
  return `${head}${braces[0]}${indent}  ${join(output, `,${indent}  `)}` +
         `${indent}${braces[1]}`;
}

module.exports = { joinEntries };
