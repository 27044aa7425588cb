'use strict';
// However an operation ends, its descriptors are closed.

const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const { pipeline } = require('node:stream/promises');
const inFolder = require('./folder');
const { test } = require('../harness.js');

const descriptors = () => fs.readdirSync('/proc/self/fd').length;

/** A test that leaves as many descriptors open as it found, however often. */
function leakTest(name, run) {
  test(name, async () => {
    await run(); // what is opened once and kept
    const before = descriptors();
    for (let i = 0; i < 10; i++) await run();
    assert.strictEqual(descriptors(), before);
  });
}

const text = inFolder('text');
fs.writeFileSync(text, 'x'.repeat(1 << 20));
fs.mkdirSync(inFolder('tree/a/b'), { recursive: true });
for (let i = 0; i < 100; i++) fs.writeFileSync(inFolder(`tree/a/${i}`), '');

const closed = (stream) => (stream.closed ? null : once(stream, 'close'));

leakTest('a Dir whose iteration is left', async () => {
  for await (const entry of await fs.promises.opendir(inFolder('tree/a'))) {
    assert.ok(entry.name);
    break;
  }
  await assert.rejects(async () => {
    for await (const entry of await fs.promises.opendir(inFolder('tree/a'))) {
      throw new Error(entry.name);
    }
  });
});

leakTest('a copy that cannot be made', async () => {
  const copy = (to, options) => fs.promises.cp(inFolder('tree'), to, options);
  await assert.rejects(copy(inFolder('copy'), {}), { code: 'ERR_FS_EISDIR' });
  await assert.rejects(copy(inFolder('tree/a/b/c'), { recursive: true }),
                       { code: 'ERR_FS_CP_EINVAL' });
  await assert.rejects(copy('/proc/none', { recursive: true }));
  await assert.rejects(fs.promises.copyFile(text, '/proc/none'));
});

leakTest('a stream destroyed before it is open', async () => {
  const reading = fs.createReadStream(text);
  const writing = fs.createWriteStream(inFolder('destroyed'));
  reading.destroy();
  writing.destroy();
  await closed(reading);
  await closed(writing);
});

leakTest('a stream destroyed while it reads or writes', async () => {
  const reading = fs.createReadStream(text);
  reading.once('data', () => reading.destroy(new Error('enough')));
  const writing = fs.createWriteStream(inFolder('destroyed'));
  await assert.rejects(pipeline(reading, writing), { message: 'enough' });
  await closed(reading);
  await closed(writing);
});

leakTest('a stream that is aborted', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const reading = fs.createReadStream(text, { signal, highWaterMark: 1024 });
  reading.once('data', () => controller.abort());
  await assert.rejects(once(reading, 'end'), { name: 'AbortError' });
  await closed(reading);
});

leakTest('a copy by streams to where there is no folder', async () => {
  await assert.rejects(pipeline(fs.createReadStream(text),
                                fs.createWriteStream(inFolder('none/file'))),
                       { code: 'ENOENT' });
});

leakTest('a full device', async () => {
  const full = '/dev/full';
  await assert.rejects(fs.promises.writeFile(full, 'x'), { code: 'ENOSPC' });
  await assert.rejects(fs.promises.writeFile(full, 'x', { flush: true }),
                       { code: 'ENOSPC' });
  assert.throws(() => fs.writeFileSync(full, 'x', { flush: true }),
                { code: 'ENOSPC' });
  const { signal } = new AbortController();
  await assert.rejects(fs.promises.writeFile(full, 'x', { signal }),
                       { code: 'ENOSPC' });
  await assert.rejects(fs.promises.writeFile(full, ['x', 'y']),
                       { code: 'ENOSPC' });
});

leakTest('an iterable that fails while it is written', async () => {
  await assert.rejects(fs.promises.writeFile(inFolder('iterated'),
                                             (function*() {
                                               yield 'one';
                                               throw new Error('no more');
                                             })()),
                       { message: 'no more' });
});

leakTest('lines and byte streams that are left', async () => {
  const handle = await fs.promises.open(__filename);
  for await (const line of handle.readLines()) {
    assert.ok(line);
    break;
  }
  await handle.close();
  const other = await fs.promises.open(text);
  const stream = other.readableWebStream({ autoClose: true });
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  await other.close();
});

leakTest('watchers of what is missing, and aborted ones', async () => {
  assert.throws(() => fs.watch(inFolder('none')), { code: 'ENOENT' });
  assert.throws(() => fs.watch(inFolder('none'), { recursive: true }),
                { code: 'ENOENT' });
  const controller = new AbortController();
  const { signal } = controller;
  const watcher = fs.watch(inFolder('tree'), { recursive: true, signal });
  controller.abort();
  await once(watcher, 'close');
});

test('a file that shrinks while it is read whole gives what is left',
     async () => {
       const file = inFolder('shrinks');
       for (let i = 0; i < 20; i++) {
         fs.writeFileSync(file, Buffer.alloc(8 << 20, 'a'));
         const reading = fs.promises.readFile(file);
         const other = new Promise((resolve) => fs.readFile(
           file, { signal: new AbortController().signal },
           (error, bytes) => resolve(bytes ?? error)));
         fs.truncateSync(file, 1000 + i);
         for (const bytes of [await reading, await other]) {
           assert.ok(Buffer.isBuffer(bytes), `${bytes}`);
           assert.ok(bytes.length >= 1000 + i || bytes.length === 0);
           assert.ok(bytes.every((byte) => byte === 97 || byte === 0));
         }
       }
     });
