'use strict';
// process.emitWarning and how warnings are printed.

const { writeSync } = internalBinding('process');
const { validateString } = require('internal/validators');

let helpShown = false;

function options() {
  return require('internal/options').getOptionValue;
}

/** Whether --disable-warning names it by its code or type. */
function isDisabled(warning) {
  const disabled = options()('--disable-warning');
  return disabled.length > 0 &&
    (disabled.includes(warning.code) || disabled.includes(warning.name));
}

function onWarning(warning) {
  const process = require('internal/process');
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && process.noDeprecation) return;
  if (isDisabled(warning)) return;
  const withStack = process.traceProcessWarnings ||
    (isDeprecation && process.traceDeprecation);
  const code = warning.code ? `[${warning.code}] ` : '';
  let text = `(node:${process.pid}) ${code}`;
  if (withStack && warning.stack) {
    text += warning.stack;
  } else if (typeof warning.toString === 'function') {
    text += warning.toString();
  } else {
    text += Error.prototype.toString.call(warning);
  }
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!withStack && !helpShown) {
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    const argv0 = require('path').basename(process.argv0 || 'node', '.exe');
    text += `\n(Use \`${argv0} ${flag} ...\` to show where the warning was ` +
            'created)';
    helpShown = true;
  }
  show(`${text}\n`);
}

/** On stderr, or in the file of --redirect-warnings if that can be written. */
function show(text) {
  const file = options()('--redirect-warnings');
  if (file) {
    try {
      require('fs').appendFileSync(file, text);
      return;
    } catch {
      // A warning must not get lost.
    }
  }
  if (require('internal/worker/thread').isMainThread) writeSync(2, text);
  else require('internal/process').stderr.write(text);
}

function throwLater(warning) {
  require('internal/process').nextTick(() => { throw warning; });
}

function makeWarning(text, type, code, detail, constructor) {
  const limit = Error.stackTraceLimit;
  const process = require('internal/process');
  const traced = process.traceProcessWarnings || process.traceDeprecation ||
    process.throwDeprecation;
  // The stack is only made where it will be shown.
  if (!traced && type === 'DeprecationWarning') Error.stackTraceLimit = 0;
  const warning = new Error(text);
  Error.stackTraceLimit = limit;
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  Error.captureStackTrace(warning, constructor ?? emitWarning);
  return warning;
}

/**
 * @param {string|Error} warning
 * @param {string|object|Function} [type] or {type, code, detail, ctor}
 * @param {string|Function} [code]
 * @param {Function} [ctor] the stack starts above it
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function emitWarning(warning, type, code, ctor) {
  const process = require('internal/process');
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ctor = type.ctor;
    code = type.code;
    if (typeof type.detail === 'string') detail = type.detail;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = '';
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    warning = makeWarning(warning, type, code || undefined, detail, ctor);
  } else if (!(warning instanceof Error)) {
    const { codes } = require('internal/errors');
    throw new codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'],
                                         warning);
  }
  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      throwLater(warning);
      return;
    }
  }
  process.nextTick(emitNow, warning);
}

function emitNow(warning) {
  require('internal/process').emit('warning', warning);
}

/** Flags as properties that programs may set. */
function defineFlag(process, name, option) {
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: false,
    get: () => options()(option),
    set(value) {
      Object.defineProperty(process, name, {
        configurable: true, enumerable: true, writable: true, value,
      });
    },
  });
}

function setup(process) {
  process.emitWarning = emitWarning;
  defineFlag(process, 'noDeprecation', '--no-deprecation');
  defineFlag(process, 'throwDeprecation', '--throw-deprecation');
  defineFlag(process, 'traceDeprecation', '--trace-deprecation');
  defineFlag(process, 'traceProcessWarnings', '--trace-warnings');
}

/** Prints warnings, unless --no-warnings or NODE_NO_WARNINGS=1 says not to. */
function start(process) {
  process.on('warning', (warning) => {
    if (options()('--no-warnings') || process.env.NODE_NO_WARNINGS === '1') {
      return;
    }
    if (!(warning instanceof Error)) return;
    onWarning(warning);
  });
}

module.exports = { emitWarning, setup, start };
