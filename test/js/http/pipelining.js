'use strict';

const assert = require('assert');
const net = require('net');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const requestFor = (url) => `GET ${url} HTTP/1.1\r\nHost: a\r\n\r\n`;

// Found by the fuzzer.
test('requests are read on when what was written before is sent', () =>
  withServer((req, res) => {
    if (req.url !== '/long') {
      setImmediate(() => res.end('short'));
      return;
    }
    res.write(Buffer.alloc(70_000));
    setImmediate(() => res.end());
  }, (port) => new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let received = '';
    socket.write(requestFor('/long') + requestFor('/second'));
    socket.on('error', reject);
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (!received.endsWith('short')) return;
      if (received.split('short').length === 3) {
        socket.destroy();
        resolve();
      } else {
        socket.write(requestFor('/third'));
      }
    });
  }).then(() => assert.ok(true))));
