'use strict';

const process = require('internal/process');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');
const { isWritable } = require('internal/streams/utils');
const { CSI } = require('internal/readline/utils');
const { clearSequence, moveSequence } = require('internal/readline/callbacks');

/** Collects changes to a terminal and writes them at once. */
class Readline {
  #stream;
  #autoCommit = false;
  #todo = [];

  /**
   * @param {Writable} stream
   * @param {{ autoCommit?: boolean }} [options] write each at once
   */
  constructor(stream, options = undefined) {
    if (!isWritable(stream)) {
      throw new ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    }
    this.#stream = stream;
    if (options?.autoCommit != null) {
      validateBoolean(options.autoCommit, 'options.autoCommit');
      this.#autoCommit = options.autoCommit;
    }
  }

  #add(data) {
    if (this.#autoCommit) process.nextTick(() => this.#stream.write(data));
    else this.#todo.push(data);
    return this;
  }

  /** @param {integer} x @param {integer} [y] */
  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y == null) return this.#add(CSI`${x + 1}G`);
    validateInteger(y, 'y');
    return this.#add(CSI`${y + 1};${x + 1}H`);
  }

  /** @param {integer} dx @param {integer} dy */
  moveCursor(dx, dy) {
    if (dx || dy) {
      validateInteger(dx, 'dx');
      validateInteger(dy, 'dy');
      this.#add(moveSequence(dx, dy));
    }
    return this;
  }

  /** @param {-1|0|1} dir left of the cursor, all, right of it */
  clearLine(dir) {
    validateInteger(dir, 'dir', -1, 1);
    return this.#add(clearSequence(dir));
  }

  clearScreenDown() {
    return this.#add(CSI.kClearScreenDown);
  }

  /** @returns {Promise<void>} when all is written */
  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#todo.join(''), resolve);
      this.#todo = [];
    });
  }

  /** Forgets what was not yet written. */
  rollback() {
    this.#todo = [];
    return this;
  }
}

module.exports = { Readline };
