'use strict';
const assert = require('node:assert');
const path = require('node:path');
const fs = require('fs-extra');
const { test, folder } = require('../app.js');

const root = folder('fs-extra');
const at = (...names) => path.join(root, ...names);

test('writes below folders that are not there, and JSON', async () => {
  await fs.outputFile(at('a/b/c.txt'), 'text');
  await fs.outputJson(at('a/j.json'), { a: 1 }, { spaces: 2 });
  assert.deepStrictEqual(await fs.readJson(at('a/j.json')), { a: 1 });
  assert.strictEqual(await fs.pathExists(at('a/b/c.txt')), true);
});
test('copies with a filter, and keeps times', async () => {
  await fs.utimes(at('a/b/c.txt'), 1000, 2000);
  await fs.copy(at('a'), at('copy'), { preserveTimestamps: true,
    filter: (file) => !file.endsWith('.json') });
  assert.deepStrictEqual(fs.readdirSync(at('copy')), ['b']);
  assert.strictEqual(fs.statSync(at('copy/b/c.txt')).mtimeMs, 2000000);
  await assert.rejects(fs.copy(at('a'), at('a/inside')), /subdirectory of itself/);
});
test('moves, empties and removes', async () => {
  await fs.move(at('copy'), at('moved'));
  await assert.rejects(fs.move(at('a'), at('moved')), /dest already exists/);
  await fs.emptyDir(at('moved'));
  assert.deepStrictEqual(fs.readdirSync(at('moved')), []);
  await fs.remove(at('moved'));
  assert.ok(!fs.existsSync(at('moved')));
});
test('does so in step, with callbacks, and links', (t) => {
  fs.copySync(at('a'), at('b'));
  fs.ensureSymlinkSync(at('b'), at('link'));
  assert.ok(fs.lstatSync(at('link')).isSymbolicLink());
  return new Promise((resolve, reject) => fs.ensureDir(at('x/y'), (error) =>
    (error ? reject(error) : resolve())));
});
test('gives fs functions that promise', async () => {
  const handle = await fs.open(at('x/f'), 'w+');
  const { bytesWritten } = await fs.write(handle, Buffer.from('abc'), 0, 3, 0);
  const { bytesRead, buffer } = await fs.read(handle, Buffer.alloc(3), 0, 3, 0);
  assert.deepStrictEqual([bytesWritten, bytesRead, String(buffer)], [3, 3, 'abc']);
  await fs.close(handle);
});
