'use strict';
// What the functions of child_process take, checked and put into one form.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const process = require('internal/process');
const { convertToValidSignal, kEmptyObject } = require('internal/util');
const { isUint8Array } = require('internal/util/types');
const {
  isInt32, validateBoolean, validateObject, validateString,
} = require('internal/validators');

// --- Single values ------------------------------------------------------------

/** What becomes a C string must not end early. */
function checkNoNul(value, name) {
  if (typeof value !== 'string' || !value.includes('\0')) return;
  throw new ERR_INVALID_ARG_VALUE(
    name, value, 'must be a string without null bytes');
}

function checkAllNoNul(values, name) {
  for (let i = 0; i < values.length; i++) {
    checkNoNul(values[i], `${name}[${i}]`);
  }
}

/** @returns {string} of a string, Uint8Array or file: URL */
function toPath(value, name) {
  const { toPathIfFileURL } = require('internal/url');
  const path = toPathIfFileURL(value);
  if (typeof path !== 'string' && !isUint8Array(path)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], path);
  }
  const hasNul =
    typeof path === 'string' ? path.includes('\0') : path.includes(0);
  if (hasNul) {
    throw new ERR_INVALID_ARG_VALUE(
      name, path, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return typeof path === 'string' ?
    path : require('buffer').Buffer.from(path).toString();
}

function validateTimeout(timeout) {
  if (timeout == null || (Number.isInteger(timeout) && timeout >= 0)) return;
  throw new ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
}

function validateMaxBuffer(maxBuffer) {
  if (maxBuffer == null || (typeof maxBuffer === 'number' && maxBuffer >= 0)) {
    return;
  }
  throw new ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number',
                             maxBuffer);
}

/** @returns {number|undefined} */
function toKillSignal(signal) {
  if (typeof signal === 'string' || typeof signal === 'number') {
    return convertToValidSignal(signal);
  }
  if (signal == null) return undefined;
  throw new ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'],
                                 signal);
}

// --- Command line ----------------------------------------------------------------

/** The optional arguments of spawn(file[, args][, options]). */
function splitArguments(args, options) {
  if (Array.isArray(args)) return [args.slice(), options];
  if (args == null) return [[], options];
  if (typeof args !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
  }
  return [[], args];
}

function validateId(id, name) {
  if (id != null && !isInt32(id)) {
    throw new ERR_INVALID_ARG_TYPE(name, 'int32', id);
  }
}

function validateOptionalBoolean(value, name) {
  if (value != null) validateBoolean(value, name);
}

function validateOptions(options) {
  validateOptionalBoolean(options.detached, 'options.detached');
  validateId(options.uid, 'options.uid');
  validateId(options.gid, 'options.gid');
  const { shell } = options;
  if (shell != null && typeof shell !== 'boolean' &&
      typeof shell !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'],
                                   shell);
  }
  if (options.argv0 != null) {
    validateString(options.argv0, 'options.argv0');
    checkNoNul(options.argv0, 'options.argv0');
  }
  validateOptionalBoolean(options.windowsHide, 'options.windowsHide');
  validateOptionalBoolean(options.windowsVerbatimArguments,
                          'options.windowsVerbatimArguments');
}

let warnedOfShellArguments = false;

function warnOfShellArguments() {
  if (warnedOfShellArguments) return;
  warnedOfShellArguments = true;
  process.emitWarning(
    'Passing args to a child process with shell option true can lead to ' +
    'security vulnerabilities, as the arguments are not escaped, only ' +
    'concatenated.', 'DeprecationWarning', 'DEP0190');
}

/** The command line that has a shell run another. */
function viaShell(file, args, shell) {
  checkNoNul(shell, 'options.shell');
  if (args.length > 0) warnOfShellArguments();
  const command = args.length > 0 ? `${file} ${args.join(' ')}` : file;
  return [typeof shell === 'string' ? shell : '/bin/sh', ['-c', command]];
}

/** 'NAME=value' of each variable; inherited properties count. */
function toPairs(env) {
  const pairs = [];
  for (const name in env) {
    const value = env[name];
    if (value === undefined) continue;
    checkNoNul(name, `options.env['${name}']`);
    checkNoNul(value, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

/**
 * Checks spawn's arguments.
 * @returns {object} the options, with file, args (argv[0] included), cwd and
 *   envPairs; fields that nobody gave are undefined
 */
function normalizeSpawnArguments(file, args, options) {
  validateString(file, 'file');
  checkNoNul(file, 'file');
  if (file.length === 0) {
    throw new ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
  }
  [args, options] = splitArguments(args, options);
  checkAllNoNul(args, 'args');
  if (options === undefined) options = kEmptyObject;
  else validateObject(options, 'options');
  const cwd =
    options.cwd == null ? undefined : toPath(options.cwd, 'options.cwd');
  validateOptions(options);
  if (options.shell) [file, args] = viaShell(file, args, options.shell);
  args.unshift(typeof options.argv0 === 'string' ? options.argv0 : file);
  return {
    ...options,
    args,
    cwd: cwd || undefined, // '': ours, too
    detached: Boolean(options.detached),
    envPairs: toPairs(options.env || process.env),
    file,
  };
}

/** exec()'s arguments as those of execFile with a shell. */
function normalizeExecArguments(command, options, callback) {
  validateString(command, 'command');
  checkNoNul(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

module.exports = {
  checkAllNoNul,
  checkNoNul,
  normalizeExecArguments,
  normalizeSpawnArguments,
  toKillSignal,
  toPath,
  validateMaxBuffer,
  validateTimeout,
};
