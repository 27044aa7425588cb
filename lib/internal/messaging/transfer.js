'use strict';
// Writing messages: what a transfer list moves, and into what.

const binding = internalBinding('messaging');
const { isAnyArrayBuffer, isSharedArrayBuffer } =
  require('internal/util/types');
const { DOMException, isDOMException } = require('internal/dom_exception');
const {
  isMarkedAsUntransferable, kClone, readObjects, registerCloneable,
  throwDataCloneError, withMoving, writeObject,
} = require('internal/messaging/cloneable');

/** Of a MessagePort: gives up its handle; undefined if it is gone already. */
const kTakeHandle = Symbol('kTakeHandle');
/** Of a MessagePort: the handle, or null. */
const kHandle = Symbol('kHandle');

const nothing = Object.freeze({
  buffers: Object.freeze([]), ports: Object.freeze([]), moving: null,
});

/** What the list moves: buffers, ports, and data in the place of objects. */
class Plan {
  buffers = [];
  ports = [];
  moving = new Map();

  constructor(list, source) {
    for (const one of list) this.#add(one, source);
  }

  #add(one, source) {
    if (isMarkedAsUntransferable(one)) {
      throwDataCloneError('Value could not be transferred: ' +
                          'it is marked as untransferable.');
    }
    if (isAnyArrayBuffer(one) && !isSharedArrayBuffer(one)) {
      this.#addBuffer(one);
    } else if (one?.[kHandle] !== undefined) {
      this.#addPort(one, source);
    } else {
      this.#addObject(one);
    }
  }

  #addBuffer(buffer) {
    if (this.buffers.includes(buffer)) {
      throwDataCloneError('Transfer list contains duplicate ArrayBuffer');
    }
    if (buffer.detached) {
      throwDataCloneError('An ArrayBuffer is detached and could not be cloned.');
    }
    this.buffers.push(buffer);
  }

  #addPort(port, source) {
    if (port === source) {
      throwDataCloneError('Transfer list contains source port');
    }
    if (this.ports.includes(port)) {
      throwDataCloneError('Transfer list contains duplicate MessagePort');
    }
    if (port[kHandle] === null) {
      throwDataCloneError('MessagePort in transfer list is already detached');
    }
    this.moving.set(port, this.ports.length);
    this.ports.push(port);
  }

  #addObject(object) {
    const spec = object?.[kClone];
    if (typeof spec?.transfer !== 'function' || !spec.isInstance(object)) {
      throwDataCloneError('Value could not be transferred.');
    }
    if (this.moving.has(object)) {
      throwDataCloneError(
        `Transfer list contains duplicate ${object.constructor.name}`);
    }
    const { data, list } = spec.transfer(object);
    this.moving.set(object, data);
    for (const one of list) this.#add(one, undefined);
  }
}

/**
 * Writes a message with `write(value, buffers, handles)` of the binding.
 * @param {Function} write binding.clone, or a handle's post, bound
 * @param {any} value
 * @param {object[]} list what is to move instead of being copied
 * @param {object} [source] the port it is written to
 * @returns {any} what `write` returns
 * @throws {DOMException} DataCloneError
 */
function writeWith(write, value, list, source) {
  if (list.length === 0) {
    return write(value, nothing.buffers, nothing.ports);
  }
  const plan = new Plan(list, source);
  const handles = plan.ports.map((port) => port[kHandle]);
  const result = withMoving(plan.moving,
                            () => write(value, plan.buffers, handles));
  for (const port of plan.ports) port[kTakeHandle]();
  return result;
}

// The MessagePorts of a message's handles.
function makePorts(handles) {
  const { adoptHandle } = require('internal/messaging/port');
  return handles.map((handle) => (handle === null ? null : adoptHandle(handle)));
}

// Here and not in its own file, which every program loads.
registerCloneable(DOMException, {
  key: 'internal/messaging/transfer:DOMException',
  isInstance: isDOMException,
  write: ({ name, message, stack }) => ({ name, message, stack }),
  read({ name, message, stack }) {
    const exception = new DOMException(message, name);
    Object.defineProperty(exception, 'stack', {
      value: stack, configurable: true, writable: true, enumerable: false,
    });
    return exception;
  },
});

binding.setup(kClone, writeObject, readObjects, throwDataCloneError, makePorts);

module.exports = { kHandle, kTakeHandle, writeWith };
