'use strict';
// Source maps: module.SourceMap, findSourceMap, and stacks that show originals.
const assert = require('assert');
const { SourceMap } = require('module');
const { test } = require('../harness.js');
const { run, tree } = require('../esm/tree.js');

// Line 0, column 0 comes from line 9, column 4 of original.ts; line 1 from 10.
const payload = {
  version: 3, sources: ['original.ts'], names: ['fun'],
  mappings: 'AASIA;AACA',
  sourcesContent: [`${'\n'.repeat(9)}    throw it\n    and more\n`],
};
const inline = '//# sourceMappingURL=data:application/json;base64,' +
  Buffer.from(JSON.stringify(payload)).toString('base64');

test('an entry is the last mapping before a place', () => {
  const map = new SourceMap(payload);
  assert.deepStrictEqual(map.findEntry(0, 7), {
    generatedLine: 0, generatedColumn: 0, originalSource: 'original.ts',
    originalLine: 9, originalColumn: 4, name: 'fun',
  });
  assert.strictEqual(map.findEntry(1, 0).originalLine, 10);
});

test('an origin counts from 1', () => {
  const { lineNumber, columnNumber } = new SourceMap(payload).findOrigin(1, 3);
  assert.deepStrictEqual([lineNumber, columnNumber], [10, 7]);
});

test('the payload is a copy', () => {
  const map = new SourceMap(payload);
  map.payload.sources.push('other');
  assert.deepStrictEqual(map.payload.sources, ['original.ts']);
});

test('what is no object is no map', () => {
  assert.throws(() => new SourceMap('x'), { code: 'ERR_INVALID_ARG_TYPE' });
});

for (const name of ['main.js', 'main.mjs']) {
  test(`stacks and places show the original of ${name}`, () => {
    const folder = tree({ [name]: `throw new Error('x');\n${inline}` });
    const { stderr } = run(folder, '--enable-source-maps', name);
    assert.match(stderr, /original\.ts:10\n {4}throw it\n {4}\^/);
    assert.match(stderr, /original\.ts:10:5/);
    const plain = run(folder, name).stderr;
    assert.doesNotMatch(plain, /original\.ts/);
  });
}

test('a broken map changes nothing', () => {
  const folder = tree({
    'main.js': 'throw new Error();\n' +
      '//# sourceMappingURL=data:application/json,{',
  });
  assert.match(run(folder, '--enable-source-maps', 'main.js').stderr,
               /main\.js:1:7/);
});

/** A program that knows `inline` and prints what `body` returns. */
function printed(body, ...options) {
  const folder = tree({
    'main.js': `const inline = ${JSON.stringify(inline)};\n` +
      'const { findSourceMap, setSourceMapsSupport } = require("module");\n' +
      'const vm = require("vm");\n' +
      `console.log((() => { ${body} })());`,
  });
  return run(folder, ...options, 'main.js').stdout.trim();
}

const throwing = '`throw new Error("x");\\n${inline}\\n//# sourceURL=/x/a.js`';
const stackOf = (code) => `try { ${code} } catch (e) { return e.stack; }`;

for (const code of [
  `eval(${throwing})`,
  `new Function(${throwing})()`,
  `vm.runInNewContext('eval(code)', { code: ${throwing} })`,
]) {
  test(`stacks show the original of ${code.slice(0, 16)}`, () => {
    assert.match(printed(stackOf(code), '--enable-source-maps'),
                 /^Error: x\n {4}at fun \(\/x\/original\.ts:1/m);
  });
}

test('the map of an evaled text is found by its name', () => {
  const find = 'eval(`1;\\n${inline}\\n//# sourceURL=a.js`);' +
    'return findSourceMap("a.js") === findSourceMap(process.cwd() + "/a.js") &&' +
    'findSourceMap("a.js").payload.sources[0]';
  assert.match(printed(find, '--enable-source-maps'), /^file:.*original\.ts$/);
});

test('generated code can be left out', () => {
  const wanted = (generatedCode) => printed(
    `setSourceMapsSupport(true, { generatedCode: ${generatedCode} });` +
    stackOf(`eval(${throwing})`));
  assert.doesNotMatch(wanted(false), /original/);
  assert.match(wanted(true), /original/);
});

test('what may not be evaled may not be with source maps either', () => {
  assert.match(printed(stackOf(
    'vm.runInNewContext("eval(1)", {}, ' +
    '{ contextCodeGeneration: { strings: false } })'), '--enable-source-maps'),
               /^EvalError: Code generation from strings disallowed/m);
  assert.match(printed(stackOf('eval("1")'), '--enable-source-maps',
                       '--disallow-code-generation-from-strings'),
               /^EvalError: Code generation from strings disallowed/m);
});

test('functions have the names of the original', () => {
  const named = { ...payload, mappings: 'AAAAA', names: ['original'] };
  const data = Buffer.from(JSON.stringify(named)).toString('base64');
  const folder = tree({
    'main.js': 'class A { a() { console.log(new Error().stack); } } new A().a();' +
      `\n//# sourceMappingURL=data:application/json;base64,${data}`,
  });
  assert.match(run(folder, '--enable-source-maps', 'main.js').stdout,
               /at A\.original \(.*\n {4}at Object\.original \(/);
});
