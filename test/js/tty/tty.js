'use strict';
const assert = require('assert');
const tty = require('tty');
const { test } = require('../harness');

test('isatty is false for what is no descriptor', () => {
  for (const fd of [-1, 55555, 2 ** 31, 1.1, '1', {}, () => {}]) {
    assert.strictEqual(tty.isatty(fd), false);
  }
});

test('streams want a descriptor of a terminal', () => {
  for (const Stream of [tty.ReadStream, tty.WriteStream]) {
    assert.throws(() => new Stream(-1), {
      code: 'ERR_INVALID_FD',
      message: '"fd" must be a positive integer: -1',
    });
    assert.throws(() => new Stream(55555), { code: 'ERR_TTY_INIT_FAILED' });
  }
});

const depth = (env) => tty.WriteStream.prototype.getColorDepth(env);

test('the environment tells how many colors there are', () => {
  assert.strictEqual(depth({ TERM: 'dumb', COLORTERM: '1' }), 1);
  assert.strictEqual(depth({ TERM: 'xterm-256color' }), 8);
  assert.strictEqual(depth({ TERM: 'xterm', COLORTERM: 'truecolor' }), 24);
  assert.strictEqual(depth({ FORCE_COLOR: '2', TERM: 'dumb' }), 8);
  assert.strictEqual(depth({ NO_COLOR: '1', COLORTERM: '24bit' }), 1);
  assert.strictEqual(depth({ CI: '1', GITHUB_ACTIONS: '' }), 24);
  assert.strictEqual(depth({}), 1);
});

test('hasColors compares with that', () => {
  const { hasColors } = tty.WriteStream.prototype;
  assert.strictEqual(hasColors({ TMUX: '1' }), true);
  assert.strictEqual(hasColors(2 ** 25, { TMUX: '1' }), false);
  assert.throws(() => hasColors(1), { code: 'ERR_OUT_OF_RANGE' });
});
