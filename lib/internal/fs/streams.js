'use strict';
// ReadStream and WriteStream: files as streams.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { getFd, getOptions, getPath } = require('internal/fs/arguments');
const process = require('internal/process');
const { deprecate } = require('internal/util');
const { Readable, Writable, finished } = require('stream');
const {
  validateBoolean, validateFunction, validateInteger,
} = require('internal/validators');

const kDefaultChunk = 64 * 1024;
const kMostRetries = 5;
const kFs = Symbol('fs');
const kHandle = Symbol('handle');
const kIsBusy = Symbol('isBusy');
const kIoDone = Symbol('ioDone');
const kBallast = Symbol('ballast');
// Chunks lie outside of V8's heap: by itself it lets 64 MiB of them become
// garbage before it looks. So each chunk brings an array of half its size
// (elements have 4 bytes), garbage at once, which fills the small space where
// V8 does look: copying a large file takes less than half the memory, and no more
// time. It must not outlive the call, as that space grows by what survives in it.
const kBytesPerBallast = 8;
const kMostBallast = 16384;

// --- Where a stream's calls go --------------------------------------------------

/** A FileHandle in the shape of the fs functions that streams use. */
class HandleFs {
  constructor(handle) {
    this.handle = handle;
    require('internal/fs/file_handle').holdHandle(handle);
  }

  read(fd, buffer, offset, length, position, callback) {
    this.handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => process.nextTick(callback, null, bytesRead, buffer),
      (error) => process.nextTick(callback, error, 0, buffer));
  }

  write(fd, buffer, offset, length, position, callback) {
    this.handle.write(buffer, offset, length, position).then(
      ({ bytesWritten }) => process.nextTick(callback, null, bytesWritten),
      (error) => process.nextTick(callback, error, 0));
  }

  writev(fd, buffers, position, callback) {
    this.handle.writev(buffers, position).then(
      ({ bytesWritten }) => process.nextTick(callback, null, bytesWritten),
      (error) => process.nextTick(callback, error, 0));
  }

  fsync(fd, callback) {
    this.handle.sync().then(() => process.nextTick(callback, null),
                            (error) => process.nextTick(callback, error));
  }

  close(fd, callback) {
    require('internal/fs/file_handle').releaseHandle(this.handle);
    this.handle.close().then(() => process.nextTick(callback, null),
                             (error) => process.nextTick(callback, error));
  }
}

/** Sets fd and what opens, reads and closes it, from options.fd and .fs. */
function setSource(stream, path, options, operations) {
  if (options.windowsHandle !== undefined) refuseWindowsHandle(options);
  if (options.fd === undefined || options.fd === null) {
    stream.fd = null;
    stream.path = getPath(path);
  } else if (typeof options.fd === 'number') {
    stream.fd = getFd(options.fd);
  } else if (isFileHandle(options.fd)) {
    if (options.fs) {
      throw new codes.ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
    }
    stream[kHandle] = options.fd;
    stream.fd = options.fd.fd;
    stream[kFs] = new HandleFs(options.fd);
    options.fd.on('close', () => stream.close());
    return;
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('options.fd',
                                         ['number', 'FileHandle'], options.fd);
  }
  stream[kFs] = options.fs || require('fs');
  if (options.fs) {
    for (const name of operations) {
      validateFunction(options.fs[name], `options.fs.${name}`);
    }
  }
}

/** Only Windows has what this option takes. */
function refuseWindowsHandle(options) {
  if (options.fd !== undefined && options.fd !== null) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('windowsHandle', 'fd');
  }
  throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(
    'The windowsHandle option');
}

function isFileHandle(value) {
  return typeof value === 'object' &&
    require('internal/fs/file_handle').isFileHandle(value);
}

/** The stream's own copy of the options. */
function copyOptions(options) {
  const given = getOptions(options, {});
  const copy = {};
  // Inherited ones count too.
  for (const key in given) copy[key] = given[key];
  copy.autoDestroy = copy.autoClose === undefined ? true : copy.autoClose;
  return copy;
}

function openStream(stream, callback) {
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    // After the stream knows that it is open: what is written in 'open' then
    // goes first.
    process.nextTick(emitOpen, stream, fd);
  });
}

function emitOpen(stream, fd) {
  stream.emit('open', fd);
  stream.emit('ready');
}

