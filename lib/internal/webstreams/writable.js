'use strict';

// The faces of a writable stream: what programs construct and call.

const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_STATE,
    ERR_INVALID_THIS,
  },
} = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { registerCloneable } = require('internal/messaging/cloneable');
const {
  kControllerErrorFunction,
  kIsClosedPromise,
  kIsErrored,
  kIsWritable,
} = require('internal/streams/utils');
const { WritableCore, WriterCore } =
  require('internal/webstreams/writable_core');
const {
  Strategy,
  apply,
  defineEnumerable,
  defineTag,
  inspectAs,
  kInternal,
  promiseCallback,
  promiseCallbackWith,
  promiseReject,
  toCallback,
  toDictionary,
} = require('internal/webstreams/util');

/** The WritableCore of a WritableStream, undefined of anything else. */
let coreOf;
/** The WriterCore of a writer, undefined of anything else. */
let writerOf;

function brand(value, name) {
  if (value === undefined) throw new ERR_INVALID_THIS(name);
  return value;
}

/** https://streams.spec.whatwg.org/#ws-class */
class WritableStream {
  #core;

  static {
    coreOf = (value) => {
      return typeof value === 'object' && value !== null && #core in value ?
        value.#core : undefined;
    };
  }

  /**
   * @param {object} [sink] start, write, close, abort
   * @param {{ highWaterMark?: number, size?: Function }} [strategy]
   */
  constructor(sink = {}, strategy = {}) {
    if (sink === kInternal) {
      this.#core = strategy;
      return;
    }
    if (sink !== null && typeof sink !== 'object' &&
        typeof sink !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('sink', 'Object', sink);
    }
    strategy = new Strategy(strategy, 'strategy');
    this.#core = new WritableCore();
    startFromSink(this.#core, toDictionary(sink, 'sink'), strategy);
  }

  get locked() {
    return brand(coreOf(this), 'WritableStream').isLocked;
  }

  /** @returns {Promise<void>} */
  abort(reason = undefined) {
    const core = coreOf(this);
    if (core === undefined) {
      return promiseReject(new ERR_INVALID_THIS('WritableStream'));
    }
    if (core.isLocked) return promiseReject(lockedError());
    return core.abort(reason);
  }

  /** @returns {Promise<void>} */
  close() {
    const core = coreOf(this);
    if (core === undefined) {
      return promiseReject(new ERR_INVALID_THIS('WritableStream'));
    }
    if (core.isLocked) return promiseReject(lockedError());
    return core.close();
  }

  /** @returns {WritableStreamDefaultWriter} */
  getWriter() {
    brand(coreOf(this), 'WritableStream');
    return new WritableStreamDefaultWriter(this);
  }

  get [kIsClosedPromise]() {
    return this.#core.finished;
  }

  get [kIsErrored]() {
    return this.#core.state === 'errored';
  }

  get [kIsWritable]() {
    return this.#core.state === 'writable';
  }

  [kControllerErrorFunction](error) {
    this.#core.error(error);
  }

  [customInspectSymbol](depth, options) {
    const { state } = this.#core;
    return inspectAs(this, depth, options, { locked: this.locked, state });
  }
}

function lockedError() {
  return new ERR_INVALID_STATE.TypeError('WritableStream is locked');
}

function startFromSink(core, sink, strategy) {
  // In the order in which the standard reads them.
  const abort = toCallback(sink, 'abort', 'sink');
  const close = toCallback(sink, 'close', 'sink');
  const start = toCallback(sink, 'start', 'sink');
  const { type } = sink;
  const write = toCallback(sink, 'write', 'sink');
  if (type !== undefined) {
    throw new ERR_INVALID_ARG_VALUE.RangeError('type', type);
  }
  const highWaterMark = strategy.limitOr(1);

  const controller = new WritableStreamDefaultController(kInternal, core);
  core.start({
    write: promiseCallbackWith(write, sink, [controller]),
    close: promiseCallback(close, sink, []),
    abort: promiseCallbackWith(abort, sink, []),
  }, highWaterMark, strategy.sizeAlgorithm,
             () => start && apply(start, sink, [controller]));
}

/** https://streams.spec.whatwg.org/#default-writer-class */
class WritableStreamDefaultWriter {
  #core;

  static {
    writerOf = (value) => {
      return typeof value === 'object' && value !== null && #core in value ?
        value.#core : undefined;
    };
  }

  /** @param {WritableStream} stream */
  constructor(stream) {
    const core = coreOf(stream);
    if (core === undefined) {
      throw new ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    }
    this.#core = new WriterCore(core);
  }

  get closed() {
    const writer = writerOf(this);
    if (writer === undefined) return rejectThis();
    return writer.closed.promise;
  }

  get desiredSize() {
    return brand(writerOf(this), 'WritableStreamDefaultWriter').desiredSize;
  }

  get ready() {
    const writer = writerOf(this);
    if (writer === undefined) return rejectThis();
    return writer.ready.promise;
  }

  /** @returns {Promise<void>} */
  abort(reason = undefined) {
    const writer = writerOf(this);
    if (writer === undefined) return rejectThis();
    return writer.abort(reason);
  }

  /** @returns {Promise<void>} */
  close() {
    const writer = writerOf(this);
    if (writer === undefined) return rejectThis();
    return writer.close();
  }

  releaseLock() {
    brand(writerOf(this), 'WritableStreamDefaultWriter').release();
  }

  /** @returns {Promise<void>} when the chunk is written */
  write(chunk = undefined) {
    const writer = writerOf(this);
    if (writer === undefined) return rejectThis();
    return writer.write(chunk);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {
      closed: this.closed,
      ready: this.ready,
    });
  }
}

function rejectThis() {
  return promiseReject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
}

/** https://streams.spec.whatwg.org/#ws-default-controller-class */
class WritableStreamDefaultController {
  #core;

  constructor(key, core) {
    if (key !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#core in value)) {
      throw new ERR_INVALID_THIS('WritableStreamDefaultController');
    }
    return value.#core;
  }

  get signal() {
    return WritableStreamDefaultController.#check(this).signal;
  }

  error(error = undefined) {
    WritableStreamDefaultController.#check(this).error(error);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {});
  }
}

/** The face of a core that was made by lib/. */
function makeWritableStream(core) {
  return new WritableStream(kInternal, core);
}

function isWritableStream(value) {
  return coreOf(value) !== undefined;
}

defineEnumerable(WritableStream.prototype,
                 ['locked', 'abort', 'close', 'getWriter']);
defineEnumerable(WritableStreamDefaultWriter.prototype, [
  'closed', 'ready', 'desiredSize', 'abort', 'close', 'releaseLock', 'write',
]);
defineEnumerable(WritableStreamDefaultController.prototype,
                 ['signal', 'error']);
defineTag(WritableStream.prototype, 'WritableStream');
defineTag(WritableStreamDefaultWriter.prototype, 'WritableStreamDefaultWriter');
defineTag(WritableStreamDefaultController.prototype,
          'WritableStreamDefaultController');

const transfers = () => require('internal/webstreams/transfer');

registerCloneable(WritableStream, {
  key: 'internal/webstreams/writable:WritableStream',
  isInstance: isWritableStream,
  transfer: (stream) => transfers().sendWritable(stream),
  read: ({ port }) => transfers().writableOf(port),
});

module.exports = {
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
  isWritableStream,
  makeWritableStream,
  writableCoreOf: (value) => coreOf(value),
};
