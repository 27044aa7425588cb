'use strict';
const assert = require('assert');
const { test } = require('../harness.js');

const thrower = () => {
  throw new TypeError('bad value');
};

test('an error is checked by class, pattern, function or properties', () => {
  assert.throws(thrower);
  assert.throws(thrower, TypeError);
  assert.throws(thrower, /^TypeError: bad value$/);
  assert.throws(thrower, (error) => error.message === 'bad value');
  assert.throws(thrower, { name: 'TypeError', message: /value/ });
  assert.throws(thrower, new TypeError('bad value'));
});

test('a missing exception is a failure', () => {
  assert.throws(() => assert.throws(() => {}, TypeError, 'why'), {
    message: 'Missing expected exception (TypeError): why',
    operator: 'throws',
  });
});

test('an error of another class is a failure', () => {
  assert.throws(() => assert.throws(thrower, RangeError), {
    message: 'The error is expected to be an instance of "RangeError". ' +
      'Received "TypeError"\n\nError message:\n\nbad value',
  });
});

test('rejects() wants a promise that rejects', async () => {
  await assert.rejects(Promise.reject(new RangeError('r')), RangeError);
  await assert.rejects(assert.rejects(async () => {}),
                       { message: 'Missing expected rejection.' });
  await assert.rejects(assert.rejects(() => 5),
                       { code: 'ERR_INVALID_RETURN_VALUE' });
  await assert.doesNotReject(async () => {});
});

test('ifError() throws what is neither null nor undefined', () => {
  assert.ifError(null);
  assert.ifError(undefined);
  assert.throws(() => assert.ifError(new Error('e')),
                { message: 'ifError got unwanted exception: e' });
});

test('an Assert has options of its own', () => {
  const { Assert } = assert;
  const loose = new Assert({ strict: false, diff: 'full' });
  loose.equal(1, '1');
  assert.throws(() => loose.strictEqual(1, 2), { diff: 'full' });
  assert.throws(() => new Assert().equal(1, '1'), assert.AssertionError);
});
