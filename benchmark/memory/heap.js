'use strict';
// A heap of 400,000 small objects as JSON.parse would make them, all alive.

const fs = require('node:fs');

const COUNT = 400_000;
const collect = globalThis.Bun ? () => globalThis.Bun.gc(true) : globalThis.gc;
// From the kernel, not from the runtime: the same measure for all.
const residentKiB = () =>
  +/VmRSS:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1];
const print = (name, value) =>
  console.log(JSON.stringify({ name, value: value / 1024, unit: 'MiB' }));

const items = [];
for (let i = 0; i < COUNT; i++) {
  items.push({ id: i, name: `item ${i}`, price: i / 7, tags: ['a', 'b'] });
}
collect?.();
print('resident', residentKiB());
print('heap used', process.memoryUsage().heapUsed / 1024);
if (items.length !== COUNT) throw new Error('collected while alive');
