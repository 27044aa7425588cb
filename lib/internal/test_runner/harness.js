'use strict';
// The root of a process's tests: it is made by the first of them, and reports
// when the process has nothing left to do.

const process = require('internal/process');
const { queueMicrotask } = require('internal/process/task_queues');
const { setInterval, clearInterval } = require('timers');
const { Test, noTags, nowMs, storage } = require('internal/test_runner/test');
const { Suite } = require('internal/test_runner/suite');
const { Tracing } = require('internal/test_runner/tracing');
const { Filter } = require('internal/test_runner/filter');
const { Random } = require('internal/test_runner/random');
const { TestsStream } = require('internal/test_runner/events');
const { failures, testFailure } =
  require('internal/test_runner/failure');

/** The exit code of a process whose reporter has failed. */
const kReporterFailed = 7;

/** Longest time that a timer takes: it only keeps the process going. */
const forever = 2 ** 31 - 1;

class Harness {
  filter;
  reporter = new TestsStream();
  entryFile;
  attempt;
  random;
  nextId = 0;
  success = true;
  hasOnly = false;
  /** Whether tests wait for the program to have loaded. */
  mustWait = true;
  root;
  counts = {
    tests: 0,
    failed: 0,
    passed: 0,
    cancelled: 0,
    skipped: 0,
    todo: 0,
    topLevel: 0,
    suites: 0,
  };
  config;
  #isOver = false;
  #tracing;

  /** @param {object} config see config.js */
  constructor(config) {
    this.config = config;
    this.filter = new Filter(config);
    this.entryFile = config.entryFile;
    this.attempt = config.attempt;
    this.random = config.seed === undefined ? undefined :
      new Random(config.seed);
    this.root = this.#makeRoot();
    this.#tracing = Tracing.of(this.root);
  }

  #makeRoot() {
    const { entryFile } = this;
    const location = entryFile === undefined ? undefined :
      { line: 1, column: 1, file: entryFile };
    const root = new Test(null, this, '<root>', undefined, undefined, location);
    root.nesting = 0;
    root.concurrency = this.config.concurrency ?? 1;
    root.timeoutMs = this.config.timeoutMs ?? Infinity;
    root.tags = noTags;
    root.started = true;
    root.startMs = this.config.startMs ?? nowMs();
    root.becomeIdle = () => {
      Test.prototype.becomeIdle.call(root);
      this.onIdle?.();
    };
    return root;
  }

  /** A test has the option `only`. */
  noteOnly(test) {
    this.hasOnly = true;
    if (this.filter.only || this.config.isolation === 'none' ||
        test.parent.runOnlySubtests) return;
    test.warnOfOnly();
  }

  /** All files are loaded: `only` counts if one of their tests has it. */
  filterByOnly() {
    const { root } = this;
    if (!this.hasOnly || this.filter.only) return;
    this.filter = new Filter({ ...this.config, only: true });
    root.subtests = root.subtests.filter((test) => {
      test.excluded = test.isExcluded();
      return !test.excluded;
    });
    root.subtests.forEach((test, i) => { test.index = test.position = i; });
    root.queue = root.queue.filter((test) => !test.excluded);
  }

  /** The tests that wait may run. */
  open() {
    this.mustWait = false;
    this.root.scheduleQueue();
  }

  /** Counts a test that is done, and tells of it. */
  onTestDone(test) {
    if (test.excluded) return;
    this.reporter.complete(test);
    const { counts } = this;
    if (test.parent.parent === null) counts.topLevel++;
    if (!test.passed && !test.isTodo && !test.skipped) this.success = false;
    if (test.isSuite) counts.suites++;
    else this.#count(test);
  }

  #count(test) {
    const { counts } = this;
    counts.tests++;
    if (test.skipped) counts.skipped++;
    else if (test.isTodo) counts.todo++;
    else if (test.isCancelled) counts.cancelled++;
    else if (test.passed) counts.passed++;
    else counts.failed++;
  }

  /** How many results are reported at the top level. */
  get planCount() {
    return this.root.number(Infinity);
  }

  /** A reporter has failed: nothing can be said any more. */
  crash(error) {
    require('internal/process/exceptions').report(error);
    process.reallyExit(kReporterFailed);
  }

  get isOver() {
    return this.#isOver;
  }

  /** Ends the run: what follows the last test's result. */
  finish() {
    if (this.#isOver) return;
    this.#isOver = true;
    const { reporter, root, counts } = this;
    root.endMs = nowMs();
    for (const test of root.subtests) {
      if (!test.finished) test.cancel();
    }
    root.flush();
    root.finished = true;
    reporter.plan(root, 0, this.planCount);
    for (const { message, level } of root.diagnostics ?? []) {
      reporter.diagnostic(root, message, level);
    }
    this.#reportCounts(counts, root.durationMs);
    reporter.summary(this.success, counts, root.durationMs,
                     root.location?.file);
    reporter.end();
    this.#tracing?.end();
    if (!this.success && !this.config.keepsExitCode) process.exitCode = 1;
    this.onFinish?.();
  }

  #reportCounts(counts, durationMs) {
    const { reporter, root } = this;
    const lines = [
      `tests ${counts.tests}`, `suites ${counts.suites}`,
      `pass ${counts.passed}`, `fail ${counts.failed}`,
      `cancelled ${counts.cancelled}`, `skipped ${counts.skipped}`,
      `todo ${counts.todo}`, `duration_ms ${durationMs}`,
    ];
    if (this.config.isChild) return; // the parent sums up
    for (const line of lines) reporter.diagnostic(root, line);
  }
}

