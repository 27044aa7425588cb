'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { registerCloneable } = require('internal/messaging/cloneable');
const {
  validateArray,
  validateInt32,
  validateString,
} = require('internal/validators');
const { SocketAddress } = require('internal/socketaddress');
const { isIP } = require('internal/net/ip');

const { parse } = internalBinding('address');

// Ranges that are not routed in the internet: RFC 1918, loopback, link-local,
// and IPv6's unique local addresses.
const PRIVATE_RANGES = Object.freeze([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '::1/128',
  '169.254.0.0/16',
  'fe80::/10',
  'fc00::/7',
]);

const IPV4_PREFIX_BITS = 96;

/**
 * An address as four 32-bit words, the most significant first. IPv4 addresses
 * take the form that IPv6 has for them (::ffff:1.2.3.4): so each rule holds for
 * both notations.
 */
function wordsOf(address) {
  const words = parse(address);
  return words.length === 4 ? words : [0, 0, 0xffff, words[0]];
}

function compareWords(a, b) {
  for (let i = 0; i < 4; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

/** The words with all bits after the first `bits` set to 0 or to 1. */
function fillAfter(words, bits, value) {
  return words.map((word, i) => {
    const kept = Math.min(Math.max(bits - 32 * i, 0), 32);
    const mask = kept === 0 ? 0 : (0xffffffff << (32 - kept)) >>> 0;
    return (value === 0 ? word & mask : word | ~mask) >>> 0;
  });
}

function toSocketAddress(address, family, name) {
  if (SocketAddress.isSocketAddress(address)) return address;
  validateString(address, name);
  validateString(family, 'family');
  return new SocketAddress({ address, family });
}

const familyTitle = (address) => (address.family === 'ipv4' ? 'IPv4' : 'IPv6');

/**
 * Splits '10.0.0.0/8'.
 * @returns {{network: SocketAddress, prefix: number}}
 */
function parseCIDR(cidr) {
  validateString(cidr, 'cidr');
  const match = /^([^/]+)\/(\d+)$/.exec(cidr);
  const version = match === null ? 0 : isIP(match[1]);
  if (version === 0) throw new ERR_INVALID_ARG_VALUE('cidr', cidr);
  const network = new SocketAddress({
    address: match[1], family: version === 6 ? 'ipv6' : 'ipv4',
  });
  return { network, prefix: Number(match[2]) };
}

const rulePatterns = {
  Address: /^Address: (IPv[46]) (\S+)$/,
  Range: /^Range: (IPv[46]) ([^\s-]+)-([^\s-]+)$/,
  Subnet: /^Subnet: (IPv[46]) ([^\s/]+)\/(\d{1,3})$/,
};

/** Rules about IP addresses: which connections are not to be made. */
class BlockList {
  // Rule's text -> { first, last, isAddress }: all addresses between the two.
  #rules = new Map();
  // The single addresses' words, joined: most lists consist of these.
  #addresses = new Set();
  #ranges = [];

  static PRIVATE_RANGES = PRIVATE_RANGES;

  static isBlockList(value) {
    return typeof value === 'object' && value !== null && #rules in value;
  }

  #add(text, first, last, isAddress) {
    if (this.#rules.has(text)) return;
    const rule = { first, last, isAddress };
    this.#rules.set(text, rule);
    if (isAddress) this.#addresses.add(first.join());
    else this.#ranges.push(rule);
  }

  #remove(text) {
    const rule = this.#rules.get(text);
    if (rule === undefined) return;
    this.#rules.delete(text);
    if (rule.isAddress) this.#restoreAddresses();
    else this.#ranges.splice(this.#ranges.indexOf(rule), 1);
  }

  // Two rules may name one address: 1.2.3.4 and ::ffff:1.2.3.4.
  #restoreAddresses() {
    this.#addresses.clear();
    for (const { first, isAddress } of this.#rules.values()) {
      if (isAddress) this.#addresses.add(first.join());
    }
  }

  /** @param {string|SocketAddress} address */
  addAddress(address, family = 'ipv4') {
    const one = toSocketAddress(address, family, 'address');
    const words = wordsOf(one.address);
    this.#add(addressText(one), words, words, true);
  }

  /** @param {Array<string|SocketAddress>} addresses */
  addAddresses(addresses, family = 'ipv4') {
    validateArray(addresses, 'addresses');
    const all = addresses.map(
      (address, i) => toSocketAddress(address, family, `addresses[${i}]`));
    for (const address of all) this.addAddress(address);
  }

  /** Blocks all addresses from `start` to `end`, both included. */
  addRange(start, end, family = 'ipv4') {
    const first = toSocketAddress(start, family, 'start');
    const last = toSocketAddress(end, family, 'end');
    const from = wordsOf(first.address);
    const to = wordsOf(last.address);
    if (compareWords(from, to) > 0) {
      throw new ERR_INVALID_ARG_VALUE('start', start, `must come before ${end}`);
    }
    this.#add(rangeText(first, last), from, to, false);
  }

  /** Blocks the addresses that share `prefix` leading bits with `network`. */
  addSubnet(network, prefix, family = 'ipv4') {
    const net = toSubnet(network, prefix, family);
    const words = wordsOf(net.address);
    const bits = net.family === 'ipv4' ? prefix + IPV4_PREFIX_BITS : prefix;
    this.#add(subnetText(net, prefix), fillAfter(words, bits, 0),
              fillAfter(words, bits, 1), false);
  }

  /** @param {string} cidr such as '10.0.0.0/8' */
  addCIDR(cidr) {
    const { network, prefix } = parseCIDR(cidr);
    this.addSubnet(network, prefix);
  }

  /** @param {string[]} cidrs none is added if one is wrong */
  addCIDRs(cidrs) {
    validateArray(cidrs, 'cidrs');
    const all = cidrs.map(parseCIDR);
    for (const { network, prefix } of all) toSubnet(network, prefix);
    for (const { network, prefix } of all) this.addSubnet(network, prefix);
  }

  removeAddress(address, family = 'ipv4') {
    this.#remove(addressText(toSocketAddress(address, family, 'address')));
  }

  removeRange(start, end, family = 'ipv4') {
    const first = toSocketAddress(start, family, 'start');
    const last = toSocketAddress(end, family, 'end');
    this.#remove(rangeText(first, last));
  }

  removeSubnet(network, prefix, family = 'ipv4') {
    this.#remove(subnetText(toSubnet(network, prefix, family), prefix));
  }

  removeCIDR(cidr) {
    const { network, prefix } = parseCIDR(cidr);
    this.removeSubnet(network, prefix);
  }

  clear() {
    this.#rules.clear();
    this.#addresses.clear();
    this.#ranges.length = 0;
  }

  /**
   * Whether a rule holds for the address; false for what is no address.
   * @param {string|SocketAddress} address
   */
  check(address, family = 'ipv4') {
    let text = address;
    if (SocketAddress.isSocketAddress(address)) {
      text = address.address;
    } else {
      validateString(address, 'address');
      validateString(family, 'family');
      const version = family.toLowerCase() === 'ipv6' ? 6 : 4;
      if (isIP(address) !== version) return false;
    }
    return this.#contains(wordsOf(text));
  }

  #contains(words) {
    if (this.#addresses.size > 0 && this.#addresses.has(words.join())) {
      return true;
    }
    return this.#ranges.some(({ first, last }) =>
      compareWords(first, words) <= 0 && compareWords(words, last) <= 0);
  }

  /** The rules as text: 'Subnet: IPv4 192.168.1.0/24'. */
  get rules() {
    return [...this.#rules.keys()];
  }

  get size() {
    return this.#rules.size;
  }

  toJSON() {
    return this.rules;
  }

  /**
   * Adds the rules that `rules` or `toJSON` gave; others are ignored.
   * @param {string[]|string} value may be JSON text
   */
  fromJSON(value) {
    const rules = typeof value === 'string' ? JSON.parse(value) : value;
    if (!Array.isArray(rules)) {
      throw new ERR_INVALID_ARG_TYPE('value', ['string', 'string[]'], value);
    }
    for (const rule of rules) {
      if (typeof rule === 'string') continue;
      throw new ERR_INVALID_ARG_TYPE('value', ['string', 'string[]'], value);
    }
    for (const rule of rules) this.#addRuleText(rule);
  }

  #addRuleText(rule) {
    let match;
    if ((match = rulePatterns.Address.exec(rule)) !== null) {
      this.addAddress(match[2], match[1]);
    } else if ((match = rulePatterns.Range.exec(rule)) !== null) {
      this.addRange(match[2], match[3], match[1]);
    } else if ((match = rulePatterns.Subnet.exec(rule)) !== null) {
      this.addSubnet(match[2], Number(match[3]), match[1]);
    }
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return options.stylize('[BlockList]', 'special');
    const { inspect } = require('internal/util/inspect');
    const inner = {
      ...options,
      depth: options.depth == null ? null : options.depth - 1,
    };
    return `BlockList ${inspect({ rules: this.rules }, inner)}`;
  }
}

function toSubnet(network, prefix, family) {
  const net = toSocketAddress(network, family, 'network');
  validateInt32(prefix, 'prefix', 0, net.family === 'ipv4' ? 32 : 128);
  return net;
}

function addressText(one) {
  return `Address: ${familyTitle(one)} ${one.address}`;
}

function rangeText(first, last) {
  return `Range: ${familyTitle(first)} ${first.address}-${last.address}`;
}

function subnetText(net, prefix) {
  return `Subnet: ${familyTitle(net)} ${net.address}/${prefix}`;
}

registerCloneable(BlockList, {
  key: 'internal/blocklist:BlockList',
  isInstance: BlockList.isBlockList,
  write: (list) => list.toJSON(),
  read(rules) {
    const list = new BlockList();
    list.fromJSON(rules);
    return list;
  },
});

module.exports = { BlockList };
