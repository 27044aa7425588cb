'use strict';
const assert = require('assert');
const { test } = require('../harness');

function caught(fn) {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('an error of ours is a TypeError whose stack and text tell the code', () => {
  const error = caught(() => Buffer.alloc('x'));
  assert.ok(error instanceof TypeError);
  assert.strictEqual(error.constructor, TypeError);
  assert.strictEqual(error.name, 'TypeError');
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
  const text = 'The "size" argument must be of type number. ' +
    "Received type string ('x')";
  assert.strictEqual(error.message, text);
  assert.strictEqual(
    error.toString(), `TypeError [ERR_INVALID_ARG_TYPE]: ${text}`);
  assert.ok(error.stack.startsWith(error.toString()));
});

test('an error has no own properties but stack, message and code', () => {
  const error = caught(() => Buffer.alloc('x'));
  assert.deepStrictEqual(
    Reflect.ownKeys(error).sort(), ['code', 'message', 'stack']);
  assert.deepStrictEqual(Object.keys(error), ['code']);
});

test('a stack begins at the function that was called wrongly', () => {
  const { inherits } = require('util');
  const error = caught(function caller() { inherits(null, Object); });
  assert.match(error.stack.split('\n')[1], /at inherits/);
  assert.match(error.stack.split('\n')[2], /at caller/);
});

test('frames of argument checks are hidden', () => {
  const { stack } = caught(() => Buffer.alloc('x'));
  assert.doesNotMatch(stack, /node:internal\/(validators|errors)/);
});

test('Error.stackTraceLimit is respected', () => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = caught(() => Buffer.alloc('x'));
  Error.stackTraceLimit = stackTraceLimit;
  assert.strictEqual(error.stack, error.toString());
});

test('Error.prepareStackTrace of the program makes the stack', () => {
  const original = Error.prepareStackTrace;
  assert.strictEqual(typeof original, 'function');
  Error.prepareStackTrace = (error, trace) => trace.length;
  const { stack } = new Error('x');
  Error.prepareStackTrace = original;
  assert.strictEqual(typeof stack, 'number');
});

test('numbers out of range are shown with separators', () => {
  const buffer = Buffer.alloc(8);
  assert.strictEqual(
    caught(() => buffer.writeUInt32BE(2 ** 40)).message,
    'The value of "value" is out of range. It must be >= 0 and <= 4294967295. ' +
    'Received 1_099_511_627_776');
});
