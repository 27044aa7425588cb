'use strict';
const assert = require('node:assert');
const { test, execute } = require('../app.js');

const ways = {
  'its command': ['node_modules/tsx/dist/cli.mjs'],
  '--import tsx': ['--import', 'tsx'],
  '--import tsx/esm': ['--import', 'tsx/esm'],
  '--require tsx/cjs': ['--require', 'tsx/cjs'],
};

for (const [name, words] of Object.entries(ways)) {
  test(`runs a program by ${name}`, async () => {
    const { status, stdout, stderr } =
      await execute(process.execPath, [...words, 'src/main.ts']);
    assert.strictEqual(stderr, '');
    assert.strictEqual(status, 0);
    assert.strictEqual(stdout, 'Hello, tsx true\n');
  });
}

test('shows where an error is in the source', async () => {
  const { status, stderr } =
    await execute(process.execPath, ['--import', 'tsx', 'src/fail.ts']);
  assert.strictEqual(status, 1);
  assert.match(stderr, /on line five[\s\S]*src\/fail\.ts:5:9/);
});

test('is there for require() from code that asks for it', () => {
  const { require: tsxRequire } = require('tsx/cjs/api');
  assert.strictEqual(tsxRequire('./src/common.cts', __filename).greeting,
                     'Hello, cts');
});

test('is there for import() from code that asks for it', async () => {
  const { tsImport } = require('tsx/esm/api');
  const { greet, Mood } =
    await tsImport('./src/greet.ts', `file://${__filename}`);
  assert.strictEqual(greet('esm', Mood.Sad), 'Oh, esm');
});
