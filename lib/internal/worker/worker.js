'use strict';
// Worker: a thread, seen from the one that started it.

const binding = internalBinding('worker');
const chains = require('internal/modules/hook_chains');
const EventEmitter = require('events');
const path = require('path');
const { codes, errnoException } = require('internal/errors');
const { MessageChannel } = require('internal/messaging/port');
const { kHandle, kTakeHandle } = require('internal/messaging/transfer');
const { PortReadable, PortWritable } = require('internal/worker/stdio');
const { validateArray, validateObject, validateString } =
  require('internal/validators');
const process = require('internal/process');
const thread = require('internal/worker/thread');

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
const kDefaultStackMb = 4;

/** Option: the thread runs the hooks of module.register, and no program. */
const kHooksProgram = Symbol('hooks');

/** A program's options, checked. */
function checkOptions(options) {
  const { argv, env, execArgv, name } = options;
  if (argv) validateArray(argv, 'options.argv');
  if (execArgv) validateArray(execArgv, 'options.execArgv');
  if (name !== undefined) validateString(name, 'options.name');
  if (env === SHARE_ENV) {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED('worker_threads.SHARE_ENV');
  }
  if (env !== undefined && env !== null && typeof env !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE(
      'options.env', ['object', 'undefined', 'null',
                      'worker_threads.SHARE_ENV'], env);
  }
}

/** What the thread runs: [text, path or URL, 'script' | 'url' | ''] */
function readProgram(filename, isEval) {
  const { isURL, fileURLToPath } = require('internal/url');
  if (isEval) {
    if (typeof filename !== 'string') {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'options.eval', isEval, "must be false when 'filename' is not a string");
    }
    return [filename, 'script'];
  }
  if (isURL(filename) && filename.protocol === 'data:') {
    return [`${filename}`, 'url'];
  }
  if (isURL(filename)) return [fileURLToPath(filename), ''];
  if (typeof filename !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  }
  if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) {
    return [path.resolve(filename), ''];
  }
  throw new codes.ERR_WORKER_PATH(filename);
}

function readEnv(env) {
  const copy = {};
  for (const [key, value] of Object.entries(env ?? process.env)) {
    copy[key] = `${value}`;
  }
  return copy;
}

/** Variables that stand for options, where they are '1'. */
const variables = {
  __proto__: null,
  NODE_PENDING_DEPRECATION: '--pending-deprecation',
  NODE_PRESERVE_SYMLINKS: '--preserve-symlinks',
  NODE_PRESERVE_SYMLINKS_MAIN: '--preserve-symlinks-main',
  NODE_USE_ENV_PROXY: '--use-env-proxy',
};

/** The options that an environment asks for beyond those of the process. */
function optionsOfVariables(env) {
  if (!env || env === process.env) return [];
  return Object.keys(variables).filter(
    (name) => env[name] === '1' && process.env[name] !== '1')
    .map((name) => variables[name]);
}

/**
 * What getOptionValue gives in the thread: its own options, or those of this
 * thread (undefined where they are the process's).
 * @throws {Error} ERR_WORKER_INVALID_EXEC_ARGV
 */
function readOptionValues(given) {
  const values = readOwnOptions(given);
  const names = optionsOfVariables(given.env);
  if (names.length === 0) return values;
  const changed = { ...values ?? require('internal/options').allOptionValues() };
  for (const name of names) changed[name] = true;
  return changed;
}

function readOwnOptions({ env, execArgv }) {
  const options = require('internal/options');
  const own = env && env !== process.env ? env.NODE_OPTIONS : undefined;
  const hasOwn = own !== undefined && own !== process.env.NODE_OPTIONS;
  if (!execArgv && !hasOwn) {
    return thread.isMainThread ? undefined : options.allOptionValues();
  }
  if (hasOwn) {
    const [, wrong] = options.optionsOfWorker([], `${own}`);
    if (wrong.length > 0) throw invalidOptions(wrong, kInvalidNodeOptions);
  }
  const text = hasOwn ? own : process.env.NODE_OPTIONS;
  const [values, wrong] = options.optionsOfWorker(
    (execArgv ?? process.execArgv).map(String),
    text === undefined ? undefined : `${text}`);
  // What the process has is not this thread's to refuse.
  const refused = hasOwn || !text ? wrong :
    options.optionsOfWorker((execArgv ?? []).map(String))[1];
  if (execArgv && refused.length > 0) throw invalidOptions(refused);
  return values;
}

