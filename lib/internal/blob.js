'use strict';
// Blob, object URLs, and blobs of files: https://w3c.github.io/FileAPI/

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_STATE,
    ERR_INVALID_THIS,
  },
} = require('internal/errors');
const {
  customInspectSymbol,
  kEmptyObject,
  kEnumerableProperty,
} = require('internal/util');
const { isAnyArrayBuffer } = require('internal/util/types');
const { validateObject } = require('internal/validators');
const { registerCloneable } = require('internal/messaging/cloneable');
const encoding = internalBinding('encoding');

const { isView } = ArrayBuffer;
const kMaxChunk = 65536; // bytes a stream of a file gives at once

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

// --- Parts ---
//
// A blob is a list of parts that never change: bytes in memory, or a range of
// a file. A slice has parts of its own over the same memory.

class MemoryPart {
  constructor(bytes) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  slice(start, end) {
    return new MemoryPart(this.bytes.subarray(start, end));
  }

  read() {
    return this.bytes;
  }
}

function notReadable() {
  const { DOMException } = require('internal/dom_exception');
  return new DOMException('The blob could not be read', 'NotReadableError');
}

/** A range of a file, as long as the file stays what it was. */
class FilePart {
  constructor(path, stat, start, end) {
    this.path = path;
    this.stat = stat;
    this.start = start;
    this.size = end - start;
  }

  slice(start, end) {
    return new FilePart(this.path, this.stat, this.start + start,
                        this.start + end);
  }

  async #check(file) {
    const now = await file.stat();
    const { size, mtimeMs } = this.stat;
    if (now.size !== size || now.mtimeMs !== mtimeMs) throw notReadable();
  }

  async read() {
    const chunks = [];
    for await (const chunk of this.chunks()) chunks.push(chunk);
    return concat(chunks, this.size);
  }

  async *chunks() {
    const { open } = require('fs/promises');
    const file = await open(this.path, 'r');
    try {
      let done = 0;
      // Looked at even if nothing is to be read.
      do {
        await this.#check(file);
        const bytes = new Uint8Array(Math.min(kMaxChunk, this.size - done));
        const { bytesRead } = bytes.length === 0 ? { bytesRead: 0 } :
          await file.read(bytes, 0, bytes.length, this.start + done);
        if (bytesRead === 0 && bytes.length > 0) throw notReadable();
        if (bytesRead > 0) yield bytes.subarray(0, bytesRead);
        done += bytesRead;
      } while (done < this.size);
    } finally {
      await file.close();
    }
  }
}

function concat(chunks, size) {
  const bytes = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}

function sliceParts(parts, start, end) {
  const result = [];
  for (const part of parts) {
    if (end <= 0) break;
    const first = Math.max(start, 0);
    const last = Math.min(end, part.size);
    // A file's range stays even if it is empty: reading it checks the file.
    if (first < last) result.push(part.slice(first, last));
    start -= part.size;
    end -= part.size;
  }
  return result;
}

// --- The constructor's arguments ---

const lineEndings = /\r\n?|\n/g;

