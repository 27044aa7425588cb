'use strict';

// The standard's TransformStream: a writable side whose chunks a transformer
// turns into those of a readable side. The writable side is held back while the
// readable side is full.

const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
  },
} = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { registerCloneable } = require('internal/messaging/cloneable');
const { WritableCore } = require('internal/webstreams/writable_core');
const { createReadable, invalidState } =
  require('internal/webstreams/readable_core');
const { makeReadableStream } = require('internal/webstreams/readable');
const { makeWritableStream } = require('internal/webstreams/writable');
const {
  Strategy,
  apply,
  callToPromise,
  defineEnumerable,
  defineTag,
  inspectAs,
  isObject,
  kInternal,
  markHandled,
  promiseCallback,
  promiseCallbackWith,
  promiseResolve,
  returnResolved,
  toCallback,
  toDictionary,
  whenSettled,
} = require('internal/webstreams/util');

/** A transform stream and its controller. */
class TransformCore {
  /**
   * @param {Promise} started
   * @param {Strategy} writableStrategy
   * @param {Strategy} readableStrategy
   */
  constructor(started, writableStrategy, readableStrategy) {
    const readableLimit = readableStrategy.limitOr(0);
    const writableLimit = writableStrategy.limitOr(1);

    // null at the very beginning.
    this.backpressure = null;
    this.backpressureChange = null;
    this.transformAlgorithm = null;
    this.flushAlgorithm = null;
    this.cancelAlgorithm = null;
    // Of flush or cancel, whichever came first; it is then the end.
    this.finishPromise = null;

    this.writable = new WritableCore();
    this.writable.start({
      write: (chunk) => this.write(chunk),
      close: () => this.closeWritable(),
      abort: (reason) => this.abortWritable(reason),
    }, writableLimit, writableStrategy.sizeAlgorithm, () => started);
    this.readable = createReadable({
      pull: () => this.pull(),
      cancel: (reason) => this.cancelReadable(reason),
    }, readableLimit, readableStrategy.sizeAlgorithm, () => started);
    this.setBackpressure(true);
  }

  setBackpressure(backpressure) {
    this.backpressureChange?.resolve();
    this.backpressureChange = Promise.withResolvers();
    this.backpressure = backpressure;
  }

  /** TransformStreamError */
  error(error) {
    this.readable.source.error(error);
    this.errorWritable(error);
  }

  errorWritable(error) {
    this.clearAlgorithms();
    this.writable.error(error);
    this.unblockWrite();
  }

  unblockWrite() {
    if (this.backpressure) this.setBackpressure(false);
  }

  clearAlgorithms() {
    this.transformAlgorithm = null;
    this.flushAlgorithm = null;
    this.cancelAlgorithm = null;
  }

  // ---- the controller's -----------------------------------------------------

  enqueue(chunk) {
    const { source } = this.readable;
    if (!source.isOpen) throw invalidState('Unable to enqueue');
    try {
      source.enqueue(chunk);
    } catch (error) {
      this.errorWritable(error);
      throw this.readable.storedError;
    }
    const backpressure = !source.shouldCallPull();
    if (backpressure !== this.backpressure) this.setBackpressure(true);
  }

  terminate() {
    this.readable.source.close();
    this.errorWritable(invalidState('TransformStream terminated'));
  }

  transform(chunk) {
    // A write that raced with cancel() goes nowhere.
    if (this.transformAlgorithm === null) return promiseResolve(undefined);
    return whenSettled(this.transformAlgorithm(chunk), undefined, (error) => {
      this.error(error);
      throw error;
    });
  }

  // ---- the writable side's sink ---------------------------------------------

  write(chunk) {
    if (!this.backpressure) return this.transform(chunk);
    return whenSettled(this.backpressureChange.promise, () => {
      if (this.writable.state === 'erroring') throw this.writable.storedError;
      return this.transform(chunk);
    });
  }

  abortWritable(reason) {
    return this.finish(() => this.cancelAlgorithm(reason), () => {
      if (this.readable.state === 'errored') throw this.readable.storedError;
      this.readable.source.error(reason);
    }, (error) => this.readable.source.error(error));
  }

  closeWritable() {
    return this.finish(() => this.flushAlgorithm(), () => {
      if (this.readable.state === 'errored') throw this.readable.storedError;
      this.readable.source.close();
    }, (error) => this.readable.source.error(error));
  }

  // ---- the readable side's source -------------------------------------------

  pull() {
    this.setBackpressure(false);
    return this.backpressureChange.promise;
  }

  cancelReadable(reason) {
    return this.finish(() => this.cancelAlgorithm(reason), () => {
      if (this.writable.state === 'errored') throw this.writable.storedError;
      this.writable.error(reason);
      this.unblockWrite();
    }, (error) => {
      this.writable.error(error);
      this.unblockWrite();
    });
  }

  /** Runs the last of the transformer's functions, once. */
  finish(algorithm, onDone, onFailed) {
    if (this.finishPromise !== null) return this.finishPromise;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.finishPromise = promise;
    // Nobody may have asked for it.
    markHandled(promise);
    const finished = algorithm();
    this.clearAlgorithms();
    whenSettled(whenSettled(finished, onDone, (error) => {
      onFailed(error);
      throw error;
    }), () => resolve(), reject);
    return promise;
  }
}

