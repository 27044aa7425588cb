'use strict';
// mock.module(): other exports in the place of a module's.

const assert = require('assert');
const { test } = require('../harness.js');
const { run, tree } = require('../esm/tree.js');

const files = {
  'a.mjs': 'export default "own"; export const x = 1;',
  'b.cjs': 'exports.x = 1;',
  'user.mjs': "import { x } from './a.mjs'; export const seen = x;",
};

/** What a test file prints that mocks with `text`. */
function outcome(text) {
  const folder = tree({
    ...files,
    'main.mjs': `import { mock } from 'node:test';
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      const say = (...all) => console.log(all.join(' '));
      ${text}`,
  });
  const { stdout, stderr } = run(
    folder, '--no-warnings', '--experimental-test-module-mocks', 'main.mjs');
  assert.strictEqual(stderr, '');
  return stdout.split('\n').slice(0, -1);
}

test('an ES module, also for who imports it indirectly', () => {
  assert.deepStrictEqual(outcome(`
    mock.module('./a.mjs', { exports: { x: 2, default: 'mine' } });
    const { x, default: y } = await import('./a.mjs');
    say(x, y, (await import('./user.mjs')).seen);`), ['2 mine 2']);
});

test('a CommonJS module, for both loaders', () => {
  assert.deepStrictEqual(outcome(`
    mock.module('./b.cjs', { exports: { x: 3 } });
    say(require('./b.cjs').x, (await import('./b.cjs')).default.x);`), ['3 3']);
});

test('a module of the runtime, by both of its names', () => {
  assert.deepStrictEqual(outcome(`
    mock.module('node:path', { exports: { sep: '!' } });
    say(require('path').sep, (await import('node:path')).sep);`), ['! !']);
});

test('restore() brings back what was there', () => {
  assert.deepStrictEqual(outcome(`
    const before = await import('./a.mjs');
    const context = mock.module('./a.mjs', { exports: { x: 2 } });
    say((await import('./a.mjs')).x);
    context.restore();
    say(await import('./a.mjs') === before);
    mock.module('./b.cjs', { exports: {}, cache: true });
    say(require('./b.cjs').x, require('./b.cjs') === require('./b.cjs'));
    mock.restoreAll();
    say(require('./b.cjs').x);`), ['2', 'true', ' true', '1']);
});

test('each use gets a module of its own, unless cache says otherwise', () => {
  assert.deepStrictEqual(outcome(`
    mock.module('./a.mjs', { exports: {} });
    say(await import('./a.mjs') === await import('./a.mjs'));
    mock.module('./b.cjs', { exports: {}, cache: true });
    say(await import('./b.cjs') === await import('./b.cjs'));`),
  ['false', 'true']);
});

test('a module is mocked once, and must be there', () => {
  assert.deepStrictEqual(outcome(`
    mock.module('./a.mjs');
    for (const name of ['./a.mjs', './missing.mjs']) {
      try { mock.module(name); } catch ({ code }) { say(code); }
    }`), ['ERR_INVALID_STATE', 'ERR_MODULE_NOT_FOUND']);
});

test('without its flag there is no mock.module', () => {
  const folder = tree({
    'main.js': "console.log(require('node:test').mock.module);",
  });
  assert.strictEqual(run(folder, 'main.js').stdout, 'undefined\n');
});