// --- The process's own ----------------------------------------------------------

let harness;

/** The process's harness; made when first asked for. */
function processHarness() {
  if (harness === undefined) {
    const { readConfig } = require('internal/test_runner/config');
    const config = readConfig();
    if (!config.isCommand) config.isolation = undefined;
    harness = new Harness(config);
    // What is preloaded may add hooks before the run begins.
    if (!config.isCommand) new ProcessRun(harness).begin();
  }
  return harness;
}

/** `node --test` runs all files in this process: its root is the process's. */
function adoptHarness(config) {
  const early = harness;
  harness = new Harness(config);
  if (early !== undefined) harness.root.takeHooks(early.root);
  new ProcessRun(harness).begin();
  return harness;
}

/** Joins a harness to what the process does. */
class ProcessRun {
  #harness;
  #keepAlive;
  #afterHooks; // the promise of the root's after hooks

  constructor(harness) {
    this.#harness = harness;
  }

  begin() {
    const harness = this.#harness;
    require('internal/test_runner/reporting').connect(harness);
    process.on('uncaughtException',
               (error) => this.#onUncaught(error, failures.kUncaughtException));
    process.on('unhandledRejection',
               (error) => this.#onUncaught(error, failures.kUnhandledRejection));
    process.on('beforeExit', () => this.#onBeforeExit());
    process.on('exit', () => harness.finish());
    harness.onIdle = () => this.#onIdle();
    // Files that are all run here are loaded first; see run.js.
    if (harness.config.isolation === 'none') return;
    process.nextTick(() => queueMicrotask(() => harness.open()));
  }

  /** All tests that there are so far have run. */
  #onIdle() {
    clearInterval(this.#keepAlive);
    this.#keepAlive = undefined;
    const { root, config } = this.#harness;
    if (this.#afterHooks === undefined && root.hooks.after.length > 0) {
      this.#afterHooks = this.#runAfterHooks(root);
    }
    if (config.forceExit) this.#exitSoon();
  }

  /** --test-force-exit: whatever else keeps the process going is left. */
  async #exitSoon() {
    await this.#afterHooks;
    if (!this.#harness.root.isIdle) return;
    this.#harness.finish();
    process.exit();
  }

  async #runAfterHooks(root) {
    await root.runAfter();
    root.hooks.after = [];
    this.#afterHooks = undefined;
    if (root.error !== null) this.#harness.success = false;
  }

  #onBeforeExit() {
    const harness = this.#harness;
    if (harness.isOver || this.#keepAlive !== undefined) return;
    const { root } = harness;
    if (!root.isIdle) {
      // Tests wait for what does not keep the process alive: wait with them.
      this.#keepAlive = setInterval(() => {}, forever);
    } else if (root.hooks.after.length > 0 || this.#afterHooks !== undefined) {
      this.#onIdle();
      this.#keepAlive = setInterval(() => {}, forever);
      this.#afterHooks.then(() => clearInterval(this.#keepAlive));
      this.#keepAlive = undefined;
    } else {
      this.#runRootBefore(root);
    }
  }

  /** The root's before hooks, which run even if there are no tests. */
  #runRootBefore(root) {
    if (root.beforePromise !== undefined || root.hooks.before.length === 0) {
      this.#harness.finish();
      return;
    }
    const timer = setInterval(() => {}, forever);
    const done = () => {
      clearInterval(timer);
      this.#harness.finish();
    };
    root.runBefore().then(done, (error) => {
      root.fail(error);
      this.#harness.success = false;
      done();
    });
  }

  #onUncaught(error, failureType) {
    const test = storage.getStore();
    if (test === undefined || test.parent === null || test.finished) {
      this.#reportStray(test, error, failureType);
      return;
    }
    const failure = testFailure(error, failureType);
    if (test.isHook) test.fail(failure);
    else test.onUncaught(failure);
  }

