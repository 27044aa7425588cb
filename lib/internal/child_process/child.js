'use strict';
// ChildProcess: a running program, its streams and its events.

const EventEmitter = require('events');
const {
  errnoException,
} = require('internal/errors');
const process = require('internal/process');
const {
  SymbolDispose = Symbol.dispose, convertToValidSignal,
} = require('internal/util');
const {
  validateArray, validateObject, validateOneOf, validateString,
} = require('internal/validators');
const { spawn, kPipe, kStream } = internalBinding('spawn');
const {
  UV_EACCES, UV_EAGAIN, UV_EINVAL, UV_EMFILE, UV_ENFILE, UV_ENOENT,
  UV_ENOSYS, UV_ESRCH,
} = internalBinding('uv');
const { closePipes, flatten, parseStdio } =
  require('internal/child_process/stdio');

/** A stream that a later child reads from or writes to instead of us. */
const kUsedAsStdio = Symbol('kUsedAsStdio');

/** Failures that are told by 'error' instead of thrown. */
const emittedErrors = new Set([
  UV_EACCES, UV_EAGAIN, UV_EMFILE, UV_ENFILE, UV_ENOENT,
]);

/** Not made by programs: spawn() and fork() give one. */
function ChildProcess() {
  EventEmitter.call(this);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  this._handle = null;
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

// --- Starting -------------------------------------------------------------------

function validateSpawnOptions(options) {
  validateObject(options, 'options');
  validateOneOf(options.serialization, 'options.serialization',
                [undefined, 'json', 'advanced']);
}

function validateCommand(options) {
  validateString(options.file, 'options.file');
  if (options.args !== undefined) validateArray(options.args, 'options.args');
}

/** The environment, and what tells a Node.js child of its channel. */
function environmentWithChannel(options, entries) {
  const index = entries.findIndex((entry) => entry.isChannel);
  if (index < 0) return options.envPairs;
  if (options.envPairs !== undefined) {
    validateArray(options.envPairs, 'options.envPairs');
  }
  return [
    ...options.envPairs ?? [],
    `NODE_CHANNEL_FD=${index}`,
    `NODE_CHANNEL_SERIALIZATION_MODE=${options.serialization || 'json'}`,
  ];
}

function start(child, options, entries) {
  const envPairs = environmentWithChannel(options, entries);
  validateCommand(options);
  child.spawnfile = options.file;
  child.spawnargs = options.args ?? [];
  return spawn(
    options.file, child.spawnargs, envPairs, options.cwd, options.detached,
    options.uid, options.gid, flatten(entries));
}

/**
 * Starts the program, once.
 * @param {object} options as normalizeSpawnArguments makes them
 * @returns {number} 0, or the negative number of an error that 'error' tells
 */
ChildProcess.prototype.spawn = function(options) {
  validateSpawnOptions(options);
  const entries = parseStdio(options.stdio || 'pipe', false);
  let handle;
  try {
    handle = start(this, options, entries);
  } catch (error) {
    closePipes(entries);
    throw error;
  }
  if (typeof handle === 'number') return failToStart(this, handle, entries);
  this._handle = handle;
  handle.onexit = (status, signal) => onExit(this, status, signal);
  this.pid = handle.pid;
  process.nextTick(emitSpawn, this);
  makeStreams(this, entries, options.serialization);
  return 0;
};

function failToStart(child, errno, entries) {
  if (!emittedErrors.has(errno)) {
    closePipes(entries);
    throw errnoException(errno, 'spawn');
  }
  process.nextTick(onExit, child, errno, 0);
  // Without descriptors there is nothing to make streams of.
  if (errno === UV_EMFILE || errno === UV_ENFILE) {
    closePipes(entries);
    return errno;
  }
  child.pid = undefined;
  makeStreams(child, entries, undefined);
  return errno;
}

function emitSpawn(child) {
  child.emit('spawn');
}

// --- Streams ------------------------------------------------------------------------

function makeStreams(child, entries, serialization) {
  const hasStarted = child._handle !== null;
  const streams = [];
  let channel;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    if (entry.isChannel) channel = entry.handle;
    else if (entry.kind === kStream) detachStream(entry);
    streams.push(entry.kind === kPipe && !entry.isChannel ?
      makeStream(child, entry.handle, i, hasStarted) : null);
  }
  [child.stdin, child.stdout, child.stderr] = streams;
  child.stdio = streams;
  if (channel === undefined) return;
  if (!hasStarted) {
    channel.close();
    return;
  }
  child._closesNeeded++;
  require('internal/child_process/ipc').setupChannel(
    child, channel, serialization, () => maybeClose(child));
}

