'use strict';

const {
  AbortError,
  codes: {
    ERR_CHILD_PROCESS_IPC_REQUIRED,
    ERR_CHILD_PROCESS_STDIO_MAXBUFFER,
  },
  genericNodeError,
} = require('internal/errors');
const { clearTimeout, setTimeout } = require('timers');
const process = require('internal/process');
const { getSystemErrorName, promisify } = require('internal/util');
const {
  validateAbortSignal, validateArray, validateFunction, validateObject,
  validateString,
} = require('internal/validators');
const { ChildProcess } = require('internal/child_process/child');
const {
  checkAllNoNul, checkNoNul, normalizeExecArguments, normalizeSpawnArguments,
  toKillSignal, toPath, validateMaxBuffer, validateTimeout,
} = require('internal/child_process/options');
const { stdioOfString } = require('internal/child_process/stdio');
const { execFileSync, execSync, spawnSync } =
  require('internal/child_process/sync');

const defaultMaxBuffer = 1024 * 1024; // bytes

// --- spawn -----------------------------------------------------------------------

/**
 * Starts a program. See child_process.md for the options.
 * @param {string} file
 * @param {string[]} [args]
 * @param {object} [options]
 * @returns {ChildProcess}
 */
function spawn(file, args, options) {
  options = normalizeSpawnArguments(file, args, options);
  validateTimeout(options.timeout);
  validateAbortSignal(options.signal, 'options.signal');
  const killSignal = toKillSignal(options.killSignal);
  const child = new ChildProcess();
  child.spawn(options);
  if (options.timeout > 0) killAfter(child, options.timeout, killSignal);
  if (options.signal) killOnAbort(child, options.signal, killSignal);
  return child;
}

function killAfter(child, timeout, killSignal) {
  const timer = setTimeout(() => {
    try {
      child.kill(killSignal);
    } catch (error) {
      child.emit('error', error);
    }
  }, timeout);
  child.once('exit', () => clearTimeout(timer));
}

function abortChild(child, killSignal, reason) {
  try {
    if (child.kill(killSignal)) {
      child.emit('error', new AbortError(undefined, { cause: reason }));
    }
  } catch (error) {
    child.emit('error', error);
  }
}

function killOnAbort(child, signal, killSignal) {
  const onAbort = () => abortChild(child, killSignal, signal.reason);
  if (signal.aborted) {
    process.nextTick(onAbort);
    return;
  }
  const { addAbortListener } = require('events');
  const listener = addAbortListener(signal, onAbort);
  child.once('exit', listener[Symbol.dispose].bind(listener));
}

// --- fork --------------------------------------------------------------------------

function forkStdio({ stdio, silent }) {
  if (typeof stdio === 'string') return stdioOfString(stdio, 'ipc');
  if (!Array.isArray(stdio)) {
    return stdioOfString(silent ? 'pipe' : 'inherit', 'ipc');
  }
  if (!stdio.includes('ipc')) {
    throw new ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  }
  return stdio;
}

/** Our own options for a child, without the program given by -e or -p. */
function ownExecArgv() {
  const { evalSource } = require('internal/options');
  const source = evalSource();
  const list = process.execArgv;
  const index = source === undefined ? -1 : list.lastIndexOf(source);
  if (index < 1) return list;
  return [...list.slice(0, index - 1), ...list.slice(index + 1)];
}

/**
 * Starts a Node.js program with a channel for messages.
 * @param {string|URL} modulePath
 * @param {string[]} [args]
 * @param {object} [options]
 * @returns {ChildProcess}
 */
function fork(modulePath, args, options) {
  modulePath = toPath(modulePath, 'modulePath');
  if (args == null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, 'args');
  }
  if (options != null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  options.execPath ||= process.execPath;
  checkNoNul(options.execPath, 'options.execPath');
  const execArgv = options.execArgv || ownExecArgv();
  checkAllNoNul(execArgv, 'options.execArgv');
  options.stdio = forkStdio(options);
  return spawn(options.execPath, [...execArgv, modulePath, ...args], options);
}

// --- execFile and exec ----------------------------------------------------------------

/** The optional arguments of execFile(file[, args][, options][, callback]). */
function normalizeExecFileArguments(file, args, options, callback) {
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args != null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  if (typeof options === 'function') {
    callback = options;
    options = null;
  } else if (options != null) {
    validateObject(options, 'options');
  }
  if (callback != null) validateFunction(callback, 'callback');
  if (options?.argv0 != null) {
    validateString(options.argv0, 'options.argv0');
    checkNoNul(options.argv0, 'options.argv0');
  }
  return { file, args: args ?? [], options, callback };
}

/** Collects what a child writes to one stream, up to a limit. */
class Output {
  constructor(name, stream, encoding, maxBuffer, onOverflow) {
    this.name = name;
    this.stream = stream;
    this.encoding = encoding;
    this.chunks = [];
    this.left = maxBuffer;
    this.onOverflow = onOverflow;
    if (encoding) stream.setEncoding(encoding);
    stream.on('data', (chunk) => this.take(chunk));
  }

