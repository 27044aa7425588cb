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

/** Hooks that never answer for one name, and a module that asks for it. */
const silentHooks = `
  export function resolve(specifier, context, next) {
    return specifier === 'never' ? new Promise(() => {}) :
      next(specifier, context);
  }`;
const asking = `
  try { import.meta.resolve('never'); } catch (error) {
    console.log(error.code);
  }`;

/** Runs main.mjs of the files, in which the hooks are at work. */
function runHooked(hooks, files) {
  const folder = tree({
    'hooks.mjs': hooks, 'register.mjs': registering, ...files,
  });
  return run(folder, '--import', './register.mjs', 'main.mjs');
}

test('hooks resolve and load, and get what initialize is given', () => {
  assert.deepStrictEqual(runHooked(hooks, {
    'main.mjs': "import x from 'virtual'; console.log(x);",
  }), { status: 0, stdout: '42\n', stderr: '' });
});

test('what a hook throws is thrown by the import', () => {
  const throwing = `export async function resolve(specifier, context, next) {
    if (specifier === 'bad') throw Object.assign(new Error('no'), { code: 'X' });
    return next(specifier, context);
  }`;
  assert.strictEqual(runHooked(throwing, {
    'main.mjs': "import('bad').catch(({ code }) => console.log(code));",
  }).stdout, 'X\n');
});

test('a hook that never answers fails what waits for it', () => {
  assert.strictEqual(runHooked(silentHooks, { 'main.mjs': asking }).stdout,
                     'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED\n');
});

test('a worker has the hooks of the thread that started it', () => {
  assert.deepStrictEqual(runHooked(hooks, {
    'main.mjs': `import x from 'virtual';
      import { Worker, isMainThread } from 'worker_threads';
      console.log(isMainThread, x);
      if (isMainThread) new Worker(new URL(import.meta.url));`,
  }), { status: 0, stdout: 'true 42\nfalse 42\n', stderr: '' });
});

test('several workers ask the hooks at once', () => {
  assert.deepStrictEqual(runHooked(hooks, {
    'main.mjs': `import { Worker } from 'worker_threads';
      const url = new URL('./worker.mjs', import.meta.url);
      let sum = 0;
      for (let i = 0; i < 4; i++) {
        new Worker(url).on('message', (x) => { sum += x; });
      }
      process.on('exit', () => console.log(sum));`,
    'worker.mjs': `import { parentPort } from 'worker_threads';
      parentPort.postMessage((await import('virtual')).default);`,
  }), { status: 0, stdout: '168\n', stderr: '' });
});

test('what never answers a worker does not hold up the others', () => {
  assert.strictEqual(runHooked(silentHooks, {
    'main.mjs': `import { Worker } from 'worker_threads';
      new Worker(new URL('./worker.mjs', import.meta.url));`,
    'worker.mjs': asking,
  }).stdout, 'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED\n');
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
