'use strict';
// What path.posix and path.win32 have in common.

const { validateObject, validateString } = require('internal/validators');

const kDot = 46;
const kSlash = 47;
const kBackslash = 92;
const kColon = 58;

/** Whether the segment [begin, end) is `..`. */
function isDotDot(path, begin, end) {
  return end - begin === 2 && path.charCodeAt(begin) === kDot &&
    path.charCodeAt(begin + 1) === kDot;
}

/**
 * Resolves the `.` and `..` segments of a path and joins the others.
 * @param {string} path Without its root.
 * @param {boolean} isBelowRoot Then `..` cannot lead out of it.
 * @param {string} separator
 * @param {(code: number) => boolean} isSeparator
 * @returns {string} Without separators at either end.
 */
function normalizeSegments(path, isBelowRoot, separator, isSeparator) {
  const segments = [];
  const { length } = path;
  for (let begin = 0, end = 0; end <= length; end++) {
    if (end < length && !isSeparator(path.charCodeAt(end))) continue;
    if (isDotDot(path, begin, end)) {
      if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
      else if (!isBelowRoot) segments.push('..');
    } else if (end - begin > 1 ||
               (end - begin === 1 && path.charCodeAt(begin) !== kDot)) {
      segments.push(path.slice(begin, end));
    }
    begin = end + 1;
  }
  return segments.join(separator);
}

/** Where the path ends if separators at its end (but not before `start`) go. */
function endOfSegments(path, start, isSeparator) {
  let end = path.length;
  while (end > start && isSeparator(path.charCodeAt(end - 1))) end--;
  return end;
}

/** Where the last segment, which ends at `end`, begins. */
function startOfSegment(path, start, end, isSeparator) {
  let begin = end;
  while (begin > start && !isSeparator(path.charCodeAt(begin - 1))) begin--;
  return begin;
}

/** path.basename for the part of a path from `start` on. */
function basename(path, start, suffix, isSeparator) {
  validateString(path, 'path');
  if (suffix !== undefined) validateString(suffix, 'suffix');
  if (suffix !== undefined && suffix === path) return '';
  const end = endOfSegments(path, start, isSeparator);
  const base =
    path.slice(startOfSegment(path, start, end, isSeparator), end);
  if (!suffix || suffix.length >= base.length || !base.endsWith(suffix)) {
    return base;
  }
  return base.slice(0, -suffix.length);
}

/** The extension of a file name, with its dot. */
function extensionOf(base) {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

/** path.parse() of what follows the root. */
function parseBase(parsed, path, start, isSeparator) {
  const end = endOfSegments(path, start, isSeparator);
  const begin = startOfSegment(path, start, end, isSeparator);
  parsed.base = path.slice(begin, end);
  parsed.ext = extensionOf(parsed.base);
  parsed.name = parsed.base.slice(0, parsed.base.length - parsed.ext.length);
  return begin;
}

function withDot(extension) {
  return extension && extension[0] !== '.' ? `.${extension}` : extension;
}

/** path.format() */
function format(separator, parts) {
  validateObject(parts, 'pathObject');
  const dir = parts.dir || parts.root;
  const base = parts.base ||
    `${parts.name || ''}${withDot(parts.ext) || ''}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

function matchesGlob(path, pattern, isWindows) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  return require('internal/fs/glob').matchGlobPattern(path, pattern, isWindows);
}

module.exports = {
  kDot,
  kSlash,
  kBackslash,
  kColon,
  normalizeSegments,
  endOfSegments,
  startOfSegment,
  basename,
  extensionOf,
  parseBase,
  format,
  matchesGlob,
};
