'use strict';
// The async context of requests that share a connection.

const assert = require('assert');
const http = require('http');
const { AsyncLocalStorage } = require('async_hooks');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const store = new AsyncLocalStorage();

/** Makes a request as `name`; fulfills with the names its events have seen. */
function requestAs(name, options) {
  return new Promise((resolve, reject) => store.run(name, () => {
    const seen = new Set();
    const note = () => seen.add(store.getStore());
    const req = http.get(options, (res) => {
      note();
      res.on('data', note);
      res.on('end', note);
    });
    req.on('socket', note);
    req.on('error', reject);
    req.on('close', () => {
      note();
      resolve([...seen]);
    });
  }));
}

test('a request on a used connection has its own context', () =>
  withServer((req, res) => res.end('body'), async (port) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    assert.deepStrictEqual(await requestAs('first', { port, agent }), ['first']);
    assert.deepStrictEqual(await requestAs('second', { port, agent }), ['second']);
    agent.destroy();
  }));

test('a request that waited for another one has its own context', () =>
  withServer((req, res) => res.end('body'), async (port) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const names = ['a', 'b', 'c'];
    const seen =
      await Promise.all(names.map((name) => requestAs(name, { port, agent })));
    assert.deepStrictEqual(seen, names.map((name) => [name]));
    agent.destroy();
  }));