let coreOf;

/** https://streams.spec.whatwg.org/#ts-class */
class TransformStream {
  #core;
  #readable;
  #writable;

  static {
    coreOf = (value) => {
      return isObject(value) && #core in value ? value.#core : undefined;
    };
  }

  /**
   * @param {object} [transformer] start, transform, flush, cancel
   * @param {object} [writableStrategy]
   * @param {object} [readableStrategy]
   */
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    if (transformer === kInternal) {
      this.#core = null; // both sides are driven from elsewhere
      this.#writable = writableStrategy;
      this.#readable = readableStrategy;
      return;
    }
    const writable = new Strategy(writableStrategy, 'writableStrategy');
    const readable = new Strategy(readableStrategy, 'readableStrategy');
    const callbacks =
      readTransformer(toDictionary(transformer, 'transformer'));

    const started = Promise.withResolvers();
    this.#core = new TransformCore(started.promise, writable, readable);
    this.#readable = makeReadableStream(this.#core.readable);
    this.#writable = makeWritableStream(this.#core.writable);

    const controller =
      new TransformStreamDefaultController(kInternal, this.#core);
    setUp(this.#core, transformer, callbacks, controller);
    // Rejects like the promise that it may be.
    started.resolve(callbacks.start &&
      apply(callbacks.start, transformer, [controller]));
  }

  get readable() {
    if (coreOf(this) === undefined) {
      throw new ERR_INVALID_THIS('TransformStream');
    }
    return this.#readable;
  }

  get writable() {
    if (coreOf(this) === undefined) {
      throw new ERR_INVALID_THIS('TransformStream');
    }
    return this.#writable;
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {
      readable: this.readable,
      writable: this.writable,
      backpressure: this.#core?.backpressure,
    });
  }
}

// In the order in which the standard reads them.
function readTransformer(transformer) {
  const cancel = toCallback(transformer, 'cancel', 'transformer');
  const flush = toCallback(transformer, 'flush', 'transformer');
  const { readableType } = transformer;
  const start = toCallback(transformer, 'start', 'transformer');
  const transform = toCallback(transformer, 'transform', 'transformer');
  const { writableType } = transformer;
  if (readableType !== undefined) {
    throw new ERR_INVALID_ARG_VALUE.RangeError(
      'transformer.readableType', readableType);
  }
  if (writableType !== undefined) {
    throw new ERR_INVALID_ARG_VALUE.RangeError(
      'transformer.writableType', writableType);
  }
  return { cancel, flush, start, transform };
}

function setUp(core, transformer, { cancel, flush, transform }, controller) {
  core.transformAlgorithm = transform === undefined ?
    (chunk) => callToPromise(core.enqueue, core, [chunk]) :
    promiseCallbackWith(transform, transformer, [controller]);
  core.flushAlgorithm = promiseCallback(flush, transformer, [controller]);
  // A promise of the program's takes its time, as startPromise() does: which
  // of the two is first decides what a cancel() at the very start comes to.
  core.cancelAlgorithm = cancel === undefined ? returnResolved :
    (reason) => new Promise((resolve) => {
      resolve(apply(cancel, transformer, [reason]));
    });
}

/** https://streams.spec.whatwg.org/#ts-default-controller-class */
class TransformStreamDefaultController {
  #core;

  constructor(key, core) {
    if (key !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core;
  }

  static #check(value) {
    if (!isObject(value) || !(#core in value)) {
      throw new ERR_INVALID_THIS('TransformStreamDefaultController');
    }
    return value.#core;
  }

  get desiredSize() {
    const core = TransformStreamDefaultController.#check(this);
    return core.readable.source.desiredSize;
  }

  enqueue(chunk = undefined) {
    TransformStreamDefaultController.#check(this).enqueue(chunk);
  }

  error(reason = undefined) {
    TransformStreamDefaultController.#check(this).error(reason);
  }

  terminate() {
    TransformStreamDefaultController.#check(this).terminate();
  }

  [customInspectSymbol](depth, options) {
    return inspectAs(this, depth, options, {});
  }
}

defineEnumerable(TransformStream.prototype, ['readable', 'writable']);
defineEnumerable(TransformStreamDefaultController.prototype,
                 ['desiredSize', 'enqueue', 'error', 'terminate']);
defineTag(TransformStream.prototype, 'TransformStream');
defineTag(TransformStreamDefaultController.prototype,
          'TransformStreamDefaultController');

const transfers = () => require('internal/webstreams/transfer');

registerCloneable(TransformStream, {
  key: 'internal/webstreams/transform:TransformStream',
  isInstance: (value) => coreOf(value) !== undefined,
  transfer: (stream) => transfers().sendTransform(stream),
  read: ({ readable, writable }) => new TransformStream(
    kInternal, transfers().writableOf(writable),
    transfers().readableOf(readable)),
});

module.exports = { TransformStream, TransformStreamDefaultController };
