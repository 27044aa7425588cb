'use strict';
// What a socket tells of itself: the names of its ends, how many bytes passed,
// in which state it is.

const { kEmptyObject } = require('internal/util');
const { kAdoptedBound, kBytesRead, kBytesWritten } =
  require('internal/net/symbols');
const { chunkByteLength } = require('internal/net/write');
const { Pipe } = internalBinding('pipe');

/** {address, family, port} of the other side; {} if there is none (any more). */
function getpeername() {
  const handle = this._handle;
  if (handle === null || !handle.getpeername || this.connecting) {
    return this._peername ?? kEmptyObject;
  }
  if (this._peername === null) {
    const name = {};
    if (handle.getpeername(name) !== 0) return name;
    this._peername = name;
  }
  return this._peername;
}

function getsockname() {
  const handle = this._handle;
  if (handle === null || !handle.getsockname) return kEmptyObject;
  if (this._sockname === null) {
    this._sockname = handle instanceof Pipe ?
      pipeName(this, handle) : tcpName(handle);
  }
  return this._sockname;
}

function tcpName(handle) {
  const name = {};
  handle.getsockname(name);
  return name;
}

// Most pipes have no name of their own.
function pipeName(socket, handle) {
  return socket[kAdoptedBound] ? { address: handle.getsockname() } : {};
}

/** {address, family, port} of this side. */
function address() {
  return { ...this._getsockname() };
}

/** Bytes given to the system, or queued for it. */
function bytesDispatched(socket) {
  return socket._handle == null ?
    socket[kBytesWritten] : socket._handle.bytesWritten;
}

function bytesWritten(socket) {
  let bytes = bytesDispatched(socket);
  if (bytes === undefined) return undefined; // of the prototype
  for (const { chunk, encoding } of socket.writableBuffer ?? []) {
    bytes += chunkByteLength(chunk, encoding);
  }
  const data = socket._pendingData;
  if (Array.isArray(data)) {
    for (const { chunk, encoding } of data) {
      bytes += chunkByteLength(chunk, encoding);
    }
  } else if (data !== null) {
    bytes += chunkByteLength(data, socket._pendingEncoding);
  }
  return bytes;
}

function readyState(socket) {
  if (socket.connecting) return 'opening';
  if (socket.readable && socket.writable) return 'open';
  if (socket.readable) return 'readOnly';
  return socket.writable ? 'writeOnly' : 'closed';
}

const getters = {
  _connecting: (socket) => socket.connecting,
  _bytesDispatched: bytesDispatched,
  bufferSize: (socket) =>
    (socket._handle === null ? undefined : socket.writableLength),
  bytesRead: (socket) => (socket._handle == null ?
    socket[kBytesRead] : socket._handle.bytesRead),
  bytesWritten,
  localAddress: (socket) => socket._getsockname().address,
  localFamily: (socket) => socket._getsockname().family,
  localPort: (socket) => socket._getsockname().port,
  pending: (socket) => socket._handle === null || socket.connecting,
  readyState,
  remoteAddress: (socket) => socket._getpeername().address,
  remoteFamily: (socket) => socket._getpeername().family,
  remotePort: (socket) => socket._getpeername().port,
};

/** Gives them all to Socket.prototype. */
function defineNames(prototype) {
  prototype._getpeername = getpeername;
  prototype._getsockname = getsockname;
  prototype.address = address;
  for (const name of Object.keys(getters)) {
    const read = getters[name];
    Object.defineProperty(prototype, name, {
      configurable: false,
      enumerable: true,
      get() { return read(this); },
    });
  }
}

module.exports = { defineNames };
