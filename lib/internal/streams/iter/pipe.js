'use strict';
// pipeTo() and pipeToSync(): a source's batches, written to a writer.

const { codes: { ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } =
  require('internal/errors');
const { abortable, ignore } = require('internal/streams/iter/abortable');
const { validateTransforms } = require('internal/streams/iter/arguments');
const { sizeOf } = require('internal/streams/iter/bytes');
const {
  SettlingSource, fromSync, hasMethod, isObject, isThenable, kBatchLength,
  settle, sourceOf,
} = require('internal/streams/iter/from');
const { transformed } = require('internal/streams/iter/transforms');
const { transformedSync } = require('internal/streams/iter/transforms_sync');
const { kEmptyObject } = require('internal/util');
const { validateAbortSignal, validateBoolean } =
  require('internal/validators');

const isWriter = (value) => hasMethod(value, 'write');
const isSyncWriter = (value) => hasMethod(value, 'writeSync');

/**
 * Splits (...transforms, writer, options).
 * @param {Array} rest is left with the transforms
 * @param {Function} isWriter
 */
function takeArguments(rest, isWriter) {
  let index = rest.length - 1;
  if (isObject(rest[index]) && !isWriter(rest[index])) index--;
  const writer = rest[index];
  if (!isWriter(writer)) {
    throw new ERR_INVALID_ARG_VALUE('args', rest,
                                    'pipeTo requires a writer argument');
  }
  const options = rest[index + 1] ?? kEmptyObject;
  rest.length = index;
  const { signal, preventClose = false, preventFail = false } = options;
  validateAbortSignal(signal, 'options.signal');
  validateBoolean(preventClose, 'options.preventClose');
  validateBoolean(preventFail, 'options.preventFail');
  validateTransforms(rest);
  return { writer, signal, preventClose, preventFail };
}

/** Tells the writer of an error; its own troubles with that do not count. */
function fail(writer, error) {
  try {
    const told = writer.fail?.(error);
    if (isThenable(told)) told.then(undefined, ignore);
  } catch {
    // The first error counts.
  }
}

// --- Async -------------------------------------------------------------------------

/** A writer's methods: those that need not wait are tried first. */
class Sink {
  #writer;
  #options;
  #hasWritev;
  #hasWriteSync;
  #hasWritevSync;

  constructor(writer, signal) {
    this.#writer = writer;
    this.#options = signal === undefined ? undefined : { signal };
    this.#hasWritev = hasMethod(writer, 'writev');
    this.#hasWriteSync = hasMethod(writer, 'writeSync');
    this.#hasWritevSync = hasMethod(writer, 'writevSync');
  }

  get takesBatches() { return this.#hasWritev || this.#hasWritevSync; }

  /** @returns {Promise|undefined} undefined: it is written */
  write(batch) {
    if (batch.length > 1 && this.takesBatches) return this.#writeBatch(batch);
    return this.#writeFrom(batch, 0);
  }

  #writeBatch(batch) {
    const writer = this.#writer;
    if (this.#hasWritevSync && writer.writevSync(batch) !== false) {
      return undefined;
    }
    return this.#hasWritev ? writer.writev(batch, this.#options) :
      this.#writeFrom(batch, 0);
  }

  /** One chunk after the other, until one has to wait. */
  #writeFrom(batch, i) {
    for (; i < batch.length; i++) {
      if (this.#writeNow(batch[i])) continue;
      const written = this.#writer.write(batch[i], this.#options);
      if (isThenable(written)) return this.#writeRest(written, batch, i + 1);
    }
    return undefined;
  }

  #writeNow(chunk) {
    return this.#hasWriteSync && this.#writer.writeSync(chunk) !== false;
  }

  async #writeRest(written, batch, i) {
    await written;
    await this.#writeFrom(batch, i);
  }

  async end() {
    const writer = this.#writer;
    if (hasMethod(writer, 'endSync') && writer.endSync() >= 0) return;
    await writer.end?.(this.#options);
  }
}

/** @returns {Promise<number>} the bytes written */
async function writeAll(source, sink, signal) {
  let total = 0;
  for await (const batch of source) {
    const written = sink.write(batch);
    if (written !== undefined) await written;
    if (signal?.aborted) throw signal.reason;
    total += sizeOf(batch);
  }
  return total;
}

/** writeAll() without a promise for each batch; see SettlingIterator. */
async function writeAtOnce(generator, sink) {
  let total = 0;
  try {
    let result = generator.next();
    while (!result.done) {
      if (!Array.isArray(result.value)) {
        result = await settle(generator, result.value);
        continue;
      }
      const written = sink.write(result.value);
      if (written !== undefined) await written;
      total += sizeOf(result.value);
      result = generator.next();
    }
  } finally {
    generator.return();
  }
  return total;
}

/**
 * Writes all of a source.
 * @param {*} source what from() takes
 * @param {...*} rest transforms, the writer, and options
 * @returns {Promise<number>} the bytes written
 */
async function pipeTo(source, ...rest) {
  const { writer, signal, preventClose, preventFail } = takeArguments(rest, isWriter);
  const sink = new Sink(writer, signal);
  try {
    // Chunk by chunk, where nothing is won by gathering them.
    const most = sink.takesBatches || rest.length > 0 ? kBatchLength : 1;
    const batches =
      abortable(transformed(sourceOf(source, most), rest), signal);
    const total = batches instanceof SettlingSource ?
      await writeAtOnce(batches.open(), sink) :
      await writeAll(batches, sink, signal);
    if (!preventClose) await sink.end();
    return total;
  } catch (error) {
    if (!preventFail) fail(writer, error);
    throw error;
  }
}

// --- Sync --------------------------------------------------------------------------

function mustAccept(accepted) {
  if (accepted !== false) return;
  throw new ERR_OUT_OF_RANGE('write', 'within byte budget',
                             'budget exhausted');
}

function writeSync(writer, batch) {
  if (batch.length > 1 && hasMethod(writer, 'writevSync')) {
    mustAccept(writer.writevSync(batch));
    return;
  }
  for (let i = 0; i < batch.length; i++) {
    mustAccept(writer.writeSync(batch[i]));
  }
}

function endSync(writer) {
  if (hasMethod(writer, 'endSync') && writer.endSync() >= 0) return;
  writer.end?.();
}

/**
 * As pipeTo(), where nothing needs to wait.
 * @returns {number} the bytes written
 * @throws {RangeError} ERR_OUT_OF_RANGE if the writer has no room
 */
function pipeToSync(source, ...rest) {
  const { writer, preventClose, preventFail } =
    takeArguments(rest, isSyncWriter);
  let total = 0;
  try {
    for (const batch of transformedSync(fromSync(source), rest)) {
      writeSync(writer, batch);
      total += sizeOf(batch);
    }
    if (!preventClose) endSync(writer);
  } catch (error) {
    if (!preventFail) fail(writer, error);
    throw error;
  }
  return total;
}

module.exports = { pipeTo, pipeToSync };
