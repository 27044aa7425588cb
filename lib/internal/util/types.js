'use strict';
// util.types: what a value really is, whatever its prototype says.

const binding = internalBinding('types');

// The getter of %TypedArray%.prototype[Symbol.toStringTag] looks into the
// object and runs inline in optimised code, which a native call does not.
const typedArrayTag = Function.prototype.call.bind(
  Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);

const { isView } = ArrayBuffer;

function isArrayBufferView(value) {
  return isView(value);
}

function isTypedArray(value) {
  return typedArrayTag(value) !== undefined;
}

function isUint8Array(value) {
  return typedArrayTag(value) === 'Uint8Array';
}

function isUint8ClampedArray(value) {
  return typedArrayTag(value) === 'Uint8ClampedArray';
}

function isUint16Array(value) {
  return typedArrayTag(value) === 'Uint16Array';
}

function isUint32Array(value) {
  return typedArrayTag(value) === 'Uint32Array';
}

function isInt8Array(value) {
  return typedArrayTag(value) === 'Int8Array';
}

function isInt16Array(value) {
  return typedArrayTag(value) === 'Int16Array';
}

function isInt32Array(value) {
  return typedArrayTag(value) === 'Int32Array';
}

function isFloat16Array(value) {
  return typedArrayTag(value) === 'Float16Array';
}

function isFloat32Array(value) {
  return typedArrayTag(value) === 'Float32Array';
}

function isFloat64Array(value) {
  return typedArrayTag(value) === 'Float64Array';
}

function isBigInt64Array(value) {
  return typedArrayTag(value) === 'BigInt64Array';
}

function isBigUint64Array(value) {
  return typedArrayTag(value) === 'BigUint64Array';
}

/** A module's exports, if it has been loaded: else no value can be of it. */
function moduleOf(id) {
  return require('internal/builtins').loaded.get(id)?.exports;
}

/** Whether a value is a KeyObject of node:crypto. */
function isKeyObject(value) {
  return moduleOf('internal/crypto/keys')?.isKeyObject(value) ?? false;
}

/** Whether a value is a CryptoKey of the Web Crypto API. */
function isCryptoKey(value) {
  return moduleOf('internal/crypto/cryptokey')?.isCryptoKey(value) ?? false;
}

module.exports = {
  ...binding,
  isArrayBufferView,
  isTypedArray,
  isUint8Array,
  isUint8ClampedArray,
  isUint16Array,
  isUint32Array,
  isInt8Array,
  isInt16Array,
  isInt32Array,
  isFloat16Array,
  isFloat32Array,
  isFloat64Array,
  isBigInt64Array,
  isBigUint64Array,
  isKeyObject,
  isCryptoKey,
};
