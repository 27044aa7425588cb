'use strict';
// How a socket gets from connect()'s options to a connection: looking the host
// up, binding the local end, trying one address or several.

const process = require('internal/process');
const {
  NodeAggregateError,
  codes: {
    ERR_INVALID_ADDRESS_FAMILY,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_IP_ADDRESS,
    ERR_IP_BLOCKED,
  },
  exceptionWithHostPort,
} = require('internal/errors');
const { setTimeout, clearTimeout } = require('timers');
const {
  validateBoolean,
  validateFunction,
  validateInt32,
  validateNumber,
  validatePort,
  validateString,
} = require('internal/validators');
const { isIP } = require('internal/net/ip');
const { startSpan, finishSpan } = require('internal/perf/span');
const defaults = require('internal/net/defaults');
const { kOwner } = require('internal/net/handles');
const {
  kAttempt,
  kAdoptedBound,
  kConnected,
  kTakeHandle,
} = require('internal/net/symbols');
const { TCP } = internalBinding('tcp');
const { UV_ETIMEDOUT } = internalBinding('uv');

/** One try to connect to one address. */
class Attempt {
  /** @param {Socket} socket */
  constructor(socket, handle, address, port, family) {
    this.socket = socket;
    this.handle = handle;
    this.address = address;
    this.port = port;
    this.family = family; // 4, 6; undefined for paths
    this.localAddress = undefined;
    this.localPort = undefined;
    this.series = null; // the Series it is part of, or null
    this.timer = null; // after which the series goes on
    this.span = null; // what a PerformanceObserver will be told
  }

  /** Binds the local end, if that is asked for, and begins to connect. */
  start() {
    const { handle } = this;
    if (this.localAddress || this.localPort) {
      const status = this.#bind();
      if (status !== 0) {
        return exceptionWithHostPort(status, 'bind', this.localAddress,
                                     this.localPort);
      }
    }
    const status = this.#connect();
    if (status > 0) process.nextTick(finishAttempt, this.socket, 0, handle);
    return status < 0 ? this.#startError(status) : null;
  }

  #connect() {
    const { handle, address, port } = this;
    if (this.family === undefined) return handle.connect(address);
    this.span = startSpan('net', 'connect', { host: address, port });
    return handle.connect(address, port);
  }

  #bind() {
    const { handle, localPort } = this;
    this.localAddress ||= this.family === 6 ? '::' : '0.0.0.0';
    const status = handle.bind(this.localAddress, localPort | 0, 0);
    // libuv keeps EADDRINUSE for later; asking for the name gets it now.
    return status === 0 && localPort > 0 ? handle.getsockname({}) : status;
  }

  #startError(status) {
    let details;
    if (this.family !== undefined) {
      const local = {};
      this.handle.getsockname(local);
      details = `${local.address}:${local.port}`;
    }
    return exceptionWithHostPort(status, 'connect', this.address, this.port,
                                 details);
  }

  /** What the system reported after a while. */
  failure(status) {
    const hasLocal = this.localAddress && this.localPort;
    const details =
      hasLocal ? `${this.localAddress}:${this.localPort}` : undefined;
    const error = exceptionWithHostPort(status, 'connect', this.address,
                                        this.port, details);
    if (hasLocal) {
      error.localAddress = this.localAddress;
      error.localPort = this.localPort;
    }
    return error;
  }

  /** The socket is being destroyed. */
  cancel() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}

/** Attempts at several addresses, one after the other (RFC 8305, simplified). */
class Series {
  constructor(socket, addresses, port, attemptTimeout) {
    this.socket = socket;
    this.addresses = addresses; // [{address, family}]
    this.port = port;
    this.attemptTimeout = attemptTimeout;
    this.next = 0;
    this.errors = [];
  }

  /** Tries the next address; after the last, fails. */
  tryNext() {
    const { socket, addresses, port } = this;
    if (this.next === addresses.length) {
      socket.destroy(this.#error());
      return;
    }
    const { address, family } = addresses[this.next++];
    if (this.next > 1) replaceHandle(socket); // connect() made the first
    const attempt =
      new Attempt(socket, socket._handle, address, port, family);
    attempt.series = this;
    socket[kAttempt] = attempt;
    socket.autoSelectFamilyAttemptedAddresses.push(`${address}:${port}`);
    socket.emit('connectionAttempt', address, port, family);
    if (!socket.connecting) return;
    const error = attempt.start();
    if (error !== null) {
      this.onFailure(attempt, error);
    } else if (this.next < addresses.length) {
      attempt.timer = setTimeout(onAttemptTimeout, this.attemptTimeout, attempt);
    }
  }

  onFailure(attempt, error) {
    const { socket } = this;
    this.errors.push(error);
    attempt.cancel();
    socket.emit('connectionAttemptFailed', attempt.address, attempt.port,
                attempt.family, error);
    if (socket.connecting) this.tryNext();
  }

  onTimeout(attempt) {
    const { socket } = this;
    this.errors.push(attempt.failure(UV_ETIMEDOUT));
    socket.emit('connectionAttemptTimeout', attempt.address, attempt.port,
                attempt.family);
    if (socket.connecting) this.tryNext();
  }

  #error() {
    return this.errors.length === 1 ? this.errors[0] :
      new NodeAggregateError(this.errors);
  }
}

