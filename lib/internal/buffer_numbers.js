'use strict';
// Buffer's numbers: readInt8 ... writeDoubleBE.
//
// Each method reads (or checks) its first and its last byte before anything
// else: an index that is no index, or lies outside, gives `undefined`, and only
// then is the reason looked for.

const {
  codes: {
    ERR_BUFFER_OUT_OF_BOUNDS,
    ERR_INVALID_ARG_TYPE,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');

// Floats and BigInts turn into bytes by lying in the same memory.
const float32 = new Float32Array(1);
const float32Bytes = new Uint8Array(float32.buffer);
const float64 = new Float64Array(1);
const bigInt64 = new BigInt64Array(float64.buffer);
const bigUint64 = new BigUint64Array(float64.buffer);
const eightBytes = new Uint8Array(float64.buffer);

const kMaxUint64 = 0xffffffffffffffffn;
const kMinInt64 = -0x8000000000000000n;
const kMaxInt64 = 0x7fffffffffffffffn;

function checkNumber(value, name) {
  if (typeof value !== 'number')
    throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
}

/** Throws for an offset with which `size` bytes are not in the buffer. */
function throwOffset(buffer, offset, size) {
  const last = buffer.length - size;
  checkNumber(offset, 'offset');
  if (Math.floor(offset) !== offset)
    throw new ERR_OUT_OF_RANGE('offset', 'an integer', offset);
  if (last < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  throw new ERR_OUT_OF_RANGE('offset', `>= 0 and <= ${last}`, offset);
}

function throwByteLength(byteLength) {
  checkNumber(byteLength, 'byteLength');
  if (Math.floor(byteLength) !== byteLength)
    throw new ERR_OUT_OF_RANGE('byteLength', 'an integer', byteLength);
  throw new ERR_OUT_OF_RANGE('byteLength', '>= 1 and <= 6', byteLength);
}

/** Throws for a value outside min..max, which `size` bytes can hold. */
function throwValue(value, min, max, size) {
  const n = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (size <= 4)
    range = `>= ${min}${n} and <= ${max}${n}`;
  else if (min === 0 || min === 0n)
    range = `>= 0${n} and < 2${n} ** ${size * 8}${n}`;
  else
    range = `>= -(2${n} ** ${size * 8 - 1}${n}) and ` +
            `< 2${n} ** ${size * 8 - 1}${n}`;
  throw new ERR_OUT_OF_RANGE('value', range, value);
}

/** Checks where `size` bytes are to be written. */
function checkOffset(buffer, offset, size) {
  if (typeof offset !== 'number' || buffer[offset] === undefined ||
      buffer[offset + size - 1] === undefined)
    throwOffset(buffer, offset, size);
}

// --- Unsigned integers ---

function readUInt8(offset = 0) {
  const value = this[offset];
  if (value === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 1);
  return value;
}

function readUInt16LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 2);
  return first | last << 8;
}

function readUInt16BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 2);
  return first << 8 | last;
}

function readUInt32LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 4);
  return (first | this[offset + 1] << 8 | this[offset + 2] << 16 |
          last << 24) >>> 0;
}

function readUInt32BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 4);
  return (first << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 |
          last) >>> 0;
}

// Up to six bytes: the low four by bit operations, the rest by arithmetic, for
// bit operations end at 32 bits.
function uintLE(buffer, offset, byteLength) {
  let low = 0;
  const lowLength = byteLength < 4 ? byteLength : 4;
  for (let i = 0; i < lowLength; i++) low |= buffer[offset + i] << 8 * i;
  low >>>= 0;
  if (byteLength <= 4) return low;
  let high = buffer[offset + 4];
  if (byteLength === 6) high |= buffer[offset + 5] << 8;
  return high * 0x100000000 + low;
}

function uintBE(buffer, offset, byteLength) {
  let value = 0;
  for (let i = 0; i < byteLength; i++) value = value * 256 + buffer[offset + i];
  return value;
}

function checkRange(buffer, offset, byteLength) {
  if (offset === undefined)
    throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  if (typeof byteLength !== 'number' || !(byteLength >= 1 && byteLength <= 6) ||
      Math.floor(byteLength) !== byteLength)
    throwByteLength(byteLength);
  checkOffset(buffer, offset, byteLength);
}

function readUIntLE(offset, byteLength) {
  checkRange(this, offset, byteLength);
  return uintLE(this, offset, byteLength);
}

