'use strict';
// Standard streams of a worker: what one thread writes is posted to the other,
// which asks for more when its reader has taken what there was.

const { Readable, Writable } = require('stream');

/** The writing side. `post(message)` sends to the other thread. */
class PortWritable extends Writable {
  #name;
  #post;
  #written = null; // the callback of the write that the reader has not taken

  constructor(name, post) {
    super({ decodeStrings: false });
    this.#name = name;
    this.#post = post;
  }

  _writev(chunks, callback) {
    this.#post({
      type: 'stdio', name: this.#name,
      chunks: chunks.map(({ chunk, encoding }) => ({ chunk, encoding })),
    });
    if (require('internal/process/exit').isExiting()) callback();
    else this.#written = callback;
  }

  _final(callback) {
    this.#post({ type: 'stdio', name: this.#name, chunks: null });
    callback();
  }

  /** The reader wants more. */
  wanted() {
    const callback = this.#written;
    this.#written = null;
    callback?.();
  }

  get isWaiting() { return this.#written !== null; }
}

/** The reading side. */
class PortReadable extends Readable {
  #name;
  #post;
  /** The reader waits for what the other side has not written. */
  isWaiting = false;

  constructor(name, post) {
    super();
    this.#name = name;
    this.#post = post;
  }

  _read() {
    this.isWaiting = true;
    this.#post({ type: 'wanted', name: this.#name });
  }

  /** What the other side has written; null: it has ended. */
  take(chunks) {
    this.isWaiting = false;
    if (chunks === null) this.push(null);
    else for (const { chunk, encoding } of chunks) this.push(chunk, encoding);
  }
}

module.exports = { PortReadable, PortWritable };
