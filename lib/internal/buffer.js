'use strict';
// What Buffer is made of: the class of its instances, its memory pool, and the
// operations of each encoding. lib/buffer.js puts the public face on it.

const {
  codes: { ERR_UNKNOWN_ENCODING },
} = require('internal/errors');
const { defineNumberMethods } = require('internal/buffer_numbers');
const binding = internalBinding('buffer');
const { createUnsafeArrayBuffer, fromString } = binding;

/** The class of every Buffer; its prototype is Buffer.prototype. */
class FastBuffer extends Uint8Array {
  // Named parameters: spreading arguments would cost more than the allocation.
  constructor(bufferOrLength, byteOffset, length) {
    super(bufferOrLength, byteOffset, length);
  }
}

const { prototype } = FastBuffer;
binding.setBufferPrototype(prototype);
defineNumberMethods(prototype);
for (const name of [
  'asciiSlice', 'base64Slice', 'base64urlSlice', 'hexSlice', 'latin1Slice',
  'ucs2Slice', 'utf8Slice', 'asciiWrite', 'base64Write', 'base64urlWrite',
  'hexWrite', 'latin1Write', 'ucs2Write', 'utf8Write',
]) {
  prototype[name] = binding[name];
}
const {
  asciiSlice, base64Slice, base64urlSlice, hexSlice, latin1Slice, ucs2Slice,
  utf8Slice, asciiWrite, base64Write, base64urlWrite, hexWrite, latin1Write,
  ucs2Write, utf8Write,
} = binding;

// --- The pool ---
//
// Small buffers whose content is about to be written share a slab of memory:
// an ArrayBuffer of their own would cost more than they hold.

const pool = {
  size: 8192,
  slab: null, // FastBuffer over the whole slab
  buffer: null, // its ArrayBuffer
  used: 0,
  capacity: 0,
};

// A slab belongs to one process: while the snapshot is built there is none.
function renewPool() {
  pool.buffer = createUnsafeArrayBuffer(pool.size);
  pool.slab = new FastBuffer(pool.buffer);
  pool.capacity = pool.size;
  pool.used = 0;
}

/** Takes `length` bytes off the slab, keeping the next place aligned. */
function takeFromPool(length) {
  const start = pool.used;
  pool.used = (start + length + 7) & ~7;
  return new FastBuffer(pool.buffer, start, length);
}

/** Whether the slab (a new one, if need be) has room for `length` bytes. */
function poolHasRoom(length) {
  if (length >= pool.size >>> 1) return false;
  if (length <= pool.capacity - pool.used) return true;
  if (binding.isBuildingSnapshot()) return false;
  renewPool();
  return true;
}

/** A Buffer of memory that is not initialised. `length` has been checked. */
function allocateUnsafe(length) {
  if (length <= 0) return new FastBuffer();
  if (poolHasRoom(length)) return takeFromPool(length);
  return allocateUnsafeSlow(length);
}

/** As allocateUnsafe, with an ArrayBuffer of its own. */
function allocateUnsafeSlow(length) {
  return new FastBuffer(createUnsafeArrayBuffer(length));
}

// --- Encodings ---

function base64Length(string) {
  let { length } = string;
  if (length > 0 && string.charCodeAt(length - 1) === 0x3d) length--;
  if (length > 1 && string.charCodeAt(length - 1) === 0x3d) length--;
  return Math.floor(length * 3 / 4);
}

// Up to here a loop is faster than a call into C.
const kShortLength = 24;

function utf8Length(string) {
  const { length } = string;
  if (length > kShortLength) return binding.byteLengthUtf8(string);
  for (let i = 0; i < length; i++)
    if (string.charCodeAt(i) > 0x7f) return binding.byteLengthUtf8(string);
  return length;
}

const sameLength = (string) => string.length;
const doubleLength = (string) => string.length * 2;
const halfLength = (string) => string.length >>> 1;

/**
 * An encoding: its name, its number in C, the most bytes that a code unit
 * makes, and its operations. `slice` and `write` are called with a buffer as
 * `this`.
 */
class Encoding {
  constructor(name, id, bytesPerUnit, byteLength, slice, write) {
    this.name = name;
    this.id = id;
    this.bytesPerUnit = bytesPerUnit;
    this.byteLength = byteLength;
    this.slice = slice;
    this.write = write;
  }
}

const utf8 =
    new Encoding('utf8', 1, 3, utf8Length, utf8Slice, utf8Write);
const utf16le =
    new Encoding('utf16le', 3, 2, doubleLength, ucs2Slice, ucs2Write);
const latin1 =
    new Encoding('latin1', 4, 1, sameLength, latin1Slice, latin1Write);
const ascii =
    new Encoding('ascii', 0, 1, sameLength, asciiSlice, asciiWrite);
const base64 =
    new Encoding('base64', 2, 0.75, base64Length, base64Slice, base64Write);
const base64url = new Encoding('base64url', 7, 0.75, base64Length,
                               base64urlSlice, base64urlWrite);
const hex = new Encoding('hex', 5, 0.5, halfLength, hexSlice, hexWrite);

const encodings = new Map([
  ['utf8', utf8], ['utf-8', utf8],
  ['ucs2', utf16le], ['ucs-2', utf16le],
  ['utf16le', utf16le], ['utf-16le', utf16le],
  ['latin1', latin1], ['binary', latin1],
  ['ascii', ascii], ['base64', base64], ['base64url', base64url], ['hex', hex],
]);

/** The Encoding of a name in any case, or undefined. */
function findEncoding(name) {
  if (name === 'utf8') return utf8;
  if (name === 'hex') return hex;
  if (name === 'base64') return base64;
  if (name === 'latin1') return latin1;
  const text = `${name}`;
  return encodings.get(text) ?? encodings.get(text.toLowerCase());
}

/** The Encoding of a name; throws ERR_UNKNOWN_ENCODING. */
function getEncoding(name) {
  const encoding = findEncoding(name);
  if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(name);
  return encoding;
}

// --- From strings ---

// Writes ASCII to the slab; false if the string is not ASCII.
function writeShort(string, slab, start) {
  for (let i = 0; i < string.length; i++) {
    const unit = string.charCodeAt(i);
    if (unit > 0x7f) return false;
    slab[start + i] = unit;
  }
  return true;
}

function fromShortString(string) {
  if (!poolHasRoom(3 * kShortLength)) return fromString(string, utf8.id);
  if (writeShort(string, pool.slab, pool.used))
    return takeFromPool(string.length);
  return takeFromPool(utf8Write.call(pool.slab, string, pool.used));
}

/** A Buffer with a string's bytes. */
function bufferFromString(string, encoding) {
  const { length } = string;
  if (length === 0) return new FastBuffer();
  if (encoding === utf8 && length <= kShortLength)
    return fromShortString(string);
  // The most it can take, or, where that is too much for the pool, what it
  // does take.
  if (!poolHasRoom(length * encoding.bytesPerUnit) &&
      (encoding !== utf8 || length >= pool.size >>> 1 ||
       !poolHasRoom(utf8Length(string))))
    return fromString(string, encoding.id);
  return takeFromPool(encoding.write.call(pool.slab, string, pool.used));
}

module.exports = {
  FastBuffer,
  allocateUnsafe,
  allocateUnsafeSlow,
  ascii,
  bufferFromString,
  findEncoding,
  getEncoding,
  latin1,
  pool,
  utf16le,
  utf8,
};
