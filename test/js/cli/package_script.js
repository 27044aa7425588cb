'use strict';
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { test } = require('../harness');
const { run } = require('./run');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'node-run-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const inner = path.join(folder, 'inner');
fs.mkdirSync(inner);
fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({
  scripts: { place: 'pwd', fail: 'exit 3', say: 'printf "%s|"', bad: [] },
}));

test('--run runs a script in the folder of the nearest package.json', () => {
  const { status, stdout } = run(['--run', 'place'], { cwd: inner });
  assert.strictEqual(status, 0);
  assert.strictEqual(stdout.trim(), fs.realpathSync(folder));
});

test('its status is that of the script', () => {
  assert.strictEqual(run(['--run', 'fail'], { cwd: folder }).status, 3);
});

test('arguments reach it as they are', () => {
  const { stdout } =
    run(['--run', 'say', '--', 'a b', "it's", '$HOME'], { cwd: folder });
  assert.strictEqual(stdout, "a b|it's|$HOME|");
});

test('a missing script lists those that are there', () => {
  const { status, stderr } = run(['--run', 'none'], { cwd: folder });
  assert.strictEqual(status, 1);
  assert.match(stderr, /Missing script: "none" for .*package\.json/);
  assert.match(stderr, /fail: exit 3/);
});