function readUIntBE(offset, byteLength) {
  checkRange(this, offset, byteLength);
  return uintBE(this, offset, byteLength);
}

// --- Signed integers ---

function readInt8(offset = 0) {
  const value = this[offset];
  if (value === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 1);
  return value << 24 >> 24;
}

function readInt16LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 2);
  return (first | last << 8) << 16 >> 16;
}

function readInt16BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 2);
  return (first << 8 | last) << 16 >> 16;
}

function readInt32LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 4);
  return first | this[offset + 1] << 8 | this[offset + 2] << 16 | last << 24;
}

function readInt32BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 4);
  return first << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 | last;
}

function signed(value, byteLength) {
  const half = 2 ** (8 * byteLength - 1);
  return value < half ? value : value - 2 * half;
}

function readIntLE(offset, byteLength) {
  checkRange(this, offset, byteLength);
  return signed(uintLE(this, offset, byteLength), byteLength);
}

function readIntBE(offset, byteLength) {
  checkRange(this, offset, byteLength);
  return signed(uintBE(this, offset, byteLength), byteLength);
}

// --- 64-bit integers ---

function checkEightBytes(buffer, offset) {
  if (typeof offset !== 'number' || buffer[offset] === undefined ||
      buffer[offset + 7] === undefined)
    throwOffset(buffer, offset, 8);
}

// The bytes of the shared memory, from those of a buffer.
function loadLE(buffer, offset) {
  eightBytes[0] = buffer[offset];
  eightBytes[1] = buffer[offset + 1];
  eightBytes[2] = buffer[offset + 2];
  eightBytes[3] = buffer[offset + 3];
  eightBytes[4] = buffer[offset + 4];
  eightBytes[5] = buffer[offset + 5];
  eightBytes[6] = buffer[offset + 6];
  eightBytes[7] = buffer[offset + 7];
}

function loadBE(buffer, offset) {
  eightBytes[7] = buffer[offset];
  eightBytes[6] = buffer[offset + 1];
  eightBytes[5] = buffer[offset + 2];
  eightBytes[4] = buffer[offset + 3];
  eightBytes[3] = buffer[offset + 4];
  eightBytes[2] = buffer[offset + 5];
  eightBytes[1] = buffer[offset + 6];
  eightBytes[0] = buffer[offset + 7];
}

function storeLE(buffer, offset) {
  buffer[offset] = eightBytes[0];
  buffer[offset + 1] = eightBytes[1];
  buffer[offset + 2] = eightBytes[2];
  buffer[offset + 3] = eightBytes[3];
  buffer[offset + 4] = eightBytes[4];
  buffer[offset + 5] = eightBytes[5];
  buffer[offset + 6] = eightBytes[6];
  buffer[offset + 7] = eightBytes[7];
  return offset + 8;
}

function storeBE(buffer, offset) {
  buffer[offset] = eightBytes[7];
  buffer[offset + 1] = eightBytes[6];
  buffer[offset + 2] = eightBytes[5];
  buffer[offset + 3] = eightBytes[4];
  buffer[offset + 4] = eightBytes[3];
  buffer[offset + 5] = eightBytes[2];
  buffer[offset + 6] = eightBytes[1];
  buffer[offset + 7] = eightBytes[0];
  return offset + 8;
}

function readBigUInt64LE(offset = 0) {
  checkEightBytes(this, offset);
  loadLE(this, offset);
  return bigUint64[0];
}

function readBigUInt64BE(offset = 0) {
  checkEightBytes(this, offset);
  loadBE(this, offset);
  return bigUint64[0];
}

function readBigInt64LE(offset = 0) {
  checkEightBytes(this, offset);
  loadLE(this, offset);
  return bigInt64[0];
}

function readBigInt64BE(offset = 0) {
  checkEightBytes(this, offset);
  loadBE(this, offset);
  return bigInt64[0];
}

// --- Floats ---

function readFloatLE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 4);
  float32Bytes[0] = first;
  float32Bytes[1] = this[offset + 1];
  float32Bytes[2] = this[offset + 2];
  float32Bytes[3] = last;
  return float32[0];
}

function readFloatBE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number')
    throwOffset(this, offset, 4);
  float32Bytes[3] = first;
  float32Bytes[2] = this[offset + 1];
  float32Bytes[1] = this[offset + 2];
  float32Bytes[0] = last;
  return float32[0];
}

function readDoubleLE(offset = 0) {
  checkEightBytes(this, offset);
  loadLE(this, offset);
  return float64[0];
}

