'use strict';
// stream/iter, and what belongs to it, is there with its option only.
const assert = require('assert');
const fs = require('fs');
const { builtinModules, isBuiltin } = require('module');
const { Readable } = require('stream');
const { spawnSync } = require('child_process');
const { Worker } = require('worker_threads');
const { test } = require('../harness');

const run = (...args) => spawnSync(process.execPath, args, { encoding: 'utf8' });

test('without the option there are no such modules', async () => {
  for (const name of ['stream/iter', 'zlib/iter']) {
    assert.throws(() => require(name), { code: 'MODULE_NOT_FOUND' });
    assert.throws(() => require(`node:${name}`),
                  { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    await assert.rejects(import(`node:${name}`),
                         { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    assert(!builtinModules.includes(name));
    assert(!isBuiltin(name) && !isBuiltin(`node:${name}`));
    assert.strictEqual(process.getBuiltinModule(name), undefined);
  }
});

test('without the option a FileHandle has no such methods', async () => {
  const handle = await fs.promises.open(__filename);
  for (const name of ['pull', 'pullSync', 'writer']) {
    assert.strictEqual(handle[name], undefined);
  }
  await handle.close();
});

test('without the option a Readable refuses', () => {
  assert.throws(() => new Readable()[Symbol.for('Stream.toAsyncStreamable')](),
                { name: 'TypeError', code: 'ERR_STREAM_ITER_MISSING_FLAG' });
});

test('with the option they are modules like any other', () => {
  const { stdout, status } = run(
    '--no-warnings', '--experimental-stream-iter', '--input-type=module', '-e', `
    import { createRequire, builtinModules } from 'node:module';
    import iter, { Stream, from } from 'stream/iter';
    import { compressGzip } from 'node:zlib/iter';
    const require = createRequire('/');
    console.log(require('node:stream/iter') === iter, Stream.from === from,
                typeof compressGzip, builtinModules.includes('stream/iter'));`);
  assert.strictEqual(stdout, 'true true function true\n');
  assert.strictEqual(status, 0);
});

test('the first use warns', () => {
  const { stderr } = run('--experimental-stream-iter', '-e',
                         'require("stream/iter"); require("stream/iter")');
  const warnings = stderr.match(/ExperimentalWarning: stream\/iter/g);
  assert.strictEqual(warnings.length, 1);
});

test('a worker has it if its options say so', async () => {
  const worker = new Worker(`
    const { parentPort } = require('worker_threads');
    const { textSync } = require('stream/iter');
    parentPort.postMessage(textSync('from a worker'));`,
    { eval: true, execArgv: ['--no-warnings', '--experimental-stream-iter'] });
  const [message] = await require('events').once(worker, 'message');
  assert.strictEqual(message, 'from a worker');
  await worker.terminate();
});
