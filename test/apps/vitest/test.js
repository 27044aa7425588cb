'use strict';
const assert = require('node:assert');
const { test, execute } = require('../app.js');

for (const pool of ['forks', 'threads']) {
  test(`runs its tests in ${pool}`, async () => {
    const { status, stdout, stderr } = await execute(process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', `--pool=${pool}`, 'spec']);
    assert.strictEqual(status, 0, stdout + stderr);
    assert.match(stdout, /3 passed/);
  });
}
