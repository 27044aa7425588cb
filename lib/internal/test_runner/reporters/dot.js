'use strict';
// One character a test, then the failures.

const process = require('internal/process');
const { asGenerator } = require('internal/test_runner/reporters/shared');
const { errorLines, palette, resultLine } =
  require('internal/test_runner/reporters/spec');

/** Narrower terminals get as many. */
const minColumns = 20;

class Reporter {
  #count = 0;
  #columns = lineWidth();
  #failed = [];
  #colors;

  get #palette() {
    this.#colors ??= palette();
    return this.#colors;
  }

  /** The text of an event. */
  format({ type, data }) {
    const colors = this.#palette;
    switch (type) {
      case 'test:pass':
        return `${colors.green}.${colors.reset}${this.#lineEnd()}`;
      case 'test:fail':
        this.#failed.push(data);
        return `${colors.red}X${colors.reset}${this.#lineEnd()}`;
      default:
        return '';
    }
  }

  /** The pieces that the generator yields. */
  pieces({ type, data }) {
    const colors = this.#palette;
    if (type !== 'test:pass' && type !== 'test:fail') return [];
    if (type === 'test:fail') this.#failed.push(data);
    const dot = type === 'test:pass' ? `${colors.green}.` : `${colors.red}X`;
    return [`${dot}${colors.reset}`, this.#lineEnd()];
  }

  #lineEnd() {
    if (++this.#count < this.#columns) return '';
    this.#count = 0;
    this.#columns = lineWidth(); // the terminal may have another size now
    return '\n';
  }

  finish() {
    const colors = this.#palette;
    if (this.#failed.length === 0) return '\n';
    let text = `\n\n${colors.red}Failed tests:${colors.plain}\n\n`;
    for (const data of this.#failed) {
      text += resultLine({ ...data, nesting: 0 }, false, colors) +
        errorLines(data.details.error, colors);
    }
    return text;
  }
}

function lineWidth() {
  return Math.max(process.stdout.columns ?? minColumns, minColumns);
}

module.exports = { Reporter, dot: asGenerator(Reporter, 'dot') };
