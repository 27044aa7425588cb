'use strict';
// The format of .env files.

const { validateString } = require('internal/validators');

// export KEY = value
const keyPattern = /[^\S\n]*(?:export[^\S\n]+)?([^=\n]*?)[^\S\n]*=/y;

/** The end of the line that contains `at`. */
function lineEnd(content, at) {
  const end = content.indexOf('\n', at);
  return end === -1 ? content.length : end;
}

function skipSpaces(content, at) {
  while (content[at] === ' ' || content[at] === '\t') at++;
  return at;
}

/** A quoted value, over several lines if need be: [value, end]. */
function readQuoted(content, at) {
  const quote = content[at];
  const end = content.indexOf(quote, at + 1);
  if (end === -1) return undefined;
  const text = content.slice(at + 1, end);
  return [
    quote === '"' ? text.replaceAll('\\n', '\n') : text,
    lineEnd(content, end),
  ];
}

/** A value up to the end of its line or a comment: [value, end]. */
function readPlain(content, at) {
  const end = lineEnd(content, at);
  const line = content.slice(at, end);
  const comment = line.indexOf('#');
  return [(comment === -1 ? line : line.slice(0, comment)).trim(), end];
}

function readValue(content, at) {
  at = skipSpaces(content, at);
  const first = content[at];
  const isQuoted = first === '"' || first === "'" || first === '`';
  return (isQuoted ? readQuoted(content, at) : undefined) ??
         readPlain(content, at);
}

/**
 * The variables of a .env file.
 * @param {string} content
 * @returns {object}
 */
function parseEnv(content) {
  validateString(content, 'content');
  content = content.replaceAll('\r', '');
  const variables = {};
  for (let at = 0; at < content.length; at++) {
    const start = skipSpaces(content, at);
    keyPattern.lastIndex = start;
    const match = content[start] === '#' ? null : keyPattern.exec(content);
    if (match === null) {
      at = lineEnd(content, at);
      continue;
    }
    const [value, end] = readValue(content, keyPattern.lastIndex);
    if (match[1] !== '') {
      Object.defineProperty(variables, match[1], {
        value, writable: true, enumerable: true, configurable: true,
      });
    }
    at = end;
  }
  return variables;
}

module.exports = { parseEnv };
