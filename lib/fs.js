'use strict';
// require('fs'). What is here is loaded in every process; what few programs use
// (promises, streams, watching, cp, glob, opendir) when it is first asked for.

const binding = internalBinding('fs');
const descriptors = require('internal/fs/descriptors');
const entries = require('internal/fs/entries');
const metadata = require('internal/fs/metadata');
const { readdir, readdirSync } = require('internal/fs/read_dir');
const { realpath, realpathSync } = require('internal/fs/real_path');
const { Dirent, Stats } = require('internal/fs/stats');
const wholeFiles = require('internal/fs/whole_files');

/** A function of another module, which is loaded by its first call. */
function lazy(id, name, length) {
  const functions = {
    [name](...args) { return require(id)[name](...args); },
  };
  Object.defineProperty(functions[name], 'length', { value: length });
  return functions[name];
}

const fs = {
  appendFile: wholeFiles.appendFile,
  appendFileSync: wholeFiles.appendFileSync,
  access: metadata.access,
  accessSync: metadata.accessSync,
  chown: metadata.chown,
  chownSync: metadata.chownSync,
  chmod: metadata.chmod,
  chmodSync: metadata.chmodSync,
  close: descriptors.close,
  closeSync: descriptors.closeSync,
  copyFile: entries.copyFile,
  copyFileSync: entries.copyFileSync,
  cp: lazy('internal/fs/cp', 'cp', 4),
  cpSync: lazy('internal/fs/cp', 'cpSync', 3),
  createReadStream,
  createWriteStream,
  exists: metadata.exists,
  existsSync: metadata.existsSync,
  fchown: metadata.fchown,
  fchownSync: metadata.fchownSync,
  fchmod: metadata.fchmod,
  fchmodSync: metadata.fchmodSync,
  fdatasync: descriptors.fdatasync,
  fdatasyncSync: descriptors.fdatasyncSync,
  fstat: metadata.fstat,
  fstatSync: metadata.fstatSync,
  fsync: descriptors.fsync,
  fsyncSync: descriptors.fsyncSync,
  ftruncate: descriptors.ftruncate,
  ftruncateSync: descriptors.ftruncateSync,
  futimes: metadata.futimes,
  futimesSync: metadata.futimesSync,
  glob: lazy('internal/fs/glob', 'glob', 3),
  globSync: lazy('internal/fs/glob', 'globSync', 2),
  lchown: metadata.lchown,
  lchownSync: metadata.lchownSync,
  // Systems other than macOS have no modes of links.
  lchmod: undefined,
  lchmodSync: undefined,
  link: entries.link,
  linkSync: entries.linkSync,
  lstat: metadata.lstat,
  lstatSync: metadata.lstatSync,
  lutimes: metadata.lutimes,
  lutimesSync: metadata.lutimesSync,
  mkdir: entries.mkdir,
  mkdirSync: entries.mkdirSync,
  mkdtemp: entries.mkdtemp,
  mkdtempSync: entries.mkdtempSync,
  mkdtempDisposableSync: entries.mkdtempDisposableSync,
  open: descriptors.open,
  openSync: descriptors.openSync,
  openAsBlob: lazy('internal/fs/open_as_blob', 'openAsBlob', 1),
  opendir: lazy('internal/fs/dir', 'opendir', 3),
  opendirSync: lazy('internal/fs/dir', 'opendirSync', 2),
  readdir,
  readdirSync,
  read: descriptors.read,
  readSync: descriptors.readSync,
  readv: descriptors.readv,
  readvSync: descriptors.readvSync,
  readFile: wholeFiles.readFile,
  readFileSync: wholeFiles.readFileSync,
  readlink: entries.readlink,
  readlinkSync: entries.readlinkSync,
  realpath,
  realpathSync,
  rename: entries.rename,
  renameSync: entries.renameSync,
  rm: entries.rm,
  rmSync: entries.rmSync,
  rmdir: entries.rmdir,
  rmdirSync: entries.rmdirSync,
  stat: metadata.stat,
  statfs: metadata.statfs,
  statSync: metadata.statSync,
  statfsSync: metadata.statfsSync,
  symlink: entries.symlink,
  symlinkSync: entries.symlinkSync,
  truncate: descriptors.truncate,
  truncateSync: descriptors.truncateSync,
  unwatchFile: lazy('internal/fs/watch_file', 'unwatchFile', 2),
  unlink: entries.unlink,
  unlinkSync: entries.unlinkSync,
  utimes: metadata.utimes,
  utimesSync: metadata.utimesSync,
  watch: lazy('internal/fs/watch', 'watch', 3),
  watchFile: lazy('internal/fs/watch_file', 'watchFile', 3),
  writeFile: wholeFiles.writeFile,
  writeFileSync: wholeFiles.writeFileSync,
  write: descriptors.write,
  writeSync: descriptors.writeSync,
  writev: descriptors.writev,
  writevSync: descriptors.writevSync,
  Dirent,
  Stats,
};
module.exports = fs;

/**
 * @param {string|Buffer|URL} path
 * @param {string|object} [options] see ReadStream
 */
function createReadStream(path, options) {
  return new fs.ReadStream(path, options);
}

function createWriteStream(path, options) {
  return new fs.WriteStream(path, options);
}

/** A property whose value is made when it is first read; may be replaced. */
function defineLazy(name, make, enumerable = true) {
  let value;
  Object.defineProperty(fs, name, {
    configurable: true,
    enumerable,
    get() { return value ??= make(); },
    set(given) { value = given; },
  });
}

for (const name of ['ReadStream', 'WriteStream']) {
  defineLazy(name, () => require('internal/fs/streams')[name]);
  // Old names of the same.
  defineLazy(name.replace('Read', 'FileRead').replace('Write', 'FileWrite'),
             () => require('internal/fs/streams')[name]);
}
defineLazy('Dir', () => require('internal/fs/dir').Dir);
defineLazy('Utf8Stream',
           () => require('internal/fs/utf8_stream').Utf8Stream);

/** Deprecated: they are in fs.constants. */
let hasWarnedOfOk = false;
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) {
  Object.defineProperty(fs, name, {
    enumerable: false,
    get() {
      if (!hasWarnedOfOk) {
        hasWarnedOfOk = true;
        require('internal/process').emitWarning(
          `fs.${name} is deprecated, use fs.constants.${name} instead`,
          'DeprecationWarning', 'DEP0176');
      }
      return binding.constants[name];
    },
  });
}

const constants = Object.freeze(
  Object.assign(Object.create(null), binding.constants));
Object.defineProperties(fs, {
  _toUnixTimestamp: {
    configurable: true,
    value: require('internal/fs/arguments').getTime,
    writable: true,
  },
  constants: { enumerable: true, value: constants },
  promises: {
    configurable: true,
    enumerable: true,
    get() { return require('fs/promises'); },
  },
});
