'use strict';

const { Socket } = require('internal/net/socket');
const { Server } = require('internal/net/server');
const { createServerHandle } = require('internal/net/listen');
const { BoundSocket } = require('internal/net/bound_socket');
const { normalizeArgs } = require('internal/net/arguments');
const { isIP, isIPv4, isIPv6 } = require('internal/net/ip');
const {
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
} = require('internal/net/defaults');
require('internal/net/transfer');

/** Makes a server; see net.md for the options. */
function createServer(options, connectionListener) {
  return new Server(options, connectionListener);
}

/**
 * Makes a socket and connects it. Forms as of `socket.connect()`.
 * @returns {Socket}
 */
function connect(...args) {
  const normalized = normalizeArgs(args);
  const [options] = normalized;
  const socket = new Socket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

module.exports = {
  _createServerHandle: createServerHandle,
  _normalizeArgs: normalizeArgs,
  get BlockList() {
    return require('internal/blocklist').BlockList;
  },
  get SocketAddress() {
    return require('internal/socketaddress').SocketAddress;
  },
  BoundSocket,
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket, // the name of old
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
