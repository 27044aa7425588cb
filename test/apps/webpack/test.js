'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test, command, execute } = require('../app.js');

test('bundles by its command, with a chunk for what comes later', async () => {
  const { status, stdout } = await command('webpack', []);
  assert.strictEqual(status, 0, stdout);
  const [main] = fs.readdirSync('built').filter((f) => f.startsWith('main.'));
  assert.strictEqual(fs.readdirSync('built').length, 2);
  assert.doesNotMatch(fs.readFileSync(path.join('built', main), 'utf8'), /dropped/);
  const run = await execute(process.execPath, [path.join('built', main)]);
  assert.strictEqual(run.stdout, 'hello you\nlater\n');
});
test('tells through its API what is wrong', async () => {
  const webpack = require('webpack');
  fs.writeFileSync('wrong.js', "import './none.js'");
  const compiler = webpack({ mode: 'development', entry: './wrong.js' });
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))));
  assert.match(stats.toJson().errors[0].message, /Can't resolve '\.\/none\.js'/);
  await new Promise((resolve) => compiler.close(resolve));
});
