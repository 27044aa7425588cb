'use strict';
// Compression as transforms of stream/iter.
// https://nodejs.org/api/zlib.html#iterable-compression

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { emitExperimentalWarning, kEmptyObject } = require('internal/util');
const { validateObject } = require('internal/validators');
const { kOnWrite, makeCodec } = require('internal/zlib/codec');
const { readSettings, stable } = require('internal/zlib/settings');
const { constants } = internalBinding('zlib');

emitExperimentalWarning('zlib/iter');

const {
  BROTLI_DECODE, BROTLI_ENCODE, DEFLATE, GUNZIP, GZIP, INFLATE, ZSTD_COMPRESS,
  ZSTD_DECOMPRESS, BROTLI_PARAM_LGWIN, BROTLI_PARAM_QUALITY,
} = constants;

// Output is gathered in chunks of this size, and input that is smaller is
// written at once.
const kChunkSize = 65536;

const noBytes = new Uint8Array(0);

// For streams that are made while somebody waits: not the smallest output.
const deflateDefaults = { level: 4, memLevel: 9 };
const brotliDefaults = { [BROTLI_PARAM_QUALITY]: 6, [BROTLI_PARAM_LGWIN]: 20 };

// --- Settings -------------------------------------------------------------------------

function checkParams(params) {
  if (params === null || typeof params !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options.params', 'Object', params);
  }
}

function settingsOf(mode, options) {
  const all = { chunkSize: kChunkSize, ...options };
  if (all.params !== undefined) checkParams(all.params);
  if (mode === GZIP || mode === DEFLATE) {
    all.level ??= deflateDefaults.level;
    all.memLevel ??= deflateDefaults.memLevel;
  } else if (mode === BROTLI_ENCODE) {
    all.params = { ...brotliDefaults, ...all.params };
  }
  return readSettings(mode, all);
}

// --- Codecs ---------------------------------------------------------------------------

/** Where a codec writes to: one chunk, handed out when it is full. */
class Output {
  #size;
  #chunk = null;

  constructor(size) { this.#size = size; }

  get chunk() {
    this.#chunk ??= Buffer.allocUnsafeSlow(this.#size);
    return this.#chunk;
  }

  /**
   * What was written.
   * @param {number} room that is left in the chunk
   * @returns {Buffer|null} with no more memory than it needs
   */
  take(room) {
    const chunk = this.#chunk;
    if (room === this.#size) return null;
    if (room > 0) return copyOf(chunk, this.#size - room);
    this.#chunk = null;
    return chunk;
  }
}

function copyOf(chunk, size) {
  const copy = Buffer.allocUnsafeSlow(size);
  copy.set(chunk.subarray(0, size));
  return copy;
}

/** A codec whose writes are promises. */
class AsyncCodec {
  #settings;
  #handle;
  #output;
  // The write at work: its input, operation, the chunks it has made, promise.
  #input = null;
  #operation = 0;
  #chunks = null;
  #call = null;

  constructor(settings) {
    this.#settings = settings;
    this.#output = new Output(settings.chunkSize);
    this.#handle = makeCodec(settings);
    this.#handle.owner = this;
  }

  /**
   * @param {Uint8Array} input
   * @param {boolean} isLast
   * @returns {Promise<Uint8Array[]>} the output
   */
  write(input, isLast) {
    const { finishFlush, flush } = this.#settings;
    this.#operation = isLast ? finishFlush : flush;
    this.#input = stable(input);
    this.#chunks = [];
    this.#call = Promise.withResolvers();
    this.#send(input.byteLength);
    return this.#call.promise;
  }

  #send(unread) {
    const input = this.#input;
    const { chunk } = this.#output;
    this.#handle.write(this.#operation, input, input.byteLength - unread,
                       unread, chunk, 0, chunk.byteLength);
  }

  [kOnWrite](unread, room, error) {
    if (error !== undefined) {
      this.#call.reject(error);
      return;
    }
    const chunk = this.#output.take(room);
    if (chunk !== null) this.#chunks.push(chunk);
    // A full chunk: there may be more to come. Input that is left where there
    // is room stands behind the end of what was compressed.
    if (room === 0) this.#send(unread);
    else this.#call.resolve(this.#chunks);
  }

  close() { this.#handle.close(); }
}

class SyncCodec {
  #settings;
  #handle;
  #output;

  constructor(settings) {
    this.#settings = settings;
    this.#output = new Output(settings.chunkSize);
    this.#handle = makeCodec(settings);
  }

  /** Gives the output, chunk by chunk. */
  * write(input, isLast) {
    const { finishFlush, flush } = this.#settings;
    const operation = isLast ? finishFlush : flush;
    const bytes = stable(input);
    let unread = bytes.byteLength;
    let room;
    do {
      const { chunk } = this.#output;
      room = this.#handle.writeNow(operation, bytes, bytes.byteLength - unread,
                                   unread, chunk, 0, chunk.byteLength);
      unread = this.#handle.unread();
      const made = this.#output.take(room);
      if (made !== null) yield [made];
    } while (room === 0);
  }

  close() { this.#handle.close(); }
}

// --- Transforms -----------------------------------------------------------------------

/** The chunks of a batch, in fewer pieces where they are small. */
function piecesOf(batch) {
  if (batch.length === 1) return batch;
  const pieces = [];
  let small = [];
  let size = 0;
  const gather = () => {
    if (small.length > 0) pieces.push(Buffer.concat(small, size));
    small = [];
    size = 0;
  };
  for (const chunk of batch) {
    if (size + chunk.byteLength > kChunkSize) gather();
    small.push(chunk);
    size += chunk.byteLength;
  }
  gather();
  return pieces;
}

async function* run(mode, options, source) {
  const codec = new AsyncCodec(settingsOf(mode, options));
  try {
    for await (const batch of source) {
      const output = batch === null ? await codec.write(noBytes, true) :
        await writeAll(codec, batch);
      if (output.length > 0) yield output;
    }
  } finally {
    codec.close();
  }
}

async function writeAll(codec, batch) {
  const pieces = piecesOf(batch);
  if (pieces.length === 1) return codec.write(pieces[0], false);
  const output = [];
  for (const piece of pieces) output.push(...await codec.write(piece, false));
  return output;
}

function* runSync(mode, options, source) {
  const codec = new SyncCodec(settingsOf(mode, options));
  try {
    for (const batch of source) {
      if (batch === null) {
        yield* codec.write(noBytes, true);
      } else {
        for (const chunk of piecesOf(batch)) yield* codec.write(chunk, false);
      }
    }
  } finally {
    codec.close();
  }
}

// --- The module's functions -------------------------------------------------------------

/** compressGzip() and the like, by their name. */
function makeFactory(name, mode, transformOf) {
  return { [name](options = kEmptyObject) {
    validateObject(options, 'options');
    return {
      __proto__: null,
      transform: (source) => transformOf(mode, options, source),
    };
  } }[name];
}

for (const [name, mode] of Object.entries({
  compressBrotli: BROTLI_ENCODE,
  compressDeflate: DEFLATE,
  compressGzip: GZIP,
  compressZstd: ZSTD_COMPRESS,
  decompressBrotli: BROTLI_DECODE,
  decompressDeflate: INFLATE,
  decompressGzip: GUNZIP,
  decompressZstd: ZSTD_DECOMPRESS,
})) {
  exports[name] = makeFactory(name, mode, run);
  exports[`${name}Sync`] = makeFactory(`${name}Sync`, mode, runSync);
}
