'use strict';
// The server that the http clients' apps ask.
const http = require('node:http');
const zlib = require('node:zlib');

const routes = {
  '/json': (req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end('{"hello":"world"}');
  },
  '/gzip': (req, res) => {
    res.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' });
    res.end(zlib.gzipSync('zipped'));
  },
  '/go': (req, res) => { res.writeHead(302, { location: '/json' }); res.end(); },
  '/slow': () => {},
  '/missing': (req, res) => { res.writeHead(404); res.end('none'); },
  '/flaky': (req, res) => {
    routes.asked = (routes.asked ?? 0) + 1;
    res.writeHead(routes.asked % 3 === 0 ? 200 : 503);
    res.end(String(routes.asked));
  },
  '/echo': (req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ method: req.method, headers: req.headers,
                               body: Buffer.concat(chunks).toString() }));
    });
  },
};

/** A server with a few routes, for clients. */
function server() {
  return http.createServer((req, res) => {
    const route = routes[req.url.split('?')[0]];
    if (route) return route(req, res);
    res.writeHead(500);
    res.end();
  });
}

module.exports = { server };
