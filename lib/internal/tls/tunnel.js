'use strict';
// Encrypted connections through a proxy: it is asked for a tunnel (CONNECT), and
// sees nothing of what passes (http.md, Built-in Proxy Support).

const http = require('http');
const tls = require('tls');
const { codes: { ERR_PROXY_TUNNEL } } = require('internal/errors');
const { clearTimeout, setTimeout } = require('timers');
const { authorityOf, kIsTimeout, kTunnel, proxyHeaders } =
  require('internal/http/proxy');

// How long a proxy that has refused may go on explaining itself, in all and with
// pauses.
const FAREWELL_MS = 10_000;
const PAUSE_MS = 1000;

/** The options of the request for a tunnel. */
function tunnelOptions(proxy, options, authority) {
  const isSecure = proxy.protocol === 'https:';
  const { timeout, isKeptAlive } = options[kTunnel] ?? options;
  const headers = { __proto__: null, host: authority };
  for (const { 0: name, 1: value } of proxyHeaders(proxy, isKeptAlive)) {
    // A tunnel is closed with what is in it.
    if (value !== 'close') headers[name.toLowerCase()] = value;
  }
  return {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers,
    setDefaultHeaders: false,
    agent: null,
    createConnection(connection) {
      const redirected = proxy.redirect({ ...connection, path: undefined });
      return isSecure ? tls.connect(redirected) :
        require('net').connect(redirected);
    },
    timeout,
  };
}

/**
 * Connects to `options.host` through a proxy.
 *
 * @param {HttpProxy} proxy
 * @param {object} options of tls.connect()
 * @param {Function} callback (error, TLSSocket)
 */
function connectThroughTunnel(proxy, options, callback) {
  let authority;
  try {
    authority = tunnelAuthority(options);
  } catch (error) {
    callback(error);
    return;
  }
  const request = http.request(tunnelOptions(proxy, options, authority));
  const fail = (reason, isTimeout) => {
    const error = new ERR_PROXY_TUNNEL(
      `Failed to establish tunnel to ${authority} via ${proxy.href}: ${reason}`);
    if (isTimeout) error[kIsTimeout] = true;
    callback(error);
  };
  request.once('connect', (response, socket) => {
    if (response.statusCode === 200) {
      callback(null, tls.connect({ ...options, socket }));
      return;
    }
    const { httpVersion, statusCode, statusMessage } = response;
    dismiss(socket);
    fail(`HTTP/${httpVersion} ${statusCode} ${statusMessage}`);
  });
  request.once('error', (error) => {
    if (error.code === 'ECONNREFUSED') callback(error);
    else fail(reasonOf(error), error[kIsTimeout]);
  });
  request.once('timeout', () => {
    const error = new Error('Connection to establish proxy tunnel timed out ' +
      `after ${request.timeout}ms`);
    error[kIsTimeout] = true;
    request.destroy(error);
  });
  request.end();
}

// What a proxy has said that does not speak HTTP is what one wants to know.
function reasonOf(error) {
  if (error.rawPacket !== undefined) {
    return error.rawPacket.latin1Slice(0, 200).split(/\r?\n/, 1)[0];
  }
  if (error.code !== 'ECONNRESET') return error.message;
  return 'Connection to establish proxy tunnel ended unexpectedly';
}

// A refusal has a body that is often still on its way: who closes before it came
// resets the connection, and the proxy sees an error for having answered.
function dismiss(socket) {
  const limit = setTimeout(() => socket.destroy(), FAREWELL_MS);
  socket.setTimeout(PAUSE_MS, () => socket.destroy());
  socket.once('close', () => clearTimeout(limit));
  socket.on('error', () => {});
  socket.end();
  socket.resume();
}

// With the port, also where it is the usual one.
function tunnelAuthority(options) {
  const authority = authorityOf(options);
  return /:\d+$/.test(authority) ? authority : `${authority}:${options.port}`;
}

module.exports = { connectThroughTunnel };
