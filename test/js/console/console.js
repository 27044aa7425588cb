'use strict';
const assert = require('assert');
const { Console } = require('console');
const { Writable } = require('stream');
const { test } = require('../harness');

function makeConsole(options) {
  const written = { out: '', err: '' };
  const collect = (name) => new Writable({
    decodeStrings: false,
    write(chunk, encoding, done) {
      written[name] += chunk;
      done();
    },
  });
  const console = new Console({
    stdout: collect('out'), stderr: collect('err'), ...options,
  });
  return { console, written };
}

test('log writes to stdout, error to stderr', () => {
  const { console, written } = makeConsole();
  console.log('a %s', 'b', { c: 1 });
  console.error('x');
  assert.deepStrictEqual(written, { out: 'a b { c: 1 }\n', err: 'x\n' });
});

test('methods work on their own', () => {
  const { console, written } = makeConsole();
  const { log } = console;
  [1, 2].forEach((n) => log(n));
  assert.strictEqual(written.out, '1\n2\n');
});

test('groups indent every line', () => {
  const { console, written } = makeConsole({ groupIndentation: 3 });
  console.group('g');
  console.log('a\nb');
  console.groupEnd();
  console.log('c');
  assert.strictEqual(written.out, 'g\n   a\n   b\nc\n');
});

test('count, countReset', () => {
  const { console, written } = makeConsole();
  console.count();
  console.count();
  console.count('x');
  console.countReset();
  console.count();
  assert.strictEqual(
    written.out, 'default: 1\ndefault: 2\nx: 1\ndefault: 1\n');
});

test('time shows how long something took', () => {
  const { console, written } = makeConsole();
  console.time('t');
  console.timeEnd('t');
  assert.match(written.out, /^t: \d+(\.\d+)?(ms|s)\n$/);
});

test('table', () => {
  const { console, written } = makeConsole();
  console.table([{ a: 1 }, { a: 'x' }]);
  assert.strictEqual(written.out, [
    '┌─────────┬─────┐',
    '│ (index) │ a   │',
    '├─────────┼─────┤',
    '│ 0       │ 1   │',
    "│ 1       │ 'x' │",
    '└─────────┴─────┘',
    ''].join('\n'));
});

test('assert speaks only when the condition does not hold', () => {
  const { console, written } = makeConsole();
  console.assert(true, 'no');
  console.assert(false, 'yes %d', 1);
  assert.strictEqual(written.err, 'Assertion failed: yes 1\n');
});

test('trace tells where', () => {
  const { console, written } = makeConsole();
  console.trace('here');
  assert.match(written.err, /^Trace: here\n {4}at .*console\.js/);
});

test('colours follow colorMode', () => {
  const { console, written } = makeConsole({ colorMode: true });
  console.log(1);
  assert.strictEqual(written.out, '\u001b[33m1\u001b[39m\n');
});

test('what goes wrong in a stream is ignored', () => {
  const stream = new Writable({ write() { throw new Error('x'); } });
  new Console(stream).log('a');
});

test('the global console is a Console', () => {
  assert.ok(console instanceof Console);
  assert.strictEqual(require('console'), console);
});
