'use strict';
// ZlibBase: a Transform whose output a codec makes of its input, on a thread of
// the pool, one write after the other.
//
// A codec is given a piece of input and what is left of a chunk of output. It
// is sent off again with the rest of the input whenever it has filled the chunk
// and the readable side has room for more.

const { Buffer } = require('buffer');
const process = require('internal/process');
const {
  codes: {
    ERR_BUFFER_TOO_LARGE, ERR_INTERNAL_ASSERTION, ERR_OUT_OF_RANGE,
    ERR_TRAILING_JUNK_AFTER_STREAM_END,
  },
} = require('internal/errors');
const { checkRangesOrGetDefault, validateFiniteNumber } =
  require('internal/validators');
const { eos: finished } = require('internal/streams/end-of-stream');
const Transform = require('internal/streams/transform');
const { kOnWrite, makeCodec } = require('internal/zlib/codec');
const {
  familyOf, readLevel, readSettings, readStrategy, stable,
} = require('internal/zlib/settings');
const { constants } = internalBinding('zlib');

// An empty chunk with this stands for a call of flush().
const kFlush = Symbol('kFlush');
// The write at work: what to call at its end, its chunk, operation, and how
// much of the chunk the codec has read.
const kCallback = Symbol('kCallback');
const kChunk = Symbol('kChunk');
const kOperation = Symbol('kOperation');
const kRead = Symbol('kRead');
// A write that waits until the readable side has room.
const kWaits = Symbol('kWaits');
// The last chunk has been written with the operation that ends the stream.
const kFinished = Symbol('kFinished');

const noBytes = new Uint8Array(0);

/**
 * The base of all classes; not exported by zlib.
 * @param {object} [options] see zlib.md
 * @param {number} mode
 */
