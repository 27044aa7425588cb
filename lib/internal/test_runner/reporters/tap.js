'use strict';
// The Test Anything Protocol, version 13. https://testanything.org/

const { inspect } = require('internal/util/inspect');
const { isDate, isNativeError } = require('internal/util/types');
const { inspectWithNoCustomRetry } = require('internal/errors');
const { getOptionValue } = require('internal/options');
const { isTestFailure } = require('internal/test_runner/failure');
const { asGenerator, indent } =
  require('internal/test_runner/reporters/shared');

const special = /[\\#\n\t\r\f\v\b]/g;
const escapes = {
  '\\': '\\\\',
  '#': '\\#',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\f': '\\f',
  '\v': '\\v',
  '\b': '\\b',
};

function escape(text) {
  return text.replace(special, (character) => escapes[character]);
}

const width = 4;

class Reporter {
  #hasBegun = false;

  /** The text of an event. */
  format(event) {
    return this.pieces(event).join('');
  }

  /** Its parts, as the generator yields them. A runner of files says with the
   * first event that there is a run; where tests print for themselves, what they
   * print before their first result comes first. */
  pieces(event) {
    const parts = partsOf(event);
    if (this.#hasBegun) return parts;
    if (parts.length === 0 && !getOptionValue('--test')) return parts;
    this.#hasBegun = true;
    return ['TAP version 13\n', ...parts];
  }

  finish() {
    return this.#hasBegun ? '' : 'TAP version 13\n';
  }
}

function partsOf({ type, data }) {
  switch (type) {
    case 'test:fail':
      return [resultLine('not ok', data), detailsOf(data)];
    case 'test:pass':
      return [resultLine('ok', data), detailsOf(data)];
    case 'test:plan':
      return [`${indent(data.nesting, width)}1..${data.count}\n`];
    case 'test:start':
      return [`${indent(data.nesting, width)}# Subtest: ` +
              `${escape(data.name)}\n`];
    case 'test:stderr':
    case 'test:stdout':
      return [comments(data.message)];
    case 'test:diagnostic':
    case 'test:log':
      return [`${indent(data.nesting, width)}# ${escape(data.message)}\n`];
    case 'test:interrupted':
      return data.tests.map(interruptedLine);
    default:
      return [];
  }
}

function interruptedLine({ name, file, line, column }) {
  const place = file === undefined ? '' : ` at ${file}:${line}:${column}`;
  return `# Interrupted while running: ${escape(name)}${place}\n`;
}

/** What a program has printed. */
function comments(text) {
  const lines = text.split('\n');
  return lines.filter((line) => line !== '')
    .map((line) => `# ${escape(line)}\n`).join('');
}

function directive(data) {
  if (data.skip !== undefined) return reason('SKIP', data.skip);
  if (data.todo !== undefined) return reason('TODO', data.todo);
  if (data.expectFailure !== undefined) {
    return reason('EXPECTED FAILURE', data.expectFailure);
  }
  return '';
}

function reason(word, value) {
  return typeof value === 'string' && value !== '' ?
    ` # ${word} ${escape(value)}` : ` # ${word}`;
}

function resultLine(status, data) {
  const name = data.name === '' ? '' : ` - ${escape(data.name)}`;
  return `${indent(data.nesting, width)}${status} ${data.testNumber}${name}` +
         `${directive(data)}\n`;
}

// --- The YAML block --------------------------------------------------------------

function detailsOf(data) {
  const { details } = data;
  const space = `${indent(data.nesting, width)}  `;
  let text = `${space}---\n${space}duration_ms: ${details.duration_ms}\n` +
    `${space}type: '${details.type}'\n`;
  if (details.error !== undefined) {
    if (data.file !== undefined) {
      text += yaml(space, 'location',
                   `${data.file}:${data.line}:${data.column}`);
    }
    text += errorYaml(space, details.error);
  }
  return `${text}${space}...\n`;
}

function isErrorLike(value) {
  return isNativeError(value) || value instanceof Error;
}

/** A failure's own fields, and those of what was thrown. */
function errorYaml(space, error) {
  const cause = error.cause;
  const thrown = isTestFailure(error) && isErrorLike(cause) ? cause : error;
  let text = yaml(space, 'failureType', error.failureType);
  if (error.exitCode !== undefined) {
    text += yaml(space, 'exitCode', error.exitCode);
    text += yaml(space, 'signal', error.signal);
  }
  text += yaml(space, 'error', messageOf(error, thrown));
  text += yaml(space, 'code', thrown.code ?? error.code);
  if (thrown.name && thrown.name !== 'Error') {
    text += yaml(space, 'name', thrown.name);
  }
  if (typeof thrown.operator === 'string' || 'expected' in thrown ||
      'actual' in thrown) {
    text += yaml(space, 'expected', thrown.expected);
    text += yaml(space, 'actual', thrown.actual);
    text += yaml(space, 'operator', thrown.operator);
  }
  return text + stackYaml(space, thrown.stack);
}

function messageOf(error, thrown) {
  if (thrown !== error) return thrown.message;
  if (typeof error.cause === 'string' || error.cause === undefined) {
    return error.message;
  }
  return inspectWithNoCustomRetry(error.cause);
}

/** The frames without 'at'. */
function stackYaml(space, stack) {
  if (typeof stack !== 'string') return '';
  const frames = [];
  for (const line of stack.split('\n')) {
    const frame = /^\s+at (.*)$/.exec(line);
    if (frame !== null) frames.push(frame[1]);
  }
  if (frames.length === 0) return '';
  return `${space}stack: |-\n` +
    frames.map((frame) => `${space}  ${frame}\n`).join('');
}

function isPlain(value) {
  return value !== null && typeof value === 'object' && !isDate(value) &&
    Object.keys(value).length > 0;
}

function yaml(space, name, value, seen) {
  const head = `${space}${name}:`;
  if (value === undefined) return '';
  if (value === null) return `${head} ~\n`;
  if (typeof value === 'string' && value.includes('\n')) {
    return `${head} |-\n` +
      value.split('\n').map((line) => `${space}  ${line}\n`).join('');
  }
  if (isDate(value) && !Number.isNaN(value.getTime())) {
    return `${head} ${value.toISOString()}\n`;
  }
  if (!isPlain(value)) return `${head} ${inspect(value)}\n`;
  seen ??= [];
  if (seen.includes(value)) return `${head} <Circular>\n`;
  seen.push(value);
  let text = `${head}\n`;
  for (const key of Object.keys(value)) {
    text += yaml(`${space}  `, key, value[key], seen);
  }
  seen.pop();
  return text;
}

module.exports = { Reporter, tap: asGenerator(Reporter, 'tapReporter') };
