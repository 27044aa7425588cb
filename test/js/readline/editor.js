'use strict';
const assert = require('assert');
const { PassThrough } = require('stream');
const readline = require('readline');
const { test } = require('../harness.js');

function open(options) {
  const input = new PassThrough();
  const output = new PassThrough();
  const lines = [];
  const rl = readline.createInterface(
    { input, output, terminal: true, prompt: '', ...options });
  rl.on('line', (line) => lines.push(line));
  return { rl, input, lines, output };
}

const key = (rl, name, modifiers) => rl.write(null, { name, ...modifiers });

test('the cursor goes by characters and words, and text is inserted there',
  () => {
    const { rl } = open();
    rl.write('one three');
    key(rl, 'left', { ctrl: true });
    rl.write('two ');
    assert.strictEqual(rl.line, 'one two three');
    key(rl, 'a', { ctrl: true });
    key(rl, 'delete');
    assert.strictEqual(rl.line, 'ne two three');
    rl.close();
  });

test('killed text can be yanked, edits undone and redone', () => {
  const { rl } = open();
  rl.write('hello world');
  key(rl, 'w', { ctrl: true });
  assert.strictEqual(rl.line, 'hello ');
  key(rl, 'u', { ctrl: true });
  key(rl, 'y', { ctrl: true });
  assert.strictEqual(rl.line, 'hello ');
  rl.write(null, { sequence: '\x1f' });
  assert.strictEqual(rl.line, '');
  rl.write(null, { sequence: '\x1e' });
  assert.strictEqual(rl.line, 'hello ');
  rl.close();
});

test('history is searched by what was typed', () => {
  const { rl, lines } = open();
  rl.write('foo\nbar\nfob\n');
  assert.deepStrictEqual(lines, ['foo', 'bar', 'fob']);
  rl.write('fo');
  key(rl, 'up');
  assert.strictEqual(rl.line, 'fob');
  key(rl, 'up');
  assert.strictEqual(rl.line, 'foo');
  key(rl, 'down');
  assert.strictEqual(rl.line, 'fob');
  rl.close();
});

test('tab completes to what the candidates have in common', () => {
  const { rl } = open({ completer: (line) => [['consume', 'constant'], line] });
  rl.write('co');
  key(rl, 'tab');
  assert.strictEqual(rl.line, 'cons');
  rl.close();
});

test('wide characters take two columns', () => {
  const { rl } = open();
  rl.write('あ💻');
  assert.deepStrictEqual(rl.getCursorPos(), { rows: 0, cols: 4 });
  key(rl, 'backspace');
  assert.strictEqual(rl.line, 'あ');
  rl.close();
});

test('escape sequences are keys, also when they come byte by byte', () => {
  const { input } = open();
  const names = [];
  input.on('keypress', (string, { name, ctrl, shift }) => {
    names.push([name, ctrl, shift]);
  });
  for (const byte of '\x1b[1;5D\x1b[ZA') input.write(byte);
  assert.deepStrictEqual(names, [
    ['left', true, false], ['tab', false, true], ['a', false, true],
  ]);
});

test('moving the cursor writes escape sequences', () => {
  const output = new PassThrough();
  readline.cursorTo(output, 1, 2);
  readline.moveCursor(output, -1, 1);
  readline.clearLine(output, 0);
  readline.clearScreenDown(output);
  assert.strictEqual(String(output.read()),
                     '\x1b[3;2H\x1b[1D\x1b[1B\x1b[2K\x1b[0J');
});
