'use strict';
// The name that `util` had once.

require('internal/process').emitWarning(
  'sys is deprecated. Use `node:util` instead.', 'DeprecationWarning',
  'DEP0025');

module.exports = require('util');
