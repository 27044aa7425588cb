'use strict';
// TextEncoder and TextDecoder: https://encoding.spec.whatwg.org/

const {
  codes: {
    ERR_ENCODING_INVALID_ENCODED_DATA,
    ERR_ENCODING_NOT_SUPPORTED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_THIS,
  },
} = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const {
  customInspectSymbol,
  kEmptyObject,
  kEnumerableProperty,
} = require('internal/util');
const { isAnyArrayBuffer, isUint8Array } = require('internal/util/types');
const binding = internalBinding('encoding');

const { isView } = ArrayBuffer;

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function inspectAs(object, shown, depth, options, inspect) {
  const { name } = object.constructor;
  if (typeof depth === 'number' && depth < 0)
    return options.stylize?.(`[${name}]`, 'special') ?? `[${name}]`;
  inspect ??= require('internal/util/inspect').inspect;
  return `${name} ${inspect(shown, options)}`;
}

// --- TextEncoder ---

// Where C writes how much encodeInto has read and written.
let progress = null;

class TextEncoder {
  #brand = undefined;

  static #check(value) {
    if (!isObject(value) || !(#brand in value))
      throw new ERR_INVALID_THIS('TextEncoder');
  }

  get encoding() {
    TextEncoder.#check(this);
    return 'utf-8';
  }

  /** A Uint8Array with the UTF-8 of a string. */
  encode(input = '') {
    TextEncoder.#check(this);
    return binding.encode(`${input}`);
  }

  /**
   * Writes UTF-8 into an array, whole characters only.
   * @param {string} src
   * @param {Uint8Array} dest
   * @returns {{ read: number, written: number }} code units and bytes
   */
  encodeInto(src, dest) {
    TextEncoder.#check(this);
    validateString(src, 'src');
    if (!isUint8Array(dest))
      throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    progress ??= new Uint32Array(2);
    binding.encodeInto(src, dest, progress);
    return { read: progress[0], written: progress[1] };
  }

  [customInspectSymbol](depth, options, inspect) {
    TextEncoder.#check(this);
    const shown = { encoding: this.encoding };
    return inspectAs(this, shown, depth, options, inspect);
  }
}

// --- The decoders, one kind a family of encodings ---
//
// decode(bytes, skipBOM) gives a string, or undefined for invalid data where
// that is fatal. tail(bytes) tells how many bytes at the end are the beginning
// of a character.

class Utf8Decoder {
  constructor(fatal) {
    this.fatal = fatal;
  }

  decode(bytes, skipBOM) {
    return binding.decodeUtf8(bytes, this.fatal, skipBOM);
  }

  tail(bytes) {
    return binding.utf8Tail(bytes);
  }
}

class Utf16Decoder {
  constructor(fatal, isBigEndian) {
    this.fatal = fatal;
    this.isBigEndian = isBigEndian;
  }

  decode(bytes, skipBOM) {
    return binding.decodeUtf16(bytes, this.fatal, skipBOM, this.isBigEndian);
  }

  tail(bytes) {
    const odd = bytes.length % 2;
    const last = bytes.length - odd - (this.isBigEndian ? 2 : 1);
    const isHighSurrogate = last >= 0 && (bytes[last] & 0xfc) === 0xd8;
    return isHighSurrogate ? odd + 2 : odd;
  }
}

class SingleByteDecoder {
  constructor(fatal, table) {
    this.fatal = fatal;
    this.table = table;
  }

  decode(bytes) {
    return binding.decodeSingleByte(bytes, this.fatal, this.table);
  }

  tail() {
    return 0;
  }
}

// What ICU calls the multi-byte encodings of the standard.
const converterNames = {
  '__proto__': null,
  'gbk': 'gb18030',
  'gb18030': 'gb18030',
  'big5': 'big5-hkscs',
  'euc-jp': 'euc-jp',
  'iso-2022-jp': 'iso-2022-jp',
  'shift_jis': 'ibm-943_P15A-2003',
  'euc-kr': 'windows-949-2000',
};

function makeDecoder(name, fatal) {
  if (name === 'utf-8') return new Utf8Decoder(fatal);
  if (name === 'utf-16le') return new Utf16Decoder(fatal, false);
  if (name === 'utf-16be') return new Utf16Decoder(fatal, true);
  const table = require('internal/encoding_tables').makeTable(name);
  if (table !== undefined) return new SingleByteDecoder(fatal, table);
  return undefined;
}

// --- TextDecoder ---

let labels = null;

/** The name of an encoding from one of its labels, or undefined. */
function getEncodingFromLabel(label) {
  if (label === 'utf-8' || label === 'utf8') return 'utf-8';
  labels ??= require('internal/encoding_tables').makeLabels();
  const trimmed = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '');
  return labels.get(trimmed.toLowerCase());
}

