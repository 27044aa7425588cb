'use strict';
const assert = require('assert');
const { once } = require('events');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');
const { test } = require('../harness.js');

async function outputOf(child) {
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
  const [code, signal] = await once(child, 'close');
  return { text, code, signal };
}

test('a program runs, and its events come in their order', async () => {
  const child = spawn('sh', ['-c', 'echo out; exit 3']);
  const events = [];
  for (const name of ['spawn', 'exit', 'close']) {
    child.on(name, (...args) => events.push([name, ...args]));
  }
  assert.strictEqual(typeof child.pid, 'number');
  assert.strictEqual(child.spawnfile, 'sh');
  assert.deepStrictEqual(child.spawnargs, ['sh', '-c', 'echo out; exit 3']);
  const { text } = await outputOf(child);
  assert.strictEqual(text, 'out\n');
  assert.deepStrictEqual(
    events, [['spawn'], ['exit', 3, null], ['close', 3, null]]);
  assert.strictEqual(child.exitCode, 3);
});

test('a program that is not there gives an error, and no exit', async () => {
  const child = spawn('/no/such/program', ['x']);
  child.on('exit', () => assert.fail('it has not run'));
  const [error] = await once(child, 'error');
  assert.strictEqual(error.message, 'spawn /no/such/program ENOENT');
  assert.strictEqual(error.code, 'ENOENT');
  assert.strictEqual(error.syscall, 'spawn /no/such/program');
  assert.strictEqual(error.path, '/no/such/program');
  assert.deepStrictEqual(error.spawnargs, ['x']);
  assert.strictEqual(child.pid, undefined);
});

test('what is written to stdin arrives', async () => {
  const child = spawn('cat');
  child.stdin.write('one ');
  child.stdin.end('two');
  assert.strictEqual((await outputOf(child)).text, 'one two');
});

test('kill sends a signal', async () => {
  const child = spawn('sleep', ['10']);
  assert.strictEqual(child.kill(0), true);
  assert.strictEqual(child.killed, false);
  assert.strictEqual(child.kill('SIGKILL'), true);
  assert.strictEqual(child.killed, true);
  assert.deepStrictEqual(await once(child, 'exit'), [null, 'SIGKILL']);
  assert.strictEqual(child.kill(), false);
  assert.throws(() => child.kill('SIGNOPE'), { code: 'ERR_UNKNOWN_SIGNAL' });
});

test('env, cwd and argv0 are what was asked for', async () => {
  const child = spawn('sh', ['-c', 'echo $WORD $PWD $0'], {
    env: { WORD: 'word', PATH: process.env.PATH }, cwd: '/', argv0: 'me',
  });
  assert.strictEqual((await outputOf(child)).text, 'word / me\n');
});

test('a folder that is not there is told as the program missing', async () => {
  const [error] = await once(spawn('true', { cwd: '/no/such' }), 'error');
  assert.strictEqual(error.code, 'ENOENT');
});

test('a shell runs a command line', async () => {
  const child = spawn('echo "a b" | tr a-z A-Z', { shell: true });
  assert.strictEqual((await outputOf(child)).text, 'A B\n');
});

test('stdio may be a descriptor, and more than three', async () => {
  const file = path.join(os.tmpdir(), `spawn-${process.pid}.txt`);
  const fd = fs.openSync(file, 'w');
  const child = spawn('sh', ['-c', 'echo to the file; echo extra >&3'],
                      { stdio: ['ignore', fd, 'ignore', 'pipe'] });
  fs.closeSync(fd);
  assert.strictEqual(child.stdout, null);
  assert.strictEqual(child.stdio.length, 4);
  let extra = '';
  child.stdio[3].on('data', (chunk) => { extra += chunk; });
  await once(child, 'close');
  assert.strictEqual(fs.readFileSync(file, 'utf8'), 'to the file\n');
  assert.strictEqual(extra, 'extra\n');
  fs.unlinkSync(file);
});

test('the output of one can be the input of another', async () => {
  const first = spawn('echo', ['hello']);
  const second = spawn('cat', { stdio: [first.stdout, 'pipe', 'inherit'] });
  assert.strictEqual((await outputOf(second)).text, 'hello\n');
});

test('an AbortSignal ends it', async () => {
  const controller = new AbortController();
  const child = spawn('sleep', ['10'], { signal: controller.signal });
  const exit = once(child, 'exit');
  child.on('error', () => {});
  const failed = new Promise((resolve) => child.once('error', resolve));
  controller.abort(new Error('enough'));
  const error = await failed;
  assert.strictEqual(error.name, 'AbortError');
  assert.strictEqual(error.cause.message, 'enough');
  await exit.catch(() => {});
});

test('a time limit ends it', async () => {
  const child = spawn('sleep', ['10'], { timeout: 20, killSignal: 'SIGINT' });
  assert.deepStrictEqual(await once(child, 'exit'), [null, 'SIGINT']);
});

test('detached makes it the leader of a group', async () => {
  const child = spawn('sh', ['-c', 'ps -o pgid= -p $$ || echo $$'],
                      { detached: true });
  const { text } = await outputOf(child);
  assert.strictEqual(Number(text), child.pid);
});

test('an unreferenced child keeps nobody waiting', async () => {
  const child = spawn(process.execPath, ['-e', `
    const { spawn } = require('child_process');
    const child = spawn('sleep', ['5'], { stdio: 'ignore', detached: true });
    child.unref();
    console.log(child.pid);`]);
  const { text, code } = await outputOf(child);
  assert.strictEqual(code, 0);
  process.kill(Number(text));
});

test('wrong arguments are refused', () => {
  const bad = [
    [[5], 'ERR_INVALID_ARG_TYPE'], [[''], 'ERR_INVALID_ARG_VALUE'],
    [['a\0b'], 'ERR_INVALID_ARG_VALUE'], [['a', 'b'], 'ERR_INVALID_ARG_TYPE'],
    [['a', ['\0']], 'ERR_INVALID_ARG_VALUE'],
    [['a', [], { cwd: 1 }], 'ERR_INVALID_ARG_TYPE'],
    [['a', [], { uid: 'x' }], 'ERR_INVALID_ARG_TYPE'],
    [['a', [], { timeout: -1 }], 'ERR_OUT_OF_RANGE'],
    [['a', [], { stdio: 'x' }], 'ERR_INVALID_ARG_VALUE'],
    [['a', [], { stdio: ['ipc', 'ipc'] }], 'ERR_IPC_ONE_PIPE'],
    [['a', [], { killSignal: 'x' }], 'ERR_UNKNOWN_SIGNAL'],
    [['a', [], { env: { A: '\0' } }], 'ERR_INVALID_ARG_VALUE'],
  ];
  for (const [args, code] of bad) assert.throws(() => spawn(...args), { code });
});
