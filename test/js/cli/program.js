'use strict';
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { test } = require('../harness.js');
const { run } = require('./run.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

function write(name, content) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

test('a file that is not there', () => {
  const file = path.join(folder, 'missing.js');
  const { status, stderr } = run([file]);
  assert.strictEqual(status, 1);
  assert.ok(stderr.includes(`Error: Cannot find module '${file}'`), stderr);
  assert.ok(stderr.includes("code: 'MODULE_NOT_FOUND'"), stderr);
  assert.match(stderr, /\n\nNode\.js v24\.\d+\.\d+\n$/);
});

test('a folder without an index', () => {
  const { status, stderr } = run([folder]);
  assert.strictEqual(status, 1);
  assert.ok(stderr.includes(`Cannot find module '${folder}'`), stderr);
});

test('a link that leads to itself', () => {
  const link = path.join(folder, 'loop.js');
  fs.symlinkSync('loop.js', link);
  const { status, stderr } = run([link]);
  assert.strictEqual(status, 1);
  assert.ok(stderr.includes('Cannot find module'), stderr);
});

test('a syntax error shows its place', () => {
  const file = write('syntax.js', 'let x = ;\n');
  for (const args of [[file], ['-c', file]]) {
    const { status, stderr } = run(args);
    assert.strictEqual(status, 1);
    assert.ok(stderr.startsWith(`${file}:1\nlet x = ;\n        ^\n\n` +
                                "SyntaxError: Unexpected token ';'"), stderr);
  }
});

test('--check runs nothing', () => {
  const file = write('good.js', 'console.log("ran")');
  assert.deepStrictEqual(run(['-c', file]).stdout, '');
});

test('a source with a NUL byte, and one that is no UTF-8', () => {
  assert.strictEqual(
    run([write('nul.js', 'console.log("a\0b".length)')]).stdout, '3\n');
  const bytes = Buffer.from('console.log("\xff".charCodeAt(0))', 'latin1');
  assert.strictEqual(run([write('latin.js', bytes)]).stdout, '65533\n');
  assert.strictEqual(run([write('bom.js', '\ufeffconsole.log(1)')]).stdout,
                     '1\n');
  assert.strictEqual(run([write('bang.js', '#!/x/y\nconsole.log(2)')]).stdout,
                     '2\n');
});

test('an option that nobody knows', () => {
  const { status, stderr } = run(['--no-such-option']);
  assert.strictEqual(status, 9);
  assert.strictEqual(stderr,
                     `${process.execPath}: bad option: --no-such-option\n`);
});

test('an option without its argument', () => {
  const { status, stderr } = run(['-e']);
  assert.strictEqual(status, 9);
  assert.strictEqual(stderr, `${process.execPath}: -e requires an argument\n`);
  for (const name of ['--title=', '--test-timeout=', '--conditions=']) {
    assert.strictEqual(run([name, '-e', '1']).stderr,
                       `${process.execPath}: ${name} requires an argument\n`);
  }
});

test('-e, -p and -r', () => {
  assert.strictEqual(run(['-e', 'console.log(1)']).stdout, '1\n');
  assert.strictEqual(run(['-p', '[1, 2]']).stdout, '[ 1, 2 ]\n');
  assert.strictEqual(run(['-pe', '"x"']).stdout, 'x\n');
  assert.strictEqual(run(['-p', 'process.argv.slice(1)', 'a', '-b']).stdout,
                     "[ 'a', '-b' ]\n");
  const first = write('first.js', 'console.log("first")');
  assert.strictEqual(run(['-r', first, '-e', 'console.log("main")']).stdout,
                     'first\nmain\n');
});

test('-v and -h', () => {
  assert.strictEqual(run(['-v']).stdout, `${process.version}\n`);
  assert.strictEqual(run(['--version']).status, 0);
  assert.match(run(['-h']).stdout, /^Usage: node/);
});

test('-- ends the options', () => {
  const file = write('argv.js', 'console.log(process.argv.slice(2))');
  assert.strictEqual(run(['--', file, '-v']).stdout, "[ '-v' ]\n");
});

test('a script from standard input', () => {
  const input = 'console.log(__filename, process.argv.length)';
  assert.strictEqual(run([], { input }).stdout, '[stdin] 1\n');
  assert.strictEqual(run(['-', 'x'], { input }).stdout, '[stdin] 3\n');
});

test('NODE_OPTIONS', () => {
  const env = { NODE_OPTIONS: '--stack-trace-limit=7 --title="a b"' };
  assert.strictEqual(
    run(['-p', 'Error.stackTraceLimit + process.title'], { env }).stdout,
    '7a b\n');
  const bad = run(['-p', '1'], { env: { NODE_OPTIONS: '-e 1' } });
  assert.strictEqual(bad.status, 9);
  assert.strictEqual(
    bad.stderr, `${process.execPath}: -e is not allowed in NODE_OPTIONS\n`);
});

test('modules outside the snapshot come from the code cache', () => {
  const { stdout } = run(['--profile-deserialization', '-e',
                          'require("readline"); require("child_process")']);
  assert.match(stdout, /\[Deserializing from \d+ bytes took/);
  assert.doesNotMatch(stdout, /failed check/);
});
