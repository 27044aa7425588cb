'use strict';
// The shortest list of removals and additions that turns one list of lines
// into another: E. W. Myers, "An O(ND) Difference Algorithm and Its
// Variations", 1986.

const { codes } = require('internal/errors');
const colors = require('internal/util/colors');

const kEqual = 0;
const kActual = 1; // a line that only the actual value has
const kExpected = -1; // one that only the expected value has

const kMaxLines = 2 ** 31 - 1;
/** Runs of equal lines that are longer than this are cut short. */
const kEqualLines = 5;

// An object's last line has no comma; that is no difference.
function isEqualButComma(a, b) {
  return a.length + 1 === b.length ? `${a},` === b :
    b.length + 1 === a.length && `${b},` === a;
}

function makeCompare(ignoresCommas) {
  return ignoresCommas ?
    (a, b) => a === b || isEqualButComma(a, b) :
    (a, b) => a === b;
}

// The furthest that each diagonal k = x - y has been followed with d changes,
// for each d: what backtrack() needs.
function trace(actual, expected, isSame) {
  const max = actual.length + expected.length;
  const furthest = new Int32Array(2 * max + 3);
  const offset = max + 1;
  const history = [];
  for (let d = 0; d <= max; d++) {
    history.push(furthest.slice(offset - d - 1, offset + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d &&
        furthest[offset + k - 1] < furthest[offset + k + 1]);
      let x = down ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
      let y = x - k;
      while (x < actual.length && y < expected.length &&
             isSame(actual[x], expected[y])) {
        x++;
        y++;
      }
      furthest[offset + k] = x;
      if (x >= actual.length && y >= expected.length) return history;
    }
  }
  return history;
}

function backtrack(history, actual, expected, ignoresCommas) {
  const changes = []; // last first
  let x = actual.length;
  let y = expected.length;
  for (let d = history.length - 1; d >= 0; d--) {
    const furthest = history[d];
    const at = (k) => furthest[k + d + 1];
    const k = x - y;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const previousK = down ? k + 1 : k - 1;
    const previousX = d === 0 ? 0 : at(previousK);
    const previousY = d === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) {
      x--;
      y--;
      const value = ignoresCommas && !actual[x].endsWith(',') ?
        expected[y] : actual[x];
      changes.push({ type: kEqual, value });
    }
    if (d === 0) break;
    if (x > previousX) changes.push({ type: kActual, value: actual[--x] });
    else changes.push({ type: kExpected, value: expected[--y] });
  }
  return changes.reverse();
}

/**
 * @param {string[]} actual
 * @param {string[]} expected
 * @param {boolean} [ignoresCommas] Whether a comma at a line's end matters not.
 * @returns {{type: number, value: string}[]}
 */
function myersDiff(actual, expected, ignoresCommas = false) {
  const max = actual.length + expected.length;
  if (max > kMaxLines) {
    throw new codes.ERR_OUT_OF_RANGE('myersDiff input size', '< 2^31', max);
  }
  const history = trace(actual, expected, makeCompare(ignoresCommas));
  return backtrack(history, actual, expected, ignoresCommas);
}

function lineOf({ type, value }, isPartial) {
  const { red, green, gray, white } = colors;
  switch (type) {
    case kActual:
      // What a partial comparison does not ask for is no error.
      return isPartial && white !== '' ?
        `${gray}  ${value}${white}` : `${green}+${white} ${value}`;
    case kExpected:
      return `${red}-${white} ${value}`;
    default:
      return `${white}  ${value}`;
  }
}

function printEqualRun(lines, run, isLast) {
  if (run.length <= kEqualLines + 2 && !(isLast && run.length > kEqualLines)) {
    lines.push(...run);
    return false;
  }
  lines.push(...run.slice(0, kEqualLines));
  if (isLast) return false;
  lines.push(`${colors.blue}...${colors.white}`, run.at(-1));
  return true;
}

/**
 * The changes as text.
 * @returns {{message: string, skipped: boolean}} `skipped`: not all lines.
 */
function printMyersDiff(changes, operator = 'strictEqual') {
  const isPartial = operator === 'partialDeepStrictEqual';
  const lines = [];
  let run = [];
  let skipped = false;
  for (const change of changes) {
    const line = lineOf(change, isPartial);
    if (change.type === kEqual) {
      run.push(line);
      continue;
    }
    if (printEqualRun(lines, run, false)) skipped = true;
    run = [];
    lines.push(line);
  }
  printEqualRun(lines, run, true);
  return { message: `\n${lines.join('\n')}`, skipped };
}

module.exports = { myersDiff, printMyersDiff };
