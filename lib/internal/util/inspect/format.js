'use strict';
// util.format: printf for JavaScript values.

const { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { getProxyDetails } = internalBinding('util');
const formatting = require('internal/util/inspect/value');
const { builtInObjects } = require('internal/util/inspect/names');
const { Context, stylizeNoColor } = require('internal/util/inspect/options');
const { formatBigInt, formatNumber } =
  require('internal/util/inspect/primitives');

/** inspect with the caller's options and some of ours. */
function inspectWith(options, value, overrides) {
  const context = new Context();
  if (options !== undefined) context.assign(options);
  if (overrides !== undefined) context.assign(overrides);
  context.finish();
  return formatting.formatValue(context, value, 0);
}

function separatorOption(options) {
  return options?.numericSeparator ??
    require('internal/util/inspect/options').defaultOptions.numericSeparator;
}

function numberText(number, options) {
  return formatNumber(stylizeNoColor, number, separatorOption(options));
}

function bigintText(bigint, options) {
  return formatBigInt(stylizeNoColor, bigint, separatorOption(options));
}

/** Whether String(value) would run the language's conversion, not the program's. */
function hasBuiltInToString(value) {
  const target = getProxyDetails(value, false);
  if (target !== undefined) {
    if (target === null) return true;
    value = target;
  }
  if (typeof value.toString !== 'function' &&
      typeof value[Symbol.toPrimitive] !== 'function') {
    return true;
  }
  if (hasOwn(value, 'toString') || hasOwn(value, Symbol.toPrimitive)) return false;
  let owner = value;
  do {
    owner = getPrototypeOf(owner);
  } while (owner !== null && !hasOwn(owner, 'toString') &&
           !hasOwn(owner, Symbol.toPrimitive));
  if (owner === null) return true;
  const constructor = getOwnPropertyDescriptor(owner, 'constructor')?.value;
  return typeof constructor === 'function' &&
         builtInObjects.has(constructor.name);
}

const inspectedText = { depth: 0, colors: false, compact: 3 };

/** %s */
function formatText(value, options) {
  switch (typeof value) {
    case 'number': return numberText(value, options);
    case 'bigint': return bigintText(value, options);
    case 'object':
      if (value === null) return 'null';
      return hasBuiltInToString(value) ?
        inspectWith(options, value, inspectedText) : String(value);
    default: return String(value);
  }
}

/** %d */
function formatNumeric(value, options) {
  if (typeof value === 'bigint') return bigintText(value, options);
  if (typeof value === 'symbol') return 'NaN';
  return numberText(Number(value), options);
}

/** %i */
function formatInteger(value, options) {
  if (typeof value === 'bigint') return bigintText(value, options);
  if (typeof value === 'symbol') return 'NaN';
  return numberText(Number.parseInt(value), options);
}

/** %f */
function formatFloat(value, options) {
  if (typeof value === 'symbol') return 'NaN';
  return numberText(Number.parseFloat(value), options);
}

let circularMessage;

/** The first line of what V8 says about a structure with cycles. */
function circularErrorMessage() {
  if (circularMessage === undefined) {
    const cyclic = {};
    cyclic.self = cyclic;
    try {
      JSON.stringify(cyclic);
    } catch (error) {
      [circularMessage] = error.message.split('\n');
    }
  }
  return circularMessage;
}

/** %j */
function formatJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error.name === 'TypeError' &&
        error.message.split('\n')[0] === circularErrorMessage()) {
      return '[Circular]';
    }
    throw error;
  }
}

const detailed = { showHidden: true, showProxy: true, depth: 4 };

/** What a directive makes of its argument; undefined if it is no directive. */
function formatDirective(directive, value, options) {
  switch (directive) {
    case 115: return formatText(value, options); // s
    case 106: return String(formatJson(value)); // j
    case 100: return formatNumeric(value, options); // d
    case 79: return inspectWith(options, value); // O
    case 111: return inspectWith(options, value, detailed); // o
    case 105: return formatInteger(value, options); // i
    case 102: return formatFloat(value, options); // f
    case 99: return ''; // c: CSS means nothing here
    default: return undefined;
  }
}

/** The first argument with its directives replaced; [text, arguments used]. */
function fillTemplate(args, options) {
  const template = args[0];
  let text = '';
  let copied = 0;
  let used = 0;
  for (let i = 0; i < template.length - 1; i++) {
    if (template.charCodeAt(i) !== 37) continue; // %
    const directive = template.charCodeAt(++i);
    if (directive === 37) { // %%
      text += template.slice(copied, i);
      copied = i + 1;
      continue;
    }
    if (used + 1 === args.length) continue;
    const part = formatDirective(directive, args[used + 1], options);
    if (part === undefined) continue;
    text += template.slice(copied, i - 1) + part;
    copied = i + 1;
    used++;
  }
  return [copied === 0 ? template : text + template.slice(copied), used];
}

/** util.formatWithOptions with the arguments in an array. */
function formatArguments(options, args) {
  const first = args[0];
  if (typeof first === 'string' && args.length === 1) return first;
  let text = '';
  let next = 0;
  if (typeof first === 'string') {
    const [filled, used] = first.includes('%') ?
      fillTemplate(args, options) : [first, 0];
    text = filled;
    next = used + 1;
  }
  for (let i = next; i < args.length; i++) {
    if (i > 0) text += ' ';
    const value = args[i];
    text += typeof value === 'string' ? value : inspectWith(options, value);
  }
  return text;
}

/** printf-like. See the documentation of util.format for the directives. */
function format(...args) {
  return formatArguments(undefined, args);
}

/** As format, with options for inspect. */
function formatWithOptions(inspectOptions, ...args) {
  require('internal/validators').validateObject(
    inspectOptions, 'inspectOptions', { allowArray: true });
  return formatArguments(inspectOptions, args);
}

module.exports = { format, formatArguments, formatWithOptions };
