'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

const cases = [
  ['UInt8', 1, 0xfe], ['Int8', 1, -2],
  ['UInt16LE', 2, 0xfedc], ['UInt16BE', 2, 0xfedc],
  ['Int16LE', 2, -292], ['Int16BE', 2, -292],
  ['UInt32LE', 4, 0xfedcba98], ['UInt32BE', 4, 0xfedcba98],
  ['Int32LE', 4, -19088744], ['Int32BE', 4, -19088744],
  ['BigUInt64LE', 8, 0xfedcba9876543210n],
  ['BigUInt64BE', 8, 0xfedcba9876543210n],
  ['BigInt64LE', 8, -81985529216486896n],
  ['BigInt64BE', 8, -81985529216486896n],
  ['FloatLE', 4, 1.5], ['FloatBE', 4, -0.25],
  ['DoubleLE', 8, Math.PI], ['DoubleBE', 8, -Math.E],
];

test('what is written is read, and agrees with DataView', () => {
  for (const [name, size, value] of cases) {
    const buffer = Buffer.alloc(size + 2);
    assert.strictEqual(buffer[`write${name}`](value, 1), size + 1, name);
    assert.strictEqual(buffer[`read${name}`](1), value, name);
    const getter = `get${name.replace(/[LB]E$/, '').replace('UI', 'Ui')
      .replace('Float', 'Float32').replace('Double', 'Float64')}`;
    const view = new DataView(buffer.buffer, buffer.byteOffset);
    assert.strictEqual(view[getter](1, name.endsWith('LE')), value, name);
  }
});

test('1 to 6 bytes hold their range', () => {
  const buffer = Buffer.alloc(8);
  for (let size = 1; size <= 6; size++) {
    for (const order of ['LE', 'BE']) {
      const max = 2 ** (8 * size) - 1;
      const half = 2 ** (8 * size - 1);
      for (const value of [0, 1, max, max - 1]) {
        buffer[`writeUInt${order}`](value, 1, size);
        assert.strictEqual(buffer[`readUInt${order}`](1, size), value);
      }
      for (const value of [0, -1, -half, half - 1]) {
        buffer[`writeInt${order}`](value, 1, size);
        assert.strictEqual(buffer[`readInt${order}`](1, size), value);
      }
    }
  }
});

test('a value out of range is refused', () => {
  assert.throws(() => Buffer.alloc(4).writeUInt8(256), {
    code: 'ERR_OUT_OF_RANGE',
    message: 'The value of "value" is out of range. It must be >= 0 and ' +
             '<= 255. Received 256',
  });
  assert.throws(() => Buffer.alloc(8).writeBigInt64LE(1n << 63n),
                { code: 'ERR_OUT_OF_RANGE' });
});

test('an offset that is no index is refused', () => {
  const buffer = Buffer.alloc(8);
  assert.throws(() => buffer.readUInt32LE('0'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => buffer.readUInt32LE(5), {
    message: 'The value of "offset" is out of range. It must be >= 0 and ' +
             '<= 4. Received 5',
  });
  assert.throws(() => buffer.readUInt32LE(0.5), {
    message: 'The value of "offset" is out of range. It must be an integer. ' +
             'Received 0.5',
  });
  assert.throws(() => Buffer.alloc(1).readUInt32LE(0),
                { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
});
