'use strict';

// Proxies that agents send requests through, as environment variables name them
// (http.md, Built-in Proxy Support).

const { Buffer } = require('buffer');
const { URL } = require('internal/url');
const process = require('internal/process');
const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR, ERR_PROXY_INVALID_CONFIG },
} = require('internal/errors');
const { validatePort } = require('internal/validators');
const { isIP, isIPv4, isIPv6 } = require('internal/net/ip');
const { getOptionValue } = require('internal/options');

const DEFAULT_PORTS = { '__proto__': null, 'http:': 80, 'https:': 443 };
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const IS_AUTHORITY = /^[^/?#@\\\s]+$/;

// ---- who is not to be reached through it ------------------------------------------

function ipv4Number(address) {
  let number = 0;
  for (const part of address.split('.')) number = number * 256 + Number(part);
  return number;
}

/** One entry of NO_PROXY. */
class Exception {
  #host;
  #port;
  #range = null;

  constructor(text) {
    const { 1: host, 2: port } = /^(.*?)(?::(\d+))?$/.exec(text);
    // An IPv6 address ends in what looks like a port.
    const isBareIPv6 = isIPv6(text);
    this.#host = isBareIPv6 ? text : host.replace(/^\[(.*)\]$/, '$1');
    this.#port = isBareIPv6 ? undefined : port;
    const [first, last] = this.#host.split('-');
    if (last !== undefined && isIPv4(first) && isIPv4(last)) {
      this.#range = [ipv4Number(first), ipv4Number(last)];
    }
  }

  matches(host, port) {
    if (this.#port !== undefined && this.#port !== port) return false;
    if (this.#host === '*' || this.#host === host) return true;
    if (this.#range !== null) return this.#isInRange(host);
    const suffix = this.#host.startsWith('*.') ?
      this.#host.slice(1) : this.#host;
    return suffix.startsWith('.') && host.endsWith(suffix);
  }

  #isInRange(host) {
    if (!isIPv4(host)) return false;
    const number = ipv4Number(host);
    return number >= this.#range[0] && number <= this.#range[1];
  }
}

function parseExceptions(list) {
  if (!list) return [];
  return list.toLowerCase().split(/[\s,]+/).filter(Boolean)
    .map((text) => new Exception(text));
}

// ---- the proxy ---------------------------------------------------------------------

function unbracket(host) {
  return host[0] === '[' ? host.slice(1, -1) : host;
}

function invalidUrl(text, cause) {
  const error = new ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${text}`);
  if (cause !== undefined) error.cause = cause;
  return error;
}

function parseProxyUrl(text) {
  // The URL standard drops line ends, which could hide what they separate.
  if (/[\r\n]/.test(text)) throw invalidUrl(text);
  let url;
  try {
    url = new URL(text);
  } catch (cause) {
    throw invalidUrl(text, cause);
  }
  if (DEFAULT_PORTS[url.protocol] === undefined) {
    throw new ERR_PROXY_INVALID_CONFIG(
      `Invalid proxy URL: ${text}, its protocol must be http: or https:`);
  }
  return url;
}

function credentialsOf({ username, password }) {
  if (!username && !password) return undefined;
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/** Where requests go, and which do not go there. */
class HttpProxy {
  #exceptions;

  constructor(url, noProxy) {
    const parsed = parseProxyUrl(url);
    this.protocol = parsed.protocol;
    this.host = unbracket(parsed.hostname);
    this.port = Number(parsed.port) || DEFAULT_PORTS[parsed.protocol];
    /** The value of Proxy-Authorization, or undefined. */
    this.authorization = credentialsOf(parsed);
    /** To be shown: messages end up in logs, which are not to have secrets. */
    this.href = `${parsed.origin}/`;
    this.#exceptions = parseExceptions(noProxy);
  }

  /** Whether a connection with such options goes through the proxy. */
  isFor(options) {
    if (options.socketPath) return false;
    const host = unbracket(String(options.host || 'localhost')).toLowerCase();
    const port = String(options.port ?? options.defaultPort ?? 80);
    return !this.#exceptions.some((one) => one.matches(host, port));
  }

  /** The options of a connection, changed so that it is made to the proxy. */
  redirect(options) {
    const { host, port, protocol } = this;
    const redirected = { ...options, host, port, hostname: undefined };
    if (protocol === 'https:') redirected.servername = isIP(host) ? '' : host;
    return redirected;
  }
}

/**
 * @param {object|undefined} proxyEnv environment variables, see new Agent()
 * @param {string} protocol of the requests
 * @returns {HttpProxy|null}
 * @throws {ERR_PROXY_INVALID_CONFIG}
 */
function parseProxyEnv(proxyEnv, protocol) {
  if (!proxyEnv) return null;
  const url = protocol === 'https:' ?
    proxyEnv.https_proxy || proxyEnv.HTTPS_PROXY :
    proxyEnv.http_proxy || proxyEnv.HTTP_PROXY;
  if (!url) return null;
  return new HttpProxy(url, proxyEnv.no_proxy ?? proxyEnv.NO_PROXY);
}

// Of an agent: its HttpProxy, null if it has none, undefined if it is a global one
// whose environment nobody has looked at yet.
const kProxy = Symbol('kProxy');

// In the options of a connection: what the request for a tunnel needs to know of
// the one that wants it, {timeout, isKeptAlive}.
const kTunnel = Symbol('kTunnel');

// Of an error: nobody answered in time, so that the request is told, too.
const kIsTimeout = Symbol('kIsTimeout');

function parseOwnEnv(protocol) {
  if (!getOptionValue('--use-env-proxy')) return null;
  return parseProxyEnv(process.env, protocol);
}

/**
 * The proxy for a request, or null.
 *
 * @param {Agent|undefined} agent
 * @param {object} options of the connection: host, port, socketPath
 * @returns {HttpProxy|null}
 */
function proxyOf(agent, options) {
  if (!agent || !(kProxy in agent)) return null;
  if (agent[kProxy] === undefined) agent[kProxy] = parseOwnEnv(agent.protocol);
  return agent[kProxy]?.isFor(options) ? agent[kProxy] : null;
}

// ---- a request through it ----------------------------------------------------------

function refuse(name, value, reason) {
  throw new ERR_INVALID_ARG_VALUE(name, value, reason);
}

const DISAGREES = 'must match the request authority';

/** `host[:port]` of what a request is for, as a URL has it. */
function authorityOf({ host, port }) {
  if (/[\r\n]/.test(host)) throw new ERR_INVALID_CHAR('host', 'options.host');
  if (/[\r\n]/.test(String(port))) {
    throw new ERR_INVALID_CHAR('port', 'options.port');
  }
  validatePort(port, 'options.port');
  const name = isIPv6(host) ? `[${host}]` : host;
  const url = URL.parse(`http://${name}:${port}`);
  if (url === null) refuse('options.host', host, 'is not a valid host');
  return url.host;
}

/** The request's path in absolute form: what a proxy is sent. */
function absolutePath(path, authority) {
  if (path.startsWith('/')) return `http://${authority}${path}`;
  const url = HAS_SCHEME.test(path) ? URL.parse(path) : null;
  if (url === null) {
    refuse('options.path', path,
           'must be in absolute-form or start with / when it is proxied');
  }
  if (url.protocol !== 'http:') {
    refuse('options.path', path, 'must use http: scheme when it is proxied');
  }
  if (url.username || url.password) {
    refuse('options.path', path, 'must not contain userinfo');
  }
  if (url.host !== authority) refuse('options.path', path, DISAGREES);
  return url.href;
}

function checkHost(value, authority) {
  const text = String(value);
  const url = IS_AUTHORITY.test(text) ? URL.parse(`http://${text}`) : null;
  if (url?.host !== authority) refuse('options.headers.host', value, DISAGREES);
}

function checkPairs(list) {
  for (let i = 0; i < list.length; i++) {
    if (Array.isArray(list[i])) continue;
    refuse(`options.headers[${i}]`, list[i],
           'must be an array when headers is passed as an array of pairs');
  }
}

function pairUp(list) {
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  return pairs;
}

function isHost(name) {
  return String(name).toLowerCase() === 'host';
}

/**
 * The headers of a request that gives them as a list, as pairs.
 *
 * @param {Array} list
 * @param {string|undefined} authority that Host has to name
 * @param {Array<[string, string]>} extra to be added
 */
function proxiedList(list, authority, extra) {
  if (Array.isArray(list[0])) checkPairs(list);
  const pairs = Array.isArray(list[0]) ? list : pairUp(list);
  if (pairs.filter(({ 0: name }) => isHost(name)).length > 1) {
    refuse('options.headers', list, 'must not contain duplicate Host headers');
  }
  const result = pairs.map((pair) => {
    if (authority === undefined || !isHost(pair[0])) return pair;
    checkHost(pair[1], authority);
    return [pair[0], authority];
  });
  return [...result, ...extra];
}

/** The same for an object of headers; without a Host it gets one if it is to. */
function proxiedObject(headers, authority, extra, wantsHost) {
  const result = { __proto__: null, ...headers };
  if (authority !== undefined) {
    const name = Object.keys(headers).find(isHost);
    if (name !== undefined) checkHost(headers[name], authority);
    if (name !== undefined || wantsHost) result[name ?? 'Host'] = authority;
  }
  for (const { 0: name, 1: value } of extra) result[name] = value;
  return result;
}

/** What the proxy is told besides: [name, value] pairs. */
function proxyHeaders(proxy, isKeptAlive) {
  const headers = [['Proxy-Connection', isKeptAlive ? 'keep-alive' : 'close']];
  if (proxy.authorization !== undefined) {
    headers.push(['Proxy-Authorization', proxy.authorization]);
  }
  return headers;
}

/** A request whose path means something else is sent as it is. */
function hasOwnForm(method, path) {
  return method === 'CONNECT' || (method === 'OPTIONS' && path === '*');
}

module.exports = {
  absolutePath,
  authorityOf,
  hasOwnForm,
  kIsTimeout,
  kProxy,
  kTunnel,
  parseProxyEnv,
  proxiedList,
  proxiedObject,
  proxyHeaders,
  proxyOf,
};
