'use strict';
// Sockets and servers that are sent to another process.

const {
  codes: { ERR_INVALID_HANDLE_TYPE },
} = require('internal/errors');
const { kOwner } = require('internal/net/handles');
const { StreamHandle } = internalBinding('stream');

/** @throws {TypeError} ERR_INVALID_HANDLE_TYPE */
function typeOf(handle) {
  const { Server, Socket } = require('net');
  if (handle instanceof Socket) return 'net.Socket';
  if (handle instanceof Server) return 'net.Server';
  if (handle instanceof StreamHandle) return 'net.Native';
  throw new ERR_INVALID_HANDLE_TYPE();
}

/**
 * Takes what is to be sent out of its object. A socket that is not to be kept
 * open is nobody's from now on, and is closed by `finish`.
 * @returns {StreamHandle|null} null: it is closed
 */
function detach(object, options) {
  if (object instanceof StreamHandle) return object;
  const native = object._handle;
  if (!native || typeOf(object) === 'net.Server' || options?.keepOpen) {
    return native;
  }
  native.readStop();
  native[kOwner] = undefined;
  object._handle = null;
  object.setTimeout(0);
  const server = object._server;
  if (server) {
    object._server = null;
    server._connections--;
    server._emitCloseIfDrained?.();
  }
  return native;
}

/** The other side has it. */
function finish(object, native, options) {
  if (options?.keepOpen || object._handle === native) return;
  if (typeOf(object) === 'net.Socket') native.close();
}

/** Makes of a handle that has arrived what it was before. */
function receive(type, native, callback) {
  const { Server, Socket } = require('net');
  if (type === 'net.Socket') {
    callback(new Socket({ handle: native, readable: true, writable: true }));
  } else if (type === 'net.Server') {
    const server = new Server();
    server.listen(native, () => callback(server));
  } else {
    callback(native);
  }
}

module.exports = { detach, finish, receive, typeOf };