const kInvalidNodeOptions = 'invalid NODE_OPTIONS env variable';

function invalidOptions(list, what) {
  return new codes.ERR_WORKER_INVALID_EXEC_ARGV(list, what);
}

function readLimits(limits = {}) {
  validateObject(limits, 'options.resourceLimits');
  const take = (value, fallback) =>
    (typeof value === 'number' ? value : fallback);
  return {
    maxYoungGenerationSizeMb: take(limits.maxYoungGenerationSizeMb, -1),
    maxOldGenerationSizeMb: take(limits.maxOldGenerationSizeMb, -1),
    codeRangeSizeMb: take(limits.codeRangeSizeMb, -1),
    stackSizeMb: take(limits.stackSizeMb, kDefaultStackMb),
  };
}

class Worker extends EventEmitter {
  #handle = null;
  #port = null; // for the runtime's own messages
  #publicPort = null; // the other end of the worker's parentPort
  #terminated = null; // what terminate() has returned
  #streams = {};

  /**
   * Starts a thread.
   * @param {string|URL} filename an absolute or './' path, a file: or data: URL;
   *   with `options.eval` the program itself
   * @param {object} [options] see the documentation
   * @throws {TypeError} ERR_WORKER_PATH, ERR_INVALID_ARG_TYPE
   */
  constructor(filename, options = {}) {
    super();
    checkOptions(options);
    const [program, doEval] = options[kHooksProgram] ? ['', 'hooks'] :
      readProgram(filename, options.eval);
    const values = options[kHooksProgram] ? undefined : readOptionValues(options);
    const limits = readLimits(options.resourceLimits);
    this.resourceLimits = limits;
    const parentPort = this.#open(limits);
    this.threadName = options.name ?? 'WorkerThread';
    try {
      this.#sendProgram(program, doEval, parentPort, options, values);
    } catch (error) {
      this.#close();
      throw error;
    }
    this.#makeStreams(options);
    const status = this.#handle.start();
    if (status !== 0) this.#fail(status);
    else if (!options[kHooksProgram]) {
      process.nextTick(() => process.emit('worker', this));
    }
  }

