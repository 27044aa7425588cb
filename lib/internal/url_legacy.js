'use strict';
// url.parse(), url.format() and url.resolve(): the URLs of before the standard.
// What they accept and how they repair it is a contract of its own, kept to
// the letter for the programs that depend on it.

const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { formatURL, invalidURL, isURL } = require('internal/url');
const querystring = require('querystring');
const { toASCII } = internalBinding('url');

// Protocols without a host, whose text is left alone.
function isHostless(protocol) {
  return protocol === 'javascript' || protocol === 'javascript:';
}

// Protocols that always have "//", and a path.
const slashedProtocols = new Set();
for (const name of ['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'])
  slashedProtocols.add(name).add(`${name}:`);

const kMaxHostname = 255;

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

// --- Parsing ---

const outerSpace = /^[\0-\x20\xa0\ufeff]+|[\0-\x20\xa0\ufeff]+$/g;
const protocolPattern = /^[a-z0-9.+-]+:/i;
const portPattern = /:[0-9]*$/;
// "//user@host" has a host even where slashes do not denote one.
const authorityPattern = /^\/\/[^@/]+@[^@/]+/;
// A path and a query that need no more than cutting.
const notSimple = /#|^[^?]*@/;
const simplePattern = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const hostEndPattern = /[#/?]/;
const notInHost = /[ "'%;<>\\^`{|}]/;
const droppedInHost = /[\t\n\r]/g;
const forbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenInIPv6 = /[\0\t\n\r #%/<>?@\\^|]/;
const endOfHostname = /[/\\#?:]/;
const toBeEscaped = /[\t\n\r "'<>\\^`{|}]/g;

function escapeUnit(unit) {
  const hex = unit.charCodeAt(0).toString(16).toUpperCase();
  return `%${hex.padStart(2, '0')}`;
}

// Trims, and turns backslashes into slashes up to a query or a fragment.
function normalize(text) {
  text = text.replace(outerSpace, '');
  if (!text.includes('\\')) return text;
  const end = text.search(/[?#]/);
  if (end < 0) return text.replaceAll('\\', '/');
  return text.slice(0, end).replaceAll('\\', '/') + text.slice(end);
}

function setQuery(url, search, parseQueryString) {
  url.search = search;
  if (search !== null) {
    const query = search.slice(1);
    url.query = parseQueryString ? querystring.parse(query) : query;
  } else if (parseQueryString) {
    url.query = { __proto__: null };
  }
}

function parseSimple(url, text, parseQueryString) {
  const match = simplePattern.exec(text);
  if (match === null) return false;
  url.path = text;
  url.href = text;
  url.pathname = match[1];
  setQuery(url, match[2] || null, parseQueryString);
  return true;
}

/** Parses into this object. */
Url.prototype.parse = function parse(text, parseQueryString,
                                     slashesDenoteHost) {
  validateString(text, 'url');
  let rest = normalize(text);
  if (!slashesDenoteHost && !notSimple.test(rest) &&
      parseSimple(this, rest, parseQueryString))
    return this;

  const protocol = protocolPattern.exec(rest)?.[0].toLowerCase();
  if (protocol !== undefined) {
    this.protocol = protocol;
    rest = rest.slice(protocol.length);
  }
  const mayHaveHost = slashesDenoteHost || protocol !== undefined ||
                      authorityPattern.test(rest);
  const hostless = protocol !== undefined && isHostless(protocol);
  if (mayHaveHost && rest.startsWith('//') && !hostless) {
    rest = rest.slice(2);
    this.slashes = true;
  }
  if (!hostless &&
      (this.slashes || (protocol !== undefined &&
                        !slashedProtocols.has(protocol))))
    rest = parseAuthority(this, rest, text);
  if (!hostless) rest = rest.replace(toBeEscaped, escapeUnit);
  parsePath(this, rest, parseQueryString);
  this.href = this.format();
  return this;
};

// Takes user, host and port off the text; returns what follows them.
function parseAuthority(url, rest, text) {
  const end = rest.search(hostEndPattern);
  const after = end < 0 ? '' : rest.slice(end);
  let host = (end < 0 ? rest : rest.slice(0, end)).replace(droppedInHost, '');
  const at = host.lastIndexOf('@');
  if (at >= 0) {
    url.auth = decodeURIComponent(host.slice(0, at));
    host = host.slice(at + 1);
  }
  const stop = host.search(notInHost);
  if (stop < 0) return parseHost(url, host, after, text);
  return parseHost(url, host.slice(0, stop), host.slice(stop) + after, text);
}

function parseHost(url, host, rest, text) {
  const port = portPattern.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') url.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  const isIPv6 = host.startsWith('[') && host.endsWith(']');
  if (!isIPv6) {
    const end = host.search(endOfHostname);
    if (end >= 0) {
      if (host[end] === ':') warnOfPort(text);
      rest = `/${host.slice(end)}${rest}`;
      host = host.slice(0, end);
    }
  }
  url.hostname = checkHostname(host, isIPv6, text);
  url.host = url.hostname + (url.port ? `:${url.port}` : '');
  if (isIPv6) {
    url.hostname = url.hostname.slice(1, -1);
    if (rest[0] !== '/') rest = `/${rest}`;
  }
  return rest;
}

function isASCII(text) {
  return !/[^\0-\x7f]/.test(text);
}

function checkHostname(hostname, isIPv6, text) {
  if (hostname.length > kMaxHostname) return '';
  hostname = hostname.toLowerCase();
  if (hostname === '') return hostname;
  if (isIPv6) {
    if (forbiddenInIPv6.test(hostname)) throw invalidURL(text);
    return hostname;
  }
  if (!isASCII(hostname)) hostname = toASCII(hostname);
  if (hostname === '' || forbiddenInHost.test(hostname)) throw invalidURL(text);
  return hostname;
}

let hasWarnedOfPort = false;

function warnOfPort(text) {
  if (hasWarnedOfPort) return;
  hasWarnedOfPort = true;
  const process = require('internal/process');
  process.emitWarning(
    `The URL ${text} is invalid. Future versions of Node.js will throw an ` +
    'error.', 'DeprecationWarning', 'DEP0170');
}

function parsePath(url, rest, parseQueryString) {
  const hashAt = rest.indexOf('#');
  if (hashAt >= 0) {
    url.hash = rest.slice(hashAt);
    rest = rest.slice(0, hashAt);
  }
  const queryAt = rest.indexOf('?');
  setQuery(url, queryAt >= 0 ? rest.slice(queryAt) : null, parseQueryString);
  const pathname = queryAt >= 0 ? rest.slice(0, queryAt) : rest;
  if (pathname !== '') url.pathname = pathname;
  else if (slashedProtocols.has(url.protocol) && url.hostname)
    url.pathname = '/';
  setPath(url);
}

// `path` is pathname and search together.
function setPath(url) {
  if (url.pathname || url.search)
    url.path = (url.pathname || '') + (url.search || '');
}

/** Parses a URL; see the documentation of url.parse(). */
function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  return new Url().parse(url, parseQueryString, slashesDenoteHost);
}

// --- Formatting ---

function formatHost(url, auth) {
  if (url.host) return auth + url.host;
  if (!url.hostname) return '';
  const { hostname } = url;
  const isBareIPv6 = hostname.includes(':') &&
      !(hostname[0] === '[' && hostname.endsWith(']'));
  const host = auth + (isBareIPv6 ? `[${hostname}]` : hostname);
  return url.port ? `${host}:${url.port}` : host;
}

function formatAuth(auth) {
  if (!auth) return '';
  return `${encodeURIComponent(auth).replace(/%3A/gi, ':')}@`;
}

function formatSearch(url) {
  const query = url.query !== null && typeof url.query === 'object' ?
    querystring.stringify(url.query) : '';
  const search = url.search || (query && `?${query}`) || '';
  const marked = search && search[0] !== '?' ? `?${search}` : search;
  return marked.replaceAll('#', '%23');
}

/** The URL as a string. */
Url.prototype.format = function format() {
  let protocol = this.protocol || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  let host = formatHost(this, formatAuth(this.auth));
  let pathname = (this.pathname || '')
    .replaceAll('#', '%23').replaceAll('?', '%3F');
  let hash = this.hash || '';
  if (hash && hash[0] !== '#') hash = `#${hash}`;

  if (this.slashes || slashedProtocols.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }
  return protocol + host + pathname + formatSearch(this) + hash;
};

/**
 * Formats a URL: a string, an object as url.parse() gives it, or a URL with
 * options.
 */
function urlFormat(urlObject, options) {
  if (typeof urlObject === 'string') {
    urlObject = urlParse(urlObject);
  } else if (typeof urlObject !== 'object' || urlObject === null) {
    throw new ERR_INVALID_ARG_TYPE(
      'urlObject', ['Object', 'string'], urlObject);
  } else if (isURL(urlObject)) {
    return formatWhatwg(urlObject, options);
  }
  return Url.prototype.format.call(urlObject);
}

function formatWhatwg(url, options) {
  if (options) validateObject(options, 'options');
  return formatURL(url, {
    fragment: Boolean(options?.fragment ?? true),
    unicode: Boolean(options?.unicode ?? false),
    search: Boolean(options?.search ?? true),
    auth: Boolean(options?.auth ?? true),
  });
}

// --- Resolving ---

/** Resolves a reference, both as strings. */
Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

/** Resolves a reference, a string or a Url. */
Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = urlParse(relative, false, true);
  const result = Object.assign(new Url(), this);
  // Even an empty reference takes the fragment away.
  result.hash = relative.hash;
  if (relative.href !== '') resolveReference(result, relative);
  result.href = result.format();
  return result;
};

function resolveReference(result, relative) {
  if (relative.slashes && !relative.protocol)
    return resolveNetworkPath(result, relative);
  if (relative.protocol && relative.protocol !== result.protocol)
    return resolveOtherProtocol(result, relative);
  return resolvePath(result, relative);
}

// "//host/path": all but the protocol.
function resolveNetworkPath(result, relative) {
  const { protocol } = result;
  Object.assign(result, relative, { protocol });
  if (slashedProtocols.has(protocol) && result.hostname && !result.pathname)
    result.path = result.pathname = '/';
}

function resolveOtherProtocol(result, relative) {
  if (!slashedProtocols.has(relative.protocol)) {
    Object.assign(result, relative);
    return;
  }
  const { protocol } = relative;
  let { host, pathname } = relative;
  if (!host && !protocol.startsWith('file'))
    [host, pathname] = hostFromPath(pathname || '');
  result.protocol = protocol;
  result.pathname = pathname;
  result.search = relative.search;
  result.query = relative.query;
  result.host = host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || host;
  result.port = relative.port;
  setPath(result);
  result.slashes = result.slashes || relative.slashes;
}

// "http:/host/path": the first part that is not empty is the host.
function hostFromPath(pathname) {
  const segments = pathname.split('/');
  let host = '';
  while (segments.length > 0 && host === '') host = segments.shift();
  if (segments[0] !== '') segments.unshift('');
  if (segments.length < 2) segments.unshift('');
  return [host, segments.join('/')];
}

/**
 * The state of merging two paths. Where the protocol has no "//" the host is
 * the first segment of the path meanwhile.
 */
class Merge {
  constructor(result, relative) {
    this.result = result;
    this.relative = relative;
    this.base = splitPath(result.pathname);
    this.reference = splitPath(relative.pathname);
    this.isHostInPath =
        Boolean(result.protocol) && !slashedProtocols.has(result.protocol);
    this.isReferenceAbsolute = Boolean(relative.host) ||
                               relative.pathname?.[0] === '/';
    this.mustBeAbsolute = this.isReferenceAbsolute ||
        result.pathname?.[0] === '/' ||
        Boolean(result.host && relative.pathname);
    this.dropsDots = this.mustBeAbsolute;
    // The reference's host, unless it has become part of the path.
    this.host = relative.host;
    this.hostname = relative.hostname;
    this.port = relative.port;
  }

  hostIntoPath() {
    const { result, relative, base, reference } = this;
    result.hostname = '';
    result.port = null;
    putHostFirst(base, result.host);
    result.host = '';
    if (relative.protocol) {
      result.auth = null;
      putHostFirst(reference, relative.host);
      this.host = this.hostname = this.port = null;
    }
    this.mustBeAbsolute &&= reference[0] === '' || base[0] === '';
  }

  hostOutOfPath(host) {
    const { result } = this;
    result.host = result.hostname = host;
    const at = host ? host.indexOf('@') : -1;
    if (at <= 0) return;
    const pieces = host.split('@');
    result.auth = pieces.shift();
    result.host = result.hostname = pieces.shift();
  }
}

function splitPath(pathname) {
  return pathname ? pathname.split('/') : [];
}

function putHostFirst(segments, host) {
  if (!host) return;
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}

function takeQuery(result, relative) {
  result.search = relative.search;
  result.query = relative.query;
}

// Takes the host of an absolute reference; another host has another user.
function takeHost({ result, host, hostname, port }) {
  if (host || host === '') {
    if (result.host !== host) result.auth = null;
    result.host = host;
    result.port = port;
  }
  if (hostname || hostname === '') {
    if (result.hostname !== hostname) result.auth = null;
    result.hostname = hostname;
  }
}

function resolvePath(result, relative) {
  const merge = new Merge(result, relative);
  if (merge.isHostInPath) merge.hostIntoPath();
  let segments = merge.base;
  if (merge.isReferenceAbsolute) {
    takeHost(merge);
    takeQuery(result, relative);
    segments = merge.reference;
  } else if (merge.reference.length > 0) {
    segments = segments.slice(0, -1).concat(merge.reference);
    takeQuery(result, relative);
  } else if (relative.search !== null && relative.search !== undefined) {
    if (merge.isHostInPath) merge.hostOutOfPath(segments.shift());
    takeQuery(result, relative);
    if (result.pathname !== null || result.search !== null)
      result.path = (result.pathname || '') + (result.search || '');
    return;
  }
  if (segments.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return;
  }
  finishPath(merge, withoutDots(merge, segments));
}

// Removes "." and ".." segments.
function withoutDots(merge, segments) {
  const { result } = merge;
  const last = segments.at(-1);
  const endsWithSlash = last === '' ||
      ((result.host || merge.host || segments.length > 1) &&
       (last === '.' || last === '..'));
  const kept = [];
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i] === '.') continue;
    if (segments[i] === '..') up++;
    else if (up > 0) up--;
    else kept.unshift(segments[i]);
  }
  if (!merge.mustBeAbsolute && !merge.dropsDots)
    while (up-- > 0) kept.unshift('..');
  if (merge.mustBeAbsolute && kept[0] !== '' && kept[0]?.[0] !== '/')
    kept.unshift('');
  if (endsWithSlash && kept.join('/').at(-1) !== '/') kept.push('');
  return kept;
}

function finishPath(merge, segments) {
  const { result, relative } = merge;
  const isAbsolute = segments[0] === '' || segments[0]?.[0] === '/';
  if (merge.isHostInPath)
    merge.hostOutOfPath(isAbsolute ? '' : segments.shift() ?? '');
  if ((merge.mustBeAbsolute || (result.host && segments.length > 0)) &&
      !isAbsolute)
    segments.unshift('');
  if (segments.length > 0) {
    result.pathname = segments.join('/');
  } else {
    result.pathname = null;
    result.path = null;
  }
  if (result.pathname !== null || result.search !== null)
    result.path = (result.pathname || '') + (result.search || '');
  result.auth = relative.auth || result.auth;
  result.slashes = result.slashes || relative.slashes;
}

/** Resolves a reference against a base URL, as a browser resolves a link. */
function urlResolve(source, relative) {
  return urlParse(source, false, true).resolve(relative);
}

/** As urlResolve; gives a Url. */
function urlResolveObject(source, relative) {
  if (!source) return relative;
  return urlParse(source, false, true).resolveObject(relative);
}

module.exports = { Url, urlFormat, urlParse, urlResolve, urlResolveObject };
