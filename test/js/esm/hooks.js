'use strict';
// module.registerHooks
const assert = require('assert');
const { registerHooks } = require('module');
const { test } = require('../harness');
const { run, tree } = require('./tree');

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

test('TypeScript is named so in the formats that hooks see', () => {
  const folder = tree({
    'hooks.mjs': `import { registerHooks } from 'module';
      registerHooks({
        resolve(specifier, context, next) {
          const found = next(specifier, context);
          console.log('resolve', specifier, found.format);
          return found;
        },
        load(url, context, next) {
          const { format, source } = next(url, context);
          console.log('load', context.format, format, source.includes(': '));
          return { format, source };
        },
      });`,
    'main.mjs': `import './hooks.mjs';
      import { createRequire } from 'module';
      await import('./a.mts');
      await import('./b.ts');
      createRequire(import.meta.url)('./c.ts');`,
    'a.mts': 'let a: number = 1;', 'b.ts': 'export let b: number = 1;',
    'c.ts': 'let c: number = 1; module.exports = c;',
  });
  assert.deepStrictEqual(run(folder, '--no-warnings', 'main.mjs'), {
    status: 0, stderr: '', stdout: `resolve ./a.mts module-typescript
load module-typescript module-typescript true
resolve ./b.ts null
load null module-typescript true
resolve ./c.ts undefined
load typescript typescript true
`,
  });
});

test("a program's own _extensions come before load hooks", () => {
  const folder = tree({
    'main.js': `const { _extensions, registerHooks } = require('module');
      registerHooks({ load(url, context, next) {
        console.log('load', url.slice(-3));
        return next(url, context);
      } });
      _extensions['.x'] = (module) => { module.exports = 'own'; };
      console.log(require('./a.x'));
      require('./b.js');`,
    'a.x': '', 'b.js': '',
  });
  assert.strictEqual(run(folder, 'main.js').stdout, 'own\nload .js\n');
});

test('with --import hooks see the entry as what nothing imports', () => {
  const folder = tree({
    'hooks.mjs': `import { registerHooks } from 'module';
      registerHooks({ resolve(specifier, context, next) {
        console.log(specifier.slice(0, 5), context.parentURL);
        return next(specifier, context);
      } });`,
    'main.js': 'console.log(require.main === module);',
  });
  assert.strictEqual(run(folder, '--import', './hooks.mjs', 'main.js').stdout,
                     'file: undefined\ntrue\n');
});
