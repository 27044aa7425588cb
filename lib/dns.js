'use strict';

const { lookup, lookupService } = require('internal/dns/lookup');
const {
  Resolver,
  bindDefault,
  getDefaultResolver,
  setServers,
} = require('internal/dns/resolver');
const {
  errorCodes,
  getDefaultResultOrder,
  setDefaultResultOrder,
} = require('internal/dns/options');
const { AI_ADDRCONFIG, AI_ALL, AI_V4MAPPED } = internalBinding('dns');

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers,
  ADDRCONFIG: AI_ADDRCONFIG,
  ALL: AI_ALL,
  V4MAPPED: AI_V4MAPPED,
  ...errorCodes,
  ...bindDefault(getDefaultResolver),
};

Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get: () => require('dns/promises'),
});
