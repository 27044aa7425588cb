'use strict';
// Errors that come from a failed system call and carry its details in `info`.

/** A view of `info[name]` on the error itself, writable as plain properties are. */
function defineInfoProperty(error, name, toPublic = (value) => value) {
  const { info } = error;
  Object.defineProperty(error, name, {
    configurable: true,
    enumerable: true,
    get: () => toPublic(info[name]),
    set(value) { info[name] = value; },
  });
}

/** Paths are kept as the bytes that the system was given. */
function definePathProperty(error, name) {
  if (error.info[name] === undefined) return;
  const { Buffer } = require('buffer');
  defineInfoProperty(error, name, (path) => path?.toString());
  const { set: setRaw } = Object.getOwnPropertyDescriptor(error, name);
  Object.defineProperty(error, name, {
    set: (path) => setRaw(path ? Buffer.from(path.toString()) : undefined),
  });
}

/** 'what failed: syscall returned CODE (text) path => dest'. */
function systemErrorMessage(prefix, context) {
  let message =
    `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
  if (context.path !== undefined) message += ` ${context.path}`;
  if (context.dest !== undefined) message += ` => ${context.dest}`;
  return message;
}

/** Adds what a SystemError has besides `message` and `code`. */
function decorateSystemError(error, context) {
  Object.defineProperties(error, {
    name: {
      value: 'SystemError', configurable: true, writable: true,
    },
    info: { value: context, configurable: true, enumerable: true },
  });
  defineInfoProperty(error, 'errno');
  defineInfoProperty(error, 'syscall');
  definePathProperty(error, 'path');
  definePathProperty(error, 'dest');
}

module.exports = { decorateSystemError, systemErrorMessage };
