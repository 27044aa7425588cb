'use strict';
// What reporters share: a class with format(event) and finish(), each giving
// text, as a function for stream.compose() and as a stream.

const { Transform } = require('stream');

/** @returns {AsyncGeneratorFunction} for stream.compose() */
function asGenerator(Reporter, name) {
  const fn = async function*(source) {
    const reporter = new Reporter();
    for await (const event of source) {
      const text = reporter.pieces?.(event) ?? [reporter.format(event)];
      for (const piece of text) if (piece !== '') yield piece;
    }
    const last = reporter.finish();
    if (last !== '') yield last;
  };
  Object.defineProperty(fn, 'name', { value: name });
  return fn;
}

/** A stream that takes events and gives text. */
class ReporterStream extends Transform {
  #reporter;

  constructor(reporter) {
    super({ __proto__: null, writableObjectMode: true });
    this.#reporter = reporter;
  }

  _transform(event, encoding, callback) {
    callback(null, this.#reporter.format(event) || undefined);
  }

  _flush(callback) {
    callback(null, this.#reporter.finish() || undefined);
  }
}

/** @returns {Function} for stream.compose(), or for a stream of its own */
function asStream(Reporter, name) {
  const generate = asGenerator(Reporter, name);
  const fn = function(source) {
    const isComposed = source?.[Symbol.asyncIterator] !== undefined;
    if (isComposed && source.pipe === undefined) return generate(source);
    const stream = new ReporterStream(new Reporter());
    return isComposed ? source.pipe(stream) : stream;
  };
  Object.defineProperty(fn, 'name', { value: name });
  return fn;
}

const indents = [];

/** Four columns a level. */
function indent(nesting, width) {
  const key = nesting * 8 + width;
  indents[key] ??= ' '.repeat(nesting * width);
  return indents[key];
}

module.exports = { asGenerator, asStream, indent };
