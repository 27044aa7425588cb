'use strict';
// Any value: finds out what it is and puts its parts together.

exports.formatValue = formatValue;
exports.joinPair = joinPair;
exports.isError = isError;

const { getProxyDetails, getExternalValue, getOwnNonIndexProperties,
        ALL_PROPERTIES, ONLY_ENUMERABLE } = internalBinding('util');
const types = require('internal/util/types');
const { userOptionsOf } = require('internal/util/inspect/options');
const { formatPrimitive } = require('internal/util/inspect/primitives');
const { formatProperty, kArrayExtra, kObject } =
  require('internal/util/inspect/properties');
const names = require('internal/util/inspect/names');
const collections = require('internal/util/inspect/collections');
const { formatError } = require('internal/util/inspect/errors');
const { joinEntries } = require('internal/util/inspect/layout');

const { getKeys, getObjectPrefix, getPrefix } = names;
const { call } = Function.prototype;
const isPrototypeOf = call.bind(Object.prototype.isPrototypeOf);
const regExpToString = call.bind(RegExp.prototype.toString);
const dateToString = call.bind(Date.prototype.toString);
const dateToISOString = call.bind(Date.prototype.toISOString);
const dateGetTime = call.bind(Date.prototype.getTime);
const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayLength = call.bind(
  Object.getOwnPropertyDescriptor(typedArrayPrototype, 'length').get);
const typedArrayTag = call.bind(
  Object.getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag).get);

const customInspect = Symbol.for('nodejs.util.inspect.custom');

// The longest output: beyond it nothing is expanded any more.
const budgetLimit = 2 ** 27;

/** Whether a value is shown as an error. */
function isError(value) {
  return types.isNativeError(value) || isPrototypeOf(Error.prototype, value);
}

/** An object of V8 whose typeof is 'undefined'. */
function isUndetectable(value) {
  return typeof value === 'undefined' && value !== undefined;
}

/**
 * @param {Context} context
 * @param {any} value
 * @param {number} level how deep it lies; the outermost has 0
 * @param {boolean} [isInternal] whether it is a typed array's own buffer
 */
function formatValue(context, value, level, isInternal) {
  if (typeof value !== 'object' && typeof value !== 'function' &&
      !isUndetectable(value)) {
    return formatPrimitive(context, value);
  }
  if (value === null) return context.stylize('null', 'null');

  // What a proxy stands for is shown without running its traps.
  const original = value;
  const proxy = getProxyDetails(value, Boolean(context.showProxy));
  if (proxy !== undefined) {
    if (proxy === null || proxy[0] === null) {
      return context.stylize('<Revoked Proxy>', 'special');
    }
    if (context.showProxy) return formatProxy(context, proxy, level);
    value = skipProxies(proxy);
    if (value === null) return context.stylize('<Revoked Proxy>', 'special');
  }

  if (context.customInspect) {
    const custom = value[customInspect];
    if (typeof custom === 'function' && isCustomInspection(custom, value)) {
      const result = callCustomInspect(
        context, custom, original, level, proxy !== undefined);
      if (result !== original) {
        return typeof result === 'object' && result !== null ?
          formatValue(context, result, level) :
          `${result}`.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
      }
    }
  }

  if (context.seen.includes(value)) return formatCircular(context, value);
  return formatRaw(context, value, level, isInternal);
}

/** A proxy's target may be a proxy again. */
function skipProxies(target) {
  for (;;) {
    const next = getProxyDetails(target, false);
    if (next === undefined) return target;
    if (next === null) return null;
    target = next;
  }
}

function isCustomInspection(custom, value) {
  if (custom === exports.inspect) return false;
  // A constructor's prototype has its instances' function, not one of its own.
  const { constructor } = value;
  return constructor?.prototype !== value;
}

function callCustomInspect(context, custom, receiver, level, isProxy) {
  const depth = context.depth === null ? null : context.depth - level;
  const isForeign = isProxy || !isPrototypeOf(Object.prototype, receiver);
  return custom.call(
    receiver, depth, userOptionsOf(context, isForeign), exports.inspect);
}

function formatCircular(context, value) {
  context.circular ??= new Map();
  let index = context.circular.get(value);
  if (index === undefined) {
    index = context.circular.size + 1;
    context.circular.set(value, index);
  }
  return context.stylize(`[Circular *${index}]`, 'special');
}

function formatProxy(context, proxy, level) {
  if (level > context.depth && context.depth !== null) {
    return context.stylize('Proxy [Array]', 'special');
  }
  level++;
  context.indentation += 2;
  const output = [
    formatValue(context, proxy[0], level),
    formatValue(context, proxy[1], level),
  ];
  context.indentation -= 2;
  return joinEntries(context, output, '', ['Proxy [', ']'], true, level);
}

