'use strict';
// The smallest server there is, for wrk: `node hello.js`, then
// `wrk -c 64 -d 5 http://127.0.0.1:$PORT/`. Runs in node, bun and deno alike;
// limit.c is the same server without JavaScript.

const http = require('node:http');

const server = http.createServer((req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/plain' });
  res.end('Hello, Node.js!');
});
server.listen(process.env.PORT || 3000);
