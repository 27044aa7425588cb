'use strict';

const {
  codes: {
    ERR_BUFFER_OUT_OF_BOUNDS,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_BUFFER_SIZE,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { validateNumber } = require('internal/validators');
const {
  customInspectSymbol,
  defineLazyProperties,
  isInsideNodeModules,
  isPendingDeprecation,
} = require('internal/util');
const {
  isAnyArrayBuffer,
  isTypedArray,
  isUint8Array,
} = require('internal/util/types');
const {
  FastBuffer,
  allocateUnsafe,
  allocateUnsafeSlow,
  bufferFromString,
  findEncoding,
  getEncoding,
  latin1,
  pool,
  utf8,
} = require('internal/buffer');
const { includes, indexOf, lastIndexOf } = require('internal/buffer_search');
const {
  atob,
  btoa,
  isAscii,
  isUtf8,
  transcode,
} = require('internal/buffer_text');
const binding = internalBinding('buffer');
const { kMaxLength, kStringMaxLength } = binding;

const { isView } = ArrayBuffer;
const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const { fill: typedArrayFill, set: typedArraySet } = TypedArrayPrototype;
const lengthGetter =
    Object.getOwnPropertyDescriptor(TypedArrayPrototype, 'length').get;

const { call } = Function.prototype;
// A view's real length, whatever properties a program has put on it.
const realLength = call.bind(lengthGetter);
const fillBytes = call.bind(typedArrayFill);
const setBytes = call.bind(typedArraySet);

let inspectMaxBytes = 50;

// --- The deprecated constructor ---

const kConstructorWarning =
    'Buffer() is deprecated due to security and usability issues. Please use ' +
    'the Buffer.alloc(), Buffer.allocUnsafe(), or Buffer.from() methods ' +
    'instead.';
let hasWarned = false;

// Packages are not warned about: their users cannot change them.
function warnOfConstructor() {
  if (hasWarned) return;
  if (!isPendingDeprecation() && isInsideNodeModules()) return;
  hasWarned = true;
  const process = require('internal/process');
  process.emitWarning(kConstructorWarning, 'DeprecationWarning', 'DEP0005');
}

/**
 * Deprecated: use Buffer.alloc(), Buffer.allocUnsafe() or Buffer.from().
 * @param {number|string|object} arg
 */
function Buffer(arg, encodingOrOffset, length) {
  warnOfConstructor();
  if (typeof arg !== 'number')
    return Buffer.from(arg, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string')
    throw new ERR_INVALID_ARG_TYPE('string', 'string', arg);
  return Buffer.alloc(arg);
}

FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
// buffer.map() and its like make a FastBuffer, without a warning.
Object.defineProperty(Buffer, Symbol.species, {
  configurable: true,
  enumerable: false,
  get() { return FastBuffer; },
});
Object.defineProperty(Buffer, 'poolSize', {
  configurable: true,
  enumerable: true,
  get() { return pool.size; },
  set(size) { pool.size = size; },
});

// --- Making buffers ---

function checkSize(size) {
  validateNumber(size, 'size', 0, kMaxLength);
}

/**
 * A zeroed (or filled) Buffer.
 * @param {number} size bytes
 * @param {string|Uint8Array|number} [fill]
 * @param {string} [encoding] of `fill`
 */
Buffer.alloc = function alloc(size, fill, encoding) {
  checkSize(size);
  if (fill === undefined || fill === 0 || size === 0)
    return new FastBuffer(size);
  const buffer = allocateUnsafeSlow(Math.trunc(size));
  return fillBuffer(buffer, fill, encoding);
};

function fillBuffer(buffer, value, encoding) {
  if (encoding === undefined || typeof value !== 'string')
    return fill.call(buffer, value);
  if (typeof encoding !== 'string')
    throw new ERR_INVALID_ARG_TYPE('encoding', 'string', encoding);
  return fill.call(buffer, value, encoding);
}

/** A Buffer whose memory is not initialised. */
Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return allocateUnsafe(Math.trunc(size));
};

/** As allocUnsafe, but never part of the shared pool. */
Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return allocateUnsafeSlow(Math.trunc(size));
};

/**
 * A Buffer from a string, an array, another buffer, an ArrayBuffer, or an
 * object that converts to one of them.
 * @param {string|object} value
 * @param {string|number} [encodingOrOffset]
 * @param {number} [length]
 */
Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    const buffer = fromObject(value, encodingOrOffset, length);
    if (buffer !== undefined) return buffer;
  }
  throw new ERR_INVALID_ARG_TYPE(
    'first argument',
    ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
    value);
};

