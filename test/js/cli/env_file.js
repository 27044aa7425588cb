'use strict';
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { test } = require('../harness');
const { run } = require('./run');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'node-env-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'one.env'), 'A=1\nB=1\n');
fs.writeFileSync(path.join(folder, 'two.env'), 'B=2\n');

const show = ['-p', '`${process.env.A} ${process.env.B}`'];
const go = (args, env) => run([...args, ...show],
                              { cwd: folder, env: { ...process.env, ...env } });

test('a later file wins over an earlier one, the environment over both', () => {
  const files = ['--env-file=one.env', '--env-file-if-exists', 'two.env'];
  assert.strictEqual(go(files).stdout, '1 2\n');
  assert.strictEqual(go(files, { A: 'set' }).stdout, 'set 2\n');
});

test('a missing file is an error only where it must be there', () => {
  assert.strictEqual(go(['--env-file=none']).status, 9);
  assert.strictEqual(
    go(['--env-file-if-exists=none', '--env-file=one.env']).stdout, '1 1\n');
});
