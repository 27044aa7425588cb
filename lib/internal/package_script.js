'use strict';
// `node --run NAME`: a script of the nearest package.json.

const path = require('path');
const { writeSync, reallyExit } = internalBinding('process');

function fail(text) {
  writeSync(2, `${text}\n`);
  reallyExit(1);
}

function* ancestors(folder) {
  for (;;) {
    yield folder;
    const parent = path.dirname(folder);
    if (parent === folder) return;
    folder = parent;
  }
}

/** The nearest package.json and its text. */
function findPackage(cwd) {
  const fs = require('fs');
  for (const folder of ancestors(cwd)) {
    const file = path.join(folder, 'package.json');
    try {
      return { folder, file, text: fs.readFileSync(file, 'utf8') };
    } catch {
      // Above, perhaps.
    }
  }
  return fail(`Can't find package.json for directory ${cwd}`);
}

function readScripts({ file, text }) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return fail(`Can't parse ${file}`);
  }
  const scripts = json?.scripts;
  if (typeof scripts !== 'object' || scripts === null) {
    return fail(`Can't find "scripts" field in ${file}`);
  }
  return scripts;
}

function readScript(scripts, name, file) {
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (typeof script === 'string') return script;
  if (script !== undefined) {
    return fail(`Script "${name}" is unexpectedly malformed for ${file}`);
  }
  const list = Object.entries(scripts)
    .filter(([, text]) => typeof text === 'string')
    .map(([key, text]) => `\n  ${key}: ${text}`);
  return fail(`Missing script: "${name}" for ${file}\n\n` +
              `Available scripts are:${list.join('')}`);
}

/** PATH with each node_modules/.bin from here up before it. */
function searchPath(cwd, old = '') {
  const fs = require('fs');
  const folders = [];
  for (const folder of ancestors(cwd)) {
    const bin = path.join(folder, 'node_modules', '.bin');
    if (fs.statSync(bin, { throwIfNoEntry: false })?.isDirectory()) {
      folders.push(bin);
    }
  }
  return [...folders, old].join(path.delimiter);
}

/** An argument as the shell has to be given it. */
function quote(argument) {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/**
 * Runs a script and ends the process with its status.
 * @param {string} name
 */
function run(name) {
  const process = require('internal/process');
  const { spawnSync } = require('child_process');
  const cwd = process.cwd();
  const found = findPackage(cwd);
  const script = readScript(readScripts(found), name, found.file);
  const command = [script, ...process.argv.slice(1).map(quote)].join(' ');
  const { status, signal } = spawnSync('/bin/sh', ['-c', command], {
    cwd: found.folder,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: searchPath(cwd, process.env.PATH),
      NODE_RUN_SCRIPT_NAME: name,
      NODE_RUN_PACKAGE_JSON_PATH: found.file,
    },
  });
  reallyExit(signal === null ? status :
    128 + require('os').constants.signals[signal]);
}

module.exports = { run };
