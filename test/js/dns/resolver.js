'use strict';
const assert = require('assert');
const dns = require('dns');
const { test } = require('../harness');

test('servers can be set and asked for', () => {
  const resolver = new dns.Resolver();
  resolver.setServers(['8.8.8.8', '[::1]:53', '1.2.3.4:1053', '[::2]:1053']);
  assert.deepStrictEqual(resolver.getServers(),
                         ['8.8.8.8', '::1', '1.2.3.4:1053', '[::2]:1053']);
});

test('what is no server is refused', () => {
  const resolver = new dns.Resolver();
  for (const server of [' ', 'foobar', '127.0.0.1:va', ':'.repeat(1e5)]) {
    assert.throws(() => resolver.setServers([server]),
                  { code: 'ERR_INVALID_IP_ADDRESS' });
  }
  assert.throws(() => resolver.setServers(['1.2.3.4:65536']),
                { code: 'ERR_SOCKET_BAD_PORT' });
});

test('a port where nobody listens is ECONNREFUSED', async () => {
  const resolver = new dns.promises.Resolver({ timeout: 100, tries: 1 });
  resolver.setServers(['127.0.0.1:9']);
  await assert.rejects(resolver.resolve4('example.org'), (error) => {
    assert.match(error.code, /^(ECONNREFUSED|ETIMEOUT)$/);
    assert.strictEqual(error.syscall, 'queryA');
    assert.strictEqual(error.message, `queryA ${error.code} example.org`);
    return true;
  });
});

test('.onion is never asked for', async () => {
  await assert.rejects(dns.promises.resolveMx('foo.onion'), {
    code: dns.NOTFOUND,
    syscall: 'queryMx',
    hostname: 'foo.onion',
  });
});

test('cancel ends what is under way', async () => {
  const resolver = new dns.promises.Resolver();
  resolver.setServers(['192.0.2.1']);
  const query = resolver.resolveTxt('example.org');
  resolver.cancel();
  await assert.rejects(query, { code: dns.CANCELLED });
});

test('servers cannot change under a query', async () => {
  const resolver = new dns.promises.Resolver();
  resolver.setServers(['192.0.2.1']);
  const query = resolver.resolve('example.org');
  assert.throws(() => resolver.setServers(['127.0.0.1']),
                { code: 'ERR_DNS_SET_SERVERS_FAILED' });
  resolver.cancel();
  await assert.rejects(query, { code: 'ECANCELLED' });
});

test('an unknown type of record is refused', () => {
  assert.throws(() => dns.resolve('example.org', 'X', () => {}),
                { code: 'ERR_INVALID_ARG_VALUE' });
});

test('reverse wants an address', () => {
  assert.throws(() => dns.reverse('bogus ip', () => {}), {
    code: 'EINVAL', syscall: 'getHostByAddr',
  });
});
