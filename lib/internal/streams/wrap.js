'use strict';

// `readable.wrap()`: a stream of Node's first versions, which has 'data' and
// `pause()`, becomes the source of a Readable.

const { errorOrDestroy } = require('internal/streams/destroy');

/** Methods of the source that the stream lacks are called through. */
function borrowMethods(stream, source) {
  for (const name of Object.keys(source)) {
    if (stream[name] === undefined && typeof source[name] === 'function') {
      stream[name] = source[name].bind(source);
    }
  }
}

/**
 * @param {Readable} stream
 * @param {Stream} source
 */
function wrap(stream, source) {
  let paused = false;

  source.on('data', (chunk) => {
    if (!stream.push(chunk) && source.pause) {
      paused = true;
      source.pause();
    }
  });
  source.on('end', () => stream.push(null));
  source.on('error', (error) => errorOrDestroy(stream, error));
  source.on('close', () => stream.destroy());
  source.on('destroy', () => stream.destroy());

  stream._read = () => {
    if (paused && source.resume) {
      paused = false;
      source.resume();
    }
  };
  borrowMethods(stream, source);
}

module.exports = { wrap };