function readDoubleBE(offset = 0) {
  checkEightBytes(this, offset);
  loadBE(this, offset);
  return float64[0];
}

// --- Writing integers ---

function writeByte(buffer, value, offset, min, max) {
  value = +value;
  checkNumber(offset, 'offset');
  if (value > max || value < min) throwValue(value, min, max, 1);
  if (buffer[offset] === undefined) throwOffset(buffer, offset, 1);
  buffer[offset] = value;
  return offset + 1;
}

function writeTwoLE(buffer, value, offset, min, max) {
  value = +value;
  if (value > max || value < min) throwValue(value, min, max, 2);
  checkOffset(buffer, offset, 2);
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  return offset + 2;
}

function writeTwoBE(buffer, value, offset, min, max) {
  value = +value;
  if (value > max || value < min) throwValue(value, min, max, 2);
  checkOffset(buffer, offset, 2);
  buffer[offset] = value >>> 8;
  buffer[offset + 1] = value;
  return offset + 2;
}

function writeFourLE(buffer, value, offset, min, max) {
  value = +value;
  if (value > max || value < min) throwValue(value, min, max, 4);
  checkOffset(buffer, offset, 4);
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  buffer[offset + 2] = value >>> 16;
  buffer[offset + 3] = value >>> 24;
  return offset + 4;
}

function writeFourBE(buffer, value, offset, min, max) {
  value = +value;
  if (value > max || value < min) throwValue(value, min, max, 4);
  checkOffset(buffer, offset, 4);
  buffer[offset] = value >>> 24;
  buffer[offset + 1] = value >>> 16;
  buffer[offset + 2] = value >>> 8;
  buffer[offset + 3] = value;
  return offset + 4;
}

// The bits from 32 up, as a signed integer.
function highBits(value) {
  return Math.floor(value / 0x100000000);
}

function writeManyLE(buffer, value, offset, byteLength, min, max) {
  value = +value;
  if (value > max || value < min) throwValue(value, min, max, byteLength);
  checkOffset(buffer, offset, byteLength);
  const lowLength = byteLength < 4 ? byteLength : 4;
  for (let i = 0; i < lowLength; i++) buffer[offset + i] = value >>> 8 * i;
  if (byteLength > 4) buffer[offset + 4] = highBits(value);
  if (byteLength > 5) buffer[offset + 5] = highBits(value) >>> 8;
  return offset + byteLength;
}

function writeManyBE(buffer, value, offset, byteLength, min, max) {
  value = +value;
  if (value > max || value < min) throwValue(value, min, max, byteLength);
  checkOffset(buffer, offset, byteLength);
  const last = offset + byteLength - 1;
  const lowLength = byteLength < 4 ? byteLength : 4;
  for (let i = 0; i < lowLength; i++) buffer[last - i] = value >>> 8 * i;
  if (byteLength > 4) buffer[last - 4] = highBits(value);
  if (byteLength > 5) buffer[last - 5] = highBits(value) >>> 8;
  return offset + byteLength;
}

function checkByteLength(offset, byteLength) {
  if (typeof byteLength !== 'number' || !(byteLength >= 1 && byteLength <= 6) ||
      Math.floor(byteLength) !== byteLength)
    throwByteLength(byteLength);
  checkNumber(offset, 'offset');
}

function writeUInt8(value, offset = 0) {
  return writeByte(this, value, offset, 0, 0xff);
}

function writeUInt16LE(value, offset = 0) {
  return writeTwoLE(this, value, offset, 0, 0xffff);
}

function writeUInt16BE(value, offset = 0) {
  return writeTwoBE(this, value, offset, 0, 0xffff);
}

function writeUInt32LE(value, offset = 0) {
  return writeFourLE(this, value, offset, 0, 0xffffffff);
}

function writeUInt32BE(value, offset = 0) {
  return writeFourBE(this, value, offset, 0, 0xffffffff);
}

function writeUIntLE(value, offset, byteLength) {
  checkByteLength(offset, byteLength);
  const max = 2 ** (8 * byteLength) - 1;
  return writeManyLE(this, value, offset, byteLength, 0, max);
}

function writeUIntBE(value, offset, byteLength) {
  checkByteLength(offset, byteLength);
  const max = 2 ** (8 * byteLength) - 1;
  return writeManyBE(this, value, offset, byteLength, 0, max);
}

function writeInt8(value, offset = 0) {
  return writeByte(this, value, offset, -0x80, 0x7f);
}

