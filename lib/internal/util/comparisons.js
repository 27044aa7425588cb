'use strict';
// Deep equality: assert.deepEqual, deepStrictEqual, partialDeepStrictEqual and
// util.isDeepStrictEqual.

const { getPrototypeOf, getOwnPropertySymbols, hasOwn, is, keys: objectKeys } =
  Object;
const { call } = Function.prototype;
const objectToString = call.bind(Object.prototype.toString);
const isEnumerable = call.bind(Object.prototype.propertyIsEnumerable);
const isPrototypeOf = call.bind(Object.prototype.isPrototypeOf);
const dateGetTime = call.bind(Date.prototype.getTime);

const types = require('internal/util/types');
const { getOwnNonIndexProperties, ONLY_ENUMERABLE } = internalBinding('util');
const { equalBoxes, equalBytes, isPartOfBytes, equalTypedArrays } =
  require('internal/util/comparisons_bytes');
const { equalMaps, equalSets } =
  require('internal/util/comparisons_collections');

const kLoose = 0; // ==, prototypes and symbols do not matter
const kStrict = 1; // Object.is, prototypes matter
const kStrictWithoutPrototypes = 2;
const kPartial = 3; // strict, but `a` may have more than `b`

const kNoElements = 0;
const kArray = 1;
const kSet = 2;
const kMap = 3;

/**
 * The objects that are being compared, outermost first: a cycle in one value
 * must be the same cycle in the other.
 */
