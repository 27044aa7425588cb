'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

function messageOf(fn) {
  try {
    fn();
  } catch (error) {
    return error.message;
  }
  return undefined;
}

test('short values stand on one line', () => {
  assert.strictEqual(messageOf(() => assert.strictEqual(1, 2)),
                     'Expected values to be strictly equal:\n\n1 !== 2\n');
  assert.strictEqual(messageOf(() => assert.strictEqual(1, 2, 'why')),
                     'why\n\n1 !== 2\n');
});

test('objects are shown as a diff', () => {
  const message = messageOf(
    () => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }));
  assert.strictEqual(message, `Expected values to be strictly deep-equal:
+ actual - expected

  {
    a: 1,
    b: [
      1,
+     2
-     3
    ]
  }
`);
});

test('long equal parts are skipped', () => {
  const list = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const message =
    messageOf(() => assert.deepStrictEqual(list, [...list.slice(0, 8), 0]));
  assert.match(message, /Skipped lines/);
  assert.match(message, /\n\.\.\.\n {4}8,\n\+ {3}9\n- {3}0\n {2}\]\n$/);
});

test('ok() shows the source of its call', () => {
  assert.strictEqual(
    messageOf(() => assert.ok(typeof 'a' === 'number')),
    'The expression evaluated to a falsy value:\n\n' +
    "  assert.ok(typeof 'a' === 'number')\n");
  assert.strictEqual(messageOf(() => assert()),
                     'No value argument passed to `assert.ok()`');
});

test('an AssertionError tells what was compared', () => {
  assert.throws(() => assert.notStrictEqual(1, 1), {
    name: 'AssertionError',
    code: 'ERR_ASSERTION',
    actual: 1,
    expected: 1,
    operator: 'notStrictEqual',
    generatedMessage: true,
    message: 'Expected "actual" to be strictly unequal to: 1',
  });
});
