'use strict';
const assert = require('assert');
const { test } = require('../harness.js');
const { report } = require('./run.js');

const source = `
  test('a', () => {});
  describe('s', () => { it('b', { skip: 'no' }); });
  test('c', (t) => { t.diagnostic('note'); throw 'x'; });`;

test('spec shows a tree, and the failures at its end', () => {
  const text = report('spec', source);
  assert.match(text, /^\u2714 a \(Nms\)\n\u25b6 s\n {2}\ufe63 b .*# no\n/);
  assert.match(text, /\n\u2716 c \(Nms\)\n\u2139 note\n\u2139 tests 3\n/);
  assert.match(text, /\n\u2716 failing tests:\n\ntest at program.js:\d+:3\n/);
  assert.ok(text.endsWith("\n  'x'\n"), text);
});

test('tap', () => {
  const text = report('tap', source);
  assert.ok(text.startsWith(`TAP version 13
# Subtest: a
ok 1 - a
  ---
  duration_ms N
  type: 'test'
  ...
# Subtest: s
    # Subtest: b
    ok 1 - b # SKIP no
      ---
      duration_ms N
      type: 'test'
      ...
    1..1
ok 2 - s
`), text);
  assert.ok(text.includes(`not ok 3 - c
  ---
  duration_ms N
  type: 'test'
  location: '/program.js:8:3'
  failureType: 'testCodeFailure'
  error: 'x'
  code: 'ERR_TEST_FAILURE'
  ...
# note
1..3
# tests 3
`), text);
});

test('dot and junit', () => {
  assert.match(report('dot', source), /^\.\.\.X\n\nFailed tests:\n\n\u2716 c/);
  const text = report('junit', source);
  assert.match(text, /<testsuite name="s" .* tests="1" failures="0"/);
  assert.match(text, /<failure type="testCodeFailure" message="x">/);
  assert.ok(text.endsWith('</testsuites>\n'));
});
