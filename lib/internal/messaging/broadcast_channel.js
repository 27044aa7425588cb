'use strict';
// BroadcastChannel: what is posted to one arrives at all others of its name, in
// all threads of the process.

const binding = internalBinding('messaging');
const { codes } = require('internal/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { EventTarget, defineEventHandler } = require('internal/event_target');
const { DOMException } = require('internal/dom_exception');
const { MessageEvent } = require('internal/messaging/event');
const { kDeliver, kEnd, kFail, kReceiver } = require('internal/messaging/port');

const kNone = Object.freeze([]);

/** A channel's handle (null: closed); undefined for anything else. */
let handleOf;

class BroadcastChannel extends EventTarget {
  #name;
  #handle;

  /** @param {string} name */
  constructor(name) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    this.#handle = binding.broadcast(this.#name);
    this.#handle[kReceiver] = this;
    this.#handle.ref();
    this.#handle.start();
  }

  static #check(value) {
    if (typeof value === 'object' && value !== null && #handle in value) {
      return value;
    }
    throw new codes.ERR_INVALID_THIS('BroadcastChannel');
  }

  static {
    handleOf = (value) =>
      typeof value === 'object' && value !== null && #handle in value ?
        value.#handle : undefined;
  }

  get name() { return BroadcastChannel.#check(this).#name; }

  /**
   * @param {any} message is copied
   * @throws {DOMException} InvalidStateError, DataCloneError
   */
  postMessage(message) {
    BroadcastChannel.#check(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('message');
    if (this.#handle === null) {
      throw new DOMException('BroadcastChannel is closed.',
                             'InvalidStateError');
    }
    this.#handle.post(message, kNone, kNone);
  }

  close() {
    BroadcastChannel.#check(this).#handle?.close();
    this.#handle = null;
  }

  ref() {
    BroadcastChannel.#check(this).#handle?.ref();
    return this;
  }

  unref() {
    BroadcastChannel.#check(this).#handle?.unref();
    return this;
  }

  [kDeliver](data) {
    if (this.#handle !== null) {
      this.dispatchEvent(new MessageEvent('message', { data }));
    }
  }

  [kFail](error) {
    this.dispatchEvent(new MessageEvent('messageerror', { data: error }));
  }

  [kEnd]() {}

  [customInspectSymbol](depth, options) {
    BroadcastChannel.#check(this);
    if (depth < 0) return 'BroadcastChannel';
    const { inspect } = require('internal/util/inspect');
    const shown = { name: this.#name, active: this.#handle !== null };
    return `BroadcastChannel ${inspect(shown, {
      ...options, depth: options.depth == null ? null : options.depth - 1,
    })}`;
  }
}
Object.defineProperties(BroadcastChannel.prototype, {
  name: kEnumerableProperty,
  postMessage: kEnumerableProperty,
  close: kEnumerableProperty,
  ref: kEnumerableProperty,
  unref: kEnumerableProperty,
});
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { BroadcastChannel, handleOf };
