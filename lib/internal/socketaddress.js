'use strict';

const {
  codes: { ERR_INVALID_ADDRESS, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { customInspectSymbol, kEmptyObject } = require('internal/util');
const {
  validateObject,
  validatePort,
  validateString,
  validateUint32,
} = require('internal/validators');
const { isIP } = require('internal/net/ip');
const { registerCloneable } = require('internal/messaging/cloneable');

const { normalize } = internalBinding('address');

// family -> its number, and the address meant when none is given.
const families = new Map([
  ['ipv4', { number: 4, any: '127.0.0.1' }],
  ['ipv6', { number: 6, any: '::' }],
]);

function familyName(value) {
  const name = typeof value === 'string' ? value.toLowerCase() : value;
  if (families.has(name)) return name;
  throw new ERR_INVALID_ARG_VALUE('options.family', value);
}

/** An IP address with a port. Immutable. */
class SocketAddress {
  #address;
  #family;
  #port;
  #flowlabel;

  /**
   * @param {object} [options]
   * @param {'ipv4'|'ipv6'} [options.family]
   * @param {string} [options.address] default: 127.0.0.1 or ::
   * @param {number} [options.port]
   * @param {number} [options.flowlabel] of IPv6
   */
  constructor(options = kEmptyObject) {
    validateObject(options, 'options');
    const { port = 0, flowlabel = 0 } = options;
    const family = familyName(options.family ?? 'ipv4');
    const { number, any } = families.get(family);
    const { address = any } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);
    if (isIP(address) !== number) throw new ERR_INVALID_ADDRESS();
    this.#address = normalize(address);
    this.#family = family;
    this.#port = port | 0;
    this.#flowlabel = flowlabel;
  }

  static isSocketAddress(value) {
    return typeof value === 'object' && value !== null && #address in value;
  }

  /**
   * Parses '1.2.3.4:80' or '[1::1]:80' as the host of a URL is parsed.
   * @param {string} input
   * @returns {SocketAddress|undefined} undefined if it is no address
   */
  static parse(input) {
    validateString(input, 'input');
    const { URL } = require('internal/url');
    const url = URL.parse(`http://${input}`);
    if (url === null) return undefined;
    const { hostname } = url;
    const isIPv6 = hostname.startsWith('[');
    const address = isIPv6 ? hostname.slice(1, -1) : hostname;
    const family = isIPv6 ? 'ipv6' : 'ipv4';
    if (isIP(address) !== families.get(family).number) return undefined;
    // The URL parser drops http's own port.
    const port = url.port === '' && /:0*80$/.test(input) ? 80 : Number(url.port);
    return new SocketAddress({ address, family, port });
  }

  get address() {
    return this.#address;
  }

  get family() {
    return this.#family;
  }

  get port() {
    return this.#port;
  }

  get flowlabel() {
    return this.#flowlabel;
  }

  toJSON() {
    return {
      address: this.address,
      port: this.port,
      family: this.family,
      flowlabel: this.flowlabel,
    };
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return options.stylize('[SocketAddress]', 'special');
    const { inspect } = require('internal/util/inspect');
    const inner = {
      ...options,
      depth: options.depth == null ? null : options.depth - 1,
    };
    return `SocketAddress ${inspect(this.toJSON(), inner)}`;
  }
}

registerCloneable(SocketAddress, {
  key: 'internal/socketaddress:SocketAddress',
  isInstance: SocketAddress.isSocketAddress,
  write: ({ address, family, port, flowlabel }) =>
    ({ address, family, port, flowlabel }),
  read: (options) => new SocketAddress(options),
});

module.exports = { SocketAddress };
