'use strict';
// What is not there yet, but that programs only look at: all of a module, or a
// part of one.

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

/**
 * A function that throws, naming itself.
 * @param {string} name as 'http2.connect' or 'http2.connect()'
 */
function missingFunction(name) {
  const short = name.slice(name.lastIndexOf('.') + 1).replace('()', '');
  return {
    [short]() { throw new ERR_METHOD_NOT_IMPLEMENTED(name); },
  }[short];
}

/** A class whose construction throws, naming it. */
function missingClass(name) {
  const short = name.slice(name.lastIndexOf('.') + 1);
  return {
    [short]: class {
      constructor() { throw new ERR_METHOD_NOT_IMPLEMENTED(name); }
    },
  }[short];
}

module.exports = { missingClass, missingFunction };
