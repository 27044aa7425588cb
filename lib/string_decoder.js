'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_THIS,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const {
  FastBuffer,
  allocateUnsafe,
  findEncoding,
  utf8,
} = require('internal/buffer');
const { isUint8Array } = require('internal/util/types');

const kPending = Symbol('kPending');

/**
 * The beginning of a character whose rest has not come yet.
 */
class Pending {
  bytes = allocateUnsafe(4).fill(0);
  length = 0; // bytes held
  need = 0; // bytes missing

  /** Holds buffer[start..end), of which `need` more bytes are to come. */
  hold(buffer, start, end, need) {
    for (let i = start; i < end; i++) this.bytes[i - start] = buffer[i];
    this.length = end - start;
    this.need = need;
  }

  push(byte) {
    this.bytes[this.length++] = byte;
    this.need--;
  }

  /** What is held, as a string; nothing is held afterwards. */
  take(encoding) {
    const text = encoding.slice.call(this.bytes, 0, this.length);
    this.length = 0;
    this.need = 0;
    return text;
  }
}

// --- UTF-8 ---

// How many bytes a character has, from its first; 0: this is no first byte.
function utf8Size(byte) {
  if ((byte & 0xe0) === 0xc0) return 2;
  if ((byte & 0xf0) === 0xe0) return 3;
  return (byte & 0xf8) === 0xf0 ? 4 : 0;
}

// Continues the pending character: returns the place after it. A byte that
// cannot continue it ends it where it is.
function utf8Continue(pending, buffer) {
  let i = 0;
  while (i < buffer.length && pending.need > 0) {
    if ((buffer[i] & 0xc0) !== 0x80) {
      pending.need = 0;
      break;
    }
    pending.push(buffer[i++]);
  }
  return i;
}

// Holds an unfinished character at the end; returns where it begins.
function utf8Hold(pending, buffer, start) {
  const { length } = buffer;
  const first = Math.max(start, length - 3);
  for (let i = length - 1; i >= first; i--) {
    const byte = buffer[i];
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const need = utf8Size(byte) - (length - i);
    if (need <= 0) break;
    pending.hold(buffer, i, length, need);
    return i;
  }
  return length;
}

// --- UTF-16 ---

function isHighSurrogate(highByte) {
  return (highByte & 0xfc) === 0xd8;
}

function utf16Continue(pending, buffer) {
  let i = 0;
  while (i < buffer.length && pending.need > 0) {
    pending.push(buffer[i++]);
    // A high surrogate waits for its low one.
    if (pending.length === 2 && isHighSurrogate(pending.bytes[1]))
      pending.need = 2;
  }
  return i;
}

function utf16Hold(pending, buffer, start) {
  const { length } = buffer;
  if ((length - start) % 2 === 1) {
    pending.hold(buffer, length - 1, length, 1);
    return length - 1;
  }
  if (length > start && isHighSurrogate(buffer[length - 1])) {
    pending.hold(buffer, length - 2, length, 2);
    return length - 2;
  }
  return length;
}

// --- Base64: three bytes make four characters ---

function base64Continue(pending, buffer) {
  let i = 0;
  while (i < buffer.length && pending.need > 0) pending.push(buffer[i++]);
  return i;
}

function base64Hold(pending, buffer, start) {
  const { length } = buffer;
  const rest = (length - start) % 3;
  if (rest > 0) pending.hold(buffer, length - rest, length, 3 - rest);
  return length - rest;
}

const machines = {
  utf8: { resume: utf8Continue, hold: utf8Hold },
  utf16le: { resume: utf16Continue, hold: utf16Hold },
  base64: { resume: base64Continue, hold: base64Hold },
  base64url: { resume: base64Continue, hold: base64Hold },
};

// --- The class ---

/** What a decoder keeps: its encoding, its machine (if any), what is pending. */
class State extends Pending {
  constructor(encoding) {
    super();
    this.encoding = encoding;
    this.machine = machines[encoding.name];
  }
}

/**
 * Decodes pieces of text whose characters may be cut anywhere.
 * @param {string} [encoding] default 'utf8'
 */
function StringDecoder(encoding) {
  const found = findEncoding(encoding || 'utf8');
  if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  this.encoding = found.name;
  this[kPending] = new State(found);
}

function stateOf(decoder) {
  const state = decoder[kPending];
  if (state === undefined) throw new ERR_INVALID_THIS('StringDecoder');
  return state;
}

function toBuffer(view) {
  if (isUint8Array(view)) return view;
  if (!ArrayBuffer.isView(view)) {
    throw new ERR_INVALID_ARG_TYPE(
      'buf', ['Buffer', 'TypedArray', 'DataView'], view);
  }
  return new FastBuffer(view.buffer, view.byteOffset, view.byteLength);
}

/**
 * The text of the bytes so far, without a character that is not complete.
 * @param {string|Buffer|TypedArray|DataView} buf
 */
StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  const buffer = toBuffer(buf);
  const state = stateOf(this);
  const { encoding, machine } = state;
  if (machine === undefined) return encoding.slice.call(buffer);

  // Nothing is pending, and ASCII ends nothing: the usual case.
  if (state.need === 0 && encoding === utf8 && buffer[buffer.length - 1] < 0x80)
    return encoding.slice.call(buffer);

  let text = '';
  let start = 0;
  if (state.need > 0) {
    start = machine.resume(state, buffer);
    if (state.need > 0) return '';
    text = state.take(encoding);
  }
  const end = machine.hold(state, buffer, start);
  if (end === start) return text;
  return text + encoding.slice.call(buffer, start, end);
};

/** The last bytes, whole characters or not; the decoder can be used again. */
StringDecoder.prototype.end = function end(buf) {
  const text = buf === undefined ? '' : this.write(buf);
  const state = stateOf(this);
  return state.length > 0 ? text + state.take(state.encoding) : text;
};

/** Forgets what is pending and decodes buf from an offset. Undocumented. */
StringDecoder.prototype.text = function text(buf, offset) {
  const state = stateOf(this);
  state.length = 0;
  state.need = 0;
  return this.write(buf.slice(offset));
};

// Undocumented, but looked at by programs.
Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    configurable: true,
    enumerable: true,
    get() { return stateOf(this).bytes; },
  },
  lastNeed: {
    configurable: true,
    enumerable: true,
    get() { return stateOf(this).need; },
  },
  lastTotal: {
    configurable: true,
    enumerable: true,
    get() {
      const state = stateOf(this);
      return state.length + state.need;
    },
  },
});

module.exports = { StringDecoder };
