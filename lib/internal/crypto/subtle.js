'use strict';
// What the methods of crypto.subtle do.

const {
  codes: { ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { checkBytes, findDigest, kUsePromises } =
  require('internal/crypto/util');
const { normalize } = require('internal/crypto/algorithms');
const { hashJob } = internalBinding('crypto_hash');

async function digest(algorithm, data) {
  const { name, outputLength } = normalize(algorithm, 'digest');
  checkBytes(data, 'data');
  const length = outputLength === undefined ? undefined : outputLength / 8;
  const job = hashJob(findDigest(hashName(name)), data, length, kUsePromises);
  return (await job).buffer;
}

/** OpenSSL's name of a hash of webcrypto. */
function hashName(name) {
  if (name.startsWith('SHA3-')) return name.toLowerCase();
  if (name.startsWith('cSHAKE')) return name.slice(1).toLowerCase();
  return name.replace('-', '').toLowerCase();
}

const methods = { digest };
for (const name of [
  'decapsulateBits', 'decapsulateKey', 'decrypt', 'deriveBits', 'deriveKey',
  'encapsulateBits', 'encapsulateKey', 'encrypt', 'exportKey', 'generateKey',
  'getPublicKey', 'importKey', 'sign', 'unwrapKey', 'verify', 'wrapKey',
]) {
  methods[name] = async () => {
    throw new ERR_METHOD_NOT_IMPLEMENTED(`crypto.subtle.${name}`);
  };
}

module.exports = methods;
