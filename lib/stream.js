'use strict';

// require('stream'): the classes and the tools around them. The export is the
// old `Stream` class itself, which everything else is a property of.

const { Buffer } = require('buffer');
const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
const { promisify } = require('internal/util');
const { isArrayBufferView, isUint8Array } = require('internal/util/types');
const { Stream } = require('internal/streams/legacy');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } =
  require('internal/streams/state');
const { addAbortSignal } = require('internal/streams/add-abort-signal');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const { pipeline } = require('internal/streams/pipeline');
const { compose, promiseReturningOperators, streamReturningOperators } =
  require('internal/streams/operators');
const Readable = require('internal/streams/readable');
const utils = require('internal/streams/utils');

Stream.isDestroyed = utils.isDestroyed;
Stream.isDisturbed = utils.isDisturbed;
Stream.isErrored = utils.isErrored;
Stream.isReadable = utils.isReadable;
Stream.isWritable = utils.isWritable;

Stream.Readable = Readable;
Stream.Writable = require('internal/streams/writable');
Stream.Duplex = require('internal/streams/duplex');
Stream.Transform = require('internal/streams/transform');
Stream.PassThrough = require('internal/streams/passthrough');
Stream.duplexPair = require('internal/streams/duplexpair');
Stream.pipeline = pipeline;
Stream.addAbortSignal = addAbortSignal;
Stream.finished = eos;
Stream.destroy = destroyer;
Stream.compose = require('internal/streams/compose');
Stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
Stream.getDefaultHighWaterMark = getDefaultHighWaterMark;

function defineOperator(name, operator, method) {
  Object.defineProperties(method, {
    name: { value: operator.name, configurable: true },
    length: { value: operator.length, configurable: true },
  });
  Object.defineProperty(Readable.prototype, name, {
    value: method,
    enumerable: false,
    configurable: true,
    writable: true,
  });
}

for (const [name, operator] of Object.entries(streamReturningOperators)) {
  defineOperator(name, operator, function(...args) {
    if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
    return Readable.from(Reflect.apply(operator, this, args));
  });
}

for (const [name, operator] of Object.entries(promiseReturningOperators)) {
  defineOperator(name, operator, function(...args) {
    if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
    return Promise.resolve(Reflect.apply(operator, this, args));
  });
}

defineOperator('compose', compose, compose);

function getPromises() {
  return require('stream/promises');
}

Object.defineProperty(Stream, 'promises', {
  configurable: true,
  enumerable: true,
  get: getPromises,
});

Object.defineProperty(pipeline, promisify.custom, {
  enumerable: true,
  get() { return getPromises().pipeline; },
});

Object.defineProperty(eos, promisify.custom, {
  enumerable: true,
  get() { return getPromises().finished; },
});

// As in the first versions: require('stream').Stream.
Stream.Stream = Stream;

Stream._isArrayBufferView = isArrayBufferView;
Stream._isUint8Array = isUint8Array;
Stream._uint8ArrayToBuffer = function _uint8ArrayToBuffer(chunk) {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
};

module.exports = Stream;
