'use strict';
// process.env: an object whose own properties are the environment's variables.
// Reads need no trap; changes go on to the C library, so that time zones, child
// processes and native libraries see them.

const { environment, setEnvironment } = internalBinding('process');

function toText(value) {
  if (typeof value === 'symbol') {
    throw new TypeError('Cannot convert a Symbol value to a string');
  }
  if (typeof value !== 'string' && typeof value !== 'number' &&
      typeof value !== 'boolean') {
    warnOfConversion();
  }
  return `${value}`;
}

let warned = false;
function warnOfConversion() {
  const { getOptionValue } = require('internal/options');
  if (warned || !getOptionValue('--pending-deprecation')) return;
  warned = true;
  require('internal/process').emitWarning(
    'Assigning any value other than a string, number, or boolean to a ' +
    'process.env property is deprecated. Please make sure to convert the ' +
    'value to a string before setting process.env with it.',
    'DeprecationWarning', 'DEP0104');
}

/** Traps for an environment that `write(key, text)` keeps up to date. */
const makeHandler = (write) => ({
  set(target, key, value) {
    if (typeof key === 'symbol') {
      throw new TypeError('Cannot convert a Symbol value to a string');
    }
    const text = toText(value);
    // Names that the C library refuses are ignored, as they always were.
    if (key === '' || key.includes('=')) return true;
    target[key] = text;
    write(key, text);
    return true;
  },
  defineProperty(target, key, descriptor) {
    const { codes } = require('internal/errors');
    if ('get' in descriptor || 'set' in descriptor) {
      throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
        "'process.env' does not accept an accessor(getter/setter) descriptor");
    }
    if (!descriptor.configurable || !descriptor.writable ||
        !descriptor.enumerable) {
      throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
        "'process.env' only accepts a configurable, writable, and enumerable " +
        'data descriptor');
    }
    return this.set(target, key, descriptor.value);
  },
  deleteProperty(target, key) {
    if (typeof key === 'symbol') return true;
    delete target[key];
    write(key, undefined);
    return true;
  },
});

function makeEnv() {
  const target = {};
  const list = environment();
  for (let i = 0; i < list.length; i += 2) {
    // The C library gives the first of two variables of one name.
    if (!Object.hasOwn(target, list[i])) target[list[i]] = list[i + 1];
  }
  return new Proxy(target, makeHandler(setEnvironment));
}

/** A worker's: nobody but its own JavaScript sees it. */
function makePrivateEnv(variables) {
  return new Proxy({ ...variables }, makeHandler(() => {}));
}

module.exports = { makeEnv, makePrivateEnv };
