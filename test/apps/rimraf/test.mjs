import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { rimraf, rimrafSync, manual } from 'rimraf';
import app from '../app.js';

const { test, folder, execute } = app;

function tree() {
  const root = folder('rimraf');
  for (let i = 0; i < 20; i++) {
    fs.mkdirSync(path.join(root, `d${i}/e/f`), { recursive: true });
    fs.writeFileSync(path.join(root, `d${i}/e/f/file`), 'x');
  }
  fs.symlinkSync('nowhere', path.join(root, 'link'));
  return root;
}

for (const [name, remove] of Object.entries({ rimraf, rimrafSync, manual })) {
  test(`${name} removes a tree`, async () => {
    const root = tree();
    assert.strictEqual(await remove(root), true);
    assert.ok(!fs.existsSync(root));
    assert.strictEqual(await remove(root), true);
  });
}
test('follows no links, takes patterns and filters', async () => {
  const root = tree();
  const outside = tree();
  fs.symlinkSync(outside, path.join(root, 'out'));
  await rimraf(path.join(root, 'd1*'), { glob: true });
  assert.deepStrictEqual(fs.readdirSync(root).filter((n) => n.startsWith('d1')), []);
  await rimraf(root, { filter: (file) => !file.endsWith('/d2') });
  assert.deepStrictEqual(fs.readdirSync(root), ['d2']);
  assert.ok(fs.existsSync(outside));
});
test('has a command', async () => {
  const root = tree();
  const { status, stderr } = await execute(process.execPath,
    ['node_modules/rimraf/dist/esm/bin.mjs', root]);
  assert.strictEqual(status, 0, stderr);
  assert.ok(!fs.existsSync(root));
});
