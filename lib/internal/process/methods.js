'use strict';
// The functions of `process` that need no state of their own.

const binding = internalBinding('process');
const { missingFunction } = require('internal/missing');
const {
  validateArray, validateBoolean, validateNumber,
  validateObject, validateString, validateUint32, parseFileMode,
} = require('internal/validators');

function errors() {
  return require('internal/errors');
}

let cachedCwd = '';

/** @returns {string} the working folder */
function cwd() {
  if (cachedCwd === '') cachedCwd = binding.cwd();
  return cachedCwd;
}

/** @param {string} directory */
function chdir(directory) {
  validateString(directory, 'directory');
  binding.chdir(directory);
  cachedCwd = '';
}

/**
 * @param {string|integer} [mask]
 * @returns {integer} the mask before
 */
function umask(mask) {
  if (mask === undefined) return binding.umask();
  return binding.umask(parseFileMode(mask, 'mask'));
}

/**
 * @param {[integer, integer]} [time] an earlier result: gives the difference
 * @returns {[integer, integer]} seconds and nanoseconds
 */
function hrtime(time) {
  const now = binding.hrtime();
  if (time === undefined) return now;
  validateArray(time, 'time');
  if (time.length !== 2) {
    throw new (errors().codes.ERR_OUT_OF_RANGE)('time', 2, time.length);
  }
  let seconds = now[0] - time[0];
  let nanoseconds = now[1] - time[1];
  if (nanoseconds < 0) {
    seconds--;
    nanoseconds += 1e9;
  }
  return [seconds, nanoseconds];
}
/** @returns {bigint} nanoseconds */
hrtime.bigint = () => binding.hrtimeBigInt();

/** @returns {object} bytes: rss, heapTotal, heapUsed, external, arrayBuffers */
function memoryUsage() {
  const [rss, heapTotal, heapUsed, external, arrayBuffers] =
    binding.memoryUsage();
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}
/** @returns {integer} resident bytes */
memoryUsage.rss = () => binding.rss();

function validatePreviousUsage(previous) {
  validateObject(previous, 'prevValue');
  for (const key of ['user', 'system']) {
    validateNumber(previous[key], `prevValue.${key}`);
    if (!(previous[key] >= 0 && previous[key] <= Number.MAX_SAFE_INTEGER)) {
      throw new (errors().codes.ERR_INVALID_ARG_VALUE.RangeError)(
        `prevValue.${key}`, previous[key]);
    }
  }
}

function usage(ofThread, previous) {
  if (previous !== undefined) validatePreviousUsage(previous);
  const [user, system] = binding.cpuUsage(ofThread);
  if (previous === undefined) return { user, system };
  return { user: user - previous.user, system: system - previous.system };
}

/** @returns {{user: number, system: number}} microseconds, of the process */
function cpuUsage(prevValue) { return usage(false, prevValue); }

/** @returns {{user: number, system: number}} microseconds, of this thread */
function threadCpuUsage(prevValue) { return usage(true, prevValue); }

const resourceNames = [
  'userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize',
  'unsharedDataSize', 'unsharedStackSize', 'minorPageFault', 'majorPageFault',
  'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount',
  'voluntaryContextSwitches', 'involuntaryContextSwitches',
];

/** @returns {object} getrusage(2)'s numbers; times in microseconds */
function resourceUsage() {
  const numbers = binding.resourceUsage();
  return Object.fromEntries(resourceNames.map((name, i) => [name, numbers[i]]));
}

function signalNumber(signal) {
  if (signal === undefined) return 15;
  if (typeof signal === 'number' && Number.isInteger(signal)) return signal;
  const { signals } = require('os').constants;
  if (typeof signal === 'string' && Object.hasOwn(signals, signal)) {
    return signals[signal];
  }
  throw new (errors().codes.ERR_UNKNOWN_SIGNAL)(signal);
}

/**
 * @param {integer} pid
 * @param {string|integer} [signal] 'SIGTERM'
 * @returns {true}
 */
function kill(pid, signal) {
  // eslint-disable-next-line eqeqeq
  if (pid != (pid | 0)) {
    throw new (errors().codes.ERR_INVALID_ARG_TYPE)('pid', 'number', pid);
  }
  const number = signalNumber(signal);
  const status = binding.kill(pid | 0, number);
  if (status !== 0) throw errors().errnoException(status, 'kill');
  return true;
}

/** Setters of ids: numbers or names. */
function idSetter(name, set, kind) {
  return { [name](id) {
    validateId(id, 'id');
    if (typeof id === 'number') id |= 0;
    if (set(id) === 1) {
      throw new (errors().codes.ERR_UNKNOWN_CREDENTIAL)(kind, id);
    }
  } }[name];
}

function validateId(id, name) {
  if (typeof id === 'number') {
    validateUint32(id, name);
  } else if (typeof id !== 'string') {
    throw new (errors().codes.ERR_INVALID_ARG_TYPE)(
      name, ['number', 'string'], id);
  }
}

/** @param {Array<string|integer>} groups */
function setgroups(groups) {
  validateArray(groups, 'groups');
  groups.forEach((group, i) => validateId(group, `groups[${i}]`));
  const result = binding.setgroups(groups);
  if (result > 0) {
    throw new (errors().codes.ERR_UNKNOWN_CREDENTIAL)(
      'Group', groups[result - 1]);
  }
}

