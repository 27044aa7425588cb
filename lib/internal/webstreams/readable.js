'use strict';

// The faces of a readable stream: what programs construct and call.

const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { validateAbortSignal } = require('internal/validators');
const { customInspectSymbol } = require('internal/util');
const { registerCloneable } = require('internal/messaging/cloneable');
const {
  kControllerErrorFunction,
  kIsClosedPromise,
  kIsDisturbed,
  kIsErrored,
  kIsReadable,
} = require('internal/streams/utils');
const {
  DefaultSource,
  PromiseRead,
  ReadableCore,
  ReaderCore,
  invalidState,
  unattached,
} = require('internal/webstreams/readable_core');
const { ByteSource } = require('internal/webstreams/byte_source');
const { writableCoreOf } = require('internal/webstreams/writable');
const {
  Strategy,
  apply,
  defineEnumerable,
  defineTag,
  inspectAs,
  isObject,
  kInternal,
  markHandled,
  promiseCallback,
  promiseCallbackWith,
  promiseReject,
  toCallback,
  toDictionary,
} = require('internal/webstreams/util');

/** The ReadableCore of a ReadableStream, undefined of anything else. */
let coreOf;
let defaultReaderOf;
let byobReaderOf;

function brand(value, name) {
  if (value === undefined) throw new ERR_INVALID_THIS(name);
  return value;
}

function rejectThis(name) {
  return promiseReject(new ERR_INVALID_THIS(name));
}

/** https://streams.spec.whatwg.org/#rs-class */
class ReadableStream {
  #core;

  static {
    coreOf = (value) => {
      return isObject(value) && #core in value ? value.#core : undefined;
    };
  }

  /**
   * @param {object} [source] start, pull, cancel, type, autoAllocateChunkSize
   * @param {{ highWaterMark?: number, size?: Function }} [strategy]
   */
  constructor(source = {}, strategy = {}) {
    if (source === kInternal) {
      this.#core = strategy;
      return;
    }
    if (source === null) {
      throw new ERR_INVALID_ARG_TYPE('source', 'Object', source);
    }
    strategy = new Strategy(strategy, 'strategy');
    this.#core = new ReadableCore();
    startFromSource(this.#core, toDictionary(source, 'source'), strategy);
  }

  /** @param {Iterable|AsyncIterable} iterable */
  static from(iterable) {
    const { readableFrom } = require('internal/webstreams/readable_iterator');
    return makeReadableStream(readableFrom(iterable));
  }

  get locked() {
    return brand(coreOf(this), 'ReadableStream').isLocked;
  }

  /** @returns {Promise<void>} */
  cancel(reason = undefined) {
    const core = coreOf(this);
    if (core === undefined) return rejectThis('ReadableStream');
    if (core.isLocked) {
      return promiseReject(invalidState('ReadableStream is locked'));
    }
    return core.cancel(reason);
  }

  /** @param {{ mode?: 'byob' }} [options] */
  getReader(options = undefined) {
    brand(coreOf(this), 'ReadableStream');
    const { mode } = toDictionary(options, 'options');
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') {
      throw new ERR_INVALID_ARG_VALUE('options.mode', mode);
    }
    return new ReadableStreamBYOBReader(this);
  }

  /**
   * @param {{ readable: ReadableStream, writable: WritableStream }} transform
   * @param {object} [options] as of pipeTo()
   * @returns {ReadableStream} transform.readable
   */
  pipeThrough(transform, options = {}) {
    const core = brand(coreOf(this), 'ReadableStream');
    const readable = transform?.readable;
    if (coreOf(readable) === undefined) {
      throw new ERR_INVALID_ARG_TYPE(
        'transform.readable', 'ReadableStream', readable);
    }
    const writable = transform.writable;
    const dest = writableCoreOf(writable);
    if (dest === undefined) {
      throw new ERR_INVALID_ARG_TYPE(
        'transform.writable', 'WritableStream', writable);
    }
    const pipeOptions = readPipeOptions(options);
    if (core.isLocked) throw invalidState('The ReadableStream is locked');
    if (dest.isLocked) throw invalidState('The WritableStream is locked');
    markHandled(startPipe(core, dest, pipeOptions));
    return readable;
  }

