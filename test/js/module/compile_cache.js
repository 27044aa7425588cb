'use strict';
// The compile cache: module.enableCompileCache and NODE_COMPILE_CACHE.
const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const module_ = require('module');
const path = require('path');
const { test } = require('../harness.js');
const { tree } = require('../esm/tree.js');

function run(folder, file, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'cache'),
           NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...env },
  });
  assert.strictEqual(status, 0, stderr);
  return { stdout, stderr };
}

test('the second run takes its code from the first', () => {
  const folder = tree({
    'main.js': "require('./a'); import('./b.mjs');",
    'a.js': 'exports.a = () => 1;', 'b.mjs': 'export const b = 1;',
  });
  const first = run(folder, 'main.js').stderr;
  assert.match(first, /writing cache for CommonJS .*a\.js.*success/);
  assert.match(first, /writing cache for ESM .*b\.mjs.*success/);
  const second = run(folder, 'main.js').stderr;
  assert.match(second, /cache for CommonJS .*a\.js was accepted/);
  assert.match(second, /cache for ESM .*b\.mjs was accepted/);
  assert.doesNotMatch(second, /writing/);
});

test('a file that has changed is compiled anew', () => {
  const folder = tree({ 'main.js': 'console.log(1)' });
  assert.strictEqual(run(folder, 'main.js').stdout, '1\n');
  fs.writeFileSync(path.join(folder, 'main.js'), 'console.log(2)');
  const { stdout, stderr } = run(folder, 'main.js');
  assert.strictEqual(stdout, '2\n');
  assert.match(stderr, /mismatch/);
});

test('a file of the cache that is damaged is not used', () => {
  const folder = tree({ 'main.js': 'console.log(1)' });
  run(folder, 'main.js');
  const cache = path.join(folder, 'cache');
  const [inner] = fs.readdirSync(cache);
  const [name] = fs.readdirSync(path.join(cache, inner));
  const file = path.join(cache, inner, name);
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1] ^= 255;
  fs.writeFileSync(file, bytes);
  const { stdout, stderr } = run(folder, 'main.js');
  assert.strictEqual(stdout, '1\n');
  assert.match(stderr, /hash mismatch/);
});

test('the statuses say what became of it', () => {
  const folder = tree({ 'main.js': `
    const { enableCompileCache, getCompileCacheDir } = require('module');
    const { status, directory } = enableCompileCache('cache');
    console.log(status, typeof directory, directory === getCompileCacheDir(),
                enableCompileCache('cache').status);` });
  const none = { NODE_COMPILE_CACHE: '' };
  assert.strictEqual(run(folder, 'main.js', none).stdout, '1 string true 2\n');
  assert.strictEqual(
    run(folder, 'main.js', { ...none, NODE_DISABLE_COMPILE_CACHE: '1' }).stdout,
    '3 undefined true 3\n');
});

test('what is no folder is refused', () => {
  for (const value of [1, null, true]) {
    assert.throws(() => module_.enableCompileCache(value),
                  { code: 'ERR_INVALID_ARG_TYPE' });
  }
});
