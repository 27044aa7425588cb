'use strict';
const assert = require('assert');
const fs = require('fs');
const inFolder = require('./folder');
const { test } = require('../harness');

test('mkdir with recursive tells the first folder it made', () => {
  assert.strictEqual(fs.mkdirSync(inFolder('a/b/c'), { recursive: true }),
                     inFolder('a'));
  assert.strictEqual(fs.mkdirSync(inFolder('a/b'), { recursive: true }),
                     undefined);
});

test('a file is in the way of mkdir', () => {
  fs.writeFileSync(inFolder('file'), '');
  assert.throws(() => fs.mkdirSync(inFolder('file/x'), { recursive: true }),
                { code: 'ENOTDIR' });
  assert.throws(() => fs.mkdirSync(inFolder('file'), { recursive: true }),
                { code: 'EEXIST' });
});

test('readdir lists all below a folder', () => {
  fs.mkdirSync(inFolder('list/x/y'), { recursive: true });
  fs.writeFileSync(inFolder('list/x/file'), '');
  assert.deepStrictEqual(
    fs.readdirSync(inFolder('list'), { recursive: true }).sort(),
    ['x', 'x/file', 'x/y']);
});

test('a Dir gives each entry once, and closes itself', async () => {
  fs.mkdirSync(inFolder('many'));
  const names = Array.from({ length: 1000 }, (_, i) => `file-${i}`);
  for (const name of names) fs.writeFileSync(inFolder('many', name), '');
  const found = [];
  for await (const entry of await fs.promises.opendir(inFolder('many'))) {
    assert.ok(entry.isFile());
    found.push(entry.name);
  }
  assert.deepStrictEqual(found.sort(), names.sort());
});

test('rm removes names that are not UTF-8', () => {
  fs.mkdirSync(inFolder('odd'));
  fs.writeFileSync(
    Buffer.concat([Buffer.from(inFolder('odd/')), Buffer.from([0xff, 0x41])]),
    '');
  fs.rmSync(inFolder('odd'), { recursive: true });
  assert.ok(!fs.existsSync(inFolder('odd')));
});

test('cp copies a tree, and not into itself', () => {
  fs.mkdirSync(inFolder('from/deep'), { recursive: true });
  fs.writeFileSync(inFolder('from/deep/file'), 'x');
  fs.symlinkSync('file', inFolder('from/deep/link'));
  fs.cpSync(inFolder('from'), inFolder('to'), { recursive: true });
  assert.strictEqual(fs.readFileSync(inFolder('to/deep/file'), 'utf8'), 'x');
  assert.strictEqual(fs.readlinkSync(inFolder('to/deep/link')),
                     inFolder('from/deep/file'));
  assert.throws(
    () => fs.cpSync(inFolder('from'), inFolder('from/in'), { recursive: true }),
    { code: 'ERR_FS_CP_EINVAL' });
});

test('glob finds by braces, stars and extended groups', () => {
  fs.mkdirSync(inFolder('glob/sub/deep'), { recursive: true });
  for (const name of ['a.js', 'b.ts', 'c.md', 'sub/d.js', 'sub/deep/e.js',
                      '.hidden.js']) {
    fs.writeFileSync(inFolder('glob', name), '');
  }
  const find = (pattern, options) =>
    fs.globSync(pattern, { cwd: inFolder('glob'), ...options }).sort();
  assert.deepStrictEqual(find('*.{js,ts}'), ['a.js', 'b.ts']);
  assert.deepStrictEqual(find('**/*.js'),
                         ['a.js', 'sub/d.js', 'sub/deep/e.js']);
  assert.deepStrictEqual(find('!(a|b).*'), ['c.md']);
  assert.deepStrictEqual(find('**/*.js', { exclude: ['sub/deep'] }),
                         ['a.js', 'sub/d.js']);
});
