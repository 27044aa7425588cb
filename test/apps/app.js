'use strict';
// What the apps' tests share: tests that run one after another, and services
// (databases, brokers) of their own on a private socket and data folder.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const queue = [];
const atEnd = [];
let running = null;

/** Declares a test. They run one after another; the process exits with 1 if one
 * fails or never ends. */
function test(name, fn) {
  queue.push({ name, fn });
  if (queue.length === 1) setImmediate(run);
}

/** Something to do when all tests are over, last declared first. */
function finally_(fn) {
  atEnd.unshift(fn);
}

async function runOne({ name, fn }) {
  running = name;
  try {
    await fn();
    console.log(`ok - ${name}`);
  } catch (error) {
    console.log(`not ok - ${name}`);
    console.error(error);
    process.exitCode = 1;
  }
}

async function run() {
  for (const item of queue) await runOne(item);
  running = 'the end';
  for (const fn of atEnd) await fn();
  running = null;
}

process.on('exit', () => {
  if (running === null) return;
  console.log(`not ok - ${running} (the event loop ended before it did)`);
  process.exitCode = 1;
});

/** Ends the program as one that could not be tried. */
function skip(reason) {
  console.log(`# Skipped: ${reason}`);
  process.exit(0);
}

/** A private folder in the temporary folder that this run is given. */
function folder(name) {
  return fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
}

/** The path of an executable, or a skipped test that says what to install. */
function executable(name, debianPackage) {
  const folders = [...process.env.PATH.split(':'), '/usr/sbin', ...postgresFolders()];
  const found = folders.map((f) => path.join(f, name)).find((f) => fs.existsSync(f));
  return found ?? skip(`${name} is missing (apt install ${debianPackage})`);
}

function postgresFolders() {
  const root = '/usr/lib/postgresql';
  if (!fs.existsSync(root)) return [];
  return fs.readdirSync(root).map((version) => path.join(root, version, 'bin'));
}

/** Runs a program to its end.
 * @returns {Promise<{status: number, stdout: string, stderr: string}>} */
function execute(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => { output[name] += text; });
    }
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status: status ?? signal, ...output }));
    child.stdin.end(options.input ?? '');
  });
}

/** Runs one of the app's own commands (node_modules/.bin) on this runtime. */
function command(name, args, options) {
  const file = path.join('node_modules/.bin', name);
  return execute(process.execPath, [fs.realpathSync(file), ...args], options);
}

/**
 * Starts a service and waits until it prints `ready`; it is ended after the tests.
 * @param {string} file  the executable
 * @param {string[]} args
 * @param {RegExp} ready
 * @param {object} [options]  of spawn
 */
function service(file, args, ready, options = {}) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = new Promise((resolve) => child.on('close', resolve));
  finally_(() => { child.kill('SIGINT'); return ended; });
  return new Promise((resolve, reject) => {
    let output = '';
    const see = (text) => {
      output += text;
      if (ready.test(output)) resolve(child);
    };
    child.stdout.setEncoding('utf8').on('data', see);
    child.stderr.setEncoding('utf8').on('data', see);
    child.on('error', reject);
    ended.then(() => reject(new Error(`${file} ended: ${output}`)));
  });
}

/** Makes an http server listen; it is closed after the tests. Gives its address. */
function listen(server) {
  finally_(() => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections?.();
  }));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

/** Asks with http.request. Gives {status, headers, text}. */
function ask(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Asks with a JSON body. */
function post(url, value) {
  const body = JSON.stringify(value);
  return ask(url, { method: 'POST', body, headers: {
    'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
}

module.exports = { test, finally: finally_, skip, folder, executable, execute, command,
                   service, listen, ask, post };