function fromString(string, encoding) {
  if (typeof encoding !== 'string' || encoding === '' || encoding === 'utf8')
    return bufferFromString(string, utf8);
  return bufferFromString(string, getEncoding(encoding));
}

function fromObject(value, encodingOrOffset, length) {
  if (isUint8Array(value)) return fromBytes(value);
  if (isAnyArrayBuffer(value))
    return fromArrayBuffer(value, encodingOrOffset, length);

  const primitive = typeof value.valueOf === 'function' && value.valueOf();
  if (primitive !== value && primitive !== null &&
      (typeof primitive === 'string' || typeof primitive === 'object'))
    return Buffer.from(primitive, encodingOrOffset, length);

  if (value.length !== undefined || isAnyArrayBuffer(value.buffer))
    return fromArrayLike(value);
  if (value.type === 'Buffer' && Array.isArray(value.data))
    return fromArrayLike(value.data);

  if (typeof value[Symbol.toPrimitive] === 'function') {
    const string = value[Symbol.toPrimitive]('string');
    if (typeof string === 'string') return fromString(string, encodingOrOffset);
  }
  return undefined;
}

function fromBytes(bytes) {
  const buffer = allocateUnsafe(realLength(bytes));
  setBytes(buffer, bytes, 0);
  return buffer;
}

function fromArrayLike(list) {
  if (typeof list.length !== 'number' || !(list.length > 0))
    return new FastBuffer();
  const buffer = allocateUnsafe(Math.trunc(list.length));
  if (Array.isArray(list) || isTypedArray(list)) {
    setBytes(buffer, list, 0);
    return buffer;
  }
  for (let i = 0; i < buffer.length; i++) buffer[i] = list[i];
  return buffer;
}

function fromArrayBuffer(arrayBuffer, byteOffset, length) {
  const offset = byteOffset === undefined ? 0 : +byteOffset || 0;
  const room = arrayBuffer.byteLength - offset;
  if (room < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  // Without a length the Buffer follows a resizable ArrayBuffer.
  if (length === undefined)
    return new FastBuffer(arrayBuffer, offset, undefined);
  const count = +length;
  if (!(count > 0)) return new FastBuffer(arrayBuffer, offset, 0);
  if (count > room) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return new FastBuffer(arrayBuffer, offset, count);
}

/** A Buffer of the given bytes. */
Buffer.of = function of(...items) {
  const buffer = allocateUnsafe(items.length);
  for (let i = 0; i < items.length; i++) buffer[i] = items[i];
  return buffer;
};

/**
 * A Buffer with a copy of a typed array's memory.
 * @param {TypedArray} view
 * @param {number} [offset] in elements
 * @param {number} [length] in elements
 */
Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (!isTypedArray(view))
    throw new ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  const { validateInteger } = require('internal/validators');
  if (offset !== undefined) validateInteger(offset, 'offset', 0);
  if (length !== undefined) validateInteger(length, 'length', 0);
  const start = offset ?? 0;
  const end = length === undefined ? view.length : start + length;
  const part = TypedArrayPrototype.subarray.call(view, start, end);
  return fromBytes(new Uint8Array(part.buffer, part.byteOffset,
                                  part.byteLength));
};

// --- Static helpers ---

/** Whether the value is a Buffer. */
Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};

/** Whether the value names a character encoding. */
Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 &&
         findEncoding(encoding) !== undefined;
};

function checkBytes(value, name) {
  if (!isUint8Array(value))
    throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'Uint8Array'], value);
}

/** Orders two buffers: -1, 0 or 1. */
Buffer.compare = function compare(buf1, buf2) {
  checkBytes(buf1, 'buf1');
  checkBytes(buf2, 'buf2');
  return buf1 === buf2 ? 0 : binding.compare(buf1, buf2);
};

