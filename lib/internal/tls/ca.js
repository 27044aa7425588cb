'use strict';
// The certificates that are trusted where a program names none.
//
// They are the distribution's: Debian's /etc/ssl/certs is Mozilla's list. Its
// folder is searched by the hash of a name, so that a connection reads the one
// certificate it needs and not all of them.

const process = require('internal/process');
const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_CRYPTO_OPERATION_FAILED },
} = require('internal/errors');
const { isArrayBufferView } = require('internal/util/types');
const { validateOneOf, validateString } = require('internal/validators');
const { X509 } = internalBinding('crypto_x509');

const kFolder = '/etc/ssl/certs';
const kFiles = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Arch
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // Alpine
];
const kPem =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^]*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

// What was read so far. Null: not yet.
const read = {
  bundled: null,
  extra: null, // PEM texts of NODE_EXTRA_CA_CERTS
  extraParsed: null,
  all: null, // the two together
  custom: null, // setDefaultCACertificates: {texts, parsed}
  fallback: null, // parsed, where there is no folder to be searched
};

function readFile(path) {
  return require('fs').readFileSync(path, 'latin1');
}

function exists(path) {
  return require('fs').existsSync(path);
}

function splitPem(text) {
  return text.match(kPem) ?? [];
}

function parse(texts) {
  return texts.map((text) => new X509(Buffer.from(text)));
}

/** The root certificates as PEM. @returns {string[]} frozen */
function rootCertificates() {
  if (read.bundled === null) {
    const file = process.env.SSL_CERT_FILE || kFiles.find(exists);
    const texts = file === undefined ? [] : splitPem(readFile(file));
    read.bundled = Object.freeze(texts.map((text) => `${text}\n`.trimEnd()));
  }
  return read.bundled;
}

function extraCertificates() {
  if (read.extra !== null) return read.extra;
  read.extra = [];
  const path = process.env.NODE_EXTRA_CA_CERTS;
  if (!path) return read.extra;
  try {
    read.extra = splitPem(readFile(path)).map((text) => `${text}\n`);
  } catch (error) {
    process.emitWarning(
      `Ignoring extra certs from \`${path}\`, load failed: ` +
      (error.code === 'ENOENT' ? 'No such file or directory' : error.message));
  }
  return read.extra;
}

/** Makes a native context trust the default certificates. */
function addDefaultCAs(native) {
  if (read.custom !== null) {
    read.custom.parsed ??= parse(read.custom.texts);
    native.addRoots(read.custom.parsed);
    return;
  }
  const { SSL_CERT_DIR, SSL_CERT_FILE } = process.env;
  if (SSL_CERT_DIR) native.addRootFolder(SSL_CERT_DIR);
  if (!SSL_CERT_FILE && exists(`${kFolder}/ca-certificates.crt`)) {
    native.addRootFolder(kFolder);
  } else {
    native.addRoots(read.fallback ??= parse([...rootCertificates()]));
  }
  if (!process.env.NODE_EXTRA_CA_CERTS) return;
  native.addRoots(read.extraParsed ??= parse(extraCertificates()));
}

/**
 * @param {'default'|'system'|'bundled'|'extra'} [type]
 * @returns {string[]} certificates as PEM
 */
function getCACertificates(type = 'default') {
  validateString(type, 'type');
  validateOneOf(type, 'type', ['default', 'system', 'bundled', 'extra']);
  if (type === 'extra') return extraCertificates();
  if (type !== 'default') return rootCertificates();
  if (read.custom !== null) return read.custom.texts;
  if (extraCertificates().length === 0) return rootCertificates();
  return read.all ??= [...rootCertificates(), ...extraCertificates()];
}

function toPem(certificate, index) {
  if (typeof certificate === 'string') return certificate;
  if (isArrayBufferView(certificate)) {
    return Buffer.from(certificate.buffer, certificate.byteOffset,
                       certificate.byteLength).toString();
  }
  throw new ERR_INVALID_ARG_TYPE(`certs[${index}]`,
                                 ['string', 'ArrayBufferView'], certificate);
}

/**
 * From now on these are trusted where a connection names none.
 *
 * @param {Array<string|ArrayBufferView>} certs PEM
 */
function setDefaultCACertificates(certs) {
  if (!Array.isArray(certs)) {
    throw new ERR_INVALID_ARG_TYPE('certs', 'Array', certs);
  }
  const seen = new Set();
  const texts = [];
  for (const [index, item] of certs.entries()) {
    const found = splitPem(toPem(item, index));
    if (found.length === 0) {
      throw new ERR_CRYPTO_OPERATION_FAILED('No valid certificates found in ' +
                                            'the provided array');
    }
    for (const text of found) {
      const id = new X509(Buffer.from(text)).raw().toString('latin1');
      if (seen.has(id)) continue;
      seen.add(id);
      texts.push(text);
    }
  }
  read.custom = { texts, parsed: null };
  require('internal/tls/context').forgetSharedContext();
}

module.exports = {
  addDefaultCAs,
  getCACertificates,
  rootCertificates,
  setDefaultCACertificates,
};
