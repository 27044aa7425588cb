'use strict';

const { validateObject, validateOneOf } = require('internal/validators');
const { customInspectSymbol } = require('internal/util');
const { messageFor } = require('internal/assert/assertion_message');

const kMaxPropertyLines = 10;
const kMaxPropertyLength = 512;

// Long strings are cut where an error is shown, not in the error.
function shorten(value) {
  if (typeof value !== 'string') return value;
  const lines = value.split('\n', kMaxPropertyLines + 1);
  if (lines.length > kMaxPropertyLines) {
    return `${lines.slice(0, kMaxPropertyLines).join('\n')}\n...`;
  }
  return value.length > kMaxPropertyLength ?
    `${value.slice(0, -kMaxPropertyLength)}...` : value;
}

function makeMessage(options) {
  validateObject(options, 'options');
  const limit = Error.stackTraceLimit;
  const isWritable =
    Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.writable;
  // Errors met on the way print without frames: those differ each time.
  if (isWritable) Error.stackTraceLimit = 0;
  try {
    return messageFor({ diff: 'simple', ...options });
  } finally {
    if (isWritable) Error.stackTraceLimit = limit;
  }
}

class AssertionError extends Error {
  /**
   * @param {{message?: string, actual?: any, expected?: any,
   *   operator?: string, stackStartFn?: Function, diff?: 'simple'|'full'}}
   *   options
   */
  constructor(options) {
    super(makeMessage(options));
    const {
      message, operator, stackStartFn, details,
      stackStartFunction, // legacy spelling
      diff = 'simple',
    } = options;
    if (options.diff !== undefined) {
      validateOneOf(diff, 'options.diff', ['simple', 'full']);
    }
    this.generatedMessage = !message;
    // The stack's first line shows the code.
    Object.defineProperty(this, 'name', {
      __proto__: null,
      value: 'AssertionError [ERR_ASSERTION]',
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) this.#addDetails(details);
    else this.#addComparison(options, operator);
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
    this.stack; // formats it
    this.name = 'AssertionError';
    this.diff = diff;
  }

  #addComparison({ actual, expected }, operator) {
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
  }

  // Of several failures in one error.
  #addDetails(details) {
    this.actual = undefined;
    this.expected = undefined;
    this.operator = undefined;
    details.forEach((one, i) => {
      this[`message ${i}`] = one.message;
      this[`actual ${i}`] = one.actual;
      this[`expected ${i}`] = one.expected;
      this[`operator ${i}`] = one.operator;
      this[`stack trace ${i}`] = one.stack;
    });
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [customInspectSymbol](depth, options) {
    const { inspect } = require('internal/util/inspect');
    const { actual, expected } = this;
    this.actual = shorten(actual);
    this.expected = shorten(expected);
    try {
      return inspect(this, { ...options, customInspect: false, depth: 0 });
    } finally {
      this.actual = actual;
      this.expected = expected;
    }
  }
}

module.exports = AssertionError;
