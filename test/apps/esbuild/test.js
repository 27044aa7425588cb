'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const esbuild = require('esbuild');
const { test, execute, command } = require('../app.js');

test('bundles TypeScript and JSX into a program that runs', async () => {
  const { metafile } = await esbuild.build({ entryPoints: ['src/main.tsx'], bundle: true,
    outfile: 'built.js', jsxFactory: 'h', minify: true, sourcemap: true, metafile: true,
    logLevel: 'silent' });
  assert.deepStrictEqual(Object.keys(metafile.inputs), ['src/double.ts', 'src/main.tsx']);
  assert.doesNotMatch(fs.readFileSync('built.js', 'utf8'), /dropped/);
  const { stdout } = await execute(process.execPath, ['built.js']);
  assert.strictEqual(stdout, '<b>42</b>\n');
});
test('runs plugins written in JavaScript', async () => {
  const plugin = { name: 'virtual', setup(build) {
    build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'v' }));
    build.onLoad({ filter: /.*/, namespace: 'v' }, async ({ path }) =>
      ({ contents: `export default ${JSON.stringify(path)}` }));
  } };
  const { outputFiles } = await esbuild.build({ write: false, bundle: true, plugins: [plugin],
    stdin: { contents: "import x from 'virtual:a'; console.log(x)" }, logLevel: 'silent' });
  assert.match(outputFiles[0].text, /"virtual:a"/);
});
test('transforms in step', () => {
  const { code } = esbuild.transformSync('const a: number = 1 ?? 2', { loader: 'ts' });
  assert.match(code, /^const a =/);
});
test('names what is wrong', async () => {
  await assert.rejects(esbuild.transform('let a = ;', { logLevel: 'silent' }),
    (error) => error.errors[0].location.line === 1 && /Unexpected ";"/.test(error.message));
});
test('has a command', async () => {
  const { status, stdout } = await command('esbuild', ['src/double.ts', '--format=cjs']).catch(
    () => execute('node_modules/.bin/esbuild', ['src/double.ts', '--format=cjs']));
  assert.strictEqual(status, 0);
  assert.match(stdout, /double = \(n\) => n \* 2/);
});