  take(chunk) {
    const { Buffer } = require('buffer');
    const encoding = this.stream.readableEncoding;
    const length = encoding ? Buffer.byteLength(chunk, encoding) : chunk.length;
    if (length > this.left) {
      this.chunks.push(chunk.slice(0, this.left));
      this.left = 0;
      this.onOverflow(new ERR_CHILD_PROCESS_STDIO_MAXBUFFER(this.name));
    } else {
      this.chunks.push(chunk);
      this.left -= length;
    }
  }

  content() {
    const { Buffer } = require('buffer');
    return this.encoding || this.stream.readableEncoding ?
      this.chunks.join('') : Buffer.concat(this.chunks);
  }
}

/** One execFile: waits for the end of the child and calls back once. */
class Execution {
  constructor(command, options, callback) {
    this.command = command;
    this.options = options;
    this.callback = callback;
    this.child = null;
    this.stdout = null;
    this.stderr = null;
    this.timer = undefined;
    this.error = null;
    this.killed = false;
    this.isDone = false;
  }

  start(child) {
    const { encoding, maxBuffer, timeout } = this.options;
    const overflow = (error) => {
      this.error = error;
      this.kill();
    };
    this.child = child;
    const text = require('buffer').Buffer.isEncoding(encoding) && encoding;
    if (child.stdout) {
      this.stdout = new Output('stdout', child.stdout, text, maxBuffer, overflow);
    }
    if (child.stderr) {
      this.stderr = new Output('stderr', child.stderr, text, maxBuffer, overflow);
    }
    this.emptyContent = text ? '' : require('buffer').Buffer.alloc(0);
    if (timeout > 0) this.timer = setTimeout(() => this.kill(), timeout);
    child.on('close', (code, signal) => this.finish(code, signal));
    child.on('error', (error) => this.fail(error));
  }

  kill() {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.killed = true;
    try {
      this.child.kill(this.options.killSignal);
    } catch (error) {
      this.error ??= error;
      this.finish();
    }
  }

  fail(error) {
    this.error = error;
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.finish();
  }

  finish(code, signal) {
    if (this.isDone) return;
    this.isDone = true;
    clearTimeout(this.timer);
    if (!this.callback) return;
    const stdout = this.stdout?.content() ?? this.emptyContent;
    const stderr = this.stderr?.content() ?? this.emptyContent;
    if (this.error === null && code === 0 && signal === null) {
      this.callback(null, stdout, stderr);
      return;
    }
    this.error ??= genericNodeError(
      `Command failed: ${this.command}\n${stderr}`, {
        code: code < 0 ? getSystemErrorName(code) : code,
        killed: this.child.killed || this.killed,
        signal,
      });
    this.error.cmd = this.command;
    this.callback(this.error, stdout, stderr);
  }
}

/**
 * Runs a program and collects what it writes.
 * @param {string} file
 * @param {string[]} [args]
 * @param {object} [options]
 * @param {Function} [callback] (error, stdout, stderr)
 * @returns {ChildProcess}
 */
function execFile(file, args, options, callback) {
  ({ file, args, options, callback } =
    normalizeExecFileArguments(file, args, options, callback));
  options = {
    encoding: 'utf8',
    timeout: 0,
    maxBuffer: defaultMaxBuffer,
    killSignal: 'SIGTERM',
    cwd: null,
    env: null,
    shell: false,
    ...options,
  };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  options.killSignal = toKillSignal(options.killSignal);
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    gid: options.gid,
    shell: options.shell,
    signal: options.signal,
    uid: options.uid,
    argv0: options.argv0,
    windowsHide: Boolean(options.windowsHide),
    windowsVerbatimArguments: Boolean(options.windowsVerbatimArguments),
  });
  const command = args.length > 0 ? `${file} ${args.join(' ')}` : file;
  new Execution(command, options, callback).start(child);
  return child;
}

/** As execFile, of a shell's command line. */
function exec(command, options, callback) {
  const normalized = normalizeExecArguments(command, options, callback);
  return execFile(normalized.file, normalized.options, normalized.callback);
}

/** The form that util.promisify gives: {stdout, stderr}, and `promise.child`. */
function promisified(run) {
  return (...args) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.child = run(...args, (error, stdout, stderr) => {
      if (error !== null) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    return promise;
  };
}

for (const run of [exec, execFile]) {
  Object.defineProperty(run, promisify.custom, {
    configurable: true, enumerable: false, writable: true,
    value: promisified(run),
  });
}

/** For children that were given a channel; see internal/main. */
function _forkChild(fd, serializationMode) {
  require('internal/child_process/ipc').setupOwnChannel(fd, serializationMode);
}

module.exports = {
  _forkChild,
  ChildProcess,
  exec,
  execFile,
  execFileSync,
  execSync,
  fork,
  spawn,
  spawnSync,
};
