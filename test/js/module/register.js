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
