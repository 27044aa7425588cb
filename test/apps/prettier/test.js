'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const prettier = require('prettier');
const { test, command } = require('../app.js');

test('formats each language', async () => {
  const samples = {
    babel: ['const  a=[1,2]\n;f( "x")', 'const a = [1, 2];\nf("x");\n'],
    typescript: ['interface A{a:string}', 'interface A {\n  a: string;\n}\n'],
    css: ['a{color:red}', 'a {\n  color: red;\n}\n'],
    json: ['{"a":1}', '{ "a": 1 }\n'],
    markdown: ['* a\n* b', '- a\n- b\n'],
    yaml: ['a:   1', 'a: 1\n'],
    html: ['<p>a', '<p>a</p>\n'],
  };
  for (const [parser, [source, expected]] of Object.entries(samples)) {
    assert.strictEqual(await prettier.format(source, { parser }), expected, parser);
  }
});
test('writes files by its command', async () => {
  fs.writeFileSync('sample.ts', 'let   a : number=1');
  fs.writeFileSync('.prettierrc', '{ "semi": false }');
  assert.strictEqual((await command('prettier', ['--check', 'sample.ts'])).status, 1);
  const { status, stderr } = await command('prettier', ['--write', 'sample.ts']);
  assert.strictEqual(status, 0, stderr);
  assert.strictEqual(fs.readFileSync('sample.ts', 'utf8'), 'let a: number = 1\n');
});
test('names what is wrong', async () => {
  await assert.rejects(prettier.format('let = ;', { parser: 'babel' }), SyntaxError);
});
