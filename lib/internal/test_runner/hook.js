'use strict';
// before, after, beforeEach, afterEach.

const { validateObject } = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { noop, readSignal, readTimeout } =
  require('internal/test_runner/test_options');
const { hookFailure } = require('internal/test_runner/failure');
const { callBody } = require('internal/test_runner/body');
const { Stopper } = require('internal/test_runner/stopper');

class Hook {
  /** For messages: 'before' ... */
  name;
  parent;
  location;
  finished = false;
  #fn;
  #timeoutMs;
  #signal;
  #stopper;

  constructor(name, fn, options, parent, location) {
    if (options !== undefined) validateObject(options, 'options');
    const { signal, timeout } = options ?? kEmptyObject;
    this.name = name;
    this.parent = parent;
    this.location = location;
    this.#fn = typeof fn === 'function' ? fn : noop;
    this.#signal = readSignal(signal);
    this.#timeoutMs = readTimeout(timeout, parent.timeoutMs);
  }

  get isHook() {
    return true;
  }

  /** What getTestContext() gives: the context of whose hook it is. */
  get context() {
    return this.parent.context;
  }

  /**
   * @param {TestContext|SuiteContext} context
   * @returns {Promise<void>}
   * @throws {Error} ERR_TEST_FAILURE with failureType 'hookFailed'
   */
  async run(context, storage) {
    this.finished = false;
    const stopper = new Stopper(this.#timeoutMs, this.#signal);
    this.#stopper = stopper;
    try {
      stopper.throwIfStopped();
      const result = storage.run(this, callBody, this.#fn, context);
      if (result !== undefined) await stopper.race(result);
      stopper.throwIfStopped();
    } catch (error) {
      throw hookFailure(this.name, error);
    } finally {
      stopper.clear();
      this.finished = true;
    }
  }

  /** An uncaught exception of what the hook has begun. */
  fail(error) {
    this.#stopper.stop(error);
  }
}

module.exports = { Hook };
