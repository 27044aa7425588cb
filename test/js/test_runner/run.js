'use strict';
// Runs a program that declares tests, and gives the events of its run.

const { spawnSync } = require('child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');

/** Writes events as lines of JSON; errors by their message and failureType. */
const reporter = `
module.exports = async function*(source) {
  for await (const { type, data } of source) {
    yield JSON.stringify({ type, data }, (key, value) =>
      value instanceof Error ? { message: value.message, ...value } : value);
    yield '\\n';
  }
};`;

const head = `'use strict';
const assert = require('assert');
const test = require('node:test');
const { after, afterEach, before, beforeEach, describe, it } = test;
`;

/** Calls back with a folder that holds files, and removes it. */
function withFiles(files, callback) {
  const folder = mkdtempSync(join(tmpdir(), 'test-runner-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    return callback(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function spawn(folder, args, env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder, encoding: 'utf8', env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/**
 * @param {string} source with node:test's functions declared
 * @param {string[]} [options] of the command line
 * @returns {{status, stdout, stderr, events, results}} results: [passed, name,
 *   failureType] of each test
 */
function runTests(source, options = []) {
  const files = { 'program.js': head + source, 'reporter.js': reporter };
  return withFiles(files, (folder) => {
    const result = spawn(folder, [
      ...options, '--test-reporter=./reporter.js', 'program.js']);
    const events = result.stdout.split('\n').filter((line) =>
      line.startsWith('{"type"')).map(JSON.parse);
    return { ...result, events, results: resultsOf(events) };
  });
}

function resultsOf(events) {
  return events.filter(({ type }) => type === 'test:pass' ||
    type === 'test:fail').map(({ type, data }) =>
    (type === 'test:pass' ? `ok ${data.name}` :
      `not ok ${data.name}: ${data.details.error.failureType}`));
}

/** What a program prints with a built-in reporter, without its durations. */
function report(name, source, options = []) {
  return withFiles({ 'program.js': head + source }, (folder) =>
    spawn(folder, [...options, `--test-reporter=${name}`, 'program.js'])
      .stdout.replace(/[0-9.]+ms/g, 'Nms')
      .replace(/duration_ms:? [0-9.]+/g, 'duration_ms N')
      .replaceAll(folder, ''));
}

module.exports = { head, report, runTests, spawn, withFiles };
