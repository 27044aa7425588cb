'use strict';
// lookup() and lookupService(): what the system's own resolver says.

const process = require('internal/process');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_MISSING_ARGS,
  },
  dnsException,
} = require('internal/errors');
const { customPromisifyArgs } = require('internal/util');
const {
  validateBoolean,
  validateFunction,
  validateNumber,
  validateOneOf,
  validatePort,
  validateString,
} = require('internal/validators');
const { isIP } = require('internal/net/ip');
const { startSpan, finishSpan } = require('internal/perf/span');
const {
  getDefaultResultOrder,
  orders,
  validOrders,
  validateHints,
} = require('internal/dns/options');
const binding = internalBinding('dns');

const validFamilies = [0, 4, 6];

function checkHostname(hostname) {
  if (!hostname) return;
  validateString(hostname, 'hostname');
  if (hostname.includes('\0')) {
    throw new ERR_INVALID_ARG_VALUE(
      'hostname', hostname, 'must be a string without null bytes');
  }
}

function familyOption(family) {
  if (family === 'IPv4') return 4;
  if (family === 'IPv6') return 6;
  validateOneOf(family, 'options.family', validFamilies);
  return family;
}

/** What is asked for, of lookup()'s argument `options`. */
function readOptions(options) {
  const request = {
    family: 0, hints: 0, all: false, order: getDefaultResultOrder(),
  };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', validFamilies);
    request.family = options;
    return request;
  }
  if (options === undefined || options === null) return request;
  const { hints, family, all, verbatim, order } = options;
  if (hints != null) {
    validateNumber(hints, 'options.hints');
    request.hints = hints >>> 0;
    validateHints(request.hints);
  }
  if (family != null) request.family = familyOption(family);
  if (all != null) {
    validateBoolean(all, 'options.all');
    request.all = all;
  }
  if (verbatim != null) {
    validateBoolean(verbatim, 'options.verbatim');
    request.order = verbatim ? 'verbatim' : 'ipv4first';
  }
  if (order != null) {
    validateOneOf(order, 'options.order', validOrders);
    request.order = order;
  }
  return request;
}

function checkOptionsType(options) {
  if (options === undefined || typeof options === 'object' ||
      typeof options === 'number') {
    return;
  }
  throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
}

let hasWarnedOfHostname = false;

function warnOfHostname(hostname) {
  if (hasWarnedOfHostname) return;
  hasWarnedOfHostname = true;
  process.emitWarning(
    `The provided hostname "${hostname}" is not a valid hostname, and is ` +
    'supported in the dns module solely for compatibility.',
    'DeprecationWarning', 'DEP0118');
}

/**
 * The addresses of what needs no system: no name, or an address.
 * @returns {Array<{address, family}>|undefined} empty if there is no name
 */
function knownAddresses(hostname) {
  if (!hostname) {
    warnOfHostname(hostname);
    return [];
  }
  const family = isIP(hostname);
  return family === 0 ? undefined : [{ address: hostname, family }];
}

/** The form in which names go over the wire. */
function toWire(hostname) {
  // eslint-disable-next-line no-control-regex
  if (!/[^\0-\x7f]/.test(hostname)) return hostname;
  return internalBinding('url').toASCII(hostname) || hostname;
}

/** Asks the system: callback(error, [{address, family}]). */
function resolveName(hostname, { family, hints, order }, callback) {
  const span = startSpan('dns', 'lookup', {
    hostname, family, hints, verbatim: order === 'verbatim', order,
  });
  function onDone(errno, addresses) {
    if (errno !== null) {
      callback(dnsException(errno, 'getaddrinfo', hostname));
      return;
    }
    finishSpan(span, { addresses });
    callback(null, addresses.map((address) =>
      ({ address, family: isIP(address) || family })));
  }
  const status = binding.getaddrinfo(toWire(hostname), family, hints,
                                     orders.get(order), onDone);
  if (status === 0) return;
  process.nextTick(callback, dnsException(status, 'getaddrinfo', hostname));
}

function giveAddresses(request, addresses, callback) {
  if (request.all) {
    callback(null, addresses);
  } else if (addresses.length === 0) {
    callback(null, null, request.family === 6 ? 6 : 4);
  } else {
    callback(null, addresses[0].address, addresses[0].family);
  }
}

/**
 * Looks a host up in the way the system does.
 * @param {string} hostname
 * @param {number|object} [options] family, or {family, hints, all, order}
 * @param {Function} callback (error, address, family), or (error, addresses)
 *   with `all`
 */
function lookup(hostname, options, callback) {
  checkHostname(hostname);
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else if (options !== undefined && typeof options !== 'object' &&
             typeof options !== 'number') {
    validateFunction(arguments.length === 2 ? options : callback, 'callback');
    checkOptionsType(options);
  }
  validateFunction(callback, 'callback');
  const request = readOptions(options);
  const known = knownAddresses(hostname);
  if (known !== undefined) {
    process.nextTick(giveAddresses, request, known, callback);
    return {};
  }
  resolveName(hostname, request, (error, addresses) => {
    if (error) callback(error);
    else giveAddresses(request, addresses, callback);
  });
  return {};
}
Object.defineProperty(lookup, customPromisifyArgs, {
  enumerable: false, value: ['address', 'family'],
});

/** As lookup(); the promise gives {address, family}, or addresses with `all`. */
function lookupPromise(hostname, options) {
  checkHostname(hostname);
  checkOptionsType(options);
  const request = readOptions(options);
  const known = knownAddresses(hostname);
  const { promise, resolve, reject } = Promise.withResolvers();
  function give(addresses) {
    if (request.all) resolve(addresses);
    else resolve(addresses[0] ?? noAddress(request));
  }
  if (known !== undefined) {
    give(known);
  } else {
    resolveName(hostname, request, (error, addresses) => {
      if (error) reject(error);
      else give(addresses);
    });
  }
  return promise;
}

function noAddress(request) {
  return { address: null, family: request.family === 6 ? 6 : 4 };
}

// --- Services ------------------------------------------------------------------

function checkService(address, port) {
  validateString(address, 'address');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
}

/** callback(error, hostname, service); returns why it could not be started. */
function resolveService(address, port, callback) {
  port = +port | 0;
  const span = startSpan('dns', 'lookupService', { host: address, port });
  const status = binding.getnameinfo(address, port, (errno, names) => {
    if (errno !== null) {
      callback(dnsException(errno, 'getnameinfo', address));
      return;
    }
    const [hostname, service] = names;
    finishSpan(span, { hostname, service });
    callback(null, hostname, service);
  });
  return status === 0 ? null : dnsException(status, 'getnameinfo', address);
}

/**
 * The names of a host and of a service.
 * @param {string} address
 * @param {number} port
 * @param {Function} callback (error, hostname, service)
 */
function lookupService(address, port, callback) {
  if (arguments.length !== 3) {
    throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  }
  checkService(address, port);
  validateFunction(callback, 'callback');
  const error = resolveService(address, port, callback);
  if (error !== null) throw error;
  return {};
}
Object.defineProperty(lookupService, customPromisifyArgs, {
  enumerable: false, value: ['hostname', 'service'],
});

/** As lookupService(); the promise gives {hostname, service}. */
function lookupServicePromise(address, port) {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  checkService(address, port);
  return new Promise((resolve, reject) => {
    const failure = resolveService(address, port, (error, hostname, service) => {
      if (error) reject(error);
      else resolve({ hostname, service });
    });
    if (failure !== null) reject(failure);
  });
}

module.exports = {
  lookup,
  lookupPromise,
  lookupService,
  lookupServicePromise,
};
