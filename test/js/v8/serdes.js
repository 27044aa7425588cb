'use strict';
const assert = require('assert');
const v8 = require('v8');
const { test } = require('../harness');

const circular = {};
circular.circular = circular;

test('values come back as they were', () => {
  for (const value of [
    1, 'text', null, undefined, circular, new Map([[1, new Set([2])]]), 5n,
    new Date(5), /a/g, new Int16Array([1, 2]), new Float64Array([0.5]),
    new DataView(new ArrayBuffer(3)), Buffer.from('abc'), [1, , 3],
  ]) {
    assert.deepStrictEqual(v8.deserialize(v8.serialize(value)), value);
  }
});

test('the format is that of Node', () => {
  assert.strictEqual(v8.serialize(circular).toString('hex'),
                     'ff0f6f' + '2208' + Buffer.from('circular')
                       .toString('hex') + '5e007b01');
});

test('functions are refused', () => {
  assert.throws(() => v8.serialize(() => {}), /could not be cloned/);
});

test('host objects are written and read by methods', () => {
  class Writer extends v8.Serializer {
    _writeHostObject() { this.writeUint32(7); this.writeUint64(1, 2); }
  }
  class Reader extends v8.Deserializer {
    _readHostObject() { return { got: [this.readUint32(), this.readUint64()] }; }
  }
  const writer = new Writer();
  writer._setTreatArrayBufferViewsAsHostObjects(true);
  writer.writeHeader();
  writer.writeValue({ host: new Uint8Array(1) });
  const reader = new Reader(writer.releaseBuffer());
  reader.readHeader();
  assert.deepStrictEqual(reader.readValue(), { host: { got: [7, [1, 2]] } });
});

test('what is cut off is refused', () => {
  const bytes = v8.serialize('a longer text');
  assert.throws(() => v8.deserialize(bytes.subarray(0, 5)));
  assert.throws(() => new v8.Deserializer(Buffer.alloc(0)).readDouble(),
                /ReadDouble\(\) failed/);
  assert.throws(() => v8.deserialize('text'),
                /buffer must be a TypedArray or a DataView/);
});
