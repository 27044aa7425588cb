'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_MISSING_OPTION },
} = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { defineEnumerable, defineTag, inspectAs, isObject } =
  require('internal/webstreams/util');

// One function for all instances, as the standard demands. Without
// [[Construct]].
const { size: byteLengthSize } = { size(chunk) { return chunk.byteLength; } };
const { size: countSize } = { size() { return 1; } };

function toHighWaterMark(init) {
  if (!isObject(init)) throw new ERR_INVALID_ARG_TYPE('init', 'Object', init);
  const { highWaterMark } = init;
  if (highWaterMark === undefined) {
    throw new ERR_MISSING_OPTION('init.highWaterMark');
  }
  return Number(highWaterMark);
}

/** Counts a stream's queue in bytes. */
class ByteLengthQueuingStrategy {
  #highWaterMark;

  /** @param {{ highWaterMark: number }} init in bytes */
  constructor(init) {
    this.#highWaterMark = toHighWaterMark(init);
  }

  get highWaterMark() {
    return this.#highWaterMark;
  }

  get size() {
    // Throws for other objects.
    void this.#highWaterMark;
    return byteLengthSize;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options,
                     { highWaterMark: this.highWaterMark });
  }
}

/** Counts a stream's queue in chunks. */
class CountQueuingStrategy {
  #highWaterMark;

  /** @param {{ highWaterMark: number }} init in chunks */
  constructor(init) {
    this.#highWaterMark = toHighWaterMark(init);
  }

  get highWaterMark() {
    return this.#highWaterMark;
  }

  get size() {
    void this.#highWaterMark;
    return countSize;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options,
                     { highWaterMark: this.highWaterMark });
  }
}

for (const Strategy of [ByteLengthQueuingStrategy, CountQueuingStrategy]) {
  defineEnumerable(Strategy.prototype, ['highWaterMark', 'size']);
  defineTag(Strategy.prototype, Strategy.name);
}

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
