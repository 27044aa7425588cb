'use strict';
// URLSearchParams: https://url.spec.whatwg.org/#interface-urlsearchparams

const {
  codes: {
    ERR_ARG_NOT_ITERABLE,
    ERR_INVALID_THIS,
    ERR_INVALID_TUPLE,
    ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const { validateFunction } = require('internal/validators');
const {
  customInspectSymbol,
  kEnumerableProperty,
} = require('internal/util');

// --- application/x-www-form-urlencoded ---

const escapes = /(?:%[0-9a-fA-F]{2})+/g;

function decodeBytes(run) {
  // Most escapes are one ASCII character each.
  if (run.length === 3 && run < '%8')
    return String.fromCharCode(parseInt(run.slice(1), 16));
  const { Buffer } = require('buffer');
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString();
}

// Percent-decodes; bytes that are not UTF-8 become U+FFFD.
function percentDecode(text) {
  return text.replace(escapes, decodeBytes);
}

const kHasPlus = 1;
const kHasPercent = 2;

function decodePiece(text, flags) {
  if ((flags & kHasPlus) !== 0) text = text.replaceAll('+', ' ');
  return (flags & kHasPercent) !== 0 ? percentDecode(text) : text;
}

// The list of a query's names and values, one after the other.
function parseQuery(query) {
  const list = [];
  const { length } = query;
  let start = 0;
  let equals = -1;
  let nameFlags = 0;
  let flags = 0;
  for (let i = 0; i <= length; i++) {
    const unit = i < length ? query.charCodeAt(i) : 0x26;
    if (unit === 0x26) { // &
      if (equals >= 0) {
        list.push(decodePiece(query.slice(start, equals), nameFlags),
                  decodePiece(query.slice(equals + 1, i), flags));
      } else if (i > start) {
        list.push(decodePiece(query.slice(start, i), flags), '');
      }
      start = i + 1;
      equals = -1;
      flags = 0;
    } else if (unit === 0x3d && equals < 0) { // =
      equals = i;
      nameFlags = flags;
      flags = 0;
    } else if (unit === 0x2b) { // +
      flags |= kHasPlus;
    } else if (unit === 0x25) { // %
      flags |= kHasPercent;
    }
  }
  return list;
}

// What stands for itself in a form: 1; the space: 2.
const formClass = new Uint8Array(128);
for (const unit of '*-._0123456789abcdefghijklmnopqrstuvwxyz' +
                   'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  formClass[unit.charCodeAt(0)] = 1;
formClass[0x20] = 2;

const differsFromURI = /[!'()~]|%20/g;
const formEscapes = {
  '__proto__': null,
  '!': '%21', "'": '%27', '(': '%28', ')': '%29', '~': '%7E', '%20': '+',
};

function encodePiece(text) {
  let kinds = 1;
  for (let i = 0; i < text.length; i++) {
    const kind = formClass[text.charCodeAt(i)];
    if (kind !== 1 && kind !== 2) {
      return encodeURIComponent(text)
        .replace(differsFromURI, (match) => formEscapes[match]);
    }
    kinds |= kind;
  }
  return kinds === 1 ? text : text.replaceAll(' ', '+');
}

function serialize(list) {
  let query = '';
  for (let i = 0; i < list.length; i += 2) {
    if (i > 0) query += '&';
    query += `${encodePiece(list[i])}=${encodePiece(list[i + 1])}`;
  }
  return query;
}

// A USVString: no lone surrogates.
function toUSVString(value) {
  return `${value}`.toWellFormed();
}

// --- What the constructor takes ---

function listFromPairs(init) {
  const list = [];
  for (const pair of init) {
    const isIterable = pair !== null && pair !== undefined &&
        (typeof pair === 'object' || typeof pair === 'function') &&
        typeof pair[Symbol.iterator] === 'function';
    const items = isIterable ? [...pair] : [];
    if (items.length !== 2)
      throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    list.push(toUSVString(items[0]), toUSVString(items[1]));
  }
  return list;
}

// Two keys may become one string: the later value stands.
function listFromRecord(init) {
  const values = new Map();
  for (const key of Reflect.ownKeys(init)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(init, key);
    if (descriptor?.enumerable)
      values.set(toUSVString(key), toUSVString(init[key]));
  }
  return [...values].flat();
}

function listFrom(init) {
  if (init === undefined) return [];
  if ((typeof init !== 'object' && typeof init !== 'function') ||
      init === null) {
    const query = toUSVString(init);
    return parseQuery(query[0] === '?' ? query.slice(1) : query);
  }
  const method = init[Symbol.iterator];
  if (method === undefined || method === null) return listFromRecord(init);
  if (typeof method !== 'function')
    throw new ERR_ARG_NOT_ITERABLE('Query pairs');
  if (method === URLSearchParams.prototype[Symbol.iterator]) {
    const list = listOf(init);
    if (list !== undefined) return list.slice();
  }
  return listFromPairs(init);
}

// --- Inspection ---

const colors = /\u001b\[\d\d?m/g;

function inspectOptions(depth, options) {
  return depth === null || depth === undefined ? { ...options } :
    { ...options, depth: depth - 1 };
}

// `Name { a, b }`, on lines of their own if they do not fit one.
function inspectItems(name, items, options, emptyText) {
  if (items.length === 0) return `${name} ${emptyText}`;
  const width = items.reduce(
    (sum, item) => sum + item.replace(colors, '').length + 2, name.length - 2);
  if (width > options.breakLength)
    return `${name} {\n  ${items.join(',\n  ')} }`;
  return `${name} { ${items.join(', ')} }`;
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

let listOf; // (value) -> its list, or undefined if it is no URLSearchParams
let bindSearchParams; // (params, url, onChange): calls onChange(url)
let resetSearchParams; // (params, query)

/** The query of a URL, as a list of names and values. */
class URLSearchParams {
  #list;
  #url = null; // whose query this is, or null
  #onChange = null;

  // The doors to the private fields that this module and URL use.
  static {
    listOf = (value) =>
      (isObject(value) && #list in value ? value.#list : undefined);
    bindSearchParams = (params, url, onChange) => {
      params.#url = url;
      params.#onChange = onChange;
    };
    resetSearchParams = (params, query) => {
      params.#list = parseQuery(query);
    };
  }

  constructor(init = undefined) {
    this.#list = listFrom(init);
  }

  static #check(value) {
    if (!isObject(value) || !(#list in value))
      throw new ERR_INVALID_THIS('URLSearchParams');
  }

  #changed() {
    if (this.#url !== null) this.#onChange(this.#url);
  }

  /** The number of pairs. */
  get size() {
    URLSearchParams.#check(this);
    return this.#list.length / 2;
  }

  /** Adds a pair at the end. */
  append(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    this.#list.push(toUSVString(name), toUSVString(value));
    this.#changed();
  }

  /** Removes the pairs of a name (and, if given, a value). */
  delete(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let i = 0; i < list.length;) {
      if (list[i] === name && (value === undefined || list[i + 1] === value))
        list.splice(i, 2);
      else
        i += 2;
    }
    this.#changed();
  }

  /** The first value of a name, or null. */
  get(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    for (let i = 0; i < list.length; i += 2)
      if (list[i] === name) return list[i + 1];
    return null;
  }

  /** All values of a name. */
  getAll(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    const values = [];
    name = toUSVString(name);
    for (let i = 0; i < list.length; i += 2)
      if (list[i] === name) values.push(list[i + 1]);
    return values;
  }

  /** Whether there is a pair of this name (and, if given, value). */
  has(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value))
        return true;
    }
    return false;
  }

  /** Gives a name this one value. */
  set(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    const list = this.#list;
    name = toUSVString(name);
    value = toUSVString(value);
    let isSet = false;
    for (let i = 0; i < list.length;) {
      if (list[i] !== name) {
        i += 2;
      } else if (isSet) {
        list.splice(i, 2);
      } else {
        list[i + 1] = value;
        isSet = true;
        i += 2;
      }
    }
    if (!isSet) list.push(name, value);
    this.#changed();
  }

  /** Sorts by name; pairs of one name keep their order. */
  sort() {
    URLSearchParams.#check(this);
    const list = this.#list;
    const pairs = [];
    for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
    pairs.sort((a, b) => (a[0] < b[0] ? -1 : Number(a[0] > b[0])));
    for (let i = 0; i < pairs.length; i++) {
      list[2 * i] = pairs[i][0];
      list[2 * i + 1] = pairs[i][1];
    }
    this.#changed();
  }

  entries() {
    URLSearchParams.#check(this);
    return new URLSearchParamsIterator(this, 'entries');
  }

  /** Calls callback(value, name, this) for each pair. */
  forEach(callback, thisArg = undefined) {
    URLSearchParams.#check(this);
    validateFunction(callback, 'callback');
    // The list is looked at anew each time: a URL may replace it.
    for (let i = 0; i < this.#list.length; i += 2)
      callback.call(thisArg, this.#list[i + 1], this.#list[i], this);
  }

  keys() {
    URLSearchParams.#check(this);
    return new URLSearchParamsIterator(this, 'keys');
  }

  values() {
    URLSearchParams.#check(this);
    return new URLSearchParamsIterator(this, 'values');
  }

  toString() {
    URLSearchParams.#check(this);
    return serialize(this.#list);
  }

  [customInspectSymbol](depth, options, inspect) {
    URLSearchParams.#check(this);
    if (typeof depth === 'number' && depth < 0)
      return options.stylize('[Object]', 'special');
    const inner = inspectOptions(depth, options);
    const list = this.#list;
    const items = [];
    for (let i = 0; i < list.length; i += 2) {
      const value = inspect(list[i + 1], inner);
      items.push(`${inspect(list[i], inner)} => ${value}`);
    }
    return inspectItems(this.constructor.name, items, options, '{}');
  }
}


/** What entries(), keys() and values() give. */
class URLSearchParamsIterator {
  #params;
  #kind;
  #index = 0;

  constructor(params, kind) {
    this.#params = params;
    this.#kind = kind;
  }

  static #check(value) {
    if (!isObject(value) || !(#params in value))
      throw new ERR_INVALID_THIS('URLSearchParamsIterator');
  }

  #item(index) {
    const list = listOf(this.#params);
    switch (this.#kind) {
      case 'keys':
        return list[index];
      case 'values':
        return list[index + 1];
      default:
        return [list[index], list[index + 1]];
    }
  }

  next() {
    URLSearchParamsIterator.#check(this);
    const index = this.#index;
    if (index >= listOf(this.#params).length) return { value: undefined, done: true };
    this.#index = index + 2;
    return { value: this.#item(index), done: false };
  }

  [customInspectSymbol](depth, options, inspect) {
    URLSearchParamsIterator.#check(this);
    if (typeof depth === 'number' && depth < 0)
      return options.stylize('[Object]', 'special');
    const inner = inspectOptions(depth, options);
    const items = [];
    for (let i = this.#index; i < listOf(this.#params).length; i += 2)
      items.push(inspect(this.#item(i), inner));
    const name = this[Symbol.toStringTag];
    return inspectItems(name, items, options, '{  }');
  }
}

const iteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf([][Symbol.iterator]()));
Object.setPrototypeOf(URLSearchParamsIterator.prototype, iteratorPrototype);
delete URLSearchParamsIterator.prototype.constructor;
Object.defineProperties(URLSearchParamsIterator.prototype, {
  [Symbol.toStringTag]: {
    configurable: true,
    value: 'URLSearchParams Iterator',
  },
  next: kEnumerableProperty,
});

Object.defineProperties(URLSearchParams.prototype, {
  append: kEnumerableProperty,
  delete: kEnumerableProperty,
  get: kEnumerableProperty,
  getAll: kEnumerableProperty,
  has: kEnumerableProperty,
  set: kEnumerableProperty,
  sort: kEnumerableProperty,
  entries: kEnumerableProperty,
  forEach: kEnumerableProperty,
  keys: kEnumerableProperty,
  values: kEnumerableProperty,
  toString: kEnumerableProperty,
  size: kEnumerableProperty,
  [Symbol.toStringTag]: { configurable: true, value: 'URLSearchParams' },
  [Symbol.iterator]: {
    configurable: true,
    writable: true,
    value: URLSearchParams.prototype.entries,
  },
});

module.exports = {
  URLSearchParams,
  bindSearchParams,
  resetSearchParams,
};
