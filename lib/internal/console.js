'use strict';
// The Console class and the global console.

const {
  codes: { ERR_CONSOLE_WRITABLE_STREAM, ERR_INCOMPATIBLE_OPTION_PAIR },
  isStackOverflowError,
} = require('internal/errors');
const {
  validateArray, validateInteger, validateObject, validateOneOf,
} = require('internal/validators');
const { formatArguments, inspect } = require('internal/util/inspect');
const { shouldColorize } = require('internal/util/colors');
const { channel } = require('diagnostics_channel');
const process = require('internal/process');

const kState = Symbol('kState');
const defaultGroupIndentation = 2;
const maxGroupIndentation = 1000;

/** What one console knows besides its streams. */
class ConsoleState {
  ignoreErrors = true;
  // 'auto', true or false.
  colorMode = 'auto';
  // An object, or a Map of stream -> object, or undefined.
  inspectOptions = undefined;
  // The text that stands before each line, and by how much group() makes it
  // longer.
  indent = '';
  indentWidth = defaultGroupIndentation;
  counts = new Map();
  // Write callbacks, by stream: made once.
  errorHandlers = new Map();
}

// --- Writing ----------------------------------------------------------------

function ignore() {}

/**
 * An asynchronous error of a write is emitted after its callback: that is the
 * moment to see to it that somebody listens.
 */
function makeErrorHandler(stream) {
  return (error) => {
    if (error == null || stream._writableState?.errorEmitted) return;
    if (stream.listenerCount('error') === 0) stream.once('error', ignore);
  };
}

function errorHandlerOf(state, stream) {
  let handler = state.errorHandlers.get(stream);
  if (handler === undefined) {
    handler = makeErrorHandler(stream);
    state.errorHandlers.set(stream, handler);
  }
  return handler;
}

/**
 * Writes; whatever happens to the stream is not the program's concern. Streams
 * of lib/ tell the callback of an error before they emit it; others may emit
 * it during the write.
 */
function writeIgnoringErrors(state, stream, text) {
  const isUnwatched = stream._writableState === undefined &&
    stream.listenerCount?.('error') === 0;
  try {
    if (isUnwatched) stream.on('error', ignore);
    stream.write(text, errorHandlerOf(state, stream));
  } catch (error) {
    if (isStackOverflowError(error)) throw error;
  } finally {
    if (isUnwatched) stream.removeListener('error', ignore);
  }
}

function writeLine(console, stream, text) {
  const state = console[kState];
  const { indent } = state;
  if (indent !== '') {
    if (text.includes('\n')) text = text.replaceAll('\n', `\n${indent}`);
    text = indent + text;
  }
  text += '\n';
  if (state.ignoreErrors) writeIgnoringErrors(state, stream, text);
  else stream.write(text);
}

const colorOptions = { colors: true };

/** The options with which values are shown on a stream. */
function inspectOptionsFor(console, stream) {
  const { colorMode, inspectOptions } = console[kState];
  const given = inspectOptions instanceof Map ?
    inspectOptions.get(stream) : inspectOptions;
  const colors = colorMode === 'auto' ? shouldColorize(stream) : colorMode;
  if (given === undefined) return colors ? colorOptions : undefined;
  return given.colors === undefined ? { ...given, colors } : given;
}

function formatFor(console, stream, args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  return formatArguments(inspectOptionsFor(console, stream), args);
}

// --- The methods ------------------------------------------------------------

// Subscribers of these channels are given the arguments before anything else.
const logChannel = channel('console.log');
const infoChannel = channel('console.info');
const debugChannel = channel('console.debug');
const warnChannel = channel('console.warn');
const errorChannel = channel('console.error');

