'use strict';
// Resolver: questions put to DNS servers, by c-ares.

const process = require('internal/process');
const {
  codes: {
    ERR_DNS_SET_SERVERS_FAILED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_IP_ADDRESS,
  },
  dnsException,
} = require('internal/errors');
const {
  validateArray,
  validateFunction,
  validateInt32,
  validatePort,
  validateString,
  validateUint32,
} = require('internal/validators');
const { isIP } = require('internal/net/ip');
const { startSpan, finishSpan } = require('internal/perf/span');
const { Channel, typeNumber } = internalBinding('dns');

const DNS_PORT = 53;
const DEFAULT_TRIES = 4;

/** The methods resolveX, and the record types they ask for. */
const methods = [
  ['resolveAny', 'Any'],
  ['resolve4', 'A'],
  ['resolve6', 'Aaaa'],
  ['resolveCaa', 'Caa'],
  ['resolveCname', 'Cname'],
  ['resolveMx', 'Mx'],
  ['resolveNs', 'Ns'],
  ['resolveTxt', 'Txt'],
  ['resolveTlsa', 'Tlsa'],
  ['resolveSrv', 'Srv'],
  ['resolvePtr', 'Ptr'],
  ['resolveNaptr', 'Naptr'],
  ['resolveSoa', 'Soa'],
].map(([name, type]) => ({
  name,
  syscall: `query${type}`,
  rrtype: type.toUpperCase(),
  type: typeNumber(type.toUpperCase()),
}));

const methodsByType = new Map(methods.map((one) => [one.rrtype, one]));

// --- Servers ------------------------------------------------------------------

/** Makes [address, port] of '1.2.3.4:53', '[::1]:53', or either without port. */
function parseServer(server, index) {
  validateString(server, `servers[${index}]`);
  if (isIP(server) !== 0) return [server, DNS_PORT];
  const match = server.length > 100 ? null :
    /^\[([^[\]]*)\](?::(\d+))?$/.exec(server) ??
    /^([^:]+):(\d+)$/.exec(server);
  if (match === null || isIP(match[1]) === 0) {
    throw new ERR_INVALID_IP_ADDRESS(server);
  }
  const port = match[2] === undefined ? DNS_PORT : Number(match[2]);
  validatePort(port, 'Port');
  return [match[1], port || DNS_PORT];
}

