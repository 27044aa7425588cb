'use strict';
// The source text of a call that failed: what `assert(a === b)` shows.

const { errorPlace } = internalBinding('assert');

const kIdentifierPart = /[\p{ID_Continue}$\u200c\u200d#]/u;
const kPairs = { '(': ')', '[': ']', '{': '}', ')': '(', ']': '[', '}': '{' };

function endOfString(line, index) {
  const quote = line[index];
  for (let i = index + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === quote) return i;
  }
  return line.length - 1;
}

/** Behind the parenthesis that closes the one at or after `index`. */
function endOfCall(line, index) {
  let depth = 0;
  for (let i = index; i < line.length; i++) {
    const char = line[i];
    if (char === '"' || char === "'" || char === '`') {
      i = endOfString(line, i);
    } else if (char === '(' || char === '[' || char === '{') {
      depth++;
    } else if (char === ')' || char === ']' || char === '}') {
      if (--depth <= 0 && char === ')') return i + 1;
    }
  }
  return line.length;
}

// Before the bracket that opens the one closed at `index`.
function startOfGroup(line, index) {
  const close = line[index];
  const open = kPairs[close];
  let depth = 0;
  for (let i = index; i >= 0; i--) {
    if (line[i] === close) depth++;
    else if (line[i] === open && --depth === 0) return i;
  }
  return index;
}

/** Where the member expression begins that goes on at `index`. */
function startOfCallee(line, index) {
  let i = index;
  while (i > 0) {
    const char = line[i - 1];
    if (char === ']' || char === ')') {
      const start = startOfGroup(line, i - 1);
      if (start === i - 1) break;
      i = start;
    } else if (kIdentifierPart.test(char) || char === '.' ||
               (char === '?' && line[i] === '.')) {
      i--;
    } else {
      break;
    }
  }
  // "assert\n.ok(0)": the rest stands on another line.
  while (line[i] === '.' || line[i] === '?') i++;
  return i;
}

const kEscapes = { '\b': '\\b', '\t': '\\t', '\f': '\\f', '\r': '\\r' };

function escapeControls(text) {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x09\x0b-\x1f]/g, (char) => kEscapes[char] ??
    `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * @param {Function} callee Whose caller's source is looked for.
 * @returns {string|undefined} The first line of the call, if it can be found.
 */
function callExpression(callee) {
  const limit = Error.stackTraceLimit;
  const error = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(error, callee);
  Error.stackTraceLimit = limit;
  const place = errorPlace(error);
  if (place === undefined) return undefined;
  const [line, column] = place;
  const start = startOfCallee(line, column);
  const text = line.slice(start, endOfCall(line, column));
  return text === '' ? undefined : escapeControls(text);
}

module.exports = { callExpression };
