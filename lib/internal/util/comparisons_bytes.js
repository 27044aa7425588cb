'use strict';
// Equality of typed arrays, buffers and boxed primitives.

const { is } = Object;
const { call } = Function.prototype;
const types = require('internal/util/types');

// Below this many bytes a loop is faster than a call into C.
const minNativeLength = 64;

function equalBytes(a, b) {
  if (a.length !== b.length) return false;
  if (a.length >= minNativeLength) {
    return require('buffer').Buffer.compare(a, b) === 0;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

/** Whether the bytes of `part` occur in `whole` in this order. */
function isPartOfBytes(part, whole) {
  return isPartOf(part, whole, (x, y) => x === y);
}

function isPartOf(part, whole, isSame) {
  let at = 0;
  for (let i = 0; i < part.length; i++) {
    while (at < whole.length && !isSame(whole[at], part[i])) at++;
    if (at++ === whole.length) return false;
  }
  return true;
}

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function isFloatArray(view) {
  return types.isFloat32Array(view) || types.isFloat64Array(view) ||
         types.isFloat16Array(view);
}

function equalFloatsLoosely(a, b) {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

/** Which typed array a view is; undefined for a DataView. */
const typedArrayTag = call.bind(Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);

/** Equality of two views: DataViews or typed arrays of the same kind. */
function equalTypedArrays(a, b, isLoose, isPartial) {
  const tag = typedArrayTag(a);
  if (tag !== typedArrayTag(b)) return false;
  if (isPartial) {
    return tag === undefined ? isPartOfBytes(bytesOf(b), bytesOf(a)) :
      isPartOf(b, a, is);
  }
  if (a.byteLength !== b.byteLength) return false;
  // 0 and -0 are loosely equal, so the bytes do not tell.
  return isLoose && isFloatArray(a) ? equalFloatsLoosely(a, b) :
    equalBytes(bytesOf(a), bytesOf(b));
}

const boxes = [
  [types.isNumberObject, Number],
  [types.isStringObject, String],
  [types.isBooleanObject, Boolean],
  [types.isBigIntObject, BigInt],
  [types.isSymbolObject, Symbol],
].map(([test, constructor]) =>
  ({ test, valueOf: call.bind(constructor.prototype.valueOf) }));

/** Equality of boxed primitives: same type, same value. */
function equalBoxes(a, b) {
  for (const { test, valueOf } of boxes) {
    if (test(a)) return test(b) && is(valueOf(a), valueOf(b));
  }
  return false;
}

module.exports = { equalBoxes, equalBytes, equalTypedArrays, isPartOfBytes };
