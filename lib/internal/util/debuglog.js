'use strict';
// util.debuglog: messages for those who ask for a section in NODE_DEBUG.

const { format, formatArguments, inspect } = require('internal/util/inspect');
const process = require('internal/process');

// The sections asked for, as the process was started: a pattern, or null
// before NODE_DEBUG was read.
let pattern = null;

function escapePattern(text) {
  return text.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*');
}

function sectionPattern() {
  if (pattern === null) {
    const sections = process.env.NODE_DEBUG;
    pattern = sections ?
      new RegExp(`^(?:${sections.split(',').map(escapePattern).join('|')})$`, 'i') :
      /(?!)/;
  }
  return pattern;
}

/** NODE_DEBUG=http prints what programs send: warn of it. */
function warnOfSecrets(section) {
  if (section !== 'HTTP' && section !== 'HTTP2') return;
  process.emitWarning(
    `Setting the NODE_DEBUG environment variable to '${section.toLowerCase()}' ` +
    'can expose sensitive data (such as passwords, tokens and authentication ' +
    'headers) in the resulting log.');
}

function isEnabled(section) {
  return sectionPattern().test(section);
}

/** The function that prints a section's messages. */
function makePrinter(section) {
  warnOfSecrets(section);
  return (...args) => {
    const { shouldColorize } = require('internal/util/colors');
    const colors = shouldColorize(process.stderr);
    const text = formatArguments({ colors }, args);
    const pid = inspect(process.pid, { colors });
    process.stderr.write(format('%s %s: %s\n', section, pid, text));
  };
}

function ignore() {}

/**
 * A function that prints to stderr if NODE_DEBUG names the section.
 * @param {string} section
 * @param {(print: Function) => void} [onFirstUse] is given the function that
 *   does the work, to be used in place of the one returned
 */
function debuglog(section, onFirstUse) {
  const name = section.toUpperCase();
  let print;
  function prepare() {
    if (print === undefined) print = isEnabled(name) ? makePrinter(name) : ignore;
    return print;
  }
  function log(...args) {
    if (print === undefined) {
      prepare();
      if (typeof onFirstUse === 'function') onFirstUse(print);
    }
    print(...args);
  }
  Object.defineProperty(log, 'enabled', {
    get() { return isEnabled(name); },
    configurable: true,
    enumerable: true,
  });
  return log;
}

const msPerSecond = 1000;
const msPerMinute = 60 * msPerSecond;
const msPerHour = 60 * msPerMinute;

function twoDigits(value) {
  return `${value}`.padStart(2, '0');
}

/** A duration for people: '12.5ms', '1.500s', '1:00.300 (m:ss.mmm)'. */
function formatTime(ms) {
  const hours = Math.floor(ms / msPerHour);
  const minutes = Math.floor((ms % msPerHour) / msPerMinute);
  if (hours !== 0 || minutes !== 0) {
    const [seconds, rest] =
      ((ms % msPerMinute) / msPerSecond).toFixed(3).split('.');
    const head = hours !== 0 ? `${hours}:${twoDigits(minutes)}` : minutes;
    return `${head}:${twoDigits(seconds)}.${rest} ` +
           `(${hours !== 0 ? 'h:m' : ''}m:ss.mmm)`;
  }
  return ms >= msPerSecond ? `${(ms / msPerSecond).toFixed(3)}s` :
    `${Number(ms.toFixed(3))}ms`;
}

module.exports = { debuglog, formatTime };