/**
 * The number of bytes that a string takes in an encoding; the size of a
 * buffer.
 */
Buffer.byteLength = function byteLength(string, encoding) {
  if (typeof string !== 'string') {
    if (isView(string) || isAnyArrayBuffer(string)) return string.byteLength;
    throw new ERR_INVALID_ARG_TYPE(
      'string', ['string', 'Buffer', 'ArrayBuffer'], string);
  }
  if (string.length === 0) return 0;
  if (encoding === undefined || encoding === 'utf8')
    return utf8.byteLength(string);
  return (findEncoding(encoding) ?? utf8).byteLength(string);
};

function totalLength(list) {
  let length = 0;
  for (let i = 0; i < list.length; i++) {
    checkListItem(list[i], i);
    length += realLength(list[i]);
  }
  return length;
}

function checkListItem(item, index) {
  if (!isUint8Array(item)) {
    throw new ERR_INVALID_ARG_TYPE(
      `list[${index}]`, ['Buffer', 'Uint8Array'], item);
  }
}

// Puts as much of `item` at `start` as there is room for; returns its end.
function append(buffer, item, start) {
  const room = buffer.length - start;
  const length = realLength(item);
  if (length <= room) {
    setBytes(buffer, item, start);
    return start + length;
  }
  binding.copy(item, buffer, start, 0, room);
  return buffer.length;
}

/**
 * Joins buffers. With `length` the result is cut or zero-filled to it.
 * @param {Uint8Array[]} list
 * @param {number} [length]
 */
Buffer.concat = function concat(list, length) {
  if (!Array.isArray(list))
    throw new ERR_INVALID_ARG_TYPE('list', 'Array', list);
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) length = totalLength(list);
  else checkIndex(length, 'length', 0, kMaxLength);

  const buffer = allocateUnsafe(length);
  let end = 0;
  for (let i = 0; i < list.length; i++) {
    checkListItem(list[i], i);
    end = append(buffer, list[i], end);
  }
  if (end < length) fillBytes(buffer, 0, end, length);
  return buffer;
};

// An index that must lie in a range.
function checkIndex(value, name, min, max) {
  if (typeof value !== 'number')
    throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!Number.isInteger(value) && Math.abs(value) !== Infinity)
    throw new ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max)
    throw new ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

// --- Methods ---

// What a conversion to an integer gives, with `fallback` for NaN.
function toInteger(value, fallback) {
  const number = +value;
  return Number.isNaN(number) ? fallback : Math.trunc(number);
}

/**
 * Copies bytes into another buffer, which may be the same.
 * @returns {number} the bytes copied
 */
