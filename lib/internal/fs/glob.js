'use strict';
// glob: the files whose paths a pattern describes.

const binding = internalBinding('fs');
const { codes } = require('internal/errors');
const { getCallback } = require('internal/fs/arguments');
const { Pattern, kGlobstar } = require('internal/fs/glob_pattern');
const { Dirent, direntType, makeStats } = require('internal/fs/stats');
const { runAsync, runSync } = require('internal/fs/steps');
const path = require('path');
const {
  validateBoolean, validateObject, validateString,
} = require('internal/validators');

const { UV_DIRENT_DIR, UV_DIRENT_LINK } = binding.constants;
const kUtf8 = 1;
const kNothing = [[], []];

/** path.matchesGlob() */
function matchGlobPattern(file, pattern, isWindows) {
  return new Pattern(pattern, { isWindows, nocase: isWindows }).matches(file);
}

function validatePatterns(patterns, name) {
  patterns.forEach((pattern, i) => validateString(pattern, `${name}[${i}]`));
}

function getPatterns(pattern) {
  if (Array.isArray(pattern)) {
    validatePatterns(pattern, 'patterns');
    return pattern;
  }
  validateString(pattern, 'pattern');
  return [pattern];
}

function getFolder(cwd) {
  if (cwd === undefined || cwd === null) {
    return require('internal/process').cwd();
  }
  if (typeof cwd === 'string') return path.resolve(cwd);
  const { isURL, fileURLToPath } = require('internal/url');
  if (isURL(cwd)) return fileURLToPath(cwd);
  throw new codes.ERR_INVALID_ARG_TYPE('options.cwd', ['string', 'URL'], cwd);
}

/** The predicate of an `exclude` option: (path, dirent) => boolean. */
function getExclude(exclude, withFileTypes) {
  if (exclude === undefined || exclude === null) return () => false;
  if (Array.isArray(exclude)) {
    validatePatterns(exclude, 'options.exclude');
    const patterns = exclude.map((text) => new Pattern(
      text, { matchesBase: true, normalize: true }));
    // A relative pattern says nothing of what was found by an absolute one.
    return (file) => patterns.some((pattern, i) =>
      (file[0] !== '/' || exclude[i][0] === '/') && pattern.matches(file));
  }
  if (typeof exclude !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'options.exclude', ['Function', 'string[]'], exclude);
  }
  return withFileTypes ? (file, dirent) => exclude(dirent) : exclude;
}

/** One search: what has been read and found so far. */
class Search {
  constructor(pattern, options = {}) {
    validateObject(options, 'options');
    const { cwd, exclude, followSymlinks = false, withFileTypes } = options;
    validateBoolean(followSymlinks, 'options.followSymlinks');
    this.patterns = getPatterns(pattern).map((text) => new Pattern(text));
    this.cwd = getFolder(cwd);
    this.withFileTypes = !!withFileTypes;
    this.followSymlinks = followSymlinks;
    this.isExcluded = getExclude(exclude, this.withFileTypes);
    this.found = new Map(); // paths as told, and their Dirents
    this.folders = new Map(); // what readdir gave, by path
    this.seen = new Set(); // places in patterns that were tried, by folder
  }

  /** All that the patterns describe. */
  * run() {
    let number = 0;
    for (const { alternatives } of this.patterns) {
      for (const segments of alternatives) {
        const isAbsolute = segments.length > 1 && segments[0] === '';
        const state = { segments, number: number++ };
        yield* this.visit(isAbsolute ? '/' : '', state, isAbsolute ? 1 : 0,
                          new Set());
      }
    }
    return this.withFileTypes ? [...this.found.values()] :
      [...this.found.keys()];
  }

  full(folder) {
    return path.resolve(this.cwd, folder);
  }

  * stat(file, native) {
    let numbers;
    try {
      numbers = yield [native, this.full(file), false, false];
    } catch {
      // Not allowed, or too many links.
    }
    return numbers === undefined ? undefined : makeStats(numbers);
  }

  * isFolder(file) {
    return (yield* this.stat(file, binding.stat))?.isDirectory() === true;
  }

  * read(folder) {
    let entries = this.folders.get(folder);
    if (entries !== undefined) return entries;
    try {
      entries = yield [binding.readdir, this.full(folder), kUtf8, true];
    } catch {
      entries = kNothing;
    }
    this.folders.set(folder, entries);
    return entries;
  }

  dirent(file, type) {
    const full = this.full(file);
    return new Dirent(path.basename(full), path.dirname(full), type);
  }

