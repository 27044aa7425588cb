'use strict';
const assert = require('node:assert');
const { test, command } = require('../app.js');

for (const flags of [['--runInBand'], ['--maxWorkers=2']]) {
  test(`runs its tests (${flags})`, async () => {
    const { status, stderr } = await command('jest', [...flags, '--no-cache', 'spec']);
    assert.strictEqual(status, 0, stderr);
    assert.match(stderr, /Tests: +5 passed, 5 total/);
  });
}
test('tells of a failure', async () => {
  const { status, stderr } = await command('jest', ['fails']);
  assert.strictEqual(status, 1);
  assert.match(stderr, /- {3}"a": 2,\n.*\+ {3}"a": 1,/);
});
test('measures coverage', async () => {
  const { status, stdout, stderr } = await command('jest', ['--coverage', 'spec']);
  assert.strictEqual(status, 0, stderr);
  assert.match(stdout, /sum\.js +\| +100/);
});
