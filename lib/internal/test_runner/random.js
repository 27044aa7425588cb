'use strict';
// Random orders that a seed gives again.

/** 32 bits of state. */
class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, without, 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer below a limit. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }
}

function makeSeed() {
  return Math.floor(Math.random() * 2 ** 32);
}

module.exports = { Random, makeSeed };
