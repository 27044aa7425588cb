'use strict';
// module.register: hooks that run in a thread of their own, one for all of them.
// This is the side of the program, which waits for each answer.

const { codes } = require('internal/errors');
const chains = require('internal/modules/hook_chains');
const { validateString } = require('internal/validators');

/**
 * What a thread and the one that runs the hooks talk through.
 * @returns {{ours: object, theirs: object}} each {port, answers}; `answers`
 *   counts the answers
 */
function makeChannel() {
  const { MessageChannel } = require('internal/messaging/port');
  const { port1, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  return { ours: { port: port1, answers }, theirs: { port: port2, answers } };
}

/** The other side, lib/internal/modules/hooks_worker.js, while it lives. */
class HooksThread {
  #port;
  #answers;

  /** @param {{port: MessagePort, answers: Int32Array}} channel */
  constructor({ port, answers }) {
    this.#port = port;
    this.#answers = answers;
    port.unref();
  }

  static start() {
    const { Worker, kHooksProgram } = require('internal/worker/worker');
    const { ours, theirs } = makeChannel();
    const worker = new Worker('', {
      [kHooksProgram]: true,
      name: 'loaders',
      workerData: theirs,
      transferList: [theirs.port],
    });
    worker.unref();
    return new HooksThread(ours);
  }

  /** @returns {{port, answers}} for a new worker: the hooks are its own, too */
  share() {
    const { ours, theirs } = makeChannel();
    this.#port.postMessage({ type: 'join', content: ours }, [ours.port]);
    return theirs;
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
  const content = {
    specifier: toHref(specifier, 'specifier'),
    parentURL: toHref(parentURL ?? 'data:', 'parentURL'),
    data: options?.data,
  };
  if (require('internal/worker/thread').runsHooks) {
    require('internal/modules/hooks_worker').registerHere(content);
    return;
  }
  chains.thread ??= HooksThread.start();
  chains.thread.ask('register', content, options?.transferList);
}

/** In a worker: takes part in the hooks of the thread that has started it. */
function join(channel) {
  chains.thread = new HooksThread(channel);
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

module.exports = { isNeverSettled, join, register, registerOptions };