class Path {
  a = [];
  b = [];
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** Whether two values are equal; `path` is undefined at the outermost ones. */
function isEqual(a, b, mode, path) {
  if (a === b) return a !== 0 || mode === kLoose || is(a, b);
  if (!isObject(a) || !isObject(b)) return equalPrimitives(a, b, mode);
  if (mode === kStrict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
  const tag = objectToString(a);
  return tag === objectToString(b) && equalObjects(a, b, mode, path, tag);
}

/** At least one of them is no object, and they are not identical. */
function equalPrimitives(a, b, mode) {
  if (Number.isNaN(a)) return Number.isNaN(b);
  if (mode !== kLoose || isObject(a) || isObject(b)) return false;
  // eslint-disable-next-line eqeqeq
  return a == b;
}

// --- Kinds of objects ---------------------------------------------------------

function equalObjects(a, b, mode, path, tag) {
  if (Array.isArray(a)) return equalArrays(a, b, mode, path);
  if (tag === '[object Object]') {
    return !hasInternals(b) && !hasInternals(a) ?
      equalProperties(a, b, mode, path, kNoElements) :
      equalSpecial(a, b, mode, path, tag);
  }
  return equalSpecial(a, b, mode, path, tag);
}

/** Whether an object is more than its properties, whatever its tag says. */
function hasInternals(value) {
  return Array.isArray(value) || types.isNativeError(value) ||
         ArrayBuffer.isView(value) || types.isBoxedPrimitive(value);
}

function equalArrays(a, b, mode, path) {
  if (!Array.isArray(b)) return false;
  if (mode === kPartial ? a.length < b.length : a.length !== b.length) {
    return false;
  }
  const keys = extraKeys(a, b, mode);
  return keys !== undefined && equalProperties(a, b, mode, path, kArray, keys);
}

/** Keys of array-likes besides their indices; undefined if they differ. */
function extraKeys(a, b, mode) {
  const keys = ownExtraKeys(b, mode);
  return mode === kPartial || ownExtraKeys(a, mode).length === keys.length ?
    keys : undefined;
}

function ownExtraKeys(value, mode) {
  const keys = getOwnNonIndexProperties(value, ONLY_ENUMERABLE);
  return mode === kLoose ? keys.filter((key) => typeof key === 'string') : keys;
}

function equalSpecial(a, b, mode, path, tag) {
  if (types.isDate(a)) {
    return types.isDate(b) && equalDates(a, b) &&
           equalProperties(a, b, mode, path, kNoElements);
  }
  if (types.isRegExp(a)) {
    return types.isRegExp(b) && a.source === b.source && a.flags === b.flags &&
           a.lastIndex === b.lastIndex &&
           equalProperties(a, b, mode, path, kNoElements);
  }
  if (ArrayBuffer.isView(a)) return equalViews(a, b, mode, path);
  if (types.isSet(a)) {
    return types.isSet(b) && equalSizes(a.size, b.size, mode) &&
           equalProperties(a, b, mode, path, kSet);
  }
  if (types.isMap(a)) {
    return types.isMap(b) && equalSizes(a.size, b.size, mode) &&
           equalProperties(a, b, mode, path, kMap);
  }
  if (types.isAnyArrayBuffer(a)) {
    return types.isAnyArrayBuffer(b) &&
           equalContents(new Uint8Array(a), new Uint8Array(b), mode) &&
           equalProperties(a, b, mode, path, kNoElements);
  }
  if (isError(a)) {
    return isError(b) && equalErrors(a, b, mode, path) &&
           equalProperties(a, b, mode, path, kNoElements);
  }
  if (types.isBoxedPrimitive(a)) {
    return equalBoxes(a, b) && equalProperties(a, b, mode, path, kNoElements);
  }
  return equalOther(a, b, mode, path, tag);
}

function equalSizes(a, b, mode) {
  return mode === kPartial ? a >= b : a === b;
}

function equalDates(a, b) {
  return is(dateGetTime(a), dateGetTime(b));
}

function equalContents(a, b, mode) {
  return mode === kPartial ? isPartOfBytes(b, a) : equalBytes(a, b);
}

function equalViews(a, b, mode, path) {
  if (!ArrayBuffer.isView(b) || !equalTypedArrays(a, b, mode === kLoose,
                                                  mode === kPartial)) {
    return false;
  }
  const keys = extraKeys(a, b, mode);
  return keys !== undefined &&
         equalProperties(a, b, mode, path, kNoElements, keys);
}

function isError(value) {
  return types.isNativeError(value) || isPrototypeOf(Error.prototype, value);
}

/** Enumerable ones are compared with the other properties. */
function equalHidden(a, b, name, mode, path) {
  return isEnumerable(a, name) || isEqual(a[name], b[name], mode, path);
}

function equalOwnHidden(a, b, name, mode, path) {
  const hasB = hasOwn(b, name);
  if (mode === kPartial && !hasB) return true;
  return hasOwn(a, name) === hasB && equalHidden(a, b, name, mode, path);
}

function equalErrors(a, b, mode, path) {
  // A partial comparison does not ask for a message that was not given.
  const isMessageEqual = (mode === kPartial && !hasOwn(b, 'message')) ||
    equalHidden(a, b, 'message', mode, path);
  return isMessageEqual &&
         equalHidden(a, b, 'name', mode, path) &&
         equalOwnHidden(a, b, 'cause', mode, path) &&
         equalOwnHidden(a, b, 'errors', mode, path);
}

/** Objects that are none of the kinds above, of which `b` must be none too. */
function equalOther(a, b, mode, path, tag) {
  if (hasInternals(b) || types.isDate(b) || types.isRegExp(b) ||
      types.isSet(b) || types.isMap(b) || types.isAnyArrayBuffer(b) ||
      isError(b)) {
    return false;
  }
  // Nothing can be seen inside these: only the same one is equal.
  if (types.isWeakMap(a) || types.isWeakSet(a) || types.isPromise(a) ||
      types.isWeakMap(b) || types.isWeakSet(b) || types.isPromise(b)) {
    return false;
  }
  if (tag === '[object URL]' && isUrl(a) !== isUrl(b)) return false;
  if (tag === '[object URL]' && isUrl(a)) {
    return a.href === b.href && equalProperties(a, b, mode, path, kNoElements);
  }
  if (tag === '[object KeyObject]' && types.isKeyObject(a)) {
    if (!types.isKeyObject(b) || !a.equals(b)) return false;
  }
  if (tag === '[object CryptoKey]' && types.isCryptoKey(a)) {
    if (!types.isCryptoKey(b) || !equalCryptoKeys(a, b, mode, path)) {
      return false;
    }
  }
  return equalProperties(a, b, mode, path, kNoElements);
}

function isUrl(value) {
  return value instanceof require('internal/url').URL;
}

function equalCryptoKeys(a, b, mode, path) {
  const { KeyObject } = require('crypto');
  return a.extractable === b.extractable && a.type === b.type &&
         isEqual(a.algorithm, b.algorithm, mode, path) &&
         isEqual(a.usages, b.usages, mode, path) &&
         KeyObject.from(a).equals(KeyObject.from(b));
}

// --- Properties --------------------------------------------------------------

/** The enumerable symbols of `b`, or undefined if those of `a` do not match. */
function matchingSymbols(a, b, mode) {
  if (mode === kLoose) return [];
  const symbols = getOwnPropertySymbols(b).filter((key) => isEnumerable(b, key));
  if (mode !== kPartial) {
    const own = getOwnPropertySymbols(a).filter((key) => isEnumerable(a, key));
    if (own.length !== symbols.length) return undefined;
  }
  return symbols;
}

/** The keys to compare; undefined if the objects do not have the same. */
function matchingKeys(a, b, mode, extra) {
  let keys = extra ?? objectKeys(b);
  if (extra === undefined) {
    if (mode !== kPartial && objectKeys(a).length !== keys.length) {
      return undefined;
    }
    const symbols = matchingSymbols(a, b, mode);
    if (symbols === undefined) return undefined;
    if (symbols.length > 0) keys = [...keys, ...symbols];
  }
  for (let i = 0; i < keys.length; i++) {
    if (!isEnumerable(a, keys[i])) return undefined;
  }
  return keys;
}

function hasElements(b, elements) {
  switch (elements) {
    case kArray: return b.length > 0;
    case kNoElements: return false;
    default: return b.size > 0;
  }
}

/** Compares keys, elements and values, watching for cycles. */
function equalProperties(a, b, mode, path, elements, extra) {
  const keys = matchingKeys(a, b, mode, extra);
  if (keys === undefined) return false;
  if (keys.length === 0 && !hasElements(b, elements)) return true;

  path ??= new Path();
  const atA = path.a.indexOf(a);
  const atB = path.b.indexOf(b);
  if (atA !== -1 || atB !== -1) return atA === atB;
  path.a.push(a);
  path.b.push(b);
  const result = equalElements(a, b, mode, path, elements) &&
                 equalValues(a, b, mode, path, keys);
  path.a.pop();
  path.b.pop();
  return result;
}

function equalValues(a, b, mode, path, keys) {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (!isEqual(a[key], b[key], mode, path)) return false;
  }
  return true;
}

function equalElements(a, b, mode, path, elements) {
  switch (elements) {
    case kArray:
      return mode === kPartial ? isSubsequence(b, a, path) :
        equalItems(a, b, mode, path);
    case kSet: return equalSets(a, b, mode, path, isEqual);
    case kMap: return equalMaps(a, b, mode, path, isEqual);
    default: return true;
  }
}

// --- Arrays ---------------------------------------------------------------------

function isHole(array, index) {
  return array[index] === undefined && !hasOwn(array, index);
}

function equalItems(a, b, mode, path) {
  for (let i = 0; i < a.length; i++) {
    if (isHole(a, i) || isHole(b, i)) return equalSparse(a, b, mode, path);
    if (!isEqual(a[i], b[i], mode, path)) return false;
  }
  return true;
}

/** Arrays with holes: they must have the same ones. */
function equalSparse(a, b, mode, path) {
  const keys = objectKeys(a);
  if (keys.length !== objectKeys(b).length) return false;
  return keys.every((key) => hasOwn(b, key)) &&
         equalValues(a, b, mode, path, keys);
}

const lastIndex = 2 ** 32 - 2;

/** The indices that an array has: cheap for long arrays with few elements. */
function ownIndices(array) {
  const indices = [];
  for (const key of objectKeys(array)) {
    const index = Number(key);
    if (!(index <= lastIndex) || String(index) !== key) break;
    indices.push(index);
  }
  return indices;
}

function indicesOf(array) {
  for (let i = 0; i < array.length; i++) {
    if (isHole(array, i)) return ownIndices(array);
  }
  return undefined;
}

/** Whether the elements of `part` occur in `whole` in this order. */
function isSubsequence(part, whole, path) {
  const partIndices = indicesOf(part);
  const wholeIndices = indicesOf(whole);
  const partLength = partIndices?.length ?? part.length;
  const wholeLength = wholeIndices?.length ?? whole.length;
  let at = 0;
  for (let i = 0; i < partLength; i++) {
    const wanted = part[partIndices?.[i] ?? i];
    while (at < wholeLength &&
           !isEqual(whole[wholeIndices?.[at] ?? at], wanted, kPartial, path)) {
      at++;
    }
    if (at++ === wholeLength) return false;
  }
  return true;
}

// --- What others call ------------------------------------------------------------

/** Equality of assert.deepEqual. */
function isDeepEqual(a, b) {
  return isEqual(a, b, kLoose, undefined);
}

/**
 * Equality of assert.deepStrictEqual.
 * @param {boolean} [skipPrototype] do not compare prototypes
 */
function isDeepStrictEqual(a, b, skipPrototype = false) {
  return isEqual(
    a, b, skipPrototype ? kStrictWithoutPrototypes : kStrict, undefined);
}

/** Whether `actual` has everything that `expected` has. */
function isPartialStrictEqual(actual, expected) {
  return isEqual(actual, expected, kPartial, undefined);
}

module.exports = { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual };
