'use strict';
// module.register: hooks in a thread of their own.
const assert = require('assert');
const { test } = require('../harness.js');
const { run, tree } = require('../esm/tree.js');

const hooks = `
  let answer;
  export async function initialize(data) { answer = data; }
  export async function resolve(specifier, context, next) {
    await new Promise((done) => setTimeout(done, 1));
    return specifier === 'virtual' ?
      { url: 'virtual:x', format: 'module', shortCircuit: true } :
      next(specifier, context);
  }
  export async function load(url, context, next) {
    return url === 'virtual:x' ?
      { format: 'module', source: 'export default ' + answer,
        shortCircuit: true } : next(url, context);
  }`;

const registering = `
  import { register } from 'module';
  register('./hooks.mjs', { parentURL: import.meta.url, data: 42 });`;

test('hooks resolve and load, and get what initialize is given', () => {
  const folder = tree({
    'hooks.mjs': hooks, 'register.mjs': registering,
    'main.mjs': "import x from 'virtual'; console.log(x);",
  });
  assert.deepStrictEqual(
    run(folder, '--import', './register.mjs', 'main.mjs'),
    { status: 0, stdout: '42\n', stderr: '' });
});

test('what a hook throws is thrown by the import', () => {
  const folder = tree({
    'hooks.mjs': `export async function resolve(specifier, context, next) {
      if (specifier === 'bad') throw Object.assign(new Error('no'), { code: 'X' });
      return next(specifier, context);
    }`,
    'register.mjs': registering,
    'main.mjs': "import('bad').catch(({ code }) => console.log(code));",
  });
  const { stdout } = run(folder, '--import', './register.mjs', 'main.mjs');
  assert.strictEqual(stdout, 'X\n');
});

test('a hook that never answers fails what waits for it', () => {
  const folder = tree({
    'hooks.mjs': `export function resolve(specifier, context, next) {
      return specifier === 'never' ? new Promise(() => {}) :
        next(specifier, context);
    }`,
    'register.mjs': registering,
    'main.mjs': `try { import.meta.resolve('never'); } catch (error) {
      console.log(error.code);
    }`,
  });
  const { stdout } = run(folder, '--import', './register.mjs', 'main.mjs');
  assert.strictEqual(stdout, 'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED\n');
});

test('a worker has the hooks of the thread that started it', () => {
  const folder = tree({
    'hooks.mjs': hooks, 'register.mjs': registering,
    'main.mjs': `import x from 'virtual';
      import { Worker, isMainThread } from 'worker_threads';
      console.log(isMainThread, x);
      if (isMainThread) new Worker(new URL(import.meta.url));`,
  });
  assert.deepStrictEqual(
    run(folder, '--import', './register.mjs', 'main.mjs'),
    { status: 0, stdout: 'true 42\nfalse 42\n', stderr: '' });
});

test('several workers ask the hooks at once', () => {
  const folder = tree({
    'hooks.mjs': hooks, 'register.mjs': registering,
    'main.mjs': `import { Worker } from 'worker_threads';
      const url = new URL('./worker.mjs', import.meta.url);
      let sum = 0;
      for (let i = 0; i < 4; i++) {
        new Worker(url).on('message', (x) => { sum += x; });
      }
      process.on('exit', () => console.log(sum));`,
    'worker.mjs': `import { parentPort } from 'worker_threads';
      parentPort.postMessage((await import('virtual')).default);`,
  });
  assert.deepStrictEqual(
    run(folder, '--import', './register.mjs', 'main.mjs'),
    { status: 0, stdout: '168\n', stderr: '' });
});

test('what never answers a worker does not hold up the others', () => {
  const folder = tree({
    'hooks.mjs': `export function resolve(specifier, context, next) {
      return specifier === 'never' ? new Promise(() => {}) :
        next(specifier, context);
    }`,
    'register.mjs': registering,
    'main.mjs': `import { Worker } from 'worker_threads';
      new Worker(new URL('./worker.mjs', import.meta.url));`,
    'worker.mjs': `try { import.meta.resolve('never'); } catch (error) {
      console.log(error.code);
    }`,
  });
  assert.strictEqual(
    run(folder, '--import', './register.mjs', 'main.mjs').stdout,
    'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED\n');
});

test('what -r names also runs where the hooks run, and registers there', () => {
  const folder = tree({
    'hooks.mjs': `import { writeSync } from 'fs';
      export function resolve(specifier, context, next) {
        if (specifier === './x.mjs') writeSync(1, 'asked ');
        return next(specifier, context);
      }`,
    'register.cjs': `require('module').register('./hooks.mjs',
      require('url').pathToFileURL(__filename));`,
    'main.mjs': "import './x.mjs';", 'x.mjs': "console.log('x');",
  });
  assert.strictEqual(run(folder, '-r', './register.cjs', 'main.mjs').stdout,
                     'asked asked x\n');
});
