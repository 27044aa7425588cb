'use strict';
// What an object is called: its constructor, its Symbol.toStringTag, and how
// functions and classes are shown.

const {
  getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols,
  getPrototypeOf, hasOwn, keys: objectKeys,
} = Object;
const { ownKeys } = Reflect;
const { call } = Function.prototype;
const hasInstance = call.bind(Function.prototype[Symbol.hasInstance]);
const isEnumerable = call.bind(Object.prototype.propertyIsEnumerable);
const functionToString = call.bind(Function.prototype.toString);

const {
  getConstructorName: engineConstructorName,
} = internalBinding('util');
const {
  isAsyncFunction, isGeneratorFunction, isModuleNamespaceObject,
} = require('internal/util/types');
const formatting = require('internal/util/inspect/value');
const { formatProperty, kObject } = require('internal/util/inspect/properties');

/** The language's own constructors, those that have a global name. */
const builtInObjects = new Set([
  'AggregateError', 'Array', 'ArrayBuffer', 'AsyncDisposableStack', 'Atomics',
  'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Date',
  'DisposableStack', 'Error', 'EvalError', 'FinalizationRegistry',
  'Float16Array', 'Float32Array', 'Float64Array', 'Function', 'Infinity',
  'Int16Array', 'Int32Array', 'Int8Array', 'Intl', 'Iterator', 'JSON', 'Map',
  'Math', 'NaN', 'Number', 'Object', 'Promise', 'Proxy', 'RangeError',
  'ReferenceError', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer', 'String',
  'SuppressedError', 'Symbol', 'SyntaxError', 'TypeError', 'URIError',
  'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap',
  'WeakRef', 'WeakSet', 'WebAssembly',
]);

/** Constructors of common prototypes: found without looking at properties. */
const wellKnownPrototypes = new Map([
  Object, Array, Function, Map, Set, Promise, ArrayBuffer, Date, RegExp,
  getPrototypeOf(Uint8Array),
].map((constructor) => [constructor.prototype, constructor]));

/** `instanceof` that does not ask Symbol.hasInstance and does not throw. */
function isInstance(object, constructor) {
  try {
    return hasInstance(constructor, object);
  } catch {
    return false;
  }
}

/** The constructor that a link of an object's prototype chain stands for. */
function constructorAt(link, object) {
  const known = wellKnownPrototypes.get(link);
  if (known !== undefined && isInstance(object, known)) return known;
  const descriptor = getOwnPropertyDescriptor(link, 'constructor');
  const constructor = descriptor?.value;
  return typeof constructor === 'function' && constructor.name !== '' &&
    isInstance(object, constructor) ? constructor : undefined;
}

/** Where a prototype is no constructor's: 'Name <what the prototype is>'. */
function describeForeignPrototype(context, object, prototype, level, output) {
  const name = engineConstructorName(object);
  if (level > context.depth && context.depth !== null) {
    return `${name} <Complex prototype>`;
  }
  const parent = getConstructorName(prototype, context, level + 1, output);
  if (parent !== null) return `${name} <${parent}>`;
  const nested = context.derive({
    customInspect: false, depth: -1, seen: [], circular: undefined,
    budget: {}, indentation: 0,
  });
  return `${name} <${formatting.formatValue(nested, prototype, 0)}>`;
}

/**
 * The name of an object's constructor; null for an object without prototype.
 * @param {string[]} [output] is given the properties that the object inherits
 *   from the program's own classes
 */
function getConstructorName(object, context, level, output) {
  let first;
  for (let link = object; link !== null; link = getPrototypeOf(link)) {
    if (link !== object) first ??= link;
    const constructor = constructorAt(link, object);
    if (constructor === undefined) continue;
    if (output !== undefined &&
        (first !== link || !builtInObjects.has(constructor.name))) {
      formatInherited(context, object, first, level, output);
    }
    return String(constructor.name);
  }
  return first === undefined ? null :
    describeForeignPrototype(context, object, first, level, output);
}

function isBuiltInPrototype(prototype) {
  const constructor = getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof constructor === 'function' &&
         builtInObjects.has(constructor.name);
}

/** Formats what at most three of the program's prototypes add to an object. */
function formatInherited(context, object, prototype, level, output) {
  const shown = new Set();
  if (prototype === undefined) {
    prototype = getPrototypeOf(object);
    if (prototype === null || isBuiltInPrototype(prototype)) return;
  }
  for (let depth = 0; depth < 3; depth++) {
    formatInheritedFrom(context, object, prototype, level, shown, output);
    prototype = getPrototypeOf(prototype);
    if (prototype === null || isBuiltInPrototype(prototype)) return;
  }
}

