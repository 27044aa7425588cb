'use strict';
// How a server gets from listen()'s arguments to a listening handle.

const process = require('internal/process');
const { channel } = require('diagnostics_channel');
const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_SERVER_ALREADY_LISTEN },
  errnoException,
  uvExceptionWithHostPort,
} = require('internal/errors');
const { validateAbortSignal, validatePort } = require('internal/validators');
const { isPipeName, normalizeArgs, toNumber } =
  require('internal/net/arguments');
const { kOwner } = require('internal/net/handles');
const { kListening, kReleaseHandle } = require('internal/net/symbols');
const { createHandle } = require('internal/net/socket');
const { TCP, kIpv6Only, kReusePort } = internalBinding('tcp');
const { Pipe, kReadable, kWritable } = internalBinding('pipe');
const { UV_EINVAL } = internalBinding('uv');

const DEFAULT_BACKLOG = 511;

const listenStart = channel('tracing:net.server.listen:asyncStart');
const listenEnd = channel('tracing:net.server.listen:asyncEnd');
const listenError = channel('tracing:net.server.listen:error');

// Where cluster comes in: in a worker, `getHandle(server, target, callback)` is
// set; it gets the handle from the primary and calls callback(status, handle).
const sharing = { getHandle: null };

/**
 * What a server shall listen on; all fields are there always.
 *
 * address: IP address or path, null: any; port: -1 for paths; family: 4, 6, -1
 * for paths; fd: descriptor or undefined.
 */
class Target {
  constructor(address, port, family, backlog, fd, exclusive, flags) {
    this.address = address;
    this.port = port;
    this.family = family;
    this.backlog = backlog;
    this.fd = fd;
    this.exclusive = exclusive;
    this.flags = flags;
  }
}

// --- Handles ------------------------------------------------------------------

/**
 * Makes a bound handle.
 * @returns {TCP|Pipe|number} a negative errno if that fails
 */
function createServerHandle(address, port, family, fd, flags) {
  if (typeof fd === 'number' && fd >= 0) return openServerHandle(fd);
  const isPath = port === -1 && family === -1;
  const handle = isPath ? new Pipe(false) : new TCP();
  let status = 0;
  if (isPath) {
    status = handle.bind(address);
  } else if (address || port != null) {
    status = bindHost(handle, address, port, family, flags);
  }
  if (status === 0) return handle;
  handle.close();
  return status;
}

function bindHost(handle, address, port, family, flags) {
  const any = family === 6 ? '::' : '0.0.0.0';
  return handle.bind(address || any, port | 0, flags ?? 0);
}

function openServerHandle(fd) {
  let handle;
  try {
    handle = createHandle(fd);
  } catch {
    return UV_EINVAL; // neither a socket nor a pipe
  }
  const status = handle.open(fd);
  if (status === 0) return handle;
  handle.close();
  return status;
}

/** Binds to all addresses: of both families if there is IPv6. */
function createAnyHandle(target) {
  const handle =
    createServerHandle('::', target.port, 6, undefined, target.flags);
  if (typeof handle !== 'number') {
    target.address = '::';
    target.family = 6;
    return handle;
  }
  target.address = '0.0.0.0';
  target.family = 4;
  return createServerHandle(target.address, target.port, 4, undefined,
                            target.flags);
}

function createTargetHandle(target) {
  const { address, port, family, fd, flags } = target;
  if (!address && typeof fd !== 'number') return createAnyHandle(target);
  return createServerHandle(address, port, family, fd, flags);
}

// --- Listening ------------------------------------------------------------------

function emitError(server, error) {
  server.emit('error', error);
}

function failLater(server, status, target) {
  const error = uvExceptionWithHostPort(
    status, 'listen', target.address, target.port);
  if (listenError.hasSubscribers) listenError.publish({ server, error });
  process.nextTick(emitError, server, error);
}

function emitListening(server) {
  if (server._handle !== null) server.emit('listening');
}

/** Lets the server listen, on its handle if it has one already. */
function listenTo(server, target) {
  if (sharing.getHandle !== null && !target.exclusive) {
    listenShared(server, target);
    return;
  }
  if (server._handle === null) {
    const handle = createTargetHandle(target);
    if (typeof handle === 'number') {
      failLater(server, handle, target);
      return;
    }
    server._handle = handle;
  }
  startListening(server, target);
}

function listenShared(server, target) {
  const { _listeningId } = server;
  sharing.getHandle(server, target, (status, handle) => {
    if (server._listeningId !== _listeningId) {
      handle?.close();
      return;
    }
    if (status !== 0) {
      failLater(server, status, target);
      return;
    }
    server._handle = handle;
    startListening(server, target);
  });
}

