import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';
import app from '../app.js';

const { test, folder } = app;

/** Resolves when the watcher has told of `event` on a file named so. */
const heard = (watcher, event, name) => new Promise((resolve) => {
  watcher.on(event, (file) => path.basename(file) === name && resolve(file));
});

for (const usePolling of [false, true]) {
  test(`tells of files and folders (${usePolling ? 'polled' : 'native'})`, async () => {
    const root = folder('watch');
    fs.writeFileSync(path.join(root, 'old'), '1');
    const watcher = watch(root, { usePolling, interval: 20 });
    const initial = heard(watcher, 'add', 'old');
    await new Promise((resolve) => watcher.on('ready', resolve));
    await initial;
    const steps = [
      ['add', 'new', () => fs.writeFileSync(path.join(root, 'new'), '1')],
      ['change', 'old', () => fs.writeFileSync(path.join(root, 'old'), 'longer')],
      ['addDir', 'empty', () => fs.mkdirSync(path.join(root, 'empty'))],
      ['add', 'deep', () => {
        fs.mkdirSync(path.join(root, 'sub'));
        fs.writeFileSync(path.join(root, 'sub/deep'), '1');
      }],
      ['unlink', 'new', () => fs.rmSync(path.join(root, 'new'))],
      ['unlinkDir', 'sub', () => fs.rmSync(path.join(root, 'sub'), { recursive: true })],
    ];
    for (const [event, name, act] of steps) {
      const told = heard(watcher, event, name);
      act();
      await told;
    }
    await watcher.close();
  });
}
test('ignores what it should, and knows what it watches', async () => {
  const root = folder('watch');
  for (const name of ['a.js', 'b.log']) fs.writeFileSync(path.join(root, name), '');
  const watcher = watch(root, { ignored: (file) => file.endsWith('.log') });
  await new Promise((resolve) => watcher.on('ready', resolve));
  assert.deepStrictEqual(watcher.getWatched()[root], ['a.js']);
  await watcher.close();
});
