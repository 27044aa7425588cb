'use strict';
// For people: a tree of results, then the failures in full.

const process = require('internal/process');
const { inspectWithNoCustomRetry } = require('internal/errors');
const { shouldColorize } = require('internal/util/colors');
const { isTestFailure, failures } = require('internal/test_runner/failure');
const { asStream, indent } =
  require('internal/test_runner/reporters/shared');

const symbols = {
  pass: '\u2714 ',
  fail: '\u2716 ',
  todo: '\u26a0 ',
  skip: '\ufe63 ',
  start: '\u25b6 ',
  note: '\u2139 ',
};

const width = 2;

/** Escape sequences, empty where the output shows no colours. */
function palette() {
  const isOn = shouldColorize(process.stdout);
  const sequence = (code) => (isOn ? `\u001b[${code}m` : '');
  return {
    isOn,
    red: sequence(31),
    green: sequence(32),
    yellow: sequence(33),
    blue: sequence(34),
    gray: sequence(90),
    plain: sequence(39),
    reset: sequence(0),
  };
}

function reason(word, value) {
  return ` # ${typeof value === 'string' && value !== '' ? value : word}`;
}

/** 'symbol name (time) # reason' */
function resultLine(data, hasPassed, colors) {
  const { details } = data;
  let color = hasPassed ? colors.green : colors.red;
  let symbol = hasPassed ? symbols.pass : symbols.fail;
  let note = '';
  if (data.skip !== undefined) {
    color = colors.gray;
    symbol = symbols.skip;
    note = reason('SKIP', data.skip);
  } else if (data.todo !== undefined) {
    note = reason('TODO', data.todo);
    if (!hasPassed) {
      color = colors.yellow;
      symbol = symbols.todo;
    }
  } else if (data.expectFailure !== undefined) {
    note = reason('EXPECTED FAILURE', data.expectFailure);
  }
  const time = details.duration_ms ?
    ` ${colors.gray}(${details.duration_ms}ms)${colors.plain}` : '';
  return `${indent(data.nesting, width)}${color}${symbol}${data.name}${time}` +
         `${note}${colors.plain}\n`;
}

/** What was thrown, as inspect() shows it, two columns in. */
function errorLines(error, colors) {
  const shown = isTestFailure(error) && error.cause !== undefined ?
    error.cause : error;
  const text = inspectWithNoCustomRetry(
    shown, { colors: colors.isOn, breakLength: Infinity });
  return text.split(/\r?\n/).map((line) =>
    (line === '' ? '\n' : `  ${line}\n`)).join('');
}

/** 'test at file:line:column' */
function placeLine({ file, line, column }) {
  if (file === undefined) return '';
  const path = require('path').relative(process.cwd(), file);
  return `test at ${path}:${line}:${column}\n`;
}

class Reporter {
  #colors;
  #failed = [];
  /** Tests that have started, whose head is shown once a subtest reports. */
  #open = [];

  get #palette() {
    this.#colors ??= palette();
    return this.#colors;
  }

  /** The text of an event. */
  format({ type, data }) {
    switch (type) {
      case 'test:fail':
        if (data.details.error?.failureType !== failures.kSubtestsFailed) {
          this.#failed.push(data);
        }
        return this.#result(data, false);
      case 'test:pass':
        return this.#result(data, true);
      case 'test:start':
        this.#open.push({ name: data.name, nesting: data.nesting });
        return '';
      case 'test:stderr':
      case 'test:stdout':
        return data.message;
      case 'test:diagnostic':
        return this.#diagnostic(data);
      case 'test:log':
        return this.#diagnostic({ level: 'info', ...data });
      case 'test:interrupted':
        return this.#interrupted(data.tests);
      default:
        return '';
    }
  }

  /** Shows the heads of the tests around, the first time one is needed. */
  #heads(data) {
    let text = '';
    for (let i = 0; i < this.#open.length; i++) {
      const start = this.#open[i];
      if (start.nesting >= data.nesting) break;
      if (start.isShown) continue;
      start.isShown = true;
      text += `${indent(start.nesting, width)}${symbols.start}${start.name}\n`;
    }
    return text;
  }

  #result(data, hasPassed) {
    const heads = this.#heads(data);
    while (this.#open.length > 0 &&
           this.#open.at(-1).nesting >= data.nesting) {
      this.#open.pop();
    }
    return heads + resultLine(data, hasPassed, this.#palette);
  }

  #diagnostic({ nesting, message, level }) {
    const colors = this.#palette;
    const color = level === 'error' ? colors.red :
      level === 'warn' ? colors.yellow : colors.blue;
    return `${indent(nesting, width)}${color}${symbols.note}${message}` +
           `${colors.plain}\n`;
  }

  #interrupted(tests) {
    const colors = this.#palette;
    return `\n${colors.yellow}Interrupted while running:${colors.plain}\n` +
      tests.map(({ name, file, line, column }) => {
        const path = file === undefined ? '' :
          ` at ${require('path').relative(process.cwd(), file)}:${line}:` +
          `${column}`;
        return `${symbols.todo}${name}${path}\n`;
      }).join('');
  }

  #failures() {
    if (this.#failed.length === 0) return '';
    const colors = this.#palette;
    let text = `\n${colors.red}${symbols.fail}failing tests:${colors.plain}\n`;
    for (const data of this.#failed) {
      text += `\n${placeLine(data)}` +
        resultLine({ ...data, nesting: 0 }, false, colors) +
        errorLines(data.details.error, colors);
    }
    this.#failed = [];
    return text;
  }

  finish() {
    return this.#failures();
  }
}

module.exports = {
  Reporter, errorLines, palette, resultLine, spec: asStream(Reporter, 'spec'),
};
