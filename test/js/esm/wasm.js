'use strict';
// import of WebAssembly: its one instance, or what it was compiled to.
const assert = require('assert');
const { test } = require('../harness.js');
const { run, tree } = require('./tree.js');

// (module (func (export "add") (param i32 i32) (result i32)
//   local.get 0 local.get 1 i32.add))
const add = Buffer.from(
  '0061736d0100000001070160027f7f017f030201000707010361646400000a09010700' +
  '200020016a0b', 'hex');

// (module (import "./dep.mjs" "run" (func)) (start 0))
const starting = Buffer.from(
  '0061736d01000000010401600000021101092e2f6465702e6d6a730372756e0000080100',
  'hex');

test('exports of the instance are those of the module', () => {
  const folder = tree({
    'add.wasm': add,
    'main.mjs': "import { add } from './add.wasm'; console.log(add(2, 3));",
  });
  assert.strictEqual(run(folder, '--no-warnings', 'main.mjs').stdout, '5\n');
});

test('a data: URL does as well', () => {
  const folder = tree({ 'main.mjs': `
    import { add } from 'data:application/wasm;base64,${add.toString('base64')}';
    console.log(add(1, 1));` });
  assert.strictEqual(run(folder, '--no-warnings', 'main.mjs').stdout, '2\n');
});

test('what it imports is imported', () => {
  const folder = tree({
    'start.wasm': starting,
    'dep.mjs': "export const run = () => console.log('started');",
    'main.mjs': "import './start.wasm';",
  });
  assert.strictEqual(run(folder, '--no-warnings', 'main.mjs').stdout,
                     'started\n');
});

test('import source gives the module, and runs nothing', () => {
  const folder = tree({
    'start.wasm': starting,
    'main.mjs': `import source module from './start.wasm';
      console.log(module instanceof WebAssembly.Module,
                  await import.source('./start.wasm') === module);`,
  });
  assert.deepStrictEqual(run(folder, 'main.mjs'),
                         { status: 0, stdout: 'true true\n', stderr: '' });
});

test('what has no source says so', () => {
  const folder = tree({
    'a.mjs': '',
    'main.mjs': "import.source('./a.mjs').catch((e) => console.log(e.name));",
  });
  assert.strictEqual(run(folder, 'main.mjs').stdout, 'SyntaxError\n');
});
