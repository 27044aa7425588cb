'use strict';
// Options of workers: their own, and those that they have from who started them.

const assert = require('assert');
const { once } = require('events');
const { Worker } = require('worker_threads');
const { test } = require('../harness');
const { run, tree } = require('../esm/tree.js');

const said = async (text, options) =>
  (await once(new Worker(text, { eval: true, ...options }), 'message'))[0];

const post = (value) => `require('worker_threads').parentPort.postMessage(${value})`;

test('execArgv is what the worker runs with', async () => {
  const flags = ['--no-deprecation', '-C', 'mine'];
  assert.deepStrictEqual(
    await said(post('[process.execArgv, process.noDeprecation]'),
               { execArgv: flags }),
    [flags, true]);
  assert.deepStrictEqual(
    await said(post('[process.execArgv, process.noDeprecation]')),
    [process.execArgv, false]);
});

test('NODE_OPTIONS of its environment count, too', async () => {
  const env = { ...process.env, NODE_OPTIONS: '--no-deprecation' };
  assert.strictEqual(await said(post('process.noDeprecation'), { env }), true);
});

test('variables that stand for options do so for a worker', async () => {
  const env = { ...process.env, NODE_PENDING_DEPRECATION: '1' };
  for (const options of [{}, { execArgv: [] }]) {
    const worker = new Worker(
      'void module.parent;', { eval: true, env, stderr: true, ...options });
    const [chunk] = await once(worker.stderr, 'data');
    assert.match(`${chunk}`, /DEP0144/);
  }
});

test("what only the process can have is refused, and so are V8's options", () => {
  for (const [argument, message] of [
    ['--title=x', '--title=x'],
    ['--no-such-option', '--no-such-option'],
    ['--expose-gc', '--expose-gc'],
    ['--redirect-warnings', '--redirect-warnings requires an argument'],
  ]) {
    assert.throws(() => new Worker('', { eval: true, execArgv: [argument] }), {
      code: 'ERR_WORKER_INVALID_EXEC_ARGV',
      message: `Initiated Worker with invalid execArgv flags: ${message}`,
    });
  }
  assert.throws(
    () => new Worker('', { eval: true, env: { NODE_OPTIONS: '--nope' } }), {
      code: 'ERR_WORKER_INVALID_EXEC_ARGV',
      message: 'Initiated Worker with invalid NODE_OPTIONS env variable: --nope',
    });
});

test('a worker of a worker inherits its options', async () => {
  const inner = post('process.noDeprecation');
  assert.strictEqual(await said(
    `const { Worker, parentPort } = require('worker_threads');
     new Worker(${JSON.stringify(inner)}, { eval: true })
       .on('message', (value) => parentPort.postMessage(value));`,
    { execArgv: ['--no-deprecation'] }), true);
});

const program = `
  const { Worker, isMainThread } = require('worker_threads');
  console.log(isMainThread ? 'main' : 'worker', globalThis.loaded);
  if (isMainThread) new Worker(__filename);`;

test('-r and --import run in workers before their program', () => {
  const folder = tree({
    'one.js': 'globalThis.loaded = [1];',
    'two.mjs': 'await 1; globalThis.loaded.push(2);',
    'main.js': program,
  });
  assert.deepStrictEqual(
    run(folder, '-r', './one.js', '--import', './two.mjs', 'main.js'),
    { status: 0, stdout: 'main [ 1, 2 ]\nworker [ 1, 2 ]\n', stderr: '' });
});

test('a worker with options of its own preloads those', () => {
  const folder = tree({
    'one.js': 'globalThis.loaded = 1;', 'two.js': 'globalThis.loaded = 2;',
    'main.js': program.replace('__filename',
                               "__filename, { execArgv: ['-r', './two.js'] }"),
  });
  assert.strictEqual(run(folder, '-r', './one.js', 'main.js').stdout,
                     'main 1\nworker 2\n');
});

test("warnings of a worker go to its stderr", async () => {
  const worker = new Worker("process.emitWarning('careful')",
                            { eval: true, stderr: true });
  const [chunk] = await once(worker.stderr, 'data');
  assert.match(`${chunk}`, /Warning: careful/);
});

test('--trace-exit says where process.exit() was called', () => {
  const folder = tree({ 'main.js': 'function leave() { process.exit(3); } leave();' });
  const { status, stderr } = run(folder, '--trace-exit', 'main.js');
  assert.strictEqual(status, 3);
  assert.match(stderr, /WARNING: Exited the environment with code 3\n +at leave .*main\.js/);
});
