'use strict';
// spawnSync, execFileSync and execSync.

const {
  codes: { ERR_INVALID_ARG_TYPE },
  errnoException,
  genericNodeError,
} = require('internal/errors');
const { Buffer } = require('buffer');
const { isArrayBufferView } = require('internal/util/types');
const { kPipe } = internalBinding('spawn');
const native = internalBinding('spawn_sync');
const {
  normalizeExecArguments, normalizeSpawnArguments, toKillSignal,
  validateMaxBuffer, validateTimeout,
} = require('internal/child_process/options');
const { flatten, parseStdio } = require('internal/child_process/stdio');

const defaultMaxBuffer = 1024 * 1024; // bytes

function inputBytes(input, encoding, name) {
  if (isArrayBufferView(input)) return input;
  if (typeof input === 'string') {
    return Buffer.from(input, encoding === 'buffer' ? undefined : encoding);
  }
  throw new ERR_INVALID_ARG_TYPE(
    name, ['Buffer', 'TypedArray', 'DataView', 'string'], input);
}

function makeEntries(options) {
  const { input, encoding } = options;
  const entries = parseStdio(options.stdio || 'pipe', true);
  const first = options.stdio?.[0];
  if (input) {
    entries[0] =
      { kind: kPipe, input: inputBytes(input, encoding, 'options.stdio[0]') };
  } else if (Array.isArray(options.stdio) && isArrayBufferView(first)) {
    entries[0].input = first;
  }
  return entries;
}

function signalName(number) {
  if (number === 0) return null;
  const { signals } = require('os').constants;
  for (const name of Object.keys(signals)) {
    if (signals[name] === number) return name;
  }
  return null;
}

/** Of what the native gave. */
function makeResult([pid, status, signal, error, output], options) {
  const hasRun = pid > 0;
  const { encoding } = options;
  if (!hasRun) output = null;
  else if (encoding && encoding !== 'buffer') {
    output = output.map((bytes) => bytes && bytes.toString(encoding));
  }
  const result = {
    error: undefined,
    status: hasRun && signal === 0 ? status : null,
    signal: hasRun ? signalName(signal) : null,
    output,
    pid: hasRun ? pid : 0,
    stdout: output?.[1],
    stderr: output?.[2],
  };
  if (error === 0) delete result.error;
  else result.error = makeError(error, options);
  return result;
}

function makeError(errno, options) {
  const error = errnoException(errno, `spawnSync ${options.file}`);
  error.path = options.file;
  error.spawnargs = options.args.slice(1);
  return error;
}

function run(options) {
  const killSignal = toKillSignal(options.killSignal);
  const entries = makeEntries(options);
  const result = native.spawnSync(
    options.file, options.args, options.envPairs, options.cwd,
    options.detached, options.uid, options.gid, flatten(entries),
    options.timeout ?? 0, options.maxBuffer ?? Infinity, killSignal ?? 0);
  return makeResult(
    typeof result === 'number' ? [0, 0, 0, result, null] : result, options);
}

/**
 * Runs a program to its end. See child_process.md.
 * @param {string} file
 * @param {string[]} [args]
 * @param {object} [options]
 * @returns {object} pid, output, stdout, stderr, status, signal, error
 */
function spawnSync(file, args, options) {
  options = {
    maxBuffer: defaultMaxBuffer,
    ...normalizeSpawnArguments(file, args, options),
  };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  return run(options);
}

/** What execSync and execFileSync throw, or undefined. */
function errorOf(result, args, command) {
  if (result.error) return Object.assign(result.error, result);
  if (result.status === 0) return undefined;
  let message = `Command failed: ${command || args.join(' ')}`;
  if (result.stderr?.length > 0) message += `\n${result.stderr.toString()}`;
  return genericNodeError(message, result);
}

function showErrors(options, result) {
  if (!options?.stdio && result.stderr) {
    require('internal/process').stderr.write(result.stderr);
  }
}

/**
 * @param {string} file
 * @param {string[]} [args]
 * @param {object} [options]
 * @returns {Buffer|string} stdout
 * @throws {Error} if it cannot be run, times out, or exits with another code
 *   than 0
 */
function execFileSync(file, args, options) {
  if (args != null && typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  }
  const result = spawnSync(file, args ?? [], options ?? {});
  showErrors(options, result);
  const error = errorOf(result, [options?.argv0 || file, ...args ?? []]);
  if (error) throw error;
  return result.stdout;
}

/** As execFileSync, of a shell's command line. */
function execSync(command, options) {
  const normalized = normalizeExecArguments(command, options, null);
  const result = spawnSync(normalized.file, normalized.options);
  showErrors(options, result);
  const error = errorOf(result, undefined, command);
  if (error) throw error;
  return result.stdout;
}

module.exports = { execFileSync, execSync, spawnSync };
