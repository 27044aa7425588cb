'use strict';
// The sentences that error messages are made of.

const primitiveTypes = new Set([
  'string', 'function', 'number', 'object', 'Function', 'Object', 'boolean',
  'bigint', 'symbol',
]);
const classNamePattern = /^([A-Z][a-z0-9]*)+$/;

let inspectModule;
function lazyInspect() {
  return inspectModule ??= require('internal/util/inspect');
}

/** `inspect` of a value for a message: one level, the program's code is not run. */
function inspectShallow(value) {
  return lazyInspect().inspect(value, { depth: -1 });
}

/** What `%s` of util.format makes of a value. */
function toText(value) {
  return typeof value === 'string' ? value : lazyInspect().format('%s', value);
}

/**
 * 'a', 'a and b', 'a, b, and c'.
 * @param {string[]} items
 * @param {string} [conjunction]
 */
function formatList(items, conjunction = 'and') {
  switch (items.length) {
    case 0: return '';
    case 1: return `${items[0]}`;
    case 2: return `${items[0]} ${conjunction} ${items[1]}`;
    default: {
      const last = items[items.length - 1];
      return `${items.slice(0, -1).join(', ')}, ${conjunction} ${last}`;
    }
  }
}

function describeString(value) {
  const shown = value.length > 28 ? `${value.slice(0, 25)}...` : value;
  const quoted = shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`;
  return `type string (${quoted})`;
}

function describeObject(value) {
  const name = value.constructor?.name;
  return name ? `an instance of ${name}` : inspectShallow(value);
}

/** What a value is, for "Received ...": 'type number (1)', 'an instance of Foo'. */
function determineSpecificType(value) {
  switch (typeof value) {
    case 'undefined': return 'undefined';
    case 'function': return `function ${value.name}`;
    case 'object': return value === null ? 'null' : describeObject(value);
    case 'string': return describeString(value);
    case 'bigint': return `type bigint (${value}n)`;
    case 'number': return `type number (${Object.is(value, -0) ? '-0' : value})`;
    default: return `type ${typeof value} (${String(value)})`;
  }
}

/** Sorts the expected things into types, classes and anything else. */
function classifyExpected(expected) {
  const types = [];
  const instances = [];
  const other = [];
  for (const item of expected) {
    if (primitiveTypes.has(item)) types.push(item.toLowerCase());
    else if (classNamePattern.test(item)) instances.push(item);
    else other.push(item);
  }
  // "object or an instance of Buffer" would say that any object does.
  const object = types.indexOf('object');
  if (instances.length > 0 && object !== -1) {
    types.splice(object, 1);
    instances.push('Object');
  }
  return { types, instances, other };
}

function describeOther(other) {
  if (other.length > 1) return `one of ${formatList(other, 'or')}`;
  const [only] = other;
  return only.toLowerCase() === only ? only : `an ${only}`;
}

/** 'one of type string or number or an instance of Buffer'. */
function describeExpected(expected) {
  const { types, instances, other } = classifyExpected(expected);
  const parts = [];
  if (types.length > 0) {
    const head = types.length > 1 ? 'one of type' : 'of type';
    parts.push(`${head} ${formatList(types, 'or')}`);
  }
  if (instances.length > 0) {
    parts.push(`an instance of ${formatList(instances, 'or')}`);
  }
  if (other.length > 0) parts.push(describeOther(other));
  return parts.join(' or ');
}

/** '"x" argument', '"a.b" property', 'first argument'. */
function describeName(name) {
  if (name.endsWith(' argument')) return name;
  return `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

/** The message of ERR_INVALID_ARG_TYPE. */
function invalidArgType(name, expected, actual) {
  const list = Array.isArray(expected) ? expected : [expected];
  return `The ${describeName(name)} must be ${describeExpected(list)}. ` +
         `Received ${determineSpecificType(actual)}`;
}

/** The message of ERR_INVALID_ARG_VALUE. */
function invalidArgValue(name, value, reason = 'is invalid') {
  let shown = lazyInspect().inspect(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  const kind = name.includes('.') ? 'property' : 'argument';
  return `The ${kind} '${name}' ${reason}. Received ${shown}`;
}

/** '-1234567' -> '-1_234_567'. */
function addNumericSeparators(digits) {
  const start = digits[0] === '-' ? 1 : 0;
  let result = '';
  let end = digits.length;
  for (; end >= start + 4; end -= 3) {
    result = `_${digits.slice(end - 3, end)}${result}`;
  }
  return `${digits.slice(0, end)}${result}`;
}

function describeNumber(value) {
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) {
    return addNumericSeparators(String(value));
  }
  if (typeof value === 'bigint') {
    const isLarge = value > 2n ** 32n || value < -(2n ** 32n);
    return `${isLarge ? addNumericSeparators(String(value)) : value}n`;
  }
  return lazyInspect().inspect(value);
}

/** The message of ERR_OUT_OF_RANGE. With `isWhole`, `name` is the first sentence. */
function outOfRange(name, range, received, isWhole = false) {
  const head = isWhole ? name : `The value of "${name}" is out of range.`;
  return `${head} It must be ${range}. Received ${describeNumber(received)}`;
}

/** The message of ERR_MISSING_ARGS; an array stands for alternatives. */
function missingArgs(...names) {
  const quoted = names.map((name) =>
    (Array.isArray(name) ? name : [name]).map((one) => `"${one}"`).join(' or '));
  const noun = names.length === 1 ? 'argument' : 'arguments';
  return `The ${formatList(quoted)} ${noun} must be specified`;
}

module.exports = {
  addNumericSeparators,
  determineSpecificType,
  formatList,
  inspectShallow,
  invalidArgType,
  invalidArgValue,
  missingArgs,
  outOfRange,
  toText,
};
