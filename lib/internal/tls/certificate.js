'use strict';
// Certificates as getPeerCertificate() gives them.

const { X509Certificate } = require('internal/crypto/x509');

/**
 * Turns certificates that follow each other into linked objects.
 *
 * @param {X509[]} chain the peer's first
 * @returns {object} empty if there are none
 */
function chainObject(chain) {
  if (chain.length === 0) return {};
  const objects = chain.map((one) => new X509Certificate(one).toLegacyObject());
  for (let i = 0; i < objects.length - 1; i++) {
    objects[i].issuerCertificate = objects[i + 1];
  }
  // One that has signed itself is its own issuer.
  const last = chain[chain.length - 1];
  if (last.checkIssued(last)) {
    objects[objects.length - 1].issuerCertificate = objects[objects.length - 1];
  }
  return objects[0];
}

function readInfo(text) {
  const info = { __proto__: null };
  for (const { 1: key, 2: value } of text.matchAll(/([^\n:]*):([^\n]*)(?:\n|$)/g)) {
    // A value that could mislead is quoted, as JSON does.
    const read = value[0] === '"' ? JSON.parse(value) : value;
    if (Object.hasOwn(info, key)) info[key].push(read);
    else info[key] = [read];
  }
  return info;
}

/** Of old: reads the texts within a certificate's object. Changes it. */
function translatePeerCertificate(cert) {
  if (!cert) return null;
  if (cert.issuerCertificate != null && cert.issuerCertificate !== cert) {
    cert.issuerCertificate = translatePeerCertificate(cert.issuerCertificate);
  }
  if (cert.infoAccess != null) cert.infoAccess = readInfo(cert.infoAccess);
  return cert;
}

module.exports = { chainObject, translatePeerCertificate };
