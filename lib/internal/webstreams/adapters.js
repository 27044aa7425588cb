'use strict';

// Between Node's streams and the web's: `Readable.toWeb()`, `fromWeb()` and so
// on.

const { Buffer } = require('buffer');
const process = require('internal/process');
const {
  AbortError,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_PREMATURE_CLOSE,
  },
} = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const { isAnyArrayBuffer, isArrayBuffer } = require('internal/util/types');
const { validateBoolean, validateObject, validateOneOf } =
  require('internal/validators');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const {
  isDestroyed,
  isReadable,
  isReadableNodeStream,
  isWritable,
  isWritableEnded,
  isWritableNodeStream,
} = require('internal/streams/utils');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } =
  require('internal/webstreams/queuing_strategies');
const { ReadableStream, isReadableStream, readableCoreOf } =
  require('internal/webstreams/readable');
const { WritableStream, isWritableStream, writableCoreOf } =
  require('internal/webstreams/writable');
const { ReaderCore } = require('internal/webstreams/readable_core');
const { WriterCore } = require('internal/webstreams/writable_core');
const { nop, whenSettled } = require('internal/webstreams/util');

/** Errors of Node's streams as the web knows them. */
function toWebError(error) {
  if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new AbortError(undefined, { cause: error });
  }
  if (isZlibError(error)) {
    const typeError = new TypeError(undefined, { cause: error });
    typeError.code = error.code;
    return typeError;
  }
  return error;
}

const zlibCode = /^(?:Z_|ERR__ERROR_|ERR_BROTLI|ERR_TRAILING_JUNK)/;

function isZlibError(error) {
  const code = error?.code;
  return typeof code === 'string' && zlibCode.test(code);
}

/** Listens to the end of a side of a Node stream, once. */
function onEnd(stream, side, callback) {
  const cleanup = eos(stream, side, (error) => {
    cleanup();
    // Errors that still come are nobody's.
    stream.on('error', nop);
    callback(toWebError(error));
  });
}

// ---- Node's to the web's ----------------------------------------------------

/** A sink that writes to a Writable. */
class WritableSink {
  constructor(writable) {
    this.writable = writable;
    this.controller = null;
    // The write that waits for 'drain'.
    this.draining = null;
    this.closing = null;
    writable.on('drain', () => {
      this.draining?.resolve();
      this.draining = null;
    });
    onEnd(writable, { readable: false }, (error) => this.onEnd(error));
  }

  onEnd(error) {
    const { closing } = this;
    this.closing = null;
    if (error === undefined && closing !== null) {
      closing.resolve();
      return;
    }
    const reason = error ?? new AbortError();
    this.draining?.reject(reason);
    this.draining = null;
    if (error !== undefined) closing?.reject(reason);
    this.controller.error(reason);
  }

  start(controller) {
    this.controller = controller;
  }

  write(chunk) {
    const { writable } = this;
    if (isAnyArrayBuffer(chunk) && !writable.writableObjectMode) {
      chunk = new Uint8Array(chunk);
    }
    if (!writable.writableNeedDrain && writable.write(chunk)) return undefined;
    this.draining = Promise.withResolvers();
    return this.draining.promise;
  }

  abort(reason) {
    destroyer(this.writable, reason);
  }

  close() {
    if (this.closing === null) {
      this.closing = Promise.withResolvers();
      if (isWritableEnded(this.writable)) {
        process.nextTick(() => this.closing?.resolve());
      } else {
        this.writable.end();
      }
    }
    return this.closing.promise;
  }
}

/** The sink of a CompressionStream, which takes bytes, and text as UTF-8. */
class CompressionSink extends WritableSink {
  write(chunk) {
    try {
      checkBufferSource(chunk);
      return super.write(chunk);
    } catch (error) {
      // The readable side fails too.
      destroyer(this.writable, error);
      throw error;
    }
  }
}

