'use strict';
// GET /N answers with N KiB.

const fs = require('node:fs');
const https = require('node:https');

const bodies = new Map();
const body = (kib) => {
  if (!bodies.has(kib)) bodies.set(kib, Buffer.alloc(kib * 1024, 'x'));
  return bodies.get(kib);
};
const server = https.createServer({
  key: fs.readFileSync(process.env.KEY),
  cert: fs.readFileSync(process.env.CERTIFICATE),
}, (req, res) => res.end(body(Number(req.url.slice(1)))));
server.listen(process.env.PORT || 3000);