function startListening(server, target) {
  const handle = server._handle;
  handle[kOwner] = server;
  handle.onconnection = server._onconnection;
  const status = handle.listen(target.backlog || DEFAULT_BACKLOG);
  if (status !== 0) {
    handle.close();
    server._handle = null;
    failLater(server, status, target);
    return;
  }
  server._connectionKey = `${target.family}:${target.address}:${target.port}`;
  if (server._unref) server.unref();
  server[kListening]?.(handle);
  if (listenEnd.hasSubscribers) listenEnd.publish({ server });
  process.nextTick(emitListening, server);
}

// A link-local address says nothing without the interface that it is of.
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i;

function isReachable({ address, family }) {
  return family !== 6 || !LINK_LOCAL.test(address);
}

function lookUpAndListen(server, host, target) {
  const { _listeningId } = server;
  require('dns').lookup(host, { all: true }, function onLookup(error, found) {
    // close() may have been called meanwhile.
    if (server._listeningId !== _listeningId) return;
    if (error) {
      server.emit('error', error);
      return;
    }
    const { address, family } = found.find(isReachable) ?? found[0];
    target.address = address;
    target.family = address ? family : 4;
    listenTo(server, target);
  });
}

// --- Arguments --------------------------------------------------------------------

function closeOnAbort(server, signal) {
  if (signal === undefined) return;
  validateAbortSignal(signal, 'options.signal');
  const onAbort = () => server.close();
  if (signal.aborted) {
    process.nextTick(onAbort);
    return;
  }
  const { addAbortListener } = require('events');
  const disposable = addAbortListener(signal, onAbort);
  server.once('close', () => disposable[Symbol.dispose]());
}

function bindFlags(options) {
  return (options.ipv6Only ? kIpv6Only : 0) |
    (options.reusePort ? kReusePort : 0);
}

function handleOf(options) {
  const handle = options._handle || options.handle || options;
  if (handle[kReleaseHandle] !== undefined) return handle[kReleaseHandle]();
  return handle instanceof TCP || handle instanceof Pipe ? handle : null;
}

function isPortOmitted(args, options) {
  return args.length === 0 || typeof args[0] === 'function' ||
    (options.port === undefined && 'port' in options) || options.port === null;
}

/**
 * server.listen(...args).
 * @throws {ERR_SERVER_ALREADY_LISTEN}
 * @throws {ERR_INVALID_ARG_VALUE} neither port nor path nor handle
 */
function listen(server, args) {
  const [options, callback] = normalizeArgs(args);
  if (server._handle !== null) throw new ERR_SERVER_ALREADY_LISTEN();
  if (listenStart.hasSubscribers) listenStart.publish({ server, options });
  if (callback !== null) server.once('listening', callback);
  server._listeningId++;
  const backlog = options.backlog || toNumber(args.length > 1 && args[1]) ||
    toNumber(args.length > 2 && args[2]);

  const handle = handleOf(options);
  if (handle !== null) {
    server._handle = handle;
    listenTo(server, new Target(null, -1, -1, backlog, undefined, true, 0));
    return;
  }
  closeOnAbort(server, options.signal);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    listenTo(server, new Target(null, null, null, backlog, options.fd,
                                options.exclusive, 0));
    return;
  }
  const port = isPortOmitted(args, options) ? 0 : options.port;
  if (typeof port === 'number' || typeof port === 'string') {
    listenOnPort(server, port, options, backlog);
  } else if (options.path && isPipeName(options.path)) {
    listenOnPath(server, options, backlog);
  } else {
    throw invalidOptions(options);
  }
}

function invalidOptions(options) {
  if ('port' in options || 'path' in options) {
    return new ERR_INVALID_ARG_VALUE('options', options);
  }
  return new ERR_INVALID_ARG_VALUE(
    'options', options, 'must have the property "port" or "path"');
}

function listenOnPort(server, port, options, backlog) {
  validatePort(port, 'options.port');
  // The kernel shares a reusable port among all who bind it.
  const exclusive = options.exclusive || options.reusePort;
  const target = new Target(null, port | 0, 4, backlog, undefined, exclusive,
                            bindFlags(options));
  if (options.host) lookUpAndListen(server, options.host, target);
  else listenTo(server, target);
}

function listenOnPath(server, options, backlog) {
  const { path } = options;
  const mode = (options.readableAll ? kReadable : 0) |
    (options.writableAll ? kWritable : 0);
  if (mode !== 0 && path.startsWith('\0')) {
    throw new ERR_INVALID_ARG_VALUE(
      'options', options,
      'can not set readableAll or writableAllt to true when path is abstract ' +
      'unix socket');
  }
  server._pipeName = path;
  listenTo(server, new Target(path, -1, -1, backlog, undefined,
                              options.exclusive, 0));
  if (mode === 0 || server._handle === null) return;
  const status = server._handle.fchmod(mode);
  if (status === 0) return;
  server._handle.close();
  server._handle = null;
  throw errnoException(status, 'uv_pipe_chmod');
}

module.exports = { createServerHandle, listen, sharing };
