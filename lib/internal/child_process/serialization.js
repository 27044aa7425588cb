'use strict';
// serialization: 'advanced': messages of the channel between processes as V8
// writes them, each behind its length in 4 bytes, the highest first.

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const { DefaultDeserializer, DefaultSerializer } =
  require('internal/v8/serdes');

const kLengthSize = 4;

// What stands before an object that V8 does not write itself.
const kView = 0;
const kOther = 1;

class MessageSerializer extends DefaultSerializer {
  _writeHostObject(object) {
    if (ArrayBuffer.isView(object)) {
      this.writeUint32(kView);
      super._writeHostObject(object);
    } else {
      this.writeUint32(kOther);
      this.writeValue({ ...object });
    }
  }
}

class MessageDeserializer extends DefaultDeserializer {
  _readHostObject() {
    const kind = this.readUint32();
    if (kind === kView) return super._readHostObject();
    if (kind === kOther) return this.readValue();
    throw new ERR_INVALID_STATE(`unknown host object tag: ${kind}`);
  }
}

/**
 * @param {*} message
 * @returns {Buffer} as it is sent
 * @throws {Error} for what cannot be cloned
 */
function encode(message) {
  const serializer = new MessageSerializer();
  serializer.writeHeader();
  serializer.writeValue(message);
  const bytes = serializer.releaseBuffer();
  const length = Buffer.allocUnsafe(kLengthSize);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function decode(bytes) {
  const deserializer = new MessageDeserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
}

/** Puts together what arrives in pieces. */
class MessageReader {
  #chunks = [];
  #length = 0; // of all chunks
  #wanted = kLengthSize; // bytes from which on there is something to do

  /**
   * @param {Buffer} chunk
   * @param {function(*)} take called with each message that is complete
   */
  read(chunk, take) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) return;
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const rest = this.#takeAll(all, take);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
  }

  /** @returns {Buffer} what belongs to a message that is not complete */
  #takeAll(all, take) {
    let start = 0;
    for (;;) {
      this.#wanted = kLengthSize;
      if (all.length - start < kLengthSize) break;
      this.#wanted += all.readUInt32BE(start);
      if (all.length - start < this.#wanted) break;
      const end = start + this.#wanted;
      take(decode(all.subarray(start + kLengthSize, end)));
      start = end;
    }
    return all.subarray(start);
  }
}

module.exports = { MessageReader, encode };
