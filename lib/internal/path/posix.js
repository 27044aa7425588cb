'use strict';

const { validateString } = require('internal/validators');
const shared = require('internal/path/shared');

const { kDot, kSlash } = shared;

function isSeparator(code) {
  return code === kSlash;
}

// Most paths are normal already: then no segment is empty or begins with a dot
// (which is more than is needed, but quick to see).
function mayNeedNormalizing(path) {
  let previous = kSlash;
  for (let i = path.charCodeAt(0) === kSlash ? 1 : 0; i < path.length; i++) {
    const code = path.charCodeAt(i);
    if (previous === kSlash && (code === kSlash || code === kDot)) return true;
    previous = code;
  }
  return false;
}

function cwd() {
  return require('internal/process').cwd();
}

/** Joins from the right until the path is absolute. */
function joinToAbsolute(paths) {
  let joined = '';
  for (let i = paths.length - 1; i >= 0; i--) {
    const path = paths[i];
    validateString(path, `paths[${i}]`);
    if (path.length === 0) continue;
    joined = joined === '' ? path : `${path}/${joined}`;
    if (path.charCodeAt(0) === kSlash) return joined;
  }
  const dir = cwd();
  return joined === '' ? dir : `${dir}/${joined}`;
}

const posix = {
  /** An absolute path: the paths are taken as `cd` would, one by one. */
  resolve(...paths) {
    const path = joinToAbsolute(paths);
    const isAbsolute = path.charCodeAt(0) === kSlash;
    if (isAbsolute && !mayNeedNormalizing(path) &&
        (path.length === 1 || path.charCodeAt(path.length - 1) !== kSlash)) {
      return path;
    }
    const normal = shared.normalizeSegments(path, isAbsolute, '/', isSeparator);
    return isAbsolute ? `/${normal}` : normal || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (!mayNeedNormalizing(path)) return path;
    const isAbsolute = path.charCodeAt(0) === kSlash;
    const hasEnd = path.charCodeAt(path.length - 1) === kSlash;
    const normal = shared.normalizeSegments(path, isAbsolute, '/', isSeparator);
    if (normal === '') return isAbsolute ? '/' : hasEnd ? './' : '.';
    return `${isAbsolute ? '/' : ''}${normal}${hasEnd ? '/' : ''}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.charCodeAt(0) === kSlash;
  },

  join(...paths) {
    let joined = '';
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      validateString(path, 'path');
      if (path.length === 0) continue;
      joined = joined === '' ? path : `${joined}/${path}`;
    }
    return joined === '' ? '.' : posix.normalize(joined);
  },

  /** How to get from one path to another. */
  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';
    // Each segment with the slash before it; the root is none.
    const a = from === '/' ? '' : from;
    const b = to === '/' ? '' : to;
    const common = commonSegments(a, b);
    let up = '';
    for (let i = common; i < a.length; i++) {
      if (a.charCodeAt(i) === kSlash) up += up === '' ? '..' : '/..';
    }
    return up === '' ? b.slice(common + 1) : up + b.slice(common);
  },

  toNamespacedPath(path) {
    return path; // there is no such thing here
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const isAbsolute = path.charCodeAt(0) === kSlash;
    const end = shared.endOfSegments(path, 1, isSeparator);
    const begin = shared.startOfSegment(path, 1, end, isSeparator);
    if (begin <= 1) return isAbsolute ? '/' : '.';
    if (begin === 2 && isAbsolute) return '//';
    return path.slice(0, begin - 1);
  },

  basename(path, suffix) {
    return shared.basename(path, 0, suffix, isSeparator);
  },

  extname(path) {
    validateString(path, 'path');
    return shared.extensionOf(shared.basename(path, 0, undefined, isSeparator));
  },

  format: shared.format.bind(null, '/'),

  parse(path) {
    validateString(path, 'path');
    const parsed = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return parsed;
    const isAbsolute = path.charCodeAt(0) === kSlash;
    const start = isAbsolute ? 1 : 0;
    if (isAbsolute) parsed.root = '/';
    const begin = shared.parseBase(parsed, path, start, isSeparator);
    if (begin > start) parsed.dir = path.slice(0, begin - 1);
    else if (isAbsolute) parsed.dir = '/';
    return parsed;
  },

  matchesGlob(path, pattern) {
    return shared.matchesGlob(path, pattern, false);
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

// How long the part is that two paths share, in whole segments.
function commonSegments(a, b) {
  const length = Math.min(a.length, b.length);
  let lastSlash = 0;
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) {
    if (a.charCodeAt(i) === kSlash) lastSlash = i;
    i++;
  }
  const endsInA = i === a.length || a.charCodeAt(i) === kSlash;
  const endsInB = i === b.length || b.charCodeAt(i) === kSlash;
  return endsInA && endsInB ? i : lastSlash;
}

module.exports = posix;
