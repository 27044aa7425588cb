'use strict';

const { Duplex } = require('stream');
const process = require('internal/process');
const { channel } = require('diagnostics_channel');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_FD_TYPE,
    ERR_INVALID_HANDLE_TYPE,
    ERR_MISSING_ARGS,
    ERR_SOCKET_CLOSED,
    ERR_SOCKET_CLOSED_BEFORE_CONNECTION,
  },
  errnoException,
  genericNodeError,
} = require('internal/errors');
const { setTimeout, clearTimeout } = require('timers');
const { getTimerDuration } = require('internal/timers');
const { guessHandleType } = internalBinding('tty');
const { TCP } = internalBinding('tcp');
const { Pipe } = internalBinding('pipe');
const { UV_EOF, UV_ENOTCONN, UV_ENOTSOCK } = internalBinding('uv');
const { isUint8Array } = require('internal/util/types');
const {
  validateFunction,
  validateInt32,
  validateNumber,
  validateString,
} = require('internal/validators');
const { normalizeArgs, normalizedArgsSymbol } =
  require('internal/net/arguments');
const {
  kOwner,
  kOnRead,
  kOnWriteDone,
  kOnConnectDone,
  kOnShutdownDone,
} = require('internal/net/handles');
const {
  kNoDelay,
  kKeepAlive,
  kKeepAliveDelay,
  kKeepAliveInterval,
  kKeepAliveCount,
  kTypeOfService,
  kAttempt,
  kAdoptedBound,
  kBytesRead,
  kBytesWritten,
  kReleaseHandle,
  kTakeHandle,
  kCloseHandle,
  kConnected,
} = require('internal/net/symbols');
const { connectPath, connectHost, finishAttempt } =
  require('internal/net/connect');
const { defineNames } = require('internal/net/names');
const { writeChunk, writeChunks } = require('internal/net/write');

const kTimeout = Symbol('kTimeout');
const kWriteCallback = Symbol('kWriteCallback');
const kFinalCallback = Symbol('kFinalCallback');
const kLastQueueSize = Symbol('kLastQueueSize');
const kUserBuffer = Symbol('kUserBuffer');
const kUserBufferMaker = Symbol('kUserBufferMaker');
const kUserCallback = Symbol('kUserCallback');

const socketCreated = channel('net.client.socket');

const unsupportedOptions = [
  'objectMode', 'readableObjectMode', 'writableObjectMode',
];

/** A duration as the system's socket options take it. */
const toSeconds = (msecs) => Math.max(0, ~~(msecs / 1000));

// --- Making -------------------------------------------------------------------

function checkOptions(options) {
  for (let i = 0; i < unsupportedOptions.length; i++) {
    const name = unsupportedOptions[i];
    if (!options[name]) continue;
    throw new ERR_INVALID_ARG_VALUE(
      `options.${name}`, options[name], 'is not supported');
  }
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay,
                   'options.keepAliveInitialDelay');
  }
  if (options.typeOfService !== undefined) {
    validateInt32(options.typeOfService, 'options.typeOfService', 0, 255);
  }
  if (options.blockList) {
    const { BlockList } = require('internal/blocklist');
    if (!BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE(
        'options.blockList', 'net.BlockList', options.blockList);
    }
  }
}

/** A handle of the kind that a file descriptor is. */
function createHandle(fd) {
  validateInt32(fd, 'fd', 0);
  const type = guessHandleType(fd);
  if (type === 'PIPE') return new Pipe(false);
  if (type === 'TCP') return new TCP();
  throw new ERR_INVALID_FD_TYPE(type);
}

function openDescriptor(fd) {
  const handle = createHandle(fd);
  const status = handle.open(fd);
  if (status !== 0) throw errnoException(status, 'open');
  return handle;
}

/**
 * A TCP connection, or one over a Unix domain socket or a pipe. See net.md for
 * the options.
 */
