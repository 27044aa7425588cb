'use strict';
// readdir: names, or Dirents, of a folder or (recursive) of all below it.

const binding = internalBinding('fs');
const {
  encodingNumber, getCallback, getOptions, getPath,
} = require('internal/fs/arguments');
const { Dirent, direntType, makeStats } = require('internal/fs/stats');
const { validateBoolean } = require('internal/validators');

const { UV_DIRENT_DIR, UV_DIRENT_UNKNOWN } = binding.constants;
const kUtf8 = 1;

function readdirOptions(options) {
  options = getOptions(options);
  if (options.recursive !== undefined && options.recursive !== null) {
    validateBoolean(options.recursive, 'options.recursive');
  }
  return options;
}

/** A folder's path and a name in it, each a string or bytes. */
function join(folder, name) {
  if (typeof folder === 'string' && typeof name === 'string') {
    return require('path').join(folder, name);
  }
  const { Buffer } = require('buffer');
  return Buffer.concat(
    [Buffer.from(folder), Buffer.from('/'), Buffer.from(name)]);
}

/** The type of an entry; file systems that do not tell it are asked by lstat. */
function knownType(folder, name, type) {
  if (type !== UV_DIRENT_UNKNOWN) return type;
  const numbers = binding.lstat(join(folder, name), false, false, undefined);
  return numbers === undefined ? type : direntType(makeStats(numbers));
}

function makeDirent(folder, name, type) {
  return new Dirent(name, folder, knownType(folder, name, type));
}

function makeDirents(folder, [names, types]) {
  const result = new Array(names.length);
  for (let i = 0; i < names.length; i++) {
    result[i] = makeDirent(folder, names[i], types[i]);
  }
  return result;
}

/**
 * As join, where the folder's path is already normal: names that the kernel
 * gives hold no slashes and are no dots.
 */
function below(folder, name) {
  return typeof folder === 'string' && typeof name === 'string' ?
    `${folder}/${name}` : join(folder, name);
}

/**
 * A walk through all folders below one, whoever does the reading. What is found
 * becomes the result at the end, when its size is known: an array of so many
 * entries that grows is copied again and again.
 */
class Walk {
  constructor(root, options) {
    this.withFileTypes = !!options.withFileTypes;
    this.folders = [root];
    this.found = []; // of each folder, [names, types]
    this.count = 0;
    // The names of what a recursive listing gives are below the root.
    this.prefixes = [''];
  }

  /** Takes in the names and types of the next folder. */
  add(found) {
    const index = this.found.push(found) - 1;
    const [names, types] = found;
    const folder = this.folders[index];
    const prefix = this.prefixes[index];
    this.count += names.length;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (types[i] === UV_DIRENT_UNKNOWN) {
        types[i] = knownType(folder, name, UV_DIRENT_UNKNOWN);
      }
      if (types[i] === UV_DIRENT_DIR) {
        this.folders.push(
          index === 0 ? join(folder, name) : below(folder, name));
        this.prefixes.push(index === 0 ? name : below(prefix, name));
      }
    }
  }

  result() {
    const result = new Array(this.count);
    for (let index = 0, at = 0; index < this.found.length; index++) {
      const [names, types] = this.found[index];
      const folder = this.folders[index];
      const prefix = this.prefixes[index];
      for (let i = 0; i < names.length; i++) {
        result[at++] = this.withFileTypes ?
          new Dirent(names[i], folder, types[i]) :
          index === 0 ? names[i] : below(prefix, names[i]);
      }
    }
    return result;
  }
}

/**
 * @param {string|Buffer|URL} path
 * @param {string|{encoding?: string, recursive?: boolean,
 *   withFileTypes?: boolean}} [options]
 * @returns {string[]|Buffer[]|Dirent[]}
 */
function readdirSync(path, options) {
  options = readdirOptions(options);
  path = getPath(path);
  const encoding = encodingNumber(options.encoding, kUtf8);
  if (options.recursive) {
    const walk = new Walk(path, options);
    for (let i = 0; i < walk.folders.length; i++) {
      walk.add(binding.readdir(walk.folders[i], encoding, true, undefined));
    }
    return walk.result();
  }
  const found = binding.readdir(path, encoding, !!options.withFileTypes,
                                undefined);
  return options.withFileTypes ? makeDirents(path, found) : found;
}

function readdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  getCallback(callback);
  options = readdirOptions(options);
  path = getPath(path);
  const encoding = encodingNumber(options.encoding, kUtf8);
  if (options.recursive) {
    walkNext(new Walk(path, options), 0, encoding, callback);
  } else if (options.withFileTypes) {
    binding.readdir(path, encoding, true, (error, found) => {
      if (error) {
        callback(error);
      } else {
        callback(null, makeDirents(path, found));
      }
    });
  } else {
    binding.readdir(path, encoding, false, callback);
  }
}

function walkNext(walk, index, encoding, callback) {
  if (index === walk.folders.length) {
    callback(null, walk.result());
    return;
  }
  const folder = walk.folders[index];
  binding.readdir(folder, encoding, true, (error, found) => {
    if (error) {
      callback(error);
      return;
    }
    walk.add(found);
    walkNext(walk, index + 1, encoding, callback);
  });
}

/** The promises' form. */
async function readdirAsync(path, options) {
  options = readdirOptions(options);
  path = getPath(path);
  const encoding = encodingNumber(options.encoding, kUtf8);
  if (options.recursive) {
    const walk = new Walk(path, options);
    for (let i = 0; i < walk.folders.length; i++) {
      walk.add(await binding.readdir(walk.folders[i], encoding, true,
                                     binding.kUsePromises));
    }
    return walk.result();
  }
  const found = await binding.readdir(path, encoding, !!options.withFileTypes,
                                      binding.kUsePromises);
  return options.withFileTypes ? makeDirents(path, found) : found;
}

module.exports = {
  join, makeDirent, makeDirents, readdir, readdirAsync,
  readdirSync,
};