  /**
   * @param {WritableStream} destination
   * @param {object} [options] preventAbort, preventCancel, preventClose, signal
   * @returns {Promise<void>}
   */
  pipeTo(destination, options = {}) {
    try {
      const core = brand(coreOf(this), 'ReadableStream');
      const dest = writableCoreOf(destination);
      if (dest === undefined) {
        throw new ERR_INVALID_ARG_TYPE(
          'transform.writable', 'WritableStream', destination);
      }
      const pipeOptions = readPipeOptions(options);
      if (core.isLocked) throw invalidState('The ReadableStream is locked');
      if (dest.isLocked) throw invalidState('The WritableStream is locked');
      return startPipe(core, dest, pipeOptions);
    } catch (error) {
      return promiseReject(error);
    }
  }

  /** @returns {[ReadableStream, ReadableStream]} */
  tee() {
    const core = brand(coreOf(this), 'ReadableStream');
    const { tee } = require('internal/webstreams/tee');
    const [a, b] = tee(core);
    return [makeReadableStream(a), makeReadableStream(b)];
  }

  /**
   * @param {{ preventCancel?: boolean }} [options]
   * @returns {AsyncIterator}
   */
  values(options = undefined) {
    const core = brand(coreOf(this), 'ReadableStream');
    const { preventCancel } = toDictionary(options, 'options');
    const { iterate } = require('internal/webstreams/readable_iterator');
    return iterate(core, Boolean(preventCancel));
  }

  get [kIsClosedPromise]() {
    return this.#core.finished;
  }

  get [kIsDisturbed]() {
    return this.#core.disturbed;
  }

  get [kIsErrored]() {
    return this.#core.state === 'errored';
  }

  get [kIsReadable]() {
    return this.#core.state === 'readable';
  }

  [kControllerErrorFunction](error) {
    this.#core.source.error(error);
  }

  [customInspectSymbol](depth, options) {
    const { isLocked, state, source } = this.#core;
    return inspectAs(this, depth, options, {
      locked: isLocked,
      state,
      supportsBYOB: source.isByteSource,
    });
  }
}

Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values,
  writable: true,
  configurable: true,
});

function startPipe(source, dest, options) {
  const { pipeTo } = require('internal/webstreams/pipe_to');
  return pipeTo(source, dest, options);
}

function readPipeOptions(options) {
  options = toDictionary(options, 'options');
  const preventAbort = Boolean(options.preventAbort);
  const preventCancel = Boolean(options.preventCancel);
  const preventClose = Boolean(options.preventClose);
  const { signal } = options;
  if (signal !== undefined) {
    if (signal === null) {
      throw new ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
    }
    validateAbortSignal(signal, 'options.signal');
  }
  return { preventAbort, preventCancel, preventClose, signal };
}

function readAutoAllocateChunkSize(source) {
  const value = source.autoAllocateChunkSize;
  if (value === undefined) return undefined;
  const size = Math.trunc(Number(value));
  if (!(size >= 0) || size > Number.MAX_SAFE_INTEGER) {
    throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', value);
  }
  return size;
}

function startFromSource(core, source, strategy) {
  // In the order in which the standard reads them.
  const autoAllocateChunkSize = readAutoAllocateChunkSize(source);
  const cancel = toCallback(source, 'cancel', 'source');
  const pull = toCallback(source, 'pull', 'source');
  const start = toCallback(source, 'start', 'source');
  const { type } = source;

  if (type === undefined) {
    const highWaterMark = strategy.limitOr(1);
    const controller = new ReadableStreamDefaultController(
      kInternal, new DefaultSource(core));
    core.source.start(bindAlgorithms(source, controller, pull, cancel),
                      highWaterMark, strategy.sizeAlgorithm,
                      () => start && apply(start, source, [controller]));
    return;
  }

  if (`${type}` !== 'bytes') {
    throw new ERR_INVALID_ARG_VALUE('source.type', type);
  }
  if (strategy.sizeOf !== undefined) {
    throw new ERR_INVALID_ARG_VALUE.RangeError(
      'strategy.size', strategy.sizeOf);
  }
  const highWaterMark = strategy.limitOr(0);
  if (autoAllocateChunkSize === 0) {
    throw new ERR_INVALID_ARG_VALUE(
      'source.autoAllocateChunkSize', autoAllocateChunkSize);
  }
  const controller =
    new ReadableByteStreamController(kInternal, new ByteSource(core));
  core.source.start(bindAlgorithms(source, controller, pull, cancel),
                    highWaterMark, autoAllocateChunkSize,
                    () => start && apply(start, source, [controller]));
}

