'use strict';
const assert = require('assert');
const os = require('os');
const { test } = require('../harness.js');

test('names and figures are there', () => {
  for (const name of ['arch', 'platform', 'hostname', 'release', 'type',
                      'version', 'machine', 'homedir', 'endianness']) {
    assert.strictEqual(typeof os[name](), 'string');
    assert.ok(os[name]().length > 0);
    assert.strictEqual(`${os[name]}`, os[name]());
  }
  for (const name of ['uptime', 'freemem', 'totalmem', 'availableParallelism']) {
    assert.ok(os[name]() > 0);
  }
  assert.strictEqual(os.loadavg().length, 3);
  assert.ok(os.cpus().every((cpu) => typeof cpu.times.idle === 'number'));
});

test('tmpdir follows the environment', () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = '/some/where/';
  assert.strictEqual(os.tmpdir(), '/some/where');
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

test('userInfo gives names as strings or buffers', () => {
  const info = os.userInfo();
  assert.strictEqual(typeof info.uid, 'number');
  const raw = os.userInfo({ encoding: 'buffer' });
  assert.strictEqual(raw.username.toString(), info.username);
});

test('the loopback interface is internal', () => {
  const addresses = Object.values(os.networkInterfaces()).flat();
  const loopback = addresses.find(({ address }) => address === '127.0.0.1');
  assert.strictEqual(loopback.internal, true);
  assert.strictEqual(loopback.cidr, '127.0.0.1/8');
});

test('constants cannot be changed', () => {
  assert.strictEqual(os.constants.signals.SIGTERM, 15);
  assert.strictEqual(os.constants.errno.ENOENT, 2);
  assert.throws(() => {
    os.constants.signals.SIGTERM = 1;
  }, TypeError);
});

test('a priority that cannot be read is a SystemError', () => {
  assert.strictEqual(typeof os.getPriority(), 'number');
  assert.throws(() => os.getPriority(-1), {
    name: 'SystemError', code: 'ERR_SYSTEM_ERROR',
  });
  assert.throws(() => os.setPriority(0, 99), { code: 'ERR_OUT_OF_RANGE' });
});
