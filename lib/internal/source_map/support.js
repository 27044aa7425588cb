'use strict';
// Whether source maps are in use. Looked at wherever code is compiled and a
// stack is made, so that all else of source maps is loaded by those who use it.

module.exports = {
  enabled: false,
  nodeModules: false,
  generatedCode: false,
  /** Whether stacks of all contexts are ours: for good, once they were. */
  isPreparing: false,
  /** Whether we are told what is `eval`ed: likewise. */
  isWatching: false,
};
