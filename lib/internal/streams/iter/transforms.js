'use strict';
// Transforms at work, async: stages, each the async iterator of batches that the
// next one reads from. Functions that follow each other are one stage.
//
// A stage gives what it makes of its source's batches, and at the end of what
// it makes of null, the sign to flush.

const { AbortController } = require('internal/abort_controller');
const { codes: { ERR_INVALID_RETURN_VALUE } } = require('internal/errors');
const { isBatch } = require('internal/streams/iter/bytes');
const { BatchIterator, expand, hasMethod, isThenable } =
  require('internal/streams/iter/from');
const { kTrusted } = require('internal/streams/iter/symbols');

const over = () => ({ value: undefined, done: true });

/** Transforms that are functions (chunks, options) => chunks. */
class FunctionStage {
  #source;
  #functions;
  #signal;
  // What one batch has become, where it is not one batch; a generator.
  #parts = null;
  #isFlushed = false;

  constructor(source, functions, signal) {
    this.#source = source;
    this.#functions = functions;
    this.#signal = signal;
  }

  async next() {
    for (;;) {
      if (this.#parts !== null) {
        const part = await this.#parts.next();
        if (!part.done) return part;
        this.#parts = null;
      }
      if (this.#isFlushed) return over();
      const result = await this.#source.next();
      if (result.done) {
        this.#isFlushed = true;
        this.#parts = this.#flush();
        continue;
      }
      let value = this.#quickly(result.value, 0);
      if (isThenable(value)) value = await value;
      if (value !== null) return { value, done: false };
    }
  }

  /**
   * One batch through the functions from the i-th on.
   * @returns {Uint8Array[]|null|Promise} null: nothing, or see #parts
   */
  #quickly(batch, i) {
    const functions = this.#functions;
    for (; i < functions.length; i++) {
      const run = functions[i];
      const output = run(batch, { signal: this.#signal });
      if (!isBatch(output)) return this.#slowly(output, i + 1);
      if (output.length === 0) return null;
      batch = output;
    }
    return batch;
  }

  /** What a function gave that is no batch, through those after it. */
  #slowly(output, i) {
    if (output === null) return null;
    if (isThenable(output)) return this.#settled(output, i);
    this.#parts = this.#outputs(output, i);
    return null;
  }

  async #settled(promise, i) {
    const output = await promise;
    if (!isBatch(output)) return this.#slowly(output, i);
    return output.length === 0 ? null : this.#quickly(output, i);
  }

  /** What the functions from the i-th on make of a batch. */
  async* #apply(batch, i) {
    if (i === this.#functions.length) {
      yield batch;
      return;
    }
    yield* this.#outputs(await this.#call(batch, i), i + 1);
  }

  #call(batch, i) {
    const run = this.#functions[i];
    return run(batch, { signal: this.#signal });
  }

  async* #outputs(output, i) {
    if (output === null) return;
    if (!isBatch(output)) {
      for await (const batch of expand(output)) yield* this.#apply(batch, i);
    } else if (output.length > 0) {
      yield* this.#apply(output, i);
    }
  }

  async* #flush() {
    for (let i = 0; i < this.#functions.length; i++) {
      yield* this.#outputs(await this.#call(null, i), i + 1);
    }
  }

  async return() {
    await this.#source.return?.();
    return over();
  }
}

/** What a transform's method reads: batches, then null. */
class Feed {
  #source;
  #isOver = false;

  constructor(source) { this.#source = source; }

  async next() {
    if (this.#isOver) return over();
    const { value, done } = await this.#source.next();
    if (!done) return { value, done };
    this.#isOver = true;
    return { value: null, done: false };
  }

  async return(value) {
    this.#isOver = true;
    await this.#source.return?.();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}

/** A transform that is an object with a method transform(source, options). */
function makeMethodStage(source, transform, signal) {
  const output = transform.transform(new Feed(source), { signal });
  const iterator = hasMethod(output, Symbol.asyncIterator) ?
    output[Symbol.asyncIterator]() : output?.[Symbol.iterator]?.();
  if (iterator === undefined) {
    throw new ERR_INVALID_RETURN_VALUE(
      'AsyncIterable or Iterable', 'transform', output);
  }
  return new BatchIterator(iterator, true);
}

/**
 * @param {object} source an async iterator
 * @param {Array} transforms
 * @param {AbortSignal} signal for the transforms
 * @returns {object[]} the stages, the source first
 */
function makeStages(source, transforms, signal) {
  const stages = [source];
  for (let i = 0; i < transforms.length; i++) {
    const last = stages.at(-1);
    if (typeof transforms[i] !== 'function') {
      stages.push(makeMethodStage(last, transforms[i], signal));
      continue;
    }
    const functions = [transforms[i]];
    while (typeof transforms[i + 1] === 'function') {
      functions.push(transforms[++i]);
    }
    stages.push(new FunctionStage(last, functions, signal));
  }
  return stages;
}

class PipelineIterator {
  #source;
  #transforms;
  #controller = new AbortController();
  #stages = null;
  #isOver = false;
  // Calls of next() are answered one after the other.
  #calls = 0;
  #last = null;

  constructor(source, transforms) {
    this.#source = source;
    this.#transforms = transforms;
  }

  next() {
    this.#last = this.#calls++ === 0 ? this.#step() : this.#stepLater();
    return this.#last;
  }

  #stepLater() {
    const step = () => this.#step();
    return this.#last.then(step, step);
  }

  async #step() {
    try {
      if (this.#isOver) return over();
      this.#stages ??= makeStages(this.#source[Symbol.asyncIterator](),
                                  this.#transforms, this.#controller.signal);
      const result = await this.#stages.at(-1).next();
      if (result.done) this.#isOver = true;
      return result;
    } catch (error) {
      await this.#fail(error);
      throw error;
    } finally {
      this.#calls--;
    }
  }

  async #fail(error) {
    if (this.#isOver) return;
    try {
      await this.abandon(error);
    } catch {
      // The first error counts.
    }
  }

  /** Ends before its time; the transforms' signal tells the reason. */
  async abandon(reason) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#controller.abort(reason);
    if (this.#stages === null) {
      await this.#source[Symbol.asyncIterator]().return?.();
    } else {
      // A generator that was not started passes nothing on to its source.
      for (const stage of this.#stages.reverse()) await stage.return?.();
    }
  }

  async return(value) {
    await this.abandon();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() { return this; }
}

class Pipeline {
  #source;
  #transforms;

  constructor(source, transforms) {
    this.#source = source;
    this.#transforms = transforms;
  }

  [Symbol.asyncIterator]() {
    return new PipelineIterator(this.#source, this.#transforms);
  }
}
Pipeline.prototype[kTrusted] = true;

/**
 * @param {AsyncIterable<Uint8Array[]>} source
 * @param {Array<Function|{transform: Function}>} transforms
 * @returns {AsyncIterable<Uint8Array[]>}
 */
function transformed(source, transforms) {
  return transforms.length === 0 ? source : new Pipeline(source, transforms);
}

module.exports = { transformed };