  /** What belongs to no test that runs. */
  #reportStray(test, error, failureType) {
    const { root } = this.#harness;
    const event = failureType === failures.kUncaughtException ?
      'uncaughtException' : 'unhandledRejection';
    const text = test === undefined || test.parent === null ?
      'Error: A resource generated asynchronous activity after the test ' +
      `ended. This activity created the error "${error}" which triggered an ` +
      `${event} event, caught by the test runner.` :
      `Error: Test ${strayName(test)} at ${strayPlace(test)} generated ` +
      'asynchronous activity after the test ended. This activity created ' +
      `the error "${error}" and would have caused the test to fail, but ` +
      `instead triggered an ${event} event.`;
    root.diagnostic(text, 'error');
    process.exitCode = 1;
  }
}

function strayName(test) {
  return test.isHook ? `hook "${test.name}"` : `"${test.name}"`;
}

function strayPlace({ location }) {
  if (location === undefined) return 'unknown';
  const file = require('path').relative(process.cwd(), location.file);
  return `${file}:${location.line}:${location.column}`;
}

// --- What programs call ---------------------------------------------------------

/** The test or suite whose function runs; outside of any, the root. */
function currentTest() {
  const now = storage.getStore();
  if (now === undefined) return processHarness().root;
  return now.isHook ? now.parent : now;
}

/** test(): see lib/test.js. */
function runTest(name, options, fn, overrides) {
  const parent = currentTest();
  const test = parent.create(Test, name, options, fn, overrides);
  return test.parent.isSuite ? Promise.resolve() : test.start();
}

/** suite(): see lib/test.js. */
function runSuite(name, options, fn, overrides) {
  const parent = currentTest();
  const suite = parent.create(Suite, name, options, fn, overrides);
  if (!suite.parent.isSuite) suite.start();
  return Promise.resolve();
}

function addHook(kind, fn, options) {
  currentTest().addHook(kind, fn, options);
}

/** @returns {TestContext|SuiteContext|undefined} */
function getTestContext() {
  const now = storage.getStore();
  if (now === undefined || now.parent === null) return undefined;
  return now.context;
}

module.exports = {
  Harness, addHook, adoptHarness, getTestContext, processHarness,
  runSuite, runTest,
};
