'use strict';

// require('readline/promises')

const { AbortError } = require('internal/errors');
const { validateAbortSignal } = require('internal/validators');
const { Interface: BaseInterface } = require('internal/readline/interface');
const { Readline } = require('internal/readline/promises');

/** Reads lines, and answers questions by promises. */
class Interface extends BaseInterface {
  #rejectQuestion = null;

  constructor(input, output, completer, terminal) {
    super(input, output, completer, terminal);
  }

  async _callCompleter(line, callback) {
    let value;
    try {
      value = await this.completer(line);
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, value);
  }

  /**
   * Shows a question.
   *
   * @param {string} query
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<string>} the next line
   */
  question(query, options = {}) {
    return new Promise((resolve, reject) => {
      let answered = resolve;
      if (options?.signal) {
        const { signal } = options;
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const onAbort = () => {
          this._cancelQuestion();
          reject(new AbortError(undefined, { cause: signal.reason }));
        };
        signal.addEventListener('abort', onAbort, { once: true });
        answered = (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        };
      }
      this._question(query, answered);
      this.#rejectQuestion = reject;
    });
  }

  _closeByKey(name) {
    // Nobody will answer.
    this.#rejectQuestion?.(new AbortError(`Aborted with ${name}`));
    super._closeByKey(name);
  }
}

/**
 * @param {object} input the options, see readline.md; or the arguments
 * @returns {Interface}
 */
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, Readline, createInterface };
