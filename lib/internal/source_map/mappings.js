'use strict';
// The "mappings" of a source map, decoded.
// https://tc39.es/ecma426/#sec-mappings

const kNone = -1;

/** ASCII -> value of a base64 digit. */
const digits = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ' +
  'abcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  digits[digit.charCodeAt(0)] = value;
}

/** Integers in one place of memory, that grows. */
class Numbers {
  list = new Int32Array(384);
  length = 0;

  add(number) {
    if (this.length === this.list.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.list);
      this.list = grown;
    }
    this.list[this.length++] = number;
  }
}

/** Numbers in a row for each mapping. */
const kWidth = 6;

/** Mappings in the order of their places in the generated text. */
class Mappings {
  /** Six numbers a mapping: line, column, source, line in it, column, name. */
  #numbers = new Numbers();
  sources = [];
  names = [];

  get count() { return this.#numbers.length / kWidth; }

  at(index, field) {
    return this.#numbers.list[index * kWidth + field];
  }

  /**
   * Adds those of a map, or of a section of one.
   * @param {string} text
   * @param {string[]} sources
   * @param {string[]} names
   * @param {number} line where the section starts
   * @param {number} column
   */
  addText(text, sources, names, line, column) {
    const source = this.sources.length, name = this.names.length;
    for (const one of sources) this.sources.push(one);
    for (const one of names) this.names.push(one);
    new Decoder(text, this.#numbers, { source, name, line, column }).run();
  }

  /** Brings them in order, where they are not: columns may go backwards. */
  sort() {
    for (let i = 1; i < this.count; i++) {
      if (this.#compare(i - 1, i) > 0) {
        this.#sortAll();
        return;
      }
    }
  }

  #compare(a, b) {
    return this.at(a, 0) - this.at(b, 0) || this.at(a, 1) - this.at(b, 1);
  }

  #sortAll() {
    const order = Array.from({ length: this.count }, (_, i) => i)
      .sort((a, b) => this.#compare(a, b));
    const sorted = new Numbers();
    for (const index of order) {
      for (let i = 0; i < kWidth; i++) sorted.add(this.at(index, i));
    }
    this.#numbers = sorted;
  }

  /** @returns {number} the last mapping at or before a place, or -1 */
  find(line, column) {
    let low = 0, high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.at(middle, 0);
      if (at < line || (at === line && this.at(middle, 1) <= column)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}

const kSemicolon = 59;
const kComma = 44;

/** Reads one text of mappings: differences in base64 VLQ. */
class Decoder {
  #text;
  #at = 0;
  #numbers;
  #start;

  constructor(text, numbers, start) {
    this.#text = text;
    this.#numbers = numbers;
    this.#start = start;
  }

  run() {
    const text = this.#text, start = this.#start;
    let { line, column } = start;
    let source = 0, sourceLine = 0, sourceColumn = 0, name = 0;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      if (code === kComma) {
        this.#at++;
        continue;
      }
      if (code === kSemicolon) {
        this.#at++;
        line++;
        column = 0;
        continue;
      }
      column += this.#vlq();
      if (this.#isAtEnd()) {
        this.#add(line, column, kNone, 0, 0, kNone);
        continue;
      }
      source += this.#vlq();
      sourceLine += this.#vlq();
      sourceColumn += this.#vlq();
      const isNamed = !this.#isAtEnd();
      if (isNamed) name += this.#vlq();
      this.#add(line, column, start.source + source, sourceLine, sourceColumn,
                isNamed ? start.name + name : kNone);
    }
  }

  #add(...numbers) {
    for (const number of numbers) this.#numbers.add(number);
  }

  #isAtEnd() {
    const code = this.#text.charCodeAt(this.#at);
    return code === kComma || code === kSemicolon || Number.isNaN(code);
  }

  #vlq() {
    let result = 0, shift = 0, digit;
    do {
      digit = digits[this.#text.charCodeAt(this.#at++)] ?? kNone;
      if (digit === kNone) break;
      result |= (digit & 31) << shift;
      shift += 5;
    } while (digit & 32);
    const value = result >>> 1;
    if (!(result & 1)) return value;
    return value === 0 ? -0x80000000 : -value;
  }
}

module.exports = { Mappings, kNone };
