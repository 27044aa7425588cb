'use strict';
// Certificate: SPKAC.

const {
  codes: { ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { toBytes } = require('internal/crypto/util');
const binding = internalBinding('crypto_spkac');

const kMaxLength = 2 ** 31 - 1;

function spkacBytes(spkac, encoding) {
  const bytes = toBytes(spkac, 'spkac', encoding);
  if (bytes.byteLength > kMaxLength) {
    throw new ERR_OUT_OF_RANGE('spkac', `<= ${kMaxLength}`, bytes.byteLength);
  }
  return bytes;
}

/** @returns {boolean} whether its signature is right */
function verifySpkac(spkac, encoding) {
  return binding.verify(spkacBytes(spkac, encoding)) ?? false;
}

/** @returns {Buffer|string} PEM; '' if it cannot be read */
function exportPublicKey(spkac, encoding) {
  return binding.exportPublicKey(spkacBytes(spkac, encoding)) ?? '';
}

/** @returns {Buffer|string} '' if it cannot be read */
function exportChallenge(spkac, encoding) {
  return binding.exportChallenge(spkacBytes(spkac, encoding)) ?? '';
}

function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}
const methods = { exportChallenge, exportPublicKey, verifySpkac };
Object.assign(Certificate.prototype, methods);
Object.assign(Certificate, methods);

module.exports = { Certificate };
