'use strict';
// fs.promises.watch: changes as an async iterator.

const { AbortError, codes } = require('internal/errors');
const { getPath } = require('internal/fs/arguments');
const { startWatcher, watchOptions } = require('internal/fs/watch');
const {
  validateInteger, validateObject, validateOneOf,
} = require('internal/validators');

const kMaxQueue = 2048;

/** What a watcher has told and the program has not asked for yet. */
class Changes {
  constructor(maxQueue, overflow) {
    this.maxQueue = maxQueue;
    this.overflow = overflow;
    this.queue = [];
    this.failure = null;
    this.arrived = Promise.withResolvers();
  }

  add(change) {
    if (this.queue.length < this.maxQueue) {
      this.queue.push(change);
      this.arrived.resolve();
    } else if (this.overflow === 'throw') {
      this.fail(new codes.ERR_FS_WATCH_QUEUE_OVERFLOW(this.maxQueue));
    } else {
      require('internal/process')
        .emitWarning('fs.watch maxQueue exceeded');
    }
  }

  fail(error) {
    this.failure ??= error;
    this.arrived.resolve();
  }

  /** Resolves with the changes so far; the queue is empty afterwards. */
  async take() {
    if (this.failure !== null) throw this.failure;
    if (this.queue.length === 0) await this.arrived.promise;
    if (this.failure !== null) throw this.failure;
    const taken = this.queue;
    this.queue = [];
    this.arrived = Promise.withResolvers();
    return taken;
  }
}

function asyncOptions(options) {
  if (typeof options === 'string') options = { encoding: options };
  options ??= {};
  validateObject(options, 'options');
  options = { maxQueue: kMaxQueue, overflow: 'ignore', ...options };
  if (options.encoding !== undefined && options.encoding !== 'buffer' &&
      require('internal/util').normalizeEncoding(options.encoding) ===
      undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.encoding', options.encoding);
  }
  validateInteger(options.maxQueue, 'options.maxQueue');
  validateOneOf(options.overflow, 'options.overflow', ['ignore', 'throw']);
  return watchOptions(options);
}

async function* watch(filename, options) {
  const path = getPath(filename, 'filename');
  options = asyncOptions(options);
  const { signal } = options;
  if (signal?.aborted) {
    throw new AbortError(undefined, { cause: signal.reason });
  }
  const changes = new Changes(options.maxQueue, options.overflow);
  const watcher = startWatcher(path, options);
  const onAbort = () => {
    changes.fail(new AbortError(undefined, { cause: signal.reason }));
  };
  watcher.on('change', (eventType, filename) => {
    changes.add({ __proto__: null, eventType, filename });
  });
  watcher.on('error', (error) => changes.fail(error));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) yield* await changes.take();
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

module.exports = { watch };
