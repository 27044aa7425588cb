'use strict';
// Shared by the tests of the command line.

const { spawnSync } = require('child_process');

/**
 * Runs this very program.
 * @param {string[]} args
 * @param {object} [options] of spawnSync
 * @returns {{status, signal, stdout: string, stderr: string}}
 */
function run(args, options) {
  const env = { ...process.env, NODE_OPTIONS: '', ...options?.env };
  return spawnSync(process.execPath, args,
                   { encoding: 'utf8', input: '', ...options, env });
}

module.exports = { run };
