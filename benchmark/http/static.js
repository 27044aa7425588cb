'use strict';
// One file, as static servers send it: stat, then a stream.

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const FILE = path.join(__dirname, process.env.FILE);

http.createServer((req, res) => {
  fs.stat(FILE, (error, stats) => {
    if (error) {
      res.statusCode = 404;
      return res.end();
    }
    res.writeHead(200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': stats.size,
      'Last-Modified': stats.mtime.toUTCString(),
    });
    fs.createReadStream(FILE).pipe(res);
  });
}).listen(process.env.PORT, '127.0.0.1');
