'use strict';
// Packages: exports, imports, conditions, a package that imports itself.
const assert = require('assert');
const { test } = require('../harness');
const { run, tree } = require('./tree');

const importing = (specifier) =>
  `import x from ${JSON.stringify(specifier)}; console.log(x);`;

test('conditions differ for import and require', () => {
  const folder = tree({
    'a.mjs': `${importing('p')} import { createRequire } from "module";` +
             'console.log(createRequire(import.meta.url)("p"));',
    'node_modules/p/package.json': JSON.stringify({
      exports: { import: './i.mjs', require: './r.cjs' },
    }),
    'node_modules/p/i.mjs': 'export default "import";',
    'node_modules/p/r.cjs': 'module.exports = "require";',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, 'import\nrequire\n');
});

test('-C adds a condition', () => {
  const folder = tree({
    'a.mjs': importing('p'),
    'node_modules/p/package.json': JSON.stringify({
      exports: { mine: './m.mjs', default: './d.mjs' },
    }),
    'node_modules/p/m.mjs': 'export default "mine";',
    'node_modules/p/d.mjs': 'export default "default";',
  });
  assert.strictEqual(run(folder, '-C', 'mine', 'a.mjs').stdout, 'mine\n');
  assert.strictEqual(run(folder, 'a.mjs').stdout, 'default\n');
});

test('subpath patterns', () => {
  const folder = tree({
    'a.mjs': importing('p/features/x.js'),
    'node_modules/p/package.json': JSON.stringify({
      type: 'module', exports: { './features/*.js': './src/*.js' },
    }),
    'node_modules/p/src/x.js': 'export default "x";',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, 'x\n');
});

test('what is not exported cannot be had', () => {
  const folder = tree({
    'a.mjs': importing('p/other.mjs'),
    'node_modules/p/package.json': '{"exports": "./x.mjs"}',
    'node_modules/p/other.mjs': '',
  });
  assert.match(run(folder, 'a.mjs').stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test('imports of a package, and itself by its name', () => {
  const folder = tree({
    'package.json': JSON.stringify({
      name: 'me', type: 'module', imports: { '#b': './b.js' },
      exports: { './c': './c.js' },
    }),
    'a.js': `${importing('#b')} import c from "me/c"; console.log(c);`,
    'b.js': 'export default "b";',
    'c.js': 'export default "c";',
  });
  assert.strictEqual(run(folder, 'a.js').stdout, 'b\nc\n');
});

test('without exports "main" is taken', () => {
  const folder = tree({
    'a.mjs': importing('p'),
    'node_modules/p/package.json': '{"main": "lib/x.cjs"}',
    'node_modules/p/lib/x.cjs': 'module.exports = "main";',
  });
  assert.strictEqual(run(folder, 'a.mjs').stdout, 'main\n');
});

test('a broken package.json is named', () => {
  const folder = tree({
    'a.mjs': importing('p'),
    'node_modules/p/package.json': '{',
    'node_modules/p/index.js': '',
  });
  assert.match(run(folder, 'a.mjs').stderr,
               /ERR_INVALID_PACKAGE_CONFIG[^]*node_modules\/p\/package\.json/);
});

test('DEP0155: a pattern that matches up to a trailing slash', () => {
  const folder = tree({
    'node_modules/p/package.json': '{"exports": {"./d*": "./d*index.js"}}',
    'node_modules/p/d/index.js': '',
    'main.cjs': "require('p/d/'); require('p/d/');",
  });
  const { status, stderr } = run(folder, '--pending-deprecation', 'main.cjs');
  assert.strictEqual(status, 0);
  assert.match(stderr, /\[DEP0155\].* slash pattern mapping "\.\/d\/" in the "exports"/);
  assert.strictEqual(stderr.split('DEP0155').length, 2);
});
