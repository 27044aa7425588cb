'use strict';
// What applies where a program says nothing: values of `tls` that it may change,
// which begin as the options of the command line say.

const { getOptionValue } = require('internal/options');
const { constants } = require('internal/crypto/constants');

// Undefined: the program has not changed it.
const changed = {
  minVersion: undefined,
  maxVersion: undefined,
  ciphers: undefined,
  ecdhCurve: undefined,
};

const option = getOptionValue;

function minVersion() {
  if (changed.minVersion !== undefined) return changed.minVersion;
  if (option('--tls-min-v1.0')) return 'TLSv1';
  if (option('--tls-min-v1.1')) return 'TLSv1.1';
  if (option('--tls-min-v1.2')) return 'TLSv1.2';
  if (option('--tls-min-v1.3')) return 'TLSv1.3';
  return 'TLSv1.2';
}

function maxVersion() {
  if (changed.maxVersion !== undefined) return changed.maxVersion;
  if (option('--tls-max-v1.3')) return 'TLSv1.3';
  if (option('--tls-max-v1.2')) return 'TLSv1.2';
  return 'TLSv1.3';
}

function ciphers() {
  return changed.ciphers ?? (option('--tls-cipher-list') ||
    constants.defaultCipherList);
}

function ecdhCurve() {
  return changed.ecdhCurve ?? 'auto';
}

const readers = { __proto__: null, minVersion, maxVersion, ciphers, ecdhCurve };

/** Makes `tls`'s property of this name one that reads and changes a default. */
function defineDefault(tls, name, key) {
  Object.defineProperty(tls, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: readers[key],
    set(value) { changed[key] = value; },
  });
}

module.exports = { ciphers, defineDefault, ecdhCurve, maxVersion, minVersion };
