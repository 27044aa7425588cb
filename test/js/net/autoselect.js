'use strict';
const assert = require('assert');
const net = require('net');
const { once } = require('events');
const { test } = require('../harness');

const lookup = (...addresses) => (hostname, options, callback) => {
  const all = addresses.map((address) =>
    ({ address, family: net.isIP(address) }));
  process.nextTick(callback, null, all);
};

async function listening() {
  const server = net.createServer((socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('the next address is tried when one refuses', async () => {
  const server = await listening();
  const { port } = server.address();
  const client = net.connect({
    host: 'name.test', port, lookup: lookup('::1', '127.0.0.1'),
  });
  const failed = [];
  client.on('connectionAttemptFailed', (address) => failed.push(address));
  await once(client, 'ready');
  assert.deepStrictEqual(failed, ['::1']);
  assert.deepStrictEqual(client.autoSelectFamilyAttemptedAddresses,
                         [`::1:${port}`, `127.0.0.1:${port}`]);
  client.destroy();
  server.close();
});

test('when all refuse, the error holds each one', async () => {
  const server = await listening();
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const client = net.connect({
    host: 'name.test', port, lookup: lookup('127.0.0.1', '127.0.0.2'),
  });
  const [error] = await once(client, 'error');
  assert.ok(error instanceof AggregateError);
  assert.strictEqual(error.code, 'ECONNREFUSED');
  assert.deepStrictEqual(error.errors.map(({ address }) => address),
                         ['127.0.0.1', '127.0.0.2']);
});

test('a failing lookup fails the connection', async () => {
  const client = net.connect({
    host: 'name.test', port: 1,
    lookup(hostname, options, callback) { callback(new Error('no such name')); },
  });
  const [error] = await once(client, 'error');
  assert.strictEqual(error.message, 'no such name');
});

test('an address that a block list holds is not tried', async () => {
  const blockList = new net.BlockList();
  blockList.addSubnet('127.0.0.0', 8);
  const client = net.connect({ host: '127.0.0.1', port: 1, blockList });
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code, 'ERR_IP_BLOCKED');
});

test('the defaults can be changed', () => {
  const before = net.getDefaultAutoSelectFamilyAttemptTimeout();
  net.setDefaultAutoSelectFamilyAttemptTimeout(1);
  assert.strictEqual(net.getDefaultAutoSelectFamilyAttemptTimeout(), 10);
  net.setDefaultAutoSelectFamilyAttemptTimeout(before);
  net.setDefaultAutoSelectFamily(false);
  assert.strictEqual(net.getDefaultAutoSelectFamily(), false);
  net.setDefaultAutoSelectFamily(true);
});
