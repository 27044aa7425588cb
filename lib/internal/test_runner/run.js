'use strict';
// run() and `node --test`: test files, each in a process of its own or all in
// this one.

const process = require('internal/process');
const { Harness, adoptHarness } = require('internal/test_runner/harness');
const { storage } = require('internal/test_runner/test');
const { TestsStream } = require('internal/test_runner/events');
const { readRunOptions } = require('internal/test_runner/run_options');
const { findFiles, shardOf } = require('internal/test_runner/files');
const { failures } = require('internal/test_runner/failure');

/** The root of the files that run in processes. */
class FilesHarness extends Harness {
  #started = 0;
  /** Results so far at the top level. */
  reported = 0;
  childEnvironment = {};

  /**
   * The number from which the next file's process knows its share of what is
   * split among the parallel ones. They go round, as in Node.js: who counts on
   * them finds each as often as the others, yet a file that takes long may have
   * its number at the same time as a later one.
   */
  nextWorkerId() {
    return this.#started++ % this.root.concurrency + 1;
  }

  /** Counts a test of a file. */
  countForwarded(type, data) {
    const { counts } = this;
    if (data.nesting === 0) counts.topLevel++;
    const isFailure = type === 'test:fail' && data.todo === undefined &&
      data.skip === undefined;
    if (isFailure) this.success = false;
    if (data.details.type === 'suite') {
      counts.suites++;
      return;
    }
    counts.tests++;
    if (data.skip !== undefined) counts.skipped++;
    else if (data.todo !== undefined) counts.todo++;
    else if (isCancellation(data)) counts.cancelled++;
    else if (type === 'test:pass') counts.passed++;
    else counts.failed++;
  }

  /** A file counts as a test if it says nothing of its own tests. */
  onTestDone(test) {
    if (test.isSilent) {
      this.reporter.complete(test);
      if (!test.passed) this.success = false;
    } else {
      super.onTestDone(test);
    }
  }

  get planCount() {
    return this.reported;
  }
}

function isCancellation({ details }) {
  const kind = details.error?.failureType;
  return kind === failures.kCancelledByParent || kind === failures.kAborted ||
    kind === failures.kTimeout;
}

/** The files of a configuration, in the order in which they run. */
function filesOf(config) {
  const { files, patterns, cwd, shard } = config;
  const list = files ?? findExisting(patterns, cwd);
  return shard === undefined ? list : shardOf(list, shard);
}

function findExisting(patterns, cwd) {
  try {
    return findFiles(patterns, cwd);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  }
}

function addSeedDiagnostic(harness) {
  const { seed } = harness.config;
  if (seed === undefined) return;
  harness.root.diagnostic(`Randomized test order seed: ${seed}`);
}

/** Runs the files in processes. */
function runInProcesses(harness, files) {
  const { FileTest } = require('internal/test_runner/file_test');
  const { root } = harness;
  harness.mustWait = false;
  for (const file of files) {
    const test = new FileTest(harness, file);
    root.adopt(test);
    test.start();
  }
  return root.isIdle ? undefined : root.whenIdle();
}

async function runFiles(harness, files) {
  harness.root.location = undefined;
  const running = runInProcesses(harness, files);
  if (running !== undefined) await running;
  await harness.afterFiles?.();
  harness.finish();
}

/** Runs the files in this process. */
async function runHere(harness, files) {
  const { load } = require('internal/test_runner/load');
  process.env.NODE_TEST_WORKER_ID ??= '1';
  const { root } = harness;
  await storage.run(root, load, harness, files);
  harness.filterByOnly();
  harness.open();
  if (!root.isIdle) await root.whenIdle();
  await harness.afterFiles?.();
  if (harness.config.isCommand) return; // it ends with the process
  await root.runAfter();
  harness.finish();
}

/**
 * @param {object} config see run_options.js
 * @returns {Harness}
 */
function makeHarness(config) {
  if (config.isolation === 'none') {
    const options = { ...config, concurrency: 1 };
    return config.isCommand ? adoptHarness(options) : new Harness(options);
  }
  return new FilesHarness(config);
}

/** Starts a run whose harness is there. */
async function start(harness) {
  const { config } = harness;
  addSeedDiagnostic(harness);
  config.setup?.(harness.reporter);
  if (config.globalSetupPath) {
    await require('internal/test_runner/global_setup').runGlobalSetup(harness);
  }
  const files = filesOf(config);
  return config.isolation === 'none' ? runHere(harness, files) :
    runFiles(harness, files);
}

/** run(): see lib/test.js. */
function run(options) {
  const config = readRunOptions(options);
  if (process.env.NODE_TEST_CONTEXT !== undefined) return recursive();
  const harness = makeHarness({
    ...config,
    reporters: [],
    destinations: [],
    isChild: false,
    keepsExitCode: true,
  });
  process.nextTick(() => start(harness).then(undefined, (error) =>
    harness.reporter.destroy(error)));
  return harness.reporter;
}

/** A test file that is run by a runner runs no others. */
function recursive() {
  process.emitWarning('node:test run() is being called recursively within a ' +
                      'test file. skipping running files.');
  const stream = new TestsStream();
  stream.end();
  return stream;
}

module.exports = { filesOf, makeHarness, run, start };
