'use strict';
// Worker: threads, what they get and what comes back.

const assert = require('assert');
const { once } = require('events');
const {
  Worker, isMainThread, setEnvironmentData, threadId,
} = require('worker_threads');
const { test } = require('../harness');

const start = (text, options) => new Worker(text, { eval: true, ...options });

/** Everything that a worker says until it ends. */
async function outcome(worker) {
  const messages = [];
  const errors = [];
  worker.on('message', (message) => messages.push(message));
  worker.on('error', (error) => errors.push(error));
  const code = await new Promise((resolve) => worker.once('exit', resolve));
  return { code, errors, messages };
}

test('the main thread', () => {
  assert.strictEqual(isMainThread, true);
  assert.strictEqual(threadId, 0);
});

test('a worker knows what it is and what it was given', async () => {
  setEnvironmentData('key', { a: 1 });
  const worker = start(
    `const t = require('worker_threads');
     t.parentPort.postMessage({
       data: t.workerData, isMain: t.isMainThread, id: t.threadId,
       argv: process.argv.slice(2), env: process.env.GIVEN,
       inherited: t.getEnvironmentData('key'),
     });`,
    { workerData: { n: 1n }, argv: ['x', 2], env: { GIVEN: 'yes' } });
  const id = worker.threadId;
  const { code, messages } = await outcome(worker);
  assert.strictEqual(code, 0);
  assert.deepStrictEqual(messages, [{
    data: { n: 1n }, isMain: false, id, argv: ['x', '2'], env: 'yes',
    inherited: { a: 1 },
  }]);
});

test('messages go both ways', async () => {
  const worker = start(
    `const { parentPort } = require('worker_threads');
     parentPort.once('message', (text) => parentPort.postMessage(text + '!'));`);
  worker.postMessage('hello');
  assert.deepStrictEqual((await outcome(worker)).messages, ['hello!']);
});

test('an uncaught exception is an error event, and exit code 1', async () => {
  const { code, errors } = await outcome(start(
    `throw Object.assign(new RangeError('no'), { code: 'MINE' });`));
  assert.strictEqual(code, 1);
  assert.strictEqual(errors.length, 1);
  assert.ok(errors[0] instanceof RangeError);
  assert.deepStrictEqual([errors[0].message, errors[0].code], ['no', 'MINE']);
});

test('an unhandled rejection is one too', async () => {
  const { code, errors } = await outcome(start(
    `Promise.reject(new Error('rejected'));`));
  assert.deepStrictEqual([code, errors[0].message], [1, 'rejected']);
});

test('process.exit ends the thread alone', async () => {
  const { code, messages } = await outcome(start(
    `process.on('exit', (code) =>
       require('worker_threads').parentPort.postMessage(code));
     process.exit(7); for (;;);`));
  assert.deepStrictEqual([code, messages], [7, [7]]);
});

test('terminate stops an endless loop, and one that waits', async () => {
  for (const text of ['for (;;);', 'setInterval(() => {}, 1000)',
                      'Atomics.wait(new Int32Array(' +
                      'new SharedArrayBuffer(4)), 0, 0)']) {
    const worker = start(text);
    await once(worker, 'online');
    assert.strictEqual(await worker.terminate(), 1);
    assert.strictEqual(await worker.terminate(), undefined);
  }
});

test('after terminate no callback that is due runs any more', async () => {
  const started = new Int32Array(new SharedArrayBuffer(8));
  const worker = start(
    `const { parentPort, workerData } = require('worker_threads');
     const spin = (index) => {
       workerData[index] = 1;
       Atomics.notify(workerData, index);
       for (;;);
     };
     setTimeout(spin, 1, 0);
     setTimeout(spin, 1, 1);`,
    { workerData: started });
  await Atomics.waitAsync(started, 0, 0).value;
  assert.strictEqual(await worker.terminate(), 1);
  assert.deepStrictEqual([...started], [1, 0]);
});

test('shared memory is shared', async () => {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  await outcome(start(
    `Atomics.add(require('worker_threads').workerData, 0, 41)`,
    { workerData: shared }));
  assert.strictEqual(shared[0], 41);
});

test('output comes to worker.stdout, input from worker.stdin', async () => {
  const worker = start('process.stdin.pipe(process.stdout)',
                       { stdin: true, stdout: true });
  let text = '';
  worker.stdout.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
  worker.stdin.end('x'.repeat(300000) + 'end');
  await Promise.all([once(worker, 'exit'), once(worker.stdout, 'end')]);
  assert.strictEqual(text.length, 300003);
});

test('a heap past its limit ends the worker only', async () => {
  const { code, errors } = await outcome(start(
    'const all = []; for (;;) all.push({ one: 1 });',
    { resourceLimits: { maxOldGenerationSizeMb: 16 } }));
  assert.strictEqual(code, 1);
  assert.strictEqual(errors[0].code, 'ERR_WORKER_OUT_OF_MEMORY');
});

test('workers start workers', async () => {
  const { messages } = await outcome(start(
    `const { Worker, parentPort } = require('worker_threads');
     new Worker("require('worker_threads').parentPort.postMessage(1)",
                { eval: true })
       .on('message', (message) => parentPort.postMessage(message + 1));`));
  assert.deepStrictEqual(messages, [2]);
});

test('arguments that make no sense', () => {
  assert.throws(() => new Worker('relative.js'), { code: 'ERR_WORKER_PATH' });
  assert.throws(() => new Worker(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => start('', { workerData: () => {} }),
                { name: 'DataCloneError' });
});