function formatServer([address, port]) {
  if (!port || port === DNS_PORT) return address;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

function checkLocalAddresses(ipv4, ipv6) {
  validateString(ipv4, 'ipv4');
  if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
  const first = isIP(ipv4);
  const second = ipv6 === undefined ? 0 : isIP(ipv6);
  if (first === 0) throw new ERR_INVALID_ARG_VALUE('ipv4', ipv4);
  if (ipv6 === undefined) {
    return first === 4 ? [ipv4, undefined] : [undefined, ipv4];
  }
  if (second === 0 || first === second) {
    throw new ERR_INVALID_ARG_VALUE('ipv6', ipv6);
  }
  return first === 4 ? [ipv4, ipv6] : [ipv6, ipv4];
}

/** What callback Resolvers and promise Resolvers have in common. */
class ResolverBase {
  /**
   * @param {object} [options]
   * @param {number} [options.timeout] milliseconds; -1: c-ares's default
   * @param {number} [options.tries] per server
   * @param {number} [options.maxTimeout] milliseconds; 0: no limit
   */
  constructor(options = undefined) {
    const timeout = options?.timeout === undefined ? -1 : options.timeout;
    validateInt32(timeout, 'options.timeout', -1);
    const { tries = DEFAULT_TRIES, maxTimeout = 0 } = options ?? {};
    validateInt32(tries, 'options.tries', 1);
    validateUint32(maxTimeout, 'options.maxTimeout');
    this._handle = new Channel(timeout | 0, tries, maxTimeout | 0);
  }

  /** Ends all queries with ECANCELLED. */
  cancel() {
    this._handle.cancel();
    deliverLater(this._handle);
  }

  /** @returns {string[]} */
  getServers() {
    return (this._handle.getServers() || []).map(formatServer);
  }

  /** @param {string[]} servers IP addresses, perhaps with a port */
  setServers(servers) {
    validateArray(servers, 'servers');
    const list = [];
    // forEach passes over holes, and sees what getters do to the array.
    servers.forEach((server, i) => list.push(parseServer(server, i)));
    const problem = this._handle.setServers(list);
    if (problem !== undefined) {
      throw new ERR_DNS_SET_SERVERS_FAILED(problem, servers);
    }
  }

  /** The addresses to ask from; in either order. */
  setLocalAddress(ipv4, ipv6) {
    this._handle.setLocalAddress(...checkLocalAddresses(ipv4, ipv6));
  }
}

function deliver(handle) {
  handle.deliver();
}

// Callbacks must not be called by the function that they were given to.
function deliverLater(handle) {
  process.nextTick(deliver, handle);
}

// --- Queries ------------------------------------------------------------------

/** Asks: callback(error, records). */
function query(resolver, { syscall, type }, name, ttl, callback) {
  const handle = resolver._handle;
  const span = startSpan('dns', syscall, { host: name, ttl });
  function onDone(code, records) {
    if (code === null) {
      finishSpan(span, { result: records });
      callback(null, records);
    } else {
      callback(dnsException(code, syscall, name));
    }
  }
  if (handle.query(type, toWire(name), ttl, onDone)) deliverLater(handle);
}

function toWire(name) {
  // eslint-disable-next-line no-control-regex
  if (!/[^\0-\x7f]/.test(name)) return name;
  return internalBinding('url').toASCII(name) || name;
}

function reverse(resolver, address, callback) {
  const handle = resolver._handle;
  function onDone(code, names) {
    if (code === null) callback(null, names);
    else callback(dnsException(code, 'getHostByAddr', address));
  }
  const result = handle.reverse(address, onDone);
  if (result < 0) throw dnsException(result, 'getHostByAddr', address);
  if (result) deliverLater(handle);
}

/** Asks servers; answers come by callback. */
class Resolver extends ResolverBase {
  /** @param {Function} callback (error, hostnames) */
  reverse(address, callback) {
    validateString(address, 'name');
    validateFunction(callback, 'callback');
    reverse(this, address, callback);
    return {};
  }

  /**
   * @param {string} hostname
   * @param {string} [rrtype]
   * @param {Function} callback (error, records)
   */
  resolve(hostname, rrtype, callback) {
    if (typeof rrtype === 'function') {
      callback = rrtype;
      rrtype = 'A';
    } else if (typeof rrtype !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('rrtype', 'string', rrtype);
    }
    const method = methodsByType.get(rrtype);
    if (method === undefined) {
      throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
    }
    return this[method.name](hostname, callback);
  }
}

for (const method of methods) {
  Object.defineProperty(Resolver.prototype, method.name, {
    configurable: true,
    enumerable: false,
    writable: true,
    value: { [method.name](name, options, callback) {
      if (arguments.length < 3) {
        callback = options;
        options = undefined;
      }
      validateString(name, 'name');
      validateFunction(callback, 'callback');
      query(this, method, name, Boolean(options?.ttl), callback);
      return {};
    } }[method.name],
  });
}

/** Asks servers; answers come as promises. */
class PromiseResolver extends ResolverBase {
  reverse(address) {
    validateString(address, 'name');
    return new Promise((resolve, fail) => {
      reverse(this, address, (error, names) => {
        if (error) fail(error);
        else resolve(names);
      });
    });
  }

  /** @param {string} [rrtype] */
  resolve(hostname, rrtype) {
    let method = methodsByType.get('A');
    if (rrtype !== undefined) {
      validateString(rrtype, 'rrtype');
      method = methodsByType.get(rrtype);
      if (method === undefined) {
        throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
      }
    }
    return this[method.name](hostname);
  }
}

for (const method of methods) {
  Object.defineProperty(PromiseResolver.prototype, method.name, {
    configurable: true,
    enumerable: false,
    writable: true,
    value: { [method.name](name, options) {
      validateString(name, 'name');
      return new Promise((resolve, reject) => {
        query(this, method, name, Boolean(options?.ttl), (error, records) => {
          if (error) reject(error);
          else resolve(records);
        });
      });
    } }[method.name],
  });
}

// --- The module's own functions -------------------------------------------------

// The resolvers behind dns.resolve() and dns.promises.resolve(): one channel.
let defaultResolver;
let defaultPromiseResolver;

function setDefaultResolver(resolver) {
  defaultResolver = resolver;
  defaultPromiseResolver = Object.create(PromiseResolver.prototype);
  defaultPromiseResolver._handle = resolver._handle;
}

function getDefaultResolver() {
  if (defaultResolver === undefined) setDefaultResolver(new Resolver());
  return defaultResolver;
}

function getDefaultPromiseResolver() {
  getDefaultResolver();
  return defaultPromiseResolver;
}

/**
 * Sets the servers of the default resolver, by replacing it: queries under way
 * go on with the old one.
 */
function setServers(servers) {
  const resolver = new Resolver();
  resolver.setServers(servers);
  setDefaultResolver(resolver);
}

/** Functions that call the default resolver's methods of the same names. */
function bindDefault(getResolver) {
  const names = ['getServers', 'resolve', 'reverse',
                 ...methods.map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, {
    [name](...args) { return getResolver()[name](...args); },
  }[name]]));
}

module.exports = {
  Resolver,
  PromiseResolver,
  bindDefault,
  getDefaultPromiseResolver,
  getDefaultResolver,
  setServers,
};
