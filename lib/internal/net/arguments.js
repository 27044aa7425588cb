'use strict';
// What connect() and listen() make of their many forms of arguments.

/** Marks an array that normalizeArgs made. */
const normalizedArgsSymbol = Symbol('normalizedArgs');

/** The port that a value stands for, or false. */
function toNumber(value) {
  const number = Number(value);
  return number >= 0 ? number : false;
}

/** Whether a string is a path rather than a port. */
function isPipeName(value) {
  return typeof value === 'string' && toNumber(value) === false;
}

/**
 * Makes [options, callback] of ([options | path | port[, host]][, callback]);
 * the callback is null if there is none.
 */
function normalizeArgs(args) {
  let options = {};
  if (args.length > 0) {
    const first = args[0];
    if (typeof first === 'object' && first !== null) {
      options = first;
    } else if (isPipeName(first)) {
      options.path = first;
    } else {
      options.port = first;
      if (typeof args[1] === 'string') options.host = args[1];
    }
  }
  const last = args[args.length - 1];
  const normalized = [options, typeof last === 'function' ? last : null];
  normalized[normalizedArgsSymbol] = true;
  return normalized;
}

module.exports = { isPipeName, normalizeArgs, normalizedArgsSymbol, toNumber };
