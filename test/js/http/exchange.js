'use strict';
// What the tests of http share: a server for the time of one test, and raw bytes
// over a socket.

const http = require('http');
const net = require('net');

/** Runs `body(port, server)` while a server listens. */
async function withServer(options, listener, body) {
  const server = typeof options === 'function' ?
    http.createServer(options) : http.createServer(options, listener);
  if (typeof options === 'function') body = listener;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await body(server.address().port, server);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/**
 * Sends parts one after another, and gives all that came until the other side
 * ended, as Latin-1.
 */
function exchange(port, ...parts) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => { received += data; });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    const sendNext = () => {
      if (parts.length === 0 || socket.destroyed) return;
      socket.write(parts.shift(), 'latin1', () => setImmediate(sendNext));
    };
    socket.on('connect', () => {
      socket.setNoDelay(true);
      sendNext();
    });
  });
}

/** A whole request of the client: {status, headers, body}. */
function fetchBody(options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ host: '127.0.0.1', ...options }, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => resolve({
        res,
        status: res.statusCode,
        headers: res.headers,
        body: Buffer.concat(chunks).toString(),
      }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

module.exports = { exchange, fetchBody, withServer };
