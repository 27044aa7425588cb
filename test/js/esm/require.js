'use strict';
// require() of ES modules.
const assert = require('assert');
const { test } = require('../harness');
const { run, tree } = require('./tree');

function required(text, print = 'console.log(x)') {
  const folder = tree({
    'a.cjs': `const x = require('./b.mjs'); ${print};`,
    'b.mjs': text,
  });
  return run(folder, 'a.cjs');
}

test('gives the namespace', () => {
  const { stdout } = required('export const a = 1;', 'console.log(x.a)');
  assert.strictEqual(stdout, '1\n');
});

test('a default export brings __esModule along', () => {
  const { stdout } = required('export default 1;',
                              'console.log(x.default, x.__esModule)');
  assert.strictEqual(stdout, '1 true\n');
});

test('the export "module.exports" is what is given', () => {
  const { stdout } = required("const f = 4; export { f as 'module.exports' };");
  assert.strictEqual(stdout, '4\n');
});

test('a top-level await is refused before anything runs', () => {
  const { stdout, stderr } = required('console.log("ran"); await null;');
  assert.strictEqual(stdout, '');
  assert.match(stderr, /ERR_REQUIRE_ASYNC_MODULE/);
});

test('what it throws is what require throws', () => {
  const { stdout } = run(tree({
    'a.cjs': 'try { require("./b.mjs") } catch (e) { console.log(e.message) }',
    'b.mjs': 'throw new Error("mine");',
  }), 'a.cjs');
  assert.strictEqual(stdout, 'mine\n');
});

test('a cycle is refused', () => {
  const { stderr } = run(tree({
    'a.mjs': 'import "./b.cjs";', 'b.cjs': 'require("./a.mjs");',
  }), 'a.mjs');
  assert.match(stderr, /ERR_REQUIRE_CYCLE_MODULE/);
});

test('--no-require-module refuses', () => {
  const folder = tree({ 'a.cjs': 'require("./b.mjs")', 'b.mjs': '' });
  const { stderr } = run(folder, '--no-require-module', 'a.cjs');
  assert.match(stderr, /ERR_REQUIRE_ESM/);
});

test('import and require share a module', () => {
  const { stdout } = run(tree({
    'a.mjs': 'import "./b.mjs"; import { createRequire } from "module";' +
             'createRequire(import.meta.url)("./b.mjs");',
    'b.mjs': 'console.log("once");',
  }), 'a.mjs');
  assert.strictEqual(stdout, 'once\n');
});

test('what import() has been asked for cannot be required at once', () => {
  const folder = tree({
    'main.cjs': `import('./a.mjs');
      try { require('./b.mjs'); } catch ({ code }) { console.log(code); }`,
    'a.mjs': "import './b.mjs';", 'b.mjs': '',
  });
  assert.deepStrictEqual(run(folder, 'main.cjs'), {
    status: 0, stdout: 'ERR_REQUIRE_ESM_RACE_CONDITION\n', stderr: '',
  });
});

test('an exception of a required ES module is shown where it was thrown', () => {
  const folder = tree({ 'main.cjs': "require('./a.mjs');",
                        'a.mjs': 'module.exports = 1;' });
  assert.match(run(folder, 'main.cjs').stderr,
               /^file:.*a\.mjs:1\nmodule\.exports = 1;\n\^\n\nReferenceError: module is not defined in ES module scope/);
});
