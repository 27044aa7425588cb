'use strict';
// An uncaught exception on its way to the parent thread. Structured cloning
// keeps an error's name, message, stack and cause; here its class among the
// built-in ones and its own properties, such as `code`, go with it.

const builtins = {
  Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
};

function classOf(error) {
  let prototype = Object.getPrototypeOf(error);
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const name = prototype.constructor?.name;
    if (Object.hasOwn(builtins, name) && builtins[name].prototype === prototype) {
      return name;
    }
  }
  return 'Error';
}

function isCloneable(value) {
  const { structuredClone } = require('internal/structured_clone');
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

function propertiesOf(error) {
  const properties = [];
  for (const key of Object.getOwnPropertyNames(error)) {
    const { enumerable } = Object.getOwnPropertyDescriptor(error, key);
    try {
      const value = error[key];
      if (isCloneable(value)) properties.push({ key, value, enumerable });
    } catch {
      // A getter that throws: the property stays behind.
    }
  }
  return properties;
}

/** @returns {object} what can be cloned, for readError */
function writeError(error) {
  const { isNativeError } = require('internal/util/types');
  try {
    if (isNativeError(error)) {
      return {
        kind: 'error', name: error.name, type: classOf(error),
        properties: propertiesOf(error),
      };
    }
    if (isCloneable(error)) return { kind: 'value', value: error };
    if (typeof error === 'symbol' && Symbol.keyFor(error) !== undefined) {
      return { kind: 'symbol', key: Symbol.keyFor(error) };
    }
    const { inspect } = require('internal/util/inspect');
    return { kind: 'text', text: inspect(error) };
  } catch {
    return { kind: 'unknown' };
  }
}

function makeError({ name, type, properties }) {
  const made = new builtins[type]();
  for (const { key, value, enumerable } of properties) {
    Object.defineProperty(made, key, {
      configurable: true, enumerable, writable: true, value,
    });
  }
  if (made.name !== name && typeof name === 'string') {
    Object.defineProperty(made, 'name', {
      configurable: true, enumerable: false, writable: true, value: name,
    });
  }
  return made;
}

/** @returns {any} the exception again, or what stands for it */
function readError(record) {
  const { codes } = require('internal/errors');
  const { customInspectSymbol } = require('internal/util');
  switch (record.kind) {
    case 'error': return makeError(record);
    case 'value': return record.value;
    case 'symbol': return Symbol.for(record.key);
    case 'text': return { [customInspectSymbol]: () => record.text };
    default: return new codes.ERR_WORKER_UNSERIALIZABLE_ERROR();
  }
}

module.exports = { readError, writeError };