function writeInt16LE(value, offset = 0) {
  return writeTwoLE(this, value, offset, -0x8000, 0x7fff);
}

function writeInt16BE(value, offset = 0) {
  return writeTwoBE(this, value, offset, -0x8000, 0x7fff);
}

function writeInt32LE(value, offset = 0) {
  return writeFourLE(this, value, offset, -0x80000000, 0x7fffffff);
}

function writeInt32BE(value, offset = 0) {
  return writeFourBE(this, value, offset, -0x80000000, 0x7fffffff);
}

function writeIntLE(value, offset, byteLength) {
  checkByteLength(offset, byteLength);
  const half = 2 ** (8 * byteLength - 1);
  return writeManyLE(this, value, offset, byteLength, -half, half - 1);
}

function writeIntBE(value, offset, byteLength) {
  checkByteLength(offset, byteLength);
  const half = 2 ** (8 * byteLength - 1);
  return writeManyBE(this, value, offset, byteLength, -half, half - 1);
}

function checkBigInt(value, min, max) {
  if (typeof value !== 'bigint')
    throw new ERR_INVALID_ARG_TYPE('value', 'bigint', value);
  if (value > max || value < min) throwValue(value, min, max, 8);
}

function writeBigUInt64LE(value, offset = 0) {
  checkBigInt(value, 0n, kMaxUint64);
  checkEightBytes(this, offset);
  bigUint64[0] = value;
  return storeLE(this, offset);
}

function writeBigUInt64BE(value, offset = 0) {
  checkBigInt(value, 0n, kMaxUint64);
  checkEightBytes(this, offset);
  bigUint64[0] = value;
  return storeBE(this, offset);
}

function writeBigInt64LE(value, offset = 0) {
  checkBigInt(value, kMinInt64, kMaxInt64);
  checkEightBytes(this, offset);
  bigInt64[0] = value;
  return storeLE(this, offset);
}

function writeBigInt64BE(value, offset = 0) {
  checkBigInt(value, kMinInt64, kMaxInt64);
  checkEightBytes(this, offset);
  bigInt64[0] = value;
  return storeBE(this, offset);
}

// --- Writing floats ---

function writeFloatLE(value, offset = 0) {
  value = +value;
  checkOffset(this, offset, 4);
  float32[0] = value;
  this[offset] = float32Bytes[0];
  this[offset + 1] = float32Bytes[1];
  this[offset + 2] = float32Bytes[2];
  this[offset + 3] = float32Bytes[3];
  return offset + 4;
}

function writeFloatBE(value, offset = 0) {
  value = +value;
  checkOffset(this, offset, 4);
  float32[0] = value;
  this[offset] = float32Bytes[3];
  this[offset + 1] = float32Bytes[2];
  this[offset + 2] = float32Bytes[1];
  this[offset + 3] = float32Bytes[0];
  return offset + 4;
}

function writeDoubleLE(value, offset = 0) {
  value = +value;
  checkEightBytes(this, offset);
  float64[0] = value;
  return storeLE(this, offset);
}

function writeDoubleBE(value, offset = 0) {
  value = +value;
  checkEightBytes(this, offset);
  float64[0] = value;
  return storeBE(this, offset);
}

const methods = {
  readUInt8, readUInt16LE, readUInt16BE, readUInt32LE, readUInt32BE,
  readUIntLE, readUIntBE, readBigUInt64LE, readBigUInt64BE,
  readInt8, readInt16LE, readInt16BE, readInt32LE, readInt32BE,
  readIntLE, readIntBE, readBigInt64LE, readBigInt64BE,
  readFloatLE, readFloatBE, readDoubleLE, readDoubleBE,
  writeUInt8, writeUInt16LE, writeUInt16BE, writeUInt32LE, writeUInt32BE,
  writeUIntLE, writeUIntBE, writeBigUInt64LE, writeBigUInt64BE,
  writeInt8, writeInt16LE, writeInt16BE, writeInt32LE, writeInt32BE,
  writeIntLE, writeIntBE, writeBigInt64LE, writeBigInt64BE,
  writeFloatLE, writeFloatBE, writeDoubleLE, writeDoubleBE,
};

/** Adds the methods to Buffer.prototype; readUInt8 is readUint8 too, etc. */
function defineNumberMethods(prototype) {
  for (const name of Object.keys(methods)) {
    prototype[name] = methods[name];
    if (name.includes('UInt'))
      prototype[name.replace('UInt', 'Uint')] = methods[name];
  }
}

module.exports = { defineNumberMethods };