function joinPair(context, pair, level) {
  return joinEntries(context, pair, '', ['[', ']'], true, level, pair);
}

// --- What kind of object it is ---------------------------------------------------------

/** The shape of one object on its way to a string. */
class Shape {
  // What stands before the braces.
  base = '';
  open = '{';
  close = '}';
  keys = undefined;
  // (context, value, level, shape) -> the entries before the properties.
  format = formatNothing;
  isArray = false;
  // Length, keys or other data of the format function.
  detail = undefined;
  // The whole text, if nothing more is to be done.
  text = undefined;
}

function formatNothing() {
  return [];
}

function isIterable(value) {
  try {
    return Boolean(value[Symbol.iterator]);
  } catch {
    return false;
  }
}

function keyFilter(context) {
  return context.showHidden ? ALL_PROPERTIES : ONLY_ENUMERABLE;
}

function shapeArray(context, value, constructor, tag, inherited) {
  const shape = new Shape();
  const prefix = constructor !== 'Array' || tag !== '' ?
    getPrefix(constructor, tag, 'Array', `(${value.length})`) : '';
  shape.keys = getOwnNonIndexProperties(value, keyFilter(context));
  shape.open = `${prefix}[`;
  shape.close = ']';
  if (value.length === 0 && shape.keys.length === 0 && inherited === undefined) {
    shape.text = `${shape.open}]`;
  }
  shape.isArray = true;
  shape.format = collections.formatArray;
  return shape;
}

function shapeKeyed(context, value, constructor, tag, inherited, name, size,
                    format) {
  const shape = new Shape();
  const prefix = getPrefix(constructor, tag, name, `(${size})`);
  shape.keys = getKeys(value, context.showHidden);
  shape.open = `${prefix}{`;
  shape.format = format;
  if (size === 0 && shape.keys.length === 0 && inherited === undefined) {
    shape.text = `${prefix}{}`;
  }
  return shape;
}

function formatTypedArrayShape(context, value, level, shape) {
  return collections.formatTypedArray(
    context, value, level, shape.detail.length, shape.detail.elements);
}

function shapeTypedArray(context, value, constructor, tag) {
  const shape = new Shape();
  const name = typedArrayTag(value);
  const length = typedArrayLength(value);
  // Without its prototype an array has no `length`: a copy has.
  const elements = constructor === null ? new globalThis[name](value) : value;
  shape.keys = getOwnNonIndexProperties(value, keyFilter(context));
  shape.open = `${getPrefix(constructor, tag, name, `(${length})`)}[`;
  shape.close = ']';
  if (length === 0 && shape.keys.length === 0 && !context.showHidden) {
    shape.text = `${shape.open}]`;
  }
  shape.isArray = true;
  shape.detail = { length, elements };
  shape.format = formatTypedArrayShape;
  return shape;
}

function formatIteratorShape(context, value, level, shape) {
  const braces = [shape.open];
  const output = collections.formatIterator(context, value, level, braces);
  shape.open = braces[0];
  return output;
}

function shapeIterator(context, value, tag, type) {
  const shape = new Shape();
  const name = `${type} Iterator`;
  shape.keys = getKeys(value, context.showHidden);
  shape.open = tag !== name && tag !== '' ? `[${tag}] [${name}] {` : `[${name}] {`;
  shape.format = formatIteratorShape;
  return shape;
}

/** Arrays, sets, maps and iterators; undefined for anything else. */
function shapeIterable(context, value, constructor, tag, inherited) {
  if (Array.isArray(value)) {
    return shapeArray(context, value, constructor, tag, inherited);
  }
  if (types.isSet(value)) {
    return shapeKeyed(context, value, constructor, tag, inherited, 'Set',
                      collections.setSize(value), collections.formatSet);
  }
  if (types.isMap(value)) {
    return shapeKeyed(context, value, constructor, tag, inherited, 'Map',
                      collections.mapSize(value), collections.formatMap);
  }
  if (types.isTypedArray(value)) {
    return shapeTypedArray(context, value, constructor, tag);
  }
  if (types.isMapIterator(value)) return shapeIterator(context, value, tag, 'Map');
  if (types.isSetIterator(value)) return shapeIterator(context, value, tag, 'Set');
  return undefined;
}

function shapeRegExp(context, value, constructor, tag, level, keys, inherited) {
  const shape = new Shape();
  const source = regExpToString(
    constructor !== null ? value : new RegExp(value));
  const prefix = getPrefix(constructor, tag, 'RegExp');
  shape.base = prefix === 'RegExp ' ? source : `${prefix}${source}`;
  if ((keys.length === 0 && inherited === undefined) ||
      (level > context.depth && context.depth !== null)) {
    shape.text = context.stylize(shape.base, 'regexp');
  }
  return shape;
}

