'use strict';
// What a process does after the snapshot has come to life: sets what belongs to
// it, preloads, and runs the program.

const { slotSet, slots } = require('internal/builtins');
const options = require('internal/options');

// The bits of options.flags(); see src/bindings/options.c.
const kEval = 1;
const kPrint = 2;
const kCheck = 4;
const kInteractive = 8;
const kStdin = 16;
const kPreload = 32;
const kInspect = 64;
const kChannel = 128;
const kTest = 256;
const kWatch = 512;
const kWorker = 1024;
const kRun = 2048;
const kGlobals = 4096;

function main() {
  const process = require('internal/process');
  const flags = options.flags();
  require('internal/process/state').start(!(flags & kWorker));
  require('internal/process/warning').start(process);
  require('internal/modules/cjs').start();
  if (flags & kGlobals) require('internal/globals').adjust();
  if (flags & kWorker) {
    require('internal/worker/main').run();
    return;
  }
  if (flags & kRun) {
    require('internal/package_script').run(options.getOptionValue('--run'));
    return;
  }
  if (flags & kInspect) refuse('--inspect');
  if (flags & kChannel) openChannel();
  if (flags & kWatch && !(flags & kTest)) {
    require('internal/watch_mode').run(flags & (kCheck | kEval | kInteractive));
    return;
  }
  const pending = flags & kPreload ? preload() : undefined;
  if (pending === undefined) {
    run(process, flags);
  } else {
    pending.then(() => run(process, flags));
  }
}

function run(process, flags) {
  if (flags & kTest) {
    require('internal/test_runner/main').run();
  } else if (flags & (kEval | kPrint)) {
    runEval(flags);
  } else if (process.argv.length > 1 && !(flags & kStdin)) {
    runFile(flags);
  } else {
    runStdin(flags);
  }
}

function refuse(name) {
  const { codes } = require('internal/errors');
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED(name);
}

/** To the parent that has forked us; what tells of it is not inherited. */
function openChannel() {
  const process = require('internal/process');
  const { env } = process;
  const { NODE_CHANNEL_FD: fd, NODE_CHANNEL_SERIALIZATION_MODE: mode } = env;
  delete env.NODE_CHANNEL_FD;
  delete env.NODE_CHANNEL_SERIALIZATION_MODE;
  require('child_process')._forkChild(Number.parseInt(fd, 10), mode);
  if (process.env.WATCH_REPORT_DEPENDENCIES) {
    require('internal/watch_mode').reportDependencies();
  }
}

/** @returns {Promise|undefined} what --import has to wait for */
function preload() {
  const process = require('internal/process');
  const { getOptionValue } = options;
  if (getOptionValue('--env-file').length > 0 ||
      getOptionValue('--env-file-if-exists').length > 0) {
    loadEnvFiles(process);
  }
  return preloadModules(true);
}

/**
 * What -r, --experimental-loader and --import name; workers do it, too.
 * @param {boolean} withLoaders false in a worker that has its parent's hooks
 * @returns {Promise|undefined} what --import has to wait for
 */
function preloadModules(withLoaders) {
  const { getOptionValue } = options;
  require('internal/modules/cjs').preload(getOptionValue('--require'));
  const loaders = withLoaders ? getOptionValue('--experimental-loader') : [];
  if (loaders.length > 0) {
    require('internal/modules/hooks_thread').registerOptions(loaders);
  }
  const imports = getOptionValue('--import');
  if (imports.length === 0) return undefined;
  return require('internal/modules/esm/entry').preload(imports);
}

/** Of --env-file and --env-file-if-exists: later ones win over earlier ones. */
function loadEnvFiles(process) {
  const { applyEnv, envFilesOf, readEnv } = require('internal/process/env_files');
  const all = { __proto__: null };
  for (const { file, isOptional } of envFilesOf(process.execArgv)) {
    const found = readEnv(file);
    if (found !== undefined) Object.assign(all, found);
    else if (!isOptional) fail(9, `${process.argv0}: ${file}: not found\n`);
    else tell(`${process.argv0}: ${file}: not found, going on without it\n`);
  }
  applyEnv(process.env, all);
}

function tell(text) {
  internalBinding('process').writeSync(2, text);
}

function fail(status, text) {
  tell(text);
  internalBinding('process').reallyExit(status);
}

function runFile(flags) {
  const process = require('internal/process');
  const cjs = require('internal/modules/cjs');
  if (options.getOptionValue('--input-type')) {
    const { codes } = require('internal/errors');
    throw new codes.ERR_INPUT_TYPE_NOT_ALLOWED();
  }
  if (options.getOptionValue('--entry-url')) {
    require('internal/modules/esm/entry').runEntryUrl(process.argv[1]);
    return;
  }
  process.argv[1] = require('path').resolve(process.argv[1]);
  if (flags & kCheck) {
    require('internal/modules/check').checkSyntax(process.argv[1]);
  } else {
    cjs.Module.runMain(process.argv[1]);
  }
}

function runEval(flags) {
  const source = options.evalSource();
  if (source === undefined) {
    readStdin((text) => evaluate(text, '[stdin]', true));
  } else {
    evaluate(source, '[eval]', (flags & kPrint) !== 0);
  }
}

function runStdin(flags) {
  const interactive = flags & kInteractive ||
    (!(flags & kStdin) && require('tty').isatty(0));
  if (interactive) refuse('the interactive prompt (REPL)');
  readStdin((text) => {
    if (flags & kCheck) {
      require('internal/modules/check').checkText(
        text, '[stdin]', options.getOptionValue('--input-type') || undefined);
    } else {
      evaluate(text, '[stdin]', (flags & kPrint) !== 0);
    }
  });
}

function readStdin(callback) {
  const { stdin } = require('internal/process');
  let text = '';
  stdin.setEncoding('utf8');
  stdin.on('data', (chunk) => { text += chunk; });
  stdin.on('end', () => callback(text));
}

function evaluate(source, name, print) {
  require('internal/modules/eval').run(source, name, print);
}

/** V8 asks: import() in a program that may not have loaded an ES module yet. */
function onImport(symbol, referrer, specifier, attributes, phase) {
  return require('internal/modules/esm/loader')
    .onImport(symbol, referrer, specifier, attributes, phase);
}

function onImportMeta(record, meta) {
  require('internal/modules/esm/meta').initialize(record, meta);
}

function setup() {
  slotSet(slots.SLOT_MAIN, main);
  slotSet(slots.SLOT_IMPORT_DYNAMICALLY, onImport);
  slotSet(slots.SLOT_IMPORT_META, onImportMeta);
}

module.exports = { preloadModules, setup };
