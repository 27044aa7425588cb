'use strict';
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn } = require('child_process');
const { createInterface } = require('readline');
const { test } = require('../harness');
const { run } = require('./run');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'node-watch-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const dependency = path.join(folder, 'dependency.js');
const file = path.join(folder, 'main.js');
fs.writeFileSync(dependency, 'module.exports = 1;');
fs.writeFileSync(file, "console.log('value', require('./dependency'));");

test('--watch runs the program again when what it requires changes', async () => {
  const child = spawn(process.execPath, ['--watch', file]);
  const values = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('value')) values.push(line);
    if (!line.startsWith('Completed')) continue;
    if (values.length === 2) break;
    fs.writeFileSync(dependency, 'module.exports = 2;');
  }
  child.kill();
  assert.deepStrictEqual(values, ['value 1', 'value 2']);
});

test('--watch needs a file', () => {
  assert.strictEqual(run(['--watch']).status, 9);
});
