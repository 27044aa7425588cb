'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { test, command, execute } = require('../app.js');

const bin = path.resolve('node_modules/eslint/bin/eslint.js');
const eslint = (...args) => execute(process.execPath, [bin, ...args], { cwd: 'project' });

test('finds nothing in a good file', async () => {
  const { status, stdout, stderr } = await eslint('good.js');
  assert.deepStrictEqual([status, stdout], [0, ''], stderr);
});
test('names what is wrong, with its place', async () => {
  const { status, stdout } = await eslint('--format', 'json', 'wrong.js');
  assert.strictEqual(status, 1);
  const [{ messages }] = JSON.parse(stdout);
  assert.deepStrictEqual(messages.map((m) => `${m.line}:${m.column} ${m.ruleId}`).sort(),
    ['1:10 semi', '1:5 prefer-const', '2:20 no-undef', '2:21 semi'].sort());
});
test('fixes through its API', async () => {
  const { ESLint } = require('eslint');
  const linter = new ESLint({ cwd: path.resolve('project'), fix: true });
  const [result] = await linter.lintText('let x = 1\nexport default x', { filePath: 'a.js' });
  assert.strictEqual(result.output, 'const x = 1;\nexport default x;');
});
