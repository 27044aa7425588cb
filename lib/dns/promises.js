'use strict';

const { lookupPromise, lookupServicePromise } = require('internal/dns/lookup');
const {
  PromiseResolver,
  bindDefault,
  getDefaultPromiseResolver,
  setServers,
} = require('internal/dns/resolver');
const {
  errorCodes,
  getDefaultResultOrder,
  setDefaultResultOrder,
} = require('internal/dns/options');

module.exports = {
  lookup: lookupPromise,
  lookupService: lookupServicePromise,
  Resolver: PromiseResolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers,
  ...errorCodes,
  ...bindDefault(getDefaultPromiseResolver),
};
