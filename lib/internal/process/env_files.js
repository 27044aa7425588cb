'use strict';
// --env-file and --env-file-if-exists.

/**
 * @param {string[]} execArgv
 * @returns {Array<{file: string, isOptional: boolean}>} in their order
 */
function envFilesOf(execArgv) {
  const files = [];
  for (let i = 0; i < execArgv.length; i++) {
    const match = /^--env-file(-if-exists)?(?:=(.*))?$/s.exec(execArgv[i]);
    if (match === null) continue;
    const [, optional, file = execArgv[++i]] = match;
    files.push({ file, isOptional: optional !== undefined });
  }
  return files;
}

/** @returns {object|undefined} undefined if there is no such file */
function readEnv(file) {
  const { readFileSync } = require('fs');
  const { parseEnv } = require('util');
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Sets what is not set yet. */
function applyEnv(env, variables) {
  for (const name of Object.keys(variables)) {
    env[name] ??= variables[name];
  }
}

module.exports = { applyEnv, envFilesOf, readEnv };
