'use strict';
// Client and server in one process: requests on a kept connection, and
// connections with a whole handshake and with a resumed session.

const fs = require('node:fs');
const https = require('node:https');
const tls = require('node:tls');

const { measure } = require('../measure.js');

const own = {
  key: fs.readFileSync(process.env.KEY),
  cert: fs.readFileSync(process.env.CERTIFICATE),
};
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
const server = https.createServer(own, (req, res) => res.end('Hello, Node.js!'));

function get(port) {
  return new Promise((resolve, reject) => {
    const request = https.get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume().on('end', resolve);
    });
    request.on('error', reject);
  });
}

let session;
function connect(port, resumed) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false,
                                 maxVersion: 'TLSv1.2',
                                 session: resumed ? session : undefined }, () => {
      session ??= socket.getSession();
      socket.end();
    });
    socket.on('error', reject).on('close', resolve).resume();
  });
}

const repeat = (run) => async (count) => {
  for (let i = 0; i < count; i++) await run();
};

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await measure({
    'https.get, one after the other': repeat(() => get(port)),
    'handshake (TLS 1.2)': repeat(() => connect(port, false)),
    'resumed handshake (TLS 1.2)': repeat(() => connect(port, true)),
  });
  agent.destroy();
  server.close();
  server.closeAllConnections();
});
