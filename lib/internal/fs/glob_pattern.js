'use strict';
// Glob patterns: '*', '?', '[a-z]', '[[:alpha:]]', '**', '{a,b}', '{1..3}' and
// extended ones: '@(a|b)', '?(a)', '*(a)', '+(a)', '!(a)'. A pattern becomes the
// alternatives of its braces, each a list of segments between slashes.

/** The segment that stands for any number of folders. */
const kGlobstar = Symbol('**');

// --- Braces -----------------------------------------------------------------------

const kRange = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/;

/** The end of the brace that opens at `start`, and its commas; or null. */
function braceParts(text, start) {
  const commas = [];
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') {
      i++;
    } else if (c === '{') {
      depth++;
    } else if (c === '}' && --depth === 0) {
      return { commas, end: i };
    } else if (c === ',' && depth === 1) {
      commas.push(i);
    }
  }
  return null;
}

function rangeOf(body) {
  const match = kRange.exec(body);
  if (match === null) return null;
  const isNumeric = !Number.isNaN(Number(match[1]));
  if (isNumeric !== !Number.isNaN(Number(match[2]))) return null;
  const codeOf = (text) => isNumeric ? Number(text) : text.charCodeAt(0);
  const from = codeOf(match[1]);
  const to = codeOf(match[2]);
  const step = Math.abs(Number(match[3] ?? 1)) || 1;
  const width = isNumeric && /^-?0\d/.test(match[1]) ? match[1].length : 0;
  const result = [];
  for (let n = from; from <= to ? n <= to : n >= to;
    n += from <= to ? step : -step) {
    result.push(isNumeric ? `${n}`.padStart(width, '0') :
      String.fromCharCode(n));
  }
  return result;
}

/**
 * 'a{b,c}' -> ['ab', 'ac']
 * @param {string} text
 * @returns {string[]}
 */
function expandBraces(text) {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
      continue;
    }
    if (text[i] !== '{') continue;
    const parts = braceParts(text, i);
    if (parts === null) return [text];
    const choices = choicesOf(text, i, parts);
    if (choices === null) continue;
    const rest = expandBraces(text.slice(parts.end + 1));
    return choices.flatMap(
      (choice) => rest.map((end) => text.slice(0, i) + choice + end));
  }
  return [text];
}

function choicesOf(text, start, { commas, end }) {
  if (commas.length === 0) return rangeOf(text.slice(start + 1, end));
  const edges = [start, ...commas, end];
  const choices = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    choices.push(...expandBraces(text.slice(edges[i] + 1, edges[i + 1])));
  }
  return choices;
}

// --- One segment --------------------------------------------------------------------

const kClasses = {
  '__proto__': null,
  'alnum': '\\p{L}\\p{Nl}\\p{Nd}', 'alpha': '\\p{L}\\p{Nl}',
  'ascii': '\\x00-\\x7f', 'blank': '\\p{Zs}\\t', 'cntrl': '\\p{Cc}',
  'digit': '\\p{Nd}', 'graph': '\\x21-\\x7e', 'lower': '\\p{Ll}',
  'print': '\\x20-\\x7e', 'punct': '\\p{P}', 'space': '\\s',
  'upper': '\\p{Lu}', 'word': '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  'xdigit': 'A-Fa-f0-9',
};
const kSpecial = /[\\^$.*+?()[\]{}|/-]/g;
const kMagic = /[*?[\\]|[@!+]\(/;

const escape = (text) => text.replace(kSpecial, '\\$&');

/** The set that opens at `start`: its source and end; null if it is none. */
function setOf(text, start) {
  let i = start + 1;
  const isNegated = text[i] === '!' || text[i] === '^';
  if (isNegated) i++;
  let source = '';
  for (let first = true; i < text.length; first = false, i++) {
    if (text[i] === ']' && !first) {
      return { end: i, source: `[${isNegated ? '^/' : ''}${source}]` };
    }
    const named = /^\[:(\w+):\]/.exec(text.slice(i));
    if (named !== null && named[1] in kClasses) {
      source += kClasses[named[1]];
      i += named[0].length - 1;
    } else if (text[i] === '\\' && i + 1 < text.length) {
      source += escape(text[++i]);
    } else if (text[i] === '-' && !first && text[i + 1] !== ']') {
      source += '-';
    } else {
      source += escape(text[i]);
    }
  }
  return null;
}

/** The end of the group that opens at `start`, or -1. */
function groupEnd(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

function splitGroup(body) {
  const choices = [''];
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '\\') choices[choices.length - 1] += body[i++];
    else if (body[i] === '(') depth++;
    else if (body[i] === ')') depth--;
    if (body[i] === '|' && depth === 0) {
      choices.push('');
    } else {
      choices[choices.length - 1] += body[i] ?? '';
    }
  }
  return choices;
}

const kRepeat = { '__proto__': null, '?': '?', '*': '*', '+': '+', '@': '' };

function groupSource(kind, body, rest) {
  const choices = splitGroup(body).map(sourceOf).join('|');
  if (kind !== '!') return `(?:${choices})${kRepeat[kind]}`;
  // Not any of the choices, with what follows, up to the end.
  return `(?!(?:${choices})${sourceOf(rest)}$)[^/]*?`;
}

/** The source of a regular expression from a segment (without slashes). */
function sourceOf(text) {
  let source = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if ('?*+@!'.includes(c) && text[i + 1] === '(') {
      const end = groupEnd(text, i + 1);
      if (end !== -1) {
        source += groupSource(c, text.slice(i + 2, end), text.slice(end + 1));
        i = end;
        continue;
      }
    }
    if (c === '*') {
      while (text[i + 1] === '*') i++;
      source += '[^/]*?';
    } else if (c === '?') {
      source += '[^/]';
    } else if (c === '[') {
      const set = setOf(text, i);
      source += set === null ? '\\[' : set.source;
      if (set !== null) i = set.end;
    } else if (c === '\\' && i + 1 < text.length) {
      source += escape(text[++i]);
    } else {
      source += escape(c);
    }
  }
  return source;
}

