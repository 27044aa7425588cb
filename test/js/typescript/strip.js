'use strict';

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const { stripTypeScriptTypes } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { test } = require('../harness.js');

process.removeAllListeners('warning');
process.on('warning', () => {});

// An executable can be configured without it.
const isThere = process.config.variables.node_use_amaro;
const check = isThere ? test : () => {};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'typescript-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

function write(name, text) {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

/** Runs ourselves. */
function run(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--no-warnings', ...args],
             (error, stdout, stderr) => {
               resolve({ code: error?.code ?? 0, stdout, stderr });
             });
  });
}

check('types give way to blanks, so that places stay', () => {
  assert.strictEqual(stripTypeScriptTypes('const a: number = 1;'),
                     'const a         = 1;');
  assert.strictEqual(stripTypeScriptTypes('f<T>(x as any)'), 'f   (x       )');
});

check('what needs more than stripping is refused, unless it is asked for', () => {
  assert.throws(() => stripTypeScriptTypes('enum A { B }'), {
    name: 'SyntaxError', code: 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
    message: 'TypeScript enum is not supported in strip-only mode',
  });
  const code = stripTypeScriptTypes('enum A { B }', { mode: 'transform' });
  assert.match(code, /A\[A\["B"\] = 0\]/);
});

check('an error shows the place above its stack', () => {
  assert.throws(
    () => stripTypeScriptTypes('let a: = 1', { sourceUrl: 'a.ts' }),
    (error) => error.code === 'ERR_INVALID_TYPESCRIPT_SYNTAX' &&
               error.stack.startsWith('a.ts:1\nlet a: = 1\n       ^\n'));
});

check('a source map comes with transformed code', () => {
  const code = stripTypeScriptTypes(
    'enum A { B }', { mode: 'transform', sourceMap: true, sourceUrl: 'a.ts' });
  const [, encoded] = /base64,(.+)$/.exec(code);
  const map = JSON.parse(Buffer.from(encoded, 'base64').toString());
  assert.deepStrictEqual(map.sources, ['a.ts']);
});

check('files run, and require and import each other', async () => {
  write('a.cts', 'const n: number = 1; module.exports = { n };');
  write('b.mts', 'export type T = string; export const b: T = "b";');
  const main = write('main.ts', `
    import { b, type T } from './b.mts';
    import a from './a.cts';
    const text: T = b + (a.n as number);
    console.log(text);`);
  assert.strictEqual((await run(main)).stdout, 'b1\n');
  const commonjs = write('c.ts', `
    const { n }: { n: number } = require('./a.cts');
    console.log(n, require('./b.mts').b);`);
  assert.strictEqual((await run(commonjs)).stdout, '1 b\n');
});

check('files in node_modules are not stripped', async () => {
  write('node_modules/p/index.ts', 'export const a: number = 1');
  write('node_modules/p/package.json', '{"main": "index.ts"}');
  const { stderr, code } = await run(write('p.js', 'require("p")'));
  assert.match(stderr, /ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING/);
  assert.strictEqual(code, 1);
});

check('--no-strip-types knows no TypeScript', async () => {
  const file = write('no.mts', 'export {}');
  const { stderr } = await run('--no-strip-types', file);
  assert.match(stderr, /ERR_UNKNOWN_FILE_EXTENSION/);
  const { stdout } = await run('--no-strip-types', '-p',
                               'process.features.typescript');
  assert.strictEqual(stdout, 'false\n');
});

check('-e takes TypeScript when it is no JavaScript', async () => {
  assert.strictEqual(
    (await run('-e', 'const a: number = 2; console.log(a)')).stdout, '2\n');
  assert.match((await run('-e', 'enum A {}')).stderr, /^SyntaxError/m);
});
