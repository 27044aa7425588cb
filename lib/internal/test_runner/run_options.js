'use strict';
// The options of run(), checked.

const process = require('internal/process');
const {
  codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED,
  },
} = require('internal/errors');
const {
  validateAbortSignal, validateArray, validateBoolean, validateFunction,
  validateInteger, validateObject, validateOneOf, validateString,
  validateStringArray, validateUint32,
} = require('internal/validators');
const { isRegExp } = require('internal/util/types');
const { kEmptyObject } = require('internal/util');
const { readTimeout } = require('internal/test_runner/test_options');
const { toPattern } = require('internal/test_runner/filter');

function readPatterns(patterns, name) {
  if (patterns === undefined || patterns === null) return [];
  const list = Array.isArray(patterns) ? patterns : [patterns];
  return list.map((pattern, i) => {
    if (isRegExp(pattern)) return pattern;
    const where = Array.isArray(patterns) ? `${name}[${i}]` : name;
    if (typeof pattern === 'string') return toPattern(pattern, where);
    throw new ERR_INVALID_ARG_TYPE(where, ['string', 'RegExp'], pattern);
  });
}

function readTags(tags) {
  if (tags === undefined) return [];
  const list = Array.isArray(tags) ? tags : [tags];
  validateStringArray(list, 'options.testTagFilters');
  for (const tag of list) {
    if (tag === '') {
      throw new ERR_INVALID_ARG_VALUE(
        'options.testTagFilters', tags, 'must not hold an empty string');
    }
  }
  return list.map((tag) => tag.toLowerCase());
}

function readShard(shard, watch) {
  if (shard === undefined || shard === null) return undefined;
  validateObject(shard, 'options.shard');
  const { index, total } = { ...shard };
  validateInteger(total, 'options.shard.total', 1);
  validateInteger(index, 'options.shard.index', 1, total);
  if (watch) {
    throw new ERR_INVALID_ARG_VALUE(
      'options.shard', watch, 'shards not supported with watch mode');
  }
  return { index, total };
}

function readConcurrency(concurrency) {
  switch (typeof concurrency) {
    case 'undefined':
      return 1;
    case 'boolean':
      return concurrency ?
        Math.max(require('os').availableParallelism() - 1, 1) : 1;
    case 'number':
      validateUint32(concurrency, 'options.concurrency', true);
      return concurrency;
    default:
      if (concurrency === null) return 1;
      throw new ERR_INVALID_ARG_TYPE(
        'options.concurrency', ['boolean', 'number'], concurrency);
  }
}

function readWatch({ watch, forceExit, randomize, randomSeed }) {
  if (watch === undefined || watch === null) return false;
  validateBoolean(watch, 'options.watch');
  const others = { forceExit, randomize, randomSeed };
  for (const [name, value] of Object.entries(others)) {
    if (watch && value !== undefined && value !== false) {
      throw new ERR_INVALID_ARG_VALUE(
        `options.${name}`, value, 'is not supported with watch mode.');
    }
  }
  return watch;
}

/** --test-rerun-failures: what has passed is not known to be left out yet. */
function refuseRerun() {
  const { codes } = require('internal/errors');
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('--test-rerun-failures');
}

function readSeed({ randomize, randomSeed, rerunFailuresFilePath }) {
  if (randomize !== undefined) validateBoolean(randomize, 'options.randomize');
  if (randomSeed !== undefined) {
    validateInteger(randomSeed, 'options.randomSeed', 0, 2 ** 32 - 1);
  }
  if (rerunFailuresFilePath !== undefined && rerunFailuresFilePath !== null) {
    validateString(rerunFailuresFilePath, 'options.rerunFailuresFilePath');
    for (const [name, value] of Object.entries({ randomize, randomSeed })) {
      if (value !== undefined && value !== false) {
        throw new ERR_INVALID_ARG_VALUE(
          `options.${name}`, value,
          'is not supported with rerun failures mode.');
      }
    }
    refuseRerun();
  }
  if (randomSeed !== undefined) return randomSeed;
  return randomize ? require('internal/test_runner/random').makeSeed() :
    undefined;
}

/** What is not there says so. */
function refuseMissing({ coverage, watch, inspectPort }) {
  if (coverage !== undefined) validateBoolean(coverage, 'options.coverage');
  if (coverage) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('run({ coverage: true })');
  }
  if (watch) throw new ERR_METHOD_NOT_IMPLEMENTED('run({ watch: true })');
  if (inspectPort !== undefined && inspectPort !== null) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('run({ inspectPort })');
  }
}

function readFilesOptions({
  files, globPatterns, cwd, globalSetupPath, setup, env, isolation,
}) {
  if (files !== undefined && files !== null) {
    validateArray(files, 'options.files');
  }
  if (globPatterns !== undefined && globPatterns !== null) {
    validateArray(globPatterns, 'options.globPatterns');
    if (globPatterns.length > 0 && files?.length > 0) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.globPatterns', globPatterns,
        'is not supported when specifying \'options.files\'');
    }
  }
  if (cwd !== undefined) validateString(cwd, 'options.cwd');
  if (globalSetupPath !== undefined) {
    validateString(globalSetupPath, 'options.globalSetupPath');
  }
  if (setup !== undefined && setup !== null) {
    validateFunction(setup, 'options.setup');
  }
  if (env !== undefined) {
    validateObject(env, 'options.env');
    if (isolation === 'none') {
      throw new ERR_INVALID_ARG_VALUE(
        'options.env', env, 'is not supported with isolation=\'none\'');
    }
  }
}

/**
 * @param {object} options of run()
 * @returns {object} what config.js's readConfig() gives, and files, patterns,
 *   cwd, shard, isolation, globalSetupPath, setup, signal, argv, execArgv, env,
 *   seed
 */
function readRunOptions(options = kEmptyObject) {
  validateObject(options, 'options');
  const {
    files, globPatterns, forceExit, signal, isolation = 'process', argv = [],
    execArgv = [], only,
  } = options;
  readFilesOptions({ ...options, isolation });
  if (forceExit !== undefined) {
    validateBoolean(forceExit, 'options.forceExit');
  }
  const watch = readWatch(options);
  validateOneOf(isolation, 'options.isolation', ['process', 'none']);
  validateStringArray(argv, 'options.argv');
  validateStringArray(execArgv, 'options.execArgv');
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  const config = {
    only: Boolean(only),
    names: readPatterns(options.testNamePatterns, 'options.testNamePatterns'),
    skips: readPatterns(options.testSkipPatterns, 'options.testSkipPatterns'),
    tags: readTags(options.testTagFilters),
    shard: readShard(options.shard, watch),
    concurrency: readConcurrency(options.concurrency),
    timeoutMs: readTimeout(options.timeout, Infinity),
    seed: readSeed(options),
    forceExit: forceExit ?? false,
    files: files ?? undefined,
    patterns: globPatterns ?? undefined,
    cwd: options.cwd ?? process.cwd(),
    globalSetupPath: options.globalSetupPath,
    setup: options.setup ?? undefined,
    env: options.env,
    isolation, signal, argv, execArgv,
  };
  refuseMissing({ ...options, watch });
  return config;
}

module.exports = { readRunOptions, refuseRerun };
