'use strict';
// Programs of a few files, in a folder that goes away again.

const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'esm-'));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

let count = 0;

/** Writes files, by their names, and gives the folder they are in. */
function tree(files) {
  const folder = path.join(root, `${++count}`);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return folder;
}

/** Runs a program; gives {status, stdout, stderr}. */
function run(folder, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder, encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

module.exports = { run, tree };
