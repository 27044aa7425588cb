'use strict';
// PerformanceEntry and its subclasses. https://w3c.github.io/performance-timeline/

const { codes } = require('internal/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');

/** The only way to make an entry is to have this. */
const kConstruct = Symbol('kConstruct');

function enumerate(target, ...names) {
  for (const name of names) {
    Object.defineProperty(target.prototype, name, kEnumerableProperty);
  }
  Object.defineProperty(target.prototype, Symbol.toStringTag, {
    configurable: true, value: target.name,
  });
}

class PerformanceEntry {
  #name;
  #entryType;
  #startTime;
  #duration;

  constructor(token, name, entryType, startTime, duration) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#entryType = entryType;
    this.#startTime = startTime;
    this.#duration = duration;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#name in value)) {
      throw new codes.ERR_INVALID_THIS('PerformanceEntry');
    }
    return value;
  }

  get name() {
    return PerformanceEntry.#check(this).#name;
  }

  get entryType() {
    return PerformanceEntry.#check(this).#entryType;
  }

  /** Milliseconds since the time origin. */
  get startTime() {
    return PerformanceEntry.#check(this).#startTime;
  }

  /** Milliseconds. */
  get duration() {
    return PerformanceEntry.#check(this).#duration;
  }

  toJSON() {
    PerformanceEntry.#check(this);
    return {
      name: this.#name,
      entryType: this.#entryType,
      startTime: this.#startTime,
      duration: this.#duration,
    };
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const inner = { ...options };
    if (options.depth !== null) inner.depth = options.depth - 1;
    return `${this.constructor.name} ${inspect(this.toJSON(), inner)}`;
  }
}
enumerate(PerformanceEntry,
          'name', 'entryType', 'startTime', 'duration', 'toJSON');

/** An entry that the program has given a detail. */
class DetailedEntry extends PerformanceEntry {
  #detail;

  constructor(token, name, entryType, startTime, duration, detail) {
    super(token, name, entryType, startTime, duration);
    this.#detail = detail;
  }

  static detailOf(value) {
    return value.#detail;
  }
}

const { detailOf } = DetailedEntry;

function withDetail(json, entry) {
  json.detail = detailOf(entry);
  return json;
}

class PerformanceMark extends DetailedEntry {
  constructor(name, options) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    const { startTime, detail } = readMarkOptions(options);
    super(kConstruct, `${name}`, 'mark', startTime, 0, detail);
  }

  get detail() {
    return detailOf(this);
  }

  toJSON() {
    return withDetail(super.toJSON(), this);
  }
}
enumerate(PerformanceMark, 'detail');

function readMarkOptions(options) {
  const { validateNumber, validateObject } = require('internal/validators');
  if (options !== undefined && options !== null) {
    validateObject(options, 'options');
  }
  const startTime = options?.startTime ?? internalBinding('performance').now();
  validateNumber(startTime, 'startTime');
  if (startTime < 0) {
    throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
  }
  return { startTime, detail: cloneDetail(options?.detail) };
}

/** A detail as it was when the entry was made. */
function cloneDetail(detail) {
  if (detail === undefined || detail === null) return null;
  if (typeof detail !== 'object' && typeof detail !== 'function') return detail;
  return require('internal/structured_clone').structuredClone(detail);
}

class PerformanceMeasure extends DetailedEntry {
  get detail() {
    return detailOf(this);
  }

  toJSON() {
    return withDetail(super.toJSON(), this);
  }
}
enumerate(PerformanceMeasure, 'detail');

/** Of our own: 'function', 'http', 'net', 'dns', ... */
class PerformanceNodeEntry extends DetailedEntry {
  get detail() {
    return detailOf(this);
  }

  toJSON() {
    return withDetail(super.toJSON(), this);
  }
}
enumerate(PerformanceNodeEntry, 'detail');

/** @returns {PerformanceNodeEntry} */
function makeNodeEntry(name, type, startTime, duration, detail) {
  const entry = new PerformanceNodeEntry(
    kConstruct, name, type, startTime, duration, detail);
  // What a timed function was called with can be read off the entry.
  if (Array.isArray(detail)) Object.assign(entry, detail);
  return entry;
}

module.exports = {
  kConstruct,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceNodeEntry,
  makeNodeEntry,
  cloneDetail,
  enumerate,
};
