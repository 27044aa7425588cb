'use strict';
// `node --watch FILE`: this process runs the program in another one, which
// reports the files that it loads, and starts it anew when one changes.

const path = require('path');
const fs = require('fs');
const { getOptionValue } = require('internal/options');

/** In the environment of the program: it is to report what it loads. */
const kReport = 'WATCH_REPORT_DEPENDENCIES';

/** How long changes are gathered before the program starts anew, in ms. */
const kGatherMs = 200;

const ownFlags =
  /^--(?:no-)?watch(?:-path|-preserve-output|-kill-signal)?(?:=.*)?$/s;

/** The options for the program: all but those of watching. */
function childFlags(execArgv) {
  const flags = [];
  for (let i = 0; i < execArgv.length; i++) {
    if (!ownFlags.test(execArgv[i])) flags.push(execArgv[i]);
    else if (/^--watch-(?:path|kill-signal)$/.test(execArgv[i])) i++;
  }
  return flags;
}

class Watcher {
  #process = require('internal/process');
  #child;
  /** Folder -> {watcher, files: Set of names, or undefined for all}. */
  #folders = new Map();
  #timer;
  #isRestarting = false;
  #paths = getOptionValue('--watch-path');
  #name = require('util').inspect(this.#process.argv[1]);

  start() {
    const { execArgv } = this.#process;
    for (const folder of this.#paths) this.#watchAll(path.resolve(folder));
    for (const { file } of
      require('internal/process/env_files').envFilesOf(execArgv)) {
      this.#watchFile(path.resolve(file));
    }
    for (const signal of ['SIGTERM', 'SIGINT']) {
      this.#process.on(signal, () => this.#end(signal));
    }
    this.#run();
  }

  #run() {
    const { spawn } = require('child_process');
    const { argv, env, execArgv, execPath } = this.#process;
    const child = spawn(execPath, [...childFlags(execArgv), ...argv.slice(1)], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...env, [kReport]: '1' },
    });
    this.#child = child;
    this.#forward(child);
    if (this.#paths.length === 0) {
      this.#watchFile(path.resolve(argv[1]));
      child.on('message', (message) => {
        message?.['watch:require']?.forEach((file) => this.#watchFile(file));
      });
    }
    child.once('exit', (code) => this.#onExit(child, code));
  }

  /** What the program and our parent say to each other. */
  #forward(child) {
    const { send } = this.#process;
    if (send === undefined) return;
    const toChild = (message) => { if (child.connected) child.send(message); };
    child.on('message', (message) => {
      if (message?.['watch:require'] === undefined) this.#process.send(message);
    });
    this.#process.on('message', toChild);
    child.once('exit', () => this.#process.off('message', toChild));
  }

  #onExit(child, code) {
    if (child !== this.#child) return;
    this.#child = undefined;
    if (this.#isRestarting) return;
    this.#say(`${code === 0 ? 'Completed' : 'Failed'} running ${this.#name}. ` +
              'Waiting for file changes before restarting...');
    // With nothing else to do, the folders that are watched keep us alive.
  }

  #say(text) {
    this.#process.stdout.write(`${text}\n`);
  }

  /** Watches the folder: editors replace files instead of changing them. */
  #watchFile(file) {
    const folder = path.dirname(file);
    let entry = this.#folders.get(folder);
    if (entry === undefined) {
      entry = { files: new Set() };
      this.#folders.set(folder, entry);
      entry.watcher = this.#watch(folder, false, (name) =>
        name === null || entry.files.has(name));
    }
    entry.files.add(path.basename(file));
  }

  #watchAll(target) {
    this.#watch(target, true, () => true);
  }

  #watch(target, recursive, isOurs) {
    try {
      return fs.watch(target, { recursive }, (event, name) => {
        if (isOurs(name)) this.#onChange(path.resolve(target, name ?? ''));
      });
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #onChange(file) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#restart(file), kGatherMs);
  }

  async #restart(file) {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    const { inspect } = require('util');
    this.#say(`Change detected in ${inspect(file)}`);
    await this.#stop();
    const { stdout } = this.#process;
    if (stdout.isTTY && !getOptionValue('--watch-preserve-output')) {
      stdout.write('\u001bc');
    }
    this.#say(`Restarting ${this.#name}`);
    this.#isRestarting = false;
    this.#run();
  }

  /** Ends the program and waits until it has ended. */
  async #stop(signal = getOptionValue('--watch-kill-signal') || 'SIGTERM') {
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
    this.#child = undefined;
  }

  async #end(signal) {
    this.#isRestarting = true;
    await this.#stop(signal);
    this.#process.exit(0);
  }
}

/**
 * @param {boolean} isWithout whether options ask for something but a program's
 *   file
 */
function run(isWithout) {
  const process = require('internal/process');
  const fail = (text) => {
    const binding = internalBinding('process');
    binding.writeSync(2, `${process.argv0}: ${text}\n`);
    binding.reallyExit(9);
  };
  if (isWithout) {
    fail('--watch cannot be used with --check, --eval or --interactive');
  }
  if (process.argv.length < 2) fail('--watch requires specifying a file');
  const signal = getOptionValue('--watch-kill-signal');
  if (signal) {
    require('internal/validators').validateSignalName(
      signal, '--watch-kill-signal');
  }
  process.argv[1] = path.resolve(process.argv[1]);
  new Watcher().start();
}

/** In the program: reports what it loads. */
function reportDependencies() {
  const process = require('internal/process');
  delete process.env[kReport];
  if (process.send === undefined) return;
  const { fileURLToPath } = require('url');
  require('module').registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:') && process.connected) {
        process.send({ 'watch:require': [fileURLToPath(url)] });
      }
      return next(url, context);
    },
  });
  process.channel?.unref();
}

module.exports = { reportDependencies, run };
