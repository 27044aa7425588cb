'use strict';
// A test file that runs in a process of its own, as a test of the runner.

const process = require('internal/process');
const path = require('path');
const { Test } = require('internal/test_runner/test');
const { Reader } = require('internal/test_runner/wire');
const { failures, testFailure } = require('internal/test_runner/failure');

/** Events that come in the order in which tests were declared. */
const ordered = new Set([
  'test:start', 'test:pass', 'test:fail', 'test:plan', 'test:diagnostic',
]);

/** Options that are the runner's own, and whether a word follows them. */
const ownOptions = new Map([
  ['--test', false],
  ['--experimental-test-coverage', false],
  ['--watch', false],
  ['--test-force-exit', false],
  ['--test-randomize', false],
  ['--test-reporter', true],
  ['--test-reporter-destination', true],
  ['--test-concurrency', true],
  ['--test-shard', true],
  ['--test-global-setup', true],
  ['--test-rerun-failures', true],
  ['--test-random-seed', true],
  ['--test-isolation', true],
  ['--experimental-test-isolation', true],
  ['--experimental-test-tag-filter', true],
]);

/** This process's options without the runner's own. */
function inheritedOptions() {
  const list = [];
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) {
    const [name, value] = execArgv[i].split('=', 2);
    if (!ownOptions.has(name)) list.push(execArgv[i]);
    else if (ownOptions.get(name) && value === undefined) i++;
  }
  return list;
}

function addOptions(list, { config }) {
  if (config.only) list.push('--test-only');
  for (const name of config.names) list.push(`--test-name-pattern=${name}`);
  for (const name of config.skips) list.push(`--test-skip-pattern=${name}`);
  for (const tag of config.tags) {
    list.push(`--experimental-test-tag-filter=${tag}`);
  }
  if (config.forceExit) list.push('--test-force-exit');
  if (config.timeoutMs !== Infinity) {
    list.push(`--test-timeout=${config.timeoutMs}`);
  }
  if (config.seed !== undefined) {
    list.push(`--test-random-seed=${config.seed}`);
  }
}

class FileTest extends Test {
  #path;
  #waiting = []; // ordered events, until it is our turn
  #children = 0; // results at the top level of the file
  #failures = 0;
  #child;
  #isReported = false;

  constructor(harness, name) {
    const file = path.resolve(harness.config.cwd, name);
    super(harness.root, harness, name, { signal: harness.config.signal },
          undefined, { line: 1, column: 1, file });
    this.#path = file;
    this.fn = () => this.#watch(this.#spawn());
    this.timeoutMs = Infinity; // its tests have theirs
  }

  /** Names and tags choose among the file's tests. */
  isExcluded() {
    return false;
  }

  #arguments() {
    const { config } = this.harness;
    const list = config.isCommand ? inheritedOptions() : [];
    addOptions(list, this.harness);
    return [...list, ...config.execArgv, this.#path, ...config.argv];
  }

  #spawn() {
    const { config } = this.harness;
    const env = {
      ...config.env ?? process.env,
      NODE_TEST_CONTEXT: 'child-v8',
      NODE_TEST_WORKER_ID: `${this.harness.nextWorkerId()}`,
      ...this.harness.childEnvironment,
    };
    return require('child_process').spawn(process.execPath, this.#arguments(), {
      cwd: config.cwd, env, stdio: ['inherit', 'pipe', 'pipe'],
    });
  }

  /** @returns {Promise<void>} rejected if the process fails */
  #watch(child) {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#child = child;
    const reader = new Reader((event) => this.#onEvent(event),
                              (bytes) => this.#onOutput('stdout', bytes));
    child.stdout.on('data', (chunk) => reader.add(chunk));
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => this.#onOutput('stderr', text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      reader.end();
      if (code === 0) resolve();
      else reject(this.#failureOf(code, signal));
    });
    return promise;
  }

  #failureOf(code, signal) {
    const error = testFailure(
      'test failed',
      this.#failures > 0 ? failures.kSubtestsFailed : failures.kTestCode);
    error.exitCode = code;
    error.signal = signal;
    error.stack = undefined; // it would tell of this file only
    return error;
  }

  #onOutput(stream, bytes) {
    this.harness.reporter.output(
      stream, this.name, this.#path, bytes.toString());
  }

  #onEvent(event) {
    const { type, data } = event;
    data.entryFile = this.#path;
    if (type === 'test:plan' && data.nesting === 0) return;
    if (type === 'test:pass' || type === 'test:fail') this.#count(type, data);
    if (ordered.has(type) && !this.isNext) this.#waiting.push(event);
    else this.#send(event);
  }

  #count(type, data) {
    this.harness.countForwarded(type, data);
    if (data.nesting > 0) return;
    this.#children++;
    if (type === 'test:fail' && data.todo === undefined) this.#failures++;
  }

  #send(event) {
    const { type, data } = event;
    if (data.nesting === 0 && (type === 'test:pass' || type === 'test:fail')) {
      data.testNumber = ++this.harness.reported;
    }
    this.harness.reporter.send(event);
  }

  /** It is our turn: what waits goes out. */
  flush() {
    if (!this.isNext) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.#send(event);
  }

  /** Whether the file's own tests say it all. */
  get isSilent() {
    return this.#children > 0 &&
      (this.error === null ||
       this.error.failureType === failures.kSubtestsFailed);
  }

  stop(error) {
    super.stop(error);
    this.#child?.kill();
  }

  finish() {
    if (this.error !== null) this.#child?.kill();
    super.finish();
  }

  get testNumber() {
    return this.#isReported ? this.harness.reported : this.index + 1;
  }

  report() {
    if (this.isSilent) return;
    this.harness.reported++;
    this.#isReported = true;
    super.report();
  }
}

module.exports = { FileTest };
