'use strict';
// merge(): many sources at once, in the order in which they have something.

const { abortable, ignore } = require('internal/streams/iter/abortable');
const { takeSourceOptions } = require('internal/streams/iter/arguments');
const { from } = require('internal/streams/iter/from');
const { kTrusted } = require('internal/streams/iter/symbols');

const over = () => ({ value: undefined, done: true });

/** One of the sources. */
class Input {
  iterator;
  isReading = false;
  // Its result is not taken yet.
  isReady = false;
  isOver = false;

  constructor(source) { this.iterator = source[Symbol.asyncIterator](); }

  get isIdle() { return !this.isReading && !this.isReady && !this.isOver; }
}

/**
 * Every source is asked for its next batch when the one before was taken and
 * the reader wants another: none runs ahead by more than one.
 */
class MergeIterator {
  #inputs;
  // {input, value} or {input, error}, in the order of their coming.
  #ready = [];
  #open;
  #isOver = false;
  // A call of next() that waits, and those after it.
  #waiting = null;
  #calls = 0;
  #last = null;

  constructor(sources) {
    this.#inputs = sources.map((source) => new Input(source));
    this.#open = this.#inputs.length;
  }

  next() {
    this.#last = this.#calls++ === 0 ? this.#step() : this.#stepLater();
    return this.#last;
  }

  #stepLater() {
    const step = () => this.#step();
    return this.#last.then(step, step);
  }

  async #step() {
    try {
      return await this.#take();
    } finally {
      this.#calls--;
    }
  }

  async #take() {
    // An error ends all the others: they are not asked any more.
    if (!('error' in (this.#ready[0] ?? {}))) this.#readAll();
    while (!this.#isOver && this.#open > 0) {
      const ready = this.#ready.shift();
      if (ready === undefined) {
        await this.#somethingReady();
        continue;
      }
      ready.input.isReady = false;
      if ('error' in ready) return this.#fail(ready.error);
      return { value: ready.value, done: false };
    }
    this.#isOver = true;
    return over();
  }

  #readAll() {
    if (this.#isOver) return;
    for (const input of this.#inputs) {
      if (input.isIdle) this.#read(input);
    }
  }

  async #read(input) {
    input.isReading = true;
    try {
      const { value, done } = await input.iterator.next();
      if (done) this.#leave(input);
      else this.#offer({ input, value });
    } catch (error) {
      input.isOver = true;
      this.#offer({ input, error });
    }
    input.isReading = false;
    this.#waiting?.resolve();
    this.#waiting = null;
  }

  #offer(ready) {
    ready.input.isReady = true;
    this.#ready.push(ready);
  }

  #leave(input) {
    input.isOver = true;
    this.#open--;
  }

  #somethingReady() {
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  async #fail(error) {
    this.#isOver = true;
    let suppressed;
    try {
      await this.#closeAll();
    } catch (cleanupError) {
      suppressed = { error: cleanupError };
    }
    if (suppressed === undefined) throw error;
    throw new SuppressedError(error, suppressed.error);
  }

  /** @throws the first error of a source that is asked to end */
  async #closeAll() {
    const ends = this.#inputs.filter((input) => !input.isOver).map(close);
    if (ends.length === 0) return;
    const { promise: aTurn, resolve } = Promise.withResolvers();
    // A source that is busy ends when it is ready, which may be never.
    require('timers').setImmediate(resolve);
    await Promise.race([Promise.all(ends), aTurn]);
  }

  async return(value) {
    if (this.#isOver) return { value, done: true };
    this.#isOver = true;
    this.#waiting?.resolve();
    this.#waiting = null;
    await this.#closeAll();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}

function close(input) {
  input.isOver = true;
  const ended = closeIterator(input.iterator);
  // Those that nobody waits for must not be reported as unhandled.
  ended.catch(ignore);
  return ended;
}

async function closeIterator(iterator) {
  await iterator.return?.();
}

class Merged {
  #sources;

  constructor(sources) { this.#sources = sources; }

  [Symbol.asyncIterator]() { return new MergeIterator(this.#sources); }
}
Merged.prototype[kTrusted] = true;

/**
 * @param {...*} rest sources, as from() takes them, and the options {signal}
 * @returns {AsyncIterable<Uint8Array[]>}
 */
function merge(...rest) {
  const { signal } = takeSourceOptions(rest);
  return abortable(new Merged(rest.map(from)), signal);
}

module.exports = { merge };