/** Programs have replaced stream.open(): then it has to emit 'open'. */
function openByProgram(stream, callback) {
  const { emit } = stream;
  stream.emit = function(...args) {
    if (args[0] === 'open') {
      stream.emit = emit;
      callback();
      emit.apply(stream, args);
    } else if (args[0] === 'error') {
      stream.emit = emit;
      callback(args[1]);
    } else {
      return emit.apply(stream, args);
    }
    return true;
  };
  stream.open();
}

function construct(callback) {
  if (typeof this.fd === 'number') {
    callback();
  } else if (this.open !== openRead && this.open !== openWrite) {
    openByProgram(this, callback);
  } else {
    openStream(this, callback);
  }
}

/** Streams open by themselves; the method remains because it was public. */
function makeOpen(name) {
  return deprecate(function() {
    openStream(this, (error) => {
      if (error) this.destroy(error);
    });
  }, `${name}.prototype.open() is deprecated`, 'DEP0135');
}

function closeStream(stream, error, callback) {
  stream[kFs].close(stream.fd, (failure) => callback(error ?? failure));
  stream.fd = null;
}

/** _destroy of both: what is being read or written comes to its end first. */
function destroyStream(error, callback) {
  if (this[kIsBusy]) {
    this.once(kIoDone, (failure) => close(this, error || failure, callback));
  } else {
    close(this, error, callback);
  }
}

function close(stream, error, callback) {
  if (stream.fd === null || stream.fd === undefined) {
    callback(error);
  } else if (stream.flush && !error && stream.bytesWritten !== undefined) {
    stream[kFs].fsync(stream.fd, (failure) => {
      closeStream(stream, failure, callback);
    });
  } else {
    closeStream(stream, error, callback);
  }
}

/** Marks the end of a read or write; true if the stream was destroyed. */
function ioEnded(stream, error) {
  stream[kIsBusy] = false;
  if (!stream.destroyed) return false;
  stream.emit(kIoDone, error);
  return true;
}

// --- Reading ---------------------------------------------------------------------

/**
 * @param {string|Buffer|URL} path
 * @param {string|object} [options] autoClose, emitClose, encoding, end
 *   (inclusive), fd, flags, fs, highWaterMark, mode, signal, start
 */
function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = copyOptions(options);
  options.highWaterMark ??= kDefaultChunk;
  setSource(this, path, options, ['open', 'read', 'close']);
  this.flags = options.flags === undefined ? 'r' : options.flags;
  this.mode = options.mode === undefined ? 0o666 : options.mode;
  this.start = options.start;
  this.end = options.end ?? Infinity;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kIsBusy] = false;
  validateReadRange(this);
  Reflect.apply(Readable, this, [options]);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

function validateReadRange(stream) {
  if (stream.start !== undefined) {
    validateInteger(stream.start, 'start', 0);
    stream.pos = stream.start;
  }
  if (stream.end !== Infinity) {
    validateInteger(stream.end, 'end', 0);
    if (stream.start !== undefined && stream.start > stream.end) {
      throw new codes.ERR_OUT_OF_RANGE(
        'start', `<= "end" (here: ${stream.end})`, stream.start);
    }
  }
}

const openRead = makeOpen('ReadStream');
ReadStream.prototype.open = openRead;
ReadStream.prototype._construct = construct;
ReadStream.prototype._destroy = destroyStream;

ReadStream.prototype._read = function(size) {
  const length = this.pos !== undefined ?
    Math.min(this.end - this.pos + 1, size) :
    Math.min(this.end - this.bytesRead + 1, size);
  if (length <= 0) {
    this.push(null);
    return;
  }
  this[kIsBusy] = true;
  this[kBallast] = new Array(
    Math.min(Math.ceil(length / kBytesPerBallast), kMostBallast));
  this[kFs].read(this.fd, Buffer.allocUnsafeSlow(length), 0, length, this.pos,
                 (error, bytesRead, buffer) => {
                   if (ioEnded(this, error)) return;
                   if (error) {
                     require('internal/streams/destroy')
                       .errorOrDestroy(this, error);
                   } else {
                     pushRead(this, bytesRead, buffer);
                   }
                 });
  this[kBallast] = null;
};

function pushRead(stream, bytesRead, buffer) {
  if (bytesRead === 0) {
    stream.push(null);
    return;
  }
  if (stream.pos !== undefined) stream.pos += bytesRead;
  stream.bytesRead += bytesRead;
  if (bytesRead < buffer.length) {
    // A short read would keep the whole buffer alive.
    const part = Buffer.allocUnsafeSlow(bytesRead);
    buffer.copy(part, 0, 0, bytesRead);
    buffer = part;
  }
  stream.push(buffer);
}

ReadStream.prototype.close = function(callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
};

