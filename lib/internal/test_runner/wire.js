'use strict';
// How a test file's process tells the runner what happens: its events stand in
// its standard output, each in a frame, between what the program prints.
//
//   FF 0F 4E 54 | length, 4 bytes, big endian | the event, by v8.serialize()

const { Buffer } = require('buffer');
const { deserialize, serialize } = require('v8');
const { isNativeError } = require('internal/util/types');
const { inspect } = require('internal/util/inspect');
const { codes: { ERR_TEST_FAILURE } } = require('internal/errors');

const magic = Buffer.from([0xff, 0x0f, 0x4e, 0x54]);
const headLength = 8;

// --- Errors keep their class and properties ------------------------------------

const isError = (value) => isNativeError(value) || value instanceof Error;

/** What stands for a value that cannot be copied. */
function copyable(value) {
  try {
    serialize(value);
    return value;
  } catch {
    return { inspected: inspect(value) };
  }
}

function packError(error, seen = []) {
  if (!isError(error) || seen.includes(error)) {
    return { value: copyable(error) };
  }
  seen.push(error);
  const properties = {};
  for (const key of Object.keys(error)) {
    if (key !== 'cause') properties[key] = copyable(error[key]);
  }
  return {
    isError: true,
    name: error.name,
    message: error.message,
    stack: error.stack,
    properties,
    cause: 'cause' in error ? packError(error.cause, seen) : undefined,
  };
}

/** Shows itself as the value did where it was. */
class Inspected {
  #text;

  constructor(text) {
    this.#text = text;
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.#text;
  }

  toString() {
    return this.#text;
  }
}

function unpackValue(value) {
  return typeof value?.inspected === 'string' ?
    new Inspected(value.inspected) : value;
}

function errorOf({ name, message, properties }) {
  if (properties.code === 'ERR_TEST_FAILURE') {
    return new ERR_TEST_FAILURE(message, properties.failureType);
  }
  const Class = globalThis[name];
  const error = typeof Class === 'function' && name.endsWith('Error') &&
    name !== 'AggregateError' ? new Class(message) : new Error(message);
  if (name !== error.name) hide(error, 'name', name);
  return error;
}

function hide(object, name, value) {
  Object.defineProperty(object, name, {
    configurable: true, enumerable: false, value, writable: true,
  });
}

function unpackError(packed) {
  if (!packed.isError) return unpackValue(packed.value);
  const error = errorOf(packed);
  hide(error, 'message', packed.message);
  hide(error, 'stack', packed.stack);
  for (const [key, value] of Object.entries(packed.properties)) {
    error[key] = unpackValue(value);
  }
  if (packed.cause !== undefined) {
    const cause = unpackError(packed.cause);
    if (error.code === 'ERR_TEST_FAILURE') error.cause = cause;
    else hide(error, 'cause', cause);
  }
  return error;
}

// --- Writing --------------------------------------------------------------------

function frameOf(event) {
  const error = event.data.details?.error;
  const sent = error === undefined ? event : {
    type: event.type,
    data: {
      ...event.data,
      details: { ...event.data.details, error: packError(error) },
    },
  };
  const body = serialize(sent);
  const head = Buffer.alloc(headLength);
  magic.copy(head);
  head.writeUInt32BE(body.length, magic.length);
  return Buffer.concat([head, body]);
}

/** Sends a stream's events to the process that has started this one. */
function connect(stream) {
  const process = require('internal/process');
  stream.addSink((event) => process.stdout.write(frameOf(event)), () => {});
}

// --- Reading --------------------------------------------------------------------

/** Takes a process's output apart. */
class Reader {
  #rest = Buffer.alloc(0);
  #onEvent;
  #onText;

  /**
   * @param {function(object)} onEvent
   * @param {function(Buffer)} onText what the program has printed
   */
  constructor(onEvent, onText) {
    this.#onEvent = onEvent;
    this.#onText = onText;
  }

  add(chunk) {
    let bytes = this.#rest.length === 0 ? chunk :
      Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const at = bytes.indexOf(magic);
      if (at < 0) break;
      if (at > 0) this.#onText(bytes.subarray(0, at));
      bytes = bytes.subarray(at);
      const next = this.#takeFrame(bytes);
      if (next === undefined) {
        this.#rest = bytes;
        return;
      }
      bytes = next;
    }
    this.#rest = this.#takeText(bytes);
  }

  /** @returns {Buffer|undefined} what follows; undefined: it is not all there */
  #takeFrame(bytes) {
    if (bytes.length < headLength) return undefined;
    const end = headLength + bytes.readUInt32BE(magic.length);
    if (bytes.length < end) return undefined;
    const event = deserialize(bytes.subarray(headLength, end));
    const { details } = event.data;
    if (details?.error !== undefined) {
      details.error = unpackError(details.error);
    }
    this.#onEvent(event);
    return bytes.subarray(end);
  }

  /** Passes text on; keeps what may be the beginning of a frame. */
  #takeText(bytes) {
    let keep = 0;
    for (let n = Math.min(magic.length - 1, bytes.length); n > 0; n--) {
      if (bytes.subarray(bytes.length - n).equals(magic.subarray(0, n))) {
        keep = n;
        break;
      }
    }
    const end = bytes.length - keep;
    if (end > 0) this.#onText(bytes.subarray(0, end));
    return bytes.subarray(end);
  }

  /** The output is at its end. */
  end() {
    if (this.#rest.length > 0) this.#onText(this.#rest);
    this.#rest = Buffer.alloc(0);
  }
}

module.exports = { Reader, connect };
