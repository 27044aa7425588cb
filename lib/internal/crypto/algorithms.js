'use strict';
// The algorithms of webcrypto, by operation, and normalising what a program
// gives for one (https://w3c.github.io/webcrypto/, section 18.4).

const { DOMException } = require('internal/dom_exception');

const hashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256',
                'SHA3-384', 'SHA3-512', 'cSHAKE128', 'cSHAKE256'];

/** Operation: names of its algorithms, by their name in small letters. */
const registry = new Map([['digest', tableOf(hashes)]]);

function tableOf(names) {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

function normalize(algorithm, operation) {
  const given = typeof algorithm === 'object' && algorithm !== null ?
    algorithm : { name: algorithm };
  const name = registry.get(operation)?.get(`${given.name}`.toLowerCase());
  if (name === undefined) {
    throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
  }
  return { ...given, name };
}

module.exports = { normalize };
