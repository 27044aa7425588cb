'use strict';
// A hello server that lets idle connections live: ten thousand of them take
// longer to open than the usual five seconds.

const http = require('node:http');

const server = http.createServer((req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/plain' });
  res.end('Hello, Node.js!');
});
server.keepAliveTimeout = 600_000;
server.listen(process.env.PORT, '127.0.0.1');
