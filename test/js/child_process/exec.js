'use strict';
const assert = require('assert');
const { promisify } = require('util');
const { exec, execFile } = require('child_process');
const { test } = require('../harness.js');

const run = (fn, ...args) => new Promise((resolve) => {
  fn(...args, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
});

test('exec gives what a shell printed', async () => {
  const { error, stdout, stderr } = await run(exec, 'echo out; echo err >&2');
  assert.strictEqual(error, null);
  assert.strictEqual(stdout, 'out\n');
  assert.strictEqual(stderr, 'err\n');
});

test('an exit code is an error that says so', async () => {
  const { error } = await run(exec, 'echo why >&2; exit 4');
  assert.strictEqual(error.message,
                     'Command failed: echo why >&2; exit 4\nwhy\n');
  assert.strictEqual(error.code, 4);
  assert.strictEqual(error.killed, false);
  assert.strictEqual(error.signal, null);
  assert.strictEqual(error.cmd, 'echo why >&2; exit 4');
});

test('a missing program is an error', async () => {
  const { error } = await run(execFile, '/no/such/program', ['a']);
  assert.strictEqual(error.code, 'ENOENT');
  assert.strictEqual(error.cmd, '/no/such/program a');
});

test('more output than maxBuffer ends it', async () => {
  const { error, stdout } = await run(exec, 'echo hello world',
                                      { maxBuffer: 5 });
  assert.strictEqual(error.code, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER');
  assert.strictEqual(error.message, 'stdout maxBuffer length exceeded');
  assert.strictEqual(stdout, 'hello');
});

test('a time limit kills it', async () => {
  const { error } = await run(exec, 'exec sleep 10', { timeout: 20 });
  assert.strictEqual(error.killed, true);
  assert.strictEqual(error.signal, 'SIGTERM');
});

test('buffers come if asked for', async () => {
  const { stdout } = await run(exec, 'echo x', { encoding: 'buffer' });
  assert.deepStrictEqual(stdout, Buffer.from('x\n'));
});

test('the promisified form gives both outputs and the child', async () => {
  const promise = promisify(execFile)('echo', ['x']);
  assert.strictEqual(typeof promise.child.pid, 'number');
  assert.deepStrictEqual(await promise, { stdout: 'x\n', stderr: '' });
  await assert.rejects(promisify(exec)('echo o; exit 1'),
                       { code: 1, stdout: 'o\n', stderr: '' });
});
