'use strict';
// The messages of AssertionErrors.

const { inspect } = require('internal/util/inspect');
const { isError } = require('internal/util');
const colors = require('internal/util/colors');
const { myersDiff, printMyersDiff } = require('internal/assert/myers_diff');

const kTitles = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual:
    'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject:
    'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

const kDiffOperators =
  new Set(['deepStrictEqual', 'strictEqual', 'partialDeepStrictEqual']);

/** Two values that together are no longer than this stand on one line. */
const kMaxShortLength = 12;
/** Longer texts are cut, unless the full diff is asked for. */
const kMaxLongLength = 512;
const kMaxLines = 50;
const kKeptLines = 46;

function inspectValue(value, customInspect = false) {
  return inspect(value, {
    compact: false,
    customInspect,
    depth: 1000,
    maxArrayLength: Infinity,
    // Non-enumerable properties play no part in the comparison.
    showHidden: false,
    // Decides only whether texts of several lines are split at their ends.
    breakLength: 80,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

// Errors are shown without their stacks, which are no part of the comparison.
function copyError(error) {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
  Object.defineProperty(copy, 'message', { value: error.message });
  if (Object.hasOwn(error, 'cause')) {
    const { cause } = error;
    Object.defineProperty(copy, 'cause', {
      value: isError(cause) ? copyError(cause) : cause,
    });
  }
  return copy;
}

function isObjectLike(value) {
  return (typeof value === 'object' && value !== null) ||
    typeof value === 'function';
}

function isObjectOrNull(value) {
  return typeof value === 'object' && value !== null;
}

function shortText(actual, actualText, expected, expectedText) {
  let length = actualText.length + expectedText.length;
  // Quotes do not count.
  if (typeof actual === 'string') length -= 2;
  if (typeof expected === 'string') length -= 2;
  if (length > kMaxShortLength) return undefined;
  if (actual === 0 && expected === 0) return undefined; // 0 and -0
  return `${actualText} !== ${expectedText}`;
}

// Points at where two strings begin to differ, unless that is plain to see.
function pointer(actualText, expectedText) {
  const { stderr } = require('internal/process');
  const columns = stderr.isTTY ? stderr.columns : 80;
  if (actualText.length >= columns) return '';
  let at = 0;
  while (actualText[at] === expectedText[at]) at++;
  // Beyond the quote and the first two characters.
  return at > 2 ? `\n${' '.repeat(at + 2)}^` : '';
}

function oneLineDiff(actual, actualText, expected, expectedText) {
  const short = shortText(actual, actualText, expected, expectedText);
  if (short !== undefined) return { message: `\n${short}`, hasHeader: false };
  const { green, red, white } = colors;
  const mark = typeof actual === 'string' && typeof expected === 'string' ?
    pointer(actualText, expectedText) : '';
  return {
    message: `\n${green}+${white} ${actualText}\n` +
      `${red}-${white} ${expectedText}${mark}`,
    hasHeader: true,
  };
}

function firstLines(lines, diff) {
  if (lines.length <= kMaxLines || diff === 'full') return lines;
  return [...lines.slice(0, kKeptLines), '...'];
}

function linesDiff(actualLines, expectedLines, operator) {
  const ignoresCommas = operator !== 'strictEqual';
  const changes = myersDiff(actualLines, expectedLines, ignoresCommas);
  return { ...printMyersDiff(changes, operator), hasHeader: true };
}

function headerOf(operator, skipped) {
  const { green, red, gray, white, blue } = colors;
  const actual = operator === 'partialDeepStrictEqual' && white !== '' ?
    `${gray}actual${white}` : `${green}+ actual${white}`;
  return `${actual} ${red}- expected${white}` +
    (skipped ? `\n${blue}...${white} Skipped lines` : '');
}

// Objects may differ in what they show only by their own inspection (URLs do).
function inspectBoth(actual, expected) {
  const texts = [inspectValue(actual), inspectValue(expected)];
  if (texts[0] !== texts[1]) return texts;
  return [inspectValue(actual, true), inspectValue(expected, true)];
}

function diffMessage(actual, expected, operator, title, diff) {
  const [actualText, expectedText] = inspectBoth(actual, expected);
  if (operator === 'strictEqual' &&
      ((isObjectOrNull(actual) && isObjectOrNull(expected)) ||
       (typeof actual === 'function' && typeof expected === 'function'))) {
    operator = 'strictEqualObject';
  }
  if (actualText === expectedText) {
    const lines = firstLines(actualText.split('\n'), diff);
    return `${title ?? kTitles.notIdentical}\n\n${lines.join('\n')}\n`;
  }
  const isOneLine = !actualText.includes('\n') && !expectedText.includes('\n') &&
    !(isObjectOrNull(actual) && isObjectOrNull(expected));
  const { message, skipped, hasHeader } = isOneLine ?
    oneLineDiff(actual, actualText, expected, expectedText) :
    linesDiff(actualText.split('\n'), expectedText.split('\n'), operator);
  const header = hasHeader ? `${headerOf(operator, skipped)}\n` : '';
  return `${title ?? kTitles[operator]}\n${header}${message}\n`;
}

function notEqualMessage(actual, operator, diff) {
  const title = operator === 'notStrictEqual' && isObjectLike(actual) ?
    kTitles.notStrictEqualObject : kTitles[operator];
  const lines = firstLines(inspectValue(actual).split('\n'), diff);
  if (lines.length > 1) return `${title}\n\n${lines.join('\n')}\n`;
  return `${title}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
}

function cut(text, length) {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}

function plainMessage(actual, expected, operator, diff) {
  let left = inspectValue(actual);
  let right = inspectValue(expected);
  if (operator === 'notDeepEqual' && left === right) {
    left = `${kTitles.notDeepEqual}\n\n${left}`;
    return diff === 'full' ? left : cut(left, 2 * kMaxLongLength);
  }
  if (diff !== 'full') {
    left = cut(left, kMaxLongLength);
    right = cut(right, kMaxLongLength);
  }
  if (operator === 'deepEqual') {
    return `${kTitles.deepEqual}\n\n${left}\n\nshould loosely deep-equal` +
      `\n\n${right}`;
  }
  if (operator === 'notDeepEqual') {
    return `${kTitles.notDeepEqualUnequal}\n\n${left}\n\n` +
      `should not loosely deep-equal\n\n${right}`;
  }
  return `${left} ${operator} ${right}`;
}

/**
 * @param {{actual: any, expected: any, operator: string, message: any,
 *   diff: 'simple'|'full'}} options
 * @returns {string}
 */
function messageFor({ actual, expected, operator, message, diff }) {
  const isDiff = kDiffOperators.has(operator);
  if (message !== undefined && message !== null && !isDiff) {
    return String(message);
  }
  colors.refresh();
  if (actual instanceof Error && expected instanceof Error) {
    actual = copyError(actual);
    expected = copyError(expected);
  }
  if (isDiff) {
    const title = message === undefined || message === null ?
      undefined : String(message);
    return diffMessage(actual, expected, operator, title, diff);
  }
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    return notEqualMessage(actual, operator, diff);
  }
  return plainMessage(actual, expected, operator, diff);
}

module.exports = { messageFor };
