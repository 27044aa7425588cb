'use strict';
// util.parseArgs.

const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_PARSE_ARGS_INVALID_OPTION_VALUE,
    ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL,
    ERR_PARSE_ARGS_UNKNOWN_OPTION,
  },
} = require('internal/errors');
const {
  validateArray, validateBoolean, validateBooleanArray, validateObject,
  validateString, validateStringArray, validateUnion,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');

const { hasOwn } = Object;

// --- The description of the options --------------------------------------------

function defaultValidator(type, isMultiple) {
  if (type === 'string') return isMultiple ? validateStringArray : validateString;
  return isMultiple ? validateBooleanArray : validateBoolean;
}

function validateOption(name, option) {
  const path = `options.${name}`;
  validateObject(option, path);
  validateUnion(option.type, `${path}.type`, ['string', 'boolean']);
  if (hasOwn(option, 'short')) {
    validateString(option.short, `${path}.short`);
    if (option.short.length !== 1) {
      throw new ERR_INVALID_ARG_VALUE(
        `${path}.short`, option.short, 'must be a single character');
    }
  }
  const isMultiple = hasOwn(option, 'multiple') && option.multiple;
  if (hasOwn(option, 'multiple')) {
    validateBoolean(option.multiple, `${path}.multiple`);
  }
  if (hasOwn(option, 'default') && option.default !== undefined) {
    defaultValidator(option.type, isMultiple)(option.default, `${path}.default`);
  }
}

function ownOption(options, name) {
  return hasOwn(options, name) ? options[name] : undefined;
}

function isString(options, name) {
  return ownOption(options, name)?.type === 'string';
}

/** The long name of a one-letter option; the letter itself if it has none. */
function longNameOf(options, letter) {
  for (const name of Object.keys(options)) {
    if (ownOption(options[name], 'short') === letter) return name;
  }
  return letter;
}

// --- Tokens -------------------------------------------------------------------------

/** Reads arguments one by one; options of type string take what follows. */
class Tokenizer {
  tokens = [];
  #args;
  #options;
  #at = 0;

  constructor(args, options) {
    this.#args = args;
    this.#options = options;
  }

  run() {
    const args = this.#args;
    for (; this.#at < args.length; this.#at++) {
      const arg = args[this.#at];
      if (arg === '--') {
        this.#readRest();
        return this.tokens;
      }
      if (arg.startsWith('--')) this.#readLong(arg);
      else if (arg.length > 1 && arg[0] === '-') this.#readShort(arg);
      else this.#pushPositional();
    }
    return this.tokens;
  }

  #pushPositional() {
    this.tokens.push(
      { kind: 'positional', index: this.#at, value: this.#args[this.#at] });
  }

  #readRest() {
    this.tokens.push({ kind: 'option-terminator', index: this.#at });
    for (this.#at++; this.#at < this.#args.length; this.#at++) {
      this.#pushPositional();
    }
  }

  #pushOption(name, rawName, index, value, inlineValue) {
    this.tokens.push(
      { kind: 'option', name, rawName, index, value, inlineValue });
  }

  /** An option without inline value: a string takes the next argument. */
  #pushLone(name, rawName) {
    const index = this.#at;
    if (isString(this.#options, name) && index + 1 < this.#args.length) {
      this.#at++;
      this.#pushOption(name, rawName, index, this.#args[this.#at], false);
    } else {
      this.#pushOption(name, rawName, index, undefined, undefined);
    }
  }

  /** --name or --name=value */
  #readLong(arg) {
    const equals = arg.indexOf('=', 3);
    if (equals === -1) {
      this.#pushLone(arg.slice(2), arg);
      return;
    }
    const name = arg.slice(2, equals);
    this.#pushOption(name, `--${name}`, this.#at, arg.slice(equals + 1), true);
  }

  /** -a, -abc, -aVALUE, -abVALUE */
  #readShort(arg) {
    const index = this.#at;
    for (let i = 1; i < arg.length; i++) {
      const name = longNameOf(this.#options, arg[i]);
      const rawName = `-${arg[i]}`;
      if (i === arg.length - 1) {
        this.#pushLone(name, rawName);
      } else if (isString(this.#options, name)) {
        this.#pushOption(name, rawName, index, arg.slice(i + 1), true);
        return;
      } else {
        this.#pushOption(name, rawName, index, undefined, undefined);
      }
    }
  }
}

// --- Checks of strict mode ----------------------------------------------------------

/** A value like an option is more likely one whose value was forgotten. */
function checkAmbiguity(token) {
  const { value } = token;
  if (token.inlineValue || value === undefined || value.length < 2 ||
      value[0] !== '-') {
    return;
  }
  const isShort = !token.rawName.startsWith('--');
  const example = isShort ?
    `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'` : `'${token.rawName}=-XYZ'`;
  throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${token.rawName}' argument is ambiguous.\n` +
    `Did you forget to specify the option argument for '${token.rawName}'?\n` +
    `To specify an option argument starting with a dash use ${example}.`);
}

function checkUsage(token, config) {
  const { options, allowNegative, allowPositionals } = config;
  let option = ownOption(options, token.name);
  if (option === undefined && allowNegative && token.name.startsWith('no-')) {
    option = ownOption(options, token.name.slice(3));
    if (option?.type !== 'boolean') option = undefined;
  }
  if (option === undefined) {
    throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
  }
  const shown = `${option.short ? `-${option.short}, ` : ''}--${token.name}`;
  if (option.type === 'string' && token.value === undefined) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
      `Option '${shown} <value>' argument missing`);
  }
  if (option.type === 'boolean' && token.value !== undefined) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
      `Option '${shown}' does not take an argument`);
  }
}