function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  if (typeof options === 'number') options = { fd: options };
  options = {
    ...options,
    allowHalfOpen: Boolean(options?.allowHalfOpen),
    // 'close' is emitted when the handle is closed, and says more.
    emitClose: false,
    autoDestroy: true,
    decodeStrings: false,
  };
  checkOptions(options);

  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  this._handle = null;
  this._peername = null;
  this._sockname = null;
  this._pendingData = null;
  this._pendingEncoding = '';
  this._server = null;
  this.server = null;
  this.timeout = undefined;
  this.resetAndClosing = false;
  this[kTimeout] = null;
  this[kWriteCallback] = null;
  this[kFinalCallback] = null;
  this[kLastQueueSize] = 0;
  this[kUserBuffer] = null;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this[kNoDelay] = Boolean(options.noDelay);
  this[kKeepAlive] = Boolean(options.keepAlive);
  this[kKeepAliveDelay] = toSeconds(options.keepAliveInitialDelay ?? 0);
  this[kKeepAliveInterval] = undefined;
  this[kKeepAliveCount] = undefined;
  this[kTypeOfService] = options.typeOfService;
  this[kAttempt] = null;
  this[kAdoptedBound] = false;
  Duplex.call(this, options);

  if (options.blockList) this.blockList = options.blockList;
  if (options.onread != null) useOnread(this, options.onread);
  this.on('end', onReadableEnd);
  takeInitialHandle(this, options);
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

function takeInitialHandle(socket, options) {
  let { handle } = options;
  if (handle) {
    if (handle[kReleaseHandle] !== undefined) {
      handle = handle[kReleaseHandle]();
      socket[kAdoptedBound] = true;
    }
  } else if (options.fd !== undefined) {
    handle = openDescriptor(options.fd);
  } else {
    return;
  }
  socket[kTakeHandle](handle);
  // What is bound but not connected has nothing to read.
  if (options.readable === false || socket[kAdoptedBound]) return;
  if (options.pauseOnCreate) {
    handle.reading = false;
    handle.readStop();
    socket.readableFlowing = false;
  } else if (!options.manualStart) {
    socket.read(0);
  }
}

function onReadableEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterFIN;
}

/** `write` of a socket that both sides have ended. */
function writeAfterFIN(chunk, encoding, callback) {
  if (!this.writableEnded) {
    return Duplex.prototype.write.call(this, chunk, encoding, callback);
  }
  if (typeof encoding === 'function') callback = encoding;
  const error = genericNodeError(
    'This socket has been ended by the other party', { code: 'EPIPE' });
  if (typeof callback === 'function') process.nextTick(callback, error);
  this.destroy(error);
  return false;
}

Socket.prototype[kTakeHandle] = function(handle) {
  handle[kOwner] = this;
  handle.reading = false;
  this._handle = handle;
  this._sockname = null;
  if (this[kUserBuffer] !== null) handle.useUserBuffer(this[kUserBuffer]);
};

// --- Reading ------------------------------------------------------------------

function startReading(socket) {
  const handle = socket._handle;
  handle.reading = true;
  const status = handle.readStart();
  if (status) socket.destroy(errnoException(status, 'read'));
}

function stopReading(socket) {
  const handle = socket._handle;
  if (handle === null || !handle.reading) return;
  handle.reading = false;
  const status = handle.readStop();
  if (status) socket.destroy(errnoException(status, 'read'));
}

function readWhenConnected() {
  this._read();
}

Socket.prototype._read = function() {
  if (this.connecting || this._handle === null) {
    this.once('connect', readWhenConnected);
  } else if (!this._handle.reading) {
    startReading(this);
  }
};

/** Called by the event loop, see handles.js. */
Socket.prototype[kOnRead] = function(data) {
  if (this[kTimeout] !== null || this._parent !== null) this._unrefTimer();
  if (typeof data === 'number') {
    if (data >= 0) onUserBufferFilled(this, data);
    else onReadEnd(this, data);
  } else if (!this.push(data)) {
    stopReading(this);
  }
};

function onReadEnd(socket, status) {
  if (socket._handle !== null) socket._handle.reading = false;
  if (status !== UV_EOF) {
    socket.destroy(errnoException(status, 'read'));
    return;
  }
  socket.push(null);
  socket.read(0);
}

// The option `onread`: bytes go into a buffer of the program, and past the
// stream's own buffering.
function useOnread(socket, onread) {
  if (typeof onread !== 'object' || typeof onread.callback !== 'function' ||
      !(isUint8Array(onread.buffer) || typeof onread.buffer === 'function')) {
    return;
  }
  if (typeof onread.buffer === 'function') {
    socket[kUserBufferMaker] = onread.buffer;
    socket[kUserBuffer] = onread.buffer();
  } else {
    socket[kUserBuffer] = onread.buffer;
  }
  socket[kUserCallback] = onread.callback;
  socket.read = readWithUserBuffer;
}

function readWithUserBuffer(n) {
  resumeUserBuffer(this);
  return Duplex.prototype.read.call(this, n);
}

function resumeUserBuffer(socket) {
  if (socket[kUserBuffer] === null || socket.connecting) return;
  if (socket._handle !== null && !socket._handle.reading) startReading(socket);
}

