'use strict';
const assert = require('node:assert');
const { test, execute } = require('../app.js');

const cli = (...args) => execute(process.execPath, ['cli.js', ...args]);

test('runs commands with options', async () => {
  assert.strictEqual((await cli('add', '1', '2.6')).stdout, '3.6\n');
  assert.strictEqual((await cli('add', '-r', '1', '2.6')).stdout, '4\n');
  assert.strictEqual((await cli('wait', '--ms=5')).stdout, 'waited\n');
});
test('prints its version and help', async () => {
  assert.strictEqual((await cli('--version')).stdout, '1.2.3\n');
  const { status, stdout } = await cli('help', 'add');
  assert.strictEqual(status, 0);
  assert.match(stdout, /Usage: cli add \[options\] <numbers\.\.\.>/);
});
test('refuses what it does not know', async () => {
  const wrong = await cli('ad');
  assert.strictEqual(wrong.status, 1);
  assert.match(wrong.stderr, /unknown command 'ad'\n\(Did you mean add\?\)/);
  assert.match((await cli('wait')).stderr, /required option '--ms <n>' not specified/);
});
