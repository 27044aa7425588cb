'use strict';
const assert = require('node:assert');
const { test, execute } = require('../app.js');

const cli = (...args) => execute(process.execPath, ['cli.mjs', ...args]);

test('runs a command with options', async () => {
  assert.strictEqual((await cli('get', 'ab', '--times', '2')).stdout, 'abab\n');
});
test('prints help', async () => {
  const { stdout } = await cli('--help');
  assert.match(stdout, /cli get <name> +reads a key/);
});
test('refuses what it does not know', async () => {
  const { status, stderr } = await cli('get', 'a', '--tims=2');
  assert.strictEqual(status, 1);
  assert.match(stderr, /Unknown argument: tims/);
  assert.match((await cli()).stderr, /Not enough non-option arguments/);
});
test('can be required', () => {
  const yargs = require('yargs');
  assert.strictEqual((yargs.default ?? yargs)(['--a', '1']).parse().a, 1);
});