function bytesOf(view) {
  // A copy: the program may change what it gave.
  if (isView(view)) {
    return new Uint8Array(
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
  return new Uint8Array(new Uint8Array(view));
}

function toParts(source) {
  if (isBlob(source)) return partsOf(source);
  if (isAnyArrayBuffer(source) || isView(source)) {
    const bytes = bytesOf(source);
    return bytes.length > 0 ? [new MemoryPart(bytes)] : [];
  }
  const text = `${source}`.toWellFormed();
  return text === '' ? [] : [text];
}

/**
 * The parts of what a program gives; strings among them, as how their lines end
 * is an option, and options are looked at later.
 */
function collectParts(sources) {
  // Looked up once, as Web IDL has it.
  const iterate = isObject(sources) ? sources[Symbol.iterator] : undefined;
  if (typeof iterate !== 'function')
    throw new ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
  const parts = [];
  const sequence = {
    [Symbol.iterator]: () => Reflect.apply(iterate, sources, []),
  };
  for (const source of sequence) parts.push(...toParts(source));
  return parts;
}

function encodeTexts(parts, endings) {
  for (let i = 0; i < parts.length; i++) {
    let text = parts[i];
    if (typeof text !== 'string') continue;
    if (endings === 'native') {
      text = text.replace(lineEndings, require('os').EOL);
    }
    parts[i] = new MemoryPart(encoding.encode(text));
  }
  return parts;
}

function sizeOf(parts) {
  let size = 0;
  for (const part of parts) size += part.size;
  return size;
}

// A type has printable ASCII only, in lower case.
function normalizeType(type) {
  const text = `${type}`;
  return /[^\x20-\x7e]/.test(text) ? '' : text.toLowerCase();
}

function checkEndings(endings) {
  if (endings === undefined) return 'transparent';
  const text = `${endings}`;
  if (text !== 'transparent' && text !== 'native')
    throw new ERR_INVALID_ARG_VALUE('options.endings', endings);
  return text;
}

/** Web IDL's [Clamp]: of two integers as near as each other, the even one. */
function roundToEven(number) {
  const rounded = Math.round(number);
  return rounded - number === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function toIndex(value, name, size, fallback) {
  if (value === undefined) return fallback;
  if (typeof value === 'bigint' || typeof value === 'symbol') {
    const type = typeof value === 'bigint' ? 'BigInt' : 'Symbol';
    const error = new TypeError(
      `${name} is a ${type} and cannot be converted to a number.`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const index = roundToEven(+value) || 0;
  return index < 0 ? Math.max(size + index, 0) : Math.min(index, size);
}

let partsOf; // (blob): its parts
let blobOf; // (parts, type): a blob

const kFromParts = Symbol('kFromParts');

/** Immutable bytes with a type. */
class Blob {
  #parts;
  #size;
  #type;

  static {
    partsOf = (blob) => blob.#parts;
    blobOf = (parts, type) => new Blob(parts, kFromParts, type);
  }

  /**
   * @param {Iterable<string|ArrayBuffer|ArrayBufferView|Blob>} [sources]
   * @param {{ type?: string, endings?: 'transparent'|'native' }} [options]
   */
  constructor(sources = [], options = kEmptyObject, type = '') {
    if (options === kFromParts) {
      this.#parts = sources;
      this.#type = type;
    } else {
      const parts = collectParts(sources);
      validateObject(options ?? kEmptyObject, 'options',
                     { allowArray: true, allowFunction: true });
      this.#parts = encodeTexts(parts, checkEndings(options?.endings));
      const { type: givenType = '' } = options ?? kEmptyObject;
      this.#type = normalizeType(givenType);
    }
    this.#size = sizeOf(this.#parts);
  }

  static #check(value) {
    if (!isObject(value) || !(#parts in value))
      throw new ERR_INVALID_THIS('Blob');
  }

  static isBlob(value) {
    return isObject(value) && #parts in value;
  }

  get type() {
    Blob.#check(this);
    return this.#type;
  }

  get size() {
    Blob.#check(this);
    return this.#size;
  }

  /** A blob over a part of the bytes, which are not copied. */
  slice(start, end, contentType = '') {
    Blob.#check(this);
    const size = this.#size;
    const first = toIndex(start, 'start', size, 0);
    const last = Math.max(toIndex(end, 'end', size, size), first);
    return blobOf(sliceParts(this.#parts, first, last),
                  normalizeType(contentType));
  }

  async #bytes() {
    const chunks = [];
    for (const part of this.#parts) {
      const bytes = part.read();
      chunks.push(bytes instanceof Promise ? await bytes : bytes);
    }
    return concat(chunks, this.#size);
  }

  async arrayBuffer() {
    Blob.#check(this);
    return (await this.#bytes()).buffer;
  }

  async bytes() {
    Blob.#check(this);
    return this.#bytes();
  }

  /** The bytes as UTF-8 text. */
  async text() {
    Blob.#check(this);
    return encoding.decodeUtf8(await this.#bytes(), false, true);
  }

  /** A ReadableStream of the bytes. */
  stream() {
    Blob.#check(this);
    const { ReadableStream } = require('stream/web');
    const chunks = chunksOf(this.#parts);
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        controller.enqueue(value);
      },
      async cancel() {
        await chunks.return();
      },
    }, { highWaterMark: 0 });
  }

  /** A ReadableStream of the text, decoded as UTF-8. */
  textStream() {
    Blob.#check(this);
    const { TextDecoderStream } = require('stream/web');
    return this.stream().pipeThrough(new TextDecoderStream());
  }

  [customInspectSymbol](depth, options, inspect) {
    Blob.#check(this);
    return inspectBlob(this, { size: this.size, type: this.type }, depth,
                       options, inspect);
  }
}

const { isBlob } = Blob;
delete Blob.isBlob;

// A stream hands its chunks over for good: each gets a copy.
async function *chunksOf(parts) {
  for (const part of parts) {
    if (part instanceof FilePart) yield* part.chunks();
    else yield new Uint8Array(part.bytes);
  }
}

function inspectBlob(blob, shown, depth, options, inspect) {
  const { name } = blob.constructor;
  if (typeof depth === 'number' && depth < 0) return `[${name}]`;
  const inner = {
    ...options,
    depth: options.depth === null ? null : options.depth - 1,
  };
  return `${name} ${inspect(shown, inner)}`;
}

Object.defineProperties(Blob.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'Blob' },
  size: kEnumerableProperty,
  type: kEnumerableProperty,
  slice: kEnumerableProperty,
  stream: kEnumerableProperty,
  text: kEnumerableProperty,
  textStream: kEnumerableProperty,
  arrayBuffer: kEnumerableProperty,
  bytes: kEnumerableProperty,
});

// --- Blobs of files: fs.openAsBlob() ---

/**
 * A blob of a file, read when it is needed.
 * @param {string|Buffer|URL} path
 * @param {{ size: number, mtimeMs: number }} stat of the file now
 * @param {string} type
 */
function createBlobFromFile(path, stat, type = '') {
  return blobOf([new FilePart(path, stat, 0, stat.size)], normalizeType(type));
}

/** What structuredClone takes of a blob: memory only. */
function serializeBlob(blob) {
  const parts = partsOf(blob);
  if (parts.some((part) => part instanceof FilePart))
    throw new ERR_INVALID_STATE('File-backed Blobs are not cloneable');
  return { parts: parts.map((part) => part.bytes), type: blob.type };
}

/** The blob that serializeBlob was given. */
function deserializeBlob({ parts, type }) {
  return blobOf(parts.map((bytes) => new MemoryPart(bytes)), type);
}

// --- Object URLs ---

const objects = new Map(); // blob by id

function createObjectURL(blob) {
  if (!isBlob(blob)) throw new ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
  const id = require('crypto').randomUUID();
  objects.set(id, blobOf(partsOf(blob), blob.type));
  return `blob:nodedata:${id}`;
}

// The id in an object URL, or undefined.
function idOf(url) {
  const match = /^blob:nodedata:([^?#]*)/.exec(url);
  return match === null ? undefined : match[1];
}

function revokeObjectURL(url) {
  objects.delete(idOf(url));
}

/** The blob of an object URL, or undefined. */
function resolveObjectURL(url) {
  return objects.get(idOf(`${url}`));
}

registerCloneable(Blob, {
  key: 'internal/blob:Blob',
  isInstance: isBlob,
  write: serializeBlob,
  read: deserializeBlob,
});

module.exports = {
  Blob,
  createBlobFromFile,
  createObjectURL,
  deserializeBlob,
  inspectBlob,
  isBlob,
  resolveObjectURL,
  revokeObjectURL,
  serializeBlob,
};