function copy(target, targetStart, sourceStart, sourceEnd) {
  if (!isView(this)) {
    throw new ERR_INVALID_ARG_TYPE(
      'source', ['Buffer', 'Uint8Array'], this);
  }
  if (!isView(target)) {
    throw new ERR_INVALID_ARG_TYPE(
      'target', ['Buffer', 'Uint8Array'], target);
  }
  const size = this.byteLength;
  targetStart = targetStart === undefined ? 0 : toInteger(targetStart, 0);
  if (targetStart < 0)
    throw new ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  sourceStart = sourceStart === undefined ? 0 : toInteger(sourceStart, 0);
  if (sourceStart < 0 || sourceStart > size)
    throw new ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${size}`,
                               sourceStart);
  sourceEnd = sourceEnd === undefined ? size : toInteger(sourceEnd, 0);
  if (sourceEnd < 0)
    throw new ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);

  const count = Math.min(sourceEnd - sourceStart, size - sourceStart,
                         target.byteLength - targetStart);
  if (count <= 0) return 0;
  binding.copy(this, target, targetStart, sourceStart, count);
  return count;
}

// A place in a buffer of `length`, from a slice's argument.
function sliceIndex(value, length) {
  const index = toInteger(value, 0);
  if (index < 0) return Math.max(index + length, 0);
  return Math.min(index, length);
}

/** A Buffer over a part of the same memory. Negative: from the end. */
function subarray(start, end) {
  const { length } = this;
  const first = start === undefined ? 0 : sliceIndex(start, length);
  const last = end === undefined ? length : sliceIndex(end, length);
  return new FastBuffer(this.buffer, this.byteOffset + first,
                        last > first ? last - first : 0);
}

/** As subarray (and unlike Uint8Array's slice, which copies). */
function slice(start, end) {
  return this.subarray(start, end);
}

/**
 * Decodes a part of the buffer.
 * @param {string} [encoding] default 'utf8'
 */
function toString(encoding, start, end) {
  if (arguments.length === 0) return utf8.slice.call(this, 0, this.length);
  const { length } = this;
  start = start > 0 ? Math.trunc(start) : 0;
  if (start >= length) return '';
  end = end === undefined || end > length ? length : Math.trunc(end) || 0;
  if (end <= start) return '';
  if (encoding === undefined) return utf8.slice.call(this, start, end);
  return getEncoding(encoding).slice.call(this, start, end);
}

/** Whether two buffers hold the same bytes. */
function equals(otherBuffer) {
  checkBytes(otherBuffer, 'otherBuffer');
  if (this === otherBuffer) return true;
  if (this.byteLength !== otherBuffer.byteLength) return false;
  return this.byteLength === 0 || binding.compare(this, otherBuffer) === 0;
}

/** Orders parts of two buffers: -1, 0 or 1. */
function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  checkBytes(target, 'target');
  if (arguments.length === 1) return binding.compare(this, target);
  targetStart = indexOrDefault(targetStart, 'targetStart', 0,
                               Number.MAX_SAFE_INTEGER);
  targetEnd = targetEnd === undefined ? target.length :
    indexOrDefault(targetEnd, 'targetEnd', 0, target.length);
  sourceStart = indexOrDefault(sourceStart, 'sourceStart', 0,
                               Number.MAX_SAFE_INTEGER);
  sourceEnd = sourceEnd === undefined ? this.length :
    indexOrDefault(sourceEnd, 'sourceEnd', 0, this.length);

  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return binding.compareRanges(this, target, sourceStart, sourceEnd,
                               targetStart, targetEnd);
}

function indexOrDefault(value, name, min, max) {
  if (value === undefined) return min;
  checkIndex(value, name, min, max);
  return value;
}

/** The bytes as JSON: { type: 'Buffer', data: [...] }. */
function toJSON() {
  const { length } = this;
  const data = new Array(length);
  for (let i = 0; i < length; i++) data[i] = this[i];
  return { type: 'Buffer', data };
}

// --- write ---

/**
 * Writes a string: write(string[, offset[, length]][, encoding]).
 * @returns {number} the bytes written, whole characters only
 */
function write(string, offset, length, encoding) {
  if (offset === undefined)
    return utf8.write.call(this, string, 0, this.length);
  const size = this.length;
  if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    offset = 0;
    length = size;
  } else {
    checkIndex(offset, 'offset', 0, size);
    if (typeof length === 'string') {
      encoding = length;
      length = size - offset;
    } else if (length === undefined) {
      length = size - offset;
    } else {
      checkIndex(length, 'length', 0, size);
      length = Math.min(length, size - offset);
    }
  }
  const { write } = encoding ? getEncoding(encoding) : utf8;
  return write.call(this, string, offset, length);
}

// --- fill ---

/**
 * Fills the buffer with a repeated value:
 * fill(value[, offset[, end]][, encoding]).
 */
function fill(value, offset, end, encoding) {
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
    value = fillPattern(value, encoding);
  }
  if (offset === undefined) {
    offset = 0;
    end = this.length;
  } else {
    checkFillIndex(offset, 'offset', Number.MAX_SAFE_INTEGER);
    if (end === undefined) end = this.length;
    else checkFillIndex(end, 'end', this.length);
    if (offset >= end) return this;
  }
  return fillRange(this, value, offset, end);
}

function checkFillIndex(value, name, max) {
  validateNumber(value, name, 0, max);
  if (!Number.isInteger(value))
    throw new ERR_OUT_OF_RANGE(name, 'an integer', value);
}

// A string to fill with, as a byte where it is one, else as bytes.
function fillPattern(string, name) {
  if (name !== undefined && typeof name !== 'string')
    throw new ERR_INVALID_ARG_TYPE('encoding', 'string', name);
  const encoding = name === undefined ? utf8 : getEncoding(name);
  if (string.length === 0) return 0;
  if (string.length === 1) {
    const unit = string.charCodeAt(0);
    if (encoding === latin1 || (encoding === utf8 && unit < 128)) return unit;
  }
  const bytes = bufferFromString(string, encoding);
  if (bytes.length === 0) throw new ERR_INVALID_ARG_VALUE('value', string);
  return bytes;
}

function fillRange(buffer, value, start, end) {
  if (end > realLength(buffer)) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  if (!isView(value)) return fillBytes(buffer, value & 0xff, start, end);
  if (!binding.fill(buffer, value, start, end))
    throw new ERR_INVALID_ARG_VALUE('value', value);
  return buffer;
}

// --- Swapping ---

function swapper(bits, swap) {
  const size = bits / 8;
  return function() {
    if (this.length % size !== 0)
      throw new ERR_INVALID_BUFFER_SIZE(`${bits}-bits`);
    swap(this);
    return this;
  };
}

// --- Inspection ---

/** `<Buffer 68 69 ... 3 more bytes>` */
function inspect(recurseTimes, context) {
  const shown = Math.min(inspectMaxBytes, this.length);
  const rest = this.length - shown;
  const hex = toString.call(this, 'hex', 0, shown);
  let text = hex.replace(/(..)(?!$)/g, '$1 ');
  if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
  const extras = context ? inspectExtras(this, context) : '';
  if (extras) text += text.length > 0 ? `, ${extras}` : extras;
  return `<${this.constructor.name} ${text}>`;
}

// Properties that a program has put on the buffer.
function inspectExtras(buffer, context) {
  const keys = binding.ownNonIndexKeys(buffer, !context.showHidden);
  if (keys.length === 0) return '';
  const extras = {};
  for (const key of keys) extras[key] = buffer[key];
  const util = require('internal/util/inspect');
  const options = { ...context, breakLength: Infinity, compact: true };
  return util.inspect(extras, options).slice(2, -2);
}

Object.assign(Buffer.prototype, {
  copy,
  toString,
  toLocaleString: toString,
  equals,
  inspect,
  compare,
  fill,
  write,
  toJSON,
  subarray,
  slice,
  swap16: swapper(16, binding.swap16),
  swap32: swapper(32, binding.swap32),
  swap64: swapper(64, binding.swap64),
  [customInspectSymbol]: inspect,

  indexOf,
  lastIndexOf,
  includes,
});
for (const [name, property] of [['parent', 'buffer'],
                                ['offset', 'byteOffset']]) {
  Object.defineProperty(Buffer.prototype, name, {
    enumerable: true,
    get() {
      return this instanceof Buffer ? this[property] : undefined;
    },
  });
}

// --- Module functions ---

function SlowBuffer(size) {
  warnOfSlowBuffer();
  checkSize(size);
  return allocateUnsafeSlow(Math.trunc(size));
}
Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
Object.setPrototypeOf(SlowBuffer, Uint8Array);

let hasWarnedOfSlow = false;
function warnOfSlowBuffer() {
  if (hasWarnedOfSlow) return;
  hasWarnedOfSlow = true;
  const process = require('internal/process');
  process.emitWarning(
    'SlowBuffer() is deprecated. Please use Buffer.allocUnsafeSlow()',
    'DeprecationWarning', 'DEP0030');
}

module.exports = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};
Object.defineProperties(module.exports, {
  constants: {
    configurable: false,
    enumerable: true,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { enumerable: true, value: kMaxLength },
      MAX_STRING_LENGTH: { enumerable: true, value: kStringMaxLength },
    }),
  },
  INSPECT_MAX_BYTES: {
    configurable: true,
    enumerable: true,
    get() { return inspectMaxBytes; },
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      inspectMaxBytes = value;
    },
  },
});
defineLazyProperties(module.exports, 'internal/blob',
                     ['Blob', 'resolveObjectURL']);
defineLazyProperties(module.exports, 'internal/file', ['File']);
