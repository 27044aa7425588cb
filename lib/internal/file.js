'use strict';
// File: a Blob with a name. https://w3c.github.io/FileAPI/#file-section

const {
  codes: { ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal/errors');
const {
  customInspectSymbol,
  kEmptyObject,
  kEnumerableProperty,
} = require('internal/util');
const { Blob, inspectBlob, serializeBlob } = require('internal/blob');
const { registerCloneable } = require('internal/messaging/cloneable');

class File extends Blob {
  #name;
  #lastModified;

  /**
   * @param {Iterable<string|ArrayBuffer|ArrayBufferView|Blob>} fileBits
   * @param {string} fileName
   * @param {{ type?: string, endings?: string, lastModified?: number }}
   *   [options] lastModified in ms since the epoch; default now
   */
  constructor(fileBits, fileName, options = kEmptyObject) {
    if (arguments.length < 2)
      throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified } = options ?? kEmptyObject;
    this.#lastModified = lastModified === undefined ? Date.now() :
      Math.trunc(+lastModified) || 0;
    this.#name = `${fileName}`.toWellFormed();
  }

  static isFile(value) {
    return typeof value === 'object' && value !== null && #name in value;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#name in value))
      throw new ERR_INVALID_THIS('File');
  }

  get name() {
    File.#check(this);
    return this.#name;
  }

  /** In ms since the epoch. */
  get lastModified() {
    File.#check(this);
    return this.#lastModified;
  }

  [customInspectSymbol](depth, options, inspect) {
    File.#check(this);
    const { size, type, name, lastModified } = this;
    return inspectBlob(this, { size, type, name, lastModified }, depth, options,
                       inspect);
  }
}

Object.defineProperties(File.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'File' },
  name: kEnumerableProperty,
  lastModified: kEnumerableProperty,
});

registerCloneable(File, {
  key: 'internal/file:File',
  isInstance: File.isFile,
  write: (file) => ({
    blob: serializeBlob(file), name: file.name, lastModified: file.lastModified,
  }),
  read: ({ blob: { type, parts }, name, lastModified }) =>
    new File(parts, name, { type, lastModified }),
});
delete File.isFile;

module.exports = { File };
