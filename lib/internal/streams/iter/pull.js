'use strict';
// pull() and pullSync(): a source seen through transforms, read when it is read
// from.

const { abortable } = require('internal/streams/iter/abortable');
const { takeOptions, validateTransforms } =
  require('internal/streams/iter/arguments');
const { from, fromSync } = require('internal/streams/iter/from');
const { transformed } = require('internal/streams/iter/transforms');
const { transformedSync } = require('internal/streams/iter/transforms_sync');

/**
 * @param {*} source what from() takes
 * @param {...*} rest transforms, and the options {signal}
 * @returns {AsyncIterable<Uint8Array[]>}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function pull(source, ...rest) {
  const { signal } = takeOptions(rest);
  return abortable(transformed(from(source), rest), signal);
}

/**
 * @param {*} source what fromSync() takes
 * @param {...*} transforms that need not wait
 * @returns {Iterable<Uint8Array[]>}
 * @throws {TypeError} ERR_INVALID_ARG_TYPE
 */
function pullSync(source, ...transforms) {
  validateTransforms(transforms);
  return transformedSync(fromSync(source), transforms);
}

module.exports = { pull, pullSync };
