'use strict';
const assert = require('assert');
const vm = require('vm');
const { test } = require('../harness');

const caught = (fn) => {
  try {
    return fn();
  } catch (error) {
    return error;
  }
};

test('the stack shows where an error was thrown', () => {
  const { stack } = caught(() =>
    vm.runInThisContext('throw new Error("boom")', 'place.js'));
  assert.ok(stack.startsWith(
    'place.js:1\nthrow new Error("boom")\n^\n\nError: boom\n'), stack);
});

test('displayErrors: false leaves the stack alone', () => {
  const { stack } = caught(() => vm.runInThisContext(
    'throw new Error("boom")', { displayErrors: false }));
  assert.ok(stack.startsWith('Error: boom\n'), stack);
});

test('a syntax error shows its line', () => {
  const { stack } = caught(() => new vm.Script('var 4;', 'syntax.js'));
  assert.ok(stack.startsWith('syntax.js:1\nvar 4;\n    ^\n\nSyntaxError: '),
            stack);
});

test('an offset of columns moves no caret', () => {
  const { stack } = caught(() => vm.runInThisContext(
    ' throw new Error()', { filename: 'f.js', columnOffset: 50 }));
  assert.match(stack, /^ \^$/m);
});

test('compileFunction parses in the context it is given', () => {
  const parsingContext = vm.createContext({ secret: 'abc' });
  const read = vm.compileFunction('return secret', [], { parsingContext });
  assert.strictEqual(read(), 'abc');
});

test('a code cache of a function is taken, one of another text is not', () => {
  const { cachedData } =
    vm.compileFunction('return 1', [], { produceCachedData: true });
  assert.strictEqual(
    vm.compileFunction('return 1', [], { cachedData }).cachedDataRejected,
    false);
  assert.strictEqual(
    vm.compileFunction('return 2 + 2', [], { cachedData }).cachedDataRejected,
    true);
});

test('import() without a callback is refused', async () => {
  await assert.rejects(vm.runInThisContext('import("fs")'),
                       { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' });
});