function shapeDate(context, value, constructor, tag, keys, inherited) {
  const shape = new Shape();
  const text = Number.isNaN(dateGetTime(value)) ? dateToString(value) :
    dateToISOString(value);
  const prefix = getPrefix(constructor, tag, 'Date');
  shape.base = prefix === 'Date ' ? text : `${prefix}${text}`;
  if (keys.length === 0 && inherited === undefined) {
    shape.text = context.stylize(shape.base, 'date');
  }
  return shape;
}

function formatArrayBufferShape(context, value, level, shape) {
  return collections.formatArrayBuffer(context, value, level, shape.detail);
}

function shapeArrayBuffer(value, constructor, tag, isInternal) {
  const shape = new Shape();
  const name = types.isArrayBuffer(value) ? 'ArrayBuffer' : 'SharedArrayBuffer';
  shape.open = `${getPrefix(constructor, tag, name)}{`;
  // The buffer of a typed array is shown without the bytes the array shows.
  shape.detail = isInternal !== true;
  shape.format = formatArrayBufferShape;
  return shape;
}

function shapeSimple(open, format) {
  const shape = new Shape();
  shape.open = open;
  shape.format = format;
  return shape;
}

function formatNamespaceShape(context, value, level, shape) {
  return collections.formatNamespace(context, value, level, shape.keys);
}

function shapeFunction(context, value, constructor, tag, keys, inherited) {
  const shape = new Shape();
  shape.base = names.functionBase(value, constructor, tag);
  if (keys.length === 0 && inherited === undefined) {
    shape.text = context.stylize(shape.base, 'special');
  }
  return shape;
}

const boxes = [
  ['isNumberObject', Number, 'Number'],
  ['isStringObject', String, 'String'],
  ['isBooleanObject', Boolean, 'Boolean'],
  ['isBigIntObject', BigInt, 'BigInt'],
  ['isSymbolObject', Symbol, 'Symbol'],
].map(([test, constructor, type]) => ({
  test: types[test], valueOf: call.bind(constructor.prototype.valueOf), type,
}));

function boxBase(context, value, constructor, tag, keys) {
  const { valueOf, type } = boxes.find(({ test }) => test(value));
  // A string's characters are no properties worth showing.
  if (type === 'String') keys.splice(0, valueOf(value).length);
  let base = `[${type}`;
  if (type !== constructor) {
    base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  }
  const plain = { __proto__: context, stylize: (text) => text };
  base += `: ${formatPrimitive(plain, valueOf(value))}]`;
  if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
  return base;
}

function shapeBox(context, value, constructor, tag, keys) {
  const shape = new Shape();
  const { type } = boxes.find(({ test }) => test(value));
  shape.base = boxBase(context, value, constructor, tag, keys);
  if (keys.length === 0) {
    shape.text = context.stylize(shape.base, type.toLowerCase());
  }
  return shape;
}

function shapeError(context, value, constructor, tag, keys, inherited) {
  const shape = new Shape();
  shape.base = formatError(context, value, constructor, tag, keys);
  if (keys.length === 0 && inherited === undefined) shape.text = shape.base;
  return shape;
}

/** Plain objects, and what is none of the others. */
function shapeObject(context, value, constructor, tag, keys, inherited) {
  const shape = new Shape();
  if (types.isExternal(value)) {
    const address = getExternalValue(value).toString(16);
    shape.text = context.stylize(`[External: ${address}]`, 'special');
    return shape;
  }
  const prefix = constructor === 'Object' && tag === '' ? '' :
    getObjectPrefix(value, tag, constructor);
  shape.open = `${types.isArgumentsObject(value) ? '[Arguments] ' : prefix}{`;
  if (keys.length === 0 && inherited === undefined) shape.text = `${shape.open}}`;
  return shape;
}

/** Anything but the plain objects and the iterables; undefined if it is none. */
function shapeSpecial(context, value, level, constructor, tag, keys, inherited,
                      isInternal) {
  if (typeof value === 'function') {
    return shapeFunction(context, value, constructor, tag, keys, inherited);
  }
  if (types.isRegExp(value)) {
    return shapeRegExp(context, value, constructor, tag, level, keys, inherited);
  }
  if (types.isDate(value)) {
    return shapeDate(context, value, constructor, tag, keys, inherited);
  }
  if (isError(value)) {
    return shapeError(context, value, constructor, tag, keys, inherited);
  }
  if (types.isAnyArrayBuffer(value)) {
    return shapeArrayBuffer(value, constructor, tag, isInternal);
  }
  if (types.isBoxedPrimitive(value)) {
    return shapeBox(context, value, constructor, tag, keys);
  }
  return shapeWithFormat(context, value, constructor, tag);
}

