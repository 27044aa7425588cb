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
