'use strict';
// The WHATWG URL, and conversions between file URLs and paths.
// https://url.spec.whatwg.org/#url-class

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_FILE_URL_HOST,
    ERR_INVALID_FILE_URL_PATH,
    ERR_INVALID_URL_SCHEME,
    ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const {
  customInspectSymbol,
  kEnumerableProperty,
} = require('internal/util');
const {
  URLSearchParams,
  bindSearchParams,
  resetSearchParams,
} = require('internal/url_search_params');
const binding = internalBinding('url');

// --- A parsed URL ---

const kOmitted = 0xffffffff; // the place of a part that is not there
const kContext = Symbol('context');

// ada's scheme types, as far as anything depends on them.
const kSchemeNotSpecial = 1;
const kSchemeFile = 6;

/**
 * An href and where its parts lie:
 *
 *     https://user:pass@example.com:1234/foo/bar?baz#quux
 *           |     |    |           |   |        |   |
 *           |     |    |           |   |        |   hash_start
 *           |     |    |           |   |        search_start
 *           |     |    |           |   pathname_start
 *           |     |    |           host_end
 *           |     |    host_start
 *           |     username_end
 *           protocol_end
 *
 * The names are what programs see in an inspection with showHidden.
 */
class URLContext {
  constructor(href, parts) {
    this.href = href;
    this.protocol_end = parts[0];
    this.username_end = parts[1];
    this.host_start = parts[2];
    this.host_end = parts[3];
    this.pathname_start = parts[5];
    this.search_start = parts[6];
    this.hash_start = parts[7];
    this.port = parts[4];
    this.scheme_type = parts[8];
  }

  get hasPort() { return this.port !== kOmitted; }
  get hasSearch() { return this.search_start !== kOmitted; }
  get hasHash() { return this.hash_start !== kOmitted; }
}

let parts = null; // C writes the places here

/** Parses; undefined if the input is not valid. */
function parseContext(input, base) {
  parts ??= new Uint32Array(9);
  const href = binding.parse(input, base, parts);
  return href === undefined ? undefined : new URLContext(href, parts);
}

/** Sets a part; undefined if the value is not allowed there. */
function updateContext(context, part, value) {
  parts ??= new Uint32Array(9);
  const href = binding.update(context.href, part, value, parts);
  return href === undefined ? undefined : new URLContext(href, parts);
}

