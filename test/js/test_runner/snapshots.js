'use strict';
const assert = require('assert');
const { readFileSync } = require('fs');
const { join } = require('path');
const { test } = require('../harness.js');
const { head, spawn, withFiles } = require('./run.js');

const program = (value) => `${head}
test('a', (t) => {
  t.assert.snapshot(${value});
  t.assert.fileSnapshot(${value}, 'one.json');
});`;

test('snapshots are written, then compared', () => {
  withFiles({ 'a.js': program('{ x: "`${y}\\\\`" }') }, (folder) => {
    assert.match(spawn(folder, ['a.js']).stdout, /Missing snapshots can be/);
    assert.strictEqual(
      spawn(folder, ['--test-update-snapshots', 'a.js']).status, 0);
    assert.strictEqual(spawn(folder, ['a.js']).status, 0);
    assert.match(readFileSync(join(folder, 'a.js.snapshot'), 'utf8'),
                 /^exports\[`a 1`\] = `\n/);
    assert.match(readFileSync(join(folder, 'one.json'), 'utf8'), /^\{\n {2}"x"/);
  });
});
