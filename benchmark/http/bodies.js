'use strict';
// GET /N answers with N KiB. POST reads the body, and tells its length.

const http = require('node:http');

const bodies = new Map();

function bodyOf(url) {
  let body = bodies.get(url);
  if (body === undefined) {
    body = Buffer.alloc(Number(url.slice(1)) * 1024, 'a');
    bodies.set(url, body);
  }
  return body;
}

function receive(req, res) {
  let length = 0;
  req.on('data', (piece) => { length += piece.length; });
  req.on('end', () => res.end(String(length)));
}

http.createServer((req, res) => {
  if (req.method === 'POST') return receive(req, res);
  const body = bodyOf(req.url);
  res.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': body.length,
  });
  res.end(body);
}).listen(process.env.PORT, '127.0.0.1');
