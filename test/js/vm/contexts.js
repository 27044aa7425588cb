'use strict';
const assert = require('assert');
const vm = require('vm');
const { test } = require('../harness');

test('an assignment to a read-only property throws in strict code only', () => {
  const context = vm.createContext();
  vm.runInContext('Object.defineProperty(this, "x", { value: 42 })', context);
  vm.runInContext('x = 0', context);
  assert.strictEqual(vm.runInContext('x', context), 42);
  assert.throws(() => vm.runInContext('"use strict"; x = 0', context),
                /Cannot assign to read only property 'x'/);
});

test('what var has declared cannot be deleted', () => {
  const context = vm.createContext();
  vm.runInContext('var c = 1; delete c;', context);
  assert.strictEqual(context.c, 1);
});

test('prototypes outside are read but are not "in" the global', () => {
  const context = vm.createContext(Object.create({ outer: 1 }));
  assert.strictEqual(vm.runInContext('outer', context), 1);
  assert.strictEqual(vm.runInContext('"outer" in this', context), false);
});

test('microtasks of a context with its own run when its script has', () => {
  const log = [];
  const context = vm.createContext({ log }, { microtaskMode: 'afterEvaluate' });
  vm.runInContext('Promise.resolve().then(() => log.push("inner"))', context);
  log.push('outer');
  assert.deepStrictEqual(log, ['inner', 'outer']);
});

test('a timeout covers those microtasks', () => {
  assert.throws(
    () => vm.runInNewContext('Promise.resolve().then(() => { for (;;); })', {},
                             { timeout: 5, microtaskMode: 'afterEvaluate' }),
    { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
});

test('an outer timeout ends an inner script, too', () => {
  const inner = () => vm.runInNewContext('for (;;);', {}, { timeout: 60000 });
  assert.throws(() => vm.runInNewContext('inner()', { inner }, { timeout: 20 }),
                { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT',
                  message: /after 20ms/ });
});

test('eval can be forbidden', () => {
  const context =
    vm.createContext({}, { codeGeneration: { strings: false } });
  assert.throws(() => vm.runInContext('eval("1")', context),
                { name: 'EvalError' });
});

test('measureMemory tells of each context when asked in detail', async () => {
  const context = vm.createContext({ list: new Array(100).fill(1) });
  const { total, other } =
    await vm.measureMemory({ mode: 'detailed', execution: 'eager' });
  assert.strictEqual(typeof total.jsMemoryEstimate, 'number');
  assert.ok(other.length >= 1);
  assert.ok(vm.isContext(context));
});
