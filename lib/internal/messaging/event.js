'use strict';
// MessageEvent: a message that has arrived, as a DOM event.

const { codes } = require('internal/errors');
const { kEnumerableProperty } = require('internal/util');
const { Event } = require('internal/event_target');
const { kHandle } = require('internal/messaging/transfer');

const kPrefix = 'MessageEvent constructor: ';

function invalid(message) {
  const error = new TypeError(kPrefix + message);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function describe(value) {
  return typeof value === 'object' && value !== null ?
    require('internal/util/inspect').inspect(value) : String(value);
}

function checkPort(value, name) {
  if (value?.[kHandle] !== undefined) return;
  throw invalid(`Expected ${name} ("${describe(value)}") ` +
                'to be an instance of MessagePort.');
}

function readPorts(ports) {
  if (ports === undefined) return [];
  if (typeof ports?.[Symbol.iterator] !== 'function') {
    throw invalid(`eventInitDict.ports (${describe(ports)}) is not iterable.`);
  }
  const list = [...ports];
  list.forEach((port, i) => checkPort(port, `eventInitDict.ports[${i}]`));
  return list;
}

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  /**
   * @param {string} type
   * @param {{data?: any, origin?: string, lastEventId?: string,
   *   source?: MessagePort|null, ports?: Iterable<MessagePort>}} [init]
   */
  constructor(type, init = undefined) {
    super(type, init);
    const { data = null, origin = '', lastEventId = '', source = null, ports } =
      init ?? {};
    if (source !== null) checkPort(source, 'eventInitDict.source');
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = readPorts(ports);
  }

  static #check(value) {
    if (typeof value === 'object' && value !== null && #data in value) {
      return value;
    }
    throw new codes.ERR_INVALID_THIS('MessageEvent');
  }

  get data() { return MessageEvent.#check(this).#data; }
  get origin() { return MessageEvent.#check(this).#origin; }
  get lastEventId() { return MessageEvent.#check(this).#lastEventId; }
  get source() { return MessageEvent.#check(this).#source; }
  get ports() { return MessageEvent.#check(this).#ports; }

  /** @deprecated */
  initMessageEvent(type, bubbles = false, cancelable = false, data = null,
                   origin = '', lastEventId = '', source = null, ports = []) {
    MessageEvent.#check(this);
    this.initEvent(type, bubbles, cancelable);
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = readPorts(ports);
  }
}
Object.defineProperties(MessageEvent.prototype, {
  data: kEnumerableProperty,
  origin: kEnumerableProperty,
  lastEventId: kEnumerableProperty,
  source: kEnumerableProperty,
  ports: kEnumerableProperty,
  initMessageEvent: kEnumerableProperty,
});

module.exports = { MessageEvent };
