'use strict';
// import, export, import(), import.meta.
const assert = require('assert');
const { test } = require('../harness');
const { run, tree } = require('./tree');

test('bindings are live', () => {
  const folder = tree({
    'a.mjs': 'import { n, add } from "./b.mjs"; add(); console.log(n);',
    'b.mjs': 'export let n = 1; export function add() { n++; }',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, '2\n');
});

test('modules in a cycle are evaluated once, the inner one first', () => {
  const folder = tree({
    'a.mjs': 'import "./b.mjs"; console.log("a");',
    'b.mjs': 'import "./a.mjs"; console.log("b");',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, 'b\na\n');
});

test('import() in CommonJS gives the namespace', () => {
  const folder = tree({
    'a.cjs': 'import("./b.mjs").then((ns) => console.log(ns.x));',
    'b.mjs': 'export const x = 5;',
  });
  assert.strictEqual(run(folder, 'a.cjs').stdout, '5\n');
});

test('names of CommonJS are found in its text', () => {
  const folder = tree({
    'a.mjs': 'import d, { x } from "./b.cjs"; console.log(x, d.x);',
    'b.cjs': 'exports.x = 1;',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, '1 1\n');
});

test('names that CommonJS re-exports are found too', () => {
  const folder = tree({
    'a.mjs': 'import { x } from "./b.cjs"; console.log(x);',
    'b.cjs': 'module.exports = require("./c.cjs");',
    'c.cjs': 'exports.x = 3;',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, '3\n');
});

test('JSON needs its attribute', () => {
  const folder = tree({
    'a.mjs': 'import j from "./b.json" with { type: "json" };' +
             'console.log(j.x); await import("./b.json").catch((e) => ' +
             'console.log(e.code));',
    'b.json': '{"x": 1}',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout,
                     '1\nERR_IMPORT_ATTRIBUTE_MISSING\n');
});

test('import.meta tells where the module is', () => {
  const folder = tree({
    'a.mjs': 'console.log(import.meta.filename, import.meta.dirname, ' +
             'import.meta.main, import.meta.url, import.meta.resolve("./x"));',
  });
  assert.strictEqual(
    run(folder, 'a.mjs').stdout,
    `${folder}/a.mjs ${folder} true file://${folder}/a.mjs ` +
    `file://${folder}/x\n`);
});

test('data: URLs', async () => {
  const ns = await import('data:text/javascript,export default 7');
  assert.strictEqual(ns.default, 7);
});

test('a core module can be replaced, and seen anew', async () => {
  const os = require('os');
  const { syncBuiltinESMExports } = require('module');
  const ns = await import('node:os');
  const { tmpdir } = os;
  os.tmpdir = () => 'changed';
  syncBuiltinESMExports();
  assert.strictEqual(ns.tmpdir(), 'changed');
  os.tmpdir = tmpdir;
  syncBuiltinESMExports();
});

test('promises of the entry come before its ticks', () => {
  const folder = tree({
    'a.mjs': 'process.nextTick(() => console.log("tick"));' +
             'Promise.resolve().then(() => console.log("promise"));',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, 'promise\ntick\n');
});

test('-e with module syntax, and --input-type', () => {
  const folder = tree({ 'b.mjs': 'export default 2;' });
  const text = 'import b from "./b.mjs"; console.log(b);';
  assert.strictEqual(run(folder, '-e', text).stdout, '2\n');
  assert.strictEqual(run(folder, '--input-type=module', '-e', text).stdout,
                     '2\n');
});

test('--import runs before the program', () => {
  const folder = tree({
    'a.cjs': 'console.log("a");',
    'b.mjs': 'await null; console.log("b");',
  });
  assert.strictEqual(run(folder, '--import', './b.mjs', 'a.cjs').stdout,
                     'b\na\n');
});

test('an ambiguous file is what its text is', () => {
  const folder = tree({
    'a.js': 'import "./b.js"; console.log(typeof require);',
    'b.js': 'console.log(typeof require);',
  });
  assert.strictEqual(run(folder, 'a.js').stdout, 'function\nundefined\n');
});

test('import() from elsewhere looks whether the file is still there', () => {
  const folder = tree({
    'main.mjs': `import fs from 'fs';
      await import('./a.mjs');
      fs.rmSync(new URL('./a.mjs', import.meta.url));
      await import('./a.mjs').then(() => console.log('same parent'));
      await import('./b.mjs').catch(({ code }) => console.log(code));`,
    'a.mjs': '', 'b.mjs': "await import('./a.mjs');",
  });
  assert.strictEqual(run(folder, 'main.mjs').stdout,
                     'same parent\nERR_MODULE_NOT_FOUND\n');
});