function bindAlgorithms(source, controller, pull, cancel) {
  return {
    pull: promiseCallback(pull, source, [controller]),
    cancel: promiseCallbackWith(cancel, source, []),
  };
}

// ---- readers ----------------------------------------------------------------

/** https://streams.spec.whatwg.org/#default-reader-class */
class ReadableStreamDefaultReader {
  #core;

  static {
    defaultReaderOf = (value) => {
      return isObject(value) && #core in value ? value.#core : undefined;
    };
  }

  /** @param {ReadableStream} stream */
  constructor(stream) {
    const core = coreOf(stream);
    if (core === undefined) {
      throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    }
    this.#core = new ReaderCore(core, false);
  }

  /** @returns {Promise<{ value: *, done: boolean }>} */
  read() {
    const reader = defaultReaderOf(this);
    if (reader === undefined) return rejectThis('ReadableStreamDefaultReader');
    return reader.read();
  }

  releaseLock() {
    brand(defaultReaderOf(this), 'ReadableStreamDefaultReader').release();
  }

  get closed() {
    const reader = defaultReaderOf(this);
    if (reader === undefined) return rejectThis('ReadableStreamDefaultReader');
    return reader.closed.promise;
  }

  /** @returns {Promise<void>} */
  cancel(reason = undefined) {
    const reader = defaultReaderOf(this);
    if (reader === undefined) return rejectThis('ReadableStreamDefaultReader');
    return reader.cancel(reason);
  }

  [customInspectSymbol](depth, options) {
    return inspectReader(this, this.#core, depth, options);
  }
}

function inspectReader(face, reader, depth, options) {
  return inspectAs(face, depth, options, {
    stream: reader.stream === null ? undefined :
      makeReadableStream(reader.stream),
    readRequests: reader.requests.length,
    close: reader.closed.promise,
  });
}

/** https://streams.spec.whatwg.org/#byob-reader-class */
class ReadableStreamBYOBReader {
  #core;

  static {
    byobReaderOf = (value) => {
      return isObject(value) && #core in value ? value.#core : undefined;
    };
  }

  /** @param {ReadableStream} stream a byte stream */
  constructor(stream) {
    const core = coreOf(stream);
    if (core === undefined) {
      throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    }
    if (core.isLocked) throw invalidState('ReadableStream is locked');
    if (!core.source.isByteSource) {
      throw new ERR_INVALID_ARG_VALUE('stream', stream,
                                      'must be a byte stream');
    }
    this.#core = new ReaderCore(core, true);
  }

  /**
   * Reads into the memory of `view`, which is taken away.
   *
   * @param {ArrayBufferView} view
   * @param {{ min?: number }} [options] elements that have to be filled
   * @returns {Promise<{ value: ArrayBufferView, done: boolean }>}
   */
  read(view, options = {}) {
    const reader = byobReaderOf(this);
    if (reader === undefined) return rejectThis('ReadableStreamBYOBReader');
    try {
      return readInto(reader, view, options);
    } catch (error) {
      return promiseReject(error);
    }
  }

  releaseLock() {
    brand(byobReaderOf(this), 'ReadableStreamBYOBReader').release();
  }

  get closed() {
    const reader = byobReaderOf(this);
    if (reader === undefined) return rejectThis('ReadableStreamBYOBReader');
    return reader.closed.promise;
  }

