'use strict';
// crypto.constants

const { fill } = internalBinding('crypto_constants');

const kDefaultCiphers = [
  'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES256-GCM-SHA384', 'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-SHA256', 'DHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA256', 'DHE-RSA-AES256-SHA256', 'HIGH', '!aNULL',
  '!eNULL', '!EXPORT', '!DES', '!RC4', '!MD5', '!PSK', '!SRP', '!CAMELLIA',
].join(':');

const constants = { __proto__: null };
fill(constants);
Object.defineProperty(constants, 'defaultCoreCipherList', {
  enumerable: true, value: kDefaultCiphers, writable: false,
});
Object.defineProperty(constants, 'defaultCipherList', {
  configurable: true,
  enumerable: true,
  get() {
    const { getOptionValue } = require('internal/options');
    return getOptionValue('--tls-cipher-list') || kDefaultCiphers;
  },
  set(value) {
    Object.defineProperty(this, 'defaultCipherList', {
      configurable: true, enumerable: true, value, writable: true,
    });
  },
});

module.exports = { constants };
