'use strict';
// TCP connections and listening sockets on their way to another thread: their
// descriptor travels, and the object here is at its end.

const {
  codes: { ERR_WORKER_HANDLE_NOT_TRANSFERABLE },
  errnoException,
} = require('internal/errors');
const { registerCloneable } = require('internal/messaging/cloneable');
const { Server } = require('internal/net/server');
const { Socket } = require('internal/net/socket');
const { kOwner } = require('internal/net/handles');
const { TCP } = internalBinding('tcp');

// Not what derives from it (TLS, HTTP): it has state besides the descriptor.
const isPlain = (object, Class) =>
  Object.getPrototypeOf(object) === Class.prototype;

const isMade = (object, Class) =>
  object instanceof Class && Object.hasOwn(object, '_handle');

function isUntouched(socket, handle) {
  return !socket.connecting && handle.bytesRead === 0 &&
    socket.readableLength === 0 && socket.writableLength === 0 &&
    handle.writeQueueSize === 0;
}

/** A second descriptor of the handle, in a box that closes it if it is lost. */
function boxOf(handle) {
  const fd = handle.duplicate();
  if (fd < 0) throw errnoException(fd, 'dup');
  return internalBinding('fs').boxPut(fd);
}

function handleFrom(box) {
  const fs = internalBinding('fs');
  const fd = fs.boxTake(box);
  const handle = new TCP();
  const status = handle.open(fd);
  if (status === 0) return handle;
  if (fd >= 0) fs.close(fd);
  throw errnoException(status, 'open');
}

function transferSocket(socket) {
  const handle = socket._handle;
  if (!isPlain(socket, Socket) || !(handle instanceof TCP) ||
      handle[kOwner] !== socket || !isUntouched(socket, handle)) {
    throw new ERR_WORKER_HANDLE_NOT_TRANSFERABLE();
  }
  const { allowHalfOpen } = socket;
  const box = boxOf(handle);
  socket.destroy();
  return { data: { box, allowHalfOpen }, list: [] };
}

const serverOptions = [
  'allowHalfOpen', 'pauseOnConnect', 'noDelay', 'keepAlive', 'highWaterMark',
];

function transferServer(server) {
  const handle = server._handle;
  if (!isPlain(server, Server) || !(handle instanceof TCP)) {
    throw new ERR_WORKER_HANDLE_NOT_TRANSFERABLE();
  }
  const box = boxOf(handle);
  const options = { keepAliveInitialDelay: server.keepAliveInitialDelay * 1000 };
  for (const name of serverOptions) options[name] = server[name];
  handle.close();
  server._handle = null;
  return { data: { box, options }, list: [] };
}

registerCloneable(Socket, {
  key: 'internal/net/transfer:Socket',
  isInstance: (object) => isMade(object, Socket),
  transfer: transferSocket,
  read: ({ box, allowHalfOpen }) =>
    new Socket({ handle: handleFrom(box), allowHalfOpen }),
});

registerCloneable(Server, {
  key: 'internal/net/transfer:Server',
  isInstance: (object) => isMade(object, Server),
  transfer: transferServer,
  read: ({ box, options }) =>
    new Server(options).listen({ handle: handleFrom(box) }),
});
