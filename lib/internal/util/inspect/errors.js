'use strict';
// Errors: their stack, made to say what the error is called, and shortened.

const { getOwnPropertyDescriptor, hasOwn } = Object;
const formatting = require('internal/util/inspect/value');
const { getPrefix } = require('internal/util/inspect/names');

const { call } = Function.prototype;
const errorToString = call.bind(Error.prototype.toString);
const objectToString = call.bind(Object.prototype.toString);

const framesStart = '\n    at';

/** A property that may be a getter which throws. */
function readSafely(object, key) {
  try {
    return object[key];
  } catch {
    return undefined;
  }
}

/** 'Name: message', whatever the properties do. */
function describeError(error) {
  try {
    return errorToString(error);
  } catch {
    return objectToString(error);
  }
}

/** The stack as text; a stack that is something else is formatted below. */
function stackOf(context, error) {
  let stack;
  try {
    ({ stack } = error);
  } catch {
    return describeError(error);
  }
  if (typeof stack === 'string' && stack !== '') return stack;
  if (!stack) return describeError(error);
  context.seen.push(error);
  context.indentation += 4;
  const text = formatting.formatValue(context, stack, NaN);
  context.indentation -= 4;
  context.seen.pop();
  return `${describeError(error)}\n    ${text}`;
}

// --- The first line ----------------------------------------------------------------

// What an error without a prototype was called, from its stack.
const headPattern = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/;
const bareHeadPattern = /^([a-z_A-Z0-9-]*Error)$/;

function startsWithName(stack, name) {
  if (!stack.startsWith(name)) return false;
  const next = stack[name.length];
  return next === undefined || next === ':' || next === '\n';
}

