'use strict';
// opendir and Dir: a folder read piece by piece. The native side has no object
// for it: a folder is a descriptor, and each read gives as many entries as one
// getdents() does.

const binding = internalBinding('fs');
const { codes } = require('internal/errors');
const {
  encodingNumber, getOptions, getPath,
} = require('internal/fs/arguments');
const { join, makeDirent } = require('internal/fs/read_dir');
const process = require('internal/process');
const {
  validateBoolean, validateFunction, validateUint32,
} = require('internal/validators');

const { kUsePromises } = binding;
const kUtf8 = 1;

/** Closes what programs have forgotten; made with the first Dir. */
let forgotten;

function watchForgotten(dir, fd) {
  forgotten ??= new FinalizationRegistry((fd) => {
    process.emitWarning('Closing directory handle on garbage collection');
    binding.close(fd, () => {});
  });
  forgotten.register(dir, fd, dir);
}

class Dir {
  #path;
  #fd;
  #encoding;
  #isRecursive;
  // Entries that are read but not given: names, types, and how far.
  #names = [];
  #types = [];
  #next = 0;
  // The folder they are in, and those still to be read (recursive).
  #folder;
  #folders = [];
  // The operations that run or wait, one after the other.
  #last = null;

  constructor(path, fd, options) {
    if (options === undefined) throw new codes.ERR_MISSING_ARGS('handle');
    this.#path = path;
    this.#folder = path;
    this.#fd = fd;
    this.#encoding = encodingNumber(options.encoding, kUtf8);
    this.#isRecursive = !!options.recursive;
    watchForgotten(this, fd);
  }

  get path() {
    if (this === null || typeof this !== 'object' || !(#path in this)) {
      throw new codes.ERR_INVALID_THIS('Dir');
    }
    return this.#path;
  }

  // --- Reading ---

  /**
   * @param {Function} [callback] (error, dirent); null after the last
   * @returns {Promise<Dirent|null>|undefined}
   */
  read(callback) {
    if (callback === undefined) return this.#enqueue(() => this.#readNext());
    validateFunction(callback, 'callback');
    this.#enqueue(() => this.#readNext()).then(
      (dirent) => process.nextTick(callback, null, dirent),
      (error) => process.nextTick(callback, error));
    return undefined;
  }

  /** Runs an operation after those before it. */
  #enqueue(operation) {
    if (this.#fd === -1) return Promise.reject(new codes.ERR_DIR_CLOSED());
    const { promise, resolve, reject } = Promise.withResolvers();
    const run = () => {
      if (this.#fd === -1) {
        reject(new codes.ERR_DIR_CLOSED());
        return undefined;
      }
      return operation().then(resolve, reject);
    };
    const last = this.#last === null ? run() : this.#last.then(run);
    this.#last = last;
    const end = () => {
      if (this.#last === last) this.#last = null;
    };
    promise.then(end, end);
    return promise;
  }

  async #readNext() {
    for (;;) {
      const dirent = this.#take();
      if (dirent !== null) return dirent;
      const found = await binding.readEntries(this.#fd, this.#encoding,
                                              kUsePromises);
      if (this.#add(found)) continue;
      const folder = this.#folders.shift();
      if (folder === undefined) return null;
      this.#enter(folder, await binding.opendir(folder, kUsePromises));
    }
  }

  /** @returns {Dirent|null} null after the last */
  readSync() {
    this.#ensureIdle();
    for (;;) {
      const dirent = this.#take();
      if (dirent !== null) return dirent;
      if (this.#add(binding.readEntries(this.#fd, this.#encoding, undefined))) {
        continue;
      }
      const folder = this.#folders.shift();
      if (folder === undefined) return null;
      this.#enter(folder, binding.opendir(folder, undefined));
    }
  }

  #ensureIdle() {
    if (this.#fd === -1) throw new codes.ERR_DIR_CLOSED();
    if (this.#last !== null) throw new codes.ERR_DIR_CONCURRENT_OPERATION();
  }

  /** The next entry that is read already, or null. */
  #take() {
    if (this.#next === this.#names.length) return null;
    const name = this.#names[this.#next];
    const dirent = makeDirent(this.#folder, name, this.#types[this.#next]);
    this.#next++;
    if (this.#isRecursive && dirent.isDirectory()) {
      this.#folders.push(join(this.#folder, name));
    }
    return dirent;
  }

  /** Takes in what was read; false at the folder's end. */
  #add([names, types]) {
    this.#names = names;
    this.#types = types;
    this.#next = 0;
    return names.length > 0;
  }

  #enter(folder, fd) {
    const old = this.#fd;
    forgotten.unregister(this);
    this.#fd = fd;
    this.#folder = folder;
    watchForgotten(this, fd);
    binding.close(old, undefined);
  }

  // --- Closing ---

  close(callback) {
    if (callback === undefined) return this.#enqueue(() => this.#close());
    validateFunction(callback, 'callback');
    this.#enqueue(() => this.#close()).then(
      () => process.nextTick(callback, null),
      (error) => process.nextTick(callback, error));
    return undefined;
  }

  async #close() {
    await binding.close(this.#forget(), kUsePromises);
  }

  closeSync() {
    this.#ensureIdle();
    binding.close(this.#forget(), undefined);
  }

  #forget() {
    const fd = this.#fd;
    this.#fd = -1;
    forgotten.unregister(this);
    return fd;
  }

  async* entries() {
    try {
      for (;;) {
        const dirent = await this.read();
        if (dirent === null) break;
        yield dirent;
      }
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose]() {
    if (this.#fd !== -1) this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (this.#fd !== -1) await this.close();
  }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  configurable: true, value: Dir.prototype.entries, writable: true,
});

function dirOptions(options) {
  const made = { encoding: 'utf8', ...getOptions(options) };
  if (made.bufferSize !== undefined) {
    validateUint32(made.bufferSize, 'options.bufferSize', true);
  }
  if (made.recursive !== undefined && made.recursive !== null) {
    validateBoolean(made.recursive, 'options.recursive');
  }
  return made;
}

/** @returns {Dir} */
function opendirSync(path, options) {
  path = getPath(path);
  options = dirOptions(options);
  return new Dir(path, binding.opendir(path, undefined), options);
}

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  path = getPath(path);
  options = dirOptions(options);
  binding.opendir(path, (error, fd) => {
    if (error) {
      callback(error);
    } else {
      callback(null, new Dir(path, fd, options));
    }
  });
}

async function opendirAsync(path, options) {
  path = getPath(path);
  options = dirOptions(options);
  return new Dir(path, await binding.opendir(path, kUsePromises), options);
}

module.exports = { Dir, opendir, opendirAsync, opendirSync };
