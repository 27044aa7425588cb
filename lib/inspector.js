'use strict';

// The debugger is not there yet. None is ever listening, and that can be asked.

const { missingClass, missingFunction } = require('internal/missing');

module.exports = {
  close() {},
  open: missingFunction('inspector.open'),
  url() { return undefined; },
  waitForDebugger: missingFunction('inspector.waitForDebugger'),
  Session: missingClass('inspector.Session'),
};
