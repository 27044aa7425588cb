'use strict';

// Moving the cursor of a terminal and clearing it, on any stream.

const process = require('internal/process');
const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS },
} = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { CSI } = require('internal/readline/utils');

function checkCallback(callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
}

/** Nothing has to be written. */
function skip(callback) {
  if (typeof callback === 'function') process.nextTick(callback, null);
  return true;
}

/**
 * Moves the cursor to a place.
 *
 * @param {Writable} stream
 * @param {number} x column, from 0
 * @param {number} [y] row, from 0; the same one, if left out
 * @param {Function} [callback]
 * @returns {boolean} as of `stream.write()`
 */
function cursorTo(stream, x, y, callback) {
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  checkCallback(callback);
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  if (stream == null || (typeof x !== 'number' && typeof y !== 'number')) {
    return skip(callback);
  }
  if (typeof x !== 'number') throw new ERR_INVALID_CURSOR_POS();
  const data = typeof y !== 'number' ? CSI`${x + 1}G` : CSI`${y + 1};${x + 1}H`;
  return stream.write(data, callback);
}

/**
 * Moves the cursor relative to where it is.
 *
 * @param {Writable} stream
 * @param {number} dx columns
 * @param {number} dy rows
 * @param {Function} [callback]
 * @returns {boolean} as of `stream.write()`
 */
function moveCursor(stream, dx, dy, callback) {
  checkCallback(callback);
  if (stream == null || !(dx || dy)) return skip(callback);
  return stream.write(moveSequence(dx, dy), callback);
}

function moveSequence(dx, dy) {
  let data = '';
  if (dx < 0) data += CSI`${-dx}D`;
  else if (dx > 0) data += CSI`${dx}C`;
  if (dy < 0) data += CSI`${-dy}A`;
  else if (dy > 0) data += CSI`${dy}B`;
  return data;
}

/**
 * Clears the line.
 *
 * @param {Writable} stream
 * @param {number} dir -1: left of the cursor, 1: right of it, 0: all
 * @param {Function} [callback]
 * @returns {boolean} as of `stream.write()`
 */
function clearLine(stream, dir, callback) {
  checkCallback(callback);
  if (stream == null) return skip(callback);
  return stream.write(clearSequence(dir), callback);
}

function clearSequence(dir) {
  if (dir < 0) return CSI.kClearToLineBeginning;
  return dir > 0 ? CSI.kClearToLineEnd : CSI.kClearLine;
}

/**
 * Clears from the cursor to the end of the screen.
 *
 * @param {Writable} stream
 * @param {Function} [callback]
 * @returns {boolean} as of `stream.write()`
 */
function clearScreenDown(stream, callback) {
  checkCallback(callback);
  if (stream == null) return skip(callback);
  return stream.write(CSI.kClearScreenDown, callback);
}

module.exports = {
  clearLine,
  clearScreenDown,
  clearSequence,
  cursorTo,
  moveCursor,
  moveSequence,
};
