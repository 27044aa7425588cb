'use strict';

const assert = require('assert');
const net = require('net');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const requestFor = (url) => `GET ${url} HTTP/1.1\r\nHost: a\r\n\r\n`;

/**
 * What a client gets that sends two requests at once, the first of which is
 * answered with much, and a third when it has the second's answer. All but the
 * first are answered with 'short'. It reads when `mayRead` is fulfilled.
 */
function exchange(port, mayRead = Promise.resolve()) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.pause();
    mayRead.then(() => socket.resume());
    let received = '';
    socket.write(requestFor('/long') + requestFor('/second'));
    socket.on('error', reject);
    socket.on('data', (data) => {
      received += data.toString('latin1').replaceAll('\0', '');
      if (!received.endsWith('short')) return;
      if (received.split('short').length === 3) {
        socket.destroy();
        resolve(received);
      } else {
        socket.write(requestFor('/third'));
      }
    });
  });
}

// Both found by the fuzzer.
test('requests are read on when what was written before is sent', () =>
  withServer((req, res) => {
    if (req.url !== '/long') {
      setImmediate(() => res.end('short'));
      return;
    }
    res.write(Buffer.alloc(70_000));
    setImmediate(() => res.end());
  }, async (port) => {
    assert.strictEqual((await exchange(port)).split('200 OK').length, 4);
  }));

test('a paused connection is read on when its socket has got a listener', () => {
  const listening = Promise.withResolvers();
  return withServer((req, res) => {
    // More than fits between the two: the connection is paused until it is sent.
    if (req.url === '/long') {
      res.end(Buffer.alloc(16 << 20));
      return;
    }
    setImmediate(() => {
      req.socket.on('data', () => {});
      listening.resolve();
      res.end('short');
    });
  }, async (port) => {
    const received = await exchange(port, listening.promise);
    assert.strictEqual(received.split('200 OK').length, 4);
  });
});
