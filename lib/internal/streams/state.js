'use strict';

// What the two states of a stream (readable and writable) have in common: the
// bits of their `flags`, and the default of `highWaterMark`.
//
// A state keeps all its booleans in one small integer, so that making a stream
// writes few words and testing several conditions is one AND. The lower ten
// bits mean the same on both sides, so that `destroy.js` need not know which
// side it handles. With pointer compression a Smi has 31 bits: bit 29 is the
// last that may be used.

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateInteger } = require('internal/validators');

const OBJECT_MODE = 1 << 0;
/** `_construct` has called back, or there is none. */
const CONSTRUCTED = 1 << 1;
/** An implementation's `_read` or `_write` is on the stack. */
const SYNC = 1 << 2;
const ERRORED = 1 << 3;
const ERROR_EMITTED = 1 << 4;
const EMIT_CLOSE = 1 << 5;
const AUTO_DESTROY = 1 << 6;
/** `destroy()` was called. */
const DESTROYED = 1 << 7;
/** `_destroy` has called back. */
const CLOSED = 1 << 8;
const CLOSE_EMITTED = 1 << 9;

/** Of the classes: what they do when `_construct` is done. */
const kResume = Symbol('kResume');

const LIFECYCLE_FLAGS = {
  objectMode: OBJECT_MODE,
  constructed: CONSTRUCTED,
  sync: SYNC,
  errorEmitted: ERROR_EMITTED,
  emitClose: EMIT_CLOSE,
  autoDestroy: AUTO_DESTROY,
  destroyed: DESTROYED,
  closed: CLOSED,
  closeEmitted: CLOSE_EMITTED,
};

/**
 * Makes the bits of `flags` visible as boolean properties, under the names that
 * programs know (`stream._readableState.ended`).
 */
function defineFlags(prototype, flags) {
  for (const name of Object.keys(flags)) {
    const bit = flags[name];
    Object.defineProperty(prototype, name, {
      enumerable: true,
      configurable: true,
      get() { return (this.flags & bit) !== 0; },
      set(value) {
        if (value) this.flags |= bit;
        else this.flags &= ~bit;
      },
    });
  }
}

// The error a side was destroyed with or failed with. The field is `error`; the
// bit ERRORED says whether there is one.
const erroredAccessor = {
  enumerable: true,
  configurable: true,
  get() { return this.error; },
  set(value) {
    this.error = value;
    if (value) this.flags |= ERRORED;
    else this.flags &= ~ERRORED;
  },
};

let bytesHighWaterMark = 64 * 1024;
let objectsHighWaterMark = 16;

/**
 * @param {boolean} objectMode
 * @returns {number} objects in object mode, else bytes
 */
function getDefaultHighWaterMark(objectMode) {
  return objectMode ? objectsHighWaterMark : bytesHighWaterMark;
}

/**
 * @param {boolean} objectMode
 * @param {number} value objects in object mode, else bytes
 */
function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) objectsHighWaterMark = value;
  else bytesHighWaterMark = value;
}

/**
 * The high-water mark that a stream's options ask for. `sideKey` is the option
 * that a Duplex has for this side only.
 */
function chooseHighWaterMark(objectMode, options, sideKey, isDuplex) {
  let name = 'highWaterMark';
  let value = options.highWaterMark;
  if (value == null && isDuplex) {
    name = sideKey;
    value = options[sideKey];
  }
  if (value == null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(value) || value < 0) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  return value;
}

module.exports = {
  OBJECT_MODE,
  CONSTRUCTED,
  SYNC,
  ERRORED,
  ERROR_EMITTED,
  EMIT_CLOSE,
  AUTO_DESTROY,
  DESTROYED,
  CLOSED,
  CLOSE_EMITTED,
  kResume,
  LIFECYCLE_FLAGS,
  defineFlags,
  erroredAccessor,
  getDefaultHighWaterMark,
  setDefaultHighWaterMark,
  chooseHighWaterMark,
};
