'use strict';
// ALPN: the protocols that are to be spoken on a connection (RFC 7301).

const { Buffer } = require('buffer');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const { isArrayBufferView } = require('internal/util/types');

/** Names as they stand on the wire, each after its length. */
function toWire(protocols) {
  const parts = protocols.map((name, index) => {
    const bytes = Buffer.from(`${name}`);
    if (bytes.length > 255) {
      throw new ERR_OUT_OF_RANGE(
        `The byte length of the protocol at index ${index} exceeds the ` +
        'maximum length.', '<= 255', bytes.length, true);
    }
    return Buffer.concat([Buffer.of(bytes.length), bytes]);
  });
  return Buffer.concat(parts);
}

/**
 * Reads the option ALPNProtocols into `out.ALPNProtocols`, as on the wire.
 *
 * @param {string[]|ArrayBufferView} protocols
 * @param {object} out
 * @throws {ERR_OUT_OF_RANGE}
 */
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    out.ALPNProtocols = toWire(protocols);
  } else if (isArrayBufferView(protocols)) {
    // A copy: the program may change its own.
    out.ALPNProtocols = Buffer.from(Buffer.from(
      protocols.buffer, protocols.byteOffset, protocols.byteLength));
  }
}

module.exports = { convertALPNProtocols };
