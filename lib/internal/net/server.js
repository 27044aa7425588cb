'use strict';

const EventEmitter = require('events');
const process = require('internal/process');
const { channel } = require('diagnostics_channel');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_SERVER_NOT_RUNNING },
  errnoException,
} = require('internal/errors');
const { validateNumber } = require('internal/validators');
const { kOwner } = require('internal/net/handles');
const { listen } = require('internal/net/listen');
const { Socket } = require('internal/net/socket');
const { kNoDelay, kKeepAlive, kKeepAliveDelay } =
  require('internal/net/symbols');
const { Pipe } = internalBinding('pipe');

const socketReceived = channel('net.server.socket');

function checkOptions(options) {
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay,
                   'options.keepAliveInitialDelay');
  }
  if (options.highWaterMark !== undefined) {
    validateNumber(options.highWaterMark, 'options.highWaterMark');
  }
  if (options.blockList) {
    const { BlockList } = require('internal/blocklist');
    if (!BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE(
        'options.blockList', 'net.BlockList', options.blockList);
    }
  }
}

/**
 * Listens for TCP connections, or on a Unix domain socket. See net.md,
 * net.createServer(), for the options.
 */
function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  EventEmitter.call(this);
  if (typeof options === 'function') {
    connectionListener = options;
    options = undefined;
  } else if (options != null && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  options ??= {};
  checkOptions(options);
  if (typeof connectionListener === 'function') {
    this.on('connection', connectionListener);
  }

  this._connections = 0;
  this._handle = null;
  this._pipeName = undefined;
  this._connectionKey = undefined;
  this._unref = false;
  // Counts listen() and close(): a lookup finds out that it came too late.
  this._listeningId = 1;
  this.allowHalfOpen = Boolean(options.allowHalfOpen);
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = ~~((options.keepAliveInitialDelay ?? 0) / 1000);
  this.highWaterMark = options.highWaterMark >= 0 ?
    options.highWaterMark : getDefaultHighWaterMark(false);
  if (options.blockList) this.blockList = options.blockList;
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

/**
 * Starts to listen. Forms: ([port[, host]]), (path), (handle), each followed by
 * [backlog][, callback]; (options[, callback]).
 * @returns {Server}
 */
Server.prototype.listen = function(...args) {
  listen(this, args);
  return this;
};

// --- Connections ------------------------------------------------------------------

/** Called by the event loop, with the listening handle as `this`. */
function onConnection(status, clientHandle) {
  const server = this[kOwner];
  if (status !== 0) {
    server.emit('error', errnoException(status, 'accept'));
  } else if (isFull(server)) {
    server.emit('drop', endpoints(clientHandle));
    clientHandle.close();
  } else if (isBlocked(server, clientHandle)) {
    clientHandle.close();
  } else {
    const socket = makeSocket(server, clientHandle);
    if (socketReceived.hasSubscribers) socketReceived.publish({ socket });
    server.emit('connection', socket);
  }
}
Server.prototype._onconnection = onConnection;

function isFull(server) {
  return server.maxConnections != null &&
    server._connections >= server.maxConnections;
}

function isBlocked(server, handle) {
  if (server.blockList === undefined || !handle.getpeername) return false;
  const peer = {};
  return handle.getpeername(peer) === 0 &&
    server.blockList.check(peer.address, peer.family);
}

/** What the event 'drop' tells; nothing of pipes. */
function endpoints(handle) {
  if (!handle.getpeername) return undefined;
  const local = {};
  const remote = {};
  handle.getsockname(local);
  handle.getpeername(remote);
  return {
    localAddress: local.address,
    localPort: local.port,
    localFamily: local.family,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteFamily: remote.family,
  };
}

function makeSocket(server, handle) {
  const socket = new Socket({
    handle,
    allowHalfOpen: server.allowHalfOpen,
    pauseOnCreate: server.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: server.highWaterMark,
    writableHighWaterMark: server.highWaterMark,
  });
  if (server.noDelay && handle.setNoDelay) {
    socket[kNoDelay] = true;
    handle.setNoDelay(true);
  }
  if (server.keepAlive && handle.setKeepAlive) {
    socket[kKeepAlive] = true;
    socket[kKeepAliveDelay] = server.keepAliveInitialDelay;
    handle.setKeepAlive(true, server.keepAliveInitialDelay);
  }
  server._connections++;
  socket.server = server;
  socket._server = server;
  return socket;
}

/** Calls back with (null, number of connections). */
Server.prototype.getConnections = function(callback) {
  process.nextTick(callback, null, this._connections);
  return this;
};

Server.prototype[EventEmitter.captureRejectionSymbol] =
  function(error, event, socket) {
    if (event === 'connection') socket.destroy(error);
    else this.emit('error', error);
  };

// --- Closing -----------------------------------------------------------------------

/**
 * Stops listening; 'close' comes when the last connection has ended.
 * @param {Function} [callback] called then; with ERR_SERVER_NOT_RUNNING if the
 *   server was not open
 * @returns {Server}
 */
Server.prototype.close = function(callback) {
  this._listeningId++;
  if (typeof callback === 'function') {
    this.once('close', this._handle === null ?
      () => callback(new ERR_SERVER_NOT_RUNNING()) : callback);
  }
  if (this._handle !== null) {
    this._handle.close();
    this._handle = null;
  }
  this._emitCloseIfDrained();
  return this;
};

function emitClose(server) {
  server.emit('close');
}

Server.prototype._emitCloseIfDrained = function() {
  if (this._handle !== null || this._connections > 0) return;
  process.nextTick(emitClose, this);
};

/** Closes, and fulfills when closed. */
Server.prototype[Symbol.asyncDispose] = async function() {
  if (this._handle === null) return;
  const { promise, resolve, reject } = Promise.withResolvers();
  this.close((error) => (error ? reject(error) : resolve()));
  await promise;
};

// --- The rest ----------------------------------------------------------------------

/** {address, family, port}, or the path; null when not listening. */
Server.prototype.address = function() {
  const handle = this._handle;
  if (handle === null) return null;
  if (handle instanceof Pipe) return this._pipeName ?? handle.getsockname();
  const name = {};
  const status = handle.getsockname(name);
  if (status !== 0) throw errnoException(status, 'address');
  return name;
};

Server.prototype.ref = function() {
  this._unref = false;
  this._handle?.ref();
  return this;
};

/** Lets the process end although the server listens. */
Server.prototype.unref = function() {
  this._unref = true;
  this._handle?.unref();
  return this;
};

Object.defineProperty(Server.prototype, 'listening', {
  configurable: true,
  enumerable: true,
  get() { return this._handle !== null; },
});

module.exports = { Server };
