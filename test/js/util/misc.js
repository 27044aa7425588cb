'use strict';
const assert = require('assert');
const util = require('util');
const { test, mustCall } = require('../harness');

test('inherits', () => {
  function Parent() {}
  function Child() {}
  util.inherits(Child, Parent);
  assert.ok(new Child() instanceof Parent);
  assert.strictEqual(Child.super_, Parent);
});

test('deprecate warns once for a code', async () => {
  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning.code));
  const a = util.deprecate(() => 1, 'old', 'DEP_TEST');
  const b = util.deprecate(() => 2, 'old', 'DEP_TEST');
  assert.strictEqual(a() + a() + b(), 4);
  await new Promise(setImmediate);
  assert.deepStrictEqual(warnings, ['DEP_TEST']);
});

test('types look at the object, not at its prototype', () => {
  assert.ok(util.types.isMap(Object.setPrototypeOf(new Map(), null)));
  assert.ok(!util.types.isMap(Object.create(Map.prototype)));
  assert.ok(util.types.isUint8Array(Buffer.alloc(1)));
  assert.ok(util.types.isProxy(new Proxy({}, {})));
  assert.strictEqual(require('util/types'), util.types);
});

test('system errors by number', () => {
  assert.strictEqual(util.getSystemErrorName(-2), 'ENOENT');
  assert.strictEqual(
    util.getSystemErrorMessage(-2), 'no such file or directory');
  assert.deepStrictEqual(util.getSystemErrorMap().get(-2),
                         ['ENOENT', 'no such file or directory']);
});

test('getCallSites begins with the caller', () => {
  const [site] = util.getCallSites(1);
  assert.strictEqual(site.scriptName, __filename);
  assert.strictEqual(typeof site.lineNumber, 'number');
});

test('debuglog is silent for what NODE_DEBUG does not name', () => {
  const log = util.debuglog('nobody-asks-for-this', mustCall());
  assert.strictEqual(log.enabled, false);
  log('never seen');
});
