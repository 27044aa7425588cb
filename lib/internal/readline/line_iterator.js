'use strict';

// `for await (const line of rl)`. Lines that come before they are asked for
// wait; when there are many the interface is paused.

const HIGH_WATER_MARK = 1024;
const LOW_WATER_MARK = 1;

const kWatermarkData = Symbol.for('nodejs.watermarkData');

const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}).prototype);

class LineIterator {
  #rl;
  #lines = [];
  #head = 0;
  #waiting = [];
  #error = null;
  #done = false;
  #paused = false;
  #listeners;

  constructor(rl) {
    this.#rl = rl;
    this.#listeners = {
      line: (line) => this.#onLine(line),
      error: (error) => this.#onError(error),
      close: () => this.#stop(),
    };
    for (const event of Object.keys(this.#listeners)) {
      rl.on(event, this.#listeners[event]);
    }
  }

  get #size() {
    return this.#lines.length - this.#head;
  }

  #onLine(line) {
    if (this.#waiting.length > 0) {
      this.#waiting.shift().resolve({ value: line, done: false });
      return;
    }
    this.#lines.push(line);
    if (!this.#paused && this.#size > HIGH_WATER_MARK && !this.#rl.closed) {
      this.#paused = true;
      this.#rl.pause();
    }
  }

  #onError(error) {
    if (this.#waiting.length > 0) this.#waiting.shift().reject(error);
    else this.#error = error;
    this.#stop();
  }

  #stop() {
    if (this.#done) return;
    this.#done = true;
    for (const event of Object.keys(this.#listeners)) {
      this.#rl.removeListener(event, this.#listeners[event]);
    }
    for (const { resolve } of this.#waiting.splice(0)) {
      resolve({ value: undefined, done: true });
    }
  }

  #shift() {
    const line = this.#lines[this.#head++];
    if (this.#head === this.#lines.length) {
      this.#lines = [];
      this.#head = 0;
    }
    if (this.#paused && this.#size < LOW_WATER_MARK) {
      this.#paused = false;
      if (!this.#rl.closed) this.#rl.resume();
    }
    return line;
  }

  next() {
    if (this.#size > 0) {
      return Promise.resolve({ value: this.#shift(), done: false });
    }
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      return Promise.reject(error);
    }
    if (this.#done) return Promise.resolve({ value: undefined, done: true });
    const deferred = Promise.withResolvers();
    this.#waiting.push(deferred);
    return deferred.promise;
  }

  return(value) {
    this.#stop();
    this.#lines = [];
    this.#head = 0;
    this.#rl.close();
    return Promise.resolve({ value, done: true });
  }

  throw(error) {
    return this.return().then(() => { throw error; });
  }

  get [kWatermarkData]() {
    const size = () => this.#size;
    const paused = () => this.#paused;
    return {
      get size() { return size(); },
      get low() { return LOW_WATER_MARK; },
      get high() { return HIGH_WATER_MARK; },
      get isPaused() { return paused(); },
    };
  }
}

Object.setPrototypeOf(LineIterator.prototype, AsyncIteratorPrototype);

module.exports = { LineIterator };
