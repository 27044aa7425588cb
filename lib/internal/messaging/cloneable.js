'use strict';
// Which objects of our own classes can be cloned or moved by structuredClone()
// and postMessage(), and how.
//
// The engine writes plain values itself. For an object whose prototype has
// [kClone] it asks writeObject() for a record, [key, data], that travels in the
// object's place; readObjects() makes the object again, perhaps in another
// thread, which may not have loaded the class's module yet: the key names it.

const kClone = Symbol('kClone');

const specs = new Map();

/** Objects that must not be listed in a transfer list. */
const untransferables = new WeakSet();

/** What is moved by the message being written: object -> data. */
let moving = null;

/**
 * Makes a class's objects cloneable, or, with `transfer`, movable.
 * @param {Function} constructor
 * @param {object} spec
 * @param {string} spec.key 'module id:name'
 * @param {(object: object) => boolean} spec.isInstance Tells real instances from
 *   objects that only have the prototype.
 * @param {(object: object) => any} [spec.write] What can be cloned in its place.
 * @param {(object: object) => {data: any, list: object[]}} [spec.transfer] The
 *   same for an object that ceases to be usable here; `list` is what moves with
 *   the data.
 * @param {(data: any, ports: object[]) => object} spec.read Makes it again.
 */
function registerCloneable(constructor, spec) {
  specs.set(spec.key, spec);
  Object.defineProperty(constructor.prototype, kClone, {
    value: spec, configurable: true,
  });
}

const uncloneable = { isInstance: () => true };

/** An object so marked, and what inherits from it, is not cloned. */
function markAsUncloneable(value) {
  if (!isObject(value) || ArrayBuffer.isView(value) ||
      value instanceof ArrayBuffer) return;
  Object.defineProperty(value, kClone, { value: uncloneable });
}

/** An object so marked does not move: listing it to be transferred throws. */
function markAsUntransferable(value) {
  if (isObject(value)) untransferables.add(value);
}

const isMarkedAsUntransferable = (value) =>
  isObject(value) && untransferables.has(value);

const isObject = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

function throwDataCloneError(message) {
  const { DOMException } = require('internal/dom_exception');
  throw new DOMException(message, 'DataCloneError');
}

function throwUncloneable(object) {
  const name = object.constructor?.name ?? 'Object';
  throwDataCloneError(`#<${name}> could not be cloned.`);
}

// Called by C: the record of an object; undefined for a plain one.
function writeObject(object) {
  const spec = object[kClone];
  if (spec === uncloneable) throwUncloneable(object);
  if (spec?.isInstance?.(object) !== true) return undefined;
  if (moving?.has(object)) return [spec.key, moving.get(object)];
  if (spec.write !== undefined) return [spec.key, spec.write(object)];
  throwDataCloneError('Object that needs transfer was found in message but ' +
                      'not listed in transferList');
}

function specOf(key) {
  if (!specs.has(key)) require(key.slice(0, key.indexOf(':')));
  return specs.get(key);
}

// Called by C: the objects of a message's records.
function readObjects(records, ports) {
  return records.map(([key, data]) => specOf(key).read(data, ports));
}

/** Runs `write` with what moves beside the message that it writes. */
function withMoving(map, write) {
  const before = moving;
  moving = map;
  try {
    return write();
  } finally {
    moving = before;
  }
}

module.exports = {
  isMarkedAsUntransferable,
  kClone,
  markAsUncloneable,
  markAsUntransferable,
  readObjects,
  registerCloneable,
  throwDataCloneError,
  withMoving,
  writeObject,
};
