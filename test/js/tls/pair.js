'use strict';
// What the tests of tls and https share: keys, and a server with a client.

const fs = require('fs');
const path = require('path');
const tls = require('tls');
const { once } = require('events');

function read(name) {
  return fs.readFileSync(path.join(__dirname, 'keys', `${name}.pem`));
}

const root = read('root');

/** {key, cert} of 'server', 'other' or 'client'. */
function identity(name) {
  return { key: read(`${name}-key`), cert: read(name) };
}

/** A server that listens; options over those it needs. */
async function listen(options, onSecure) {
  const server =
    tls.createServer({ ...identity('server'), ...options }, onSecure);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A client of a server, not yet connected. */
function connect(server, options) {
  return tls.connect({
    port: server.address().port, host: '127.0.0.1', servername: 'localhost',
    ca: root, ...options,
  });
}

/** Both ends, secure. */
async function pair(serverOptions, clientOptions) {
  const server = await listen(serverOptions);
  const accepted = once(server, 'secureConnection');
  const client = connect(server, clientOptions);
  await once(client, 'secureConnect');
  const [socket] = await accepted;
  return {
    server, client, socket,
    async close() {
      client.destroy();
      socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

module.exports = { connect, identity, listen, pair, root };
