'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { test, command, execute } = require('../app.js');

test('compiles a project that then runs', async () => {
  const { status, stdout } = await command('tsc', ['-p', 'project']);
  assert.deepStrictEqual([status, stdout], [0, '']);
  const run = await execute(process.execPath, ['built/main.js']);
  assert.strictEqual(run.stdout, 'main.js 28.27 m\n');
  assert.match(fs.readFileSync('built/shapes.d.ts', 'utf8'), /export declare enum Unit/);
  assert.ok(fs.existsSync('built/main.js.map'));
});
test('names what is wrong, with its place', async () => {
  fs.writeFileSync('wrong.ts', 'const n: number = "text";\n');
  const { status, stdout } = await command('tsc', ['--noEmit', '--skipLibCheck', 'wrong.ts']);
  assert.notStrictEqual(status, 0);
  assert.match(stdout, /wrong\.ts\(1,7\): error TS2322: Type 'string' is not assignable/);
});
test('transpiles through its API', () => {
  const ts = require('typescript');
  const { outputText } = ts.transpileModule('let a: number = <number>1;',
    { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  assert.strictEqual(outputText, 'let a = 1;\n');
});