function onAttemptTimeout(attempt) {
  const { socket } = attempt;
  if (socket.connecting && socket[kAttempt] === attempt) {
    attempt.series.onTimeout(attempt);
  }
}

/** Closes the handle of an attempt that is given up; there is a new one then. */
function replaceHandle(socket) {
  const old = socket._handle;
  const handle = new TCP();
  if (!old.hasRef()) handle.unref();
  old.close();
  old[kOwner] = undefined;
  socket[kTakeHandle](handle);
}

/** The event loop tells the end of an attempt. */
function finishAttempt(socket, status, handle) {
  const attempt = socket[kAttempt];
  // It may be of an attempt that was given up.
  if (socket.destroyed || attempt === null || attempt.handle !== handle) return;
  attempt.cancel();
  if (status === 0) {
    socket[kAttempt] = null;
    finishSpan(attempt.span);
    socket[kConnected]();
    return;
  }
  const error = attempt.failure(status);
  if (attempt.series !== null) {
    attempt.series.onFailure(attempt, error);
    return;
  }
  socket[kAttempt] = null;
  socket.emit('connectionAttemptFailed', attempt.address, attempt.port,
              attempt.family, error);
  socket.destroy(error);
}

/** Begins the only attempt of a socket. */
function startSingle(socket, attempt) {
  if (!socket.connecting) return;
  if (isBlocked(socket, attempt.address, attempt.family)) {
    socket.destroy(new ERR_IP_BLOCKED(attempt.address));
    return;
  }
  socket[kAttempt] = attempt;
  if (attempt.family !== undefined) {
    socket.emit('connectionAttempt', attempt.address, attempt.port,
                attempt.family);
    if (!socket.connecting) return;
  }
  const error = attempt.start();
  if (error !== null) socket.destroy(error);
}

function isBlocked(socket, address, family) {
  return family !== undefined && socket.blockList !== undefined &&
    socket.blockList.check(address, `ipv${family}`);
}

/** Connects to a Unix domain socket. */
function connectPath(socket, path) {
  startSingle(socket, new Attempt(socket, socket._handle, path, undefined));
}

// --- Hosts ----------------------------------------------------------------------

function checkHostOptions(options) {
  const { localAddress, localPort, port, host } = options;
  if (localAddress && isIP(localAddress) === 0) {
    throw new ERR_INVALID_IP_ADDRESS(localAddress);
  }
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    validatePort(port);
  }
  if (host) {
    validateString(host, 'options.host');
    if (host.includes('\0')) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.host', host, 'must be a string without null bytes');
    }
  }
  if (options.autoSelectFamily != null) {
    validateBoolean(options.autoSelectFamily, 'options.autoSelectFamily');
  }
  if (options.autoSelectFamilyAttemptTimeout != null) {
    validateInt32(options.autoSelectFamilyAttemptTimeout,
                  'options.autoSelectFamilyAttemptTimeout', 1);
  }
}

/** Connects to {host, port}: at once if the host is an address. */
function connectHost(socket, options) {
  try {
    checkHostOptions(options);
    if (options.lookup != null) {
      validateFunction(options.lookup, 'options.lookup');
    }
  } catch (error) {
    socket.connecting = false;
    throw error;
  }
  const host = options.host || 'localhost';
  const family = isIP(host);
  if (family === 0) {
    lookUpAndConnect(socket, host, options);
    return;
  }
  const attempt = makeAttempt(socket, host, family, options);
  // A bound socket has its local name as soon as connect(2) was called, and
  // is promised to have it when connect() returns.
  if (socket[kAdoptedBound]) startBound(socket, attempt);
  else process.nextTick(startSingle, socket, attempt);
}

function startBound(socket, attempt) {
  socket[kAttempt] = attempt;
  const error = attempt.start();
  if (error !== null) process.nextTick(destroyIfConnecting, socket, error);
}

