'use strict';
// Many small files at once: they are read by few threads' turns, yet none waits
// for another that takes long.

const assert = require('node:assert');
const { execFileSync, spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { Worker } = require('node:worker_threads');
const inFolder = require('./folder');
const { test } = require('../harness.js');

const count = 500;
const file = (i) => inFolder(`file-${i}`);
const readMany = () => Promise.all(Array.from(
  { length: count }, (_, i) => fs.promises.readFile(file(i), 'utf8')));
const writeEnd = (fifo) =>
  once(spawn('sh', ['-c', `printf end > "${fifo}"`]), 'close');
const expected = Array.from({ length: count }, (_, i) => `text ${i}`);

test('many files at once are written, and read', async () => {
  await Promise.all(expected.map(
    (text, i) => fs.promises.writeFile(file(i), text)));
  assert.deepStrictEqual(await readMany(), expected);
});

test('a FIFO holds up no other file', async () => {
  await readMany();
  const fifos = ['fifo-1', 'fifo-2'].map((name) => inFolder(name));
  execFileSync('mkfifo', fifos);
  const texts = [];
  const held = [];
  for (let i = 0; i < count; i++) {
    if (i % 200 === 100) {
      held.push(fs.promises.readFile(fifos[held.length], 'utf8'));
    }
    texts.push(fs.promises.readFile(file(i), 'utf8'));
  }
  assert.deepStrictEqual(await Promise.all(texts), expected);
  assert.deepStrictEqual(await readMany(), expected);
  assert.strictEqual(fs.readFileSync(file(0), 'utf8'), 'text 0');
  const written = Promise.all(fifos.map(writeEnd));
  assert.deepStrictEqual(await Promise.all(held), ['end', 'end']);
  await written;
});

test('what has been read is told while a FIFO is waited for', async () => {
  await readMany();
  const fifo = inFolder('fifo-3');
  execFileSync('mkfifo', [fifo]);
  const before = fs.promises.readFile(file(1), 'utf8');
  const held = fs.promises.readFile(fifo, 'utf8');
  const after = fs.promises.readFile(file(2), 'utf8');
  assert.strictEqual(await before, 'text 1');
  assert.strictEqual(await after, 'text 2');
  const written = writeEnd(fifo);
  assert.strictEqual(await held, 'end');
  await written;
});

test('missing files reject among others that are there', async () => {
  const results = await Promise.allSettled(Array.from(
    { length: 200 },
    (_, i) => fs.promises.readFile(i % 2 ? inFolder('missing') : file(i))));
  results.forEach(({ status, reason }, i) => {
    assert.strictEqual(status, i % 2 ? 'rejected' : 'fulfilled');
    if (i % 2) assert.strictEqual(reason.code, 'ENOENT');
  });
});

test('immediates and timers get their turn while files are read', async () => {
  let reads = 0;
  let done = false;
  setTimeout(() => { done = true; }, 20);
  while (!done) {
    await fs.promises.readFile(file(0));
    reads++;
  }
  assert.ok(reads > 0);
});

test('a callback that throws loses no other result', async () => {
  const program = `
    const fs = require('node:fs');
    let thrown = 0;
    process.on('uncaughtException', () => thrown++);
    process.on('exit', () => console.log(thrown));
    for (let i = 0; i < 100; i++) {
      fs.readFile(process.argv[1], () => { throw new Error(); });
    }`;
  assert.strictEqual(
    execFileSync(process.execPath, ['-e', program, file(0)], {
      encoding: 'utf8',
    }), '100\n');
});

test('files that were to be written before process.exit are', () => {
  const program = `
    const fs = require('node:fs');
    const [, folder, source] = process.argv;
    const readMany = () => Promise.all(Array.from(
      { length: 100 }, () => fs.promises.readFile(source)));
    readMany().then(readMany).then(() => {
      for (let i = 0; i < 200; i++) {
        fs.writeFile(folder + '/exit-' + i, 'written', () => {});
      }
      process.exit(3);
    });`;
  const { status } = spawnSync(process.execPath,
                               ['-e', program, inFolder(), file(0)]);
  assert.strictEqual(status, 3);
  for (let i = 0; i < 200; i++) {
    assert.strictEqual(fs.readFileSync(inFolder(`exit-${i}`), 'utf8'),
                       'written');
  }
});

test('a worker ends while files are read', async () => {
  const worker = new Worker(`
    const fs = require('node:fs');
    const { parentPort, workerData } = require('node:worker_threads');
    const again = () => fs.readFile(workerData, again);
    for (let i = 0; i < 64; i++) again();
    parentPort.postMessage('begun');`, { eval: true, workerData: file(0) });
  await once(worker, 'message');
  assert.strictEqual(await worker.terminate(), 1);
});
