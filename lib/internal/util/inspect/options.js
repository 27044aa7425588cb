'use strict';
// The options of util.inspect and the state of one inspection.

/** What `inspect.defaultOptions` holds. */
const defaultOptions = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

const defaultForeground = 39;
const defaultBackground = 49;

/** SGR codes: [on, off] of each colour and modifier. */
const colors = {
  __proto__: null,
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
  black: [30, defaultForeground],
  red: [31, defaultForeground],
  green: [32, defaultForeground],
  yellow: [33, defaultForeground],
  blue: [34, defaultForeground],
  magenta: [35, defaultForeground],
  cyan: [36, defaultForeground],
  white: [37, defaultForeground],
  bgBlack: [40, defaultBackground],
  bgRed: [41, defaultBackground],
  bgGreen: [42, defaultBackground],
  bgYellow: [43, defaultBackground],
  bgBlue: [44, defaultBackground],
  bgMagenta: [45, defaultBackground],
  bgCyan: [46, defaultBackground],
  bgWhite: [47, defaultBackground],
  framed: [51, 54],
  overlined: [53, 55],
  gray: [90, defaultForeground],
  redBright: [91, defaultForeground],
  greenBright: [92, defaultForeground],
  yellowBright: [93, defaultForeground],
  blueBright: [94, defaultForeground],
  magentaBright: [95, defaultForeground],
  cyanBright: [96, defaultForeground],
  whiteBright: [97, defaultForeground],
  bgGray: [100, defaultBackground],
  bgRedBright: [101, defaultBackground],
  bgGreenBright: [102, defaultBackground],
  bgYellowBright: [103, defaultBackground],
  bgBlueBright: [104, defaultBackground],
  bgMagentaBright: [105, defaultBackground],
  bgCyanBright: [106, defaultBackground],
  bgWhiteBright: [107, defaultBackground],
};

/** Another name for a colour: writing one writes the other. */
function defineAlias(target, alias) {
  Object.defineProperty(colors, alias, {
    get() { return this[target]; },
    set(value) { this[target] = value; },
    configurable: true,
    enumerable: false,
  });
}

for (const [target, alias] of [
  ['gray', 'grey'], ['gray', 'blackBright'],
  ['bgGray', 'bgGrey'], ['bgGray', 'bgBlackBright'],
  ['dim', 'faint'], ['strikethrough', 'crossedout'],
  ['strikethrough', 'strikeThrough'], ['strikethrough', 'crossedOut'],
  ['hidden', 'conceal'], ['inverse', 'swapColors'],
  ['inverse', 'swapcolors'], ['doubleunderline', 'doubleUnderline'],
]) {
  defineAlias(target, alias);
}

/** Which colour each kind of value has. */
const styles = {
  __proto__: null,
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  // "name" is intentionally not styled.
  regexp: 'red',
  module: 'underline',
};

function stylizeWithColor(text, styleType) {
  const style = styles[styleType];
  if (style === undefined) return text;
  const color = colors[style];
  return color === undefined ? text :
    `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
}

function stylizeNoColor(text) {
  return text;
}

const optionNames = Object.keys(defaultOptions);

/** The state of one call of inspect. */
class Context {
  // A limit on the output, by indentation; see countTowardsBudget in value.js.
  budget = {};
  indentation = 0;
  // Objects that are being formatted, outermost first.
  seen = [];
  // Level of the innermost object formatted last.
  currentDepth = 0;
  stylize = stylizeNoColor;
  // Objects that refer to themselves, with their numbers, once there are any.
  circular = undefined;
  // The options as the caller gave them: custom inspection functions get them.
  userOptions = undefined;

  showHidden = defaultOptions.showHidden;
  depth = defaultOptions.depth;
  colors = defaultOptions.colors;
  customInspect = defaultOptions.customInspect;
  showProxy = defaultOptions.showProxy;
  maxArrayLength = defaultOptions.maxArrayLength;
  maxStringLength = defaultOptions.maxStringLength;
  breakLength = defaultOptions.breakLength;
  compact = defaultOptions.compact;
  sorted = defaultOptions.sorted;
  getters = defaultOptions.getters;
  numericSeparator = defaultOptions.numericSeparator;

  /** Takes over the options of a call. */
  assign(options) {
    for (const name of Object.keys(options)) {
      if (Object.hasOwn(defaultOptions, name) || name === 'stylize') {
        this[name] = options[name];
      } else {
        this.userOptions = options;
      }
    }
  }

  /** Makes the options ready for use. */
  finish() {
    if (this.colors) this.stylize = stylizeWithColor;
    if (this.maxArrayLength === null) this.maxArrayLength = Infinity;
    if (this.maxStringLength === null) this.maxStringLength = Infinity;
  }

  /** A copy for one nested inspection. */
  derive(changes) {
    return Object.assign(new Context(), this, changes);
  }
}

/** Calls a stylize function for code of another context, which gets only text. */
function guardStylize(stylize) {
  const guarded = (value, flavour) => {
    try {
      return `${stylize(value, flavour)}`;
    } catch {
      return value;
    }
  };
  return Object.setPrototypeOf(guarded, null);
}

/** The options that a custom inspection function gets. */
function userOptionsOf(context, isCrossContext) {
  const options = { stylize: context.stylize };
  for (const name of optionNames) options[name] = context[name];
  Object.assign(options, context.userOptions);
  if (!isCrossContext) return options;
  Object.setPrototypeOf(options, null);
  for (const key of Object.keys(options)) {
    const value = options[key];
    if (value !== null &&
        (typeof value === 'object' || typeof value === 'function')) {
      delete options[key];
    }
  }
  options.stylize = guardStylize(context.stylize);
  return options;
}

module.exports = {
  Context,
  colors,
  defaultOptions,
  styles,
  stylizeNoColor,
  stylizeWithColor,
  userOptionsOf,
};