  /** Takes a file in, unless it is excluded. */
  add(file, type) {
    const name = file === '' ? '.' : file;
    if (this.found.has(name)) return;
    const dirent = this.withFileTypes ? this.dirent(file, type) : null;
    if (!this.isExcluded(name, dirent)) this.found.set(name, dirent);
  }

  isHidden(file, type) {
    return this.isExcluded(
      file, this.withFileTypes ? this.dirent(file, type) : null);
  }

  /**
   * Goes on with a pattern's segments from the one at `index`, in a folder.
   * @param {Set} links real paths of the links that led here
   */
  * visit(folder, state, index, links) {
    const key = `${state.number}:${index}:${folder}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const segment = state.segments[index];
    if (segment === kGlobstar) {
      yield* this.visitGlobstar(folder, state, index, links);
    } else if (typeof segment === 'string') {
      yield* this.visitName(folder, state, index, links);
    } else {
      yield* this.visitMatches(folder, state, index, links);
    }
  }

  * visitName(folder, state, index, links) {
    const name = state.segments[index];
    const isLast = index + 1 === state.segments.length;
    const isHere = name === '' || name === '.';
    const below = isHere ? folder : joinName(folder, name);
    if (!isHere && name !== '..' && this.isHidden(below, UV_DIRENT_DIR)) return;
    if (!isLast) {
      yield* this.visit(below, state, index + 1, links);
      return;
    }
    const stats = yield* this.stat(below,
                                   isHere ? binding.stat : binding.lstat);
    if (stats === undefined || (isHere && !stats.isDirectory())) return;
    this.add(below, direntType(stats));
  }

  * visitMatches(folder, state, index, links) {
    const [names, types] = yield* this.read(folder);
    const segment = state.segments[index];
    const isLast = index + 1 === state.segments.length;
    for (let i = 0; i < names.length; i++) {
      if (!segment.test(names[i])) continue;
      const below = joinName(folder, names[i]);
      if (isLast) {
        this.add(below, types[i]);
      } else if ((types[i] === UV_DIRENT_DIR || types[i] === UV_DIRENT_LINK) &&
                 !this.isHidden(below, types[i])) {
        yield* this.visit(below, state, index + 1, links);
      }
    }
  }

  * visitGlobstar(folder, state, index, links) {
    const isLast = index + 1 === state.segments.length;
    if (isLast) {
      if (folder !== '' && (yield* this.isFolder(folder))) {
        this.add(folder, UV_DIRENT_DIR);
      }
    } else {
      yield* this.visit(folder, state, index + 1, links);
    }
    const [names, types] = yield* this.read(folder);
    for (let i = 0; i < names.length; i++) {
      if (names[i][0] === '.') continue;
      const below = joinName(folder, names[i]);
      if (this.isHidden(below, types[i])) continue;
      if (isLast) this.add(below, types[i]);
      if (types[i] === UV_DIRENT_DIR) {
        yield* this.visit(below, state, index, links);
      } else if (types[i] === UV_DIRENT_LINK) {
        yield* this.visitLink(below, state, index, links);
      }
    }
  }

  /** A link is not followed by '**', but may be the last it goes through. */
  * visitLink(link, state, index, links) {
    const isLast = index + 1 === state.segments.length;
    if (this.followSymlinks) {
      const real = yield* this.realFolder(link, links);
      if (real !== undefined) {
        yield* this.visit(link, state, index, new Set(links).add(real));
      }
    } else if (index > 0 && !isLast) {
      yield* this.visit(link, state, index + 1, links);
    }
  }

  /** The folder a link leads to; undefined for files and for cycles. */
  * realFolder(link, links) {
    if (!(yield* this.isFolder(link))) return undefined;
    const real = yield [binding.realpath, this.full(link), kUtf8];
    const here = this.full(link);
    return here.startsWith(`${real}/`) || links.has(real) ? undefined : real;
  }
}

function joinName(folder, name) {
  return folder === '' ? path.normalize(name) : path.join(folder, name);
}

/**
 * @param {string|string[]} pattern
 * @param {{cwd?: string|URL, exclude?: Function|string[],
 *   followSymlinks?: boolean, withFileTypes?: boolean}} [options]
 * @returns {string[]|Dirent[]}
 */
function globSync(pattern, options) {
  return runSync(new Search(pattern, options).run());
}

function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  const { nextTick } = require('internal/process');
  runAsync(new Search(pattern, options).run()).then(
    (found) => nextTick(callback, null, found),
    (error) => nextTick(callback, error));
}

async function* globAsync(pattern, options) {
  yield* await runAsync(new Search(pattern, options).run());
}

module.exports = { glob, globAsync, globSync, matchGlobPattern };
