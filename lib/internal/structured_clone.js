'use strict';
// structuredClone(). The engine writes a value out and reads it in again;
// objects of our own classes that can be cloned say here how.
// https://html.spec.whatwg.org/multipage/structured-data.html

const { codes } = require('internal/errors');
const { DOMException, isDOMException } = require('internal/dom_exception');
const { isAnyArrayBuffer, isSharedArrayBuffer } =
  require('internal/util/types');
const { clone } = internalBinding('messaging');

/** On the prototypes of classes that can be cloned. */
const kClone = Symbol('kClone');

// {isInstance, write(object) -> data, read(data) -> object}
const specs = [];

/**
 * Makes a class's objects cloneable.
 * @param {Function} constructor
 * @param {(object: object) => boolean} isInstance Tells real instances from
 *   objects that only have the prototype.
 * @param {(object: object) => any} write What can be cloned in its place.
 * @param {(data: any) => object} read Makes the object again.
 */
function registerCloneable(constructor, isInstance, write, read) {
  Object.defineProperty(constructor.prototype, kClone, { value: specs.length });
  specs.push({ isInstance, write, read });
}

function writeObject(object) {
  const spec = specs[object[kClone]];
  return spec?.isInstance(object) ? { spec, data: spec.write(object) } :
    undefined;
}

function readObjects(records) {
  return records.map(({ spec, data }) => spec.read(structuredClone(data)));
}

function throwDataCloneError(message) {
  throw new DOMException(message, 'DataCloneError');
}

registerCloneable(
  DOMException,
  isDOMException,
  ({ name, message, stack }) => ({ name, message, stack }),
  ({ name, message, stack }) => {
    const exception = new DOMException(message, name);
    Object.defineProperty(exception, 'stack', {
      value: stack, configurable: true, writable: true, enumerable: false,
    });
    return exception;
  });

// --- Options -------------------------------------------------------------------

const kPrefix = "Failed to execute 'structuredClone'";

function conversionError(message) {
  const error = new TypeError(`${kPrefix}: ${message}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function readTransfer(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw conversionError('Options cannot be converted to a dictionary');
  }
  const { transfer } = options;
  if (transfer === undefined) return [];
  if (typeof transfer !== 'object' || transfer === null ||
      typeof transfer[Symbol.iterator] !== 'function') {
    throw conversionError(
      'transfer in Options cannot be converted to sequence.');
  }
  return [...transfer];
}

// Only ArrayBuffers can be transferred so far.
function checkTransfer(transfer) {
  for (const one of transfer) {
    if (!isAnyArrayBuffer(one) || isSharedArrayBuffer(one)) {
      throwDataCloneError('Value could not be transferred.');
    }
  }
  if (new Set(transfer).size !== transfer.length) {
    throwDataCloneError('ArrayBuffer occurs in the transfer list twice.');
  }
}

/**
 * @template T
 * @param {T} value
 * @param {{transfer?: Iterable<ArrayBuffer>}} [options] What is moved instead
 *   of copied.
 * @returns {T} A deep copy.
 * @throws {DOMException} DataCloneError: the value has a part that cannot be
 *   cloned.
 */
function structuredClone(value, options) {
  if (arguments.length === 0) {
    throw new codes.ERR_MISSING_ARGS('value');
  }
  const transfer = readTransfer(options);
  if (transfer.length > 0) checkTransfer(transfer);
  const type = typeof value;
  if (transfer.length === 0 && (value === null || (
    type !== 'object' && type !== 'function' && type !== 'symbol'))) {
    return value;
  }
  return clone(value, transfer, kClone, writeObject, readObjects,
               throwDataCloneError);
}

module.exports = { structuredClone, registerCloneable };
