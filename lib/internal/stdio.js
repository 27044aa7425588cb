'use strict';
// process.stdin, process.stdout and process.stderr, each made when first asked
// for, as what its descriptor is: a file, a pipe or socket, or a terminal.
//
// Files and terminals are written synchronously. What goes to a pipe is tried at
// once, and waits only while the pipe is full.

const process = require('internal/process');
const { Readable, Writable } = require('stream');
const { guessHandleType } = internalBinding('tty');

let stdin;
let stdout;
let stderr;

// --- Writing ------------------------------------------------------------------

/** Writes to a file, one call after the other. */
class SyncWriteStream extends Writable {
  constructor(fd) {
    super({ autoDestroy: true, decodeStrings: false });
    this.fd = fd;
    this.readable = false;
  }

  _write(chunk, encoding, callback) {
    const { Buffer } = require('buffer');
    const { writeSync } = require('fs');
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.fd, bytes, done, bytes.length - done);
      }
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  destroySoon() {
    this.destroy();
  }
}

/** A stream for a descriptor that is closed: what is written is gone. */
function makeNowhere() {
  return new Writable({
    write(chunk, encoding, callback) { callback(); },
  });
}

function makePipe(fd, options) {
  const { Socket } = require('net');
  const stream = new Socket({ fd, manualStart: true, ...options });
  stream._type = 'pipe';
  return stream;
}

function makeWritable(fd) {
  switch (guessHandleType(fd)) {
    case 'TTY': {
      const { WriteStream } = require('tty');
      const stream = new WriteStream(fd);
      stream._type = 'tty';
      return stream;
    }
    case 'FILE': {
      const stream = new SyncWriteStream(fd);
      stream._type = 'fs';
      return stream;
    }
    case 'PIPE':
    case 'TCP':
      return makePipe(fd, { readable: false, writable: true });
    default:
      return makeNowhere();
  }
}

/**
 * stdout and stderr cannot be closed: other parts of the program write there.
 * Destroying such a stream only looks like it.
 */
function destroyInAppearance(error, callback) {
  callback(error);
  this._undestroy();
  if (!this._writableState.emitClose) {
    process.nextTick(() => this.emit('close'));
  }
}

function makeOutput(fd) {
  const stream = makeWritable(fd);
  stream.fd = fd;
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  stream._destroy = destroyInAppearance;
  if (stream.isTTY) {
    process.on('SIGWINCH', () => stream._refreshSize());
  }
  return stream;
}

/** @returns {Writable} */
function getStdout() {
  return stdout ??= makeOutput(1);
}

/** @returns {Writable} */
function getStderr() {
  return stderr ??= makeOutput(2);
}

// --- Reading --------------------------------------------------------------------

/** Of a closed descriptor, or one that is the channel to our parent. */
function makeEmpty() {
  const stream = new Readable({ read() {} });
  stream.push(null);
  return stream;
}

function makeReadable(fd) {
  switch (guessHandleType(fd)) {
    case 'TTY': {
      const { ReadStream } = require('tty');
      return new ReadStream(fd);
    }
    case 'FILE': {
      const { ReadStream } = require('fs');
      return new ReadStream(null, { fd, autoClose: false });
    }
    case 'PIPE':
    case 'TCP':
      if (process.channel?.fd === fd) return makeEmpty();
      return makePipe(fd, { readable: true, writable: false });
    default:
      return makeEmpty();
  }
}

function stopReading() {
  const handle = stdin._handle;
  if (!handle?.reading) return;
  handle.reading = false;
  handle.readStop();
}

/** @returns {Readable} paused until the program reads */
function getStdin() {
  if (stdin !== undefined) return stdin;
  stdin = makeReadable(0);
  stdin.fd = 0;
  // A paused stdin must not keep the process alive. The handle stops when the
  // stream's own state says that it is paused, which is after this event.
  stdin.on('pause', () => process.nextTick(stopReading));
  return stdin;
}

module.exports = { getStdin, getStdout, getStderr, SyncWriteStream };
