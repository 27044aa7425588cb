'use strict';
// Client and server in one process: what a request costs both, one after the
// other on one connection that is kept, or 64 at a time.

const http = require('node:http');

const { measure, sizes } = require('../measure.js');

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function get(port) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, host: '127.0.0.1', agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => { text += piece; });
      response.on('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}

async function getMany(port, count) {
  for (let i = 0; i < count; i++) await get(port);
}

const server = http.createServer((req, res) => res.end('Hello, Node.js!'));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await measure({
    ...sizes('http.get, {N} at a time', (many) => (count) => Promise.all(
      Array.from({ length: Math.min(many, count) }, (_, i) =>
        getMany(port, Math.floor((count + i) / Math.min(many, count))))), [1, 8, 64]),
    'fetch, one after the other': async (count) => {
      for (let i = 0; i < count; i++) {
        await (await fetch(`http://127.0.0.1:${port}/`)).text();
      }
    },
  });
  agent.destroy();
  server.close();
  server.closeAllConnections();
});