/** Replaces the first `length` characters by a prefix that tells the name too. */
function replaceHead(stack, prefix, name, length) {
  if (name === prefix) return stack;
  if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${prefix}: ${stack}` :
    `${prefix}${stack.slice(length)}`;
}

/** Makes the first line name the error's class where the stack does not. */
function improveHead(error, stack, constructor, tag) {
  const rawName = readSafely(error, 'name');
  const name = rawName == null ? 'Error' : String(rawName);
  if (rawName != null && typeof rawName !== 'string' && constructor !== null &&
      name !== '' && startsWithName(stack, name)) {
    return `${name} [${constructor}]${stack.slice(name.length)}`;
  }
  if (constructor === null) {
    const match = headPattern.exec(stack) ?? bareHeadPattern.exec(stack);
    const fallback = match?.[1] ?? '';
    const prefix = getPrefix(null, tag, fallback || 'Error').slice(0, -1);
    return replaceHead(stack, prefix, name, fallback.length);
  }
  if (!name.endsWith('Error') || !startsWithName(stack, name)) return stack;
  const prefix = getPrefix(constructor, tag, 'Error').slice(0, -1);
  return replaceHead(stack, prefix, name, name.length);
}

// --- The frames -----------------------------------------------------------------------

/** The longest run of lines that two stacks share: [length, start in a]. */
function commonRun(a, b) {
  for (let start = 0; start < a.length - 3; start++) {
    const at = b.indexOf(a[start]);
    if (at === -1) continue;
    const rest = b.length - at;
    if (rest <= 3) continue;
    let length = 1;
    const limit = Math.min(a.length - start, rest);
    while (length < limit && a[start + length] === b[at + length]) length++;
    if (length > 3) return [length, start];
  }
  return [0, 0];
}

/** Leaves out the frames that the error's cause shows as well. */
function hideFramesOfCause(context, error, frames) {
  const cause = readSafely(error, 'cause');
  if (cause == null || !formatting.isError(cause)) return;
  const stack = stackOf(context, cause);
  const start = stack.indexOf(framesStart);
  if (start === -1) return;
  const [length, at] = commonRun(frames, stack.slice(start + 1).split('\n'));
  if (length <= 3) return;
  const skipped = length - 2;
  frames.splice(at + 1, skipped, context.stylize(
    `    ... ${skipped} lines matching cause stack trace ...`, 'undefined'));
}

function isRepeated(frames, at, period) {
  for (let i = 0; i < period; i++) {
    if (frames[at + i] !== frames[at + period + i]) return false;
  }
  return true;
}

// Fewer lines than this are not worth a notice.
const minCollapsed = 3;

/** The run of repetitions that begins at a frame: [period, how often again]. */
function findRepetition(frames, at) {
  const maxPeriod = (frames.length - at) >> 1;
  for (let period = 1; period <= maxPeriod; period++) {
    let count = 0;
    while (at + (count + 2) * period <= frames.length &&
           isRepeated(frames, at + count * period, period)) {
      count++;
    }
    if (count * period >= minCollapsed) return [period, count];
  }
  return [0, 0];
}

function collapsedText(period, count) {
  const times = count === 1 ? 'lines ...' : `${period} lines ${count} times...`;
  return `    ... collapsed ${period * count} duplicate lines matching above ${times}`;
}

/** Leaves out what recursion repeats. */
function collapseRepetitions(context, frames) {
  const result = [];
  for (let at = 0; at < frames.length;) {
    const [period, count] = findRepetition(frames, at);
    if (count === 0) {
      result.push(frames[at++]);
      continue;
    }
    for (let i = 0; i < period; i++) result.push(frames[at + i]);
    result.push(context.stylize(collapsedText(period, count), 'undefined'));
    at += period * (count + 1);
  }
  return result;
}

// --- Colours ----------------------------------------------------------------------------

const coreFrame = /^\s+at\s(?:.*\()?node:[\w/]+(?::\d+(?::\d+)?)?\)?$/;

/** Underlines the package's name in '.../node_modules/name/...'. */
function markNodeModules(line) {
  return line.replace(
    /([\\/]node_modules[\\/])(@[^\\/]+[\\/][^\\/]+|[^\\/]+)/g,
    (all, folder, name) => `${folder}\u001b[4m${name}\u001b[24m`);
}

/** Greys out the working directory. */
function markWorkingDirectory(context, line, directory) {
  let start = line.indexOf(directory);
  if (start === -1) return line;
  let end = start + directory.length;
  if (line[end] !== '/' && line[end] !== '\\') return line;
  end++;
  const hasParenthesis = line[start - 1] === '(' && line.endsWith(')');
  if (hasParenthesis) start--;
  const tail = hasParenthesis ?
    `${line.slice(end, -1)}${context.stylize(')', 'undefined')}` :
    line.slice(end);
  return line.slice(0, start) +
         context.stylize(line.slice(start, end), 'undefined') + tail;
}

function workingDirectories() {
  try {
    const path = require('internal/process').cwd();
    return [`file://${encodeURI(path)}`, path];
  } catch {
    return [];
  }
}

function colorFrames(context, frames) {
  const directories = workingDirectories();
  return frames.map((line) => {
    if (coreFrame.test(line)) return context.stylize(line, 'undefined');
    let marked = markNodeModules(line);
    for (const directory of directories) {
      const next = markWorkingDirectory(context, marked, directory);
      if (next !== marked) return next;
      marked = next;
    }
    return marked;
  });
}

/** Shortens and colours the frames below the head; brackets if there are none. */
function formatFrames(context, error, stack) {
  const message = readSafely(error, 'message');
  const from = typeof message === 'string' && message !== '' ?
    stack.indexOf(message) : -1;
  const start = stack.indexOf(
    framesStart, from === -1 ? 0 : from + message.length);
  if (start === -1) {
    return stack.startsWith('[object ') ? stack : `[${stack}]`;
  }
  let frames = stack.slice(start + 1).split('\n');
  hideFramesOfCause(context, error, frames);
  frames = collapseRepetitions(context, frames);
  if (context.colors) frames = colorFrames(context, frames);
  return `${stack.slice(0, start)}\n${frames.join('\n')}`;
}

// --- The keys -----------------------------------------------------------------------------

/** What the stack tells already is not shown again. */
function removeShownKeys(context, error, keys, stack) {
  if (context.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index === -1) continue;
    let value;
    try {
      value = error[name];
    } catch {
      continue;
    }
    if (typeof value !== 'string' || stack.includes(value)) {
      keys.splice(index, 1);
    }
  }
}

/** `cause` and `errors` are not enumerable but always shown. */
function addHiddenKeys(error, keys) {
  if (hasOwn(error, 'cause') && !keys.includes('cause')) keys.push('cause');
  const errors = getOwnPropertyDescriptor(error, 'errors');
  if (Array.isArray(errors?.value) && !keys.includes('errors')) {
    keys.push('errors');
  }
}

/** What stands before the braces of an error; changes `keys`. */
function formatError(context, error, constructor, tag, keys) {
  let stack = stackOf(context, error);
  removeShownKeys(context, error, keys, stack);
  addHiddenKeys(error, keys);
  stack = improveHead(error, stack, constructor, tag);
  stack = formatFrames(context, error, stack);
  return context.indentation === 0 ? stack :
    stack.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
}

module.exports = { formatError };
