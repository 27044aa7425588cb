'use strict';
// A folder of a test's own, removed at the end.
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'node-fs-test-'));
process.on('exit', () => {
  fs.rmSync(folder, { recursive: true, force: true });
});

module.exports = (...names) => path.join(folder, ...names);