/** @param {string|integer} user @param {string|integer} extraGroup */
function initgroups(user, extraGroup) {
  validateId(user, 'user');
  validateId(extraGroup, 'extraGroup');
  const result = binding.initgroups(user, extraGroup);
  const { ERR_UNKNOWN_CREDENTIAL } = errors().codes;
  if (result === 1) throw new ERR_UNKNOWN_CREDENTIAL('User', user);
  if (result === 2) throw new ERR_UNKNOWN_CREDENTIAL('Group', extraGroup);
}

/** @param {string} [path] '.env' */
function loadEnvFile(path) {
  const { readFileSync } = require('fs');
  const { parseEnv } = require('util');
  const { env } = require('internal/process');
  const parsed = parseEnv(readFileSync(path ?? '.env', 'utf8'));
  for (const name of Object.keys(parsed)) {
    if (env[name] === undefined) env[name] = parsed[name];
  }
}

/** Replaces the process by another program: does not return. */
function execve(execPath, args = [], env) {
  validateString(execPath, 'execPath');
  validateArray(args, 'args');
  args.forEach((arg, i) => validateNoNul(arg, `args[${i}]`));
  env ??= require('internal/process').env;
  validateObject(env, 'env');
  const environment = Object.entries(env).map(([name, value]) => {
    if (typeof value !== 'string' || `${name}${value}`.includes('\0')) {
      throw new (errors().codes.ERR_INVALID_ARG_VALUE)(
        'env', env, 'must be an object with string keys and values without ' +
                    'null bytes');
    }
    return `${name}=${value}`;
  });
  const status = binding.execve(execPath, args, environment);
  const error = errors().errnoException(status, 'execve');
  const frames = error.stack.slice(error.stack.indexOf('\n') + 1);
  binding.writeSync(
    2, `process.execve failed with error code ${error.code}\n${frames}\n`);
  binding.abort();
}

function validateNoNul(value, name) {
  if (typeof value === 'string' && !value.includes('\0')) return;
  throw new (errors().codes.ERR_INVALID_ARG_VALUE)(
    name, value, 'must be a string without null bytes');
}

/** Prints at once, past all streams: for debugging of the runtime itself. */
function _rawDebug(...args) {
  const { format } = require('internal/util/inspect');
  binding.writeSync(2, `${format(...args)}\n`);
}

/** libuv's names of handles, as process.getActiveResourcesInfo shows them. */
const resourceKinds = {
  tcp: 'TCPSocketWrap', pipe: 'PipeWrap', tty: 'TTYWrap',
  udp: 'UDPWrap', signal: 'SignalWrap', process: 'ProcessWrap',
  fs_event: 'FSEvent', fs_poll: 'StatWatcher',
};

// Handles that listen have this function of their own.
const isServer = (handle) => handle.onconnection !== undefined;

function resourceKind(name, handle) {
  if (!isServer(handle)) return resourceKinds[name] ?? name;
  return name === 'tcp' ? 'TCPServerWrap' : 'PipeServerWrap';
}

/** Calls `take(kind, handle)` with every handle that keeps the loop alive. */
function mapActiveHandles(take) {
  const flat = binding.activeHandles();
  const taken = [];
  for (let i = 0; i < flat.length; i += 2) {
    taken.push(take(flat[i], flat[i + 1]));
  }
  return taken;
}

/** @returns {string[]} what keeps the event loop alive */
function getActiveResourcesInfo() {
  return [
    ...Array(binding.activeRequests()).fill('FSReqCallback'),
    ...mapActiveHandles(resourceKind),
    ...require('internal/timers').activeResources(),
  ];
}

/** @returns {object[]} the sockets, servers ... that keep the loop alive */
function _getActiveHandles() {
  const { kOwner } = require('internal/net/handles');
  return mapActiveHandles((name, handle) => handle[kOwner] ?? handle);
}

module.exports = {
  _getActiveHandles,
  _rawDebug,
  abort: () => binding.abort(),
  availableMemory: () => binding.availableMemory(),
  chdir,
  constrainedMemory: () => binding.constrainedMemory(),
  cpuUsage,
  cwd,
  dlopen: missingFunction('process.dlopen'),
  execve,
  getActiveResourcesInfo,
  getBuiltinModule: (id) => require('internal/modules/cjs').getBuiltin(id),
  getegid: binding.getegid,
  geteuid: binding.geteuid,
  getgid: binding.getgid,
  getgroups: () => binding.getgroups(),
  getuid: binding.getuid,
  hasUncaughtExceptionCaptureCallback: () => require(
    'internal/process/exceptions').hasUncaughtExceptionCaptureCallback(),
  hrtime,
  initgroups,
  kill,
  loadEnvFile,
  memoryUsage,
  openStdin() {
    const { stdin } = require('internal/process');
    stdin.resume();
    return stdin;
  },
  ref(maybe) { (maybe?.[Symbol.for('nodejs.ref')] ?? maybe?.ref)?.call(maybe); },
  resourceUsage,
  setegid: idSetter('setegid', binding.setegid, 'Group'),
  seteuid: idSetter('seteuid', binding.seteuid, 'User'),
  setgid: idSetter('setgid', binding.setgid, 'Group'),
  setgroups,
  setSourceMapsEnabled(value) {
    validateBoolean(value, 'val');
    require('internal/source_map/api').setSourceMapsEnabled(value);
  },
  setuid: idSetter('setuid', binding.setuid, 'User'),
  setUncaughtExceptionCaptureCallback: (fn) => require(
    'internal/process/exceptions').setUncaughtExceptionCaptureCallback(fn),
  threadCpuUsage,
  umask,
  unref(maybe) {
    (maybe?.[Symbol.for('nodejs.unref')] ?? maybe?.unref)?.call(maybe);
  },
  uptime: () => binding.uptime(),
};
