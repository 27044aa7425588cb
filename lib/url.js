'use strict';

const { isInsideNodeModules } = require('internal/util');
const {
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  pathToFileURL,
  urlToHttpOptions,
} = require('internal/url');
const {
  Url,
  urlFormat,
  urlParse,
  urlResolve,
  urlResolveObject,
} = require('internal/url_legacy');

// Looking at the caller is slow: after so many calls from packages there is
// nobody else to warn.
let callsToCheck = 32;

function warnOfParse() {
  callsToCheck--;
  if (isInsideNodeModules(2)) return;
  callsToCheck = 0;
  const process = require('internal/process');
  process.emitWarning(
    '`url.parse()` behavior is not standardized and prone to ' +
    'errors that have security implications. Use the WHATWG URL API ' +
    'instead. CVEs are not issued for `url.parse()` vulnerabilities.',
    'DeprecationWarning', 'DEP0169');
}

/**
 * Deprecated: use URL.
 * @param {string} url
 * @param {boolean} [parseQueryString] whether `query` becomes an object
 * @param {boolean} [slashesDenoteHost] whether "//x/y" has the host "x"
 */
function parse(url, parseQueryString, slashesDenoteHost) {
  if (callsToCheck > 0) warnOfParse();
  return urlParse(url, parseQueryString, slashesDenoteHost);
}

module.exports = {
  Url,
  parse,
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};
