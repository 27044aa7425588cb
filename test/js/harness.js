'use strict';
// The smallest harness that can fail: tests of a file run one after another; a
// test that throws, rejects, or never ends makes the process exit with 1.

const queue = [];
let running = null;
let failed = 0;

/** Declares a test. `fn` may return a promise. */
function test(name, fn) {
  queue.push({ name, fn });
  if (queue.length === 1 && running === null) process.nextTick(run);
}

async function run() {
  for (const item of queue) {
    running = item.name;
    try {
      await item.fn();
      console.log(`ok - ${item.name}`);
    } catch (error) {
      failed++;
      console.log(`not ok - ${item.name}`);
      console.error(error);
    }
  }
  running = null;
  if (failed > 0) process.exitCode = 1;
}

process.on('exit', () => {
  if (running === null) return;
  console.log(`not ok - ${running} (the event loop ended before it did)`);
  process.exitCode = 1;
});

/** A function that must be called `count` times before the process exits. */
function mustCall(fn = () => {}, count = 1) {
  let calls = 0;
  const { stack } = new Error('mustCall');
  process.on('exit', () => {
    if (calls === count) return;
    console.error(`called ${calls} times, not ${count}: ${stack}`);
    process.exitCode = 1;
  });
  return function(...args) {
    calls++;
    return fn.apply(this, args);
  };
}

module.exports = { test, mustCall };
