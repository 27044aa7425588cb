'use strict';
const assert = require('node:assert');
const { test, command } = require('../app.js');

test('runs its tests and tells of the failure', async () => {
  const { status, stdout, stderr } = await command('mocha', ['spec/sum.js']);
  assert.strictEqual(status, 1, stderr);
  for (const part of [/3 passing/, /1 pending/, /1 failing/, /\+ {2}"a": 2|-\s+"a": 1/]) {
    assert.match(stdout, part);
  }
});
test('reports JSON, chooses tests, and runs modules', async () => {
  const { status, stdout } = await command('mocha',
    ['--reporter', 'json', '--grep', 'adds|module', 'spec/sum.js', 'spec/module.mjs']);
  assert.strictEqual(status, 0, stdout);
  assert.strictEqual(JSON.parse(stdout).stats.passes, 2);
});
test('runs files side by side', async () => {
  const { status, stdout, stderr } = await command('mocha',
    ['--parallel', '--jobs', '2', '--grep', 'adds|module', 'spec/sum.js', 'spec/module.mjs']);
  assert.strictEqual(status, 0, stderr);
  assert.match(stdout, /2 passing/);
});
