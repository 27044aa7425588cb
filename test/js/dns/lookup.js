'use strict';
const assert = require('assert');
const dns = require('dns');
const util = require('util');
const { test } = require('../harness');

test('lookup finds the loopback by its name', async () => {
  const { address, family } = await dns.promises.lookup('localhost');
  assert.ok(['127.0.0.1', '::1'].includes(address));
  assert.strictEqual(family, address === '::1' ? 6 : 4);
});

test('with all, every address is given', async () => {
  const all = await dns.promises.lookup('localhost', { all: true, family: 4 });
  assert.deepStrictEqual(all[0], { address: '127.0.0.1', family: 4 });
});

test('an address is its own answer, asynchronously', async () => {
  let isSync = true;
  await new Promise((resolve) => {
    dns.lookup('1.2.3.4', (error, address, family) => {
      assert.deepStrictEqual([error, address, family], [null, '1.2.3.4', 4]);
      assert.strictEqual(isSync, false);
      resolve();
    });
    isSync = false;
  });
});

test('its promisified form gives an object', async () => {
  assert.deepStrictEqual(await util.promisify(dns.lookup)('::1'),
                         { address: '::1', family: 6 });
});

test('a name that cannot be is ENOTFOUND or EAI_AGAIN', async () => {
  await assert.rejects(dns.promises.lookup('name.invalid'), (error) => {
    assert.match(error.code, /^(ENOTFOUND|EAI_AGAIN)$/);
    assert.strictEqual(error.syscall, 'getaddrinfo');
    assert.strictEqual(error.hostname, 'name.invalid');
    return true;
  });
});

test('lookupService names the service', async () => {
  const { service } = await dns.promises.lookupService('127.0.0.1', 80);
  assert.ok(['http', '80'].includes(service));
});

test('wrong arguments are refused', () => {
  assert.throws(() => dns.lookup(1, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => dns.lookup('a', { family: 5 }, () => {}),
                { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookup('a', { hints: 1 }, () => {}),
                { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookup('a'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => dns.lookupService('x', 1, () => {}),
                { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.setDefaultResultOrder('x'),
                { code: 'ERR_INVALID_ARG_VALUE' });
});