/** Kinds that differ from a plain object only in what stands first. */
function shapeWithFormat(context, value, constructor, tag) {
  if (types.isDataView(value)) {
    return shapeSimple(`${getPrefix(constructor, tag, 'DataView')}{`,
                       collections.formatDataView);
  }
  if (types.isPromise(value)) {
    return shapeSimple(`${getPrefix(constructor, tag, 'Promise')}{`,
                       collections.formatPromise);
  }
  if (types.isWeakSet(value)) {
    return shapeSimple(`${getPrefix(constructor, tag, 'WeakSet')}{`,
                       collections.formatWeakSet);
  }
  if (types.isWeakMap(value)) {
    return shapeSimple(`${getPrefix(constructor, tag, 'WeakMap')}{`,
                       collections.formatWeakMap);
  }
  if (types.isModuleNamespaceObject(value)) {
    return shapeSimple(`${getPrefix(constructor, tag, 'Module')}{`,
                       formatNamespaceShape);
  }
  return undefined;
}

function findShape(context, value, level, constructor, tag, inherited,
                   isInternal) {
  // What has the plain prototype is shown as a plain object whatever it is,
  // except for iterators, whose prototypes have no constructor of their own.
  const isPlain = constructor === 'Object';
  if (constructor === null || isIterable(value)) {
    const shape = shapeIterable(context, value, constructor, tag, inherited);
    if (shape !== undefined) return shape;
  }
  const keys = getKeys(value, context.showHidden);
  let shape;
  if (!isPlain || typeof value === 'function') {
    shape = shapeSpecial(
      context, value, level, constructor, tag, keys, inherited, isInternal);
  }
  shape ??= shapeObject(context, value, constructor, tag, keys, inherited);
  shape.keys = keys;
  return shape;
}

// --- Putting it together ---------------------------------------------------------------

function formatRaw(context, value, level, isInternal) {
  const isDeepEnough = context.depth !== null && level > context.depth;
  let inherited = context.showHidden && !isDeepEnough ? [] : undefined;
  const constructor =
    names.getConstructorName(value, context, level, inherited);
  if (inherited?.length === 0) inherited = undefined;
  const tag = names.getTag(context, value, constructor);

  const shape = findShape(
    context, value, level, constructor, tag, inherited, isInternal);
  if (shape.text !== undefined) return shape.text;
  if (isDeepEnough) {
    const name = getObjectPrefix(value, tag, constructor).slice(0, -1);
    return context.stylize(constructor === null ? name : `[${name}]`, 'special');
  }
  return formatShape(context, value, level + 1, constructor, tag, shape, inherited);
}

/** The entries and properties of an object, formatted. */
function formatParts(context, value, level, shape, inherited) {
  const output = shape.format(context, value, level, shape);
  const type = shape.isArray ? kArrayExtra : kObject;
  const { keys } = shape;
  for (let i = 0; i < keys.length; i++) {
    output.push(formatProperty(context, value, level, keys[i], type));
  }
  if (inherited !== undefined) output.push(...inherited);
  return output;
}

function isStackOverflow(error) {
  return error instanceof RangeError &&
         error.message === 'Maximum call stack size exceeded';
}

function formatShape(context, value, level, constructor, tag, shape, inherited) {
  context.seen.push(value);
  context.currentDepth = level;
  const { indentation } = context;
  let output;
  try {
    output = formatParts(context, value, level, shape, inherited);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    const name = getObjectPrefix(value, tag, constructor).slice(0, -1);
    context.seen.pop();
    context.indentation = indentation;
    return context.stylize(
      `[${name}: Inspection interrupted prematurely. ` +
      'Maximum call stack size exceeded.]', 'special');
  }
  addReference(context, value, shape);
  context.seen.pop();
  if (context.sorted) sortParts(context, output, shape);
  const text = joinEntries(
    context, output, shape.base, [shape.open, shape.close], shape.isArray,
    level, value);
  countTowardsBudget(context, text);
  return text;
}

/** Marks an object that is referred to from inside. */
function addReference(context, value, shape) {
  const index = context.circular?.get(value);
  if (index === undefined) return;
  const reference = context.stylize(`<ref *${index}>`, 'special');
  if (context.compact === true) shape.open = `${reference} ${shape.open}`;
  else shape.base = shape.base === '' ? reference : `${reference} ${shape.base}`;
}

function sortParts(context, output, shape) {
  const compare = context.sorted === true ? undefined : context.sorted;
  if (!shape.isArray) {
    output.sort(compare);
  } else if (shape.keys.length > 1) {
    const extras = output.splice(output.length - shape.keys.length);
    output.push(...extras.sort(compare));
  }
}

/** Objects that repeat themselves can become huge: then depth is given up. */
function countTowardsBudget(context, text) {
  const length = (context.budget[context.indentation] ?? 0) + text.length;
  context.budget[context.indentation] = length;
  if (length > budgetLimit) context.depth = -1;
}
