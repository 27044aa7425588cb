'use strict';
// fs.watch: changes as the kernel tells them (inotify).

const { FSEvent } = internalBinding('fs_event');
const EventEmitter = require('events');
const { uvException } = require('internal/errors');
const {
  encodingNumber, getOptions, getPath,
} = require('internal/fs/arguments');
const process = require('internal/process');
const {
  validateAbortSignal, validateBoolean, validateFunction,
} = require('internal/validators');

const kUtf8 = 1;

function watchError(status, path) {
  const isLimit = require('internal/util').getSystemErrorName(status) ===
    'ENOSPC';
  const error = uvException({
    errno: status,
    syscall: 'watch',
    path,
    message: isLimit ? 'System limit for number of file watchers reached' : '',
  });
  error.filename = path;
  return error;
}

/**
 * Starts the kernel's watching of one file or folder.
 * @param {Function} onchange (status, isRename, name)
 * @returns {FSEvent|number} or a libuv error
 */
function startHandle(path, encoding, isPersistent, onchange) {
  const handle = new FSEvent();
  handle.onchange = onchange;
  const status = handle.start(path, encoding);
  if (status !== 0) {
    handle.close();
    return status;
  }
  if (!isPersistent) handle.unref();
  return handle;
}

/** Events: 'change' (eventType, filename), 'error', 'close'. */
class FSWatcher extends EventEmitter {
  #handle = null;
  #path;
  #options;

  constructor(path, options) {
    super();
    this.#path = path;
    this.#options = options;
  }

  start() {
    const { encoding, persistent, throwIfNoEntry } = this.#options;
    const started = startHandle(
      this.#path, encodingNumber(encoding, kUtf8), persistent,
      (status, isRename, name) => this.#onChange(status, isRename, name));
    if (typeof started === 'number') {
      const error = watchError(started, this.#path);
      if (error.code === 'ENOENT' && !throwIfNoEntry) return;
      throw error;
    }
    this.#handle = started;
  }

  #onChange(status, isRename, name) {
    if (this.#handle === null) return;
    if (status < 0) {
      this.#handle.close();
      this.#handle = null;
      this.emit('error', watchError(status, name));
    } else if (!this.#options.isIgnored?.(name)) {
      this.emit('change', isRename ? 'rename' : 'change', name);
    }
  }

  close() {
    if (this.#handle === null) return;
    this.#handle.close();
    this.#handle = null;
    process.nextTick(() => this.emit('close'));
  }

  ref() {
    this.#handle?.ref();
    return this;
  }

  unref() {
    this.#handle?.unref();
    return this;
  }
}

function watchOptions(options) {
  options = { persistent: true, recursive: false, encoding: 'utf8',
              throwIfNoEntry: true, ...getOptions(options) };
  validateBoolean(options.persistent, 'options.persistent');
  validateBoolean(options.recursive, 'options.recursive');
  validateBoolean(options.throwIfNoEntry, 'options.throwIfNoEntry');
  if (options.ignore !== undefined) {
    options.isIgnored =
      require('internal/fs/watch_ignore').makeMatcher(options.ignore);
  }
  return options;
}

/** A started watcher. */
function startWatcher(path, options) {
  const Watcher = options.recursive ?
    require('internal/fs/watch_recursive').RecursiveWatcher : FSWatcher;
  const watcher = new Watcher(path, options);
  watcher.start();
  return watcher;
}

function closeOnAbort(watcher, signal) {
  if (signal.aborted) {
    process.nextTick(() => watcher.close());
    return;
  }
  const close = () => watcher.close();
  signal.addEventListener('abort', close, { once: true });
  watcher.once('close', () => signal.removeEventListener('abort', close));
}

/**
 * @param {string|Buffer|URL} filename
 * @param {string|{encoding?: string, ignore?: *, persistent?: boolean,
 *   recursive?: boolean, signal?: AbortSignal, throwIfNoEntry?: boolean}}
 *   [options]
 * @param {Function} [listener] (eventType, filename)
 * @returns {FSWatcher}
 */
function watch(filename, options, listener) {
  if (typeof options === 'function') listener = options;
  const path = getPath(filename, 'filename');
  options = watchOptions(options);
  if (listener !== undefined) validateFunction(listener, 'listener');
  const watcher = startWatcher(path, options);
  if (listener !== undefined) watcher.addListener('change', listener);
  if (options.signal) {
    validateAbortSignal(options.signal, 'options.signal');
    closeOnAbort(watcher, options.signal);
  }
  return watcher;
}

module.exports = {
  FSWatcher, startHandle, startWatcher, watch, watchError, watchOptions,
};
