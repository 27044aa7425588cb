import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create, extract, list } from 'tar';
import app from '../app.js';

const { test, folder } = app;
const root = folder('tar');
const at = (...names) => path.join(root, ...names);

fs.mkdirSync(at('in/sub'), { recursive: true });
fs.writeFileSync(at('in/a.txt'), 'a'.repeat(100000));
fs.writeFileSync(at('in/sub/h\u00e4.txt'), 'b');
fs.chmodSync(at('in/a.txt'), 0o750);
fs.symlinkSync('a.txt', at('in/link'));

for (const gzip of [false, true]) {
  const file = at(gzip ? 'x.tgz' : 'x.tar');
  test(`packs and unpacks (${path.extname(file)})`, async () => {
    await create({ file, cwd: root, gzip }, ['in']);
    const names = [];
    await list({ file, onReadEntry: (entry) => names.push(entry.path) });
    assert.deepStrictEqual(names.sort(),
      ['in/', 'in/a.txt', 'in/link', 'in/sub/', 'in/sub/h\u00e4.txt']);
    const out = folder('untar');
    await extract({ file, cwd: out });
    assert.strictEqual(fs.statSync(path.join(out, 'in/a.txt')).mode & 0o777, 0o750);
    assert.strictEqual(fs.readFileSync(path.join(out, 'in/a.txt'), 'utf8').length, 100000);
    assert.strictEqual(fs.readlinkSync(path.join(out, 'in/link')), 'a.txt');
  });
}
test('is understood by tar, and understands it', async () => {
  const out = folder('untar');
  execFileSync('tar', ['xzf', at('x.tgz'), '-C', out]);
  assert.ok(fs.existsSync(path.join(out, 'in/sub/h\u00e4.txt')));
  execFileSync('tar', ['czf', at('theirs.tgz'), '-C', root, 'in']);
  await extract({ file: at('theirs.tgz'), cwd: out, strip: 1, sync: true });
  assert.ok(fs.existsSync(path.join(out, 'a.txt')));
});
test('streams', async () => {
  const out = folder('untar');
  await pipeline(create({ cwd: root, gzip: true }, ['in']), extract({ cwd: out }));
  assert.ok(fs.existsSync(path.join(out, 'in/a.txt')));
});
