'use strict';
const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { test } = require('../harness.js');

test('fs.write that was called before process.exit still writes', () => {
  const file = path.join(os.tmpdir(), 'written');
  const text = `
    const fd = fs.openSync(${JSON.stringify(file)}, 'w');
    const chunk = Buffer.alloc(4 << 20, 'x');
    for (let i = 0; i < 8; i++) fs.write(fd, chunk, 0, chunk.length, i << 22, () => {});
    process.exit(3);`;
  const { status } = spawnSync(process.execPath, ['-e', text]);
  assert.strictEqual(status, 3);
  assert.ok(fs.readFileSync(file).equals(Buffer.alloc(32 << 20, 'x')));
});
