'use strict';

// Two Duplex streams, each of which gives out what is written to the other.

const process = require('internal/process');
const Duplex = require('internal/streams/duplex');

const kOther = Symbol('kOther');
const kCallback = Symbol('kCallback');

class DuplexSide extends Duplex {
  constructor(options) {
    super(options);
    // Of the write here whose chunk the other side has not read yet.
    this[kCallback] = null;
    this[kOther] = null;
  }

  _read() {
    // What was given last has been consumed: let the other side write on.
    const callback = this[kCallback];
    if (callback === null) return;
    this[kCallback] = null;
    callback();
  }

  _write(chunk, encoding, callback) {
    const other = this[kOther];
    if (chunk.length === 0) {
      // Pushing nothing causes no _read().
      process.nextTick(callback);
      return;
    }
    other[kCallback] = callback;
    other.push(chunk);
  }

  _final(callback) {
    this[kOther].on('end', callback);
    this[kOther].push(null);
  }

  _destroy(error, callback) {
    const other = this[kOther];
    // Without this the other side would wait for ever for an 'end'.
    if (!other.destroyed) process.nextTick(endOther, other, error);
    callback(error);
  }
}

function endOther(other, error) {
  // As over a network: why it was destroyed is not told.
  if (error) other.destroy();
  else if (!other.readableEnded) other.push(null);
}

/**
 * @param {object} [options] of both streams
 * @returns {[Duplex, Duplex]}
 */
function duplexPair(options) {
  const a = new DuplexSide(options);
  const b = new DuplexSide(options);
  a[kOther] = b;
  b[kOther] = a;
  return [a, b];
}

module.exports = duplexPair;