const methods = {
  /** Writes a line to stdout, as util.format makes it. */
  log(...args) {
    if (logChannel.hasSubscribers) logChannel.publish(args);
    const stream = this._stdout;
    writeLine(this, stream, formatFor(this, stream, args));
  },

  /** As log, to stderr. */
  warn(...args) {
    if (warnChannel.hasSubscribers) warnChannel.publish(args);
    const stream = this._stderr;
    writeLine(this, stream, formatFor(this, stream, args));
  },

  /** As log, to stderr. */
  error(...args) {
    if (errorChannel.hasSubscribers) errorChannel.publish(args);
    const stream = this._stderr;
    writeLine(this, stream, formatFor(this, stream, args));
  },

  /** Shows an object with options for util.inspect. */
  dir(object, options) {
    const stream = this._stdout;
    writeLine(this, stream, inspect(object, {
      customInspect: false,
      ...inspectOptionsFor(this, stream),
      ...options,
    }));
  },

  /** Starts a timer. */
  time(label = 'default') {
    label = `${label}`;
    if (this._times.has(label)) {
      process.emitWarning(
        `Label '${label}' already exists for console.time()`);
      return;
    }
    this._times.set(label, process.hrtime());
  },

  /** Shows how long a timer has run, and ends it. */
  timeEnd(label = 'default') {
    label = `${label}`;
    if (showTime(this, 'timeEnd', label, [])) this._times.delete(label);
  },

  /** Shows how long a timer has run. */
  timeLog(label = 'default', ...data) {
    showTime(this, 'timeLog', `${label}`, data);
  },

  /** Shows a message and where it came from, on stderr. */
  trace(...args) {
    const place = {
      name: 'Trace',
      message: formatFor(this, this._stderr, args),
    };
    Error.captureStackTrace(place, methods.trace);
    this.error(place.stack);
  },

  /** Warns if a condition does not hold. */
  assert(condition, ...args) {
    if (condition) return;
    if (args.length === 0) args.push('Assertion failed');
    else if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed:');
    this.warn(...args);
  },

  /** Clears the terminal, if stdout is one. */
  clear() {
    const stream = this._stdout;
    if (!stream.isTTY || process.env.TERM === 'dumb') return;
    stream.write('\u001b[1;1H');
    stream.write('\u001b[0J');
  },

  /** Counts its calls. */
  count(label = 'default') {
    label = `${label}`;
    const { counts } = this[kState];
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    this.log(`${label}: ${count}`);
  },

  /** Starts a count anew. */
  countReset(label = 'default') {
    label = `${label}`;
    if (!this[kState].counts.delete(label)) {
      process.emitWarning(`Count for '${label}' does not exist`);
    }
  },

  /** Indents what follows. */
  group(...data) {
    if (data.length > 0) this.log(...data);
    const state = this[kState];
    state.indent += ' '.repeat(state.indentWidth);
  },

  /** Ends the innermost group. */
  groupEnd() {
    const state = this[kState];
    state.indent = state.indent.slice(
      0, Math.max(0, state.indent.length - state.indentWidth));
  },

  /** Shows rows and columns. */
  table(data, columns) {
    if (columns !== undefined) validateArray(columns, 'properties');
    if (data === null || typeof data !== 'object') {
      this.log(data);
      return;
    }
    const { makeTable } = require('internal/console/table');
    this.log(makeTable(data, columns, inspectOptionsFor(this, this._stdout)));
  },

  debug(...args) {
    if (debugChannel.hasSubscribers) debugChannel.publish(args);
    const stream = this._stdout;
    writeLine(this, stream, formatFor(this, stream, args));
  },

  info(...args) {
    if (infoChannel.hasSubscribers) infoChannel.publish(args);
    const stream = this._stdout;
    writeLine(this, stream, formatFor(this, stream, args));
  },

  dirxml(...args) {
    const stream = this._stdout;
    writeLine(this, stream, formatFor(this, stream, args));
  },

  groupCollapsed(...data) {
    this.group(...data);
  },
};

function showTime(console, method, label, data) {
  const start = console._times.get(label);
  if (start === undefined) {
    process.emitWarning(`No such label '${label}' for console.${method}()`);
    return false;
  }
  const { 0: seconds, 1: nanoseconds } = process.hrtime(start);
  const { formatTime } = require('internal/util/debuglog');
  const duration = formatTime(seconds * 1000 + nanoseconds / 1e6);
  console.log('%s: %s', label, duration, ...data);
  return true;
}

// --- Making consoles ----------------------------------------------------------

function defineHidden(object, key, value) {
  Object.defineProperty(object, key, {
    value, writable: true, enumerable: false, configurable: true,
  });
}

