'use strict';
// WASI preview1: the system calls that a WebAssembly program imports.
// https://nodejs.org/api/wasi.html

const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateFunction, validateInt32,
  validateObject, validateString, validateUndefined,
} = require('internal/validators');
const { emitExperimentalWarning, kEmptyObject } = require('internal/util');
const binding = internalBinding('wasi');

/** What ends a program that calls proc_exit, where the process goes on. */
const kExit = Symbol('kExit');

const importNames = {
  __proto__: null,
  unstable: 'wasi_unstable',
  preview1: 'wasi_snapshot_preview1',
};

function readVersion({ version }) {
  validateString(version, 'options.version');
  const name = importNames[version];
  if (name !== undefined) return name;
  throw new codes.ERR_INVALID_ARG_VALUE('options.version', version,
                                        'unsupported WASI version');
}

function readArgs({ args }) {
  if (args === undefined) return [];
  validateArray(args, 'options.args');
  return args.map(String);
}

/** ['NAME=value', ...] */
function readEnv({ env }) {
  if (env === undefined) return [];
  validateObject(env, 'options.env');
  const list = [];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined) list.push(`${name}=${value}`);
  }
  return list;
}

/** [name, path, ...] */
function readPreopens({ preopens }) {
  if (preopens === undefined) return [];
  validateObject(preopens, 'options.preopens');
  return Object.entries(preopens).flatMap(([name, path]) =>
    [String(name), String(path)]);
}

function readStdio({ stdin = 0, stdout = 1, stderr = 2 }) {
  validateInt32(stdin, 'options.stdin', 0);
  validateInt32(stdout, 'options.stdout', 0);
  validateInt32(stderr, 'options.stderr', 0);
  return [stdin, stdout, stderr];
}

function exitProcess(code) {
  require('internal/process').reallyExit(code);
}

/** An environment that a WebAssembly instance runs in. */
class WASI {
  #native;
  #importName;
  #instance;
  #exitCode = 0;

  /**
   * @param {object} options version ('preview1' or 'unstable'), args, env,
   *   preopens, stdin, stdout, stderr, returnOnExit
   * @throws {Error} UVWASI_*: a preopened folder cannot be opened
   */
  constructor(options = kEmptyObject) {
    emitExperimentalWarning('WASI');
    validateObject(options, 'options');
    this.#importName = readVersion(options);
    const args = readArgs(options);
    const env = readEnv(options);
    const preopens = readPreopens(options);
    const stdio = readStdio(options);
    const { returnOnExit = true } = options;
    validateBoolean(returnOnExit, 'options.returnOnExit');
    this.#native = new binding.WASI(args, env, preopens, stdio);
    this.wasiImport = this.#native.imports();
    this.wasiImport.proc_exit = returnOnExit ? (code) => {
      this.#exitCode = code;
      // eslint-disable-next-line no-throw-literal
      throw kExit;
    } : exitProcess;
  }

  /**
   * Ties the environment to an instance without running any of it.
   * @param {WebAssembly.Instance} instance
   * @param {{memory?: WebAssembly.Memory}} [options]
   * @throws {Error} ERR_WASI_ALREADY_STARTED
   */
  finalizeBindings(instance, { memory = instance?.exports?.memory } = {}) {
    if (this.#instance !== undefined) {
      throw new codes.ERR_WASI_ALREADY_STARTED();
    }
    validateObject(instance, 'instance');
    validateObject(instance.exports, 'instance.exports');
    this.#native.setMemory(memory);
    this.#instance = instance;
  }

  /**
   * Runs a command: its _start().
   * @param {WebAssembly.Instance} instance
   * @returns {integer} the status it exited with
   */
  start(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = this.#instance.exports;
    validateFunction(_start, 'instance.exports._start');
    validateUndefined(_initialize, 'instance.exports._initialize');
    try {
      _start();
    } catch (error) {
      if (error !== kExit) throw error;
    }
    return this.#exitCode;
  }

  /**
   * Prepares a library ("reactor"): runs its _initialize(), if it has one.
   * @param {WebAssembly.Instance} instance
   */
  initialize(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = this.#instance.exports;
    validateUndefined(_start, 'instance.exports._start');
    if (_initialize === undefined) return;
    validateFunction(_initialize, 'instance.exports._initialize');
    _initialize();
  }

  /** @returns {object} for WebAssembly.instantiate() */
  getImportObject() {
    return { [this.#importName]: this.wasiImport };
  }
}

module.exports = { WASI };
