'use strict';
// FileHandles: who may use one, where it may go, and that none is forgotten.

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { MessageChannel, Worker } = require('node:worker_threads');
const { test } = require('../harness.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-handles-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name) => path.join(folder, name);
const descriptors = () => fs.readdirSync('/proc/self/fd').length;
fs.writeFileSync(at('text'), 'some text');

test('a handle moves to another thread and is of no use here', async () => {
  const handle = await fs.promises.open(at('text'));
  const worker = new Worker(`
    const { parentPort, workerData } = require('node:worker_threads');
    workerData.readFile('utf8').then(async (text) => {
      await workerData.close();
      parentPort.postMessage(text);
    });`, { eval: true, workerData: handle, transferList: [handle] });
  const [text] = await once(worker, 'message');
  assert.strictEqual(text, 'some text');
  assert.strictEqual(handle.fd, -1);
  await assert.rejects(handle.read(), {
    code: 'EBADF', message: 'The FileHandle has been transferred',
  });
});

test('a handle in use does not move', async () => {
  const { port1 } = new MessageChannel();
  const refuses = (handle) => assert.throws(
    () => port1.postMessage(handle, [handle]), { name: 'DataCloneError' });
  const handle = await fs.promises.open(at('text'));
  const stat = handle.stat();
  refuses(handle);
  await stat;
  const stream = handle.createReadStream();
  refuses(handle);
  stream.resume();
  await once(stream, 'close');
  port1.close();
});

test('a handle that a stream reads is closed when the stream is done',
     async () => {
       const handle = await fs.promises.open(at('text'));
       const stream = handle.createReadStream();
       handle.close();
       await once(stream, 'close');
       assert.strictEqual(handle.fd, -1);
     });

test('a byte stream ends with its handle, and there is only one', async () => {
  const handle = await fs.promises.open(at('text'));
  const reader = handle.readableWebStream().getReader();
  assert.throws(() => handle.readableWebStream(),
                { code: 'ERR_INVALID_STATE' });
  handle.close();
  assert.strictEqual((await reader.read()).done, true);
});

test('a stat whose signal is aborted does not ask the file system',
     async () => {
       const signal = AbortSignal.abort();
       const { promise, resolve } = Promise.withResolvers();
       fs.stat(at('text'), { signal }, resolve);
       assert.strictEqual((await promise).name, 'AbortError');
       const handle = await fs.promises.open(at('text'));
       await assert.rejects(handle.stat({ signal }), { name: 'AbortError' });
       await handle.close();
     });

test('aborted work on handles and streams leaves no descriptor', async () => {
  fs.writeFileSync(at('large'), Buffer.alloc(4 << 20));
  const before = descriptors();
  for (let i = 0; i < 10; i++) {
    const controller = new AbortController();
    const { signal } = controller;
    const handle = await fs.promises.open(at('large'), 'r+');
    const reading = handle.readFile({ signal });
    const stream = fs.createReadStream(at('large'), { signal });
    stream.on('error', () => {}).resume();
    setImmediate(() => controller.abort());
    await assert.rejects(reading, { name: 'AbortError' });
    if (!stream.closed) await new Promise((done) => stream.once('close', done));
    await handle.close();
  }
  assert.strictEqual(descriptors(), before);
});

test('fsync is called through fs, where a program may replace it', async () => {
  const { fsync, fsyncSync } = fs;
  const calls = [];
  fs.fsyncSync = (fd) => calls.push(typeof fd);
  fs.fsync = (fd, callback) => { calls.push(typeof fd); callback(null); };
  try {
    fs.writeFileSync(at('flushed'), 'a', { flush: true });
    await new Promise((resolve) => fs.appendFile(
      at('flushed'), 'b', { flush: true }, resolve));
  } finally {
    Object.assign(fs, { fsync, fsyncSync });
  }
  assert.deepStrictEqual(calls, ['number', 'number']);
  assert.strictEqual(fs.readFileSync(at('flushed'), 'utf8'), 'ab');
});

test('what was written with flush is there after a kill', async () => {
  const text = 'x'.repeat(1 << 20);
  const child = spawn(process.execPath, ['-e', `
    require('node:fs').writeFile(process.argv[1], 'x'.repeat(1 << 20),
      { flush: true }, () => process.kill(process.pid, 'SIGKILL'));`,
                                         at('killed')]);
  const [, signal] = await once(child, 'exit');
  assert.strictEqual(signal, 'SIGKILL');
  assert.strictEqual(fs.readFileSync(at('killed'), 'utf8'), text);
});

test('rm tries again while something is made in the folder', async () => {
  const inner = at('busy');
  fs.mkdirSync(inner);
  let more = 20;
  const timer = setInterval(() => {
    if (more-- === 0) return clearInterval(timer);
    try {
      fs.writeFileSync(path.join(inner, `${more}`), '');
    } catch {
      // The folder is gone.
    }
  }, 1);
  await fs.promises.rm(inner, {
    recursive: true, force: true, maxRetries: 10, retryDelay: 5,
  });
  clearInterval(timer);
  assert.strictEqual(fs.existsSync(inner), false);
});

test('a FileHandle in a message that nobody reads is closed', async () => {
  // The collector's work: a process that may call it.
  const program = `
    const fs = require('node:fs');
    const { MessageChannel } = require('node:worker_threads');
    const count = () => fs.readdirSync('/proc/self/fd').length;
    (async () => {
      const { port1, port2 } = new MessageChannel();
      const before = count();
      for (let i = 0; i < 5; i++) {
        const handle = await fs.promises.open(process.execPath);
        port1.postMessage(handle, [handle]);
      }
      const during = count();
      port1.close();
      port2.close();
      await new Promise((resolve) => setTimeout(resolve, 1));
      for (let i = 0; i < 200 && count() > before; i++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      console.log(during - before, count() - before);
    })();`;
  const child = spawn(process.execPath, ['--expose-gc', '-e', program],
                      { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8');
  const [output] = await once(child.stdout, 'data');
  assert.strictEqual(output, '5 0\n');
});

test('a FileHandle in a message is read in the other thread', async () => {
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    parentPort.once('message', async (handle) => {
      parentPort.postMessage(await handle.readFile('utf8'));
      await handle.close();
    });`, { eval: true });
  fs.writeFileSync(at('sent'), 'sent');
  const handle = await fs.promises.open(at('sent'));
  worker.postMessage(handle, [handle]);
  const [text] = await once(worker, 'message');
  assert.strictEqual(text, 'sent');
  assert.strictEqual(handle.fd, -1);
  await once(worker, 'exit');
});
