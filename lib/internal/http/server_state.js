'use strict';

// A server's timeouts: of connections that wait for their next request
// (keepAliveTimeout), and of requests that take too long to arrive
// (headersTimeout, requestTimeout). Two timers a server, none a connection: the
// connections stand in rows in C, the longest waiting first.

const { setInterval, setTimeout, clearInterval, clearTimeout } =
  require('timers');
const { codes: { ERR_HTTP_REQUEST_TIMEOUT } } = require('internal/errors');
const { ConnectionsList } = internalBinding('http');

/** What the server was made with; see _http_server.js. */
const kOptions = Symbol('kOptions');
/** ConnectionsList: the native rows of a server's connections. */
const kConnections = Symbol('http.server.connections');
const kConnectionsCheckingInterval =
  Symbol('http.server.connectionsCheckingInterval');
const kKeepAliveTimer = Symbol('kKeepAliveTimer');

// Connections whose time is up within one such step end together.
const MIN_STEP_MS = 10;

/** The native rows, when the first connection or listen() needs them. */
function startConnections(server) {
  server[kConnections] ??= new ConnectionsList();
  stopTimers(server);
  const timer = setInterval(checkLate, server[kOptions].checkingInterval,
                            server);
  timer.unref();
  server[kConnectionsCheckingInterval] = timer;
}

/** The server is closed: no timer of it remains. */
function stopTimers(server) {
  clearInterval(server[kConnectionsCheckingInterval]);
}

function checkLate(server) {
  if (server.headersTimeout === 0 && server.requestTimeout === 0) return;
  const late = server[kConnections].late(server.headersTimeout,
                                         server.requestTimeout);
  for (const parser of late) {
    parser.onError(parser, new ERR_HTTP_REQUEST_TIMEOUT());
  }
}

function keepAliveLimit(server) {
  return server.keepAliveTimeout + (server.keepAliveTimeoutBuffer || 0);
}

/** Sees to it that waiting connections are looked at in time. */
function watchKeepAlive(server) {
  if (server[kKeepAliveTimer] !== null || !server.keepAliveTimeout) return;
  startKeepAliveTimer(server, keepAliveLimit(server));
}

function startKeepAliveTimer(server, delay) {
  server[kKeepAliveTimer] =
    setTimeout(checkWaiting, Math.max(delay, MIN_STEP_MS), server);
  server[kKeepAliveTimer].unref();
}

function checkWaiting(server) {
  server[kKeepAliveTimer] = null;
  if (!server.keepAliveTimeout) return;
  const limit = keepAliveLimit(server);
  const expired = server[kConnections].expired(limit);
  const next = expired.pop();
  if (next >= 0) startKeepAliveTimer(server, next);
  // None waits now, but those that are busy will.
  else if (!server[kConnections].isEmpty()) startKeepAliveTimer(server, limit);
  for (const parser of expired) parser.socket?.emit('timeout');
}

function stopKeepAliveTimer(server) {
  clearTimeout(server[kKeepAliveTimer]);
  server[kKeepAliveTimer] = null;
}

module.exports = {
  kConnections,
  kConnectionsCheckingInterval,
  kKeepAliveTimer,
  kOptions,
  startConnections,
  stopKeepAliveTimer,
  stopTimers,
  watchKeepAlive,
};
