'use strict';
const assert = require('assert');
const fs = require('fs');
const { once } = require('events');
const inFolder = require('./folder');
const { test } = require('../harness');

test('watch tells a new file', async () => {
  fs.mkdirSync(inFolder('watched'));
  const watcher = fs.watch(inFolder('watched'));
  fs.writeFileSync(inFolder('watched/file'), 'x');
  assert.deepStrictEqual(await once(watcher, 'change'), ['rename', 'file']);
  watcher.close();
  await once(watcher, 'close');
});

test('a recursive watch tells of files in folders that are new', async () => {
  fs.mkdirSync(inFolder('deep'));
  const watcher = fs.watch(inFolder('deep'), { recursive: true });
  const told = Promise.withResolvers();
  // Several events come in one turn: each must be looked at.
  watcher.on('change', (type, name) => {
    if (name === 'a/b/file') told.resolve();
  });
  fs.mkdirSync(inFolder('deep/a/b'), { recursive: true });
  fs.writeFileSync(inFolder('deep/a/b/file'), 'x');
  await told.promise;
  watcher.close();
});

test('an ignored name is not told', async () => {
  fs.mkdirSync(inFolder('ignore'));
  const watcher = fs.watch(inFolder('ignore'), { ignore: ['*.log', /~$/] });
  fs.writeFileSync(inFolder('ignore/x.log'), '');
  fs.writeFileSync(inFolder('ignore/x~'), '');
  fs.writeFileSync(inFolder('ignore/x'), '');
  const [, name] = await once(watcher, 'change');
  assert.strictEqual(name, 'x');
  watcher.close();
});

test('the iterator of changes ends with its signal', async () => {
  const controller = new AbortController();
  const changes = fs.promises.watch(inFolder(), { signal: controller.signal });
  const next = changes.next();
  controller.abort();
  await assert.rejects(next, { name: 'AbortError' });
});

test('watchFile tells the stats before and after', async () => {
  const file = inFolder('polled');
  fs.writeFileSync(file, 'x');
  const told = Promise.withResolvers();
  fs.watchFile(file, { interval: 10 }, (now, before) => {
    told.resolve([before.size, now.size]);
  });
  const write = setInterval(() => fs.writeFileSync(file, 'xyz'), 20);
  assert.deepStrictEqual(await told.promise, [1, 3]);
  clearInterval(write);
  fs.unwatchFile(file);
});

test('a folder that was replaced by another is watched on', async () => {
  for (let i = 0; i < 10; i++) {
    const root = inFolder(`replaced-${i}`);
    fs.mkdirSync(`${root}/a/inner`, { recursive: true });
    fs.mkdirSync(`${root}/b`);
    const watcher = fs.watch(root, { recursive: true });
    const told = new Set();
    let wake = () => {};
    watcher.on('change', (type, name) => { told.add(name); wake(); });
    const tell = async (name) => {
      while (!told.has(name)) await new Promise((done) => { wake = done; });
    };
    // Nothing of it is told before all is done.
    fs.rmSync(`${root}/a`, { recursive: true });
    fs.mkdirSync(`${root}/a/inner`, { recursive: true });
    fs.renameSync(`${root}/b`, `${root}/c`);
    fs.mkdirSync(`${root}/b`);
    fs.writeFileSync(`${root}/mark`, '');
    await tell('mark');
    for (const name of ['a/file', 'a/inner/file', 'b/file', 'c/file']) {
      fs.writeFileSync(`${root}/${name}`, '');
      await tell(name);
    }
    watcher.close();
  }
});
