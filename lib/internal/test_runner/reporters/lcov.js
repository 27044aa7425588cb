'use strict';
// Coverage in the format of lcov. There is no coverage yet: run() and the
// command line refuse to collect it, so that no event brings any.

const { ReporterStream } = require('internal/test_runner/reporters/shared');

class Reporter {
  format() {
    return '';
  }

  finish() {
    return '';
  }
}

/** For stream.compose(), or as a stream of its own. */
function lcov() {
  return new ReporterStream(new Reporter());
}

module.exports = { Reporter, lcov };
