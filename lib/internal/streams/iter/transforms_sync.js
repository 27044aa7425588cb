'use strict';
// Transforms at work, where nothing waits: see transforms.js.

const { AbortController } = require('internal/abort_controller');
const { codes: { ERR_INVALID_RETURN_VALUE } } = require('internal/errors');
const { isBatch } = require('internal/streams/iter/bytes');
const { SyncSource, batchesOf, hasMethod, kBatchLength } =
  require('internal/streams/iter/from');

function* outputs(output, functions, i, signal) {
  if (output === null) return;
  if (!isBatch(output)) {
    for (const batch of batchesOf([output], kBatchLength, false)) {
      yield* applyFrom(batch, functions, i, signal);
    }
  } else if (output.length > 0) {
    yield* applyFrom(output, functions, i, signal);
  }
}

/** What the functions from the i-th on make of a batch. */
function* applyFrom(batch, functions, i, signal) {
  for (; i < functions.length; i++) {
    const run = functions[i];
    const output = run(batch, { signal });
    if (output === null) return;
    if (!isBatch(output)) {
      yield* outputs(output, functions, i + 1, signal);
      return;
    }
    if (output.length === 0) return;
    batch = output;
  }
  yield batch;
}

function* functionStage(source, functions, signal) {
  for (const batch of source) yield* applyFrom(batch, functions, 0, signal);
  for (let i = 0; i < functions.length; i++) {
    const run = functions[i];
    yield* outputs(run(null, { signal }), functions, i + 1, signal);
  }
}

function* feed(source) {
  yield* source;
  yield null;
}

function* methodStage(source, transform, signal) {
  const output = transform.transform(feed(source), { signal });
  if (!hasMethod(output, Symbol.iterator)) {
    throw new ERR_INVALID_RETURN_VALUE('Iterable', 'transform', output);
  }
  for (const value of output) {
    if (value !== null) yield* batchesOf([value], kBatchLength, false);
  }
}

function makeStages(source, transforms, signal) {
  let last = source;
  for (let i = 0; i < transforms.length; i++) {
    if (typeof transforms[i] !== 'function') {
      last = methodStage(last, transforms[i], signal);
      continue;
    }
    const functions = [transforms[i]];
    while (typeof transforms[i + 1] === 'function') {
      functions.push(transforms[++i]);
    }
    last = functionStage(last, functions, signal);
  }
  return last;
}

function* run(source, transforms) {
  const controller = new AbortController();
  let reason;
  let isOver = false;
  try {
    yield* makeStages(source, transforms, controller.signal);
    isOver = true;
  } catch (error) {
    reason = error;
    throw error;
  } finally {
    if (!isOver) controller.abort(reason);
  }
}

/**
 * @param {Iterable<Uint8Array[]>} source
 * @param {Array<Function|{transform: Function}>} transforms
 * @returns {Iterable<Uint8Array[]>}
 */
function transformedSync(source, transforms) {
  return transforms.length === 0 ? source :
    new SyncSource(() => run(source, transforms));
}

module.exports = { transformedSync };
