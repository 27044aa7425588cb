'use strict';
const assert = require('assert');
const { test } = require('../harness.js');
const { head, spawn, withFiles } = require('./run.js');

const files = {
  'a.test.js': `${head}test('one', () => console.log('printed'));`,
  'b.test.js': `${head}test('two', () => assert.strictEqual(1, 2));`,
  'c.test.js': 'process.exit(3)',
  'other.js': 'process.exit(4)',
};

function tap(options = []) {
  return withFiles(files, (folder) =>
    spawn(folder, ['--test', '--test-reporter=tap', ...options]));
}

test('node --test runs the files that are named as tests', () => {
  const { status, stdout } = tap();
  assert.strictEqual(status, 1);
  assert.match(stdout, /# printed\n/);
  assert.match(stdout, /\nok 1 - one\n/);
  assert.match(stdout, /\nnot ok 2 - two\n[^]*name: 'AssertionError'/);
  assert.match(stdout, /\nnot ok 3 - c.test.js\n[^]*exitCode: 3/);
  assert.match(stdout, /\n1..3\n# tests 3\n/);
});

test('files, shards and names can be chosen', () => {
  assert.match(tap(['a.test.js']).stdout, /# tests 1\n/);
  assert.match(tap(['--test-shard=1/3']).stdout, /ok 1 - one\n/);
  assert.match(tap(['--test-name-pattern=one', 'a*', 'b*']).stdout,
               /# pass 2\n/); // b's file passes: none of its tests ran
  assert.match(tap(['none.js']).stderr, /^Could not find 'none.js'/);
});

test('--test-isolation=none runs all files in one process', () => {
  const { stdout, status } = tap(['--test-isolation=none', 'a*', 'b*']);
  assert.strictEqual(status, 1);
  assert.match(stdout, /^printed\n/m);
  assert.match(stdout, /\nnot ok 2 - two\n/);
});

test('the files get the numbers of the parallel processes in turn', () => {
  const file = `${head}test(process.env.NODE_TEST_WORKER_ID, () => {});`;
  const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.test.js`);
  withFiles(Object.fromEntries(names.map((name) => [name, file])), (folder) => {
    const { stdout } = spawn(
      folder, ['--test', '--test-reporter=tap', '--test-concurrency=2']);
    assert.deepStrictEqual(
      Array.from(stdout.matchAll(/^ok \d - (\d)$/gm), ([, id]) => id),
      ['1', '2', '1', '2']);
  });
});

test('a seed gives one order of files and of what is in them', () => {
  const file = "const { test } = require('node:test');" +
    'for (const i of [1, 2, 3]) test(`${__filename.at(-9)}${i}`, () => {});';
  const names = ['a', 'b', 'c', 'd'].map((name) => [`${name}.test.js`, file]);
  withFiles(Object.fromEntries(names), (folder) => {
    const order = (...options) => Array.from(spawn(folder, [
      '--test', '--test-reporter=tap', '--test-random-seed=3', ...options,
    ]).stdout.matchAll(/^ok \d+ - (\w\d)$/gm), ([, name]) => name);
    const first = order('--test-concurrency=1');
    assert.deepStrictEqual(first, order('--test-concurrency=1'));
    assert.strictEqual(new Set(first).size, 12);
    assert.notDeepStrictEqual(first, first.toSorted());
    assert.notDeepStrictEqual(
      order('--test-isolation=none'), first.toSorted());
  });
});

test('run() has a module set up and tear down what the files need', () => {
  const program = `
    const { run } = require('node:test');
    process.env.ORDER = '';
    run({ files: ['a.test.js'], isolation: 'none', globalSetupPath: 'all.mjs' })
      .resume().on('end', () => console.log(process.env.ORDER));`;
  withFiles({
    'a.test.js': `${head}test('one', () => { process.env.ORDER += ' test'; });`,
    'all.mjs': "export const globalSetup = () => { process.env.ORDER += 'up'; };" +
      "export const globalTeardown = () => { process.env.ORDER += ' down'; };",
  }, (folder) => {
    assert.strictEqual(spawn(folder, ['-e', program]).stdout, 'up test down\n');
  });
});

test('what a file throws before it has tests is the failure', () => {
  const program = `
    const { run } = require('node:test');
    run({ files: ['a.test.js'], isolation: 'none' })
      .on('test:fail', ({ details }) => console.log(String(details.error)));`;
  withFiles({ 'a.test.js': "throw new TypeError('no');" }, (folder) => {
    assert.strictEqual(spawn(folder, ['-e', program]).stdout,
                       'TypeError: no\n');
  });
});

test('a late before hook runs at once, also after another', () => {
  withFiles({
    'first.js': `${head}before(() => console.log('first'));`,
    'a.test.js': `${head}before(() => console.log('late')); console.log('file');
      test('one', () => {});`,
  }, (folder) => {
    assert.match(spawn(folder, [
      '--require', './first.js', '--test', '--test-isolation=none',
    ]).stdout, /^first\nlate\nfile\n/);
  });
});

test('every reporter takes a run without tests', () => {
  const program = `
    const { run } = require('node:test');
    const { spec, lcov } = require('node:test/reporters');
    run({ files: [] }).compose(lcov).resume().on('end', () => console.log('a'));
    run({ files: [] }).compose(spec).resume().on('end', () => console.log('b'));`;
  withFiles({}, (folder) => {
    assert.deepStrictEqual(
      spawn(folder, ['-e', program]).stdout.split('\n').sort(), ['', 'a', 'b']);
  });
});

test('places are those of the original, with source maps', () => {
  const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AASI' };
  const file = `${head}test('one', () => assert(false));\n` +
    '//# sourceMappingURL=data:application/json,' +
    encodeURIComponent(JSON.stringify(map));
  withFiles({ 'a.test.js': file }, (folder) => {
    const { stdout } = spawn(folder, [
      '--enable-source-maps', '--test', '--test-reporter=tap']);
    assert.match(stdout, /location: '[^']*\/a\.ts:10:5'/);
  });
});

test('run() gives the events of the files', () => {
  const program = `
    const { run } = require('node:test');
    run({ files: ['a.test.js'] })
      .on('test:pass', ({ name, entryFile }) =>
        console.log(name, require('path').basename(entryFile)))
      .on('test:summary', ({ counts, file }) =>
        console.log(counts.passed, file === undefined));`;
  withFiles(files, (folder) => {
    assert.strictEqual(spawn(folder, ['-e', program]).stdout,
                       'one a.test.js\n1 false\n1 true\n');
  });
});

test('what is not there says so', () => {
  const { run } = require('node:test');
  for (const option of ['watch', 'coverage']) {
    assert.throws(() => run({ [option]: true }),
                  { code: 'ERR_METHOD_NOT_IMPLEMENTED' });
  }
});