// --- Writing -------------------------------------------------------------------------

/**
 * @param {string|Buffer|URL} path
 * @param {string|object} [options] autoClose, emitClose, encoding, fd, flags,
 *   flush, fs, highWaterMark, mode, signal, start
 */
function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = copyOptions(options);
  // Strings become bytes here, not in every write.
  options.decodeStrings = true;
  this.flush = options.flush;
  if (this.flush === null || this.flush === undefined) {
    this.flush = false;
  } else {
    validateBoolean(this.flush, 'options.flush');
  }
  setSource(this, path, options, writeOperations(options));
  this.flags = options.flags === undefined ? 'w' : options.flags;
  this.mode = options.mode === undefined ? 0o666 : options.mode;
  this.start = options.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  this[kIsBusy] = false;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  // A file system of the program's may lack one of the two.
  if (!this[kFs].write) this._write = null;
  if (options.fs && !options.fs.writev) this._writev = null;
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

function writeOperations(options) {
  const names = ['open', 'close'];
  if (!options.fs?.write && !options.fs?.writev) names.push('write');
  if (options.fs?.write) names.push('write');
  if (options.fs?.writev) names.push('writev');
  if (options.flush) names.push('fsync');
  return names;
}

const openWrite = makeOpen('WriteStream');
WriteStream.prototype.open = openWrite;
WriteStream.prototype._construct = construct;
WriteStream.prototype._destroy = destroyStream;

/** Writes all of a buffer, however little one write takes. */
function writeAll(stream, buffer, offset, retries, callback) {
  const length = buffer.length - offset;
  stream[kFs].write(stream.fd, buffer, offset, length, stream.pos,
                    (error, written) => {
                      if (error?.code === 'EAGAIN') {
                        error = null;
                        written = 0;
                      }
                      if (stream.destroyed || error) {
                        callback(error || new codes.ERR_STREAM_DESTROYED(
                          'write'));
                        return;
                      }
                      advance(stream, written);
                      retries = written ? 0 : retries + 1;
                      if (retries > kMostRetries) {
                        callback(new Error('write failed'));
                      } else if (written < length) {
                        writeAll(stream, buffer, offset + written, retries,
                                 callback);
                      } else {
                        callback();
                      }
                    });
}

function advance(stream, written) {
  stream.bytesWritten += written;
  if (stream.pos !== undefined) stream.pos += written;
}

function writevAll(stream, buffers, length, retries, callback) {
  stream[kFs].writev(stream.fd, buffers, stream.pos, (error, written) => {
    if (error?.code === 'EAGAIN') {
      error = null;
      written = 0;
    }
    if (stream.destroyed || error) {
      callback(error || new codes.ERR_STREAM_DESTROYED('writev'));
      return;
    }
    advance(stream, written);
    retries = written ? 0 : retries + 1;
    if (retries > kMostRetries) {
      callback(new Error('writev failed'));
    } else if (written < length) {
      const rest = Buffer.concat(buffers).subarray(written);
      writevAll(stream, [rest], length - written, retries, callback);
    } else {
      callback();
    }
  });
}

WriteStream.prototype._write = function(data, encoding, callback) {
  this[kIsBusy] = true;
  writeAll(this, data, 0, 0, (error) => {
    ioEnded(this, error);
    callback(error);
  });
};

WriteStream.prototype._writev = function(data, callback) {
  const buffers = new Array(data.length);
  let length = 0;
  for (let i = 0; i < data.length; i++) {
    buffers[i] = data[i].chunk;
    length += buffers[i].length;
  }
  this[kIsBusy] = true;
  writevAll(this, buffers, length, 0, (error) => {
    ioEnded(this, error);
    callback(error);
  });
};

WriteStream.prototype.close = function(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Without autoClose, finishing does not close the file.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};

WriteStream.prototype.destroySoon = Writable.prototype.end;

// --- What both have --------------------------------------------------------------------

function defineCommon(prototype, state, name) {
  Object.defineProperties(prototype, {
    autoClose: {
      configurable: true,
      get() {
        if (this[state] === undefined) throw new codes.ERR_INVALID_THIS(name);
        return this[state].autoDestroy;
      },
      set(value) { this[state].autoDestroy = value; },
    },
    pending: {
      configurable: true,
      get() { return this.fd === null; },
    },
  });
}
defineCommon(ReadStream.prototype, '_readableState', 'ReadStream');
defineCommon(WriteStream.prototype, '_writableState', 'WriteStream');

module.exports = { ReadStream, WriteStream };
