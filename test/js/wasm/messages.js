'use strict';
// Compiled modules go where messages go.

const assert = require('assert');
const { once } = require('events');
const { MessageChannel, Worker } = require('worker_threads');
const { test } = require('../harness');

/** (module (func (export "f") (result i32) i32.const 42)) */
const bytes = Buffer.from(
  '0061736d010000000105016000017f0302010007050101660000' +
  '0a06010400412a0b', 'hex');
const module_ = new WebAssembly.Module(bytes);
const call = (module) => new WebAssembly.Instance(module).exports.f();

test('structuredClone gives a module of the same code', () => {
  const clone = structuredClone({ module: module_ }).module;
  assert.notStrictEqual(clone, module_);
  assert.ok(clone instanceof WebAssembly.Module);
  assert.strictEqual(call(clone), 42);
});

test('a worker runs the module that it is sent', async () => {
  const worker = new Worker(`
    const { parentPort, workerData } = require('worker_threads');
    const call = (module) => new WebAssembly.Instance(module).exports.f();
    parentPort.once('message', ([module]) =>
      parentPort.postMessage([call(workerData), call(module)]));`,
                            { eval: true, workerData: module_ });
  worker.postMessage([module_]);
  assert.deepStrictEqual((await once(worker, 'message'))[0], [42, 42]);
});

test('a message that nobody reads is let go of', () => {
  const { port1, port2 } = new MessageChannel();
  for (let i = 0; i < 10; i++) port1.postMessage(module_);
  port2.close();
});

test('WebAssembly waits for promises (JSPI)', () => {
  assert.strictEqual(typeof WebAssembly.Suspending, 'function');
  assert.strictEqual(typeof WebAssembly.promising, 'function');
});