const noBytes = new Uint8Array(0);

function toBytes(input) {
  if (isUint8Array(input)) return input;
  if (isView(input)) {
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  if (isAnyArrayBuffer(input))
    return input.detached ? noBytes : new Uint8Array(input);
  throw new ERR_INVALID_ARG_TYPE(
    'list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
}

function concat(first, second) {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first, 0);
  bytes.set(second, first.length);
  return bytes;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #decoder; // undefined: a Converter of ICU is made when needed
  #converter = null;
  #pending = null; // the beginning of a character, while streaming
  #isInside = false; // a stream has begun and not ended
  #isAtStart = true; // nothing of that stream has been decoded

  constructor(encoding = 'utf-8', options = kEmptyObject) {
    const label = `${encoding}`;
    validateObject(options, 'options',
                   { allowArray: true, allowFunction: true, nullable: true });
    const name = getEncodingFromLabel(label);
    if (name === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(label);
    this.#encoding = name;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
    this.#decoder = makeDecoder(name, this.#fatal);
    if (this.#decoder === undefined) this.#makeConverter(label);
  }

  #makeConverter(label) {
    const name = converterNames[this.#encoding];
    if (name === undefined || binding.Converter === undefined)
      throw new ERR_ENCODING_NOT_SUPPORTED(label);
    this.#converter = new binding.Converter(name, this.#fatal);
  }

  static #check(value) {
    if (!isObject(value) || !(#encoding in value))
      throw new ERR_INVALID_THIS('TextDecoder');
  }

  get encoding() {
    TextDecoder.#check(this);
    return this.#encoding;
  }

  get fatal() {
    TextDecoder.#check(this);
    return this.#fatal;
  }

  get ignoreBOM() {
    TextDecoder.#check(this);
    return this.#ignoreBOM;
  }

  /**
   * Decodes bytes; with `stream` a character may be cut at their end.
   * @param {ArrayBuffer|ArrayBufferView} [input]
   * @param {{ stream?: boolean }} [options]
   */
  decode(input = noBytes, options = kEmptyObject) {
    TextDecoder.#check(this);
    const bytes = toBytes(input);
    if (options !== kEmptyObject) {
      validateObject(options, 'options', {
        allowArray: true, allowFunction: true, nullable: true,
      });
    }
    const isStream = Boolean(options?.stream);
    let text;
    if (this.#converter !== null)
      text = this.#converter.decode(bytes, !isStream);
    else if (isStream || this.#isInside)
      text = this.#decodePart(bytes, isStream);
    else
      text = this.#decoder.decode(bytes, !this.#ignoreBOM);
    if (text !== undefined) return text;

    this.#pending = null;
    this.#isInside = false;
    throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding, undefined);
  }

  // Only the first bytes of a stream can be a byte order mark.
  #decodePart(bytes, isStream) {
    const isFirst = !this.#isInside || this.#isAtStart;
    const whole = this.#withoutTail(bytes, isStream);
    this.#isInside = isStream;
    this.#isAtStart = isFirst && whole.length === 0;
    return this.#decoder.decode(whole, isFirst && !this.#ignoreBOM);
  }

  // Puts what was pending before the bytes, and keeps an unfinished character.
  #withoutTail(bytes, isStream) {
    if (this.#pending !== null) bytes = concat(this.#pending, bytes);
    this.#pending = null;
    const tail = isStream ? this.#decoder.tail(bytes) : 0;
    if (tail === 0) return bytes;
    this.#pending = new Uint8Array(bytes.subarray(bytes.length - tail));
    return bytes.subarray(0, bytes.length - tail);
  }

  [customInspectSymbol](depth, options, inspect) {
    TextDecoder.#check(this);
    const shown = {
      encoding: this.#encoding,
      fatal: this.#fatal,
      ignoreBOM: this.#ignoreBOM,
    };
    return inspectAs(this, shown, depth, options, inspect);
  }
}

Object.defineProperties(TextEncoder.prototype, {
  encode: kEnumerableProperty,
  encodeInto: kEnumerableProperty,
  encoding: kEnumerableProperty,
  [Symbol.toStringTag]: { configurable: true, value: 'TextEncoder' },
});
Object.defineProperties(TextDecoder.prototype, {
  decode: kEnumerableProperty,
  encoding: kEnumerableProperty,
  fatal: kEnumerableProperty,
  ignoreBOM: kEnumerableProperty,
  [Symbol.toStringTag]: { configurable: true, value: 'TextDecoder' },
});

module.exports = { TextDecoder, TextEncoder, getEncodingFromLabel };
