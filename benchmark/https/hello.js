'use strict';
// The hello server of the subject http, over TLS.

const fs = require('node:fs');
const https = require('node:https');

const server = https.createServer({
  key: fs.readFileSync(process.env.KEY),
  cert: fs.readFileSync(process.env.CERTIFICATE),
}, (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/plain' });
  res.end('Hello, Node.js!');
});
server.listen(process.env.PORT || 3000);