function destroyIfConnecting(socket, error) {
  if (socket.connecting) socket.destroy(error);
}

function makeAttempt(socket, address, family, options) {
  const port = options.port | 0;
  const attempt = new Attempt(socket, socket._handle, address, port, family);
  attempt.localAddress = options.localAddress;
  attempt.localPort = options.localPort;
  return attempt;
}

function familyNumber(family) {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  return family;
}

function lookUpAndConnect(socket, host, options) {
  const dns = require('dns');
  const lookup = options.lookup || dns.lookup;
  const lookupOptions = {
    family: familyNumber(options.family),
    hints: options.hints || 0,
  };
  const isOneFamily =
    lookupOptions.family === 4 || lookupOptions.family === 6;
  if (!isOneFamily && lookupOptions.hints === 0) {
    lookupOptions.hints = dns.ADDRCONFIG;
  }
  socket._host = host;
  const autoSelect =
    options.autoSelectFamily ?? defaults.getDefaultAutoSelectFamily();
  if (autoSelect && !isOneFamily && !options.localAddress) {
    lookUpAll(socket, host, options, lookup, lookupOptions);
  } else {
    lookUpOne(socket, host, options, lookup, lookupOptions);
  }
}

function failLater(socket, error) {
  process.nextTick(destroyIfConnecting, socket, error);
}

function lookUpOne(socket, host, options, lookup, lookupOptions) {
  lookup(host, lookupOptions, function onLookup(error, ip, family) {
    socket.emit('lookup', error, ip, family, host);
    if (!socket.connecting) return;
    if (error) {
      failLater(socket, error);
    } else if (typeof ip !== 'string' || isIP(ip) === 0) {
      failLater(socket, new ERR_INVALID_IP_ADDRESS(ip));
    } else if (family !== 4 && family !== 6) {
      failLater(socket, familyError(family, options));
    } else {
      socket._unrefTimer();
      startSingle(socket, makeAttempt(socket, ip, family, options));
    }
  });
}

function familyError(family, { host, port }) {
  const error = new ERR_INVALID_ADDRESS_FAMILY(family, host, port);
  error.host = host;
  error.port = port;
  return error;
}

function lookUpAll(socket, host, options, lookup, lookupOptions) {
  lookupOptions.all = true;
  lookup(host, lookupOptions, function onLookup(error, addresses) {
    if (!socket.connecting) return;
    if (error) {
      socket.emit('lookup', error, undefined, undefined, host);
      failLater(socket, error);
      return;
    }
    connectToSome(socket, host, options, addresses);
  });
}

function connectToSome(socket, host, options, addresses) {
  let problem;
  const usable = [];
  for (const { address, family } of addresses) {
    socket.emit('lookup', null, address, family, host);
    if (!socket.connecting) return;
    const error = addressProblem(socket, address, family, options);
    if (error === undefined) usable.push({ address, family });
    else problem ??= error;
  }
  if (usable.length === 0) {
    failLater(socket, problem ?? new ERR_INVALID_IP_ADDRESS(undefined));
    return;
  }
  socket._unrefTimer();
  if (usable.length === 1) {
    const [{ address, family }] = usable;
    startSingle(socket, makeAttempt(socket, address, family, options));
    return;
  }
  socket.autoSelectFamilyAttemptedAddresses = [];
  const timeout = attemptTimeout(options);
  new Series(socket, interleave(usable), options.port | 0, timeout).tryNext();
}

function addressProblem(socket, address, family, options) {
  if (typeof address !== 'string' || isIP(address) === 0) {
    return new ERR_INVALID_IP_ADDRESS(address);
  }
  if (family !== 4 && family !== 6) {
    return familyError(family, options);
  }
  return isBlocked(socket, address, family) ?
    new ERR_IP_BLOCKED(address) : undefined;
}

function attemptTimeout(options) {
  const timeout = options.autoSelectFamilyAttemptTimeout;
  return timeout == null ?
    defaults.getDefaultAutoSelectFamilyAttemptTimeout() :
    Math.max(timeout, defaults.MIN_ATTEMPT_TIMEOUT);
}

/** Orders addresses so that the families alternate, the first one's first. */
function interleave(addresses) {
  const first = addresses[0].family;
  const same = addresses.filter(({ family }) => family === first);
  const other = addresses.filter(({ family }) => family !== first);
  const mixed = [];
  for (let i = 0; i < Math.max(same.length, other.length); i++) {
    if (i < same.length) mixed.push(same[i]);
    if (i < other.length) mixed.push(other[i]);
  }
  return mixed;
}

module.exports = { connectPath, connectHost, finishAttempt };
