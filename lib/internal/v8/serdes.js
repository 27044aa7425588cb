'use strict';
// Values as bytes, in the format of Node's v8.serialize().

const { Buffer } = require('buffer');
const binding = internalBinding('serdes');

/** Writes values; see v8.DefaultSerializer for views. */
class Serializer extends binding.Serializer {
  /** Makes what is thrown for a value that cannot be written. */
  _getDataCloneError(message) {
    return new Error(message);
  }
}

/** Reads what a Serializer has written. */
class Deserializer extends binding.Deserializer {
  /**
   * @param {integer} length
   * @returns {Buffer} over the input itself
   */
  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    const { buffer, byteOffset } = this.buffer;
    return Buffer.from(buffer, byteOffset + offset, length);
  }
}

// A view is written as the index of its class, its length, and its bytes.
const kDataView = 9;
const kBuffer = 10;
const viewClasses = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array,
  Uint32Array, Float32Array, Float64Array, DataView, Buffer, BigInt64Array,
  BigUint64Array,
];
if (typeof Float16Array === 'function') viewClasses.push(Float16Array);

function indexOfView(view) {
  if (view instanceof DataView) return kDataView;
  if (Buffer.isBuffer(view)) return kBuffer;
  const tag = view[Symbol.toStringTag];
  return viewClasses.findIndex((type) => type.name === tag);
}

/** Of a view on the input: the same bytes at an address that its class allows. */
function viewOn(type, bytes, size) {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteOffset % size === 0) {
    return new type(buffer, byteOffset, byteLength / size);
  }
  const copy = new Uint8Array(byteLength);
  copy.set(bytes);
  return new type(copy.buffer, 0, byteLength / size);
}

/** Writes of a view only the part of its memory that it looks at. */
class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(object) {
    if (!ArrayBuffer.isView(object)) {
      const { inspect } = require('internal/util/inspect');
      throw this._getDataCloneError(
        `Unserializable host object: ${inspect(object)}`);
    }
    this.writeUint32(indexOfView(object));
    this.writeUint32(object.byteLength);
    this.writeRawBytes(
      new Uint8Array(object.buffer, object.byteOffset, object.byteLength));
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const index = this.readUint32();
    const type = viewClasses[index];
    const bytes = this.readRawBytes(this.readUint32());
    if (index === kBuffer || type === undefined) return bytes;
    return viewOn(type, bytes, type.BYTES_PER_ELEMENT ?? 1);
  }
}

/**
 * @param {*} value
 * @returns {Buffer}
 * @throws {Error} for what cannot be written
 */
function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  const buffer = serializer.releaseBuffer();
  // Thousands of them must not wait for the collector.
  binding.free(serializer);
  return buffer;
}

/**
 * @param {Buffer|TypedArray|DataView} buffer what serialize() has given
 * @returns {*}
 */
function deserialize(buffer) {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  const value = deserializer.readValue();
  binding.free(deserializer);
  return value;
}

module.exports = {
  DefaultDeserializer, DefaultSerializer, Deserializer, Serializer,
  deserialize, serialize,
};
