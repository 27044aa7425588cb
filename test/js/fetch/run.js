'use strict';
// What the tests of this folder share; see tools/test.py for its name.

const { once } = require('node:events');
const { execFile } = require('node:child_process');
const http = require('node:http');
const harness = require('../harness.js');

/** As the harness's test, if the executable was built with the client. */
const test = process.versions.undici === undefined ? () => {} : harness.test;

/**
 * A server on loopback while `use` runs.
 * @param {Function} answer as of http.createServer
 * @param {function(string, http.Server): Promise} use is given its URL, without a
 *   slash at the end
 */
async function withServer(answer, use) {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${server.address().port}`, server);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Runs ourselves: what it printed, without the last line's end. */
function runSelf(...args) {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout.trimEnd());
    });
  });
}

module.exports = { ...harness, runSelf, test, withServer };
