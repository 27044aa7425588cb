'use strict';
// Coverage in the format of lcov. There is no coverage yet: run() and the
// command line refuse to collect it, so that no event brings any.

const { asStream } = require('internal/test_runner/reporters/shared');

class Reporter {
  format() {
    return '';
  }

  finish() {
    return '';
  }
}

module.exports = { Reporter, lcov: asStream(Reporter, 'lcov') };
