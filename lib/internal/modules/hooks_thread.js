'use strict';
// module.register: hooks that run in a thread of their own, one for all of them.
// This is the side of the program, which waits for each answer.

const { codes } = require('internal/errors');
const chains = require('internal/modules/hook_chains');
const { validateString } = require('internal/validators');

/** The other side, lib/internal/modules/hooks_worker.js, while it lives. */
class HooksThread {
  #worker;
  #port;
  /** Counts the answers. */
  #answers = new Int32Array(new SharedArrayBuffer(4));

  constructor() {
    const { MessageChannel } = require('internal/messaging/port');
    const { Worker, kHooksProgram } = require('internal/worker/worker');
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.unref();
    this.#worker = new Worker('', {
      [kHooksProgram]: true,
      name: 'loaders',
      workerData: { port: port2, answers: this.#answers },
      transferList: [port2],
    });
    this.#worker.unref();
  }

  /**
   * Asks, and waits.
   * @param {string} type
   * @param {object} content
   * @param {object[]} [transferList]
   * @returns {any}
   * @throws what the hooks throw; ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED
   */
  ask(type, content, transferList = []) {
    const before = Atomics.load(this.#answers, 0);
    this.#port.postMessage({ type, content }, transferList);
    Atomics.wait(this.#answers, 0, before);
    const { receiveMessageOnPort } = require('internal/messaging/port');
    return this.#read(receiveMessageOnPort(this.#port)?.message);
  }

  #read(answer) {
    if (answer === undefined || answer.never) {
      throw new codes.ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED();
    }
    if (answer.exitCode !== undefined) {
      require('internal/process').exit(answer.exitCode);
    }
    if (answer.error !== undefined) {
      throw require('internal/worker/error').readError(answer.error);
    }
    return answer.result;
  }

  /** @returns {{url, format, importAttributes}} */
  resolve(specifier, { conditions, importAttributes, parentURL }) {
    return this.ask('resolve', {
      specifier, context: { conditions, importAttributes: { ...importAttributes },
                            parentURL },
    });
  }

  /** @returns {{source, format}} */
  load(url, { format, importAttributes }) {
    return this.ask('load', {
      url, context: { format, importAttributes: { ...importAttributes } },
    });
  }
}

/** Whether an error says that a hook will never answer. */
const isNeverSettled = (error) =>
  error?.code === 'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED';

function toHref(url, name) {
  const { isURL } = require('internal/url');
  if (isURL(url)) return url.href;
  validateString(url, name);
  return url;
}

/**
 * module.register()
 * @param {string|URL} specifier of the module with the hooks
 * @param {string|URL|object} [parentURL] or the options
 * @param {{parentURL?, data?: any, transferList?: object[]}} [options]
 * @throws what the module throws, or its `initialize`
 */
function register(specifier, parentURL = undefined, options = undefined) {
  const { isURL } = require('internal/url');
  if (parentURL !== null && typeof parentURL === 'object' && !isURL(parentURL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  chains.thread ??= new HooksThread();
  chains.thread.ask('register', {
    specifier: toHref(specifier, 'specifier'),
    parentURL: toHref(parentURL ?? 'data:', 'parentURL'),
    data: options?.data,
  }, options?.transferList);
}

/** --experimental-loader @param {string[]} specifiers */
function registerOptions(specifiers) {
  const { folderUrl } = require('internal/modules/esm/loader');
  require('internal/process').emitWarning(
    '`--experimental-loader` may be removed in the future; instead use ' +
    '`register()`:\n--import \'data:text/javascript,import { register } from ' +
    '"node:module"; import { pathToFileURL } from "node:url"; ' +
    specifiers.map((one) => `register(${
      encodeURI(JSON.stringify(one))}, pathToFileURL("./"));`).join(' ') + "'",
    'ExperimentalWarning');
  for (const specifier of specifiers) register(specifier, folderUrl());
}

module.exports = { isNeverSettled, register, registerOptions };
