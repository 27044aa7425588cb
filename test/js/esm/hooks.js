'use strict';
// module.registerHooks
const assert = require('assert');
const { registerHooks } = require('module');
const { test } = require('../harness');

test('resolve and load give a module that is no file', async () => {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      return specifier === 'virtual:x' ?
        { url: specifier, format: 'module', shortCircuit: true } :
        next(specifier, context);
    },
    load(url, context, next) {
      return url === 'virtual:x' ?
        { format: 'module', source: 'export default 1', shortCircuit: true } :
        next(url, context);
    },
  });
  assert.strictEqual((await import('virtual:x')).default, 1);
  hooks.deregister();
  await assert.rejects(import('virtual:y'));
});

test('the latest hook is the first to be called, and require runs them', () => {
  const log = [];
  const hooks = [1, 2].map((id) => registerHooks({
    resolve(specifier, context, next) {
      log.push(id);
      return next(specifier, context);
    },
  }));
  require('path');
  for (const hook of hooks) hook.deregister();
  assert.deepStrictEqual(log, [2, 1]);
});

test('a chain that ends early must say so', () => {
  const hooks = registerHooks({
    resolve: () => ({ url: 'x:y' }),
  });
  assert.throws(() => require('whatever'),
                { code: 'ERR_INVALID_RETURN_PROPERTY_VALUE' });
  hooks.deregister();
});
