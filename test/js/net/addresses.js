'use strict';
const assert = require('assert');
const net = require('net');
const { test } = require('../harness');

test('isIP knows addresses from other text', () => {
  assert.strictEqual(net.isIP('127.0.0.1'), 4);
  assert.strictEqual(net.isIP('::ffff:127.0.0.1'), 6);
  assert.strictEqual(net.isIP('fe80::1%eth0'), 6);
  for (const text of ['', '127.000.000.001', '1.2.3.4/24', 'x', '::1%']) {
    assert.strictEqual(net.isIP(text), 0);
  }
  assert.strictEqual(net.isIP({ toString: () => '::1' }), 6);
});

test('a block list holds addresses, ranges and subnets', () => {
  const list = new net.BlockList();
  list.addAddress('1.1.1.1');
  list.addRange('10.0.0.1', '10.0.0.10');
  list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
  assert.ok(list.check('1.1.1.1'));
  assert.ok(list.check('::ffff:10.0.0.5', 'ipv6'));
  assert.ok(list.check('8592:757c:efae:4e45::f', 'ipv6'));
  assert.ok(!list.check('10.0.0.11'));
  assert.deepStrictEqual(list.rules, [
    'Address: IPv4 1.1.1.1',
    'Range: IPv4 10.0.0.1-10.0.0.10',
    'Subnet: IPv6 8592:757c:efae:4e45::/64',
  ]);
});

test('a block list survives JSON', () => {
  const list = new net.BlockList();
  list.addCIDRs(net.BlockList.PRIVATE_RANGES);
  const copy = new net.BlockList();
  copy.fromJSON(JSON.stringify(list));
  assert.deepStrictEqual(copy.rules, list.rules);
  assert.ok(copy.check('192.168.1.1'));
});

test('removed rules block no more', () => {
  const list = new net.BlockList();
  list.addSubnet('10.0.0.0', 8);
  list.addSubnet('10.1.0.0', 16);
  list.removeSubnet('10.0.0.0', 8);
  assert.ok(list.check('10.1.2.3'));
  assert.ok(!list.check('10.2.0.1'));
});

test('SocketAddress.parse reads what a URL\'s host may be', () => {
  const address = net.SocketAddress.parse('[1:0::]:123');
  assert.strictEqual(address.address, '1::');
  assert.strictEqual(address.port, 123);
  assert.strictEqual(address.family, 'ipv6');
  assert.strictEqual(net.SocketAddress.parse('0xffffffff').address,
                     '255.255.255.255');
  assert.strictEqual(net.SocketAddress.parse('not an ip'), undefined);
});