/** A segment: kGlobstar, a string that must be equal, or a RegExp. */
function compileSegment(text, { dot = false, nocase = false }) {
  if (text === '**') return kGlobstar;
  if (!kMagic.test(text) && !nocase) return text;
  const source = sourceOf(text);
  const isHidden = text[0] === '.' || text.startsWith('\\.') ||
    /^[@+?]\(\./.test(text);
  // Wildcards neither match '.' and '..' nor, without `dot`, hidden names.
  const start = isHidden ? '(?!\\.{1,2}$)' : dot ? '(?!\\.{1,2}$)' : '(?!\\.)';
  return new RegExp(`^${start}(?=.)${source}$`, nocase ? 'iu' : 'u');
}

function compileSafely(text, options) {
  try {
    return compileSegment(text, options);
  } catch {
    // A set such as [z-a] matches nothing but itself.
    return text;
  }
}

// --- Matching ----------------------------------------------------------------------

function matchesSegment(segment, name) {
  return typeof segment === 'string' ? segment === name : segment.test(name);
}

/** Whether names[n..] are what segments[s..] describe. */
function matchFrom(segments, s, names, n, dot) {
  for (; s < segments.length; s++, n++) {
    if (segments[s] === kGlobstar) {
      return matchGlobstar(segments, s, names, n, dot);
    }
    if (n >= names.length || !matchesSegment(segments[s], names[n])) {
      return false;
    }
  }
  return n === names.length;
}

function matchGlobstar(segments, s, names, n, dot) {
  for (let end = n; ; end++) {
    // 'a/**' is what is below a, and a itself only as 'a/'.
    if (s + 1 === segments.length && end === names.length) return true;
    if (matchFrom(segments, s + 1, names, end, dot)) return true;
    if (end >= names.length) return false;
    const name = names[end];
    if (name === '.' || name === '..') return false;
    if (!dot && name[0] === '.') return false;
  }
}

class Pattern {
  /**
   * @param {string} text
   * @param {{dot?: boolean, isWindows?: boolean, matchesBase?: boolean,
   *   nocase?: boolean, normalize?: boolean}} [options] matchesBase: 'a/\**'
   *   also matches 'a'; normalize: '.' and '..' are resolved in the pattern
   */
  constructor(text, options = {}) {
    this.options = options;
    if (options.isWindows) text = text.replaceAll('\\', '/');
    this.alternatives = expandBraces(text).map((one) => {
      let parts = splitPattern(one);
      if (options.normalize) parts = normalizeParts(parts);
      return parts.map((part) => compileSafely(part, options));
    });
  }

  /** Whether a whole path is what the pattern describes. */
  matches(path) {
    if (this.options.isWindows) path = path.replaceAll('\\', '/');
    const names = splitPattern(path);
    return this.alternatives.some((segments) => {
      const isBelow = segments.length > 1 && segments.at(-1) === kGlobstar;
      if (isBelow && !this.options.matchesBase && names.length < segments.length &&
          !segments.slice(0, -1).includes(kGlobstar)) {
        return false;
      }
      return matchFrom(segments, 0, names, 0, !!this.options.dot);
    });
  }
}

/** Several slashes are one; the first of an absolute path stays. */
function splitPattern(text) {
  return text.replace(/\/{2,}/g, '/').split('/');
}

/** Without '.', and without what '..' undoes. */
function normalizeParts(parts) {
  const result = [];
  for (const part of parts) {
    if (part === '.') continue;
    const last = result.at(-1);
    if (part === '..' && last !== undefined && last !== '' &&
        last !== '..' && last !== '**') {
      result.pop();
    } else {
      result.push(part);
    }
  }
  return result;
}

module.exports = { Pattern, expandBraces, kGlobstar, matchesSegment };