function onUserBufferFilled(socket, length) {
  const keepReading = socket[kUserCallback](length, socket[kUserBuffer]);
  const handle = socket._handle;
  if (handle === null) return;
  if (socket[kUserBufferMaker] !== undefined) {
    const next = socket[kUserBufferMaker]();
    if (isUint8Array(next)) {
      socket[kUserBuffer] = next;
      handle.useUserBuffer(next);
    }
  }
  if (keepReading === false) stopReading(socket);
}

Socket.prototype.pause = function() {
  if (this[kUserBuffer] !== null && !this.connecting) stopReading(this);
  return Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function() {
  resumeUserBuffer(this);
  return Duplex.prototype.resume.call(this);
};

// --- Writing ------------------------------------------------------------------

/** Ends the stream's write according to what the native returned. */
function finishWrite(socket, status, callback) {
  if (status === 0) {
    callback();
  } else if (status > 0) {
    socket[kLastQueueSize] = status;
    socket[kWriteCallback] = callback;
  } else {
    callback(errnoException(status, 'write'));
  }
}

Socket.prototype._write = function(chunk, encoding, callback) {
  if (this.connecting) {
    writeLater(this, chunk, encoding, callback);
    return;
  }
  const handle = this._handle;
  if (handle === null) {
    callback(new ERR_SOCKET_CLOSED());
    return;
  }
  if (this[kTimeout] !== null || this._parent !== null) this._unrefTimer();
  const status = writeChunk(handle, chunk,
                            typeof chunk === 'string' ? encoding : 'buffer');
  finishWrite(this, status, callback);
};

Socket.prototype._writev = function(writes, callback) {
  if (this.connecting) {
    writeLater(this, writes, '', callback);
    return;
  }
  if (this._handle === null) {
    callback(new ERR_SOCKET_CLOSED());
    return;
  }
  this._unrefTimer();
  finishWrite(this, writeChunks(this._handle, writes), callback);
};

/** Waits for the connection; `data` is a chunk, or writes if encoding is ''. */
function writeLater(socket, data, encoding, callback) {
  socket._pendingData = data;
  socket._pendingEncoding = encoding;
  function onConnect() {
    socket.off('close', onClose);
    socket._pendingData = null;
    socket._pendingEncoding = '';
    if (Array.isArray(data)) socket._writev(data, callback);
    else socket._write(data, encoding, callback);
  }
  function onClose() {
    socket.off('connect', onConnect);
    callback(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
  }
  socket.once('connect', onConnect);
  socket.once('close', onClose);
}

/** Called by the event loop for a write that was queued. */
Socket.prototype[kOnWriteDone] = function(status) {
  const callback = this[kWriteCallback];
  if (callback === null) return;
  this[kWriteCallback] = null;
  this[kLastQueueSize] = 0;
  if (this.destroyed) {
    callback(null);
  } else if (status < 0) {
    callback(errnoException(status, 'write'));
  } else {
    if (this[kTimeout] !== null || this._parent !== null) this._unrefTimer();
    callback(null);
  }
};

/** Shuts the writing side down when all is written. */
Socket.prototype._final = function(callback) {
  if (this.connecting) {
    this.once('connect', () => this._final(callback));
    return;
  }
  if (this._handle === null) {
    callback();
    return;
  }
  const status = this._handle.shutdown();
  if (status > 0) {
    this[kFinalCallback] = callback;
  } else if (status === 0 || isShutDown(status)) {
    callback();
  } else {
    callback(errnoException(status, 'shutdown'));
  }
};

// The other side may have reset the connection; a pipe has nothing to shut down.
function isShutDown(status) {
  return status === UV_ENOTCONN || status === UV_ENOTSOCK;
}

/** Called by the event loop when a shutdown that had to wait is done. */
Socket.prototype[kOnShutdownDone] = function() {
  const callback = this[kFinalCallback];
  this[kFinalCallback] = null;
  if (callback !== null) callback();
};

/** As `writable.end()`, but returns the socket. */
Socket.prototype.end = function(data, encoding, callback) {
  Duplex.prototype.end.call(this, data, encoding, callback);
  return this;
};

// --- Connecting ---------------------------------------------------------------

/**
 * Connects. Forms: (options), (path), (port[, host]), each with an optional
 * listener of 'connect' at the end.
 * @returns {Socket}
 */
Socket.prototype.connect = function(...args) {
  const isNormalized = Array.isArray(args[0]) && args[0][normalizedArgsSymbol];
  const [options, listener] = isNormalized ? args[0] : normalizeArgs(args);
  if (options.port === undefined && options.path == null) {
    throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
  }
  if (this[kAdoptedBound] && (options.localAddress || options.localPort != null)) {
    throw new ERR_INVALID_ARG_VALUE(
      options.localAddress ? 'options.localAddress' : 'options.localPort',
      options.localAddress ?? options.localPort,
      'cannot be used with a bound socket');
  }
  if (Object.hasOwn(this, 'write') && this.write === writeAfterFIN) {
    delete this.write;
  }
  if (this.destroyed) revive(this);
  if (listener !== null) this.once('connect', listener);
  if (socketCreated.hasSubscribers) socketCreated.publish({ socket: this });
  if (this._parent?.connecting) return this;
  startConnecting(this, options);
  return this;
};

/** Makes a closed socket ready to connect again. */
function revive(socket) {
  socket._handle = null;
  socket._peername = null;
  socket._sockname = null;
  socket[kAdoptedBound] = false;
  socket._undestroy();
}

function startConnecting(socket, options) {
  const isPath = Boolean(options.path);
  if (isPath) validateString(options.path, 'options.path');
  if (socket._handle === null) {
    socket[kTakeHandle](isPath ? new Pipe(false) : new TCP());
  }
  socket._unrefTimer();
  socket.connecting = true;
  if (isPath) connectPath(socket, options.path);
  else connectHost(socket, options);
}

/** Called by the event loop. */
Socket.prototype[kOnConnectDone] = function(status, handle) {
  finishAttempt(this, status, handle);
};

/** The connection stands: options that had to wait for it, and 'connect'. */
Socket.prototype[kConnected] = function() {
  const handle = this._handle;
  this.connecting = false;
  this._sockname = null;
  this._peername = null;
  if (this[kTypeOfService] !== undefined && handle.setTypeOfService) {
    handle.setTypeOfService(this[kTypeOfService]);
  }
  if (this[kNoDelay] && handle.setNoDelay) handle.setNoDelay(true);
  if (this[kKeepAlive] && handle.setKeepAlive) {
    handle.setKeepAlive(true, this[kKeepAliveDelay],
                        this[kKeepAliveInterval], this[kKeepAliveCount]);
  }
  this._unrefTimer();
  this.emit('connect');
  this.emit('ready');
  // Starts the flow of data; a read that was asked for before the connection
  // has been put off until now.
  if (this.readable && !this.isPaused()) this.read(0);
};

// --- Closing --------------------------------------------------------------------

Socket.prototype._destroy = function(error, callback) {
  this.connecting = false;
  for (let socket = this; socket != null; socket = socket._parent) {
    clearTimeout(socket[kTimeout]);
    socket[kTimeout] = null;
  }
  this[kAttempt]?.cancel();
  this[kAttempt] = null;
  this._hadError = Boolean(error);
  const handle = this._handle;
  if (handle !== null) {
    this[kBytesRead] = handle.bytesRead;
    this[kBytesWritten] = handle.bytesWritten;
    this._handle = null;
    this._sockname = null;
    this[kCloseHandle](handle, () => {
      handle[kOwner] = undefined;
      emitClose(this);
    });
    callback(error);
  } else {
    callback(error);
    process.nextTick(emitClose, this);
  }
  if (this._server !== null) {
    const server = this._server;
    this._server = null;
    server._connections--;
    server._emitCloseIfDrained?.();
  }
};

Socket.prototype[kCloseHandle] = function(handle, onClosed) {
  if (this.resetAndClosing) {
    this.resetAndClosing = false;
    handle.reset(onClosed);
  } else {
    handle.close(onClosed);
  }
};

function emitClose(socket) {
  socket.emit('close', socket._hadError);
}

/** Closes when all is written. */
Socket.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype._reset = function() {
  this.resetAndClosing = true;
  return this.destroy();
};

/** Closes with RST instead of FIN, and destroys the stream. */
Socket.prototype.resetAndDestroy = function() {
  if (this._handle === null) {
    this.destroy(new ERR_SOCKET_CLOSED());
  } else if (typeof this._handle.reset !== 'function') {
    throw new ERR_INVALID_HANDLE_TYPE();
  } else if (this.connecting) {
    this.once('connect', this._reset);
  } else {
    this._reset();
  }
  return this;
};

// --- Idle timeout -----------------------------------------------------------------

/**
 * Emits 'timeout' after so many milliseconds without activity; 0: never.
 * @param {number} msecs
 * @param {Function} [callback] listener of 'timeout', once
 */
Socket.prototype.setTimeout = function(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  msecs = getTimerDuration(msecs, 'msecs');
  clearTimeout(this[kTimeout]);
  this[kTimeout] = null;
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (msecs === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
  } else {
    startTimeout(this, msecs);
    if (callback !== undefined) this.once('timeout', callback);
  }
  return this;
};

function startTimeout(socket, msecs) {
  socket[kTimeout] = setTimeout(onIdleTimer, msecs, socket);
  socket[kTimeout].unref();
}

function onIdleTimer(socket) {
  socket._onTimeout();
}

/** Something happened on the socket: the time counts from now. */
Socket.prototype._unrefTimer = function() {
  for (let socket = this; socket != null; socket = socket._parent) {
    socket[kTimeout]?.refresh();
  }
};

Socket.prototype._onTimeout = function() {
  const handle = this._handle;
  if (handle !== null && isWriteProgressing(this, handle)) {
    this._unrefTimer();
    return;
  }
  // A consumer in C (HTTP) reads and writes without telling us.
  const idle = handle === null ? this.timeout : handle.idleMs();
  if (idle >= 0 && idle < this.timeout) {
    startTimeout(this, this.timeout - idle);
    return;
  }
  this.emit('timeout');
};

function isWriteProgressing(socket, handle) {
  const last = socket[kLastQueueSize];
  if (last === 0) return false;
  const size = handle.writeQueueSize;
  socket[kLastQueueSize] = size;
  return size !== last;
}

// --- Options ------------------------------------------------------------------------

/** Whether small writes are sent at once (Nagle's algorithm is off). */
Socket.prototype.setNoDelay = function(enable) {
  const noDelay = Boolean(enable === undefined ? true : enable);
  if (this._handle === null) {
    this[kNoDelay] = noDelay;
  } else if (this._handle.setNoDelay && noDelay !== this[kNoDelay]) {
    this[kNoDelay] = noDelay;
    this._handle.setNoDelay(noDelay);
  }
  return this;
};

/**
 * Whether the system probes an idle connection.
 * @param {boolean|object} [enable] or {enable, initialDelay, interval, count}
 * @param {number} [initialDelay] ms before the first probe
 * @param {number} [interval] ms between probes
 * @param {number} [count] probes without an answer after which it is dropped
 */
Socket.prototype.setKeepAlive = function(enable, initialDelay, interval, count) {
  if (typeof enable === 'object' && enable !== null) {
    ({ enable, initialDelay, interval, count } = enable);
  }
  const isOn = Boolean(enable);
  const delaySeconds = toSeconds(initialDelay);
  const intervalSeconds =
    interval === undefined ? undefined : toSeconds(interval);
  const isChange = isOn !== this[kKeepAlive] ||
    (isOn && (delaySeconds !== this[kKeepAliveDelay] ||
              intervalSeconds !== this[kKeepAliveInterval] ||
              count !== this[kKeepAliveCount]));
  if (this._handle !== null && (!isChange || !this._handle.setKeepAlive)) {
    return this;
  }
  this[kKeepAlive] = isOn;
  this[kKeepAliveDelay] = delaySeconds;
  this[kKeepAliveInterval] = intervalSeconds;
  this[kKeepAliveCount] = count;
  this._handle?.setKeepAlive(isOn, delaySeconds, intervalSeconds, count);
  return this;
};

/** Sets IPv4's type of service, IPv6's traffic class. */
Socket.prototype.setTypeOfService = function(tos) {
  if (Number.isNaN(tos)) throw new ERR_INVALID_ARG_TYPE('tos', 'number', tos);
  validateInt32(tos, 'tos', 0, 255);
  const isOpen = this._handle?.setTypeOfService && !this.connecting;
  if (isOpen) {
    const status = this._handle.setTypeOfService(tos);
    if (status !== 0) throw errnoException(status, 'setTypeOfService');
  }
  this[kTypeOfService] = tos;
  return this;
};

Socket.prototype.getTypeOfService = function() {
  const isOpen = this._handle?.getTypeOfService && !this.connecting;
  if (!isOpen) return this[kTypeOfService] ?? 0;
  const tos = this._handle.getTypeOfService();
  if (tos < 0) throw errnoException(tos, 'getTypeOfService');
  return tos;
};

Socket.prototype.ref = function() {
  if (this._handle === null) this.once('connect', this.ref);
  else this._handle.ref?.();
  return this;
};

Socket.prototype.unref = function() {
  if (this._handle === null) this.once('connect', this.unref);
  else this._handle.unref?.();
  return this;
};

defineNames(Socket.prototype);

module.exports = { Socket, createHandle };
