'use strict';
// What `node --test` does around a run: reporters and signals.

const process = require('internal/process');
const { connect } = require('internal/test_runner/reporting');
const runner = require('internal/test_runner/run');

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
  runner.start(harness).then(undefined, (error) => {
    process.nextTick(() => { throw error; });
  });
}

module.exports = { run };
