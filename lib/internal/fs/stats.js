'use strict';
// Stats and Dirent: what stat() and readdir() give.

const { constants } = internalBinding('fs');

const {
  S_IFMT, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG, S_IFSOCK,
  UV_DIRENT_FILE, UV_DIRENT_DIR, UV_DIRENT_LINK, UV_DIRENT_FIFO,
  UV_DIRENT_SOCKET, UV_DIRENT_CHAR, UV_DIRENT_BLOCK, UV_DIRENT_UNKNOWN,
} = constants;

class StatsBase {
  isBlockDevice() { return this._isKind(S_IFBLK); }
  isCharacterDevice() { return this._isKind(S_IFCHR); }
  isDirectory() { return this._isKind(S_IFDIR); }
  isFIFO() { return this._isKind(S_IFIFO); }
  isFile() { return this._isKind(S_IFREG); }
  isSocket() { return this._isKind(S_IFSOCK); }
  isSymbolicLink() { return this._isKind(S_IFLNK); }
}

for (const name of Object.getOwnPropertyNames(StatsBase.prototype)) {
  if (name === 'constructor') continue;
  Object.defineProperty(StatsBase.prototype, name, { enumerable: true });
}

/** The dates are made when they are first read. */
function defineDate(prototype, name) {
  const source = `${name}Ms`;
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = new Date(Math.round(Number(this[source])));
      this[name] = value;
      return value;
    },
    set(value) {
      Object.defineProperty(this, name, {
        configurable: true, enumerable: true, writable: true, value,
      });
    },
  });
}

/**
 * Made by every stat() from the native's numbers. No class: a derived one's
 * constructor takes several times as long.
 */
function FileStats(n) {
  this.dev = n[0];
  this.mode = n[1];
  this.nlink = n[2];
  this.uid = n[3];
  this.gid = n[4];
  this.rdev = n[5];
  this.blksize = n[6];
  this.ino = n[7];
  this.size = n[8];
  this.blocks = n[9];
  this.atimeMs = n[10] * 1e3 + n[11] / 1e6;
  this.mtimeMs = n[12] * 1e3 + n[13] / 1e6;
  this.ctimeMs = n[14] * 1e3 + n[15] / 1e6;
  this.birthtimeMs = n[16] * 1e3 + n[17] / 1e6;
}
FileStats.prototype = Object.create(StatsBase.prototype);

class BigIntStats extends StatsBase {
  constructor(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks,
              atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
    super();
    this.dev = dev;
    this.mode = mode;
    this.nlink = nlink;
    this.uid = uid;
    this.gid = gid;
    this.rdev = rdev;
    this.blksize = blksize;
    this.ino = ino;
    this.size = size;
    this.blocks = blocks;
    this.atimeMs = atimeNs / 1000000n;
    this.mtimeMs = mtimeNs / 1000000n;
    this.ctimeMs = ctimeNs / 1000000n;
    this.birthtimeMs = birthtimeNs / 1000000n;
    this.atimeNs = atimeNs;
    this.mtimeNs = mtimeNs;
    this.ctimeNs = ctimeNs;
    this.birthtimeNs = birthtimeNs;
  }
}

Object.defineProperty(StatsBase.prototype, '_isKind', {
  value(kind) {
    return typeof this.mode === 'bigint' ?
      (this.mode & BigInt(S_IFMT)) === BigInt(kind) :
      (this.mode & S_IFMT) === kind;
  },
});
for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
  defineDate(FileStats.prototype, name);
  defineDate(BigIntStats.prototype, name);
}

/**
 * fs.Stats as programs see it: for instanceof. That it can be called is
 * deprecated; it can be without `new`.
 */
function Stats(...values) {
  warnOfConstructor();
  const stats = Reflect.construct(FileStats, [values], new.target ?? Stats);
  [stats.atimeMs, stats.mtimeMs, stats.ctimeMs, stats.birthtimeMs] =
    values.slice(10);
  return stats;
}
Stats.prototype = FileStats.prototype;
Object.defineProperty(FileStats.prototype, 'constructor', {
  configurable: true, value: Stats, writable: true,
});

let hasWarned = false;
function warnOfConstructor() {
  if (hasWarned) return;
  hasWarned = true;
  require('internal/process').emitWarning(
    'fs.Stats constructor is deprecated.', 'DeprecationWarning', 'DEP0180');
}

/**
 * A Stats from a native result: Float64Array or BigInt64Array. The next
 * synchronous stat may overwrite it: it is not to be kept.
 */
function makeStats(n) {
  if (n instanceof BigInt64Array) {
    const ns = (i) => n[i] * 1000000000n + n[i + 1];
    return new BigIntStats(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8],
                           n[9], ns(10), ns(12), ns(14), ns(16));
  }
  return new FileStats(n);
}

class StatFs {
  constructor(type, bsize, blocks, bfree, bavail, files, ffree, frsize) {
    this.type = type;
    this.bsize = bsize;
    this.frsize = frsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}

const makeStatFs = (numbers) => new StatFs(...numbers);

const kType = Symbol('type');

class Dirent {
  constructor(name, parentPath, type) {
    this.name = name;
    this.parentPath = parentPath;
    this[kType] = type;
  }
  isBlockDevice() { return this[kType] === UV_DIRENT_BLOCK; }
  isCharacterDevice() { return this[kType] === UV_DIRENT_CHAR; }
  isDirectory() { return this[kType] === UV_DIRENT_DIR; }
  isFIFO() { return this[kType] === UV_DIRENT_FIFO; }
  isFile() { return this[kType] === UV_DIRENT_FILE; }
  isSocket() { return this[kType] === UV_DIRENT_SOCKET; }
  isSymbolicLink() { return this[kType] === UV_DIRENT_LINK; }
}

/** The type of a Stats as a Dirent has it: for file systems that do not say. */
function direntType(stats) {
  if (stats.isFile()) return UV_DIRENT_FILE;
  if (stats.isDirectory()) return UV_DIRENT_DIR;
  if (stats.isSymbolicLink()) return UV_DIRENT_LINK;
  if (stats.isFIFO()) return UV_DIRENT_FIFO;
  if (stats.isSocket()) return UV_DIRENT_SOCKET;
  if (stats.isCharacterDevice()) return UV_DIRENT_CHAR;
  if (stats.isBlockDevice()) return UV_DIRENT_BLOCK;
  return UV_DIRENT_UNKNOWN;
}

module.exports = {
  BigIntStats, Dirent, StatFs, Stats, direntType, makeStatFs, makeStats,
};
