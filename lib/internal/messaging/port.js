'use strict';
// MessagePort and MessageChannel: two ends, in one thread or in two, that send
// each other values.

const binding = internalBinding('messaging');
const { codes } = require('internal/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const {
  NodeEventTarget, defineEventHandler, kCreateEvent, kNewListener,
  kRemoveListener,
} = require('internal/event_target');
const { MessageEvent } = require('internal/messaging/event');
const { kHandle, kTakeHandle, writeWith } =
  require('internal/messaging/transfer');
const { registerCloneable } = require('internal/messaging/cloneable');

/** On a handle: the object that gets what arrives. */
const kReceiver = Symbol('kReceiver');
const kDeliver = Symbol('kDeliver');
const kFail = Symbol('kFail');
const kEnd = Symbol('kEnd');

function notIterable(name) {
  const error = new TypeError(`Optional ${name} argument must be an iterable`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function listOf(iterable, name) {
  try {
    return [...iterable];
  } catch {
    throw notIterable(name);
  }
}

/** The second argument of postMessage as an array. */
function readTransfer(argument) {
  if (argument === undefined || argument === null) return [];
  if (typeof argument !== 'object' && typeof argument !== 'function') {
    throw notIterable('transferList');
  }
  if (typeof argument[Symbol.iterator] === 'function') {
    return listOf(argument, 'transferList');
  }
  const { transfer } = argument;
  return transfer === undefined ? [] : listOf(transfer, 'options.transfer');
}

const isPort = (value) => value?.[kHandle] !== undefined;

// Only adoptHandle makes ports; MessagePort, below, is their public name.
class Port extends NodeEventTarget {
  #handle;
  #ports; // of the event that is being dispatched

  constructor(handle) {
    super();
    this.#handle = handle;
    handle[kReceiver] = this;
  }

  get [kHandle]() { return #handle in this ? this.#handle : undefined; }

  [kTakeHandle]() {
    const handle = this.#handle;
    handle[kReceiver] = undefined;
    this.#handle = null;
    // The handle closes; to whoever listens it is as if the port had.
    require('internal/process').nextTick(() => this.#emit('close'));
    return handle;
  }

  /**
   * Sends a copy of a value to the other end.
   * @param {any} value
   * @param {Iterable<object>|{transfer?: Iterable<object>}} [transfer] what is
   *   moved instead of copied
   * @throws {DOMException} DataCloneError
   */
  postMessage(value, transfer) {
    if (arguments.length === 0) {
      const error = new TypeError('The "message" argument must be specified');
      error.code = 'ERR_MISSING_ARGS';
      throw error;
    }
    if (!isPort(this)) throw new codes.ERR_INVALID_THIS('MessagePort');
    const list = readTransfer(transfer);
    const handle = this.#handle;
    if (handle === null) {
      writeWith(binding.clone, value, list, this); // for what it throws
      return;
    }
    if (list.length === 0) handle.post(value, list, list);
    else writeWith(handle.post.bind(handle), value, list, this);
  }

  /** Starts delivering messages, also those that have waited. */
  start() {
    this.#handle?.start();
  }

  /** @param {Function} [callback] added as a listener of 'close' */
  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    const handle = this.#handle;
    if (handle === null) return;
    this.#handle = null;
    handle.close(() => this.#emit('close'));
  }

  ref() { this.#handle?.ref(); }

  unref() { this.#handle?.unref(); }

  hasRef() { return this.#handle?.hasRef() ?? false; }

  [kNewListener](size, type, record) {
    super[kNewListener](size, type, record);
    if (type !== 'message' || size !== 1) return;
    this.ref();
    this.start();
  }

  [kRemoveListener](size, type, record) {
    super[kRemoveListener](size, type, record);
    if (type !== 'message' || size !== 0) return;
    this.unref();
    this.#handle?.stop();
  }

  [kCreateEvent](data, type) {
    if (type !== 'message' && type !== 'messageerror') {
      return super[kCreateEvent](data, type);
    }
    return new MessageEvent(type, { data, ports: this.#ports });
  }

  #emit(type, value) {
    Reflect.apply(NodeEventTarget.prototype.emit, this, [type, value]);
  }

  [kDeliver](value, ports) {
    this.#ports = ports;
    this.#emit('message', value);
    this.#ports = undefined;
  }

  [kFail](error) { this.#emit('messageerror', error); }

  [kEnd]() { this.close(); }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return 'MessagePort';
    const { inspect } = require('internal/util/inspect');
    const shown = {
      active: this.#handle !== null,
      refed: this.hasRef(),
    };
    return `MessagePort ${inspect(shown, {
      ...options, depth: options.depth == null ? null : options.depth - 1,
    })}`;
  }
}

function MessagePort() {
  throw new codes.ERR_CONSTRUCT_CALL_INVALID();
}
MessagePort.prototype = Port.prototype;
Object.setPrototypeOf(MessagePort, NodeEventTarget);
Object.defineProperties(Port.prototype, {
  constructor: {
    configurable: true, enumerable: false, writable: true, value: MessagePort,
  },
  [Symbol.toStringTag]: { configurable: true, value: 'MessagePort' },
  postMessage: kEnumerableProperty,
  start: kEnumerableProperty,
  close: kEnumerableProperty,
  ref: kEnumerableProperty,
  unref: kEnumerableProperty,
  hasRef: { configurable: true, enumerable: false, writable: true },
});
defineEventHandler(Port.prototype, 'message');
defineEventHandler(Port.prototype, 'messageerror');

registerCloneable(Port, {
  key: 'internal/messaging/port:MessagePort',
  isInstance: isPort,
  read: (index, ports) => ports[index],
});

/** The port of a handle that has arrived or is new. */
const adoptHandle = (handle) => new Port(handle);

function MessageChannel() {
  if (new.target === undefined) {
    throw new codes.ERR_CONSTRUCT_CALL_REQUIRED('MessageChannel');
  }
  const [first, second] = binding.pair();
  this.port1 = adoptHandle(first);
  this.port2 = adoptHandle(second);
}

/**
 * Takes a message at once, if one waits.
 * @param {MessagePort} port
 * @returns {{message: any}|undefined}
 */
function receiveMessageOnPort(port) {
  const { handleOf } = require('internal/messaging/broadcast_channel');
  const handle = isPort(port) ? port[kHandle] : handleOf(port);
  if (handle === undefined) {
    const error = new TypeError(
      'The "port" argument must be a MessagePort instance');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const taken = handle?.take();
  return taken === undefined ? undefined : { message: taken[0] };
}

// --- What C calls, with the handle as `this` ---------------------------------------

function onMessage(value, ports) {
  this[kReceiver]?.[kDeliver](value, ports);
}

function onError(error) {
  this[kReceiver]?.[kFail](error);
}

function onEnd() {
  this[kReceiver]?.[kEnd]();
}

binding.setupPorts(onMessage, onError, onEnd);

module.exports = {
  MessageChannel,
  MessagePort,
  adoptHandle,
  kDeliver,
  kEnd,
  kFail,
  kReceiver,
  receiveMessageOnPort,
};
