'use strict';
// fs.watch with `recursive`: inotify watches single folders, so each folder
// below gets its own watch, new ones when they appear.

const binding = internalBinding('fs');
const EventEmitter = require('events');
const { encodingNumbers } = require('internal/fs/arguments');
const { startHandle, watchError } = require('internal/fs/watch');
const path = require('path');
const process = require('internal/process');

const { S_IFDIR, S_IFMT, UV_DIRENT_DIR } = binding.constants;
const kUtf8 = 1;
const kModeIndex = 1;

function exists(file) {
  return binding.lstat(file, false, false, undefined) !== undefined;
}

function isFolder(file) {
  const numbers = binding.lstat(file, false, false, undefined);
  return numbers !== undefined && (numbers[kModeIndex] & S_IFMT) === S_IFDIR;
}

class RecursiveWatcher extends EventEmitter {
  #root;
  #options;
  // FSEvents by the folder's path relative to the root; '' is the root.
  #handles = new Map();
  #isPersistent;
  #isClosed = false;

  constructor(root, options) {
    super();
    this.#root = path.resolve(root.toString());
    this.#options = options;
    this.#isPersistent = options.persistent;
  }

  start() {
    const error = this.#add('');
    if (error === null) return;
    if (error.code === 'ENOENT' && !this.#options.throwIfNoEntry) return;
    throw error;
  }

  /** Watches a folder and all below it; an Error if that one cannot be. */
  #add(folder, isNew = false) {
    if (this.#handles.has(folder)) return null;
    if (folder !== '' && this.#options.isIgnored?.(folder)) return null;
    const full = path.join(this.#root, folder);
    const started = startHandle(
      full, kUtf8, this.#isPersistent,
      (status, isRename, name) => this.#onChange(folder, isRename, name));
    if (typeof started === 'number') return watchError(started, full);
    this.#handles.set(folder, started);
    this.#addContent(folder, full, isNew);
    return null;
  }

  /** The folders in one; what is in a new one is news itself. */
  #addContent(folder, full, isNew) {
    let names;
    let types;
    try {
      [names, types] = binding.readdir(full, kUtf8, true, undefined);
    } catch {
      // A file, or gone again.
      return;
    }
    for (let i = 0; i < names.length; i++) {
      const below = folder === '' ? names[i] : `${folder}/${names[i]}`;
      if (isNew) this.#tell('rename', below);
      if (this.#isClosed) return;
      if (types[i] === UV_DIRENT_DIR) this.#add(below, isNew);
    }
  }

  #onChange(folder, isRename, name) {
    if (this.#isClosed || name === null) return;
    const below = folder === '' ? name : `${folder}/${name}`;
    const full = path.join(this.#root, below);
    // Of a folder itself the kernel tells too, under its own name; its parent
    // has told it already.
    if (folder !== '' && name === path.basename(folder)) {
      const isGone = !exists(full);
      if (isRename) this.#replace(folder);
      if (isGone) return;
    }
    this.#tell(isRename ? 'rename' : 'change', below);
    if (!isRename || this.#isClosed) return;
    if (isFolder(full)) {
      this.#add(below, true);
    } else {
      this.#remove(below);
    }
  }

  /** The folder watched was deleted or moved: another may have its name now. */
  #replace(folder) {
    this.#remove(folder);
    if (isFolder(path.join(this.#root, folder))) this.#add(folder, true);
  }

  /** Ends the watching of a folder that is gone, and of those below it. */
  #remove(folder) {
    if (!this.#handles.has(folder)) return;
    for (const [name, handle] of this.#handles) {
      if (name === folder || name.startsWith(`${folder}/`)) {
        handle.close();
        this.#handles.delete(name);
      }
    }
  }

  #tell(type, name) {
    if (this.#options.isIgnored?.(name)) return;
    this.emit('change', type, this.#encoded(name));
  }

  #encoded(name) {
    const { encoding } = this.#options;
    if (!encoding || encodingNumbers[encoding] === kUtf8) return name;
    const { Buffer } = require('buffer');
    const bytes = Buffer.from(name);
    return encoding === 'buffer' ? bytes : bytes.toString(encoding);
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const handle of this.#handles.values()) handle.close();
    this.#handles.clear();
    process.nextTick(() => this.emit('close'));
  }

  ref() {
    this.#isPersistent = true;
    for (const handle of this.#handles.values()) handle.ref();
    return this;
  }

  unref() {
    this.#isPersistent = false;
    for (const handle of this.#handles.values()) handle.unref();
    return this;
  }
}

module.exports = { RecursiveWatcher };
