'use strict';
// serialization: 'advanced': messages that JSON could not carry.

const assert = require('assert');
const { fork } = require('child_process');
const { once } = require('events');

if (process.argv[2] === 'echo') {
  process.on('message', (message) => process.send(message));
  return;
}

const { test } = require('../harness');

const start = () => fork(__filename, ['echo'], { serialization: 'advanced' });

test('what structured cloning knows goes there and back', async () => {
  const child = start();
  const circular = { map: new Map([[1, { big: 2n }]]), date: new Date(0) };
  circular.self = circular;
  for (const message of [
    circular, Buffer.from('bytes'), new Float64Array([Math.PI]), [undefined],
    new RangeError('no'), 'text', null, new Set(['x']),
  ]) {
    child.send(message);
    assert.deepStrictEqual((await once(child, 'message'))[0], message);
  }
  child.disconnect();
  await once(child, 'exit');
});

test('messages of any size keep their order', async () => {
  const child = start();
  const sizes = [0, 1, 65_521, 1_000_000, 3, 65_536];
  for (const size of sizes) child.send(Buffer.alloc(size, size % 251));
  for (const size of sizes) {
    const [message] = await once(child, 'message');
    assert.deepStrictEqual(message, Buffer.alloc(size, size % 251));
  }
  child.disconnect();
  await once(child, 'exit');
});

test('what cannot be cloned is refused where it is sent', async () => {
  const child = start();
  assert.throws(() => child.send({ fn() {} }), /could not be cloned/);
  child.disconnect();
  await once(child, 'exit');
});
