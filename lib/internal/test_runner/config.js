'use strict';
// What the command line and environment say about tests.

const process = require('internal/process');
const { getOptionValue } = require('internal/options');
const { validateInteger } = require('internal/validators');
const { toPattern } = require('internal/test_runner/filter');

const list = (name) => getOptionValue(name) ?? [];

function patterns(name) {
  return list(name).map((text) => toPattern(text, name));
}

/** What the test file is named to its tests. */
function entryFile() {
  const file = process.argv[1];
  return file === undefined || getOptionValue('--test') ? undefined :
    require('path').resolve(file);
}

/** @returns {integer|undefined} --test-random-seed */
function readSeed() {
  const seed = getOptionValue('--test-random-seed');
  if (seed === undefined || seed === -1) return undefined;
  validateInteger(seed, '--test-random-seed', 0, 2 ** 32 - 1);
  return seed;
}

/**
 * @returns {object} only, names, skips, tags: see filter.js; entryFile;
 *   isChild: a runner that has started this process reads our events;
 *   timeoutMs; reporters, destinations; forceExit; updateSnapshots ...
 */
function readConfig() {
  const timeoutMs = getOptionValue('--test-timeout');
  if (getOptionValue('--test-rerun-failures')) {
    require('internal/test_runner/run_options').refuseRerun();
  }
  return {
    only: getOptionValue('--test-only') || false,
    names: patterns('--test-name-pattern'),
    skips: patterns('--test-skip-pattern'),
    tags: list('--experimental-test-tag-filter')
      .map((tag) => tag.toLowerCase()),
    entryFile: entryFile(),
    isCommand: getOptionValue('--test') === true,
    isolation: getOptionValue('--test-isolation') || 'process',
    isChild: process.env.NODE_TEST_CONTEXT === 'child-v8',
    timeoutMs: timeoutMs ? timeoutMs : Infinity,
    reporters: list('--test-reporter'),
    destinations: list('--test-reporter-destination'),
    forceExit: getOptionValue('--test-force-exit') || false,
    seed: readSeed(),
  };
}

module.exports = { list, patterns, readConfig, readSeed };
