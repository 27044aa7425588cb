'use strict';
// Modules that are not there yet, but that programs require only to look at them.

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

/** A function that throws, naming itself. */
function missingFunction(name) {
  const short = name.slice(name.lastIndexOf('.') + 1);
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
