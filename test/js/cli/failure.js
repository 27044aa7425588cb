'use strict';
const assert = require('assert');
const { spawnSync } = require('child_process');
const { test } = require('../harness.js');
const { run } = require('./run.js');

const evaluate = (source, ...options) => run([...options, '-e', source]);

test('an uncaught exception shows place, stack and version', () => {
  const { status, stdout, stderr } =
    evaluate('process.stdout.write("before"); throw new TypeError("boom")');
  assert.strictEqual(status, 1);
  assert.strictEqual(stdout, 'before');
  const lines = stderr.split('\n');
  assert.strictEqual(lines[0], '[eval]:1');
  assert.strictEqual(lines[2].trim(), '^');
  assert.strictEqual(lines[4], 'TypeError: boom');
  assert.match(stderr, /\n\nNode\.js v24\.\d+\.\d+\n$/);
});

test('what is thrown need not be an error', () => {
  const hint = '(Use `node --trace-uncaught ...` to show where the exception ' +
               'was thrown)';
  assert.ok(evaluate('throw null').stderr.startsWith(
    `\n[eval]:1\nthrow null\n^\nnull\n${hint}\n`));
  assert.ok(evaluate('throw {a:1}').stderr.startsWith(
    '[eval]:1\nthrow {a:1}\n^\n\n{ a: 1 }\n\nNode.js'));
});

test('an unhandled error event says where it was emitted', () => {
  const { status, stderr } =
    evaluate('new (require("net").Socket)().emit("error", new Error("x"))');
  assert.strictEqual(status, 1);
  assert.match(stderr, /throw er; \/\/ Unhandled 'error' event\n/);
  assert.match(stderr, /\nEmitted 'error' event on Socket instance at:\n/);
});

const rejected = 'Promise.reject(new Error("no"));' +
                 'setTimeout(() => console.log("later"), 1)';

test('--unhandled-rejections=throw is what happens', () => {
  for (const options of [[], ['--unhandled-rejections=throw']]) {
    const { status, stdout, stderr } = evaluate(rejected, ...options);
    assert.strictEqual(status, 1);
    assert.strictEqual(stdout, '');
    assert.match(stderr, /\nError: no\n/);
  }
});

test('a rejection without an error is named', () => {
  const { status, stderr } = evaluate('Promise.reject(5)');
  assert.strictEqual(status, 1);
  assert.match(stderr, /UnhandledPromiseRejection: .* with the reason "5"\./);
  assert.match(stderr, /code: 'ERR_UNHANDLED_REJECTION'/);
});

test('--unhandled-rejections=strict, warn, none, warn-with-error-code', () => {
  const mode = (name) => evaluate(rejected, `--unhandled-rejections=${name}`);
  assert.strictEqual(mode('strict').status, 1);
  const warn = mode('warn');
  assert.strictEqual(warn.status, 0);
  assert.strictEqual(warn.stdout, 'later\n');
  assert.match(warn.stderr, /UnhandledPromiseRejectionWarning: Error: no\n/);
  const none = mode('none');
  assert.deepStrictEqual([none.status, none.stderr], [0, '']);
  const coded = mode('warn-with-error-code');
  assert.strictEqual(coded.status, 1);
  assert.strictEqual(coded.stdout, 'later\n');
  assert.strictEqual(mode('nonsense').status, 9);
});

test('listeners of rejections and exceptions', () => {
  assert.strictEqual(evaluate(`
    process.on('unhandledRejection', (e) => console.log('r', e.message));
    Promise.reject(new Error('a'))`).stdout, 'r a\n');
  assert.strictEqual(evaluate(`
    process.on('uncaughtException', (e, from) => console.log(e.message, from));
    setTimeout(() => console.log('goes on'), 1);
    throw new Error('a')`).stdout, 'a uncaughtException\ngoes on\n');
});

test('a listener that throws ends it with 7', () => {
  const { status, stderr } = evaluate(`
    process.on('uncaughtException', () => { throw new Error('second'); });
    throw new Error('first')`);
  assert.strictEqual(status, 7);
  assert.match(stderr, /Error: second/);
});

test('an exhausted heap', () => {
  const { status, signal, stderr } = evaluate(
    'const a = []; for (;;) a.push(new Array(1000).fill({}))',
    '--max-old-space-size=20');
  assert.ok(signal === 'SIGABRT' || status === 134);
  assert.match(stderr, /FATAL ERROR: .*JavaScript heap out of memory/);
});

test('a reader that goes away', () => {
  const script = 'for (let i = 0; i < 1e5; i++) console.log("a long line", i)';
  const { status, stderr, stdout } = spawnSync(
    '/bin/sh', ['-c', '("$NODE" -e "$SCRIPT"; echo $? >&2) | head -n 1'], {
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, SCRIPT: script },
    });
  assert.strictEqual(status, 0);
  assert.strictEqual(stdout, 'a long line 0\n');
  assert.match(stderr, /EPIPE|^0\n$/);
  assert.ok(Number(stderr.trim().split('\n').at(-1)) < 2, stderr);
});