  /** @returns {Promise<void>} */
  cancel(reason = undefined) {
    const reader = byobReaderOf(this);
    if (reader === undefined) return rejectThis('ReadableStreamBYOBReader');
    return reader.cancel(reason);
  }

  [customInspectSymbol](depth, options) {
    return inspectReader(this, this.#core, depth, options);
  }
}

function checkView(view, name) {
  if (!ArrayBuffer.isView(view)) {
    throw new ERR_INVALID_ARG_TYPE(
      name, ['Buffer', 'TypedArray', 'DataView'], view);
  }
  if (view.buffer instanceof SharedArrayBuffer) {
    throw new ERR_INVALID_ARG_VALUE(name, view, 'must not be shared');
  }
}

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const viewClasses = { __proto__: null };
for (const name of ['Int8Array', 'Uint8Array', 'Uint8ClampedArray',
  'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  viewClasses[name] = globalThis[name];
}

/** The intrinsic class of a view; that of a Buffer is Buffer. */
function viewClassOf(view) {
  const { Buffer } = require('buffer');
  if (view instanceof Buffer) return view.constructor[Symbol.species];
  return viewClasses[typedArrayTag.call(view)] ?? DataView;
}

function readMin(options, view) {
  const min = toDictionary(options, 'options').min ?? 1;
  if (typeof min !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('options.min', 'number', min);
  }
  if (!Number.isSafeInteger(min) || min < 1) {
    throw new ERR_INVALID_ARG_VALUE('options.min', min);
  }
  const count = view.length ?? view.byteLength;
  if (min > count) {
    throw new ERR_OUT_OF_RANGE('options.min', `<= ${count}`, min);
  }
  return min;
}

function readInto(reader, view, options) {
  checkView(view, 'view');
  if (view.byteLength === 0) throw invalidState('View is zero-length');
  if (view.buffer.byteLength === 0) {
    throw invalidState('View ArrayBuffer is zero-length or detached');
  }
  const { stream } = reader;
  const min = readMin(options, view);
  if (stream === null) throw unattached();

  const request = new PromiseRead();
  stream.disturbed = true;
  if (stream.state === 'errored') request.errorSteps(stream.storedError);
  else stream.source.pullInto(view, viewClassOf(view), min, request);
  return request.promise;
}

// ---- controllers ------------------------------------------------------------

/** https://streams.spec.whatwg.org/#rs-default-controller-class */
class ReadableStreamDefaultController {
  #source;

  constructor(key, source) {
    if (key !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#source = source;
  }

  static #check(value) {
    if (!isObject(value) || !(#source in value)) {
      throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
    }
    return value.#source;
  }

  get desiredSize() {
    return ReadableStreamDefaultController.#check(this).desiredSize;
  }

  close() {
    const source = ReadableStreamDefaultController.#check(this);
    if (!source.isOpen) throw invalidState('Controller is already closed');
    source.close();
  }

  enqueue(chunk = undefined) {
    const source = ReadableStreamDefaultController.#check(this);
    if (!source.isOpen) throw invalidState('Controller is already closed');
    source.enqueue(chunk);
  }

  error(error = undefined) {
    ReadableStreamDefaultController.#check(this).error(error);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {});
  }
}

/** https://streams.spec.whatwg.org/#rbs-controller-class */
class ReadableByteStreamController {
  #source;

  constructor(key, source) {
    if (key !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#source = source;
  }

  static #check(value) {
    if (!isObject(value) || !(#source in value)) {
      throw new ERR_INVALID_THIS('ReadableByteStreamController');
    }
    return value.#source;
  }

  /** @returns {ReadableStreamBYOBRequest|null} memory that may be filled */
  get byobRequest() {
    const source = ReadableByteStreamController.#check(this);
    const request = source.getByobRequest();
    if (request === null) return null;
    request.face ??= new ReadableStreamBYOBRequest(kInternal, request);
    return request.face;
  }

  get desiredSize() {
    return ReadableByteStreamController.#check(this).desiredSize;
  }

  close() {
    const source = ReadableByteStreamController.#check(this);
    if (source.closeRequested) {
      throw invalidState('Controller is already closed');
    }
    if (source.stream.state !== 'readable') {
      throw invalidState('ReadableStream is already closed');
    }
    source.close();
  }

  /** @param {ArrayBufferView} chunk its memory is taken away */
  enqueue(chunk) {
    const source = ReadableByteStreamController.#check(this);
    checkView(chunk, 'buffer');
    if (chunk.byteLength === 0) {
      throw invalidState('chunk ArrayBuffer is zero-length or detached');
    }
    if (chunk.buffer.byteLength === 0) {
      throw invalidState('chunk ArrayBuffer is zero-length or detached');
    }
    if (source.closeRequested) {
      throw invalidState('Controller is already closed');
    }
    if (source.stream.state !== 'readable') {
      throw invalidState('ReadableStream is already closed');
    }
    source.enqueue(chunk);
  }

  error(error = undefined) {
    ReadableByteStreamController.#check(this).error(error);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {});
  }
}

/** https://streams.spec.whatwg.org/#rs-byob-request-class */
class ReadableStreamBYOBRequest {
  #core;

  constructor(key, core) {
    if (key !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core;
  }

  static #check(value) {
    if (!isObject(value) || !(#core in value)) {
      throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
    }
    return value.#core;
  }

  /** The memory, null when answered. */
  get view() {
    return ReadableStreamBYOBRequest.#check(this).view;
  }

  /** @param {number} bytesWritten into `view` */
  respond(bytesWritten) {
    const { source, view } = ReadableStreamBYOBRequest.#check(this);
    const count = Number(bytesWritten);
    if (!Number.isFinite(count) || Math.trunc(count) < 0) {
      throw new ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    }
    if (source === null) {
      throw invalidState('This BYOB request has been invalidated');
    }
    if (view.buffer.detached) {
      throw invalidState('Viewed ArrayBuffer is detached');
    }
    source.respond(Math.trunc(count));
  }

  /** @param {ArrayBufferView} view of the same memory, transferred or not */
  respondWithNewView(view) {
    const { source } = ReadableStreamBYOBRequest.#check(this);
    checkView(view, 'view');
    if (source === null) {
      throw invalidState('This BYOB request has been invalidated');
    }
    if (view.buffer.detached) {
      throw invalidState('Viewed ArrayBuffer is detached');
    }
    source.respondWithNewView(view);
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, { view: this.view });
  }
}

/** The face of a core that was made by lib/. */
function makeReadableStream(core) {
  return new ReadableStream(kInternal, core);
}

function isReadableStream(value) {
  return coreOf(value) !== undefined;
}

defineEnumerable(ReadableStream, ['from']);
defineEnumerable(ReadableStream.prototype, [
  'locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values',
]);
for (const Reader of [ReadableStreamDefaultReader, ReadableStreamBYOBReader]) {
  defineEnumerable(Reader.prototype,
                   ['closed', 'read', 'releaseLock', 'cancel']);
}
defineEnumerable(ReadableStreamBYOBRequest.prototype,
                 ['view', 'respond', 'respondWithNewView']);
defineEnumerable(ReadableStreamDefaultController.prototype,
                 ['desiredSize', 'close', 'enqueue', 'error']);
defineEnumerable(ReadableByteStreamController.prototype,
                 ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error']);
for (const Class of [ReadableStream, ReadableStreamDefaultReader,
  ReadableStreamBYOBReader, ReadableStreamBYOBRequest,
  ReadableStreamDefaultController, ReadableByteStreamController]) {
  defineTag(Class.prototype, Class.name);
}

const transfers = () => require('internal/webstreams/transfer');

registerCloneable(ReadableStream, {
  key: 'internal/webstreams/readable:ReadableStream',
  isInstance: isReadableStream,
  transfer: (stream) => transfers().sendReadable(stream),
  read: ({ port }) => transfers().readableOf(port),
});

module.exports = {
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  isReadableStream,
  makeReadableStream,
  readableCoreOf: (value) => coreOf(value),
};
