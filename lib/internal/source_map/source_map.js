'use strict';
// module.SourceMap: from places in a generated text to those it was made from.

const { validateObject } = require('internal/validators');
const { Mappings, kNone } = require('internal/source_map/mappings');

/** A copy that does not change when the program changes what it gave. */
function clonePayload(payload) {
  validateObject(payload, 'payload');
  const copy = { ...payload };
  for (const key of Object.keys(copy)) {
    if (Array.isArray(copy[key])) copy[key] = [...copy[key]];
  }
  if (Array.isArray(copy.sections)) {
    copy.sections = copy.sections.map(({ offset, map }) => ({
      offset: { ...offset }, map: clonePayload(map),
    }));
    copy.sources ??= [];
  }
  return copy;
}

class SourceMap {
  #payload;
  #lineLengths;
  /** Decoded when first asked. */
  #mappings;

  /**
   * @param {object} payload of version 3, with or without sections
   * @param {{lineLengths: number[]}} [options]
   * @throws {TypeError} ERR_INVALID_ARG_TYPE
   */
  constructor(payload, { lineLengths } = { __proto__: null }) {
    this.#payload = clonePayload(payload);
    this.#lineLengths = lineLengths === undefined ? undefined : [...lineLengths];
  }

  /** @returns {object} a copy of what it was made of */
  get payload() { return clonePayload(this.#payload); }

  /** @returns {number[]|undefined} of the generated text */
  get lineLengths() {
    return this.#lineLengths === undefined ? undefined : [...this.#lineLengths];
  }

  get #decoded() {
    if (this.#mappings === undefined) {
      this.#mappings = new Mappings();
      decode(this.#mappings, this.#payload, 0, 0);
      this.#mappings.sort();
    }
    return this.#mappings;
  }

  /**
   * @param {number} lineOffset from 0, in the generated text
   * @param {number} columnOffset from 0
   * @returns {object} the mapping that holds there; empty if there is none
   */
  findEntry(lineOffset, columnOffset) {
    const mappings = this.#decoded;
    const index = mappings.find(lineOffset, columnOffset);
    if (index < 0) return {};
    const source = mappings.at(index, 2), name = mappings.at(index, 5);
    const isMapped = source !== kNone;
    return {
      generatedLine: mappings.at(index, 0),
      generatedColumn: mappings.at(index, 1),
      originalSource: isMapped ? mappings.sources[source] : undefined,
      originalLine: isMapped ? mappings.at(index, 3) : undefined,
      originalColumn: isMapped ? mappings.at(index, 4) : undefined,
      name: name === kNone ? undefined : mappings.names[name],
    };
  }

  /**
   * @param {number} lineNumber from 1, as stacks have it
   * @param {number} columnNumber from 1
   * @returns {{name, fileName, lineNumber, columnNumber}|{}}
   */
  findOrigin(lineNumber, columnNumber) {
    const entry = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (entry.originalSource === undefined) return {};
    return {
      name: entry.name,
      fileName: entry.originalSource,
      lineNumber: entry.originalLine + lineNumber - entry.generatedLine,
      columnNumber: entry.originalColumn + columnNumber - entry.generatedColumn,
    };
  }
}

function decode(mappings, payload, line, column) {
  if (Array.isArray(payload.sections)) {
    for (const { offset, map } of payload.sections) {
      decode(mappings, map, offset.line, offset.column);
    }
    return;
  }
  mappings.addText(`${payload.mappings ?? ''}`, payload.sources ?? [],
                   payload.names ?? [], line, column);
}

module.exports = { SourceMap };