// A plain TypeError: its text is "TypeError: Invalid URL", without the code.
function invalidURL(input, base) {
  const error = new TypeError('Invalid URL');
  Error.captureStackTrace(error, invalidURL);
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

// Marks that the constructor gets a context instead of an input.
const kFromContext = Symbol('kFromContext');

let markSearchChanged; // (url): its URLSearchParams have been changed

class URL {
  #context;
  #searchParams = undefined;
  // The search parameters have changed, the href not yet.
  #isSearchStale = false;

  static {
    markSearchChanged = (url) => { url.#isSearchStale = true; };
  }

  constructor(input, base = undefined) {
    if (base === kFromContext) {
      this.#context = input;
      return;
    }
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const text = `${input}`;
    if (base !== undefined) base = `${base}`;
    const context = parseContext(text, base);
    if (context === undefined) throw invalidURL(text, base);
    this.#context = context;
  }

  /** A URL, or null if the input is not valid. */
  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const context = parseContext(
      `${input}`, base === undefined ? undefined : `${base}`);
    return context === undefined ? null : new URL(context, kFromContext);
  }

  /** Whether the input is a valid URL. */
  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return binding.canParse(
      `${input}`, base === undefined ? undefined : `${base}`);
  }

  /** A URL by which a Blob can be found until it is revoked. */
  static createObjectURL(blob) {
    return require('internal/blob').createObjectURL(blob);
  }

  /** Forgets what createObjectURL has made. */
  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    require('internal/blob').revokeObjectURL(`${url}`);
  }

  // Brings the href up to date with the search parameters.
  #flush() {
    if (!this.#isSearchStale) return;
    this.#isSearchStale = false;
    const search = this.#searchParams.toString();
    this.#update(binding.kSearch, search);
  }

  #update(part, value) {
    const context = updateContext(this.#context, part, value);
    if (context !== undefined) this.#context = context;
  }

  #resetSearchParams() {
    this.#isSearchStale = false;
    if (this.#searchParams !== undefined)
      resetSearchParams(this.#searchParams, this.#search.slice(1));
  }

  get #search() {
    const context = this.#context;
    if (!context.hasSearch) return '';
    const end = context.hasHash ? context.hash_start : undefined;
    const search = context.href.slice(context.search_start, end);
    return search.length > 1 ? search : '';
  }

  toString() {
    this.#flush();
    return this.#context.href;
  }

  get href() {
    this.#flush();
    return this.#context.href;
  }

  set href(value) {
    // Fails here if `this` is no URL.
    let context = this.#context;
    const text = `${value}`;
    context = parseContext(text, undefined);
    if (context === undefined) throw invalidURL(text);
    this.#context = context;
    this.#resetSearchParams();
  }

  get origin() {
    const context = this.#context;
    const protocol = context.href.slice(0, context.protocol_end);
    if (context.scheme_type === kSchemeFile) return 'null';
    if (context.scheme_type !== kSchemeNotSpecial)
      return `${protocol}//${hostOf(context)}`;
    if (protocol !== 'blob:') return 'null';
    const inner = URL.parse(pathnameOf(context));
    return inner !== null && /^https?:$/.test(inner.protocol) ? inner.origin :
      'null';
  }

  get protocol() {
    const context = this.#context;
    return context.href.slice(0, context.protocol_end);
  }

  set protocol(value) {
    if (this.#context) this.#update(binding.kProtocol, `${value}`);
  }

  get username() {
    const context = this.#context;
    const start = context.protocol_end + 2;
    return start < context.username_end ?
      context.href.slice(start, context.username_end) : '';
  }

  set username(value) {
    if (this.#context) this.#update(binding.kUsername, `${value}`);
  }

  get password() {
    const context = this.#context;
    return context.host_start > context.username_end ?
      context.href.slice(context.username_end + 1, context.host_start) : '';
  }

  set password(value) {
    if (this.#context) this.#update(binding.kPassword, `${value}`);
  }

  get host() {
    return hostOf(this.#context);
  }

  set host(value) {
    if (this.#context) this.#update(binding.kHost, `${value}`);
  }

  get hostname() {
    const context = this.#context;
    return context.href.slice(hostStartOf(context), context.host_end);
  }

  set hostname(value) {
    if (this.#context) this.#update(binding.kHostname, `${value}`);
  }

  get port() {
    const context = this.#context;
    return context.hasPort ? `${context.port}` : '';
  }

  set port(value) {
    if (this.#context) this.#update(binding.kPort, `${value}`);
  }

  get pathname() {
    return pathnameOf(this.#context);
  }

  set pathname(value) {
    if (this.#context) this.#update(binding.kPathname, `${value}`);
  }

  get search() {
    this.#flush();
    return this.#search;
  }

  set search(value) {
    if (this.#context) this.#update(binding.kSearch, `${value}`.toWellFormed());
    this.#resetSearchParams();
  }

  get searchParams() {
    // Not before it is asked for: many URLs are only parsed and printed.
    if (this.#searchParams === undefined) {
      const params = new URLSearchParams();
      resetSearchParams(params, this.#search.slice(1));
      bindSearchParams(params, this, markSearchChanged);
      this.#searchParams = params;
    }
    return this.#searchParams;
  }

  get hash() {
    const context = this.#context;
    if (!context.hasHash) return '';
    const hash = context.href.slice(context.hash_start);
    return hash.length > 1 ? hash : '';
  }

  set hash(value) {
    if (this.#context) this.#update(binding.kHash, `${value}`);
  }

  toJSON() {
    this.#flush();
    return this.#context.href;
  }

  [customInspectSymbol](depth, options, inspect) {
    if (typeof depth === 'number' && depth < 0) return this;
    this.#flush();
    const shown = {
      href: this.href,
      origin: this.origin,
      protocol: this.protocol,
      username: this.username,
      password: this.password,
      host: this.host,
      hostname: this.hostname,
      port: this.port,
      pathname: this.pathname,
      search: this.search,
      searchParams: this.searchParams,
      hash: this.hash,
    };
    if (options.showHidden) shown[kContext] = this.#context;
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}

function hostStartOf(context) {
  const start = context.host_start;
  return context.host_end > start && context.href[start] === '@' ? start + 1 :
    start;
}

function hostOf(context) {
  const start = hostStartOf(context);
  if (start === context.host_end) return '';
  const end = context.hasPort ?
    context.host_end + 1 + `${context.port}`.length : context.host_end;
  return context.href.slice(start, end);
}

function pathnameOf(context) {
  let end;
  if (context.hasSearch) end = context.search_start;
  else if (context.hasHash) end = context.hash_start;
  return context.href.slice(context.pathname_start, end);
}

Object.defineProperties(URL.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'URL' },
  toString: kEnumerableProperty,
  href: kEnumerableProperty,
  origin: kEnumerableProperty,
  protocol: kEnumerableProperty,
  username: kEnumerableProperty,
  password: kEnumerableProperty,
  host: kEnumerableProperty,
  hostname: kEnumerableProperty,
  port: kEnumerableProperty,
  pathname: kEnumerableProperty,
  search: kEnumerableProperty,
  searchParams: kEnumerableProperty,
  hash: kEnumerableProperty,
  toJSON: kEnumerableProperty,
});
Object.defineProperties(URL, {
  parse: kEnumerableProperty,
  canParse: kEnumerableProperty,
  createObjectURL: kEnumerableProperty,
  revokeObjectURL: kEnumerableProperty,
});

/** Whether a value is a URL (of any implementation), not a legacy one. */
function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined &&
                 value.path === undefined);
}

/** The Punycode form of a domain; '' if it is not valid. */
function domainToASCII(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return binding.domainToASCII(`${domain}`);
}

/** The Unicode form of a domain; '' if it is not valid. */
function domainToUnicode(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return binding.domainToUnicode(`${domain}`);
}

/** A URL as the options of http.request(). */
function urlToHttpOptions(url) {
  validateObject(url, 'url', { allowArray: true, allowFunction: true });
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url, // what a program has put on it
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) :
      hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) {
    options.auth =
        `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  }
  return options;
}

// --- File URLs ---

function isWindows(options) {
  return options?.windows ?? false;
}

function invalidPath(message, url) {
  const error = new ERR_INVALID_FILE_URL_PATH(message);
  error.input = url;
  return error;
}

function toFileURL(value) {
  if (typeof value === 'string') value = new URL(value);
  else if (!isURL(value))
    throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], value);
  if (value.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return value;
}

// The pathname of a file URL, with escapes; separators may not be escaped.
function posixPathname(url) {
  if (url.hostname !== '')
    throw new ERR_INVALID_FILE_URL_HOST(require('internal/process').platform);
  const { pathname } = url;
  if (/%2f/i.test(pathname))
    throw invalidPath('must not include encoded / characters', url);
  return pathname;
}

function windowsPathname(url) {
  const { pathname } = url;
  if (/%2f|%5c/i.test(pathname))
    throw invalidPath('must not include encoded \\ or / characters', url);
  return pathname.replaceAll('/', '\\');
}

// A Windows path with its host, or from its drive.
function placeOnDrive(path, url) {
  if (url.hostname !== '')
    return `\\\\${domainToUnicode(url.hostname)}${path}`;
  if (!/^\\[a-z]:/i.test(path)) throw invalidPath('must be absolute', url);
  return path.slice(1);
}

function decode(path) {
  return path.includes('%') ? decodeURIComponent(path) : path;
}

/**
 * The path of a file URL.
 * @param {URL|string} path
 * @param {{ windows?: boolean }} [options]
 */
function fileURLToPath(path, options = undefined) {
  const url = toFileURL(path);
  if (isWindows(options))
    return placeOnDrive(decode(windowsPathname(url)), url);
  return decode(posixPathname(url));
}

/** As fileURLToPath, but bytes: names need not be UTF-8. */
function fileURLToPathBuffer(path, options = undefined) {
  const { Buffer } = require('buffer');
  const { unescapeBuffer } = require('querystring');
  const url = toFileURL(path);
  if (!isWindows(options))
    return Buffer.from(unescapeBuffer(posixPathname(url)));
  const bytes = unescapeBuffer(windowsPathname(url));
  return Buffer.from(placeOnDrive(bytes.latin1Slice(), url), 'latin1');
}

// What a path's characters must be escaped for: the parser would drop them, or
// take them for the end of the path, or for an escape.
const unsafeInPath = /[^\w!$&'()*+,\-./:;=@]+/g;

function encodePath(path) {
  if (path.search(unsafeInPath) < 0) return path;
  return path.toWellFormed().replace(unsafeInPath, (run) =>
    encodeURIComponent(run).replaceAll('~', '%7E'));
}

// Resolving drops a separator at the end, which means something in a URL.
function resolveKeepingEnd(path, separators, resolver) {
  const resolved = resolver.resolve(path);
  const last = path[path.length - 1];
  return separators.includes(last) && !separators.includes(resolved.at(-1)) ?
    resolved + resolver.sep : resolved;
}

function windowsURL(path) {
  if (path.startsWith('\\\\?\\UNC\\')) path = `\\\\${path.slice(8)}`;
  else if (path.startsWith('\\\\?\\')) path = path.slice(4);
  if (path.startsWith('\\\\')) return networkURL(path);
  const { win32 } = require('path');
  const resolved = resolveKeepingEnd(path, '\\/', win32);
  return new URL(`file:///${encodePath(resolved.replaceAll('\\', '/'))}`);
}

// \\host\share\name
function networkURL(path) {
  const { ERR_INVALID_ARG_VALUE } = require('internal/errors').codes;
  const end = path.indexOf('\\', 2);
  if (end === -1)
    throw new ERR_INVALID_ARG_VALUE('path', path, 'Missing UNC resource path');
  if (end === 2)
    throw new ERR_INVALID_ARG_VALUE('path', path, 'Empty UNC servername');
  const pathname = encodePath(path.slice(end).replaceAll('\\', '/'));
  const context = updateContext(parseContext(`file://${pathname}`),
                                binding.kHostname, path.slice(2, end));
  if (context === undefined) throw invalidURL(path);
  return new URL(context, kFromContext);
}

/**
 * The file URL of a path, made absolute.
 * @param {string} path
 * @param {{ windows?: boolean }} [options]
 */
function pathToFileURL(path, options = undefined) {
  validateString(path, 'path');
  if (isWindows(options)) return windowsURL(path);
  const resolved = resolveKeepingEnd(path, '/', require('path').posix);
  return new URL(`file://${encodePath(resolved)}`);
}

/** A path from what fs functions take: URLs are converted, the rest passes. */
function toPathIfFileURL(fileURLOrPath) {
  return isURL(fileURLOrPath) ? fileURLToPath(fileURLOrPath) : fileURLOrPath;
}

/** The URL with some parts left out: url.format(URL, options). */
function formatURL(url, { fragment, unicode, search, auth }) {
  if (!unicode && fragment && search && auth) return url.href;
  const copy = new URL(url.href);
  if (!fragment) copy.hash = '';
  if (!search) copy.search = '';
  if (!auth) copy.username = copy.password = '';
  if (!unicode || copy.hostname === '') return copy.href;
  return withUnicodeHost(copy);
}

function withUnicodeHost({ protocol, username, password, hostname, href }) {
  let start = protocol.length + 2;
  if (username || password) start += username.length + 1;
  if (password) start += password.length + 1;
  return href.slice(0, start) + domainToUnicode(hostname) +
         href.slice(start + hostname.length);
}

module.exports = {
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  formatURL,
  invalidURL,
  isURL,
  pathToFileURL,
  toPathIfFileURL,
  urlToHttpOptions,
};
