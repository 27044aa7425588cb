'use strict';
// What `node --test` does around a run: reporters, SIGINT, global setup.

const process = require('internal/process');
const { getOptionValue } = require('internal/options');
const { connect } = require('internal/test_runner/reporting');
const runner = require('internal/test_runner/run');

/** The module of --test-global-setup. */
async function loadGlobalSetup() {
  const file = getOptionValue('--test-global-setup');
  if (!file) return {};
  const { importModule, folderUrl } =
    require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  const namespace = await importModule(
    pathToFileURL(require('path').resolve(file)).href, folderUrl());
  return { ...namespace.default, ...namespace };
}

function onInterrupt(harness) {
  const { root, reporter } = harness;
  const tests = [];
  collectRunning(root, tests);
  reporter.interrupted(tests);
  harness.success = false;
  harness.finish();
  process.exit(1);
}

function collectRunning(test, list) {
  for (const inner of test.subtests) {
    if (!inner.started || inner.finished) continue;
    if (inner.subtests.length > 0) {
      collectRunning(inner, list);
      continue;
    }
    const { name, nesting, location } = inner;
    list.push({ name, nesting, ...location });
  }
}

async function runAll(harness) {
  const { globalSetup, globalTeardown } = await loadGlobalSetup();
  if (typeof globalSetup === 'function') await globalSetup();
  if (typeof globalTeardown === 'function') harness.afterFiles = globalTeardown;
  await runner.start(harness);
}

/** @param {Harness} harness */
function run(harness) {
  const interrupt = () => onInterrupt(harness);
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  if (harness.config.isolation !== 'none') connect(harness);
  harness.onFinish = () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  runAll(harness).then(undefined, (error) => {
    process.nextTick(() => { throw error; });
  });
}

module.exports = { run };
