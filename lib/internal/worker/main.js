'use strict';
// What a worker thread does after the snapshot has come to life: the parent's
// first message says what it is and what it runs.

const { takePort, threadId } = internalBinding('worker');
const process = require('internal/process');
const thread = require('internal/worker/thread');
const { adoptHandle, receiveMessageOnPort } =
  require('internal/messaging/port');
const { PortReadable, PortWritable } = require('internal/worker/stdio');

/** To the parent: for the runtime's own messages. */
let port;

const unsupported = [
  'abort', 'chdir', 'initgroups', 'setegid', 'seteuid', 'setgid', 'setgroups',
  'setuid',
];

function run() {
  port = adoptHandle(takePort());
  const { message } = receiveMessageOnPort(port);
  become(message);
  setProcess(message);
  setStreams(message);
  require('internal/process/exceptions').setReporter(reportError);
  port.on('message', onMessage);
  port.unref();
  port.postMessage({ type: 'online' });
  start(message);
}

function become(message) {
  if (message.optionValues !== undefined) {
    require('internal/options').setOptionValues(message.optionValues);
  }
  require('internal/globals').adjust();
  thread.isMainThread = false;
  thread.threadId = threadId();
  thread.threadName = message.threadName;
  thread.parentPort = message.parentPort;
  thread.workerData = message.workerData;
  thread.resourceLimits = message.resourceLimits;
  thread.environmentData = message.environmentData;
}

function defineOn(name, value) {
  Object.defineProperty(process, name, {
    configurable: true, enumerable: true, writable: true, value,
  });
}

function setProcess({ argv, env, execArgv, filename, doEval }) {
  const { makePrivateEnv } = require('internal/process/env');
  process.argv = [
    process.execPath,
    ...(doEval === 'script' ? ['[worker eval]'] : [filename]),
    ...argv,
  ];
  process.execArgv = execArgv;
  defineOn('env', makePrivateEnv(env));
  for (const name of unsupported) defineOn(name, makeUnsupported(name));
  const { umask } = process;
  defineOn('umask', (mask) => {
    if (mask !== undefined) throw unsupportedError('Setting process.umask()');
    return umask();
  });
  // The real one is the process's: here it is a value like others.
  defineOn('title', process.title);
  if (env.NODE_CHANNEL_FD !== undefined) hideChannel();
}

function unsupportedError(what) {
  const { codes } = require('internal/errors');
  return new codes.ERR_WORKER_UNSUPPORTED_OPERATION(what);
}

function makeUnsupported(name) {
  const stub = { [name]() {
    throw unsupportedError(`process.${name}()`);
  } }[name];
  stub.disabled = true;
  return stub;
}

/** The channel to the process's parent belongs to the main thread. */
function hideChannel() {
  defineOn('send', makeUnsupported('send'));
  defineOn('disconnect', makeUnsupported('disconnect'));
  for (const name of ['channel', 'connected']) {
    Object.defineProperty(process, name, {
      configurable: true, enumerable: false,
      get() { throw unsupportedError(`process.${name}`); },
    });
  }
}

// --- Streams -----------------------------------------------------------------------

const outputs = {};
let stdin;

/**
 * The thread must not end while what it wrote has not been taken, or while it
 * reads.
 */
function keepAlive() {
  const isWaiting = outputs.stdout.isWaiting || outputs.stderr.isWaiting ||
                    stdin.isWaiting;
  if (isWaiting) port.ref();
  else port.unref();
}

function post(message) {
  port.postMessage(message);
  process.nextTick(keepAlive);
}

function setStreams({ hasStdin }) {
  for (const name of ['stdout', 'stderr']) {
    outputs[name] = new PortWritable(name, post);
    outputs[name]._isStdio = true;
    defineOn(name, outputs[name]);
  }
  stdin = new PortReadable('stdin', post);
  if (!hasStdin) stdin.push(null);
  defineOn('stdin', stdin);
}

function onMessage(message) {
  switch (message.type) {
    case 'stdio':
      stdin.take(message.chunks);
      keepAlive();
      break;
    case 'wanted':
      outputs[message.name].wanted();
      keepAlive();
      break;
    default:
  }
}

// --- Errors ----------------------------------------------------------------------------

/** Instead of printing an uncaught exception. */
function reportError(error) {
  const { writeError } = require('internal/worker/error');
  port.postMessage({ type: 'error', error: writeError(error) });
}

// --- The program --------------------------------------------------------------------------

function start({ filename, doEval, hooks }) {
  if (doEval === 'hooks') {
    const data = thread.workerData;
    thread.workerData = null;
    thread.parentPort = null;
    thread.runsHooks = true;
    require('internal/modules/hooks_worker').run(data);
    return;
  }
  if (hooks !== undefined) {
    require('internal/modules/hooks_thread').join(hooks);
  }
  const pending = require('internal/main').preloadModules(hooks === undefined);
  if (pending === undefined) startProgram(filename, doEval);
  else pending.then(() => startProgram(filename, doEval));
}

function startProgram(filename, doEval) {
  if (doEval === 'script') {
    require('internal/modules/eval').run(filename, '[worker eval]', false);
  } else if (doEval === 'url') {
    require('internal/modules/esm/entry').runUrl(filename);
  } else {
    require('internal/modules/cjs').Module.runMain(filename);
  }
}

module.exports = { run };
