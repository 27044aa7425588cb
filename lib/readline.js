'use strict';

// require('readline')

const { AbortError } = require('internal/errors');
const { promisify } = require('internal/util');
const { validateAbortSignal } = require('internal/validators');
const { clearLine, clearScreenDown, cursorTo, moveCursor } =
  require('internal/readline/callbacks');
const { emitKeypressEvents } = require('internal/readline/emit_keypress');
const { Interface: BaseInterface } = require('internal/readline/interface');

/** Reads lines, and tells of them by events and callbacks. */
function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) {
    return new Interface(input, output, completer, terminal);
  }
  BaseInterface.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, BaseInterface.prototype);
Object.setPrototypeOf(Interface, BaseInterface);

Interface.prototype._callCompleter = function(line, callback) {
  const { completer } = this;
  if (completer.length === 2) completer(line, callback);
  else callback(null, completer(line));
};

/**
 * Shows a question and gives the next line to the callback.
 *
 * @param {string} query
 * @param {{ signal?: AbortSignal }} [options]
 * @param {(answer: string) => void} callback
 */
Interface.prototype.question = function(query, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  if (options?.signal) {
    validateAbortSignal(options.signal, 'options.signal');
    if (options.signal.aborted) return;
    callback = cancelOnAbort(this, options.signal, callback);
  }
  if (typeof callback === 'function') this._question(query, callback);
};

function cancelOnAbort(rl, signal, callback) {
  const onAbort = () => rl._cancelQuestion();
  signal.addEventListener('abort', onAbort, { once: true });
  const cleanup = () => signal.removeEventListener('abort', onAbort);
  if (typeof callback !== 'function') return cleanup;
  return (answer) => {
    cleanup();
    return callback(answer);
  };
}

Interface.prototype.question[promisify.custom] = function(query, options) {
  const signal = options?.signal;
  if (signal?.aborted) {
    return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  }
  return new Promise((resolve, reject) => {
    let answered = resolve;
    if (signal) {
      const onAbort = () => {
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      answered = (answer) => {
        signal.removeEventListener('abort', onAbort);
        resolve(answer);
      };
    }
    this.question(query, options, answered);
  });
};

/**
 * @param {object} input the options, see readline.md; or the arguments
 * @returns {Interface}
 */
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
};

Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('readline/promises'); },
});
