'use strict';
// SourceTextModule and SyntheticModule need their flag.
const assert = require('assert');
const { spawnSync } = require('child_process');
const { test } = require('../harness');

const run = (source) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--experimental-vm-modules', '-e', source],
    { encoding: 'utf8' });
  assert.strictEqual(stderr, '');
  assert.strictEqual(status, 0);
  return stdout;
};

test('a module reads its context and what it is linked to', () => {
  assert.strictEqual(run(`
    const vm = require('vm');
    const context = vm.createContext({ secret: 42, print: console.log });
    const root = new vm.SourceTextModule(
      'import s from "foo"; print(s);', { context });
    const foo = new vm.SourceTextModule('export default secret;', { context });
    root.link((specifier) => { print = specifier; return foo; })
      .then(() => root.evaluate());
  `), '42\n');
});

test('a synthetic module has the exports that are set', () => {
  assert.strictEqual(run(`
    const vm = require('vm');
    const one = new vm.SyntheticModule(['x'], () => one.setExport('x', 1));
    const two = new vm.SourceTextModule('import { x } from "s"; console.log(x)');
    two.linkRequests([one]);
    two.instantiate();
    two.evaluate();
  `), '1\n');
});

test('import() gives what importModuleDynamically gives', () => {
  assert.strictEqual(run(`
    const vm = require('vm');
    const made = new vm.SyntheticModule([], () => {}, { identifier: 'made' });
    vm.runInThisContext('import("anything")', {
      importModuleDynamically(specifier) { console.log(specifier); return made; },
    }).then((namespace) => console.log(namespace === made.namespace));
  `), 'anything\ntrue\n');
});

test('an endless module is ended by its timeout', () => {
  assert.strictEqual(run(`
    const vm = require('vm');
    const endless = new vm.SourceTextModule('for (;;);');
    endless.link(() => {})
      .then(() => endless.evaluate({ timeout: 10 }))
      .catch((error) => console.log(error.code));
  `), 'ERR_SCRIPT_EXECUTION_TIMEOUT\n');
});

const late = '"Promise.resolve(\\"import(\'thing\')\\").then(eval)"';

test("import() that no script stands behind is the context's", () => {
  assert.strictEqual(run(`
    const vm = require('vm');
    const module = new vm.SyntheticModule(['x'], function() {
      this.setExport('x', 1);
    });
    (async () => {
      await module.link(() => {});
      await module.evaluate();
      const context = vm.createContext({}, {
        async importModuleDynamically(specifier, owner) {
          console.log(specifier, owner === context);
          return module;
        },
      });
      console.log((await vm.runInContext(${late}, context)).x);
      await vm.runInContext(${late}, vm.createContext({}))
        .catch(({ code }) => console.log(code));
    })();`),
  'thing true\n1\nERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING\n');
});
