'use strict';
const assert = require('assert');
const { once } = require('events');
const { spawn } = require('child_process');
const { test } = require('../harness.js');
const { run } = require('./run.js');

const evaluate = (source) => run(['-e', source]);

test('exit codes', () => {
  assert.strictEqual(evaluate('').status, 0);
  assert.strictEqual(evaluate('process.exitCode = 3').status, 3);
  assert.strictEqual(evaluate('process.exitCode = "4"').status, 4);
  assert.strictEqual(evaluate('process.exit(5)').status, 5);
  assert.strictEqual(
    evaluate('process.on("exit", () => process.exit(6))').status, 6);
  assert.strictEqual(
    evaluate('process.on("exit", () => { process.exitCode = 8 })').status, 8);
  assert.strictEqual(evaluate('process.exit("x")').status, 1);
});

test('a failure may be forgiven by a listener of exit', () => {
  assert.strictEqual(evaluate(
    'process.on("exit", () => { process.exitCode = 0 }); throw 1').status, 0);
});

test('exit is emitted once, with the code, and nothing runs after', () => {
  const { stdout } = evaluate(`
    process.on('exit', (code) => {
      console.log('exit', code, process.exitCode);
      setTimeout(() => console.log('never'));
      process.nextTick(() => console.log('never'));
      process.exit();
    });
    process.exit(2);`);
  assert.strictEqual(stdout, 'exit 2 2\n');
});

test('beforeExit comes again for as long as there is work', () => {
  const { stdout } = evaluate(`
    let n = 0;
    process.on('beforeExit', (code) => {
      console.log('beforeExit', code);
      if (n++ < 2) setTimeout(() => {}, 1);
    });
    process.on('exit', () => console.log('exit'))`);
  assert.strictEqual(stdout, 'beforeExit 0\n'.repeat(3) + 'exit\n');
});

test('beforeExit is not emitted by process.exit', () => {
  assert.strictEqual(evaluate(`
    process.on('beforeExit', () => console.log('no')); process.exit()`).stdout,
                     '');
});

test('ticks, microtasks, timers and immediates in their order', () => {
  const { stdout } = evaluate(`
    setTimeout(() => {
      setTimeout(() => console.log('timeout'), 0);
      setImmediate(() => {
        console.log('immediate');
        process.nextTick(() => console.log('tick in immediate'));
        Promise.resolve().then(() => console.log('promise in immediate'));
      });
      setImmediate(() => console.log('second immediate'));
      process.nextTick(() => console.log('tick'));
      Promise.resolve().then(() => {
        console.log('promise');
        process.nextTick(() => console.log('tick in promise'));
      });
      queueMicrotask(() => console.log('microtask'));
    }, 1)`);
  assert.deepStrictEqual(stdout.trim().split('\n').filter(
    (line) => line !== 'timeout'), [
    'tick', 'promise', 'microtask', 'tick in promise', 'immediate',
    'tick in immediate', 'promise in immediate', 'second immediate',
  ]);
});

test('a signal without listeners ends the process', () => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const { signal } = evaluate(
      `process.kill(process.pid, '${name}'); setTimeout(() => {}, 5000)`);
    assert.strictEqual(signal, name);
  }
});

test('a signal with a listener does not', async () => {
  const child = spawn(process.execPath, ['-e', `
    process.on('SIGTERM', (name, number) => {
      console.log(name, number);
      clearInterval(timer);
    });
    const timer = setInterval(() => {}, 1000);
    console.log('ready');`]);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    if (chunk.startsWith('ready')) child.kill('SIGTERM');
  });
  assert.deepStrictEqual(await once(child, 'close'), [0, null]);
  assert.strictEqual(text, 'ready\nSIGTERM 15\n');
});

test('a port that is taken', () => {
  const { status, stderr } = evaluate(`
    const http = require('http');
    const first = http.createServer().listen(0, '127.0.0.1', () => {
      http.createServer().listen(first.address().port, '127.0.0.1');
    })`);
  assert.strictEqual(status, 1);
  assert.match(stderr, /Error: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+/);
  assert.match(stderr, /Emitted 'error' event on Server instance at:/);
});