/** Methods work without their console: `array.forEach(console.log)`. */
function bindMethods(console) {
  for (const name of Object.keys(methods)) {
    const method = console[name];
    const bound = method.bind(console);
    Object.defineProperty(bound, 'name', {
      value: method.name, configurable: true,
    });
    Object.defineProperty(console, name, {
      value: bound, writable: true, enumerable: true, configurable: true,
    });
  }
}

function isStream(value) {
  return value !== null && typeof value === 'object' &&
         typeof value.write === 'function';
}

function validateStreams(stdout, stderr) {
  if (!isStream(stdout)) throw new ERR_CONSOLE_WRITABLE_STREAM('stdout');
  if (!isStream(stderr)) throw new ERR_CONSOLE_WRITABLE_STREAM('stderr');
}

function validateInspectOptions(options) {
  const { inspectOptions } = options;
  if (inspectOptions === undefined) return;
  validateObject(inspectOptions, 'options.inspectOptions');
  const all = inspectOptions instanceof Map ?
    inspectOptions.values() : [inspectOptions];
  for (const one of all) {
    if (one.colors !== undefined && options.colorMode !== undefined) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR(
        'options.inspectOptions.color', 'colorMode');
    }
  }
}

/** The state that a constructor's options ask for. */
function makeState(options) {
  const state = new ConsoleState();
  const { ignoreErrors = true, colorMode = 'auto', groupIndentation } = options;
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) {
    validateInteger(
      groupIndentation, 'groupIndentation', 0, maxGroupIndentation);
    state.indentWidth = groupIndentation;
  }
  validateInspectOptions(options);
  state.ignoreErrors = Boolean(ignoreErrors);
  state.colorMode = colorMode;
  state.inspectOptions = options.inspectOptions;
  return state;
}

/**
 * A console of its own.
 * @param {object|Writable} options {stdout, stderr, ignoreErrors, colorMode,
 *   inspectOptions, groupIndentation}, or stdout
 * @param {Writable} [stderr]
 * @param {boolean} [ignoreErrors]
 */
function Console(options, ...rest) {
  if (!new.target) return Reflect.construct(Console, [options, ...rest]);
  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: rest[0], ignoreErrors: rest[1] };
  }
  const { stdout, stderr = stdout } = options;
  validateStreams(stdout, stderr);
  defineHidden(this, kState, makeState(options));
  defineHidden(this, '_stdout', stdout);
  defineHidden(this, '_stderr', stderr);
  defineHidden(this, '_times', new Map());
  bindMethods(this);
}

for (const name of Object.keys(methods)) Console.prototype[name] = methods[name];

Object.defineProperty(Console, Symbol.hasInstance, {
  value(instance) {
    return instance?.[kState] !== undefined;
  },
});

/** One of the process's streams, which are made when they are first used. */
function defineProcessStream(console, key, name) {
  let replacement;
  Object.defineProperty(console, key, {
    get() { return replacement ?? process[name]; },
    set(stream) { replacement = stream; },
    enumerable: false,
    configurable: true,
  });
}

// V8's console talks to the debugger only. What ours has not comes from there.
const engineConsole = globalThis.console;
const engineMethods = [
  'profile', 'profileEnd', 'timeStamp', 'context', 'createTask',
];

function makeGlobalConsole() {
  // An empty object stands between it and Object.prototype, as the console's
  // standard says.
  const console = Object.create({});
  defineHidden(console, kState, new ConsoleState());
  for (const name of Object.keys(methods)) console[name] = methods[name];
  defineProcessStream(console, '_stdout', 'stdout');
  defineProcessStream(console, '_stderr', 'stderr');
  defineHidden(console, '_times', new Map());
  bindMethods(console);
  for (const name of engineMethods) {
    if (engineConsole?.[name] !== undefined) console[name] = engineConsole[name];
  }
  console.Console = Console;
  Object.defineProperty(console, Symbol.toStringTag, {
    value: 'console', writable: false, enumerable: false, configurable: true,
  });
  return console;
}

const globalConsole = makeGlobalConsole();

module.exports = { Console, engineConsole, globalConsole };