function formatInheritedFrom(context, object, prototype, level, shown, output) {
  const keys = ownKeys(prototype);
  context.seen.push(object);
  for (const key of keys) {
    if (key === 'constructor' || hasOwn(object, key) || shown.has(key)) continue;
    const descriptor = getOwnPropertyDescriptor(prototype, key);
    if (typeof descriptor.value === 'function') continue;
    const text = formatProperty(
      context, prototype, level, key, kObject, descriptor, object);
    output.push(context.colors ? `\u001b[2m${text}\u001b[22m` : text);
  }
  context.seen.pop();
  for (const key of keys) shown.add(key);
}

/** Whether `name` contains the tag as a word of its own: 'FooMap', 'Map'. */
function containsWord(name, tag) {
  for (let at = name.indexOf(tag); at !== -1; at = name.indexOf(tag, at + 1)) {
    const next = name.charCodeAt(at + tag.length);
    if (!(next >= 97 && next <= 122)) return true;
  }
  return false;
}

/** The Symbol.toStringTag of an object where it says more than the name. */
function getTag(context, object, constructor) {
  let tag;
  try {
    tag = object[Symbol.toStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '') return '';
  // An own tag is seen among the properties.
  const isShown = context.showHidden ? hasOwn(object, Symbol.toStringTag) :
    isEnumerable(object, Symbol.toStringTag);
  if (isShown) return '';
  return constructor !== null && constructor !== tag &&
    containsWord(constructor, tag) ? '' : tag;
}

/** 'Foo(2) [Tag] ' or '[Foo(2): null prototype] [Tag] '. */
function getPrefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    return tag !== '' && fallback !== tag ?
      `[${fallback}${size}: null prototype] [${tag}] ` :
      `[${fallback}${size}: null prototype] `;
  }
  return tag !== '' && constructor !== tag ?
    `${constructor}${size} [${tag}] ` : `${constructor}${size} `;
}

/** What a plain object is called; the engine knows it without a prototype. */
function getObjectPrefix(object, tag, constructor) {
  if (constructor !== null) return getPrefix(constructor, tag, 'Object');
  let fallback = engineConstructorName(object);
  if (fallback === tag) fallback = 'Object';
  return getPrefix(null, tag, fallback);
}

// 'class {', 'class A {', 'class extends B', 'class A extends B', and not the
// method 'class () {'.
const classHead = /^class(?:\s*\{|\s+[^\s({]+\s*\{|(?:\s+[^\s({]+)?\s+extends\s)/;
const comments = /\/\/.*?\n|\/\*[^]*?\*\//g;

function isClass(source) {
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  return classHead.test(source) ||
         classHead.test(source.replaceAll(comments, ' '));
}

function classBase(value, constructor, tag) {
  const name = (hasOwn(value, 'name') && value.name) || '(anonymous)';
  let base = `class ${String(name)}`;
  if (constructor !== 'Function' && constructor !== null) {
    base += ` [${constructor}]`;
  }
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor === null) return `[${base} extends [null prototype]]`;
  const parent = getPrototypeOf(value).name;
  return parent ? `[${base} extends ${String(parent)}]` : `[${base}]`;
}

/** '[Function: name]', '[class A extends B]' and the like. */
function functionBase(value, constructor, tag) {
  if (isClass(functionToString(value))) return classBase(value, constructor, tag);
  const type = `${isAsyncFunction(value) ? 'Async' : ''}` +
    `${isGeneratorFunction(value) ? 'Generator' : ''}Function`;
  let base = `[${type}`;
  if (constructor === null) base += ' (null prototype)';
  base += value.name === '' ? ' (anonymous)]' : `: ${String(value.name)}]`;
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

/** The own keys of an object that are shown. */
function getKeys(value, showHidden) {
  const symbols = getOwnPropertySymbols(value);
  if (showHidden) {
    const names = getOwnPropertyNames(value);
    return symbols.length === 0 ? names : [...names, ...symbols];
  }
  let names;
  try {
    names = objectKeys(value);
  } catch (error) {
    // A module's bindings that are not initialised yet cannot be asked.
    if (!isModuleNamespaceObject(value)) throw error;
    names = getOwnPropertyNames(value);
  }
  for (const symbol of symbols) {
    if (isEnumerable(value, symbol)) names.push(symbol);
  }
  return names;
}

module.exports = {
  builtInObjects,
  functionBase,
  getConstructorName,
  getKeys,
  getObjectPrefix,
  getPrefix,
  getTag,
};
