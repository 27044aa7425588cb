'use strict';

const { Socket } = require('internal/net/socket');
const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_FD, ERR_TTY_INIT_FAILED },
  errnoException,
} = require('internal/errors');
const { getColorDepth, hasColors } = require('internal/tty');
const { TTY, isTTY, kModeNormal, kModeRaw, kModeIo } = internalBinding('tty');

/**
 * Whether a file descriptor is a terminal.
 * @param {number} fd
 */
function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 0x7fffffff && isTTY(fd);
}

function openTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new ERR_INVALID_FD(fd);
  try {
    return new TTY(fd);
  } catch (error) {
    const { code, errno, syscall } = error;
    // libuv's text stands between "CODE: " and ", syscall".
    const message = /: (.*), /.exec(error.message)?.[1] ?? error.message;
    throw new ERR_TTY_INIT_FAILED({ code, errno, message, syscall });
  }
}

/**
 * The reading side of a terminal.
 * @param {number} fd
 * @param {object} [options] net.Socket's
 */
function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  Socket.call(this, {
    readableHighWaterMark: 0,
    handle: openTerminal(fd),
    manualStart: true,
    ...options,
  });
  this.isRaw = false;
  this.rawMode = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, Socket.prototype);
Object.setPrototypeOf(ReadStream, Socket);

const rawModes = new Map([
  [false, kModeNormal],
  ['raw', kModeRaw],
  ['io', kModeIo],
]);

/**
 * Whether input comes character by character, without echo and signals.
 * @param {boolean|'raw'|'io'} mode 'io': output is not processed either
 */
ReadStream.prototype.setRawMode = function(mode) {
  const rawMode = typeof mode === 'string' ? mode : Boolean(mode) && 'raw';
  if (!rawModes.has(rawMode)) {
    throw new ERR_INVALID_ARG_VALUE('mode', mode);
  }
  const status = this._handle?.setRawMode(rawModes.get(rawMode));
  if (status !== 0) {
    if (status !== undefined) {
      this.emit('error', errnoException(status, 'setRawMode'));
    }
    return this;
  }
  this.isRaw = rawMode !== false;
  this.rawMode = rawMode;
  return this;
};

/**
 * The writing side of a terminal.
 * @param {number} fd
 */
function WriteStream(fd) {
  if (!(this instanceof WriteStream)) return new WriteStream(fd);
  Socket.call(this, { handle: openTerminal(fd), manualStart: true });
  // Else output would be lost when the process exits, and mix with others'.
  this._handle.setBlocking(true);
  const size = [0, 0];
  if (this._handle.getWindowSize(size) === 0) {
    this.columns = size[0];
    this.rows = size[1];
  }
}
Object.setPrototypeOf(WriteStream.prototype, Socket.prototype);
Object.setPrototypeOf(WriteStream, Socket);

WriteStream.prototype.isTTY = true;
WriteStream.prototype.getColorDepth = getColorDepth;
WriteStream.prototype.hasColors = hasColors;

/** Asks for the size; 'resize' if it is another one. */
WriteStream.prototype._refreshSize = function() {
  const { columns, rows } = this;
  const size = [0, 0];
  const status = this._handle?.getWindowSize(size) ?? 0;
  if (status !== 0) {
    this.emit('error', errnoException(status, 'getWindowSize'));
  } else if (size[0] !== columns || size[1] !== rows) {
    this.columns = size[0];
    this.rows = size[1];
    this.emit('resize');
  }
};

/** [columns, rows] */
WriteStream.prototype.getWindowSize = function() {
  return [this.columns, this.rows];
};

WriteStream.prototype.cursorTo = function(x, y, callback) {
  return require('readline').cursorTo(this, x, y, callback);
};

WriteStream.prototype.moveCursor = function(dx, dy, callback) {
  return require('readline').moveCursor(this, dx, dy, callback);
};

WriteStream.prototype.clearLine = function(direction, callback) {
  return require('readline').clearLine(this, direction, callback);
};

WriteStream.prototype.clearScreenDown = function(callback) {
  return require('readline').clearScreenDown(this, callback);
};

module.exports = { isatty, ReadStream, WriteStream };
