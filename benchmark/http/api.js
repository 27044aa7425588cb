'use strict';
// A JSON API as it is written by hand: routes, parameters, bodies, headers.

const http = require('node:http');

const items = new Map();
for (let id = 0; id < 1000; id++) {
  items.set(String(id), { id, name: `item ${id}`, tags: ['a', 'b'] });
}

function sendJson(res, status, value) {
  const body = JSON.stringify(value);
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  res.end(body);
}

function readJson(req, callback) {
  let text = '';
  req.setEncoding('utf8');
  req.on('data', (piece) => { text += piece; });
  req.on('end', () => callback(JSON.parse(text)));
}

function getItem(req, res, id) {
  const item = items.get(id);
  if (item === undefined) sendJson(res, 404, { error: 'no such item' });
  else sendJson(res, 200, item);
}

function echo(req, res) {
  readJson(req, (value) => sendJson(res, 200, { received: value }));
}

const routes = [
  { method: 'GET', pattern: /^\/health$/, handler: getItem },
  { method: 'GET', pattern: /^\/items\/(\d+)$/, handler: getItem },
  { method: 'POST', pattern: /^\/echo$/, handler: echo },
];

http.createServer((req, res) => {
  const path = req.url.split('?', 1)[0];
  for (const { method, pattern, handler } of routes) {
    const match = method === req.method ? pattern.exec(path) : null;
    if (match !== null) return handler(req, res, match[1]);
  }
  sendJson(res, 404, { error: 'not found' });
}).listen(process.env.PORT, '127.0.0.1');
