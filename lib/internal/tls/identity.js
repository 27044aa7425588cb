'use strict';
// Whether a certificate is of the host that one wanted to reach (RFC 6125).

const {
  codes: { ERR_TLS_CERT_ALTNAME_FORMAT, ERR_TLS_CERT_ALTNAME_INVALID },
} = require('internal/errors');
const { isIP } = require('internal/net/ip');

/** Lower case, ASCII letters only, without a dot at the end. */
function withoutDot(host) {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

function toLabels(host) {
  return withoutDot(host)
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase()).split('.');
}

function isBadLabel(label) {
  // Certificates have no empty labels, and names in them are ASCII.
  return label === '' || /[^\u0021-\u007f]/u.test(label);
}

/** Whether the first label of a host fits one that may have a `*`. */
function fitsFirst(label, pattern, count, allowWildcards) {
  const parts = pattern.split('*', 3);
  if (parts.length === 1 || pattern.includes('xn--')) return label === pattern;
  // More than one *, or one that could stand for a whole domain.
  if (!allowWildcards || parts.length > 2 || count <= 2) return false;
  const [start, end] = parts;
  return start.length + end.length <= label.length &&
    label.startsWith(start) && label.endsWith(end);
}

function fits(hostLabels, pattern, allowWildcards) {
  if (!pattern) return false;
  const labels = toLabels(pattern);
  if (labels.length !== hostLabels.length || labels.some(isBadLabel) ||
      hostLabels.some(isBadLabel)) {
    return false;
  }
  for (let i = hostLabels.length - 1; i > 0; i--) {
    if (hostLabels[i] !== labels[i]) return false;
  }
  return fitsFirst(hostLabels[0], labels[0], labels.length, allowWildcards);
}

/** Splits at ", ", but not within the JSON strings that quote what has one. */
function splitNames(text) {
  const names = [];
  let current = '';
  let at = 0;
  while (at !== text.length) {
    const comma = text.indexOf(', ', at);
    const quote = text.indexOf('"', at);
    if (quote !== -1 && (comma === -1 || quote < comma)) {
      const quoted =
        /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/
          .exec(text.slice(quote));
      if (quoted === null) throw new ERR_TLS_CERT_ALTNAME_FORMAT();
      current += text.slice(at, quote) + JSON.parse(quoted[0]);
      at = quote + quoted[0].length;
    } else if (comma === -1) {
      current += text.slice(at);
      at = text.length;
    } else {
      names.push(current + text.slice(at, comma));
      current = '';
      at = comma + 2;
    }
  }
  if (current !== '') names.push(current);
  return names;
}

/** An address in its one right form; undefined for what is none. */
function canonicalIP(text) {
  if (isIP(text) === 0) return undefined;
  if (isIP(text) === 4) return text;
  const { URL } = require('internal/url');
  return new URL(`http://[${text.split('%')[0]}]/`).hostname.slice(1, -1);
}

function readNames(text) {
  const names = { dns: [], ips: [] };
  if (!text) return names;
  const list = text.includes('"') ? splitNames(text) : text.split(', ');
  for (const name of list) {
    if (name.startsWith('DNS:')) {
      names.dns.push(name.slice(4));
    } else if (name.startsWith('IP Address:')) {
      const ip = canonicalIP(name.slice(11));
      if (ip !== undefined) names.ips.push(ip);
    }
  }
  return names;
}

function checkAddress(host, { ips }) {
  if (ips.includes(canonicalIP(host))) return undefined;
  return `IP: ${host} is not in the cert's list: ${ips.join(', ')}`;
}

function checkName(host, names, cert) {
  const { subject, subjectaltname } = cert;
  const labels = toLabels(host);
  if (names.dns.length > 0) {
    if (names.dns.some((name) => fits(labels, name, true))) return undefined;
    return `Host: ${host}. is not in the cert's altnames: ${subjectaltname}`;
  }
  const common = subject?.CN;
  if (common === undefined || common === null) {
    return 'Cert does not contain a DNS name';
  }
  const isFit = Array.isArray(common) ?
    common.some((name) => fits(labels, name, true)) :
    fits(labels, common, true);
  return isFit ? undefined : `Host: ${host}. is not cert's CN: ${common}`;
}

/**
 * Whether a certificate is of a host.
 *
 * @param {string} hostname name or address
 * @param {object} cert as getPeerCertificate() gives it
 * @returns {Error|undefined} ERR_TLS_CERT_ALTNAME_INVALID
 */
function checkServerIdentity(hostname, cert) {
  const names = readNames(cert.subjectaltname);
  const host = `${hostname}`;
  let reason;
  if (isIP(withoutDot(host)) !== 0) {
    reason = checkAddress(withoutDot(host), names);
  } else if (names.dns.length > 0 || cert.subject?.CN) {
    reason = checkName(withoutDot(host), names, cert);
  } else {
    reason = 'Cert does not contain a DNS name';
  }
  return reason === undefined ? undefined :
    new ERR_TLS_CERT_ALTNAME_INVALID(reason, hostname, cert);
}

module.exports = { checkServerIdentity };