// --- Results --------------------------------------------------------------------------

function storeOption(values, token, { options, allowNegative }) {
  let { name, value = true } = token;
  if (name === '__proto__') return;
  if (allowNegative && token.value === undefined && name.startsWith('no-') &&
      ownOption(options, name) === undefined) {
    name = name.slice(3);
    value = false;
  }
  if (ownOption(options, name)?.multiple) (values[name] ??= []).push(value);
  else values[name] = value;
}

function storeDefaults(values, options) {
  for (const name of Object.keys(options)) {
    const value = ownOption(options[name], 'default');
    if (value === undefined || values[name] !== undefined ||
        name === '__proto__') {
      continue;
    }
    values[name] = value;
  }
}

/** What the program was started with, without what was for the runtime. */
function mainArguments() {
  const { argv, execArgv } = require('internal/process');
  const isEvaluated = execArgv.some((arg) =>
    /^(-e|--eval|-p|-pe|--print)(=|$)/.test(arg));
  return argv.slice(isEvaluated ? 1 : 2);
}

function readConfig(config) {
  validateObject(config, 'config');
  const {
    args = mainArguments(),
    strict = true,
    options = kEmptyObject,
    allowNegative = false,
    tokens = false,
  } = config;
  const allowPositionals = config.allowPositionals ?? !strict;
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(tokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const name of Object.keys(options)) validateOption(name, options[name]);
  return { args, strict, options, allowNegative, allowPositionals, tokens };
}

/**
 * Parses command-line arguments.
 * @param {object} [config] see the documentation
 * @returns {{values: object, positionals: string[], tokens?: object[]}}
 */
function parseArgs(config = kEmptyObject) {
  const given = readConfig(config);
  const tokens = new Tokenizer([...given.args], given.options).run();
  const values = { __proto__: null };
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (given.strict) {
        checkUsage(token, given);
        checkAmbiguity(token);
      }
      storeOption(values, token, given);
    } else if (token.kind === 'positional') {
      if (!given.allowPositionals) {
        throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      }
      positionals.push(token.value);
    }
  }
  storeDefaults(values, given.options);
  return given.tokens ? { values, positionals, tokens } : { values, positionals };
}

module.exports = { parseArgs };