function makeStream(child, handle, index, hasStarted) {
  const { Socket } = require('net');
  if (!hasStarted) {
    handle.close();
    return new Socket({ readable: index > 0 });
  }
  const stream = new Socket({ handle, readable: index > 0 });
  if (index > 0) {
    child._closesNeeded++;
    stream.on('close', () => maybeClose(child));
  }
  return stream;
}

/** What a child reads from its own copy of a stream must not be read by us. */
function detachStream({ handle, stream }) {
  handle.reading = false;
  handle.readStop();
  if (typeof stream.pause !== 'function') return;
  stream.pause();
  stream.readableFlowing = false;
  if (stream._readableState) stream._readableState.reading = false;
  stream[kUsedAsStdio] = true;
}

/** Nobody may be reading: what is left would keep the streams open. */
function flushStdio(child) {
  if (child.stdio == null) return;
  for (const stream of child.stdio) {
    if (!stream || !stream.readable || stream[kUsedAsStdio]) continue;
    stream.resume();
  }
}

// --- The end --------------------------------------------------------------------------

function signalName(number) {
  const { signals } = require('os').constants;
  for (const name of Object.keys(signals)) {
    if (signals[name] === number) return name;
  }
  return null;
}

/** Called by the event loop; a negative status says that it did not start. */
function onExit(child, status, signal) {
  if (signal) child.signalCode = signalName(signal);
  else child.exitCode = status;
  child.stdin?.destroy();
  child._handle?.close();
  child._handle = null;
  if (status < 0) emitStartError(child, status);
  else child.emit('exit', child.exitCode, child.signalCode);
  process.nextTick(flushStdio, child);
  maybeClose(child);
}

function emitStartError(child, errno) {
  const file = child.spawnfile;
  const error = errnoException(errno, file ? `spawn ${file}` : 'spawn');
  if (file) error.path = file;
  error.spawnargs = child.spawnargs.slice(1);
  child.emit('error', error);
}

function maybeClose(child) {
  child._closesGot++;
  if (child._closesGot === child._closesNeeded) {
    child.emit('close', child.exitCode, child.signalCode);
  }
}

/**
 * Sends a signal.
 * @param {string|number} [signal] 'SIGTERM'; 0 only asks whether it runs
 * @returns {boolean} whether it could be sent
 * @throws {TypeError} ERR_UNKNOWN_SIGNAL
 */
ChildProcess.prototype.kill = function(signal) {
  const number =
    signal === 0 ? 0 : convertToValidSignal(signal ?? 'SIGTERM');
  if (this._handle === null) return false;
  const status = this._handle.kill(number);
  if (status === 0) {
    // 0 asks, and kills nothing.
    if (number !== 0) this.killed = true;
    return true;
  }
  if (status === UV_EINVAL || status === UV_ENOSYS) {
    throw errnoException(status, 'kill');
  }
  if (status !== UV_ESRCH) this.emit('error', errnoException(status, 'kill'));
  return false;
};

ChildProcess.prototype[SymbolDispose] = function() {
  if (!this.killed) this.kill();
};

ChildProcess.prototype.ref = function() {
  this._handle?.ref();
};

ChildProcess.prototype.unref = function() {
  this._handle?.unref();
};

module.exports = { ChildProcess };
