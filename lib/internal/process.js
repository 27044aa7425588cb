'use strict';
// The `process` object. What belongs to one process (arguments, ids, streams)
// is set by `start` or read when first used.

const EventEmitter = require('events');
const binding = internalBinding('process');
const versions = internalBinding('versions');
const { missingFunction } = require('internal/missing');
const { nextTick } = require('internal/process/task_queues');
const sourceMaps = require('internal/source_map/support');

// `process` is an instance of a class of that name between it and EventEmitter.
const constructor = { process: function() {} }.process;
const prototype = Object.create(EventEmitter.prototype, {
  constructor: {
    configurable: true, enumerable: false, writable: true, value: constructor,
  },
});
constructor.prototype = prototype;
const process = Object.create(prototype);
EventEmitter.call(process);

Object.defineProperty(process, Symbol.toStringTag, {
  configurable: true, enumerable: false, writable: true, value: 'process',
});

/** A property that is replaced by its value when it is first read. */
function defineLazy(name, make, enumerable = true) {
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable,
    get() {
      const value = make();
      defineValue(name, value, enumerable);
      return value;
    },
    set(value) { defineValue(name, value, enumerable); },
  });
}

function defineValue(name, value, enumerable = true) {
  Object.defineProperty(process, name, {
    configurable: true, enumerable, writable: true, value,
  });
}

function defineConstant(name, value) {
  Object.defineProperty(process, name, {
    configurable: true, enumerable: true, writable: false, value,
  });
}

defineConstant('version', `v${versions.node}`);
defineConstant('versions', Object.freeze(
  Object.assign(Object.create(null), versions)));
defineConstant('arch', 'x64');
defineConstant('platform', 'linux');
defineConstant('release', Object.freeze({ name: 'node', lts: 'Krypton' }));
defineConstant('moduleLoadList', []);
defineLazy('features', makeFeatures);
defineLazy('config', () => require('internal/process/config'));
defineLazy('env', () => require('internal/process/env').makeEnv());
defineLazy('pid', binding.pid);
defineLazy('stdin', () => require('internal/stdio').getStdin());
defineLazy('stdout', () => require('internal/stdio').getStdout());
defineLazy('stderr', () => require('internal/stdio').getStderr());
defineLazy('allowedNodeEnvironmentFlags',
           () => require('internal/process/flags').makeAllowedFlags());
defineLazy('report', () => missingFunction('process.report')());
defineLazy('permission', () => undefined);
defineLazy('finalization', () => require('internal/process/finalization'));
defineValue('debugPort', 9229);
defineValue('argv', []);
defineValue('execArgv', []);
defineValue('execPath', '');
defineValue('argv0', '');

Object.defineProperty(process, 'ppid', {
  configurable: false, enumerable: true, get: binding.ppid,
});
Object.defineProperty(process, 'sourceMapsEnabled', {
  configurable: true, enumerable: true,
  get: () => sourceMaps.enabled,
});
Object.defineProperty(process, 'title', {
  configurable: true, enumerable: true,
  get: binding.title,
  set(value) { binding.setTitle(`${value}`); },
});

function makeFeatures() {
  return {
    inspector: false, debug: false, uv: true, ipv6: true, tls_alpn: true,
    tls_sni: true, tls_ocsp: true, tls: true, openssl_is_boringssl: false,
    cached_builtins: true,
    get require_module() {
      return require('internal/options').getOptionValue('--require-module');
    },
    get typescript() {
      if (!require('internal/modules/typescript').isEnabled()) return false;
      return require('internal/options')
        .getOptionValue('--experimental-transform-types') ? 'transform' : 'strip';
    },
    quic: false,
  };
}

process.nextTick = nextTick;

require('internal/process/exit').setup(process);
Object.assign(process, require('internal/process/methods'));
require('internal/process/warning').setup(process);

/**
 * Sets what belongs to this process. Called once, at its start.
 * @param {boolean} isMainThread signals go to no other
 */
function start(isMainThread) {
  const [execPath, argv0, execArgv, rest] = binding.arguments();
  process.execPath = execPath;
  process.argv0 = argv0;
  process.execArgv = execArgv;
  process.argv = rest;
  rest.unshift(execPath);
  if (isMainThread) watchSignalListeners();
}

/** A listener for a signal's name starts catching the signal. */
function watchSignalListeners() {
  process.on('newListener', (name) => {
    if (isSignalName(name)) require('internal/process/signals').start(name);
  });
  process.on('removeListener', (name) => {
    if (isSignalName(name)) require('internal/process/signals').stop(name);
  });
}

function isSignalName(name) {
  return typeof name === 'string' && name.startsWith('SIG') &&
    Object.hasOwn(require('os').constants.signals, name);
}

module.exports = process;

// For internal/main, and no property of the program's `process`.
require('internal/process/state').start = start;
