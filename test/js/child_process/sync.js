'use strict';
const assert = require('assert');
const { execFileSync, execSync, spawnSync } = require('child_process');
const { test } = require('../harness.js');

test('spawnSync gives all there is to know', () => {
  const result = spawnSync('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  assert.strictEqual(result.status, 3);
  assert.strictEqual(result.signal, null);
  assert.strictEqual(`${result.stdout}`, 'out\n');
  assert.strictEqual(`${result.stderr}`, 'err\n');
  assert.strictEqual(result.output[0], null);
  assert.ok(result.pid > 0);
  assert.ok(!('error' in result));
});

test('input larger than a pipe goes in while output comes out', () => {
  const input = 'x'.repeat(3_000_000);
  const { stdout, error } = spawnSync(
    'cat', { input, encoding: 'utf8', maxBuffer: Infinity });
  assert.strictEqual(error, undefined);
  assert.strictEqual(stdout.length, input.length);
});

test('a missing program is told, not thrown', () => {
  const { error, status, pid } = spawnSync('/no/such/program', ['a']);
  assert.strictEqual(error.message, 'spawnSync /no/such/program ENOENT');
  assert.deepStrictEqual(error.spawnargs, ['a']);
  assert.strictEqual(status, null);
  assert.strictEqual(pid, 0);
});

test('a time limit kills it', () => {
  const { error, signal } = spawnSync('sleep', ['10'], { timeout: 20 });
  assert.strictEqual(error.code, 'ETIMEDOUT');
  assert.strictEqual(signal, 'SIGTERM');
});

test('more output than maxBuffer kills it', () => {
  const { error } = spawnSync('yes', { maxBuffer: 10 });
  assert.strictEqual(error.code, 'ENOBUFS');
});

test('execSync and execFileSync return the output', () => {
  assert.strictEqual(execSync('echo x', { encoding: 'utf8' }), 'x\n');
  assert.strictEqual(`${execFileSync('cat', { input: 'in' })}`, 'in');
});

test('a failure is thrown with the result on it', () => {
  assert.throws(() => execSync('exit 3'), {
    message: 'Command failed: exit 3', status: 3, signal: null,
  });
  assert.throws(() => execFileSync('/no/such/program'), {
    code: 'ENOENT', status: null,
  });
});

test('nothing of the program runs meanwhile', () => {
  let ran = false;
  process.nextTick(() => { ran = true; });
  spawnSync('true');
  assert.strictEqual(ran, false);
});

test('there is no channel for what is waited for', () => {
  assert.throws(() => spawnSync('true', { stdio: [0, 1, 2, 'ipc'] }),
                { code: 'ERR_IPC_SYNC_FORK' });
});
