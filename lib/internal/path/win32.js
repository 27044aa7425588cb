'use strict';

const { validateString } = require('internal/validators');
const shared = require('internal/path/shared');

const { kDot, kSlash, kBackslash, kColon } = shared;

const kQuestionMark = 63;

function isSeparator(code) {
  return code === kSlash || code === kBackslash;
}

function isDriveLetter(code) {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function hasDrive(path) {
  return path.length > 1 && isDriveLetter(path.charCodeAt(0)) &&
    path.charCodeAt(1) === kColon;
}

/**
 * The root of a path: `device` ("C:", "\\\\server\\share", "\\\\.", ...; ''
 * if there is none), whether it is absolute, and where the rest begins.
 */
function splitRoot(path) {
  if (path.length > 0 && isSeparator(path.charCodeAt(0))) {
    return splitUncRoot(path) ?? { device: '', isAbsolute: true, end: 1 };
  }
  if (!hasDrive(path)) return { device: '', isAbsolute: false, end: 0 };
  const isAbsolute = path.length > 2 && isSeparator(path.charCodeAt(2));
  return { device: path.slice(0, 2), isAbsolute, end: isAbsolute ? 3 : 2 };
}

function skip(path, index, wanted) {
  while (index < path.length &&
         isSeparator(path.charCodeAt(index)) === wanted) {
    index++;
  }
  return index;
}

// \\server\share, or \\.\ and \\?\ for devices; undefined for anything else.
function splitUncRoot(path) {
  if (path.length < 2 || !isSeparator(path.charCodeAt(1))) return undefined;
  const serverEnd = skip(path, 2, false);
  const server = path.slice(2, serverEnd);
  const shareBegin = skip(path, serverEnd, true);
  if (server === '' || shareBegin === serverEnd) return undefined;
  const shareEnd = skip(path, shareBegin, false);
  if (shareEnd === shareBegin) return undefined;
  if (server === '.' || server === '?') {
    return { device: `\\\\${server}`, isAbsolute: true, end: 4 };
  }
  const share = path.slice(shareBegin, shareEnd);
  return { device: `\\\\${server}\\${share}`, isAbsolute: true, end: shareEnd };
}

const kReservedName = /^(?:con|prn|aux|nul|(?:com|lpt)[1-9\u00b9\u00b2\u00b3])$/i;
const kHasReservedSegment =
  /(?:^|[\\/])(?:con|prn|aux|nul|(?:com|lpt)[1-9\u00b9\u00b2\u00b3]):/i;

// A path without a root must not become one with a drive or a device by
// normalizing: "./C:/x" stays relative. Returns '' or the prefix it needs.
function guardOf(path, device, isAbsolute, tail) {
  if (!isAbsolute && device === '' && path.includes(':')) {
    if (hasDrive(tail)) return '.\\';
    for (let at = path.indexOf(':'); at !== -1; at = path.indexOf(':', at + 1)) {
      if (at === path.length - 1 || isSeparator(path.charCodeAt(at + 1))) {
        return '.\\';
      }
    }
  }
  return '';
}

// "CON:x" is no drive: made relative, so that it cannot be taken for the device.
function normalizeReserved(path, end) {
  const tail = shared.normalizeSegments(
    path.slice(end), false, '\\', isSeparator) || '.';
  const hasEnd = isSeparator(path.charCodeAt(path.length - 1));
  return `.\\${path.slice(0, end)}${tail}${hasEnd ? '\\' : ''}`;
}

function cwd() {
  return require('internal/process').cwd();
}

// The current directory of a drive; Windows keeps one for each in "=C:".
function cwdOf(device) {
  const { env } = require('internal/process');
  const path = env[`=${device}`] || cwd();
  if (path === undefined ||
      (path.slice(0, 2).toLowerCase() !== device.toLowerCase() &&
       path.charCodeAt(2) === kBackslash)) {
    return `${device}\\`;
  }
  return path;
}

const win32 = {
  /** An absolute path: the paths are taken as `cd` would, one by one. */
  resolve(...paths) {
    let device = '';
    let tail = '';
    let isAbsolute = false;
    for (let i = paths.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = paths[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else {
        path = device === '' ? cwd() : cwdOf(device);
      }
      const root = splitRoot(path);
      if (root.device !== '') {
        if (device === '') device = root.device;
        // Of another drive: it says nothing about ours.
        else if (root.device.toLowerCase() !== device.toLowerCase()) continue;
      }
      if (isAbsolute) {
        if (device !== '') break;
      } else {
        tail = `${path.slice(root.end)}\\${tail}`;
        isAbsolute = root.isAbsolute;
        if (isAbsolute && device !== '') break;
      }
    }
    tail = shared.normalizeSegments(tail, isAbsolute, '\\', isSeparator);
    return isAbsolute ? `${device}\\${tail}` : `${device}${tail}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    const { length } = path;
    if (length === 0) return '.';
    if (length === 1) return path.charCodeAt(0) === kSlash ? '\\' : path;
    const colon = path.indexOf(':');
    if (colon > 0 && kReservedName.test(path.slice(0, colon))) {
      return normalizeReserved(path, colon + 1);
    }
    const { device, isAbsolute, end } = splitRoot(path);
    // \\server\share alone is a root.
    if (end === length && device.startsWith('\\\\')) return `${device}\\`;
    let tail = shared.normalizeSegments(
      path.slice(end), isAbsolute, '\\', isSeparator);
    if (tail === '' && !isAbsolute) tail = '.';
    if (tail !== '' && isSeparator(path.charCodeAt(length - 1))) tail += '\\';
    const root = isAbsolute ? `${device}\\` : device;
    return `${guardOf(path, device, isAbsolute, tail)}${root}${tail}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    if (path.length === 0) return false;
    return isSeparator(path.charCodeAt(0)) ||
      (path.length > 2 && hasDrive(path) && isSeparator(path.charCodeAt(2)));
  },

  join(...paths) {
    let joined = '';
    let first = '';
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      validateString(path, 'path');
      if (path.length === 0) continue;
      if (joined === '') joined = first = path;
      else joined += `\\${path}`;
    }
    if (joined === '') return '.';
    // What follows a device name is the device's affair.
    if (kHasReservedSegment.test(joined)) return joined.replaceAll('/', '\\');
    return win32.normalize(withoutAccidentalUnc(joined, first));
  },

  /** How to get from one path to another. */
  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const absoluteFrom = win32.resolve(from);
    const absoluteTo = win32.resolve(to);
    if (absoluteFrom === absoluteTo) return '';
    const a = segmentsOf(absoluteFrom.toLowerCase());
    const b = segmentsOf(absoluteTo);
    const lowered = segmentsOf(absoluteTo.toLowerCase());
    let common = 0;
    while (common < a.length && common < b.length &&
           a[common] === lowered[common]) {
      common++;
    }
    // On another drive there is no way but the absolute one.
    if (common === 0) return absoluteTo;
    return [...Array(a.length - common).fill('..'), ...b.slice(common)]
      .join('\\');
  },

  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      const code = resolved.charCodeAt(2);
      if (code !== kQuestionMark && code !== kDot) {
        return `\\\\?\\UNC\\${resolved.slice(2)}`;
      }
    } else if (hasDrive(resolved) && resolved.charCodeAt(2) === kBackslash) {
      return `\\\\?\\${resolved}`;
    }
    return resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const start = endOfRoot(path);
    const end = shared.endOfSegments(path, start, isSeparator);
    const begin = shared.startOfSegment(path, start, end, isSeparator);
    if (begin > start) return path.slice(0, begin - 1);
    return start === 0 ? '.' : path.slice(0, start);
  },

  basename(path, suffix) {
    validateString(path, 'path');
    return shared.basename(path, hasDrive(path) ? 2 : 0, suffix, isSeparator);
  },

  extname(path) {
    validateString(path, 'path');
    return shared.extensionOf(win32.basename(path));
  },

  format: shared.format.bind(null, '\\'),

  parse(path) {
    validateString(path, 'path');
    const parsed = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return parsed;
    const start = endOfRoot(path);
    parsed.root = path.slice(0, start);
    const begin = shared.parseBase(parsed, path, start, isSeparator);
    parsed.dir = begin > start ? path.slice(0, begin - 1) : parsed.root;
    return parsed;
  },

  matchesGlob(path, pattern) {
    return shared.matchesGlob(path, pattern, true);
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

// The root as dirname() and parse() see it: with the separator that ends it.
function endOfRoot(path) {
  if (!isSeparator(path.charCodeAt(0))) return splitRoot(path).end;
  if (path.length < 2 || !isSeparator(path.charCodeAt(1))) return 1;
  const serverEnd = skip(path, 2, false);
  const shareBegin = skip(path, serverEnd, true);
  if (serverEnd === 2 || shareBegin === serverEnd) return 1;
  const shareEnd = skip(path, shareBegin, false);
  if (shareEnd === shareBegin) return 1;
  return shareEnd === path.length ? shareEnd : shareEnd + 1;
}

// Joining must not make a UNC root ("\\server\share") of a path that did not
// begin with one: two separators stay only if the first part had just two.
function withoutAccidentalUnc(joined, first) {
  const separators = skip(first, 0, true);
  if (separators === 2 && first.length > 2) return joined;
  const leading = skip(joined, 0, true);
  if (leading < 2) return joined;
  if (separators === 2 && first.length === 2 && leading === 2) return joined;
  return `\\${joined.slice(leading)}`;
}

function segmentsOf(path) {
  return path.split('\\').filter((segment) => segment !== '');
}

module.exports = win32;
