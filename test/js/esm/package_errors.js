'use strict';
// What is wrong with a package, or with the name of one, said by both loaders as
// Node 24 says it.

const assert = require('assert');
const { test } = require('../harness');
const { run, tree } = require('./tree');

const folder = tree({
  'package.json': JSON.stringify({
    imports: { '#gone': './gone.js', '#none': 'no-such', '#out': '../x' },
  }),
  'node_modules/bad/package.json': '{ bad',
  'node_modules/list/package.json': '[]',
  'node_modules/empty/package.json': '{}',
  'node_modules/main/package.json': '{"main": "gone.js"}',
  'node_modules/mixed/package.json': '{"exports": {".": "./a.js", "b": "./b.js"}}',
  'node_modules/p/package.json': JSON.stringify({
    exports: { '.': './gone.js', './out': '../o.js', './number': 5,
               './never': { never: './x.js' } },
  }),
  'ask.mjs': `import { createRequire } from 'module';
    const specifier = process.argv[2];
    const show = ({ code, message, path }) =>
      console.log(code + '|' + message.split('\\n')[0] + (path ? '|' + path : ''));
    await import(specifier).catch(show);
    try { createRequire(import.meta.url)(specifier); } catch (e) { show(e); }`,
});

/** What the two loaders say of a name, with DIR for the folder. */
function said(specifier) {
  const { stdout } = run(folder, 'ask.mjs', specifier);
  return stdout.replaceAll(folder, 'DIR').split('\n').slice(0, -1);
}

const from = 'imported from DIR/ask.mjs';
const modules = 'DIR/node_modules';
const target = (rest, dot = '; targets must start with "./"') => [
  `ERR_INVALID_PACKAGE_TARGET|Invalid ${rest} ${from}${dot}`,
  `ERR_INVALID_PACKAGE_TARGET|Invalid ${rest}${dot}`,
];

const cases = {
  'bad': [
    `ERR_INVALID_PACKAGE_CONFIG|Invalid package config ${modules}/bad/` +
      'package.json while importing "bad" from DIR/ask.mjs.',
    `ERR_INVALID_PACKAGE_CONFIG|Invalid package config ${modules}/bad/` +
      'package.json.',
  ],
  'list/x': [
    `ERR_INVALID_PACKAGE_CONFIG|Invalid package config ${modules}/list/` +
      'package.json while importing "list/x" from DIR/ask.mjs.',
    `ERR_INVALID_PACKAGE_CONFIG|Invalid package config ${modules}/list/` +
      'package.json.',
  ],
  'empty': [
    `ERR_MODULE_NOT_FOUND|Cannot find package '${modules}/empty/index.js' ${from}`,
    "MODULE_NOT_FOUND|Cannot find module 'empty'",
  ],
  'p': [
    `ERR_MODULE_NOT_FOUND|Cannot find module '${modules}/p/gone.js' ${from}`,
    `MODULE_NOT_FOUND|Cannot find module '${modules}/p/gone.js'|${modules}/p`,
  ],
  'p/out': target('"exports" target "../o.js" defined for \'./out\' in the ' +
                  `package config ${modules}/p/package.json`),
  'p/number': target('"exports" target "5" defined for \'./number\' in the ' +
                     `package config ${modules}/p/package.json`),
  'p/other': [
    "ERR_PACKAGE_PATH_NOT_EXPORTED|Package subpath './other' is not defined by " +
      `"exports" in ${modules}/p/package.json ${from}`,
    "ERR_PACKAGE_PATH_NOT_EXPORTED|Package subpath './other' is not defined by " +
      `"exports" in ${modules}/p/package.json`,
  ],
  '#gone': [
    `ERR_MODULE_NOT_FOUND|Cannot find module 'DIR/gone.js' ${from}`,
    "MODULE_NOT_FOUND|Cannot find module 'DIR/gone.js'|DIR/package.json",
  ],
  '#none': [
    "ERR_MODULE_NOT_FOUND|Cannot find package 'no-such' imported from " +
      'DIR/package.json',
    "MODULE_NOT_FOUND|Cannot find module '#none'",
  ],
  'no-such': [
    `ERR_MODULE_NOT_FOUND|Cannot find package 'no-such' ${from}`,
    "MODULE_NOT_FOUND|Cannot find module 'no-such'",
  ],
  'node:nope': [
    'ERR_UNKNOWN_BUILTIN_MODULE|No such built-in module: node:nope',
    'ERR_UNKNOWN_BUILTIN_MODULE|No such built-in module: node:nope',
  ],
  'https://a.b/c.js': [
    'ERR_UNSUPPORTED_ESM_URL_SCHEME|Only URLs with a scheme in: file and data ' +
      "are supported by the default ESM loader. Received protocol 'https:'",
    "MODULE_NOT_FOUND|Cannot find module 'https://a.b/c.js'",
  ],
  'foo:bar': [
    'ERR_UNSUPPORTED_ESM_URL_SCHEME|Only URLs with a scheme in: file, data, and ' +
      "node are supported by the default ESM loader. Received protocol 'foo:'",
    "MODULE_NOT_FOUND|Cannot find module 'foo:bar'",
  ],
};

for (const [specifier, expected] of Object.entries(cases)) {
  test(`both loaders say what is wrong with '${specifier}'`, () => {
    assert.deepStrictEqual(said(specifier), expected);
  });
}

test('"exports" with and without dots names the importer by its URL', () => {
  const [byImport, byRequire] = said('mixed');
  assert.match(byImport, /while importing file:\/\/DIR\/ask\.mjs\. "exports" cannot/);
  assert.match(byRequire, /mixed\/package\.json\. "exports" cannot/);
});

test('import.meta.resolve() does not ask whether a built-in module is there', () => {
  const other = tree({ 'a.mjs': "console.log(import.meta.resolve('node:nope'));" });
  assert.strictEqual(run(other, 'a.mjs').stdout, 'node:nope\n');
});