function ZlibBase(options, mode) {
  const settings = readSettings(mode, options);
  Transform.call(this, bytesOnly(options));
  this.bytesWritten = 0;
  this._handle = makeCodec(settings);
  this._handle.owner = this;
  this._outBuffer = null;
  this._outOffset = 0;
  this._chunkSize = settings.chunkSize;
  this._defaultFlushFlag = settings.flush;
  this._finishFlushFlag = settings.finishFlush;
  this._defaultFullFlushFlag = settings.fullFlush;
  this._info = options?.info;
  this._maxOutputLength = settings.maxOutputLength;
  this._rejectGarbageAfterEnd = settings.rejectsRest;
  this._mode = mode;
  this[kCallback] = null;
  this[kChunk] = null;
  this[kOperation] = 0;
  this[kRead] = 0;
  this[kWaits] = false;
  this[kFinished] = false;
  if (isZlib(mode)) {
    this._level = settings.level;
    this._strategy = settings.strategy;
  }
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

function isZlib(mode) {
  return mode <= constants.UNZIP;
}

/** What goes in and comes out is bytes, whatever the options say. */
function bytesOnly(options) {
  if (!options?.encoding && !options?.objectMode &&
      !options?.writableObjectMode) {
    return options;
  }
  return {
    ...options, encoding: null, objectMode: false, writableObjectMode: false,
  };
}

Object.defineProperty(ZlibBase.prototype, '_closed', {
  configurable: true,
  enumerable: true,
  get() { return !this._handle; },
});

function assertOpen(stream) {
  if (!stream._handle) throw new ERR_INTERNAL_ASSERTION('zlib binding closed');
}

/** Makes the codec as it was at first. */
ZlibBase.prototype.reset = function() {
  assertOpen(this);
  this[kFinished] = false;
  return this._handle.reset();
};

// What was written last has ended the codec's stream, or has to now.
ZlibBase.prototype._flush = function(callback) {
  if (this[kFinished]) callback();
  else this._transform(noBytes, '', callback);
};

/**
 * Writes out all that was written so far.
 * @param {number} [kind] an operation of the library
 * @param {Function} [callback]
 */
ZlibBase.prototype.flush = function(kind, callback) {
  if (typeof kind === 'function' ||
      (kind === undefined && callback === undefined)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  kind = checkFlush(this, kind);
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    const chunk = Buffer.alloc(0);
    chunk[kFlush] = kind;
    this.write(chunk, '', callback);
  }
};

function checkFlush(stream, kind) {
  const { maxFlush } = familyOf(stream._mode);
  return checkRangesOrGetDefault(
    kind, 'kind', 0, maxFlush, stream._defaultFullFlushFlag);
}

/**
 * Closes the codec.
 * @param {Function} [callback]
 */
ZlibBase.prototype.close = function(callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

ZlibBase.prototype._destroy = function(error, callback) {
  closeCodec(this);
  callback(error);
};

function closeCodec(stream) {
  // A caller that has replaced the codec's close() keeps it open: minizlib
  // does, to use one for many calls of _processChunk().
  stream._handle?.close();
  stream._handle = null;
}

ZlibBase.prototype._transform = function(chunk, encoding, callback) {
  start(this, chunk, operationFor(this, chunk), callback);
};

// What is written last ends the codec's stream with it. The queue is as long as
// that chunk also where calls of flush() follow: they then end it, too.
function operationFor(stream, chunk) {
  const operation = chunk[kFlush] ?? stream._defaultFlushFlag;
  const isLast = stream.writableEnded &&
                 stream.writableLength === chunk.byteLength;
  if (!isLast) {
    stream[kFinished] = false;
    return operation;
  }
  const finish = stream._finishFlushFlag;
  const last = stronger(operation, finish);
  stream[kFinished] = last === finish;
  return last;
}

/** Of two operations the one that writes more; Z_BLOCK writes least. */
function stronger(a, b) {
  if (a === constants.Z_BLOCK) return b;
  return b === constants.Z_BLOCK ? a : Math.max(a, b);
}

/**
 * Runs the codec over a chunk: with a callback in the background, the output
 * going to the readable side; else at once, returning the output.
 */
ZlibBase.prototype._processChunk = function(chunk, flush, callback) {
  if (typeof callback === 'function') start(this, chunk, flush, callback);
  else return processAtOnce(this, chunk, flush);
};

function processAtOnce(stream, chunk, flush) {
  if (stream._outOffset > stream._chunkSize) {
    throw new ERR_OUT_OF_RANGE(
      'stream._outOffset', `<= ${stream._chunkSize}`, stream._outOffset);
  }
  const handle = stream._handle;
  try {
    const output = handle.writeSync(
      flush, chunk, 0, chunk.byteLength, stream._maxOutputLength);
    if (output === null) {
      throw new ERR_BUFFER_TOO_LARGE(stream._maxOutputLength);
    }
    checkRest(stream, handle.unread());
    stream.bytesWritten += chunk.byteLength - handle.unread();
    return output;
  } finally {
    closeCodec(stream);
  }
}

function checkRest(stream, unread) {
  if (unread > 0 && stream._rejectGarbageAfterEnd) {
    throw new ERR_TRAILING_JUNK_AFTER_STREAM_END();
  }
}

// --- Writes in the background -------------------------------------------------------

function start(stream, chunk, operation, callback) {
  if (!stream._handle) {
    process.nextTick(callback);
    return;
  }
  stream[kCallback] = callback;
  stream[kChunk] = stable(chunk);
  stream[kOperation] = operation;
  stream[kRead] = 0;
  send(stream);
}

function send(stream) {
  if (stream._outBuffer === null) {
    stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
    stream._outOffset = 0;
  }
  const chunk = stream[kChunk];
  const read = stream[kRead];
  const offset = stream._outOffset;
  stream._handle.write(
    stream[kOperation], chunk, read, chunk.byteLength - read,
    stream._outBuffer, offset, stream._chunkSize - offset);
}

/** Ends the write at work. */
function end(stream) {
  const callback = stream[kCallback];
  stream[kCallback] = null;
  stream[kChunk] = null;
  callback();
}

/** The codec has run. */
ZlibBase.prototype[kOnWrite] = function(unread, room, error) {
  if (this.destroyed) {
    end(this);
  } else if (error !== undefined) {
    this[kCallback] = null;
    this[kChunk] = null;
    this.destroy(error);
  } else {
    onOutput(this, unread, room);
  }
};

function onOutput(stream, unread, room) {
  const read = stream[kChunk].byteLength - unread;
  stream.bytesWritten += read - stream[kRead];
  stream[kRead] = read;
  const wantsMore = pushOutput(stream, room);
  if (stream.destroyed) end(stream);
  else if (room > 0) onAllRead(stream, unread);
  else if (wantsMore) send(stream);
  else stream[kWaits] = true;
}

/** Hands out what is new in the chunk of output. */
function pushOutput(stream, room) {
  const from = stream._outOffset;
  const to = stream._chunkSize - room;
  const buffer = stream._outBuffer;
  stream._outOffset = to;
  if (room === 0) stream._outBuffer = null;
  return to > from ? stream.push(buffer.slice(from, to)) : true;
}

/** With room left, input is only left behind the stream's end. */
function onAllRead(stream, unread) {
  if (unread > 0) {
    if (stream._rejectGarbageAfterEnd) {
      stream.destroy(new ERR_TRAILING_JUNK_AFTER_STREAM_END());
      return;
    }
    stream.push(null);
  }
  end(stream);
}

ZlibBase.prototype._read = function(size) {
  if (this[kWaits]) {
    this[kWaits] = false;
    if (this.destroyed || !this._handle) end(this);
    else send(this);
  } else {
    Transform.prototype._read.call(this, size);
  }
};

// --- What only zlib's own have ------------------------------------------------------

/** The base of the classes that are not Brotli's or Zstandard's. */
function Zlib(options, mode) {
  ZlibBase.call(this, options, mode);
}
Object.setPrototypeOf(Zlib.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zlib, ZlibBase);

/**
 * Changes how what is written from now on is compressed.
 * @param {number} level
 * @param {number} strategy
 * @param {Function} [callback]
 */
Zlib.prototype.params = function(level, strategy, callback) {
  level = readNumber(level, 'level', readLevel);
  strategy = readNumber(strategy, 'strategy', readStrategy);
  if (this._level === level && this._strategy === strategy) {
    if (callback) process.nextTick(callback);
    return;
  }
  this.flush(constants.Z_SYNC_FLUSH, () => {
    assertOpen(this);
    this._handle.params(level, strategy);
    if (this.destroyed) return;
    this._level = level;
    this._strategy = strategy;
    if (callback) callback();
  });
};

function readNumber(value, name, read) {
  validateFiniteNumber(value, name);
  return read(value, name);
}

module.exports = { Zlib, ZlibBase };
