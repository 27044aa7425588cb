'use strict';
// --test-rerun-failures is not there yet, and says so.

const assert = require('assert');
const { test } = require('../harness.js');
const { run, tree } = require('../esm/tree.js');

test('--test-rerun-failures is refused instead of running all again', () => {
  const folder = tree({ 'a.test.js': "require('node:test')('a', () => {});" });
  for (const more of [[], ['--test']]) {
    const { status, stderr } = run(
      folder, ...more, '--test-rerun-failures=state.json', 'a.test.js');
    assert.strictEqual(status, 1);
    assert.match(stderr, /ERR_METHOD_NOT_IMPLEMENTED.*--test-rerun-failures/);
  }
  assert.throws(
    () => require('node:test').run({ rerunFailuresFilePath: 'state.json' }),
    { code: 'ERR_METHOD_NOT_IMPLEMENTED' });
});