  /** @returns {MessagePort} the thread's parentPort */
  #open(limits) {
    const ours = new MessageChannel();
    const program = new MessageChannel();
    this.#port = ours.port1;
    this.#publicPort = program.port1;
    this.#handle = new binding.Worker(
      ours.port2[kHandle], limits.maxOldGenerationSizeMb,
      limits.maxYoungGenerationSizeMb, limits.stackSizeMb);
    ours.port2[kTakeHandle]();
    this.#handle.onexit = (code, isOutOfMemory) =>
      this.#onExit(code, isOutOfMemory);
    this.threadId = this.#handle.id();
    this.#port.on('message', (message) => this.#onMessage(message));
    this.#publicPort.on('message', (value) => this.emit('message', value));
    this.#publicPort.on('messageerror',
                        (error) => this.emit('messageerror', error));
    // The thread itself keeps the loop alive.
    this.#port.unref();
    this.#publicPort.unref();
    return program.port2;
  }

  #sendProgram(filename, doEval, parentPort, options, optionValues) {
    const hooks = chains.thread?.share();
    const moved = [parentPort, ...options.transferList ?? []];
    if (hooks !== undefined) moved.push(hooks.port);
    this.#port.postMessage({
      filename,
      doEval,
      parentPort,
      threadName: this.threadName,
      workerData: options.workerData,
      environmentData: thread.environmentData,
      argv: (options.argv ?? []).map(String),
      execArgv: options.execArgv ?? process.execArgv,
      env: readEnv(options.env),
      resourceLimits: this.resourceLimits,
      hasStdin: Boolean(options.stdin),
      optionValues,
      hooks,
    }, moved);
  }

  #makeStreams({ stdin, stdout, stderr }) {
    const post = (message) => this.#port?.postMessage(message);
    const streams = this.#streams;
    streams.stdin = stdin ? new PortWritable('stdin', post) : null;
    streams.stdout = new PortReadable('stdout', post);
    streams.stderr = new PortReadable('stderr', post);
    if (!stdout) pass(streams.stdout, () => process.stdout);
    if (!stderr) pass(streams.stderr, () => process.stderr);
  }

  #fail(status) {
    const { codes: { ERR_WORKER_INIT_FAILED } } = require('internal/errors');
    const { code } = errnoException(status, 'uv_thread_create');
    process.nextTick(() => {
      this.#close();
      this.emit('error', new ERR_WORKER_INIT_FAILED(code));
      this.emit('exit', 1);
    });
  }

  // --- What comes from the thread ---

  #onMessage(message) {
    switch (message.type) {
      case 'online':
        this.emit('online');
        break;
      case 'error': {
        const { readError } = require('internal/worker/error');
        this.emit('error', readError(message.error));
        break;
      }
      case 'stdio':
        this.#streams[message.name].take(message.chunks);
        break;
      case 'wanted':
        this.#streams.stdin?.wanted();
        break;
      default:
    }
  }

  #onExit(code, isOutOfMemory) {
    // Everything the thread has sent comes before its end.
    drain(this.#port, (message) => this.#onMessage(message));
    drain(this.#publicPort, (value) => this.emit('message', value));
    this.#close();
    if (isOutOfMemory) {
      this.emit('error', new codes.ERR_WORKER_OUT_OF_MEMORY(
        'JS heap out of memory'));
    }
    this.emit('exit', code);
  }

  #close() {
    this.#handle.close();
    this.#handle = null;
    this.#port.close();
    this.#port = null;
    this.#publicPort.close();
    this.#publicPort = null;
    this.threadId = -1;
    this.threadName = null;
    this.resourceLimits = {};
    for (const name of ['stdout', 'stderr']) this.#streams[name]?.push(null);
  }

  // --- For the program ---

  /** @see MessagePort#postMessage */
  postMessage(...args) {
    this.#publicPort?.postMessage(...args);
  }

  /**
   * Stops the thread as soon as possible.
   * @returns {Promise<integer|undefined>} its exit code; undefined if it has
   *   ended before
   */
  terminate(callback) {
    this.ref();
    if (typeof callback === 'function') {
      process.emitWarning(
        'Passing a callback to worker.terminate() is deprecated. ' +
        'It returns a Promise instead.', 'DeprecationWarning', 'DEP0132');
      if (this.#handle === null) return Promise.resolve();
      this.once('exit', (code) => callback(null, code));
    }
    if (this.#handle === null) return Promise.resolve();
    this.#handle.stop();
    this.#terminated ??= new Promise((resolve) => this.once('exit', resolve));
    return this.#terminated;
  }

  async [Symbol.asyncDispose]() {
    await this.terminate();
  }

  ref() { this.#handle?.ref(); }

  unref() { this.#handle?.unref(); }

  /** @returns {Writable|null} with the option `stdin` */
  get stdin() { return this.#streams.stdin; }

  get stdout() { return this.#streams.stdout; }

  get stderr() { return this.#streams.stderr; }
}

for (const name of ['cpuUsage', 'getHeapSnapshot', 'getHeapStatistics',
                    'startCpuProfile', 'startHeapProfile']) {
  Object.defineProperty(Worker.prototype, name, {
    configurable: true, enumerable: false, writable: true,
    value() {
      return Promise.reject(
        new codes.ERR_METHOD_NOT_IMPLEMENTED(`worker.${name}`));
    },
  });
}

/** What waits in a port, at once. */
function drain(port, take) {
  const { receiveMessageOnPort } = require('internal/messaging/port');
  for (let one; (one = receiveMessageOnPort(port)) !== undefined;) {
    take(one.message);
  }
}

/** Passes a worker's output on to our own, which is made when it is needed. */
function pass(stream, target) {
  stream.on('data', (chunk) => {
    if (target().write(chunk)) return;
    stream.pause();
    target().once('drain', () => stream.resume());
  });
}

module.exports = { SHARE_ENV, Worker, kHooksProgram };
