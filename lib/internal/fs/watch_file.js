'use strict';
// watchFile: a file's stat, asked for again and again, and told when it differs.

const binding = internalBinding('fs');
const EventEmitter = require('events');
const { getPath } = require('internal/fs/arguments');
const { makeStats } = require('internal/fs/stats');
const { clearTimeout, setTimeout } = require('timers');
const { validateFunction, validateUint32 } = require('internal/validators');

const kDefaultInterval = 5007;
const kCount = 18;

/** What stat gives of a file that is not there. */
const missing = {
  numbers: new Float64Array(kCount), bigints: new BigInt64Array(kCount),
};

function isSame(a, b) {
  for (let i = 0; i < kCount; i++) {
    // Reading a file (atime) does not change it.
    if (i !== 10 && i !== 11 && a[i] !== b[i]) return false;
  }
  return true;
}

class StatWatcher extends EventEmitter {
  #path;
  #interval;
  #bigint;
  #timer = null;
  #isRef = true;
  #last = null;
  #isStopped = false;

  constructor(path, { bigint, interval, persistent }) {
    super();
    this.#path = path;
    this.#bigint = bigint;
    this.#interval = interval;
    this.#isRef = persistent;
    this.#ask();
  }

  #ask() {
    binding.stat(this.#path, this.#bigint, true, (error, numbers) => {
      if (this.#isStopped) return;
      this.#compare(error ? this.#missing() : numbers, !!error);
      this.#timer = setTimeout(() => this.#ask(), this.#interval);
      if (!this.#isRef) this.#timer.unref();
    });
  }

  #missing() {
    return this.#bigint ? missing.bigints : missing.numbers;
  }

  #compare(now, isMissing) {
    const before = this.#last;
    this.#last = now;
    if (before === null) {
      // A file that is not there is told once.
      if (isMissing) this.emit('change', makeStats(now), makeStats(now));
    } else if (!isSame(before, now)) {
      this.emit('change', makeStats(now), makeStats(before));
    }
  }

  stop() {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    require('internal/process').nextTick(() => this.emit('stop'));
  }

  ref() {
    this.#isRef = true;
    this.#timer?.ref();
    return this;
  }

  unref() {
    this.#isRef = false;
    this.#timer?.unref();
    return this;
  }
}

/** The watchers by path. */
const watchers = new Map();

function getName(path) {
  return require('path').resolve(getPath(path).toString());
}

/**
 * @param {string|Buffer|URL} filename
 * @param {{bigint?: boolean, persistent?: boolean, interval?: number}}
 *   [options] interval in milliseconds
 * @param {Function} listener (current, previous)
 * @returns {StatWatcher}
 */
function watchFile(filename, options, listener) {
  const name = getName(filename);
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = undefined;
  }
  options = {
    bigint: false, interval: kDefaultInterval, persistent: true, ...options,
  };
  validateFunction(listener, 'listener');
  validateUint32(options.interval, 'interval');
  let watcher = watchers.get(name);
  if (watcher === undefined) {
    watcher = new StatWatcher(name, options);
    watchers.set(name, watcher);
  }
  watcher.addListener('change', listener);
  return watcher;
}

/** Ends one listener's watching, or without one the file's at all. */
function unwatchFile(filename, listener) {
  const name = getName(filename);
  const watcher = watchers.get(name);
  if (watcher === undefined) return;
  if (typeof listener === 'function') {
    watcher.removeListener('change', listener);
  } else {
    watcher.removeAllListeners('change');
  }
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  watchers.delete(name);
}

module.exports = { StatWatcher, unwatchFile, watchFile };
