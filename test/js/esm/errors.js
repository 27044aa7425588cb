'use strict';
// What goes wrong, and how it is said.
const assert = require('assert');
const { test } = require('../harness');
const { run, tree } = require('./tree');

test('a missing file names the importer', async () => {
  await assert.rejects(import('./no-such.mjs'), {
    code: 'ERR_MODULE_NOT_FOUND',
    message: `Cannot find module '${__dirname}/no-such.mjs' imported from ` +
             __filename,
  });
});

test('a missing file that CommonJS would find is suggested', () => {
  const folder = tree({ 'a.mjs': 'import "./b";', 'b.js': '' });
  assert.match(run(folder, 'a.mjs').stderr,
               /Did you mean to import "\.\/b\.js"\?/);
});

test('a folder is no module', async () => {
  await assert.rejects(import('../esm'), { code: 'ERR_UNSUPPORTED_DIR_IMPORT' });
});

test('an unknown scheme', async () => {
  await assert.rejects(import('http://localhost/x.mjs'),
                       { code: 'ERR_UNSUPPORTED_ESM_URL_SCHEME' });
});

test('an unknown extension', () => {
  const folder = tree({ 'a.mjs': 'import "./b.xyz";', 'b.xyz': '' });
  assert.match(run(folder, 'a.mjs').stderr, /ERR_UNKNOWN_FILE_EXTENSION/);
});

test('an unknown attribute', async () => {
  await assert.rejects(import('fs', { with: { what: 'x' } }),
                       { code: 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED' });
});

test('a name that CommonJS does not export shows another way', () => {
  const folder = tree({
    'a.mjs': 'import { y } from "./b.cjs";',
    'b.cjs': 'exports.x = 1;',
  });
  const { stderr, status } = run(folder, 'a.mjs');
  assert.strictEqual(status, 1);
  assert.match(stderr, /import pkg from '\.\/b\.cjs';\nconst \{ y \} = pkg;/);
});

test('a syntax error shows its line', () => {
  const folder = tree({ 'a.mjs': 'import "./b.mjs";', 'b.mjs': '\nlet a b;' });
  assert.match(run(folder, 'a.mjs').stderr, /b\.mjs:2\nlet a b;\n\s+\^/);
});

test('a top-level await that never ends gives status 13', () => {
  const folder = tree({ 'a.mjs': 'await new Promise(() => {});' });
  const { stderr, status } = run(folder, 'a.mjs');
  assert.strictEqual(status, 13);
  assert.match(stderr, /Detected unsettled top-level await at .*a\.mjs:1/);
});

test('a file that was missing is found when it is there', () => {
  const folder = tree({
    'a.mjs': 'import fs from "fs"; const go = () => import("./b.mjs");' +
             'await go().catch(() => fs.writeFileSync("b.mjs", ' +
             '"export default 1")); console.log((await go()).default);',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, '1\n');
});

test('CommonJS names in a module say what it is', () => {
  const folder = tree({ 'a.mjs': 'require("fs");' });
  assert.match(run(folder, 'a.mjs').stderr,
               /require is not defined in ES module scope, you can use import/);
});
