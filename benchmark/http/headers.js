'use strict';
// Reads one of the request's headers, answers with as many as it is told to.

const http = require('node:http');

const COUNT = Number(process.env.HEADERS);

http.createServer((req, res) => {
  if (req.headers['x-header-1'] === undefined) res.statusCode = 400;
  for (let i = 1; i <= COUNT; i++) {
    res.setHeader(`X-Header-${i}`, `the value of ${i}`);
  }
  res.end('Hello, Node.js!');
}).listen(process.env.PORT, '127.0.0.1');
