'use strict';
// node --test

const process = require('internal/process');
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { getOptionValue } = require('internal/options');
const { readConfig, readSeed } = require('internal/test_runner/config');
const { readRunOptions } = require('internal/test_runner/run_options');

function readShard() {
  const text = getOptionValue('--test-shard');
  if (!text) return undefined;
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index === undefined) {
    throw new ERR_INVALID_ARG_VALUE(
      '--test-shard', text, 'must be in the form of <index>/<total>');
  }
  return { index: Number(index), total: Number(total) };
}

function readOptions(isolation) {
  const concurrency = getOptionValue('--test-concurrency');
  const timeout = getOptionValue('--test-timeout');
  return {
    isolation,
    concurrency: isolation === 'none' ? 1 : concurrency || true,
    coverage: getOptionValue('--experimental-test-coverage'),
    watch: getOptionValue('--watch'),
    shard: readShard(),
    timeout: timeout || Infinity,
    randomize: getOptionValue('--test-randomize') || undefined,
    randomSeed: readSeed(),
    forceExit: getOptionValue('--test-force-exit') || undefined,
    rerunFailuresFilePath: getOptionValue('--test-rerun-failures') || undefined,
    globalSetupPath: getOptionValue('--test-global-setup') || undefined,
  };
}

function fail(text) {
  process.stderr.write(text);
  process.exitCode = 1;
}

/** Runs what the command line says. */
function run() {
  const isolation = getOptionValue('--test-isolation') || 'process';
  const options = readOptions(isolation);
  require('internal/util/debuglog').debuglog('test_runner')(
    'test runner configuration: %o', options);
  const runner = require('internal/test_runner/run');
  const patterns = process.argv.slice(1);
  const config = {
    ...readRunOptions(options),
    ...pick(readConfig()),
    isCommand: true,
    argv: [],
    patterns,
  };
  const files = runner.filesOf(config);
  if (files.length === 0 && patterns.length > 0) {
    fail(`Could not find '${patterns.join(', ')}'\n`);
    return;
  }
  require('internal/test_runner/command')
    .run(runner.makeHarness({ ...config, shard: undefined, files }));
}

/** What the command line says and run() has no option for, or another form. */
function pick({ only, names, skips, tags, reporters, destinations }) {
  return { only, names, skips, tags, reporters, destinations };
}

module.exports = { run };