function checkBufferSource(chunk) {
  if (typeof chunk === 'string') return;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  const memory = ArrayBuffer.isView(chunk) ? chunk.buffer : chunk;
  if (!isArrayBuffer(memory)) {
    throw new ERR_INVALID_ARG_TYPE(
      'chunk', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
}

/** The two sides of a CompressionStream or DecompressionStream. */
function newCompressionPair(duplex) {
  return {
    writable: new WritableStream(new CompressionSink(duplex), {
      highWaterMark: duplex.writableHighWaterMark,
    }),
    readable: newReadableStreamFromStreamReadable(duplex),
  };
}

/**
 * @param {Writable} writable
 * @returns {WritableStream}
 */
function newWritableStreamFromStreamWritable(writable) {
  if (!isWritableNodeStream(writable)) {
    throw new ERR_INVALID_ARG_TYPE(
      'streamWritable', 'stream.Writable', writable);
  }
  if (isDestroyed(writable) || !isWritable(writable)) {
    return closedWritableStream();
  }
  const highWaterMark = writable.writableHighWaterMark;
  const strategy = writable.writableObjectMode ?
    new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
  return new WritableStream(new WritableSink(writable), strategy);
}

function closedWritableStream() {
  const stream = new WritableStream();
  stream.close();
  return stream;
}

function closedReadableStream(type) {
  const stream = new ReadableStream({ type });
  stream.cancel();
  return stream;
}

/** A source that reads from a Readable. */
class ReadableSource {
  constructor(readable, type) {
    this.readable = readable;
    this.type = type;
    this.controller = null;
    this.cancelled = false;
    // Pooled Buffers must not be given away.
    this.copies = !readable.readableObjectMode;
    readable.pause();
    onEnd(readable, { writable: false }, (error) => this.onEnd(error));
    readable.on('data', (chunk) => this.onData(chunk));
  }

  onData(chunk) {
    if (this.cancelled) return;
    if (this.copies && chunk instanceof Buffer) chunk = new Uint8Array(chunk);
    this.controller.enqueue(chunk);
    if (this.controller.desiredSize <= 0) this.readable.pause();
  }

  onEnd(error) {
    if (error) {
      this.controller.error(error);
      return;
    }
    if (this.cancelled) return;
    this.controller.close();
    if (this.type === 'bytes') this.controller.byobRequest?.respond(0);
  }

  start(controller) {
    this.controller = controller;
  }

  pull() {
    this.readable.resume();
  }

  cancel(reason) {
    this.cancelled = true;
    destroyer(this.readable, reason);
  }
}

function strategyFor(readable, options, type) {
  if (options?.strategy) return options.strategy;
  const highWaterMark = readable.readableHighWaterMark;
  if (type === 'bytes') return { highWaterMark };
  return readable.readableObjectMode ?
    new CountQueuingStrategy({ highWaterMark }) :
    new ByteLengthQueuingStrategy({ highWaterMark });
}

/**
 * @param {Readable} readable
 * @param {{ strategy?: object, type?: 'bytes' }} [options]
 * @returns {ReadableStream}
 */
function newReadableStreamFromStreamReadable(readable, options) {
  if (!isReadableNodeStream(readable)) {
    throw new ERR_INVALID_ARG_TYPE(
      'streamReadable', 'stream.Readable', readable);
  }
  const type = options?.type;
  if (type !== undefined) validateOneOf(type, 'options.type', ['bytes']);
  if (isDestroyed(readable) || !isReadable(readable)) {
    return closedReadableStream(type);
  }
  const strategy = strategyFor(readable, options, type);
  return new ReadableStream(new ReadableSource(readable, type), strategy);
}

/**
 * @param {Duplex} duplex
 * @param {{ readableType?: 'bytes' }} [options]
 * @returns {{ readable: ReadableStream, writable: WritableStream }}
 */
function newReadableWritablePairFromDuplex(duplex, options = kEmptyObject) {
  if (typeof duplex?._writableState !== 'object' ||
      typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;
  if (type !== undefined) {
    const name = options.readableType === undefined ? 'type' : 'readableType';
    validateOneOf(type, `options.${name}`, ['bytes']);
  }
  if (isDestroyed(duplex)) {
    return {
      readable: closedReadableStream(type),
      writable: closedWritableStream(),
    };
  }
  return {
    writable: isWritable(duplex) ?
      newWritableStreamFromStreamWritable(duplex) : closedWritableStream(),
    readable: isReadable(duplex) ?
      newReadableStreamFromStreamReadable(duplex, { type }) :
      closedReadableStream(type),
  };
}

// ---- the web's to Node's ----------------------------------------------------

/** The writable half of a Node stream: writes to a WritableStream. */
class WebWriter {
  constructor(stream) {
    this.writer = new WriterCore(writableCoreOf(stream));
    this.closed = false;
    // The Node stream.
    this.node = null;
  }

  watch() {
    whenSettled(this.writer.closed.promise, () => {
      this.closed = true;
      if (!isWritableEnded(this.node)) {
        destroyer(this.node, new ERR_STREAM_PREMATURE_CLOSE());
      }
    }, (error) => {
      this.closed = true;
      destroyer(this.node, error);
    });
  }

  /** A callback that may throw, when a promise is settled. */
  settle(promise, callback) {
    whenSettled(promise, () => this.call(callback, undefined),
                (error) => this.call(callback, error));
  }

  call(callback, error) {
    try {
      callback(error);
    } catch (thrown) {
      // In a promise reaction it would be an unhandled rejection.
      process.nextTick(() => destroyer(this.node, thrown));
    }
  }

  write(chunk, callback) {
    whenSettled(this.writer.ready.promise, () => {
      this.settle(this.writer.write(chunk), callback);
    }, (error) => this.call(callback, error));
  }

  writev(writes, callback) {
    whenSettled(this.writer.ready.promise, () => {
      const written = writes.map(({ chunk }) => this.writer.write(chunk));
      this.settle(Promise.all(written), callback);
    }, (error) => this.call(callback, error));
  }

  final(callback) {
    if (this.closed) callback();
    else this.settle(this.writer.close(), callback);
  }

  /** @returns {Promise|null} null: there is nothing to end */
  end(error) {
    if (this.closed) return null;
    return error === null || error === undefined ? this.writer.close() :
      this.writer.abort(error);
  }
}

/** The readable half of a Node stream: reads from a ReadableStream. */
class WebReader {
  constructor(stream) {
    this.reader = new ReaderCore(readableCoreOf(stream), false);
    this.closed = false;
    // The Node stream.
    this.node = null;
    // Inside read(): what comes now may be pushed at once.
    this.reading = false;
  }

  watch() {
    whenSettled(this.reader.closed.promise, () => { this.closed = true; },
                (error) => {
                  this.closed = true;
                  destroyer(this.node, error);
                });
  }

  read() {
    this.reading = true;
    this.reader.readTo(this);
    this.reading = false;
  }

  chunkSteps(chunk) {
    this.push(chunk);
  }

  closeSteps() {
    this.push(null);
  }

  errorSteps(error) {
    destroyer(this.node, error);
  }

  push(chunk) {
    if (this.reading) {
      this.node.push(chunk);
    } else {
      // The source's enqueue() is on the stack.
      process.nextTick(pushLater, this.node, chunk);
    }
  }

  /** @returns {Promise|null} null: there is nothing to end */
  end(error) {
    return this.closed ? null : this.reader.cancel(error);
  }
}

function pushLater(readable, chunk) {
  readable.push(chunk);
}

/** `_destroy()` when all of `promises` (which may be null) are settled. */
function destroyAfter(promises, error, callback) {
  const done = () => process.nextTick(callback, error);
  whenSettled(Promise.allSettled(promises), done, done);
}

function checkWritableOptions({ decodeStrings = true, objectMode = false }) {
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
}

function checkReadableOptions({ encoding, objectMode = false }) {
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  }
  validateBoolean(objectMode, 'options.objectMode');
}

/**
 * @param {WritableStream} stream
 * @param {object} [options] highWaterMark, decodeStrings, objectMode, signal
 * @returns {Writable}
 */
function newStreamWritableFromWritableStream(stream, options = kEmptyObject) {
  if (!isWritableStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', stream);
  }
  validateObject(options, 'options');
  checkWritableOptions(options);

  const Writable = require('internal/streams/writable');
  const web = new WebWriter(stream);
  web.node = new Writable({
    highWaterMark: options.highWaterMark,
    objectMode: options.objectMode,
    decodeStrings: options.decodeStrings,
    signal: options.signal,
    write(chunk, encoding, callback) { web.write(chunk, callback); },
    writev(writes, callback) { web.writev(writes, callback); },
    final(callback) { web.final(callback); },
    destroy(error, callback) {
      destroyAfter([web.end(error)], error, callback);
    },
  });
  web.watch();
  return web.node;
}

/**
 * @param {ReadableStream} stream
 * @param {object} [options] highWaterMark, encoding, objectMode, signal
 * @returns {Readable}
 */
function newStreamReadableFromReadableStream(stream, options = kEmptyObject) {
  if (!isReadableStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', stream);
  }
  validateObject(options, 'options');
  checkReadableOptions(options);

  const Readable = require('internal/streams/readable');
  const web = new WebReader(stream);
  web.node = new Readable({
    highWaterMark: options.highWaterMark,
    encoding: options.encoding,
    objectMode: options.objectMode,
    signal: options.signal,
    read() { web.read(); },
    destroy(error, callback) {
      destroyAfter([web.end(error)], error, callback);
    },
  });
  web.watch();
  return web.node;
}

/**
 * @param {{ readable: ReadableStream, writable: WritableStream }} pair
 * @param {object} [options] of the Duplex
 * @returns {Duplex}
 */
function newStreamDuplexFromReadableWritablePair(pair = kEmptyObject,
                                                 options = kEmptyObject) {
  validateObject(pair, 'pair');
  const { readable, writable } = pair;
  if (!isReadableStream(readable)) {
    throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readable);
  }
  if (!isWritableStream(writable)) {
    throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writable);
  }
  validateObject(options, 'options');
  const { allowHalfOpen = false } = options;
  validateBoolean(allowHalfOpen, 'options.allowHalfOpen');
  checkReadableOptions(options);
  checkWritableOptions(options);

  const Duplex = require('internal/streams/duplex');
  const writer = new WebWriter(writable);
  const reader = new WebReader(readable);
  const duplex = new Duplex({
    allowHalfOpen,
    highWaterMark: options.highWaterMark,
    objectMode: options.objectMode,
    encoding: options.encoding,
    decodeStrings: options.decodeStrings,
    signal: options.signal,
    write(chunk, encoding, callback) { writer.write(chunk, callback); },
    writev(writes, callback) { writer.writev(writes, callback); },
    final(callback) { writer.final(callback); },
    read() { reader.read(); },
    destroy(error, callback) {
      destroyAfter([writer.end(error), reader.end(error)], error, callback);
    },
  });
  writer.node = duplex;
  reader.node = duplex;
  writer.watch();
  reader.watch();
  return duplex;
}

module.exports = {
  newCompressionPair,
  newReadableStreamFromStreamReadable,
  newReadableWritablePairFromDuplex,
  newStreamDuplexFromReadableWritablePair,
  newStreamReadableFromReadableStream,
  newStreamWritableFromWritableStream,
  newWritableStreamFromStreamWritable,
};
