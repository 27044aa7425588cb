'use strict';

// HTTPS needs TLS, which is not there yet.

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

function missing(name) {
  return function() { throw new ERR_METHOD_NOT_IMPLEMENTED(`https.${name}()`); };
}

module.exports = {
  Agent: missing('Agent'),
  Server: missing('Server'),
  createServer: missing('createServer'),
  get: missing('get'),
  request: missing('request'),
};

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: missing('globalAgent'),
});
