'use strict';
// PerformanceObserver. https://w3c.github.io/performance-timeline/#dom-performanceobserver

const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const { kEnumerableProperty } = require('internal/util');

// What is measured at all. 'gc' needs the engine's help, which is missing.
const kSupported = Object.freeze(
  ['dns', 'function', 'http', 'http2', 'mark', 'measure', 'net', 'resource']);

/** The observers and what they wait for. */
const observers = {
  active: new Set(),
  counts: new Map(), // type -> how many observers
  pending: new Set(), // those with entries to deliver

  /** Whether anybody observes a type: measuring is worth it only then. */
  has(type) {
    return (observers.counts.get(type) ?? 0) > 0;
  },

  enqueue(entry) {
    if (!observers.has(entry.entryType)) return;
    for (const observer of observers.active) bufferEntry(observer, entry);
  },
};

let bufferEntry;
let deliver;

function deliverSoon(observer) {
  observers.pending.add(observer);
  if (observers.pending.size > 1) return;
  const { Immediate } = require('internal/timers');
  new Immediate(() => {
    const all = [...observers.pending];
    observers.pending.clear();
    all.forEach(deliver);
  }, undefined);
}

class PerformanceObserverEntryList {
  #entries;

  constructor(entries) {
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }

  getEntries() {
    return this.#entries.slice();
  }

  getEntriesByType(type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    type = `${type}`;
    return this.#entries.filter((entry) => entry.entryType === type);
  }

  getEntriesByName(name, type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    name = `${name}`;
    return this.#entries.filter((entry) => entry.name === name &&
      (type === undefined || entry.entryType === type));
  }
}
Object.defineProperties(PerformanceObserverEntryList.prototype, {
  getEntries: kEnumerableProperty,
  getEntriesByType: kEnumerableProperty,
  getEntriesByName: kEnumerableProperty,
  [Symbol.toStringTag]: {
    configurable: true, value: 'PerformanceObserverEntryList',
  },
});

class PerformanceObserver {
  #callback;
  #types = new Set();
  #buffer = [];
  #kind = undefined; // 'single' (type) or 'multiple' (entryTypes)

  /** @param {(list: PerformanceObserverEntryList,
   *   observer: PerformanceObserver) => void} callback */
  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  static {
    bufferEntry = (observer, entry) => {
      if (!observer.#types.has(entry.entryType)) return;
      observer.#buffer.push(entry);
      deliverSoon(observer);
    };
    deliver = (observer) => {
      const entries = observer.takeRecords();
      if (entries.length === 0) return;
      const list = new PerformanceObserverEntryList(entries);
      Reflect.apply(observer.#callback, observer, [list, observer]);
    };
  }

  /** The types that can be observed. */
  static get supportedEntryTypes() {
    return kSupported;
  }

  /**
   * @param {{entryTypes?: string[], type?: string, buffered?: boolean}} options
   *   With `buffered`, entries made before count too.
   */
  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    }
    if (entryTypes !== undefined && type !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'options.entryTypes', entryTypes,
        'options.entryTypes can not set with options.type together');
    }
    if (entryTypes !== undefined) this.#observeAll(entryTypes);
    else this.#observeOne(type, buffered);
    if (this.#types.size > 0) observers.active.add(this);
    else this.disconnect();
  }

  #observeAll(entryTypes) {
    this.#setKind('multiple');
    if (!Array.isArray(entryTypes)) {
      throw new codes.ERR_INVALID_ARG_TYPE(
        'options.entryTypes', 'string[]', entryTypes);
    }
    this.#forgetTypes();
    this.#buffer = [];
    for (const type of entryTypes) this.#addType(type);
  }

  #observeOne(type, buffered) {
    this.#setKind('single');
    if (!this.#addType(type) || !buffered) return;
    const { entries } = require('internal/perf/timeline');
    for (const entry of entries(type)) bufferEntry(this, entry);
  }

  #setKind(kind) {
    if (this.#kind !== undefined && this.#kind !== kind) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'options.entryTypes',
        'PerformanceObserver can not change to ' +
        (kind === 'single' ? 'single' : 'multiple') + ' observations');
    }
    this.#kind = kind;
  }

  // Unknown types are ignored, as the standard says.
  #addType(type) {
    if (!kSupported.includes(type) || this.#types.has(type)) {
      return this.#types.has(type);
    }
    this.#types.add(type);
    observers.counts.set(type, (observers.counts.get(type) ?? 0) + 1);
    return true;
  }

  #forgetTypes() {
    for (const type of this.#types) {
      observers.counts.set(type, observers.counts.get(type) - 1);
    }
    this.#types.clear();
  }

  disconnect() {
    this.#forgetTypes();
    this.#buffer = [];
    this.#kind = undefined;
    observers.active.delete(this);
    observers.pending.delete(this);
  }

  /** The entries that were not delivered yet. */
  takeRecords() {
    const entries = this.#buffer;
    this.#buffer = [];
    return entries;
  }
}
Object.defineProperties(PerformanceObserver.prototype, {
  observe: kEnumerableProperty,
  disconnect: kEnumerableProperty,
  takeRecords: kEnumerableProperty,
  [Symbol.toStringTag]: { configurable: true, value: 'PerformanceObserver' },
});

module.exports = {
  PerformanceObserver,
  PerformanceObserverEntryList,
  observers,
};
