'use strict';

const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_SOCKET_HANDLE_ADOPTED },
  exceptionWithHostPort,
} = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const {
  validateBoolean,
  validateObject,
  validatePort,
  validateString,
} = require('internal/validators');
const { kReleaseHandle } = require('internal/net/symbols');
const { isIP } = require('internal/net/ip');
const { TCP, kIpv6Only, kReusePort } = internalBinding('tcp');
const { Pipe } = internalBinding('pipe');

function bindPath(options) {
  validateString(options.path, 'options.path');
  for (const name of ['host', 'port', 'ipv6Only', 'reusePort']) {
    if (options[name] === undefined) continue;
    throw new ERR_INVALID_ARG_VALUE(
      `options.${name}`, options[name], 'cannot be used with options.path');
  }
  const handle = new Pipe(false);
  throwOnFailure(handle, handle.bind(options.path), options.path, -1);
  return handle;
}

function bindHost(options) {
  const { ipv6Only = false, reusePort = false, port = 0 } = options;
  validateBoolean(ipv6Only, 'options.ipv6Only');
  validateBoolean(reusePort, 'options.reusePort');
  validatePort(port, 'options.port');
  const host = options.host ?? (ipv6Only ? '::' : '0.0.0.0');
  validateString(host, 'options.host');
  if (isIP(host) === 0) {
    throw new ERR_INVALID_ARG_VALUE(
      'options.host', host, 'must be a numeric IP address');
  }
  const flags = (ipv6Only ? kIpv6Only : 0) | (reusePort ? kReusePort : 0);
  const handle = new TCP();
  let status = handle.bind(host, port | 0, flags);
  // libuv keeps some errors of bind(2) for later; asking for the name gets them.
  if (status === 0) status = handle.getsockname({});
  throwOnFailure(handle, status, host, port | 0);
  return handle;
}

function throwOnFailure(handle, status, address, port) {
  if (status === 0) return;
  handle.close();
  throw exceptionWithHostPort(status, 'bind', address, port);
}

/**
 * A socket that is bound to a local endpoint, to be given to `server.listen()`
 * or `new net.Socket()`, which then owns it.
 */
class BoundSocket {
  #handle; // null: adopted or closed
  #isPipe;

  /** @param {object} [options] {host, port, ipv6Only, reusePort} or {path} */
  constructor(options = kEmptyObject) {
    validateObject(options, 'options');
    this.#isPipe = options.path !== undefined;
    this.#handle = this.#isPipe ? bindPath(options) : bindHost(options);
  }

  #own() {
    if (this.#handle === null) throw new ERR_SOCKET_HANDLE_ADOPTED();
    return this.#handle;
  }

  /** Gives the handle to a server or socket. */
  [kReleaseHandle]() {
    const handle = this.#own();
    this.#handle = null;
    return handle;
  }

  get isPipe() {
    return this.#isPipe;
  }

  /** {address, family, port}, or the path. */
  address() {
    const handle = this.#own();
    if (this.#isPipe) return handle.getsockname();
    const name = {};
    handle.getsockname(name);
    return name;
  }

  /** The file descriptor, which stays the BoundSocket's. */
  fd() {
    return this.#own().fd;
  }

  close() {
    this.#own().close();
    this.#handle = null;
  }

  [Symbol.dispose]() {
    if (this.#handle !== null) this.close();
  }
}

module.exports = { BoundSocket };
