'use strict';

// require('stream/promises')

const { pipelineImpl } = require('internal/streams/pipeline');
const { finished } = require('internal/streams/end-of-stream');
const { isIterable, isNodeStream, isWebStream } =
  require('internal/streams/utils');

/** The options, if the last argument is no stream. */
function popOptions(args) {
  const last = args[args.length - 1];
  if (typeof last === 'object' && last !== null && !isNodeStream(last) &&
      !isIterable(last) && !isWebStream(last)) return args.pop();
  return undefined;
}

/**
 * `stream.pipeline()` as a promise, of what the last function's promise gave.
 *
 * @param {...*} args the streams, and `{ signal, end }`
 * @returns {Promise<*>}
 */
function pipeline(...args) {
  return new Promise((resolve, reject) => {
    const options = popOptions(args);
    pipelineImpl(args, (error, value) => {
      if (error) reject(error);
      else resolve(value);
    }, options);
  });
}

module.exports = { finished, pipeline };
