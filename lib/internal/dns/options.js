'use strict';
// What dns.lookup() and Resolver share: defaults, checks, error codes.

const {
  codes: { ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { getOptionValue } = require('internal/options');
const { validateOneOf } = require('internal/validators');
const {
  AI_ADDRCONFIG,
  AI_ALL,
  AI_V4MAPPED,
  kVerbatim,
  kIpv4First,
  kIpv6First,
} = internalBinding('dns');

// Name of an order -> the native's number.
const orders = new Map([
  ['verbatim', kVerbatim],
  ['ipv4first', kIpv4First],
  ['ipv6first', kIpv6First],
]);
const validOrders = ['ipv4first', 'ipv6first', 'verbatim'];

let defaultOrder;

/** @returns {string} how lookup() orders addresses if not told */
function getDefaultResultOrder() {
  return defaultOrder ??= getOptionValue('--dns-result-order') || 'verbatim';
}

/** @param {'ipv4first'|'ipv6first'|'verbatim'} order */
function setDefaultResultOrder(order) {
  validateOneOf(order, 'order', validOrders);
  defaultOrder = order;
}

/** @throws {ERR_INVALID_ARG_VALUE} bits that mean nothing */
function validateHints(hints) {
  if ((hints & ~(AI_ADDRCONFIG | AI_ALL | AI_V4MAPPED)) !== 0) {
    throw new ERR_INVALID_ARG_VALUE('hints', hints);
  }
}

/** The codes of errors, as dns.md lists them. */
const errorCodes = Object.fromEntries([
  'NODATA', 'FORMERR', 'SERVFAIL', 'NOTFOUND', 'NOTIMP', 'REFUSED', 'BADQUERY',
  'BADNAME', 'BADFAMILY', 'BADRESP', 'CONNREFUSED', 'TIMEOUT', 'EOF', 'FILE',
  'NOMEM', 'DESTRUCTION', 'BADSTR', 'BADFLAGS', 'NONAME', 'BADHINTS',
  'NOTINITIALIZED', 'LOADIPHLPAPI', 'ADDRGETNETWORKPARAMS', 'CANCELLED',
].map((name) => [name, name === 'EOF' ? name : `E${name}`]));

module.exports = {
  errorCodes,
  getDefaultResultOrder,
  orders,
  setDefaultResultOrder,
  validOrders,
  validateHints,
};
